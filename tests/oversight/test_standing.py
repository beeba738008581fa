"""Standings: counted singly or in bulk with one result, in a bounded number of queries, marked by changes."""

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centers.models import (
    CenterPage,
    Coordinator,
    EventIndexPage,
    FunctionsPage,
    GeneralInfoPage,
    Room,
    TeachersPage,
)
from oversight.catalogue import BY_CODE
from oversight.loading import take_snapshots
from oversight.models import Publication, Standing, StandingItem, Status
from oversight.services.checking import check_all, check_center, check_centers, stale_centers, standings_of
from tests.factories import (
    CenterDocumentFactory,
    EquipmentFactory,
    EventPageFactory,
    LessonFactory,
    Network,
    ProgramPageFactory,
    RoomFactory,
    TeacherFactory,
    section_of,
)


def fill(center: Any) -> None:
    """Something of everything, with a draft among it."""
    teacher = TeacherFactory(center=center, subjects="физика")
    CenterDocumentFactory(center=center, published=True)
    CenterDocumentFactory(center=center, title="О создании центра")
    program = ProgramPageFactory(center=center, teacher=teacher, photographed=True)
    program.lead = "Новое описание"
    program.save_revision()
    room = RoomFactory(center=center)
    EquipmentFactory(center=center, room=room)
    LessonFactory(program=program)
    EventPageFactory(center=center, date=dt.date(2026, 10, 1))


def pictured(standing: Standing) -> tuple[Any, ...]:
    """All that is kept of a centre, without times of counting."""
    items = standing.items.order_by("code").values_list("code", "status", "note", "total", "targets")
    fields = ("score", "present", "partial", "missing", "not_applicable", "met_above", "minutes")
    return (*(getattr(standing, name) for name in fields), standing.publication, list(items))


def test_bulk_and_single_counting_agree(network: Network) -> None:
    fill(network.tomsk)
    single = [pictured(check_center(center.pk)) for center in network.centers]
    Standing.objects.all().delete()
    bulk = {row.center_id: pictured(row) for row in check_centers([one.pk for one in network.centers])}
    assert [bulk[center.pk] for center in network.centers] == single
    assert single[0][0] > single[1][0]


