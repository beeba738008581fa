"""Telephone numbers as Russians type them.

The length of an area code cannot be told from the digits alone, so the way
the number was typed is listened to: brackets or gaps show the code.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from toolkit.typography import NBSP

_EXTENSION = re.compile(
    r"[\s,;(]*(?:доб(?:авочный)?|внутр(?:енний)?|вн|ext)\.?\s*:?\s*([0-9]{1,6})[\s).]*$", re.IGNORECASE
)
_ALLOWED = re.compile(r"[0-9()+\-\u2010-\u2015\s.]+")
_PREFIX = re.compile(r"^\s*(?:\+\s*7|8|7)(?=[\s(.\-\u2010-\u2015]|[0-9])")
_LONE_PREFIX = re.compile(r"[\s(]*[78](?![0-9])")
_LOCAL_GROUPS = {5: (1, 2, 2), 6: (2, 2, 2), 7: (3, 2, 2)}


class Phone(NamedTuple):
    """A number taken apart: ten digits after the country code, the area code if known, the extension."""

    national: str
    code: str
    extension: str

    @property
    def href(self) -> str:
        """The address for a link, RFC 3966."""
        extension = f";ext={self.extension}" if self.extension else ""
        return f"tel:+7{self.national}{extension}"

    @property
    def pretty(self) -> str:
        """The number as it is printed, with no-break spaces; empty when the area code is not known."""
        if not self.code:
            return ""
        local = self.national[len(self.code) :]
        groups = []
        for length in _LOCAL_GROUPS[len(local)]:
            groups.append(local[:length])
            local = local[length:]
        tail = "-".join(groups)
        if self.code == "800":
            line = f"8{NBSP}800{NBSP}{tail}"
        elif self.code[0] == "9":
            line = f"+7{NBSP}{self.code}{NBSP}{tail}"
        else:
            line = f"+7{NBSP}({self.code}){NBSP}{tail}"
        return f"{line}, доб.{NBSP}{self.extension}" if self.extension else line


@lru_cache(maxsize=4096)
def parse_phone(text: str) -> Phone | None:
    """Take a typed number apart, or return None when it is not one whole Russian number with its code."""
    found = _EXTENSION.search(text)
    main, extension = (text[: found.start()], found.group(1)) if found else (text, "")
    if not _ALLOWED.fullmatch(main):
        return None
    digits = re.sub(r"[^0-9]", "", main)
    rest = main
    if len(digits) == 11 and digits[0] in "78":
        digits = digits[1:]
        rest = _PREFIX.sub("", main)
    elif len(digits) != 10 or "+" in main or _LONE_PREFIX.match(main):
        return None
    if "+" in rest or digits[0] in "012":
        return None
    return Phone(national=digits, code=_area_code(rest, digits), extension=extension)


def _area_code(rest: str, digits: str) -> str:
    """Return the code that is known for its kind (mobile, free of charge) or shown by brackets and gaps."""
    if digits[0] == "9" or digits.startswith("800"):
        return digits[:3]
    groups = re.findall(r"[0-9]+", rest)
    code = groups[0]
    return code if 3 <= len(code) <= 5 else ""
