"""The parts that every standard text is built of: a paragraph, a phrase, a link, a digest."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

from centers.texts.facts import CenterFacts
from toolkit.text import typograph

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A standard paragraph: `code` is stored with an override and never changes; `render` returns
    HTML, or an empty string when the facts give the paragraph nothing to say."""

    code: str
    title: Text
    help: Text
    render: Callable[[CenterFacts], SafeString | str]


@dataclass(frozen=True, slots=True)
class RenderedParagraph:
    """A paragraph with its text for one centre."""

    code: str
    title: str
    html: SafeString


def render_all(paragraphs: tuple[Paragraph, ...], facts: CenterFacts) -> list[RenderedParagraph]:
    """Render in order, leaving out the paragraphs that have nothing to say."""
    rendered = ((paragraph, paragraph.render(facts)) for paragraph in paragraphs)
    return [
        RenderedParagraph(paragraph.code, str(paragraph.title), SafeString(html))
        for paragraph, html in rendered
        if html
    ]


def phrase(template: Text, **values: object) -> SafeString:
    """Fill the template: plain values are escaped and get their no-break spaces, HTML stays."""
    ready = {
        name: value if isinstance(value, SafeString) else typograph(str(value))
        for name, value in values.items()
    }
    text = typograph(str(template))
    return format_html(text, **ready) if ready else SafeString(text)


def sentences(*parts: SafeString | str) -> SafeString:
    """Wrap the non-empty parts into one `<p>`; «2021 г..» loses its second full stop."""
    said = [format_html("{}", part) for part in parts if part]
    if not said:
        return SafeString("")
    text = re.sub(r"(?<!\.)\.\.(?=\s|$)", ".", " ".join(said))
    return format_html("<p>{}</p>", SafeString(text))


def link(name: Text, url: str) -> SafeString:
    """A link, or the bare name when there is no address a browser may be sent to."""
    label = typograph(str(name))
    if urlsplit(url).scheme not in {"http", "https"}:
        return format_html("{}", label)
    return format_html('<a href="{}">{}</a>', url, label)


def quoted_link(name: Text, url: str) -> SafeString:
    """The same inside «ёлочки», for projects."""
    return link(f"«{name}»", url)


def standard_digest(html: str) -> str:
    """A fingerprint of what a reader sees, to notice that a standard text has changed.

    Kept beside an override. Markup without text and the kind of spaces do not count, but the
    addresses of links do.
    """
    links = re.findall(r'href="([^"]*)"', html)
    words = " ".join(strip_tags(html).replace("\N{NO-BREAK SPACE}", " ").split())
    return hashlib.sha256("\n".join([words, *links]).encode()).hexdigest()
