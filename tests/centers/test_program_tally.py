"""The count of the whole catalogue is true whatever changes it, and reads little."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Count, F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from centers import program_tallies
from centers.models import CenterPage, ProgramEntry, ProgramPage, ProgramTally
from centers.models.program_asked import AskedPrograms
from centers.models.program_tally import FACTS
from tests import factories as make

pytestmark = pytest.mark.django_db

QUERIES = [
    {},
    {"direction": "technical"},
    {"class": "6"},
    {"age": "12"},
    {"kind": "additional"},
    {"form": "distance"},
]


def add(center, **more) -> ProgramPage:
    values = {"kind": "additional", "additional_focus": "technical", "grade_from": 5, "grade_to": 7} | more
    return make.ProgramPageFactory(center=center, **values)


@pytest.fixture
def programs(network) -> list[ProgramPage]:
    return [
        add(network.tomsk),
        add(network.tomsk),
        add(network.tomsk, study_form="distance", additional_focus="sport"),
        add(network.dagestan, grade_from=8, grade_to=9),
    ]


def is_true() -> bool:
    """Whether the tally says of every set of facts what the rows of the catalogue say."""
    counted = ProgramEntry.objects.order_by().values_list(*FACTS).annotate(n=Count("pk"))
    told: dict = {}
    for *facts, n in ProgramTally.objects.values_list(*FACTS, "n"):
        told[tuple(facts)] = told.get(tuple(facts), 0) + n
    return {facts: n for facts, n in told.items() if n} == {tuple(facts): n for *facts, n in counted}


def _retitle(network, programs) -> None:
    programs[0].title = "Другое имя"
    programs[0].save_revision().publish()


def _widen(network, programs) -> None:
    programs[0].grade_to = 9
    programs[0].save_revision().publish()


def _unpublish_region(network, programs) -> None:
    network.tomsk.page.get_ancestors().get(depth=3).specific.unpublish()


def _add_lesson(network, programs) -> None:
    make.LessonFactory(program=programs[0], weekday=4)


CHANGES = {
    "nothing": lambda network, programs: None,
    "another programme": lambda network, programs: add(network.dagestan),
    "title": _retitle,
    "classes": _widen,
    "programme hidden": lambda network, programs: programs[0].unpublish(),
    "programme deleted": lambda network, programs: programs[0].delete(),
    "centre hidden": lambda network, programs: CenterPage.objects.get(center=network.tomsk).unpublish(),
    "region hidden": _unpublish_region,
    "lesson": _add_lesson,
    "past all signals": lambda network, programs: ProgramEntry.objects.update(grades=F("grades") + 1),
    "all at once": lambda network, programs: ProgramEntry.objects.all().delete(),
    "whole catalogue": lambda network, programs: call_command("refresh_programs"),
    "counted anew": lambda network, programs: program_tallies.recount(),
}


@pytest.mark.parametrize("way", CHANGES)
def test_any_change_leaves_the_count_true(network, programs, commit, way):
    assert ProgramEntry.objects.count() == len(programs)
    with commit():
        CHANGES[way](network, programs)
    assert is_true()


@pytest.mark.parametrize("asked", QUERIES, ids=str)
def test_count_is_that_of_the_rows(programs, asked):
    question = AskedPrograms.of(asked)
    counted = ProgramEntry.objects.direction_counts(question)
    assert ProgramTally.objects.direction_counts(question) == counted
    assert counted


def test_page_of_the_network_counts_without_the_rows(network, programs, client: Client):
    client.get("/programmy/")
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/programmy/?class=6")
    assert response.context["total"] == 3
    groups = [query["sql"] for query in queries if "GROUP BY" in query["sql"]]
    assert [program_tallies.ENTRIES in sql for sql in groups] == [False]


def test_place_counts_its_own(network, programs, client: Client):
    region = network.dagestan.page.get_ancestors().get(depth=3)
    assert client.get(f"{region.url}programmy/").context["total"] == 1


def test_long_tally_is_counted_anew(network, programs, commit, monkeypatch):
    assert ProgramTally.objects.filter(is_change=True).count() == len(programs)
    monkeypatch.setattr(program_tallies, "MOST_CHANGES", len(programs) - 1)
    with commit():
        programs[0].unpublish()
    assert not ProgramTally.objects.filter(is_change=True).exists()
    assert is_true()
    assert ProgramTally.objects.count() == 3


def test_triggers_that_were_lost_come_back_with_the_next_migrate(network, programs):
    program_tallies.remove(connection)
    ProgramEntry.objects.all().delete()
    assert not is_true()
    program_tallies.ensure_tally()
    assert is_true()
    add(network.tomsk)
    assert is_true()
    assert ProgramTally.objects.exists()


def test_ready_triggers_are_left_alone(network, programs):
    with CaptureQueriesContext(connection) as queries:
        program_tallies.ensure_tally()
    assert all(query["sql"].lstrip().upper().startswith("SELECT") for query in queries)
