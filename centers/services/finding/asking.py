"""What a query asks for: its words with all that means the same, classes, and what was put right in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from centers.models.search_words import FIRST_CLASS, LAST_CLASS
from centers.services.finding.thesaurus import is_small_talk, longest_phrase, same_as
from centers.services.finding.vocabulary import Words
from toolkit.search.analysis import Run, Term, worded_terms
from toolkit.search.marks import with_context
from toolkit.search.queries import All, Expression
from toolkit.search.words import STOP_WORDS, repair_layout, split, stems_of, switch_layout

__all__ = ["Asked", "AskedWord", "Correction", "put_right", "understand"]

MOST_WORDS = 12  # that are asked for; longer queries are quotations
MOST_MISTAKES = 4  # words that are put right in one query

_ORDINALS = {
    "перв": 1,
    "втор": 2,
    "трет": 3,
    "четверт": 4,
    "четверо": 4,
    "пят": 5,
    "шест": 6,
    "седьм": 7,
    "сем": 7,
    "восьм": 8,
    "девят": 9,
    "десят": 10,
    "одиннадцат": 11,
}
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_CLASS = re.compile(
    r"(?<![\w№])(?P<low>\d{1,2})(?:\s*[-–—]\s*(?P<high>\d{1,2}))?\s*(?:-?\s*(?:й|го|м|х|е|ых?|ый|ого|ому))?\s*-?\s*"
    r"(?:класс\w*|кл\b\.?)",
    re.IGNORECASE,
)
_CLASS_IN_WORDS = re.compile(rf"\b(?P<word>{_ORDINAL})[а-яё]{{0,3}}?\s*классн?\w*", re.IGNORECASE)
_AGE = re.compile(
    r"(?<![\w№])(?P<low>\d{1,2})(?:\s*[-–—]\s*(?P<high>\d{1,2}))?\s*(?:лет|год(?:а|ов|ика)?)\b", re.IGNORECASE
)
_THREE_D = re.compile(r"\b(?:[3з]\s*-?\s*[дd]|3в|тридэ|три\s*дэ)\b", re.IGNORECASE)
_ABBREVIATIONS = (
    (re.compile(r"\bр-н\b", re.IGNORECASE), "район"),
    (re.compile(r"\bг\.\s*о\.", re.IGNORECASE), "городской округ"),
    (re.compile(r"\bобл\b\.?", re.IGNORECASE), "область"),
    (re.compile(r"\bресп\b\.?", re.IGNORECASE), "республика"),
)
_BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d_]{2})-(?=[^\W\d_]{2})")
_SCRIPTS = re.compile(r"(?<=[a-z])(?=[а-яё])|(?<=[а-яё])(?=[a-z])", re.IGNORECASE)
_PIECE = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Correction:
    """A word as it was written, and as it was understood."""

    written: str
    meant: str


@dataclass(frozen=True, slots=True)
class AskedWord:
    """One thing that a query asks for; `own` runs are its own, the others mean the same.

    Of a mistyped word `meant` are the words that it may have been.
    """

    written: str
    own: Term
    others: Term = ()
    meant: tuple[str, ...] = ()

    @property
    def term(self) -> Term:
        return (*self.own, *self.others)

    @property
    def asked(self) -> Term:
        """The term as it is looked for: in the text, or in the words of the place."""
        return with_context(self.term)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it is understood; `left_out` are words that were given up to find anything."""

    text: str
    words: tuple[AskedWord, ...]
    corrections: tuple[Correction, ...] = ()
    left_out: tuple[str, ...] = field(default=())

    @property
    def expression(self) -> Expression:
        parts: tuple[Expression, ...] = tuple(word.asked for word in self.words)
        return All(parts) if len(parts) > 1 else parts[0]

    @property
    def in_titles(self) -> Expression:
        parts: tuple[Expression, ...] = tuple(word.term for word in self.words)
        return All(parts) if len(parts) > 1 else parts[0]

    @property
    def terms(self) -> list[Term]:
        """What is to be marked in a text."""
        return [word.term for word in self.words]

    def without(self, word: AskedWord) -> Asked:
        """The same query but for one word."""
        rest = tuple(other for other in self.words if other is not word)
        return replace(self, words=rest, left_out=(*self.left_out, word.written))


def _class_word(written: str, numbers: Iterable[int]) -> AskedWord | None:
    kept = [number for number in numbers if FIRST_CLASS <= number <= LAST_CLASS]
    if not kept:
        return None
    runs = [Run((f"{number}класс",)) for number in kept]
    return AskedWord(written.strip(), tuple(runs), tuple(Run((str(number), "класс")) for number in kept))


def _take_classes(text: str) -> tuple[str, list[AskedWord]]:
    """Take «7 класс», «5–7 кл.», «семиклассник» and «10 лет» out of a query."""
    found: list[AskedWord] = []

    def take(numbers: Callable[[re.Match[str]], range | list[int]]) -> Callable[[re.Match[str]], str]:
        def taken(match: re.Match[str]) -> str:
            word = _class_word(match.group(), numbers(match))
            if word is None:
                return match.group()
            found.append(word)
            return " "

        return taken

    def span(match: re.Match[str]) -> range:
        return range(int(match["low"]), int(match["high"] or match["low"]) + 1)

    def by_age(match: re.Match[str]) -> range:
        """A child of seven goes to the first class or to none yet."""
        return range(max(int(match["low"]) - 7, 1), int(match["high"] or match["low"]) - 5)

    text = _CLASS.sub(take(span), text)
    text = _CLASS_IN_WORDS.sub(take(lambda match: [_ORDINALS[match["word"].casefold()]]), text)
    return _AGE.sub(take(by_age), text), found


