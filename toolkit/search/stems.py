"""Stems: what the forms of one word have in common.

Snowball does most of the work; what it takes apart («кружок» and «кружка»,
«материал» and «материалы», «режим» and «режима») is put together here.
A word may have more than one stem: two words are forms of one when they share any.
"""

from __future__ import annotations

import re
from functools import lru_cache
from threading import local

import snowballstemmer

__all__ = ["STOP_WORDS", "stems_of"]

# Words that stand in every text and tell nothing of it.
STOP_WORDS = frozenset(
    "а без бы в во для до ее ей ему если же за и из или им их к как ко ли на над не него нее ни но о об обо"
    " от по под при про с со то у что это".split()
)

_IRREGULAR = {
    "дет": "дети детей детям детьми детях ребенок ребенка ребенку ребенком ребенке ребята ребят ребятам",
    "день": "день дня дню днем дне дни дней дням днями днях",
    "человек": "люди людей людям людьми людях",
    "год": "лет",
    "имен": "имя имен",
    "времен": "время времен",
    "знамен": "знамя знамен",
    "письм": "писем",
    "числ": "чисел",
    "окн": "окон",
    "кресл": "кресел",
    "сестр": "сестер",
    "земл": "земель",
    "деревн": "деревень",
    "песн": "песен",
}
_IRREGULAR_FORMS = {form: stem for stem, forms in _IRREGULAR.items() for form in forms.split()}

_RUSSIAN = re.compile(r"[а-я]+")
_LATIN = re.compile(r"[a-z]+")
_FIRST_VOWEL = re.compile(r"[^аеиоуыэюя]*[аеиоуыэюя]")
_NOUN_ENDING = re.compile(
    "(?:иями|ями|ами|ией|иям|ием|иях|ев|ов|ие|ье|еи|ии|ей|ой|ий|ям|ем|ам|ом|ах|ях|ию|ью|ия|ья|[аейоиуыьюя])$"
)
_ADJECTIVE = ("ый", "ого", "его", "ому", "ему")
_NEVER_BARE = ("ам", "ям", "ах", "ях", "их", "ых", "ым")
_CONSONANTS = "бвгджзклмнпрстфхцчшщ"
_FLEETING = re.compile(rf"(?<=.[{_CONSONANTS}])[ео](?=[кц]$)|ь(?=[кц]$)")
_FLEETING_AFTER_VOWEL = re.compile(r"(?<=.[аеиоуыэюя])е(?=[кц]$)")

_engines = local()


def _snowball(language: str, word: str) -> str:
    """Stem with an engine of this thread: they keep their state between calls."""
    engine = getattr(_engines, language, None)
    if engine is None:
        engine = snowballstemmer.stemmer(language)
        setattr(_engines, language, engine)
    return str(engine.stemWord(word))


def _without_noun_ending(word: str) -> str:
    """Take a noun's ending off, where Snowball may have seen a verb: «материал(а)» is no past tense."""
    start = _FIRST_VOWEL.match(word)
    if start is None:
        return word
    return word[: start.end()] + _NOUN_ENDING.sub("", word[start.end() :])


def _even(stem: str) -> str:
    """Drop the vowel that comes and goes: «кружок» – «кружка», «линеек» – «линейка»."""
    if len(stem) < 4:
        return stem
    return _FLEETING.sub("", _FLEETING_AFTER_VOWEL.sub("й", stem))


def _russian_stems(word: str) -> list[str]:
    irregular = _IRREGULAR_FORMS.get(word)
    if irregular:
        return [_even(irregular)]
    likeliest, noun = _snowball("russian", word), _without_noun_ending(word)
    found = [likeliest]
    if not word.endswith(_ADJECTIVE):
        found.append(noun)
    if word.endswith(("ей", "еи")):
        found.append(word[:-1])
    elif word[-1] in _CONSONANTS and len(word) > 4 and not word.endswith(_NEVER_BARE):
        # A surname, «режим» or «приём» may carry no ending at all.
        found.append(word)
    stems = list(dict.fromkeys(_even(stem) for stem in found if stem))
    return [stem for stem in stems if stem not in STOP_WORDS] or [word]


@lru_cache(maxsize=100_000)
def stems_of(word: str) -> tuple[str, ...]:
    """Return the stems of a folded word, the likeliest first; a number stands without its zeros."""
    if word.isdecimal():
        return (word.lstrip("0") or "0",)
    if _RUSSIAN.fullmatch(word) and len(word) > 2:
        return tuple(_russian_stems(word))
    if _LATIN.fullmatch(word) and len(word) > 2:
        return (_snowball("english", word),)
    return (word,)
