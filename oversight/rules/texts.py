"""Rules of whatever staff have typed or put in, on any page of the centre."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

from django.utils.html import strip_tags

from centers.models import CenterState
from oversight.facts import Fields, Outcome, PageFacts, Target, View
from oversight.rules.base import each, rule
from toolkit.text import fold

#: Texts written by hand that hold HTML.
HTML_FIELDS = ("intro", "note", "needed", "enrolment")
BLOCK_FIELDS = ("body", "report")
EMPTY_LINKS = {
    "здесь",
    "тут",
    "сюда",
    "там",
    "ссылка",
    "по ссылке",
    "подробнее",
    "далее",
    "читать далее",
    "смотреть",
    "скачать",
    "открыть",
    "перейти",
    "нажмите здесь",
    "по этой ссылке",
    "на сайте",
    "сайт",
    "документ",
    "файл",
}


def blocks_of(fields: Fields) -> Iterator[tuple[str, dict[str, Any]]]:
    """Blocks of all texts of a page, each with the place of its field: «body.<id>»."""
    for name in BLOCK_FIELDS:
        for block in fields.get(name) or ():
            yield f"{name}.{block.get('id', '')}", block


def html_of(fields: Fields) -> Iterator[tuple[str, str]]:
    """All HTML that staff have typed, with its place."""
    for name in HTML_FIELDS:
        if fields.get(name):
            yield name, fields[name]
    for code, own in (fields.get("overrides") or {}).items():
        yield f"overrides.{code}", own["html"]
    for place, block in blocks_of(fields):
        value = block.get("value")
        if block.get("type") == "paragraph" and isinstance(value, str):
            yield place, value
        elif block.get("type") == "notice" and isinstance(value, dict):
            yield place, value.get("text") or ""
        elif block.get("type") == "table" and isinstance(value, dict):
            for cell in cells_of(value):
                yield place, cell


def cells_of(table: dict[str, Any]) -> Iterator[str]:
    for row in table.get("rows") or ():
        for cell in row.get("values") or ():
            if isinstance(cell, str):
                yield cell


def words_of(fields: Fields) -> Iterator[tuple[str, str]]:
    """All words that staff have typed, without markup, with their place."""
    if fields.get("lead"):
        yield "lead", fields["lead"]
    for place, html in html_of(fields):
        yield place, strip_tags(html.replace("</p>", " ").replace("<br/>", " "))
    for place, block in blocks_of(fields):
        value = block.get("value")
        if isinstance(value, dict):
            for name in ("text", "title", "caption", "description", "author"):
                if block.get("type") != "notice" and isinstance(value.get(name), str):
                    yield place, value[name]


def pictures_in(value: Any) -> Iterator[dict[str, Any]]:
    """Values of picture blocks at any depth: `{"image", "alt_text", "decorative"}`."""
    if isinstance(value, dict):
        if "decorative" in value and value.get("image"):
            yield value
        else:
            for part in value.values():
                yield from pictures_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from pictures_in(part)


Check = Callable[[View, PageFacts, Fields], Iterator[tuple[object, str | None]]]


def text_rule(code: str) -> Callable[[Check], Check]:
    """A rule over all pages: the check yields each thing it looked at and the place where it is wrong."""

    def register(check: Check) -> Check:
        def run(view: View) -> Outcome:
            found: list[tuple[object, Target | None]] = []
            for page, fields in view.texts:
                for thing, place in check(view, page, fields):
                    found.append((thing, None if place is None else page.target(place)))
            return each(found)

        rule(code)(run)
        return check

    return register


@text_rule("text-alternatives")
def alternatives(view: View, page: PageFacts, fields: Fields) -> Iterator[tuple[object, str | None]]:
    photo = fields.get("photo")
    if photo:
        described = view.facts.pictures.get(photo, "-").strip()
        yield photo, None if described else "photo"
    for place, block in blocks_of(fields):
        for picture in pictures_in(block.get("value")):
            said = picture.get("decorative") or (picture.get("alt_text") or "").strip()
            yield picture, None if said else place


@text_rule("text-videos")
def videos(view: View, page: PageFacts, fields: Fields) -> Iterator[tuple[object, str | None]]:
    for place, block in blocks_of(fields):
        if block.get("type") == "video" and isinstance(block.get("value"), dict):
            yield block, None if (block["value"].get("description") or "").strip() else place


class _Links(HTMLParser):
    """Words of the links in a text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._inside = True
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


def links_in(html: str) -> list[str]:
    """The words of each link."""
    if "<a" not in html:
        return []
    parser = _Links()
    parser.feed(html)
    return parser.found


