"""Rules of teachers, equipment and timetable."""

import re

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from centers.models import ProgramKind
from oversight.catalogue import Section
from oversight.facts import Outcome, Target, View
from oversight.rules.base import center_field, each, irrelevant, new_row, page_field, present, rule
from toolkit.text import fold


def head(view: View) -> dict | None:
    return next((row for row in view.facts.teachers if row["is_head"]), None)


@rule("head-name")
def head_name(view: View) -> Outcome:
    return present(view.center.head_name or head(view), center_field(view, "head_name"))


@rule("head-post")
def head_post(view: View) -> Outcome:
    found = head(view)
    return present(
        view.center.head_post or (found and found["post"]),
        teacher_field(found, "post") if found else center_field(view, "head_post"),
    )


@rule("teachers")
def teachers(view: View) -> Outcome:
    return present(view.facts.teachers, new_row("teacher", _("Педагог")))


def teacher_field(row: dict, name: str) -> Target:
    return Target("centers.teacher", row["pk"], name, row["full_name"])


def each_teacher(code: str, name: str, *, zero_is_fine: bool = False) -> None:
    """Every teacher that is shown has the field filled."""

    def check(view: View) -> Outcome:
        return each(
            (
                (row, None if row[name] or (zero_is_fine and row[name] == 0) else teacher_field(row, name))
                for row in view.facts.teachers
            ),
            waits=True,
            note="" if view.facts.teachers else _("Сначала добавьте педагогов."),
        )

    rule(code)(check)


each_teacher("teacher-post", "post")
each_teacher("teacher-subjects", "subjects")
each_teacher("teacher-education", "education")
each_teacher("teacher-courses", "courses")
each_teacher("teacher-experience", "experience_years", zero_is_fine=True)


@rule("rooms")
def rooms(view: View) -> Outcome:
    return present(view.facts.counts["rooms"], new_row("room", _("Помещение")))


@rule("equipment")
def equipment(view: View) -> Outcome:
    return present(view.facts.counts["equipment"], new_row("equipment", _("Оборудование")))


@rule("equipment-access")
def equipment_access(view: View) -> Outcome:
    counts = view.facts.counts
    fields = view.fields(view.facts.page("equipmentpage")) or {}
    words = fold(strip_tags(fields.get("intro") or ""))
    said = re.search(r"инвалид|\bовз\b|маломобильн|доступ", words)
    return present(
        counts["rooms_accessible"] or counts["equipment_accessible"] or said,
        page_field(view, "equipmentpage", "intro"),
    )


@rule("room-photo")
def room_photo(view: View) -> Outcome:
    if not view.facts.counts["rooms"]:
        return Outcome(waiting=True, note=_("Сначала добавьте помещения."))
    return present(
        view.facts.counts["rooms_photographed"], new_row("room", _("Фотография помещения"), "list")
    )


def current_lessons(view: View) -> list[dict]:
    """Lessons whose last day has not passed."""
    today = view.facts.today
    return [row for row in view.facts.lessons if row["valid_until"] is None or row["valid_until"] >= today]


@rule("lessons")
def lessons(view: View) -> Outcome:
    shown = {page.pk for page, _fields in view.programs}
    found = [row for row in current_lessons(view) if row["program"] in shown]
    return present(found, new_row("lesson", _("Занятие")))


@rule("lesson-programs")
def lesson_programs(view: View) -> Outcome:
    planned = {row["program"] for row in current_lessons(view)}
    clubs = [
        (page, None if page.pk in planned else new_row("lesson", page.title))
        for page, fields in view.programs
        if fields["kind"] in (ProgramKind.ADDITIONAL, ProgramKind.EXTRACURRICULAR)
    ]
    if not clubs and not (view.center.does_additional or view.center.does_extracurricular):
        return irrelevant(_("По карточке центра, таких программ в нём нет."))
    return each(clubs, waits=True, note="" if clubs else _("Сначала добавьте программу."))


@rule("hours", Section.FEEDBACK)
def hours(view: View) -> Outcome:
    return present(view.center.hours, center_field(view, "hours"))
