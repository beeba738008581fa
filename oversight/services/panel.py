"""What the form of one page or row still lacks: asked anew after every saving, so it looks at the draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from centers.models import Center
from centers.permissions import may
from oversight.catalogue import CATALOGUE, Requirement
from oversight.facts import SECTION_OF_PAGE, DocumentFacts, PageFacts, Snapshot, Target
from oversight.loading import DOCUMENT_FIELDS, FIELDS, TEACHER_FIELDS, take_snapshots
from oversight.models import DeclarationKind
from oversight.places import address_of
from oversight.rules import RULES

#: Requirements that are met as soon as one of these fields is filled: the form itself can tell.
FILLED_BY: dict[str, tuple[str, ...]] = {
    "center-lead": ("lead",),
    "center-photo": ("photo",),
    "general-opening": ("opened_on", "year", "opening_words"),
    "general-profile": ("profile", "profile_override"),
    "contact-address": ("building_address",),
    "contact-phone": ("phone",),
    "contact-email": ("email",),
    "contact-social": ("vk_url", "ok_url"),
    "hours": ("hours",),
    "head-name": ("head_name",),
    "head-post": ("head_post", "post"),
    "school-full-name": ("full_name",),
    "school-site": ("site_url",),
    "teacher-post": ("post",),
    "teacher-subjects": ("subjects",),
    "teacher-education": ("education",),
    "teacher-courses": ("courses",),
    "teacher-experience": ("experience_years",),
    "program-document": ("document",),
    "program-focus": ("subject", "additional_focus", "extracurricular_focus"),
    "program-audience": ("grade_from", "grade_to", "age_from", "age_to"),
    "program-hours": ("hours_per_week", "hours_total", "duration"),
    "program-teacher": ("teacher",),
    "program-lead": ("lead",),
    "program-enrolment": ("enrolment", "navigator_url"),
    "document-requisites": ("date",),
    "events-plan": ("plan",),
}
NEW = 0  # stands for the number of what is not saved yet


@dataclass(frozen=True, slots=True)
class Lack:
    """One line of the panel: here with its field, or elsewhere with an address."""

    requirement: Requirement
    field: str = ""
    url: str = ""
    name: str = ""

    def as_json(self) -> dict[str, Any]:
        code = self.requirement.code
        filled = [self.field] if self.field == "number" else list(FILLED_BY.get(code, ()))
        return {
            "code": code,
            "title": str(self.requirement.title),
            "todo": str(self.requirement.todo),
            "minutes": self.requirement.minutes,
            "duty": self.requirement.duty_label,
            "field": self.field,
            "filled": filled if self.field and not self.url else [],
            "url": self.url,
            "name": self.name,
        }


def lacks(center: Center, model: str, pk: int | None, user: Any) -> list[Lack]:
    """What the page or row lacks, as its draft stands; `pk` None asks of a new one of the kind.

    The form of a section also names what its rows lack, with the way to them.
    """
    found = take_snapshots([center.pk])
    if not found:
        return []
    facts = found[0]
    if pk is None:
        _add_blank(facts, model)
    here = NEW if pk is None else pk
    section = SECTION_OF_PAGE.get(model.partition(".")[2]) if pk is not None else None
    if model in ("centers.programpage", "centers.eventpage", "centers.functionspage"):
        section = None
    coordinates = may(user, "close", center)
    lines: list[Lack] = []
    for requirement in CATALOGUE:
        said = facts.declarations.get(requirement.code)
        if said is not None and said.kind == DeclarationKind.NOT_APPLICABLE:
            continue
        outcome = RULES[requirement.code](facts.drafted)
        if outcome.irrelevant:
            continue
        own = [target for target in outcome.lacking if target.model == model and target.pk == here]
        if own:
            lines += _own_lines(requirement, own)
        elif section is not None and requirement.section == section and outcome.lacking:
            lines += _line_elsewhere(requirement, outcome.lacking, center, coordinates)
    return lines


def _own_lines(requirement: Requirement, targets: list[Target]) -> list[Lack]:
    """One line for each field; several of them are told apart by the name of the field."""
    places = sorted({target.field for target in targets if not target.draft})
    if len(places) < 2:
        return [Lack(requirement, field=place) for place in places]
    model = apps.get_model(targets[0].model)
    return [
        Lack(requirement, field=place, name=_name_of(model, place, number))
        for number, place in enumerate(places, start=1)
    ]


def _name_of(model: type[Any], place: str, number: int) -> str:
    name, _dot, block = place.partition(".")
    if block or name == "overrides":
        return _("место {number}").format(number=number)
    return str(model._meta.get_field(name).verbose_name)


def _line_elsewhere(
    requirement: Requirement, targets: list[Target], center: Center, coordinates: bool
) -> list[Lack]:
    target = targets[0]
    url = address_of(target.as_json(), center.pk, coordinates=coordinates)
    return [Lack(requirement, url=url, name=target.name)] if url and not target.draft else []


def _add_blank(facts: Snapshot, model: str) -> None:
    """Put an empty page or row of the kind among the facts, as if it had been saved as a draft."""
    kind = model.partition(".")[2]
    if kind == "centerdocument":
        blank = dict.fromkeys(DOCUMENT_FIELDS) | {"title": "", "kind": "order"}
        facts.documents.append(
            DocumentFacts(
                NEW, None, blank, False, False, False, None, has_text=False, is_scan=False, is_signed=False
            )
        )
    elif kind == "teacher":
        facts.teachers.append(dict.fromkeys(TEACHER_FIELDS) | {"pk": NEW, "full_name": "", "is_head": False})
    else:
        names = next((names for page, names in FIELDS.items() if page._meta.model_name == kind), ())
        blank = dict.fromkeys(names) | {"title": f"\N{NO-BREAK SPACE}{NEW}"}
        blank |= {name: [] for name in ("body", "report") if name in blank}
        blank |= {"kind": "additional"} if kind == "programpage" else {}
        facts.pages.append(PageFacts(NEW, kind, "", "", None, blank))
