"""Classes of a school as people write them: «5–7», «7А, 7Б», «9»."""

import re

from django.utils.translation import gettext as _

from toolkit.text import transliterate

FIRST_GRADE, LAST_GRADE = 1, 11
_ONE = re.compile(r"(\d{1,2})\s*[«\"']?([а-яёa-z]?)[»\"']?", re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,2})\s*[-–—]\s*(\d{1,2})")


def classes_label(classes: str) -> str:
    """«7 класс», «5–6 классы»; what is not a plain number or two of them stays as it was written."""
    if classes.isdecimal():
        return f"{classes}\u00a0{_('класс')}"
    ends = [part.strip() for part in classes.replace("-", "–").split("–")]
    if len(ends) == 2 and all(part.isdecimal() for part in ends):
        return f"{ends[0]}–\u2060{ends[1]}\u00a0{_('классы')}"
    return classes


def classes_in(text: str) -> list[str]:
    """Classes that the words name, each once: «5–7» → 5, 6, 7; «7 а, 7Б класс» → 7А, 7Б.

    What names no class from 1 to 11 is left out.
    """
    found: list[str] = []
    for part in re.split(r"[,;]|\bи\b", text.replace("классы", "").replace("класс", "")):
        span = _RANGE.fullmatch(part.strip())
        if span:
            low, high = int(span[1]), int(span[2])
            found += [str(grade) for grade in range(max(low, FIRST_GRADE), min(high, LAST_GRADE) + 1)]
            continue
        one = _ONE.fullmatch(part.strip())
        if one and FIRST_GRADE <= int(one[1]) <= LAST_GRADE:
            found.append(f"{int(one[1])}{one[2].upper()}")
    return list(dict.fromkeys(found))


def grade_of(name: str) -> str:
    """«7» of «7А»."""
    return name.rstrip("".join(set(name) - set("0123456789")))


def meets(one: str, other: str) -> bool:
    """Whether pupils of one class may sit in the other: 7А in 7, 7 in 7Б, but not 7А in 7Б."""
    return one == other or (grade_of(one) == grade_of(other) and grade_of(one) in (one, other))


def class_slug(name: str) -> str:
    """«7А» → «7a»: the class in an address."""
    return transliterate(name)


def class_order(name: str) -> tuple[int, str]:
    return int(grade_of(name) or 0), name
