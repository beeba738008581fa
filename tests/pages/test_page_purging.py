"""What a change purges: exactly the pages that show it.

Pages are made once; each case only says what it touches.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model
from wagtail.models import Page, Site

from centers.models import (
    CalendarEntry,
    CenterDocument,
    Coordinator,
    Equipment,
    EventPage,
    FederalOperator,
    Lesson,
    MunicipalityPage,
    NewsPage,
    ProgramPage,
    RegionPage,
    Room,
    Teacher,
    TeachersPage,
)
from centers.services.bin.pages import bin_page, return_page
from centers.services.shelves import shelve
from feedback.models import FeedbackSettings
from library.models import Document, FileReading, Image, ReadingState
from library.readings import read_version
from tests import factories as make
from tests.factories import Network
from tests.pages.kept_pages import filled, page_cache, told_stamps, visitor
from tochka import page_cache as kept
from toolkit.pagecache.rules import Change, rule_of
from toolkit.pagecache.stamps import Handle

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.only_on("sqlite"),
]  # the rules ask the database for nothing new

OWN = {"center", "teachers", "timetable", "program", "event", "news", "documents", "document"}
OTHER = {"other region", "other municipality", "other center", "other teachers"}
ABOVE = {"home", "numbers", "site map", "catalogue", "region", "municipality"}
LISTS = ABOVE | {"region feed", "region plan", "region events", "region news"}

#: By address: the tags it depends on, and the rows that it was made of.
World = tuple[dict[str, set[Handle]], dict[str, list[Model]]]


@pytest.fixture(scope="module")
def world(built_network: Network, django_db_blocker: Any, tmp_path_factory: Any) -> World:
    tags: dict[str, set[Handle]] = {}
    rows: dict[str, list[Model]] = {}
    read: list[Model] = []
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        addresses = filled(built_network.fresh())
        patch.setattr(Model, "from_db", _remembering(read))
        patch.setattr(kept, "entry_of", _noting(kept.entry_of, seen := []))
        with page_cache(tmp_path_factory.mktemp("pages")), told_stamps():
            for name, address in addresses.items():
                visitor().get(address)  # makes the pictures
                read.clear()
                seen.clear()
                with page_cache(tmp_path_factory.mktemp("pages")), told_stamps():
                    response = visitor().get(address)
                assert response.status_code == 200, address
                tags[name], rows[name] = set(seen[-1]), list(read)
    return tags, rows


def _remembering(read: list[Model]) -> Any:
    plain = Model.from_db.__func__

    def from_db(cls: type[Model], *args: Any) -> Model:
        made: Model = plain(cls, *args)
        read.append(made)
        return made

    return classmethod(from_db)


def _noting(plain: Callable[..., Any], seen: list[Any]) -> Callable[..., Any]:
    def entry_of(*args: Any, **kwargs: Any) -> Any:
        seen.append(kwargs["handles"])
        return plain(*args, **kwargs)

    return entry_of


@pytest.fixture
def purged(
    world: World, network: Network, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> Iterator[Callable[[Callable[[], Any]], set[str]]]:
    """`purged(change)`: the short names of the pages that are made anew after it."""

    def run(change: Callable[[], Any]) -> set[str]:
        with told_stamps() as stamps, django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            change()
        assert stamps.told <= stamps.held
        return {name for name, tags in world[0].items() if tags & stamps.told}

    with page_cache(tmp_path):
        yield run


def save(row: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def publish(page: Any, **values: Any) -> None:
    page = page.specific
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


def first(model: Any, **where: Any) -> Any:
    return model.objects.filter(**where).first()


ROWS: dict[str, tuple[Callable[[Network], Any], set[str]]] = {
    "teacher": (lambda n: save(first(Teacher, center=n.tomsk), post="методист"), OWN | {"catalogue"}),
    "teacher gone": (lambda n: make.TeacherFactory(center=n.tomsk).delete(), OWN | {"catalogue"}),
    "room": (lambda n: save(first(Room, center=n.tomsk), name="Кабинет № 5"), OWN),
    "equipment": (lambda n: first(Equipment, center=n.tomsk).delete(), OWN),
    "calendar": (
        lambda n: CalendarEntry.objects.create(
            center=n.tomsk,
            kind="off",
            first_day=dt.date(2026, 9, 7),
            last_day=dt.date(2026, 9, 7),
            title="День села",
        ),
        OWN | {"catalogue"},
    ),
    "takes questions": (lambda n: FeedbackSettings.objects.create(center=n.tomsk), OWN),
    "photo": (
        lambda n: save(first(Teacher, center=n.tomsk).photo, description="Педагог"),
        OWN | LISTS - {"site map"},
    ),
    "new picture": (lambda n: make.ImageFactory(), set()),
    "draft": (lambda n: first(NewsPage, depth=7).specific.save_revision(), set()),
    "new draft": (lambda n: make.EventPageFactory(center=n.tomsk, live=False), set()),
    "person": (lambda n: make.UserFactory(), set()),
}


@pytest.mark.parametrize("name", [*ROWS])
def test_a_row_of_a_centre_purges_its_own_pages(
    name: str, network: Network, purged: Callable[..., set[str]]
) -> None:
    change, wanted = ROWS[name]
    found = purged(lambda: change(network))
    assert found <= wanted | (OWN if wanted else set())
    assert not found & OTHER
    assert wanted & OWN <= found


def test_a_document_purges_the_lists_of_documents_above(network: Network, purged: Any) -> None:
    row = first(CenterDocument, center=network.tomsk)
    assert purged(lambda: save(row, title="О зачислении")) == OWN | {"region feed"}


def test_the_first_publication_of_a_document_leaves_other_centres_alone(
    network: Network, purged: Any
) -> None:
    row = make.CenterDocumentFactory(center=network.tomsk, live=False)
    found = purged(lambda: row.save_revision().publish())
    assert not found & OTHER
    assert {"documents", "center"} <= found
    assert CenterDocument.objects.get(pk=row.pk).first_published_at


def test_a_new_file_of_a_document_leaves_other_centres_alone(network: Network, purged: Any) -> None:
    row = first(CenterDocument, center=network.tomsk, live=True)
    row.replacement = make.DocumentFactory(title="Новый файл")
    assert not purged(row.save_revision)
    row.replacement = make.DocumentFactory(title="Ещё новее")
    found = purged(lambda: row.save_revision().publish())
    assert not found & OTHER
    assert {"documents", "document"} <= found


def test_reading_a_file_leaves_other_centres_alone(network: Network, purged: Any) -> None:
    version = first(CenterDocument, center=network.tomsk, live=True).document.versions.latest()
    FileReading.objects.filter(version=version).delete()
    found = purged(lambda: read_version(version.pk))
    assert FileReading.objects.get(version=version).state == ReadingState.DONE
    assert not found & OTHER
    assert "document" in found


def test_a_file_that_is_deleted_and_comes_back_leaves_other_centres_alone(
    network: Network, purged: Any
) -> None:
    file = make.DocumentFactory(title="Лишний файл")
    shelve(network.tomsk, file)
    assert not purged(file.delete) & OTHER
    assert not purged(file.restore) & OTHER


def test_a_lesson_purges_the_catalogue_above(network: Network, purged: Any) -> None:
    lesson = first(Lesson, center=network.tomsk)
    found = purged(lambda: save(lesson, weekday=6))
    assert OWN | {"catalogue"} <= found
    assert not found & (OTHER | {"region news", "region feed"})


def test_a_programme_purges_catalogue_and_counts(network: Network, purged: Any) -> None:
    found = purged(lambda: publish(first(ProgramPage, center=network.tomsk), title="Дроны"))
    assert OWN | {"catalogue", "home", "region", "numbers"} <= found
    assert not found & (OTHER | {"region news", "region feed", "region events"})


def test_an_event_purges_the_feed_of_events_above(network: Network, purged: Any) -> None:
    found = purged(lambda: publish(first(EventPage, center=network.tomsk), lead="В субботу"))
    assert OWN | {"region events", "region plan", "region"} <= found
    assert not found & (OTHER | {"home", "region feed", "catalogue"})


def test_news_of_a_region_leave_its_centres_alone(network: Network, purged: Any) -> None:
    found = purged(lambda: publish(first(NewsPage, depth=5), title="Открыт центр"))
    assert {"region", "region news", "home"} <= found
    assert not found & (OWN | OTHER)


def test_the_text_of_a_region_leaves_its_centres_alone(network: Network, purged: Any) -> None:
    page = RegionPage.objects.get(region=network.tomsk.region)
    found = purged(lambda: publish(page, search_description="Все центры области"))
    assert {"region", "home"} <= found
    assert not found & (OWN | OTHER)


@pytest.mark.parametrize("field", ["name", "slug"])
def test_another_name_or_address_of_a_region_purges_all_below(
    field: str, network: Network, purged: Any
) -> None:
    found = purged(lambda: save(network.tomsk.region, **{field: "novaya-oblast"}))
    assert found >= OWN | LISTS


def test_another_name_of_a_municipality_purges_its_centres(network: Network, purged: Any) -> None:
    found = purged(lambda: save(network.tomsk.municipality, name="Томский район", slug="tomskij-rajon"))
    assert OWN | {"municipality", "region", "home"} <= found
    assert not found & OTHER


def test_a_coordinator_purges_the_region_alone(network: Network, purged: Any) -> None:
    row = first(Coordinator, region=network.tomsk.region)
    found = purged(lambda: save(row, name="Департамент образования"))
    assert OWN | {"region", "municipality"} <= found
    assert not found & OTHER


def test_a_school_purges_its_centre_and_the_lists_that_name_it(network: Network, purged: Any) -> None:
    found = purged(lambda: save(network.tomsk.school, short_name="МКОУ «Новая СОШ»"))
    assert OWN | {"municipality", "region", "region feed", "region events", "catalogue"} <= found
    assert not found & OTHER


def test_a_closed_centre_leaves_the_lists(network: Network, purged: Any) -> None:
    found = purged(lambda: save(network.tomsk, state="closed"))
    assert OWN | {"municipality", "region", "home", "catalogue", "region feed"} <= found
    assert not found & OTHER


def test_an_operator_and_a_site_purge_everything(network: Network, world: World, purged: Any) -> None:
    operator = FederalOperator.objects.first() or make.FederalOperatorFactory()
    assert purged(lambda: save(operator, name="ФГАОУ «Академия»")) == set(world[0])
    assert purged(lambda: save(Site.objects.get(), site_name="Точка роста в школах")) == set(world[0])


@pytest.mark.parametrize("model", [TeachersPage, MunicipalityPage, RegionPage])
def test_what_is_unpublished_purges_what_led_there(model: Any, network: Network, purged: Any) -> None:
    above = network.tomsk.page.get_ancestors(inclusive=True) | Page.objects.child_of(network.tomsk.page)
    page = model.objects.filter(pk__in=above.values("pk")).get()
    found = purged(page.unpublish)
    assert found >= OWN
    assert not found & OTHER


def test_a_moved_centre_purges_both_places(network: Network, purged: Any) -> None:
    place = network.dagestan.municipality
    found = purged(lambda: save(network.tomsk.school, municipality=place))
    assert OWN | {"municipality", "region", "other municipality", "other region", "home"} <= found
    assert not found & {"other center", "other teachers"}


def test_the_bin_purges_what_it_takes_and_gives_back(network: Network, purged: Any) -> None:
    page = first(EventPage, center=network.tomsk)
    entries = []
    found = purged(lambda: entries.append(bin_page(Page.objects.get(pk=page.pk))))
    assert found >= OWN
    assert not found & OTHER
    found = purged(lambda: return_page(entries[0]))
    assert found >= OWN
    assert not found & OTHER


def test_another_renamed_page_purges_the_page_that_links_there(network: Network, purged: Any) -> None:
    program = first(ProgramPage, center=network.tomsk)
    other = TeachersPage.objects.get(center=network.dagestan)
    intro = f'<p><a linktype="page" id="{program.pk}">Как у соседей</a></p>'
    publish(other, intro=intro)
    found = purged(lambda: publish(first(ProgramPage, center=network.tomsk), slug="drony"))
    assert found >= OWN | {"other teachers"}


def test_a_statement_past_all_signals_purges_everything(network: Network, world: World, purged: Any) -> None:
    assert purged(lambda: Teacher.objects.filter(center=network.tomsk).update(post="")) == set(world[0])
    assert purged(lambda: Document.objects.filter(pk=0).update(title="")) == set(world[0])
    assert purged(lambda: Image.objects.filter(pk=0).delete()) == set()


def test_what_a_page_was_made_of_purges_it_when_it_changes(world: World, network: Network) -> None:
    """The rows that each page has read: a change of any of them touches one of the tags of the page."""
    shown = [
        (name, row, set(rule.tags_of(row, Change({"live": True}))))
        for name, rows in world[1].items()
        for row in {(type(one), one.pk): one for one in rows}.values()
        if (rule := rule_of(type(row))) is not None
    ]
    assert len(shown) > 100
    assert [(name, row._meta.label, row.pk) for name, row, tags in shown if not tags & world[0][name]] == []
