"""Words, numbers and dates as people write them in orders and on pages.

«12-о», «15/1-ОД», «естественно-научная» are each one chunk of several words;
«04.04.2024» and «4 апреля 2024 года» are one day.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from toolkit.text import MONTHS_GENITIVE

__all__ = [
    "BARRIER",
    "CONTEXT",
    "DATE",
    "JOINER",
    "MARK",
    "NUMBER",
    "Chunk",
    "Word",
    "chunks",
    "is_year_word",
]

# Characters of the private use area stand where no letter of a text can:
# SQLite takes them for parts of a word, and the words of a text never hold them.
JOINER, NUMBER, DATE, BARRIER = "\ue000", "\ue001", "\ue002", "\ue003"
MARK, CONTEXT = "\ue004", "\ue005"

LONGEST_WORD = 64
MOST_JOINED = 6

_INVISIBLE = "\u00ad\u0300-\u036f\u200b-\u200f\u2060\ufeff"
_LETTERS = rf"[^\W_][^\W_{_INVISIBLE}]*(?:[{_INVISIBLE}]+[^\W_{_INVISIBLE}]+)*[{_INVISIBLE}]*"
_CONNECTOR = r"[-‐‑‒–−/][ \t]*\r?\n[ \t]*|[-‐‑‒–−/_]|(?<=\d)\.(?=\d)"
_MARK = r"[№#]|(?<![^\W_])[Nn][Oo°º]?\.?(?=\s*\d)"
_CHUNK = re.compile(rf"(?:(?P<mark>{_MARK})\s*)?(?P<chunk>{_LETTERS}(?:(?:{_CONNECTOR}){_LETTERS})*)")
_WORD = re.compile(_LETTERS)
_PART = re.compile(r"\d+|[^\W\d_]+")
_PLAIN = re.compile("[а-яёА-ЯЁ]+|[a-zA-Z]+|[0-9]+")
_INVISIBLE_RUN = re.compile(f"[{_INVISIBLE}]+")

# Latin letters that look like Cyrillic ones, in small or in capital form.
_LOOKALIKES = str.maketrans("abcehkmoptxy", "авсенкмортху")
_CYRILLIC_LETTER = re.compile("[а-я]")
_LATIN_LETTERS = re.compile("[a-z]+")
_LOOKALIKE_LETTERS = re.compile("[abcehkmoptxy]+")

_MONTHS = {name: number for number, name in enumerate(MONTHS_GENITIVE, start=1)}
_YEAR_WORDS = frozenset(["г", "гг", "год", "года", "году"])


class Word(NamedTuple):
    """Letters, or digits, that stand together, with their place in the text."""

    start: int
    end: int
    form: str


@dataclass(slots=True)
class Chunk:
    """Words written without a space between them, or a word alone.

    `numbered` says that a sign like «№» stands before it; `day` is a token for
    the date that begins here.
    """

    words: tuple[Word, ...]
    numbered: bool = False
    day: str = ""

    @property
    def joined(self) -> str:
        """The words as one, whatever hyphens and strokes part them; empty for a word alone."""
        if len(self.words) == 1 or len(self.words) > MOST_JOINED:
            return ""
        glued = self.words[0].form
        for before, word in pairwise(self.words):
            both_digits = before.form.isdecimal() and word.form.isdecimal()
            glued += (JOINER if both_digits else "") + word.form
        return glued[:LONGEST_WORD]

    @property
    def only(self) -> str:
        """The form of a word that stands alone, else nothing."""
        return self.words[0].form if len(self.words) == 1 else ""


def _keep_letters(match: re.Match[str]) -> str:
    """Keep the marks that make «й» and «ё» of «и» and «е»; a stress or a soft hyphen goes."""
    return "".join(mark for mark in match.group() if mark in "\u0306\u0308")


@lru_cache(maxsize=50_000)
def _folded(raw: str) -> str:
    """Fold a run of letters and digits: one case, «ё» as «е», nothing invisible."""
    text = unicodedata.normalize("NFKC", _INVISIBLE_RUN.sub(_keep_letters, raw)).casefold()
    return _INVISIBLE_RUN.sub("", unicodedata.normalize("NFC", text).replace("ё", "е"))


def _unmasked(form: str, *, among_digits: bool) -> str:
    """Read Latin letters as the Cyrillic ones they look like, where Cyrillic ones were meant."""
    latin = "".join(_LATIN_LETTERS.findall(form))
    if not _LOOKALIKE_LETTERS.fullmatch(latin):
        return form
    if _CYRILLIC_LETTER.search(form) or (among_digits and len(form) == 1):
        return form.translate(_LOOKALIKES)
    return form


def _words(text: str, start: int, end: int) -> tuple[Word, ...]:
    if end - start <= LONGEST_WORD and _PLAIN.fullmatch(text, start, end):
        return (Word(start, end, text[start:end].lower().replace("ё", "е")),)
    words = []
    for match in _WORD.finditer(text, start, end):
        raw = match.group()[: LONGEST_WORD * 2]
        folded = _folded(raw)
        exact = len(folded) == len(raw)
        for part in _PART.finditer(folded):
            first, last = (
                (match.start() + part.start(), match.start() + part.end()) if exact else match.span()
            )
            words.append(Word(first, last, part.group()[:LONGEST_WORD]))
    among_digits = len(words) > 1 and any(word.form.isdecimal() for word in words)
    return tuple(word._replace(form=_unmasked(word.form, among_digits=among_digits)) for word in words)


def _day(year: str, month: int, day: str) -> str:
    """Return a date as a token, or nothing when the calendar has no such day."""
    try:
        found = date(int(year) + (2000 if len(year) == 2 else 0), month, int(day))
    except ValueError:
        return ""
    return f"{DATE}{found:%Y%m%d}"


def _day_in_digits(words: tuple[Word, ...]) -> str:
    """Read «04.04.2024», «4.04.24г» and «2024-04-04»."""
    if len(words) not in (3, 4) or any(word.form not in _YEAR_WORDS for word in words[3:]):
        return ""
    first, month, last = (word.form for word in words[:3])
    if not (first.isdecimal() and month.isdecimal() and last.isdecimal() and len(month) <= 2):
        return ""
    if len(first) <= 2 and len(last) in (2, 4):
        return _day(last, int(month), first)
    if len(first) == 4 and len(last) <= 2:
        return _day(first, int(month), last)
    return ""


def _day_in_words(first: Chunk, month: Chunk, year: Chunk) -> str:
    """Read «4 апреля 2024», also with the day in quotes and «г» written beside the year."""
    number = _MONTHS.get(month.only)
    day, in_year = first.only, year.words[0].form
    if not number or len(year.words) > 2:
        return ""
    if not (day.isdecimal() and len(day) <= 2 and in_year.isdecimal() and len(in_year) == 4):
        return ""
    return _day(in_year, number, day)


def is_year_word(chunk: Chunk) -> bool:
    """Tell «г.» and «года» after a date."""
    return chunk.only in _YEAR_WORDS


def chunks(text: str) -> list[Chunk]:
    """Return what is written in a text, in its order."""
    found: list[Chunk] = []
    named = False
    for match in _CHUNK.finditer(text):
        words = _words(text, *match.span("chunk"))
        if not words:
            continue
        numbered = (named or match["mark"] is not None) and any(word.form.isdecimal() for word in words)
        named = len(words) == 1 and words[0].form == "номер"
        found.append(Chunk(words, numbered, _day_in_digits(words) if len(words) > 2 else ""))
        if len(found) > 2 and found[-2].only in _MONTHS:
            found[-3].day = found[-3].day or _day_in_words(*found[-3:])
    return found
