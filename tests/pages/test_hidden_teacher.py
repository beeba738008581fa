"""Who is not to be shown on the site is named nowhere on it, whatever they teach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from centers.models import EventPage, Lesson, ProgramPage, Replacement, Teacher
from tests import factories as make
from tests.factories import Network
from tests.pages.kept_pages import filled, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses(network: Network) -> dict[str, str]:
    return filled(network)


@pytest.fixture
def teacher(network: Network, addresses: dict[str, str], at: Callable[..., None]) -> Teacher:
    """Leads a programme, its lessons, a replacement of tomorrow and an event."""
    at(2026, 10, 5, 9, 0)  # a Monday
    center = network.tomsk
    teacher = make.TeacherFactory(center=center, full_name="Невидимкина Злата Юрьевна")
    program = ProgramPage.objects.filter(center=center).first()
    assert program is not None
    program.teacher = teacher
    program.save_revision().publish()
    Lesson.objects.filter(program=program).delete()
    common = {"center": center, "program": program, "start": dt.time(15, 0), "end": dt.time(15, 45)}
    lesson = Lesson.objects.create(**common, weekday=2, teacher=teacher)
    other = Lesson.objects.create(
        **common, weekday=3, teacher=make.TeacherFactory(center=center, full_name="Видный Павел Ильич")
    )
    Replacement.objects.create(
        center=center, kind="change", date=dt.date(2026, 10, 7), lesson=other, teacher=teacher
    )
    assert lesson.pk
    event = EventPage.objects.filter(center=center).first()
    assert event is not None
    event.responsible = teacher
    event.save_revision().publish()
    return teacher


def named_at(known: dict[str, str], teacher: Teacher) -> set[str]:
    """Addresses that name the teacher."""
    program = ProgramPage.objects.get(teacher=teacher)
    event = EventPage.objects.get(responsible=teacher)
    timetable = known["timetable"]
    addresses = known | {
        "program": program.url,
        "event": event.url,
        "calendar of the programme": f"{program.url}raspisanie.ics",
        "calendar of the centre": f"{timetable}raspisanie.ics",
        "own timetable": f"{timetable}?teacher={teacher.pk}",
        "own calendar": f"{timetable}raspisanie-pedagog-{teacher.pk}.ics",
        "sheet": f"{timetable}?view=sheet",
        "all programmes": "/programmy/",
        "search": "/poisk/?q=Невидимкина",
    }
    surname = "Невидимкина"
    found = set()
    for name, address in addresses.items():
        response = visitor().get(address)
        text = response.content.decode()
        if name == "search":
            text = text.replace(f'value="{surname}"', "").replace(f"Поиск: {surname}", "")
            text = "" if "ничего не наш" in text else text
        if surname in text:
            found.add(name)
    return found


def test_the_teacher_is_named_where_they_teach(addresses: dict[str, str], teacher: Teacher) -> None:
    named = named_at(addresses, teacher)
    assert {"teachers", "timetable", "program", "event", "all programmes", "own timetable"} <= named
    assert {"calendar of the programme", "calendar of the centre", "own calendar"} <= named


def test_one_who_is_not_shown_is_named_nowhere(addresses: dict[str, str], teacher: Teacher) -> None:
    teacher.is_shown = False
    teacher.save()
    assert named_at(addresses, teacher) == set()


def test_another_teacher_is_told_of_without_the_name(addresses: dict[str, str], teacher: Teacher) -> None:
    teacher.is_shown = False
    teacher.save()
    text = visitor().get(addresses["timetable"] + "?week=2026-W41").content.decode()
    assert "Замена: другой педагог" in text
    assert "Видный Павел Ильич" in text  # of other weeks