def test_counting_one_centre_takes_at_most_fifteen_queries(network: Network) -> None:
    fill(network.tomsk)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        check_center(network.tomsk.pk)
    assert len(asked) <= 15 + 2  # the test's own savepoint around the transaction
    counted = [query for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(counted) <= 15


def test_queries_do_not_grow_with_centres_or_rows(network: Network) -> None:
    check_all()
    with CaptureQueriesContext(connection) as one:
        check_centers([network.tomsk.pk])
    fill(network.tomsk)
    fill(network.dagestan)
    check_all()
    with CaptureQueriesContext(connection) as both:
        check_centers([center.pk for center in network.centers])
    # Drafts and pictures, which the empty centre has none of, are one query each.
    assert len(both) <= len(one) + 2


def test_a_second_count_writes_nothing_but_the_row(network: Network) -> None:
    fill(network.tomsk)
    check_center(network.tomsk.pk)
    before = set(StandingItem.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as asked:
        check_center(network.tomsk.pk)
    assert set(StandingItem.objects.values_list("pk", flat=True)) == before
    written = [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(written) == 1


def test_items_tell_all_that_is_not_present(network: Network) -> None:
    standing = check_center(network.tomsk.pk)
    items = standing.items.count()
    assert standing.present + items == len(BY_CODE)
    assert standing.met + standing.to_do == standing.applicable
    lacking = Standing.objects.lacking("order-creation").values_list("center", flat=True)
    assert network.tomsk.pk in lacking


def test_what_the_public_sees_of_a_centre(network: Network) -> None:
    assert check_center(network.tomsk.pk).publication == Publication.PUBLISHED
    network.tomsk.page.unpublish()
    assert check_center(network.tomsk.pk).publication == Publication.HIDDEN
    CenterPage.objects.filter(center=network.tomsk).update(first_published_at=None)
    assert check_center(network.tomsk.pk).publication == Publication.DRAFT


def test_a_deleted_centre_is_not_counted(network: Network) -> None:
    network.tomsk.deleted_at = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    network.tomsk.save()
    assert check_center(network.tomsk.pk) is None
    assert network.tomsk.pk not in stale_centers()


def test_the_oldest_section_is_named(network: Network) -> None:
    page = section_of(network.tomsk, GeneralInfoPage)
    GeneralInfoPage.objects.filter(pk=page.pk).update(
        last_published_at=dt.datetime(2023, 9, 1, tzinfo=dt.UTC)
    )
    below = FunctionsPage.objects.descendant_of(network.tomsk.page)
    below.update(last_published_at=dt.datetime(2023, 9, 2, tzinfo=dt.UTC))
    standing = check_center(network.tomsk.pk)
    assert (standing.oldest_section_title, standing.oldest_update.date()) == (
        "Общая информация",
        dt.date(2023, 9, 2),
    )


def is_stale(center: Any) -> bool:
    return Standing.objects.stale().filter(center=center).exists()


CHANGES = {
    "a draft of a page": lambda one: section_of(one.tomsk, EventIndexPage).save_revision(),
    "a published page": lambda one: section_of(one.tomsk, TeachersPage).save_revision().publish(),
    "a hidden page": lambda one: section_of(one.tomsk, TeachersPage).unpublish(),
    "a new page": lambda one: ProgramPageFactory(center=one.tomsk),
    "a document": lambda one: CenterDocumentFactory(center=one.tomsk),
    "a teacher": lambda one: TeacherFactory(center=one.tomsk),
    "a room": lambda one: RoomFactory(center=one.tomsk),
    "the centre's row": lambda one: one.tomsk.save(),
    "the school": lambda one: one.tomsk.school.save(),
    "the municipality": lambda one: one.tomsk.municipality.save(),
    "the region's coordinator": lambda one: (
        Coordinator.objects.filter(region=one.tomsk.region).first().save()
    ),
    "the region's page": lambda one: one.tomsk.region.page.save(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_marks_the_centre_and_no_other(network: Network, commit: Any, change: Any) -> None:
    check_all()
    with commit():
        change(network)
    assert (is_stale(network.tomsk), is_stale(network.dagestan)) == (True, False)


def test_a_change_above_all_marks_all_by_one_statement(network: Network, commit: Any) -> None:
    check_all()
    with CaptureQueriesContext(connection) as asked, commit():
        network.home.save()
    assert is_stale(network.tomsk)
    assert is_stale(network.dagestan)
    assert sum("oversight_standing" in query["sql"] for query in asked) == 1


def test_many_changes_in_one_transaction_are_one_update(network: Network, commit: Any) -> None:
    check_all()
    with CaptureQueriesContext(connection) as asked, commit():
        for _number in range(5):
            RoomFactory(center=network.tomsk)
    assert sum("oversight_standing" in query["sql"] for query in asked) == 1


def test_a_removed_row_marks_too(network: Network, commit: Any) -> None:
    room = RoomFactory(center=network.tomsk)
    check_all()
    with commit():
        Room.objects.get(pk=room.pk).delete()
    assert is_stale(network.tomsk)


def test_a_mark_raised_while_counting_is_kept(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    check_all()

    def take_and_change(*args: Any, **kwargs: Any) -> Any:
        found = take_snapshots(*args, **kwargs)
        Standing.objects.filter(center=network.tomsk).update(mark=5)
        return found

    monkeypatch.setattr("oversight.services.checking.take_snapshots", take_and_change)
    check_center(network.tomsk.pk)
    assert is_stale(network.tomsk)


def test_looking_counts_what_is_stale_and_nothing_else(network: Network) -> None:
    check_all()
    Standing.objects.filter(center=network.tomsk).update(mark=1, score=99)
    Standing.objects.filter(center=network.dagestan).update(score=99)
    found = standings_of([network.tomsk, network.dagestan])
    assert found[network.tomsk.pk].score < 99
    assert found[network.dagestan.pk].score == 99


def test_another_version_of_the_catalogue_makes_all_stale(network: Network) -> None:
    check_all()
    assert list(stale_centers()) == []
    Standing.objects.update(catalogue_version="2020.01")
    assert set(stale_centers()) == {center.pk for center in network.centers}


def test_the_command_counts_all_and_then_only_what_changed(network: Network, capsys: Any) -> None:
    call_command("check_centers")
    call_command("check_centers", "--stale")
    said = capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ")
    assert said.split("\n")[:2] == ["Проверено: 2 центра.", "Проверено: 0 центров."]


def test_a_stop_by_time_leaves_the_rest_stale(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oversight.services.checking.BATCH", 1)
    assert check_all(stale_only=True, seconds=0) == 1
    assert len(list(stale_centers())) == 1


def test_a_document_in_draft_is_partial(network: Network) -> None:
    CenterDocumentFactory(center=network.tomsk, title="О создании центра «Точка роста»")
    standing = check_center(network.tomsk.pk)
    item = standing.items.get(code="order-creation")
    assert (item.status, item.targets[0]["draft"]) == (Status.PARTIAL, True)
