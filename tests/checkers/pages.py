"""The public pages of a served installation, each kind once, kept as files for the checkers."""

from __future__ import annotations

import gzip
import http.client
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import brotli

#: Versions that every page is looked at in: cookie of `low_vision`.
ORDINARY = ""
LARGE_ON_BLACK = "size-200.scheme-white.letters-wider.lines-wider.font-serif"
BLUE_WITHOUT_PICTURES = "size-150.scheme-blue.pictures-off.letters-wide.lines-wide.embeds-off"
VERSIONS = {"ordinary": ORDINARY, "large": LARGE_ON_BLACK, "blue": BLUE_WITHOUT_PICTURES}

_LINKED = re.compile(rb"""<(?:link rel="stylesheet" href|script[^>]* src)="([^"]+)\"""")
_SHEETS = re.compile(rb"<style>(.+?)</style>", re.DOTALL)
_UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    "": lambda body: body,
}


@dataclass(frozen=True)
class Answer:
    """What the server sent for one address."""

    status: int
    sent: bytes
    coding: str

    @property
    def body(self) -> bytes:
        return _UNPACK[self.coding](self.sent)


def ask(site: str, path: str, accept: str, cookie: str = "") -> Answer:
    """Ask for a path as a browser that takes `accept`; the body is what came over the wire."""
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=60)
    headers = {"Accept-Encoding": accept} | ({"Cookie": f"low_vision={cookie}"} if cookie else {})
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    return Answer(response.status, response.read(), response.getheader("Content-Encoding", ""))


class Weigher:
    """Bytes of a first visit: the page with every sheet and script it links to, as sent."""

    def __init__(self, site: str, accept: str) -> None:
        self.site, self.accept = site, accept
        self.linked: dict[str, int] = {}

    def weigh(self, path: str) -> int:
        answer = ask(self.site, path, self.accept)
        assert answer.coding == self.accept, f"{path} is not sent as {self.accept}"
        return len(answer.sent) + sum(self._linked(one.decode()) for one in _LINKED.findall(answer.body))

    def _linked(self, path: str) -> int:
        if path not in self.linked:
            self.linked[path] = len(ask(self.site, path, self.accept).sent)
        return self.linked[path]


def save(site: str, kinds: dict[str, str], folder: Path) -> None:
    """Keep every kind of page as files: the ordinary one and the one with the most changed text.

    Each style sheet stays in the first file that has it: looking at the same one sixty times takes a minute.
    """
    folder.mkdir(parents=True)
    seen: set[bytes] = set()
    for version in ("ordinary", "blue"):
        for kind, path in kinds.items():
            html = ask(site, path, "", VERSIONS[version]).body
            for sheet in _SHEETS.findall(html):
                if sheet in seen:
                    html = html.replace(sheet, b"")
                seen.add(sheet)
            (folder / f"{kind.replace(' ', '-')}.{version}.html").write_bytes(html)
