"""What a page shows: its words, its links, and its text in the few marks that any editor of text knows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html import escape

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

#: Stay as they are; everything else that begins a new line becomes a paragraph.
LINES = {"h2", "h3", "h4", "li"}
BLOCKS = LINES | set(
    "p div section article aside header footer nav ul ol dl dt dd main table thead tbody tr td th caption "
    "figure figcaption form fieldset legend details summary blockquote address label h1 h5 h6 hr pre".split()
)
UNSEEN = ["script", "style", "svg", "template", "noscript", "head"]
#: What the pages must have in common: of our words, and of our links.
WORDS, LINKS = 0.95, 0.05

Mark = Callable[[Tag, str], str]


def parsed(html: str) -> BeautifulSoup:
    """The page without what nobody reads."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup(UNSEEN):
        tag.decompose()
    return soup


def words_of(soup: Tag) -> Counter[str]:
    """Words that stand on the page, with how often they stand there."""
    text = soup.get_text(" ").lower().replace("\u2060", "")
    return Counter(re.findall(r"\w+", text))


def links_of(soup: Tag) -> list[str]:
    return [str(link["href"]) for link in soup("a", href=True)]


def difference(ours: str, theirs: str) -> tuple[float, int, int]:
    """The share of our words that stand on their page too, and how many links either page has."""
    one, other = parsed(ours), parsed(theirs)
    words = words_of(one)
    share = (words & words_of(other)).total() / max(words.total(), 1)
    return share, len(links_of(one)), len(links_of(other))


def is_same(ours: str, theirs: str) -> bool:
    """Whether the other page shows the same words, and about as many links."""
    share, one, other = difference(ours, theirs)
    return share >= WORDS and abs(one - other) <= LINKS * one


def plain_link(tag: Tag, inside: str) -> str:
    return f'<a href="{escape(str(tag["href"]))}">{inside}</a>'


def plain_picture(tag: Tag, inside: str) -> str:
    return ""


def text_of(element: Tag, link: Mark = plain_link, picture: Mark = plain_picture) -> str:
    """Headings, paragraphs, lists and links of an element, and nothing else of its marks."""
    return re.sub(r"</ul>\s*<ul>", "", "\n".join(_lines(element, "p", link, picture)))


def _lines(element: Tag, name: str, link: Mark, picture: Mark) -> list[str]:
    found: list[str] = []
    inline: list[str] = []

    def close() -> None:
        line = re.sub(r"\s+", " ", "".join(inline)).strip()
        inline.clear()
        if line:
            found.append(f"<ul><li>{line}</li></ul>" if name == "li" else f"<{name}>{line}</{name}>")

    for child in element.children:
        if isinstance(child, Tag) and (child.name in BLOCKS or (child.name != "a" and child.find(BLOCKS))):
            close()
            found += _lines(child, child.name if child.name in LINES else "p", link, picture)
        else:
            inline.append(_inline(child, link, picture))
    close()
    return found


def _inline(node: object, link: Mark, picture: Mark) -> str:
    if isinstance(node, PreformattedString):  # a comment
        return ""
    if isinstance(node, NavigableString):
        return escape(str(node), quote=False)
    if not isinstance(node, Tag):
        return ""
    if node.name == "br":
        return " "
    if node.name == "img":
        return picture(node, "")
    inside = "".join(_inline(child, link, picture) for child in node.children)
    if node.name == "a" and node.get("href"):
        return link(node, inside)
    return f"<b>{inside}</b>" if node.name in {"b", "strong"} else inside


def sections(text: str) -> list[tuple[str, str]]:
    """The text by its headings of the second level: pairs of a heading, maybe empty, and what is below it."""
    parts = re.split(r"<h2>(.*?)</h2>", text)
    pairs = [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
    return [(heading, below.strip()) for heading, below in pairs if heading or below.strip()]
