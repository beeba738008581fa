"""The invented network: whole, the same for the same number, and never beside real schools."""

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from centers.models import (
    Center,
    CenterDocument,
    CenterPage,
    CenterState,
    EventPage,
    Lesson,
    Municipality,
    ProgramEntry,
    ProgramPage,
    Room,
    School,
    Teacher,
)
from exchange.seeding import SOURCE, Size, seed
from exchange.seeding_contents import FILES
from feedback.models import Question

pytestmark = pytest.mark.django_db


def test_network_of_any_size(capsys):
    call_command("seed_network", centers=7, regions=2, municipalities=3)
    assert (Municipality.objects.filter(external_source=SOURCE).count(), Center.objects.count()) == (3, 7)
    assert Page.objects.descendant_of(CenterPage.objects.first()).count() == 11
    assert CenterPage.objects.live().count() == 7
    assert [list(found) for found in Page.find_problems()] == [[], [], [], [], []]
    for school in School.objects.all():
        school.full_clean()
    for center in Center.objects.all():
        center.full_clean()
    west, east = (
        list(School.objects.filter(municipality__region__code=code).values_list("longitude", flat=True))
        for code in ("01", "02")
    )
    assert max(west) < min(east), "Адыгея lies west of Башкортостан"
    assert "7 из 7" in capsys.readouterr().out
    with pytest.raises(CommandError, match="только в пустой"):
        call_command("seed_network", centers=1)


def test_size_must_make_sense():
    with pytest.raises(ValueError, match="fewer"):
        seed(Size(centers=1, regions=2, municipalities=2), 1, lambda done: None)


def test_network_with_all_that_centres_hold(tmp_path, settings):
    seed(Size(centers=4, regions=1, municipalities=2, contents=True), 1, lambda done: None)
    assert [list(found) for found in Page.find_problems()] == [[], [], [], [], []]
    programs = list(ProgramPage.objects.live())
    assert 28 <= len(programs) <= 40
    assert {page.slug for page in programs} == {
        page.full_url.rstrip("/").rsplit("/", 1)[1] for page in programs
    }
    for page in programs:
        page.full_clean()
        assert page.lessons.count() == 2
    shown = ProgramEntry.objects.values_list("center", flat=True)
    closed = Center.objects.exclude(state=CenterState.CLOSED)
    assert set(shown) <= set(closed.values_list("pk", flat=True))
    assert ProgramEntry.objects.filter(weekdays__gt=0).count() == len(shown) > 0
    for model in (Lesson, Teacher, Room, EventPage):
        for row in model.objects.all():
            row.full_clean()
    documents = CenterDocument.objects.published()
    assert 76 <= documents.count() <= 92
    assert documents.values("document").distinct().count() <= FILES
    assert documents.first().document.file.read(5) == b"%PDF-"
    questions = Question.objects.all()
    assert set(questions.values_list("center", flat=True)) == set(shown)
    for question in questions:
        question.full_clean()
        assert question.consent.text.center_id == question.center_id


def test_contents_are_found_and_open(client):
    seed(Size(centers=2, regions=1, municipalities=1, contents=True), 2, lambda done: None)
    page = ProgramPage.objects.filter(entry__isnull=False).first()
    assert page.title in client.get("/poisk/", {"q": page.title}).content.decode()
    html = client.get(page.url).content.decode()
    assert page.teacher.full_name in html
    document = CenterDocument.objects.published().filter(center=page.center_id).first()
    assert document.title in client.get(document.get_absolute_url()).content.decode()
