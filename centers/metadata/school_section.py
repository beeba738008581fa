"""What a school must say of its centre in «Сведения об образовательной организации».

Names are those of the methodological recommendations of Рособрнадзор (v 9.0.0, 2025, tables 3.2, 3.4,
3.7, 3.8): what a school pastes or pulls keeps the markup that checkers count. What is published is
asked by ПП РФ № 1802 of 20.10.2021, п. 4, 5, 11, 13.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import (
    Center,
    CenterDocument,
    CenterPage,
    DocumentKind,
    Equipment,
    ProgramPage,
    Room,
    Teacher,
)
from centers.models.pages.programs import ProgramKind
from toolkit.prepared import Prepared
from toolkit.text import count_phrase

#: Of the JSON: the first number changes when a key goes or means something else.
VERSION = "1.0"
MOST_REGULATIONS = 20


@dataclass(frozen=True, slots=True)
class Link:
    """A document with the words of its link."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class StructOrgUprav:
    """The structural unit (п. 4)."""

    name: str
    fio: str
    post: str
    addressStr: str  # noqa: N815 - names of the markup
    site: str
    email: str
    divisionClauseDocLink: Link | None  # noqa: N815


@dataclass(frozen=True, slots=True)
class PurposeCab:
    """A room with what stands in it (п. 13)."""

    addressCab: str  # noqa: N815
    nameCab: str  # noqa: N815
    osnCab: str  # noqa: N815
    ovzCab: str  # noqa: N815


@dataclass(frozen=True, slots=True)
class EduOp:
    """A programme (п. 5)."""

    eduName: str  # noqa: N815
    eduLevel: str  # noqa: N815
    eduProf: str  # noqa: N815
    eduForm: str  # noqa: N815
    learningTerm: str  # noqa: N815
    opMain: Link | None  # noqa: N815
    url: str


@dataclass(frozen=True, slots=True)
class TeachingStaff:
    """A teacher (п. 11)."""

    fio: str
    post: str
    teachingDiscipline: str  # noqa: N815
    teachingLevel: str  # noqa: N815
    degree: str
    qualification: str
    profDevelopment: str  # noqa: N815
    specExperience: str  # noqa: N815
    teachingOp: str  # noqa: N815


@dataclass(frozen=True, slots=True)
class SchoolSection:
    """Everything for the school's site; empty words mean «нет»."""

    id: int
    url: str
    updated: dt.datetime
    structOrgUprav: StructOrgUprav  # noqa: N815
    purposeCab: tuple[PurposeCab, ...]  # noqa: N815
    eduOp: tuple[EduOp, ...]  # noqa: N815
    teachingStaff: tuple[TeachingStaff, ...]  # noqa: N815

    def plain(self) -> dict[str, Any]:
        """The section as JSON: what is not known is `null`."""
        whole = {"version": VERSION, **asdict(self), "updated": self.updated.isoformat(timespec="seconds")}
        return {name: _nulls(value) for name, value in whole.items()}


def _nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _nulls(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_nulls(inner) for inner in value]
    return None if value == "" else value


def unit_name(center: Center) -> str:
    """«Центр образования «Точка роста»», with the building when the school has several."""
    name = _("Центр образования «Точка роста»")
    return f"{name}, {center.building}" if center.building else name


_REGULATIONS: Prepared[CenterDocument] = Prepared(
    lambda center, today: (
        CenterDocument.objects.of(center)
        .published()
        .with_state(today)
        .filter(kind=DocumentKind.REGULATION)
        .select_related("document")
        .order_by("-date", "-pk")[:MOST_REGULATIONS]
    )
)


def regulation_of(center: Center) -> CenterDocument | None:
    """The regulation of the centre that is in force, the newest; one query."""
    rows = _REGULATIONS(center=center.pk, today=timezone.localdate())
    held = [row for row in rows if row.in_force and not row.is_superseded]
    for row in held:
        row.center = center  # known already; its state decides whether the document is public
    named = [row for row in held if "центр" in row.title.casefold()]
    return next(iter([*named, *held]), None)


def school_section(page: CenterPage, address: str, absolute: Callable[[str], str]) -> SchoolSection:
    """The section of a published centre: five queries.

    `address` is the permanent one of the centre, `absolute` makes an address whole.
    """
    center = page.center
    regulation = regulation_of(center)
    programs = list(ProgramPage.published_in(center).select_related("document__document", "document__center"))
    teachers = list(Teacher.objects.filter(center=center, is_shown=True))
    rooms = list(Room.objects.filter(center=center))
    equipment = list(Equipment.objects.filter(center=center))
    taught: dict[int | None, list[str]] = {}
    for program in programs:
        taught.setdefault(program.teacher_id, []).append(program.title)
    rows = [center, center.school, *teachers, *rooms, *equipment]
    times = [row.updated_at for row in rows]
    times += [at for at in (page.last_published_at, *(one.last_published_at for one in programs)) if at]
    times += [regulation.updated_at] if regulation else []
    return SchoolSection(
        id=center.pk,
        url=address,
        updated=max(times),
        structOrgUprav=StructOrgUprav(
            name=unit_name(center),
            fio=center.head_name,
            post=(center.head_post or _("руководитель центра")) if center.head_name else "",
            addressStr=center.address,
            site=address,
            email=center.contact_email,
            divisionClauseDocLink=document_link(regulation, absolute),
        ),
        purposeCab=tuple(_room(room, center, equipment) for room in rooms),
        eduOp=tuple(_program(program, absolute) for program in programs),
        teachingStaff=tuple(_teacher(teacher, taught.get(teacher.pk, [])) for teacher in teachers),
    )


def document_link(document: CenterDocument | None, absolute: Callable[[str], str]) -> Link | None:
    """The file of a published document; where the file is elsewhere, its address there or the card."""
    if document is None or not document.is_public:
        return None
    own = document.file_url
    url = absolute(own) if own else document.stated_url or absolute(document.get_absolute_url())
    title = f"{document.full_title} ({document.file_line})" if document.file_line else document.full_title
    return Link(title, url)


def _room(room: Room, center: Center, equipment: list[Equipment]) -> PurposeCab:
    there = [row for row in equipment if row.room_id == room.pk]
    listed = "; ".join(f"{row.name} — {row.quantity} {row.unit}" for row in there)
    adapted = [row.name for row in there if row.for_disabled]
    for_disabled = [_("помещение доступно для людей с инвалидностью")] if room.is_accessible else []
    return PurposeCab(
        addressCab=center.address,
        nameCab=str(room),
        osnCab=listed or room.description,
        ovzCab="; ".join([*for_disabled, *adapted]),
    )


def _program(program: ProgramPage, absolute: Callable[[str], str]) -> EduOp:
    return EduOp(
        eduName=program.title,
        eduLevel=(
            _("дополнительное образование детей и взрослых")
            if program.kind == ProgramKind.ADDITIONAL
            else _("общее образование")
        ),
        eduProf=program.focus_label,
        eduForm=str(program.get_study_form_display()),
        learningTerm=program.duration,
        opMain=document_link(program.document, absolute),
        url=absolute(program.get_url() or ""),
    )


def _teacher(teacher: Teacher, programs: list[str]) -> TeachingStaff:
    years = teacher.experience_years
    return TeachingStaff(
        fio=teacher.full_name,
        post=teacher.post,
        teachingDiscipline=teacher.subjects,
        teachingLevel=teacher.education,
        degree=teacher.degree,
        qualification=teacher.courses,
        profDevelopment=teacher.retraining,
        specExperience="" if years is None else count_phrase(years, _("год"), _("года"), _("лет")),
        teachingOp=", ".join(programs),
    )
