"""What a poster says: from the register and the published pages of a centre."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from centers.models import CenterPage, Lesson, ProgramPage
from centers.models.pages.programs import ProgramKind
from centers.models.timetable import when_of
from toolkit.addresses import readable_host
from toolkit.phones import parse_phone

MOST_PROGRAMS = 8  # that a sheet has room for


class Form(StrEnum):
    """The sheets that can be printed."""

    A4 = "a4"
    A5 = "a5"
    STRIPS = "a4-poloski"


@dataclass(frozen=True, slots=True)
class PosterFacts:
    """Plain words; what is not known is empty. `programs` are titles with what is said of each."""

    name: str
    place: str
    lead: str
    directions: str
    programs: tuple[tuple[str, str], ...]
    more: int
    hours: str
    person: str
    post: str
    phone: str
    where: str
    address: str

    @property
    def readable_address(self) -> str:
        """The short address as people type it: «точка.рф/c/12», names of Russian domains in Russian."""
        parts = urlsplit(self.address)
        host = readable_host(parts.hostname or "")
        port = f":{parts.port}" if parts.port else ""
        return f"{host}{port}{parts.path.rstrip('/')}"


def poster_facts(page: CenterPage, address: str) -> PosterFacts:
    """Facts of a published centre; `address` is its permanent short one. Two queries."""
    center = page.center
    # Lessons that every pupil has anyway come after the clubs that one chooses.
    programs = sorted(ProgramPage.published_in(center), key=lambda page: page.kind == ProgramKind.SUBJECT)
    lessons: dict[int, list[Lesson]] = {}
    for lesson in Lesson.objects.of(center).published():
        lessons.setdefault(lesson.program_id, []).append(lesson)
    lines = [
        (
            program.title,
            " · ".join(filter(None, [program.audience, when_of(lessons.get(program.pk, []))])),
        )
        for program in programs
    ]
    directions = list(dict.fromkeys(program.focus_label for program in programs if program.focus_label))
    phone = center.contact_phone
    parsed = parse_phone(phone) if phone else None
    return PosterFacts(
        name=center.title,
        place=center.place_name,
        lead=page.lead,
        directions=", ".join(directions) or center.profile_label,
        programs=tuple(lines[:MOST_PROGRAMS]),
        more=max(len(lines) - MOST_PROGRAMS, 0),
        hours=center.hours or _days_with_lessons(lessons),
        person=center.head_name,
        post=center.head_post or (_("руководитель центра") if center.head_name else ""),
        phone=(parsed.pretty if parsed else "") or phone,
        where=center.address,
        address=address,
    )


def _days_with_lessons(lessons: dict[int, list[Lesson]]) -> str:
    """When there are lessons at all, for a centre whose hours nobody has written."""
    every = [lesson for found in lessons.values() for lesson in found]
    if not every:
        return ""
    days = sorted({lesson.weekday for lesson in every})
    names = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
    first = min(lesson.start for lesson in every)
    last = max(lesson.end for lesson in every)
    return f"{', '.join(names[day - 1] for day in days)} {first:%H:%M}–{last:%H:%M}"
