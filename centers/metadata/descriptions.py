"""What a search engine may say of a page when nobody has written it: made of the page's own data.

A maker looks only at the page and at what its context already holds, so it costs no query.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.models import Page

from centers.models import (
    AdditionalInfoPage,
    CenterPage,
    DocumentsPage,
    EquipmentPage,
    EventIndexPage,
    EventPage,
    FeedbackPage,
    FunctionsPage,
    GeneralInfoPage,
    HomePage,
    MunicipalityPage,
    NewsIndexPage,
    NewsPage,
    PlainPage,
    ProgramIndexPage,
    ProgramPage,
    RegionPage,
    TeachersPage,
    TimetablePage,
)
from toolkit.text import count_phrase, russian_date, russian_date_range

Context = Mapping[str, Any]
Maker = Callable[[Any, Context], Iterable[Any]]

LONGEST = 200  # characters that search engines still show
ENOUGH = 60  # characters of a sentence that needs no other beside it
FEW = 4  # names that a sentence can hold


def one_line(text: str) -> str:
    """The text without its line ends and double spaces."""
    return " ".join(text.split())


def shortened(text: str, longest: int = LONGEST) -> str:
    """The text on one line, cut between words."""
    line = one_line(text)
    return line if len(line) <= longest else textwrap.shorten(line, longest, placeholder="…")


def describe(page: Page, context: Context) -> str:
    """One or two sentences about the page: its editor's words, else what its data says."""
    if page.search_description:
        return shortened(page.search_description)
    made = next((MAKERS[kind] for kind in type(page).__mro__ if kind in MAKERS), None)
    said = [one_line(str(part)).rstrip(".") for part in made(page, context) if part] if made else []
    return shortened(". ".join(said) + "." if said else getattr(page, "heading", page.title))


def text_of(body: Iterable[Any] | None) -> str:
    """The first words of a free text."""
    for block in body or ():
        if block.block_type == "paragraph":
            words = one_line(unescape(strip_tags(block.value.source.replace("<", " <"))))
            if words:
                return words
    return ""


def _named(rows: Iterable[Any], name: str = "title") -> str:
    names = list(dict.fromkeys(one_line(str(getattr(row, name))) for row in rows))
    more = _(" и другие") if len(names) > FEW else ""
    return ", ".join(names[:FEW]) + more


def _place(page: Any, context: Context) -> str:
    center = context.get("center") or getattr(page, "center", None)
    if center is None:
        return ""
    return _("{heading} центра «Точка роста»: {center}, {place}").format(
        heading=page.heading, center=center.title, place=center.place_name
    )


def _home(page: HomePage, context: Context) -> list[str]:
    return [_("Школьные центры «Точка роста»: занятия, расписание, контакты и документы — по регионам")]


def _region(page: RegionPage, context: Context) -> list[str]:
    total = context.get("center_total")
    count = count_phrase(total, _("центр"), _("центра"), _("центров")) if total else _("Центры")
    return [
        _("{count} «Точка роста» {where}: школы по муниципалитетам, координатор, новости").format(
            count=count, where=page.region.where
        )
    ]


def _municipality(page: MunicipalityPage, context: Context) -> list[str]:
    names = _named((place.center.school for place in context.get("centers") or ()), "short_name")
    return [
        _("Центры «Точка роста»: {place}, {region}").format(
            place=page.heading, region=page.municipality.region.name
        ),
        names,
    ]


def _center(page: CenterPage, context: Context) -> list[str]:
    center = page.center
    name = _("Центр «Точка роста», {name}, {place}").format(name=center.title, place=center.place_name)
    programs = _named(context.get("programs") or ())
    if page.lead:
        return [page.lead, name]
    if programs:
        return [name, _("Занятия: {programs}").format(programs=programs)]
    return [_("{name}: занятия, расписание, контакты, документы").format(name=name)]


def _general(page: GeneralInfoPage, context: Context) -> list[str]:
    paragraphs = context.get("paragraphs") or ()
    words = [one_line(unescape(strip_tags(paragraph.html))) for paragraph in paragraphs]
    return [next(filter(None, words), ""), _place(page, context)]