def says_where(words: str) -> bool:
    """Whether the words of a link tell where it leads: neither «здесь» nor a bare address."""
    plain = fold(" ".join(words.replace("\N{NO-BREAK SPACE}", " ").split())).strip(" .,:;!»«\"'()→>")
    if not plain or plain in EMPTY_LINKS:
        return False
    return re.match(r"(https?://|www\.)", plain) is None


@text_rule("text-links")
def links(view: View, page: PageFacts, fields: Fields) -> Iterator[tuple[object, str | None]]:
    for place, html in html_of(fields):
        for words in links_in(html):
            yield words, None if says_where(words) else place
    for place, block in blocks_of(fields):
        if block.get("type") != "links" or not isinstance(block.get("value"), dict):
            continue
        for item in block["value"].get("links") or ():
            value = item.get("value", item) if isinstance(item, dict) else {}
            yield item, None if says_where(value.get("title") or "") else place


_FAKE_HEADING = re.compile(r"<p[^>]*>\s*<(b|strong)>[^<]{3,120}</\1>\s*(<br\s*/?>)?\s*</p>")


@text_rule("text-headings")
def headings(view: View, page: PageFacts, fields: Fields) -> Iterator[tuple[object, str | None]]:
    for name in BLOCK_FIELDS:
        has_section = False
        for block in fields.get(name) or ():
            place, value = f"{name}.{block.get('id', '')}", block.get("value")
            if block.get("type") == "heading" and isinstance(value, dict):
                level = str(value.get("level") or "2")
                yield block, place if level == "3" and not has_section else None
                has_section = has_section or level == "2"
            elif block.get("type") == "paragraph" and isinstance(value, str):
                for _found in _FAKE_HEADING.finditer(value):
                    yield block, place


@text_rule("text-tables")
def tables(view: View, page: PageFacts, fields: Fields) -> Iterator[tuple[object, str | None]]:
    for place, block in blocks_of(fields):
        if block.get("type") == "table" and isinstance(block.get("value"), dict):
            columns = block["value"].get("columns") or []
            named = all((column.get("heading") or "").strip() for column in columns)
            yield block, None if columns and named else place


@rule("page-titles")
def page_titles(view: View) -> Outcome:
    """Two pages of a centre with one title; the later one is to be renamed."""
    seen: set[str] = set()
    found: list[tuple[object, Target | None]] = []
    for page, fields in view.texts:
        title = fold(" ".join((fields.get("title") or page.title).split()))
        found.append((page, page.target("title") if title in seen else None))
        seen.add(title)
    return each(found)


def core_of(name: str) -> str:
    """The part of a body's name that people repeat: what stands in «ёлочки», folded."""
    inside = re.search(r"«(.+)»", name)
    return fold(" ".join((inside[1] if inside else name).split()))


def names_foreign(view: View, words: str) -> bool:
    """Whether the words name an operator or a project that is not this centre's."""
    plain = fold(" ".join(words.replace("\N{NO-BREAK SPACE}", " ").split()))
    if any(core_of(name) in plain for name in view.facts.foreign_operators):
        return True
    return any(
        re.search(rf"проект\w*\s+[«\"„“]?{re.escape(core_of(name))}(?!\w)", plain)
        for name in view.facts.foreign_projects
    )


@text_rule("text-names")
def outdated_names(view: View, page: PageFacts, fields: Fields) -> Iterator[tuple[object, str | None]]:
    if page.kind in ("newspage", "eventpage"):
        return  # of their day: they may name whoever was there
    for place, words in words_of(fields):
        yield words, place if names_foreign(view, words) else None


_FUTURE = re.compile(
    r"центр\w*[^.!?]{0,80}(откроется|будет открыт|будут открыты|планируется открыть|планируется к открытию)"
    r"|(откроется|будет открыт|планируется открыть|планируется открытие)[^.!?]{0,80}(центр|точк[аиуе] роста)"
)


@text_rule("text-tense")
def future_tense(view: View, page: PageFacts, fields: Fields) -> Iterator[tuple[object, str | None]]:
    if view.center.state not in (CenterState.OPEN, CenterState.CLOSED) or page.kind in (
        "newspage",
        "eventpage",
    ):
        return
    for place, words in words_of(fields):
        yield words, place if _FUTURE.search(fold(words)) else None


_BLANK = re.compile(
    r"_{3,}|\.{6,}|…{3,}"
    r"|\[(?:[^\]]*(?:название|наименование|школ|дата|номер|указать|вставить|фио|район|год)[^\]]*)\]"
    r"|(?<!\w)[хx]{3,}(?!\w)|lorem ipsum|вставьте|впишите сюда|текст-заглушка",
)


@text_rule("text-blanks")
def forgotten_blanks(view: View, page: PageFacts, fields: Fields) -> Iterator[tuple[object, str | None]]:
    for place, words in words_of(fields):
        yield words, place if _BLANK.search(fold(words)) else None
