"""How the site names pupils: «Иван П., 7 класс», never with the whole surname.

A name with a surname and a class tells a stranger too much (152-ФЗ, ст. 3 п. 1: any information that
leads to a person). The editor refuses whole surnames where pupils are listed, and points them out in
free texts, where it cannot be sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_NAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_CLASS = r"(?:1[01]|[1-9])(?:[-\s]?(?:й|го))?\s*[«\"]?[А-Я]?[»\"]?\s*класс\w*"
#: «Иван П., 7 класс», «Иван П., 7 «А» класс», «Анна-Мария П.»: the class may be left out.
PUPIL = re.compile(rf"^{_NAME}\s[А-ЯЁ]\.(?:,\s*{_CLASS})?$")

_WORDS = re.compile(rf"{_NAME}(?:\s+{_NAME}){{1,3}}")
_PATRONYMIC = re.compile(r"(?:[иы]ч|вна|чна|шна)$")
_ROLE_WORD = (
    r"(?:[Уу]чени(?:к|ца|ку|цу|ком|цей|ка|цы|це)|[А-Яа-яё]*классни(?:к|ца|цы|ка|ку|це|ком|цей)|"
    r"[Шш]кольни(?:к|ца)|[Пп]обедител(?:ь|ьница|ем|я)|[Пп]риз[её]р\w*)"
)
#: «ученица 9 «Б» класса », «победитель »: a pupil is named next.
_BEFORE = re.compile(rf"{_ROLE_WORD}\s+(?:{_CLASS}\s+)?$")
#: «, 7 класс», « (ученик 7 класса»: a pupil has been named.
_AFTER = re.compile(rf"\s*[,(]\s*(?:ученик\w*\s+|учащ\w+\s+)?{_CLASS}")
#: Words with a capital letter that begin sentences or name things beside a class.
_NOT_NAMES = frozenset("Точка Роста Центр Школа День Неделя Кубок Олимпиада Район Область".split())


def is_short(line: str) -> bool:
    """Whether a pupil is named as the site does it."""
    return bool(PUPIL.match(" ".join(line.split())))


def shortened(name: str) -> str:
    """«Пётр Иванов» → «Пётр И.»; what it cannot read stays. The first word is taken for the given name
    unless the last one is a patronymic."""
    words = name.split()
    if len(words) == 3:
        return f"{words[1]} {words[0][0]}."
    return f"{words[0]} {words[1][0]}." if len(words) == 2 else name


def whole_names(texts: Iterable[str]) -> list[str]:
    """Names of pupils that seem to be written in full, each once, in their order."""
    found: dict[str, None] = {}
    for text in texts:
        plain = " ".join(text.split())
        for match in _WORDS.finditer(plain):
            words = match.group().split()
            is_named = bool(_BEFORE.search(plain[: match.start()]) or _AFTER.match(plain, match.end()))
            if re.fullmatch(_ROLE_WORD, words[0]):
                words, is_named = words[1:], True
            # A word with a capital letter that began the sentence may stand before the name.
            words = words[-3:] if _PATRONYMIC.search(words[-1]) else words[-2:]
            if is_named and len(words) > 1 and not _NOT_NAMES & set(words):
                found.setdefault(" ".join(words))
    return list(found)
