"""From pages and rows to nodes of schema.org: one place for all page types.

What a search engine asks of a type stands beside its function: «Google» is
developers.google.com/search/docs/appearance/structured-data, «Яндекс» is yandex.ru/support/webmaster.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from centers.metadata.linked_data import Node, node
from centers.models import CenterPage, EventPage, HomePage, NewsPage, ProgramPage
from centers.models.pages.programs import StudyForm
from centers.models.registry import Center, CenterState, School
from toolkit.phones import parse_phone

Context = Mapping[str, Any]

RUSSIA = "RU"
LANGUAGE = "ru"
#: schema.org's days in the order of ISO weekdays.
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MODES = {StudyForm.ON_SITE: "onsite", StudyForm.NETWORK: "blended", StudyForm.DISTANCE: "online"}


@dataclass(slots=True)
class Made:
    """What the head already knows of the page when its nodes are made.

    `root` is scheme and host of the page's own site, `center_address` the address of its centre's page.
    """

    address: str
    root: str
    site_name: str
    center_address: str = ""
    about: str = ""
    picture: Node | None = None


def _phone(text: str) -> str:
    """The number as a program dials it, or as it was written."""
    parsed = parse_phone(text) if text else None
    return f"+7{parsed.national}" if parsed else text


def _address(center: Center, text: str) -> Node:
    place = center.municipality
    return node(
        "PostalAddress",
        streetAddress=text,
        addressLocality="" if place.is_unknown else place.name,
        addressRegion=place.region.name,
        addressCountry=RUSSIA,
    )


def school_node(center: Center) -> Node:
    """The school, a legal entity with a site of its own."""
    school: School = center.school
    identifier = node("PropertyValue", propertyID="ОГРН", value=school.ogrn) if school.ogrn else None
    geo = None
    if school.latitude is not None and school.longitude is not None:
        geo = node("GeoCoordinates", latitude=float(school.latitude), longitude=float(school.longitude))
    return node(
        "EducationalOrganization",
        school.site_url and f"{school.site_url.rstrip('/')}/#school",
        name=school.full_name or school.short_name,
        alternateName=school.short_name if school.full_name else "",
        url=school.site_url,
        address=_address(center, school.address),
        telephone=_phone(school.phone),
        email=school.email,
        taxID=school.inn,
        identifier=identifier,
        geo=geo,
    )


def center_id(address: str) -> str:
    """The name of the centre in the graph of every page of its own."""
    return f"{address}#center"


def center_name(center: Center) -> str:
    return _("Центр «Точка роста», {name}").format(name=center.title)


def center_reference(center: Center, address: str) -> Node:
    """The centre as provider or organiser: its name is wanted beside the reference (Google, Course)."""
    return node("EducationalOrganization", center_id(address), name=center_name(center), url=address)


def center_node(page: CenterPage, address: str, picture: Node | None, about: str) -> Node:
    """The centre: a structural unit of its school."""
    center = page.center
    head = None
    if center.head_name:
        head = node("Person", name=center.head_name, jobTitle=center.head_post or _("Руководитель центра"))
    founded = center.opened_on.isoformat() if center.opened_on else str(center.year or "")
    closed = ""
    if center.state == CenterState.CLOSED and center.state_as_of:
        closed = str(center.state_as_of.year if center.state_year_only else center.state_as_of)
    return node(
        "EducationalOrganization",
        center_id(address),
        name=center_name(center),
        description=about,
        url=address,
        image=picture,
        address=_address(center, center.address),
        telephone=_phone(center.contact_phone),
        email=center.contact_email,
        employee=head,
        foundingDate=founded if center.state in (CenterState.OPEN, CenterState.CLOSED) else "",
        dissolutionDate=closed,
        parentOrganization=school_node(center),
        sameAs=[url for url in (center.vk_url, center.ok_url, center.other_url) if url],
    )


def website_node(root: str, name: str) -> Node:
    """The site of a host with its search (Google and Яндекс: SearchAction)."""
    action = node(
        "SearchAction",
        target=node("EntryPoint", urlTemplate=f"{root}{reverse('search')}?q={{search_term_string}}"),
        **{"query-input": "required name=search_term_string"},
    )
    return node(
        "WebSite", f"{root}/#site", name=name, url=f"{root}/", inLanguage=LANGUAGE, potentialAction=action
    )


def breadcrumbs_node(trail: Iterable[tuple[str, str]]) -> Node | None:
    """Where the page stands, from (name, address) pairs; the last may have no address (Google)."""
    items = [
        node("ListItem", position=position, name=name, item=address)
        for position, (name, address) in enumerate(trail, 1)
    ]
    return node("BreadcrumbList", itemListElement=items) if len(items) > 1 else None


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"PT{hours}H{rest}M" if hours and rest else f"PT{hours}H" if hours else f"PT{rest}M"


def _minutes(lesson: Any) -> int:
    return (lesson.end.hour - lesson.start.hour) * 60 + lesson.end.minute - lesson.start.minute


def _schedules(lessons: Iterable[Any], weeks: int | None) -> list[Node]:
    """A schedule for each different time of a lesson, with all its days; `weeks` is how long it lasts."""
    times: dict[tuple[dt.time, dt.time], list[Any]] = {}
    for lesson in lessons:
        if lesson.start and lesson.end:
            times.setdefault((lesson.start, lesson.end), []).append(lesson)
    return [
        node(
            "Schedule",
            repeatFrequency="Weekly",
            repeatCount=weeks,
            byDay=[f"https://schema.org/{DAYS[day - 1]}" for day in sorted({one.weekday for one in found})],
            startTime=f"{start:%H:%M}",
            endTime=f"{end:%H:%M}",
            duration=_duration(_minutes(found[0])),
        )
        for (start, end), found in times.items()
    ]


def _weeks(page: ProgramPage) -> int | None:
    """How many weeks the course lasts, when its hours say so."""
    if not page.hours_total or not page.hours_per_week:
        return None
    return max(1, round(page.hours_total / float(page.hours_per_week)))


def _workload(page: ProgramPage, lessons: list[Any]) -> str:
    """How long the whole course takes; an academic hour counts as one (ISO 8601)."""
    if page.hours_total:
        return f"PT{page.hours_total}H"
    if page.hours_per_week:
        return _duration(round(float(page.hours_per_week) * 60))
    week = sum(_minutes(lesson) for lesson in lessons if lesson.start and lesson.end)
    return _duration(week) if week else ""


def course_node(
    page: ProgramPage, context: Context, address: str, center_address: str, picture: Node | None, about: str
) -> Node:
    """A programme.

    Google asks of `Course` name, description and provider, of its instances `courseMode` with a
    schedule or a workload, and `offers.category`; Яндекс takes the same.
    """
    center = page.center
    lessons = list(context.get("lessons") or ())
    instance = node(
        "CourseInstance",
        name=page.title,
        courseMode=MODES[StudyForm(page.study_form)],
        courseWorkload=_workload(page, lessons),
        courseSchedule=_schedules(lessons, _weeks(page)),
        location=(
            node("Place", name=center_name(center), address=_address(center, center.address))
            if page.study_form == StudyForm.ON_SITE
            else node("VirtualLocation", url=address)
        ),
        instructor=node("Person", name=page.shown_teacher.full_name) if page.shown_teacher else None,
        maximumAttendeeCapacity=page.places_total or None,
        remainingAttendeeCapacity=page.places_free if page.places_free is not None else None,
    )
    price = {"price": 0, "priceCurrency": "RUB"} if page.is_free else {}
    ages = "-".join(str(age) for age in (page.age_from, page.age_to) if age)
    if page.age_from and not page.age_to:
        ages = f"{page.age_from}-"
    return node(
        "Course",
        f"{address}#course",
        name=page.title,
        description=about,
        url=address,
        image=picture,
        inLanguage=LANGUAGE,
        provider=center_reference(center, center_address),
        about=page.focus_label,
        educationalLevel=page.audience if page.grade_from or page.grade_to else "",
        typicalAgeRange=ages,
        isAccessibleForFree=page.is_free,
        offers=node("Offer", category="Free" if page.is_free else "Paid", url=page.enrol_url, **price),
        hasCourseInstance=instance,
    )


def event_node(page: EventPage, address: str, center_address: str, picture: Node | None, about: str) -> Node:
    """An event (Google: name, startDate with its offset from UTC, location with an address)."""
    center = page.center
    begins = page.date.isoformat()
    if page.time:
        zone = ZoneInfo(center.municipality.zone)
        begins = dt.datetime.combine(page.date, page.time, zone).isoformat()
    status = "EventCancelled" if page.is_cancelled else "EventScheduled"
    return node(
        "Event",
        f"{address}#event",
        name=page.title,
        description=about,
        url=address,
        image=picture,
        startDate=begins,
        endDate=page.last_day.isoformat() if page.last_day != page.date or not page.time else "",
        eventStatus=f"https://schema.org/{status}",
        eventAttendanceMode="https://schema.org/OfflineEventAttendanceMode",
        location=node(
            "Place", name=page.place or center_name(center), address=_address(center, center.address)
        ),
        organizer=center_reference(center, center_address),
        audience=node("Audience", audienceType=page.classes) if page.classes else None,
    )


def article_node(page: NewsPage, address: str, publisher: Node, picture: Node | None, about: str) -> Node:
    """News (Google: headline, dates, author; Яндекс: the same)."""
    changed = page.last_published_at
    return node(
        "NewsArticle",
        f"{address}#article",
        headline=page.title[:110],
        description=about,
        url=address,
        image=picture,
        inLanguage=LANGUAGE,
        articleSection=str(page.get_kind_display()),
        datePublished=page.date.isoformat(),
        dateModified=changed.isoformat(timespec="seconds") if changed else "",
        author=publisher,
        publisher=publisher,
        mainEntityOfPage=address,
    )


def _of_center(page: CenterPage, context: Context, made: Made) -> list[Node]:
    return [center_node(page, made.address, made.picture, made.about)]


def _of_program(page: ProgramPage, context: Context, made: Made) -> list[Node]:
    return [course_node(page, context, made.address, made.center_address, made.picture, made.about)]


def _of_event(page: EventPage, context: Context, made: Made) -> list[Node]:
    return [event_node(page, made.address, made.center_address, made.picture, made.about)]


def _of_news(page: NewsPage, context: Context, made: Made) -> list[Node]:
    center = context.get("center")
    if center is not None:
        publisher = center_reference(center, made.center_address)
    else:
        publisher = node("Organization", name=made.site_name, url=f"{made.root}/")
    return [article_node(page, made.address, publisher, made.picture, made.about)]


NODES: dict[type[Page], Callable[[Any, Context, Made], list[Node]]] = {
    CenterPage: _of_center,
    ProgramPage: _of_program,
    EventPage: _of_event,
    NewsPage: _of_news,
}


def nodes_of(page: Page, context: Context, made: Made) -> list[Node]:
    """All nodes of a page of the tree but the breadcrumbs."""
    found: list[Node] = []
    if isinstance(page, HomePage) or made.address == f"{made.root}/":
        found.append(website_node(made.root, made.site_name))
    for kind in type(page).__mro__:
        if kind in NODES:
            found += NODES[kind](page, context, made)
            break
    return found
