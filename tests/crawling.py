"""Every screen of the admin that a person can reach by following what stands on the screens."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html
from django.test import Client
from django.urls import Resolver404, resolve

ADMIN = "/admin/"
#: Ends the session, or is no screen but code.
LEFT_OUT = frozenset({"wagtailadmin_logout", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog"})
#: Attributes of any element that hold an address of a screen or of a dialog.
_ADDRESSES = ("href", "action", "formaction", "data-url", "data-chooser-modal-choose-url", "data-chooser-url")
#: Arguments that make another screen of the same address; any other one names an object.
_KINDS = ("app_label", "model_name", "content_type_app_name", "content_type_model_name", "kind", "action")
#: A number that a script replaces before it asks.
_NUMBER_OF_SCRIPT = re.compile(r"/(0|999999)/")
_IN_TEXT = re.compile(r"""["'](/admin/[^"'\\\s<>]*)["']""")


@dataclass(frozen=True)
class Screen:
    """One screen: its name in the addresses, where it was found, and what it answered."""

    name: str
    url: str
    response: Any

    @property
    def is_dialog(self) -> bool:
        return "json" in self.response.headers.get("Content-Type", "")

    @property
    def is_text(self) -> bool:
        return self.response.headers.get("Content-Type", "").startswith("text/")

    @property
    def html(self) -> str:
        """The text of the screen, that of a dialog included; empty for a file."""
        if self.is_dialog:
            found = json.loads(self.response.content)
            return str(found.get("html", "")) if isinstance(found, dict) else ""
        return self.response.content.decode() if self.is_text else ""


def kind_of(url: str) -> str | None:
    """The name of the screen at the address, with the model it is about; None when it is no screen."""
    if _NUMBER_OF_SCRIPT.search(url):
        return None
    try:
        match = resolve(urlsplit(url).path)
    except Resolver404:
        return None
    if match.view_name in LEFT_OUT or match.view_name is None:
        return None
    words = [str(value) for name, value in match.kwargs.items() if name in _KINDS]
    return " ".join([match.view_name, *words])


def addresses(screen: Screen) -> Iterator[str]:
    """What the screen leads to: links, forms, dialogs, and the entries of the menu."""
    if screen.html.strip():
        root = lxml.html.document_fromstring(screen.html)
        for name in _ADDRESSES:
            for value in root.xpath(f"//@{name}"):
                yield urljoin(screen.url, value)
    yield from _IN_TEXT.findall(screen.html.replace("&quot;", '"'))


def screens(client: Client, *starts: str, most: int = 600) -> Iterator[Screen]:
    """Follow everything from the starts; of addresses that differ in the object alone the first is taken.

    A page of one kind and one of another have different forms, so each edit form counts by the kind of page.
    Raises `AssertionError` when there is no end to it.
    """
    waiting = deque(starts or (ADMIN,))
    seen: set[str] = set()
    asked: set[str] = set()
    while waiting:
        url = urldefrag(waiting.popleft())[0]
        kind = kind_of(url) if url.startswith(ADMIN) else None
        if kind is None or url in asked or (kind in seen and kind != "wagtailadmin_pages:edit"):
            continue
        asked.add(url)
        assert len(asked) <= most, f"more than {most} screens"
        response = client.get(url, follow=True)
        final = response.redirect_chain[-1][0] if response.redirect_chain else url
        if response.status_code == 405 or response.streaming:
            seen.add(kind)
            continue
        screen = Screen(kind, urljoin(url, final), response)
        if kind == "wagtailadmin_pages:edit":
            page = response.context and response.context.get("page")
            kind = f"{kind} {type(page).__name__}" if page else kind
            if kind in seen:
                continue
        seen.add(kind)
        yield Screen(kind, screen.url, response)
        if response.status_code == 200:
            waiting.extend(addresses(screen))
