"""Pasted markup made safe and tidy: what Word, a mail or another site leaves behind is cleaned away.

The parsing and the safety are nh3's. What is done here by hand is done on the
markup that nh3 has written out: well-formed, and of known elements only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from html import escape, unescape
from html.parser import HTMLParser
from typing import NamedTuple

import nh3

_INLINE = frozenset({"b", "strong", "i", "em", "a", "sup", "sub"})
_TEXT_BLOCKS = frozenset({"p", "h2", "h3", "h4", "li", "blockquote", "caption", "td", "th"})
_CELLS = frozenset({"td", "th"})
_GROUPS = frozenset({"ul", "ol", "table", "thead", "tbody", "tfoot", "tr"})
_BLOCKS = _TEXT_BLOCKS | _GROUPS

ALLOWED_TAGS = _INLINE | _BLOCKS | {"br"}
ALLOWED_SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_ATTRIBUTES = {
    "a": {"href", "linktype", "id"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_LINK_TYPES = {"page", "document"}  # Wagtail keeps the address of an own page as its number
_SCOPES = {"row", "col", "rowgroup", "colgroup"}

# These vanish with all they hold; of any other unknown element the text stays.
_DROPPED_WITH_CONTENT = {
    "script", "style", "xml", "template", "title", "noscript", "iframe", "object", "svg", "math",
}  # fmt: skip

# What separates text on another page has to separate it here, or words grow together.
_BLOCKS_ELSEWHERE = (
    "address", "article", "aside", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "header", "main", "nav", "pre", "section", "summary",
)  # fmt: skip
_RENAMED = dict.fromkeys(_BLOCKS_ELSEWHERE, "p") | {"h1": "h2", "h5": "h4", "h6": "h4"}

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>")
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")


def clean_rich_text(html: str, tags: Set[str] | None = None) -> str:
    """Return markup of paragraphs, headings, lists, tables and links, with all of the text and nothing else.

    Scripts, styles, comments, Word's own elements and empty paragraphs go;
    `div` and its like become paragraphs, a first-level heading becomes a
    second-level one, links lead to http, https, mailto and tel only. `tags`
    narrows the list of elements; it cannot widen it. Cleaning twice changes
    nothing more.
    """
    allowed = ALLOWED_TAGS if tags is None else ALLOWED_TAGS & tags
    coarse = _sanitize(html, ALLOWED_TAGS | _RENAMED.keys())
    tidier = _Tidier()
    tidier.feed(_sanitize(_TAG.sub(lambda found: _in_our_terms(found, allowed), coarse), allowed))
    return tidier.result()


def strip_markup(html: str) -> str:
    """Return the plain text of markup, a line for each block, without blank lines.

    The result is text, not HTML: a template has to escape it as it does any other.
    """
    coarse = _sanitize(html, ALLOWED_TAGS | _RENAMED.keys())
    # Line ends of the source are spaces; those put in for blocks are line ends.
    broken = _TAG.sub(lambda found: _in_our_terms(found, frozenset()), re.sub(r"\s*\n\s*", " ", coarse))
    text = unescape(_sanitize(broken, frozenset()))
    lines = (_SPACES.sub(_single, line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _sanitize(html: str, tags: Set[str]) -> str:
    return nh3.clean(
        html,
        tags=set(tags),
        attributes={tag: names for tag, names in _ATTRIBUTES.items() if tag in tags},
        attribute_filter=_attribute,
        clean_content_tags=_DROPPED_WITH_CONTENT,
        url_schemes=set(ALLOWED_SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Return the value that an attribute may keep, or None to drop it."""
    value = value.strip()
    if name == "href":
        return None if value.startswith("#") else value or None  # the target of «#…» went with the ids
    if name == "linktype":
        return value if value in _LINK_TYPES else None
    if name == "scope":
        return value if value in _SCOPES else None
    return value if re.fullmatch(r"[0-9]{1,9}", value) else None


def _in_our_terms(found: re.Match[str], allowed: Set[str]) -> str:
    """Give an element the name it has here, or leave a space or a line end where a block is about to go."""
    closing, name, attributes = found.groups()
    name = _RENAMED.get(name, name)
    if name not in allowed and (name in _BLOCKS or name == "br"):
        return " " if name in _CELLS else "\n"
    return f"<{closing}{name}{attributes}>"


def _narrow(spaces: re.Match[str]) -> str:
    """Return one space for a run of no-break spaces, which stood for a layout; leave anything else."""
    run = spaces.group()
    return " " if len(run) > 1 and "\u00a0" in run else run


def _single(spaces: re.Match[str]) -> str:
    """Return one space for any run; a lone no-break space was meant."""
    return "\u00a0" if spaces.group() == "\u00a0" else " "


class _Part(NamedTuple):
    """A stretch of text (not yet escaped), a line break or a finished element."""

    kind: str  # "text", "br", "inline", "block"
    content: str

    @property
    def is_blank(self) -> bool:
        return self.kind == "br" or (self.kind == "text" and not self.content.strip())


class _Tidier(HTMLParser):
    """Writes markup anew without the elements that hold nothing and the spaces that stood for a layout."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, str, list[_Part]]] = [("", "", [])]

    def result(self) -> str:
        """Return what was fed, tidied."""
        self.close()
        while len(self._open) > 1:
            self._close_last()
        return _written(_merged(self._open[0][2], trim=True))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._add(_Part("br", "<br>"))
        else:
            self._open.append((tag, "".join(f' {name}="{escape(value or "")}"' for name, value in attrs), []))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._open[-1][0]:
            self._close_last()

    def handle_data(self, data: str) -> None:
        self._add(_Part("text", data))

    def _add(self, *parts: _Part) -> None:
        self._open[-1][2].extend(parts)

    def _close_last(self) -> None:
        tag, attributes, parts = self._open.pop()
        if tag in _INLINE:
            if all(part.is_blank for part in parts) or (tag == "a" and not attributes):
                self._add(*parts)
            else:
                self._add(_Part("inline", f"<{tag}{attributes}>{_written(_merged(parts))}</{tag}>"))
            return
        parts = _merged(parts, trim=True)
        if parts or tag in _CELLS:
            self._add(_Part("block", f"<{tag}{attributes}>{_written(parts)}</{tag}>"))
        else:
            self._add(_Part("text", "\n"))  # what stood around an empty block stays apart


def _merged(parts: Iterable[_Part], *, trim: bool = False) -> list[_Part]:
    """Join neighbouring texts and narrow their spaces; with `trim`, drop what is blank at either end."""
    result: list[_Part] = []
    texts: list[str] = []
    for part in (*parts, None):
        if part is not None and part.kind == "text":
            texts.append(part.content)
            continue
        text = _SPACES.sub(_narrow, "".join(texts))
        texts = []
        if result and result[-1].kind == "block":
            text = text.lstrip()
        if part is not None and part.kind == "block":
            text = text.rstrip()
        if text:
            result.append(_Part("text", text))
        if part is not None:
            result.append(part)
    return _trimmed(result) if trim else result


def _trimmed(parts: list[_Part]) -> list[_Part]:
    start, end = 0, len(parts)
    while start < end and parts[start].is_blank:
        start += 1
    while end > start and parts[end - 1].is_blank:
        end -= 1
    kept = parts[start:end]
    if kept and kept[0].kind == "text":
        kept[0] = _Part("text", kept[0].content.lstrip())
    if kept and kept[-1].kind == "text":
        kept[-1] = _Part("text", kept[-1].content.rstrip())
    return kept


def _written(parts: Iterable[_Part]) -> str:
    return "".join(
        escape(part.content, quote=False) if part.kind == "text" else part.content for part in parts
    )
