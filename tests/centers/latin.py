"""Finds Latin words that a person would read on a screen of the staff."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup

#: Names that have no Russian form, formats of files, keys of the keyboard.
KNOWN = frozenset(
    """
    PDF DOCX XLSX ODT ODS JPEG JPG PNG WebP CSV TSV SIG SGN sig sgn HTML JSON QR Excel Word VK Rutube ISO SHA
    JavaScript URL Ctrl Shift Esc Enter Alt
    """.split()
)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*[A-Za-z]")
#: Examples of a part of an address: «tomskaya-oblast».
_SLUG = re.compile(r"[a-z]+(-[a-z]+)+")
#: Addresses, file names and examples of them: whatever holds a dot, a slash, an at sign or a digit inside.
_ADDRESS = re.compile(r"\S*(?:[\w-]\.[a-z]|[@/_\d])\S*", re.IGNORECASE)
_UNSEEN = ("script", "style", "template", "code", "noscript", "svg", "head")
_ATTRIBUTES = ("aria-label", "title", "placeholder", "alt", "data-w-progress-active-value")


def latin_words(response: Any) -> list[str]:
    """Latin words that stand in the text of the screen, in its labels or in its menu, each once."""
    soup = BeautifulSoup(response.content.decode(), "html.parser")
    found: dict[str, None] = {}
    for text in _texts(soup):
        for word in _WORD.findall(_ADDRESS.sub(" ", text)):
            if word not in KNOWN and not _SLUG.fullmatch(word):
                found[word] = None
    return list(found)


def _texts(soup: BeautifulSoup) -> Iterator[str]:
    yield from _menu(soup)
    title = soup.find("title")
    yield title.get_text() if title else ""
    for unseen in [*soup(_UNSEEN), *soup.select("[hidden]")]:
        unseen.decompose()
    for field in soup.select("textarea, [type=hidden], .visuallyhidden[value], option[value='']"):
        field.clear()
    yield soup.get_text(" ")
    for name in _ATTRIBUTES:
        for one in soup.select(f"[{name}]"):
            yield str(one[name])
    for button in soup.select("input[type=submit][value]"):
        yield str(button["value"])


def _menu(soup: BeautifulSoup) -> Iterator[str]:
    props = soup.find("script", id="wagtail-sidebar-props")
    if props is None:
        return
    waiting: list[Any] = [json.loads(props.string or "{}")]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.values())
            # A packed menu entry: {"_type": …, "_args": [{"label": …}, …]}
            yield str(value.get("label", ""))
        elif isinstance(value, list):
            waiting.extend(value)
