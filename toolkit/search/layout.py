"""Words typed with the keyboard in the other layout: «hj,jnjnt[ybrf» is «робототехника»."""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import pairwise

__all__ = ["repair_layout", "switch_layout"]

LONGEST_QUERY = 200

_LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./" + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?'
_RUSSIAN_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбю." + "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"
_TO_RUSSIAN = str.maketrans(_LATIN_KEYS, _RUSSIAN_KEYS)
_TO_LATIN = str.maketrans(_RUSSIAN_KEYS, _LATIN_KEYS)

# Which letters follow a letter in words of the language; «^» begins a word, «$» ends it.
_RUSSIAN_PAIRS = {
    "^": "абвгдежзиклмнопрстуфхцчшщэюя",
    "а": "$абвгдежзийклмнопрстуфхцчшщэюя",
    "б": "$абвгдежзиклмнорстухцчшщъыьюя",
    "в": "$абвгдежзиклмнопрстухцчшщъыьюя",
    "г": "$авгдеиклмнорстуч",
    "д": "$абвгдежзиклмнопрстухцчшъыьюя",
    "е": "$абвгдежзийклмнопрстуфхцчшщэюя",
    "ж": "$абвгдежиклмнорсуцчьюъ",
    "з": "$абвгдежзиклмнорстучшъыьюя",
    "и": "$абвгдежзийклмнопрстуфхцчшщэюя",
    "й": "$абвгдезклмнопрстуфхцчшя",
    "к": "$авгдежзиклмнорстуфхцчшыю",
    "л": "$абвгдежзиклмнопрстуфхцчшщыьюя",
    "м": "$абвгеиклмнопрстуфхцчшщыьюя",
    "н": "$абвгдежзиклмнопрстуфхцчшщъыьюя",
    "о": "$абвгдежзийклмнопрстуфхцчшщэюя",
    "п": "$аеиклмнопрстуфцчшыьюя",
    "р": "$абвгдежзиклмнопрстуфхцчшщъыьюя",
    "с": "$абвгдежзиклмнопрстуфхцчшщъыьюя",
    "т": "$абвгдежзиклмнопрстуфхцчшщъыьюя",
    "у": "$абвгдежзийклмнопрстуфхцчшщэюя",
    "ф": "$агеиклмнорстуфчьыюя",
    "х": "$авгдеиклмнопрстуфцшю",
    "ц": "$авеиклмоуы",
    "ч": "$авегиклмнортухцшью",
    "ш": "$авегиклмнопрстуцчью",
    "щ": "$аенироуь",
    "ъ": "еюя",
    "ы": "$абвгдежзийклмнопрстухцчшщюя",
    "ь": "$бвгдежзийкмнопрстфхцчшщюя",
    "э": "$вгдзйклмнпрстфх",
    "ю": "$абгджзийклмнпрстхцчшщю",
    "я": "$бвгдежзийклмнпрстухцчшщюя",
}
_LATIN_PAIRS = {
    "^": "abcdefghijklmnopqrstuvwxyz",
    "a": "$abcdefghijklmnopqrstuvwxyz",
    "b": "$abcdehijlmnoprstuvy",
    "c": "$acdehiklmnoqrstuy",
    "d": "$abcdefghijlmnoprstuvwyz",
    "e": "$abcdefghijklmnopqrstuvwxyz",
    "f": "$aefilorstuy",
    "g": "$abdeghilmnorstuy",
    "h": "$abeiklmnoprstuwy",
    "i": "$abcdefghijklmnopqrstuvwxyz",
    "j": "aeiou",
    "k": "$abefghiklmnoprstuwy",
    "l": "$abcdefghiklmnoprstuvwyz",
    "m": "$abcefilmnoprstuy",
    "n": "$abcdefghijklmnopqrstuvwyz",
    "o": "$abcdefghijklmnopqrstuvwxyz",
    "p": "$abcdefghiklmnoprstuwy",
    "q": "$lru",
    "r": "$abcdefghijklmnopqrstuvwy",
    "s": "$abcdefghijklmnopqrstuvwy",
    "t": "$abcdefghiklmnoprstuvwyz",
    "u": "$abcdefghiklmnoprstvxyz",
    "v": "$aeiorsuy",
    "w": "$aehiklnorsty",
    "x": "$aceilmoptuy",
    "y": "$abcdeilmnoprstuw",
    "z": "$aeiklouyz",
}
_WORD = re.compile(r"[^\W\d_]{3,}")
_RUSSIAN_WORD = re.compile("[а-я]+")
_LATIN_WORD = re.compile("[a-z]+")
_RUSSIAN_LETTER = re.compile("[а-яё]", re.IGNORECASE)
_LATIN_LETTER = re.compile("[a-z]", re.IGNORECASE)
# A sign inside a word: in the other layout it is a letter.
_SIGN_IN_WORD = re.compile(r"[a-z][\[\];',.`{}:\"<>~]+[a-z]|(?<!\w)[\[;'{]\w{2}", re.IGNORECASE)


def switch_layout(text: str) -> str:
    """Return what the same keys write in the other layout: Russian for Latin, or Latin for Russian."""
    russian, latin = len(_RUSSIAN_LETTER.findall(text)), len(_LATIN_LETTER.findall(text))
    return text.translate(_TO_LATIN if russian > latin else _TO_RUSSIAN)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("ё", "е"))


def _strange_pairs(word: str) -> int:
    """Count the pairs of letters that do not follow each other in Russian or in English words."""
    if _RUSSIAN_WORD.fullmatch(word):
        pairs = _RUSSIAN_PAIRS
    elif _LATIN_WORD.fullmatch(word):
        pairs = _LATIN_PAIRS
    else:
        return len(word)
    return sum(second not in pairs[first] for first, second in pairwise(f"^{word}$"))


def repair_layout(query: str, known: Container[str] = frozenset()) -> str:
    """Return a query as it was meant, if it looks like one typed in the wrong layout, else nothing.

    It must make no Russian or English words as it is, and make such words in the
    other layout; a word of two letters tells nothing. Where words of the site are
    given in `known`, folded, they decide before the look of the letters does.
    """
    query = query[:LONGEST_QUERY]
    meant = switch_layout(query)
    words, meant_words = _words(query), _words(meant)
    if meant_words and all(word in known for word in meant_words):
        return "" if words and all(word in known for word in words) else meant
    if not meant_words or any(_strange_pairs(word) for word in meant_words):
        return ""
    slipped = _SIGN_IN_WORD.search(query) or any(_strange_pairs(word) for word in words)
    return meant if slipped else ""