def _functions(page: FunctionsPage, context: Context) -> list[str]:
    titles = [one_line(unescape(strip_tags(part.html))) for part in context.get("paragraphs") or ()]
    return [_place(page, context), "; ".join(titles[:2])]


def _documents(page: DocumentsPage, context: Context) -> list[str]:
    total = context.get("document_total")
    if not total:
        return [_place(page, context)]
    count = count_phrase(total, _("документ"), _("документа"), _("документов"))
    kinds = ", ".join(label.lower() for _code, label, number in context.get("kinds") or () if number)
    return [_place(page, context), f"{count}: {kinds}" if kinds else count]


def _programs(page: ProgramIndexPage, context: Context) -> list[str]:
    programs = [program for _label, group in context.get("groups") or () for program in group]
    return [_place(page, context), _named(programs)]


def _program(page: ProgramPage, context: Context) -> list[str]:
    center = page.center
    who = ", ".join(filter(None, [page.audience, page.focus_label]))
    price = _("бесплатно") if page.is_free and page.kind != "subject" else ""
    where = f"{center.title}, {center.place_name}"
    return [page.lead or f"{page.title}: {str(page.get_kind_display()).lower()}", who, price, where]


def _teachers(page: TeachersPage, context: Context) -> list[str]:
    return [_place(page, context), _named(context.get("teachers") or (), "full_name")]


def _equipment(page: EquipmentPage, context: Context) -> list[str]:
    total = context.get("equipment_total")
    counted = count_phrase(total, _("наименование"), _("наименования"), _("наименований")) if total else ""
    return [
        _place(page, context),
        _named(context.get("rooms") or (), "name"),
        _("Оборудование: {count}").format(count=counted) if counted else "",
    ]


def _timetable(page: TimetablePage, context: Context) -> list[str]:
    week = context.get("week") or ()
    programs = _named(
        (getattr(lesson, "program", lesson) for day in week for lesson in getattr(day, "lessons", ())),
    )
    return [_place(page, context), programs]


def _events(page: EventIndexPage, context: Context) -> list[str]:
    return [_place(page, context), _named([*(context.get("coming") or ()), *(context.get("past") or ())])]


def _event(page: EventPage, context: Context) -> list[str]:
    days = russian_date_range(page.date, page.last_day)
    return [
        page.lead or page.title,
        ", ".join(filter(None, [days, page.place, page.classes])),
        page.center.title,
    ]


def _additional(page: AdditionalInfoPage, context: Context) -> list[str]:
    return [_place(page, context), text_of(page.body)]


def _feedback(page: FeedbackPage, context: Context) -> list[str]:
    center = page.center
    return [_place(page, context), center.contact_phone, center.address, center.hours]


def _news_index(page: NewsIndexPage, context: Context) -> list[str]:
    above = context.get("breadcrumbs") or ()
    place = next((place.title for place in reversed(above) if place.depth > 2), "")
    return [f"{page.heading}: {place}" if place else page.heading, _named(context.get("news") or ())]


def _news(page: NewsPage, context: Context) -> list[str]:
    said = page.lead or text_of(page.body)
    if len(said) >= ENOUGH:
        return [said]
    day = page.date_text or russian_date(page.date)
    place = context.get("center")
    return [said, f"{page.title}, {day}", place.title if place else ""]


def _plain(page: PlainPage, context: Context) -> list[str]:
    return [page.heading, text_of(page.body)]


MAKERS: dict[type, Maker] = {
    HomePage: _home,
    RegionPage: _region,
    MunicipalityPage: _municipality,
    CenterPage: _center,
    GeneralInfoPage: _general,
    FunctionsPage: _functions,
    DocumentsPage: _documents,
    ProgramIndexPage: _programs,
    ProgramPage: _program,
    TeachersPage: _teachers,
    EquipmentPage: _equipment,
    TimetablePage: _timetable,
    EventIndexPage: _events,
    EventPage: _event,
    AdditionalInfoPage: _additional,
    FeedbackPage: _feedback,
    NewsIndexPage: _news_index,
    NewsPage: _news,
    PlainPage: _plain,
}
