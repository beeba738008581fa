"""Style sheets written into the page, and the hashes by which the policy lets just them in (ADR-0031).

A style in the page itself saves the first visit a whole round trip. `static/css/*.css` stays as people
write it; what goes into the page has no comments and no indentation.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

OPENING, CLOSING = b"<style>", b"</style>"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACES = re.compile(r"\s+")
_AROUND = re.compile(r" ?([{};,]) ?")

#: Texts that this process has written into pages, with the sources the policy names for them.
_known: dict[bytes, str] = {}


@dataclass(frozen=True)
class Sheet:
    """A style sheet as it stands in a page."""

    text: str

    @property
    def source(self) -> str:
        """How a content security policy names this text: `'sha256-…'`."""
        digest = hashlib.sha256(self.text.encode()).digest()
        return f"'sha256-{base64.b64encode(digest).decode()}'"


def squeeze(text: str) -> str:
    """Leave out what a browser does not need. Strings of the sheets hold no comments, braces or commas."""
    text = _AROUND.sub(r"\1", _SPACES.sub(" ", _COMMENT.sub("", text)))
    return text.replace(": ", ":").replace(";}", "}").strip()


@lru_cache(maxsize=64)
def _read(path: str, _changed: int) -> Sheet:
    sheet = Sheet(squeeze(Path(path).read_text(encoding="utf-8")))
    _known[sheet.text.encode()] = sheet.source
    return sheet


@lru_cache(maxsize=64)
def _path(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(f"There is no style sheet {name}")
    return found


def sheet(name: str) -> Sheet:
    """The style sheet `name` of the static files («css/site.css»); while developing it is read as it changes.

    Raises `FileNotFoundError` when there is none.
    """
    path = _path(name)
    return _read(path, Path(path).stat().st_mtime_ns if settings.DEBUG else 0)


def sources_in(html: bytes) -> list[str]:
    """Policy sources of the style sheets in a page. A text that this module did not write there has none."""
    found = []
    place = html.find(OPENING)
    while place >= 0:
        end = html.find(CLOSING, place)
        source = _known.get(html[place + len(OPENING) : end])
        if source:
            found.append(source)
        place = html.find(OPENING, place + 1)
    return found