def _spell_out(text: str) -> str:
    """Write out what is shortened, and part what is written in two scripts or with a hyphen."""
    text = _THREE_D.sub(" 3d ", _SCRIPTS.sub(" ", text))
    for short, full in _ABBREVIATIONS:
        text = short.sub(full, text)
    return _BETWEEN_LETTERS.sub(" ", text)


def _joined(worded: list[tuple[str, Term]]) -> list[AskedWord]:
    """Give each word what means the same; words in a row that mean one thing become one."""
    words: list[AskedWord] = []
    place = 0
    while place < len(worded):
        for length in range(min(longest_phrase(), len(worded) - place), 0, -1):
            part = worded[place : place + length]
            tokens = tuple(term[0].tokens[0] for _written, term in part)
            same = same_as(tokens)
            if length == 1:
                same = same or next((same_as(run.tokens) for run in part[0][1] if same_as(run.tokens)), ())
            if same or length == 1:
                break
        written = " ".join(word for word, _term in part)
        own = part[0][1] if length == 1 else (Run(tokens),)
        words.append(AskedWord(written, own, tuple(run for run in same if run not in own)))
        place += length
    return words


def understand(text: str) -> Asked:
    """Read a query; without a word in it there is nothing in `words`."""
    rest, classes = _take_classes(text)
    worded = worded_terms(_spell_out(rest))
    telling = [
        (written, term)
        for written, term in worded
        if not is_small_talk(term)
        and written.casefold() not in STOP_WORDS
        and not (len(written) == 1 and written.isalpha())
    ]
    kept = telling if telling or classes else worded
    return Asked(text, tuple([*_joined(kept), *classes][:MOST_WORDS]))


def put_right(text: str, words: Words, in_texts: Callable[[list[Term]], list[bool]]) -> Asked | None:
    """Read a query that found nothing as it may have been meant; None when nothing can be put right.

    `in_texts` tells of words that no name holds whether they are on the site all the same.
    """
    corrections: list[Correction] = []
    slipped = repair_layout(text, words)
    if slipped:
        corrections.append(Correction(text, slipped))
        text = slipped
    pieces = []
    for match in _PIECE.finditer(text):
        piece = match.group()
        meant = _in_other_keys(piece, words) or _in_latin(piece, words)
        if meant and not slipped:
            corrections.append(Correction(piece, meant))
        pieces.append(meant or piece)
    text = _glue(" ".join(pieces), words, corrections)
    asked = understand(text)
    strange = [word for word in asked.words if _is_strange(word, words)][:MOST_MISTAKES]
    there = in_texts([word.own for word in strange]) if strange else []
    wrong = [word for word, is_there in zip(strange, there, strict=True) if not is_there]
    replaced = tuple(
        (_meant(word, words, corrections) or word) if word in wrong else word for word in asked.words
    )
    if not corrections and replaced == asked.words:
        return None
    return replace(asked, words=replaced, corrections=tuple(corrections))


def _is_strange(word: AskedWord, words: Words) -> bool:
    forms = split(word.written)
    return len(forms) == 1 and forms[0].isalpha() and forms[0] not in words


def _meant(word: AskedWord, words: Words, corrections: list[Correction]) -> AskedWord | None:
    """What a strange word may be: the beginning of a longer one, or one with mistakes in it."""
    (form,) = split(word.written)
    begun = words.beginning_with(stems_of(form)[0])
    if begun:
        return AskedWord(word.written, word.own, tuple(Run((stem,)) for stem in begun))
    meant = words.meant_by(form)
    parted = _parted(form, words) if not meant else ""
    if parted:
        corrections.append(Correction(word.written, parted))
        tokens = tuple(stems_of(part)[0] for part in split(parted))
        return AskedWord(parted, (Run(tokens),))
    if not meant:
        return None
    corrections.append(Correction(word.written, meant[0]))
    first, *others = [understand(other).words for other in meant]
    runs = tuple(run for asked in others for run in (asked[0].own if asked else ()))
    return (
        replace(first[0], written=meant[0], others=(*first[0].others, *runs), meant=tuple(meant))
        if first
        else None
    )


def _in_other_keys(piece: str, words: Words) -> str:
    """A word typed in the other layout, when it is known as it was meant and not as it stands."""
    meant = switch_layout(piece)
    forms, as_is = split(meant), split(piece)
    if not forms or all(form in words for form in as_is):
        return ""
    is_meant = all(form in words and len(form) > 1 for form in forms) and any(
        form.isalpha() for form in forms
    )
    return meant if is_meant else repair_layout(piece, words)


def _in_latin(piece: str, words: Words) -> str:
    """A Russian word written in Latin letters: «robototehnika»."""
    forms = split(piece)
    if len(forms) != 1 or not forms[0].isascii() or forms[0] in words:
        return ""
    return words.in_russian(forms[0])


def _glue(text: str, words: Words, corrections: list[Correction]) -> str:
    """Join two strange words that are one: «робото техника»."""
    pieces = text.split()
    place = 0
    while place + 1 < len(pieces):
        first, second = pieces[place : place + 2]
        one = first + second
        strange = any(form not in words for piece in (first, second) for form in split(piece))
        if strange and one.isalpha() and len(one) > 5 and split(one)[0] in words:
            corrections.append(Correction(f"{first} {second}", one))
            pieces[place : place + 2] = [one]
        place += 1
    return " ".join(pieces)


def _parted(form: str, words: Words) -> str:
    """Two known words that were written as one: «точкароста»."""
    for place in range(3, len(form) - 2):
        if form[:place] in words and form[place:] in words:
            return f"{form[:place]} {form[place:]}"
    return ""
