"""A search that finds much: only the likeliest rows are read, the others are counted, and nothing differs."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from centers.models import CenterDocument, CenterPage, ProgramPage, RegionPage, Teacher
from centers.services.finding import ranking, search
from centers.services.finding.asking import understand
from centers.services.finding.candidates import load
from centers.services.finding.facts import facts_and_regions, facts_of, regions_below
from centers.services.finding.kinds import MODELS, Kind
from tests import factories as make
from toolkit.lookups import Among
from toolkit.search.finding import find_entries

pytestmark = pytest.mark.django_db

ON_PAGE = 20


@pytest.fixture
def many(network):
    """Of each kind something that «астрономия» finds in two regions, and things that are hidden."""
    for center in (network.tomsk, network.dagestan):
        make.TeacherFactory(center=center, full_name="Звёздная Астра Астрономовна", subjects="Астрономия")
        make.TeacherFactory(center=center, full_name="Скрытая Астрономия", is_shown=False)
        for number in range(12):
            make.ProgramPageFactory(
                center=center,
                title=f"Астрономия {number}",
                kind="additional",
                additional_focus="natural_science",
                grade_from=5,
                grade_to=7,
            )
        make.ProgramPageFactory(center=center, title="Астрономия завтра", draft=True)
        make.EventPageFactory(center=center, title="Вечер астрономии", classes="5–6 классы")
        make.NewsPageFactory(center=center, title="Астрономия рядом")
        make.CenterDocumentFactory(
            center=center, title="О кружке астрономии", number="41", elsewhere=True, published=True
        )
        make.CenterDocumentFactory(center=center, title="Черновик об астрономии", elsewhere=True)
    return network


@pytest.fixture
def only_counted(monkeypatch):
    """Whatever is found is much, and one row of each kind is judged by its names."""
    monkeypatch.setattr(search, "MOST_JUDGED", 0)
    monkeypatch.setattr(ranking, "MOST_JUDGED", 0)
    monkeypatch.setattr(ranking, "LEAST_OF_KIND", 1)


def ask(client: Client, query: str = "астрономия", **more):
    return client.get("/poisk/", {"q": query, **more}).context


def counts(context) -> list:
    """Everything that is counted, and how many there are."""
    found = context["found"]
    return [context["total"], found.all_count, found.kinds, found.regions, found.directions, found.classes]


def all_cards(client: Client, **more) -> set:
    pages = [
        ask(client, page=number, **more)
        for number in range(1, ask(client, **more)["hits"].paginator.num_pages + 1)
    ]
    return {(card.kind, card.row.pk) for page in pages for card in page["cards"]}


CHOICES = [
    {},
    {"kind": "programs"},
    {"region": "70"},
    {"direction": "natural_science"},
    {"grade": "6", "kind": "events"},
]


class TestCountedLikeJudged:
    @pytest.mark.parametrize("choice", CHOICES, ids=str)
    def test_counts_and_hits_are_the_same(self, many, client: Client, request, choice):
        before = counts(ask(client, **choice)), all_cards(client, **choice)
        request.getfixturevalue("only_counted")
        assert (counts(ask(client, **choice)), all_cards(client, **choice)) == before
        assert before[0][0] == len(before[1]) > 0

    @pytest.mark.parametrize("kind", Kind)
    def test_facts_are_those_of_the_rows_with_names(self, many, kind):
        keys = {kind: dict.fromkeys(MODELS[kind].objects.values_list("pk", flat=True), 0.5)}
        root = many.tomsk.page.get_ancestors()[1]
        rows = {one.pk: one for one in load(keys, root)}
        facts = {one.pk: one for one in facts_of(keys, root)}
        names = ("kind", "pk", "region", "region_name", "direction", "school", "file", "index_score")
        told = {pk: [getattr(one, name) for name in names] for pk, one in facts.items()}
        assert told == {pk: [getattr(one, name) for name in names] for pk, one in rows.items()}
        assert {pk: list(one.classes) for pk, one in facts.items()} == {
            pk: list(one.classes) for pk, one in rows.items()
        }
        assert facts

    def test_regions_come_with_the_facts_in_one_query(self, many):
        keys = {Kind.TEACHERS: dict.fromkeys(Teacher.objects.values_list("pk", flat=True), 0.5)}
        root = many.tomsk.page.get_ancestors()[1]
        facts = facts_of(keys, root)
        with CaptureQueriesContext(connection) as asked:
            with_regions = facts_and_regions(keys, root)
        assert len(asked) == 1
        assert with_regions == (facts, regions_below(root))
        assert with_regions[1] == [("05", "Республика Дагестан"), ("70", "Томская область")]
        RegionPage.objects.filter(region__code="05").update(live=False)
        assert facts_and_regions({}, root) == ([], [("70", "Томская область")])

    def test_documents_are_found_by_their_files_too(self, many):
        rows = CenterDocument.objects.filter(number="41")
        document = make.DocumentFactory()
        rows.update(document=document)
        root = many.tomsk.page.get_ancestors()[1]
        facts = facts_of({Kind.DOCUMENTS: {-document.pk: 0.7}}, root)
        assert {one.pk for one in facts} == set(rows.values_list("pk", flat=True))
        assert {one.index_score for one in facts} == {0.7}
        assert {one.pk for one in load({Kind.DOCUMENTS: {-document.pk: 0.7}}, root)} == {
            one.pk for one in facts
        }

    def test_all_pages_together_show_each_hit_once(self, many, client: Client, only_counted):
        pages = [ask(client, page=number)["cards"] for number in (1, 2)]
        cards = [(card.kind, card.row.pk) for page in pages for card in page]
        assert len(cards) == len(set(cards)) == ask(client)["total"]
        assert len(pages[0]) == ON_PAGE

    def test_named_stand_before_those_that_say_the_word_somewhere(self, many, client: Client, only_counted):
        make.ProgramPageFactory(center=many.tomsk, title="Оригами", lead="Складываем астрономию.")
        cards = ask(client, kind="programs", page=2)["cards"]
        assert "".join(piece for piece, _is_hit in cards[-1].title) == "Оригами"


class TestNothingHiddenIsCounted:
    def test_pages_below_a_hidden_one(self, many, client: Client, only_counted):
        page = many.tomsk.page.get_parent()
        type(page).objects.filter(pk=page.pk).update(live=False)
        assert [option.value for option in ask(client)["found"].regions] == ["05"]
        assert all(row.center_id == many.dagestan.pk for row in rows_of(client, ProgramPage))

    def test_deleted_and_unpublished_rows(self, many, client: Client, only_counted):
        CenterDocument.objects.filter(number="41").update(deleted_at="2026-01-01T00:00Z")
        Teacher.objects.update(is_shown=False)
        kinds = {option.value for option in ask(client)["found"].kinds}
        assert kinds == {"programs", "events", "news"}

    def test_other_centres_on_a_host_of_its_own(self, many, settings, only_counted):
        settings.ALLOWED_HOSTS = ["*"]
        site = make.SiteFactory(root_page=many.dagestan.page)
        own = Client(headers={"host": site.hostname})
        assert [option.value for option in ask(own)["found"].regions] == ["05"]
        assert ask(own)["total"] == 12 + 4  # programmes, and one of each: event, news, document, teacher

    def test_what_is_hidden_after_a_statement_was_written(self, many, client: Client):
        """The words of a statement are kept, never what it found: on each host its own."""
        before = ask(client)["total"]
        ProgramPage.objects.filter(center=many.tomsk, title="Астрономия 3").update(live=False)
        assert ask(client)["total"] == before - 1
        region = many.tomsk.page.get_parent().get_parent()
        type(region).objects.filter(pk=region.pk).update(live=False)
        assert all(row.center_id == many.dagestan.pk for row in rows_of(client, ProgramPage))

    def test_what_is_hidden_while_it_is_shown_is_left_out(self, many):
        root = many.tomsk.page.get_ancestors()[1]
        keys = {Kind.CENTERS: dict.fromkeys(CenterPage.objects.values_list("pk", flat=True), 1.0)}
        facts = facts_of(keys, root)
        CenterPage.objects.filter(pk=facts[0].pk).update(live=False)
        assert [hit.pk for hit in ranking.with_names(facts, root)] == [one.pk for one in facts[1:]]


def rows_of(client: Client, model: type) -> list:
    return [card.row for card in ask(client)["cards"] if isinstance(card.row, model)]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_rows_among_keys_are_those_with_the_keys(many, count):
    keys = list(ProgramPage.objects.order_by("pk").values_list("pk", flat=True))[:count]
    found = ProgramPage.objects.filter(Among("pk", keys), live=True).order_by("pk")
    assert list(found.values_list("pk", flat=True)) == keys
    hidden = ProgramPage.objects.exclude(Among("pk", keys))
    assert hidden.count() == ProgramPage.objects.count() - count


class TestBoundedWork:
    def test_one_query_more_than_for_little(self, many, client: Client, request):
        ask(client)
        with CaptureQueriesContext(connection) as little:
            ask(client)
        request.getfixturevalue("only_counted")
        with CaptureQueriesContext(connection) as much:
            ask(client, page=1)
        # The facts; and what stands on the page beyond the judged, once a kind.
        assert len(little) < len(much) <= len(little) + 1 + len(Kind)

    def test_entries_named_so_come_first_and_none_twice(self, many):
        asked = understand("астрономия")
        models = list(MODELS.values())
        found = find_entries(models, asked.expression, 1000, in_titles=asked.in_titles)
        assert len({(one.model, one.key) for one in found}) == len(found)
        assert [one.is_named for one in found] == sorted((one.is_named for one in found), reverse=True)
        assert all(one.score > 0 for one in found)
        few = find_entries(models, asked.expression, 3, in_titles=asked.in_titles)
        assert [one.is_named for one in few] == [True] * 3


def test_of_equals_the_newest_come_first(network, client: Client, only_counted):
    days = [dt.date(2024, 4, 4), dt.date(2026, 1, 9), dt.date(2025, 9, 1)]
    for number, day in enumerate(days):
        make.CenterDocumentFactory(
            center=network.tomsk,
            title="О кружке астрономии",
            number=str(40 + number),
            date=day,
            elsewhere=True,
            published=True,
        )
    assert [card.row.date for card in ask(client)["cards"]] == sorted(days, reverse=True)
