"""Search through Wagtail on the database of the suite: the same is found on each."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models.expressions import RawSQL
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from modelsearch.backends.base import FilterFieldError, SearchFieldError
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import MATCH_ALL, MATCH_NONE, Phrase, PlainText
from wagtail.search.utils import parse_query_string

from tests.factories import DocumentFactory, PlainPageFactory, SchoolFactory
from tests.toolkit.test_search_queries import ANY_QUERY, HOSTILE

pytestmark = pytest.mark.django_db

TITLES = (
    "О назначении руководителей центра «Точка роста»",
    "Приказ № 12-о от 04.04.2024",
    "Ёлки и шары",
    "Кружок робототехники",
    "Материал семинара по химии",
    "План № 5 на 2024/2025 год",
    "Python lessons",
    "Приказ о плане работы кружка",
)
Pages = Callable[..., list[str]]


@pytest.fixture
def pages() -> Pages:
    """Pages with the titles above; called with a query, it returns the titles found, best first."""
    root = Page.get_first_root_node()
    for number, title in enumerate(TITLES):
        root.add_child(instance=Page(title=title, slug=f"search-{number}", search_description="для поиска"))
    get_search_backend().add_bulk(Page, list(Page.objects.filter(slug__startswith="search-")))

    def search(query: object, method: str = "search", **options: object) -> list[str]:
        return [page.title for page in getattr(Page.objects.all(), method)(query, **options)]

    return search


class TestFinding:
    @pytest.mark.parametrize("method", ["search", "autocomplete"])
    @pytest.mark.parametrize(
        ("query", "place"),
        [
            ("назначение руководителя", 0),
            ("РУКОВОДИТЕЛЬ", 0),
            ("точку роста", 0),
            ("12-о", 1),
            ("12-O", 1),
            ("№ 12-о", 1),
            ("елка", 2),
            ("ЁЛКИ", 2),
            ("робототехнику", 3),
            ("материалы семинаров", 4),
            ("№ 5", 5),
            ("№5", 5),
            ("2024-2025", 5),
            ("python", 6),
            ("LESSON", 6),
        ],
    )
    def test_forms_and_numbers(self, pages: Pages, method: str, query: str, place: int) -> None:
        assert pages(query, method) == [TITLES[place]]

    def test_day_is_found_in_words(self, pages: Pages) -> None:
        assert pages("приказ от 4 апреля 2024 года") == [TITLES[1]]

    def test_beginnings_are_found_while_typing_and_not_otherwise(self, pages: Pages) -> None:
        assert pages("назн руковод", "autocomplete") == [TITLES[0]]
        assert pages("робототе", "autocomplete") == [TITLES[3]]
        assert pages("робототе") == []

    @pytest.mark.parametrize("query", ["", " ", "!!!", "№", "\x00", "нетакого"])
    def test_nothing_is_found_by_nothing(self, pages: Pages, query: str) -> None:
        assert pages(query) == []
        assert pages(query, "autocomplete") == []
        assert Page.objects.search(query).count() == 0

    def test_operators(self, pages: Pages) -> None:
        assert pages("кружок ёлка") == []
        assert set(pages("кружок ёлка", operator="or")) == {TITLES[2], TITLES[3], TITLES[7]}
        assert set(pages(PlainText("кружок") & ~PlainText("приказ"))) == {TITLES[3]}
        assert pages(Phrase("плану работы")) == [TITLES[7]]
        assert pages(Phrase("работа плана")) == []
        assert pages(MATCH_NONE) == []
        assert len(pages(MATCH_ALL)) == Page.objects.count()
        assert set(TITLES) - set(pages(~PlainText("приказ"))) == {TITLES[1], TITLES[7]}
        assert pages(parse_query_string('"кружок робототехники"')[1]) == [TITLES[3]]


class TestOrder:
    def test_a_title_counts_for_more_than_a_text_elsewhere(self) -> None:
        in_title = SchoolFactory(short_name="Лесная школа", full_name="Школа в лесу")
        elsewhere = SchoolFactory(short_name="Школа у реки", full_name="Лесная школа у реки")
        model = type(in_title)
        get_search_backend().add_bulk(model, [in_title, elsewhere])
        assert list(model.objects.search("лесная школа")) == [in_title, elsewhere]
        assert model.objects.search("лесная школа").annotate_score("score")[0].score > 0

    def test_more_words_of_the_query_come_first(self, pages: Pages) -> None:
        assert pages("приказ план кружок", operator="or")[0] == TITLES[7]

    def test_scores_fall(self, pages: Pages) -> None:
        scores = [page.score for page in Page.objects.search("кружок").annotate_score("score")]
        assert len(scores) == 2
        assert scores == sorted(scores, reverse=True)

    def test_own_order_is_kept(self, pages: Pages) -> None:
        queryset = Page.objects.order_by("title")
        found = [page.title for page in queryset.search("кружок", order_by_relevance=False)]
        assert found == sorted([TITLES[3], TITLES[7]])
        assert pages("кружок", order_by="-title") == found[::-1]

    def test_slices_and_counts(self, pages: Pages) -> None:
        results = Page.objects.search("приказ")
        assert [results[0], results[1]] == list(results)
        assert (results.count(), list(results[1:5]), list(results[2:4])) == (2, [results[1]], [])


class TestWithinQuerysets:
    def test_filters(self, pages: Pages) -> None:
        Page.objects.filter(title=TITLES[1]).update(live=False)
        assert [page.title for page in Page.objects.live().search("приказ")] == [TITLES[7]]
        assert [page.title for page in Page.objects.filter(live=False).autocomplete("прик")] == [TITLES[1]]

    def test_filter_by_what_is_not_indexed_is_refused(self) -> None:
        with pytest.raises(FilterFieldError):
            Page.objects.filter(search_description="x").search("приказ")

    def test_results_serve_inside_another_query(self, pages: Pages) -> None:
        found = Page.objects.search("кружок", order_by_relevance=False).get_queryset()
        again = Page.objects.filter(pk__in=found.order_by().values("pk")).exclude(title=TITLES[7])
        assert [page.title for page in again] == [TITLES[3]]

    def test_pages_of_a_type_and_their_specific_objects(self) -> None:
        page = PlainPageFactory(title="Правила посещения мастерских")
        get_search_backend().add(page)
        assert list(type(page).objects.search("мастерская")) == [page]
        assert [found.specific_class for found in Page.objects.search("мастерская")] == [type(page)]
        assert list(Page.objects.type(type(page)).specific().search("посещение")) == [page]

    def test_facets(self, pages: Pages) -> None:
        Page.objects.filter(title=TITLES[1]).update(live=False)
        assert Page.objects.search("приказ").facet("live") == {True: 1, False: 1}
        with pytest.raises(FilterFieldError):
            Page.objects.search("приказ").facet("search_description")

    def test_one_statement_finds_and_fetches(self, pages: Pages) -> None:
        pages("кружок")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            pages("назначение руководителя")
        assert len(queries) == 1


class TestFields:
    def test_titles_only(self) -> None:
        titled = SchoolFactory(short_name="Лесная школа", full_name="Школа № 1")
        described = SchoolFactory(short_name="Школа", full_name="Лесная школа № 2")
        model = type(titled)
        get_search_backend().add_bulk(model, [titled, described])
        assert list(model.objects.search("лесной", fields=["short_name"])) == [titled]
        assert list(model.objects.search("лесной", fields=["full_name"])) == [described]
        assert set(model.objects.search("лесной", fields=["short_name", "full_name"])) == {titled, described}
        assert model.objects.search("лесной", fields=["full_name"]).count() == 1
        assert list(model.objects.autocomplete("лесн", fields=["short_name"])) == [titled]
        assert list(model.objects.search("лесной", fields=[])) == []

    def test_unknown_field_is_refused(self) -> None:
        with pytest.raises(SearchFieldError):
            Page.objects.search("слово", fields=["content_type"])


class TestIndex:
    def test_documents_are_found_as_soon_as_they_are_saved(
        self, django_capture_on_commit_callbacks: Callable[..., object]
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            document = DocumentFactory(title="Положение о центре")
        model = get_document_model()
        assert list(model.objects.search("положения о центрах")) == [document]
        with django_capture_on_commit_callbacks(execute=True):
            document.title = "Устав школы"
            document.save()
        assert list(model.objects.search("положение")) == []
        assert list(model.objects.search("уставом")) == [document]
        document.delete()
        assert list(model.objects.search("устав")) == []

    def test_rebuilding_gives_the_same(self, pages: Pages) -> None:
        before = pages("кружок"), pages("назн", "autocomplete")
        call_command("update_index", verbosity=0)
        assert (pages("кружок"), pages("назн", "autocomplete")) == before

    def test_saving_reads_no_whole_table(self) -> None:
        page = Page.get_first_root_node().add_child(instance=Page(title="Страница", slug="page"))
        get_search_backend().add(page)
        with CaptureQueriesContext(connection) as queries:
            get_search_backend().add(page)
        assert not any("AVG" in query["sql"].upper() for query in queries)

    def test_absent_values_are_not_words(self) -> None:
        page = Page.get_first_root_node().add_child(instance=Page(title="Страница", slug="page"))
        get_search_backend().add(page)
        assert list(Page.objects.search("none")) == []

    @settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(title=st.text(max_size=100))
    def test_any_title_can_be_indexed(self, title: str) -> None:
        page = Page(pk=1, title=title, search_description=title)
        get_search_backend().add(page)

    def test_keys_are_read_back_in_their_own_type(self) -> None:
        task = DBTaskResult.objects.create(
            task_path="x",
            args_kwargs={},
            priority=0,
            queue_name="x",
            backend_name="x",
            run_after=timezone.now(),
        )
        for row in (task, Page.get_first_root_node(), SchoolFactory()):
            queryset = type(row)._base_manager.all()
            key = get_search_backend().query_compiler_class(queryset, "слово").key_from_entry(connection)
            entry = f"SELECT {key} FROM (SELECT %s AS object_id) entry"  # noqa: S608
            assert queryset.filter(pk__in=RawSQL(entry, [str(row.pk)])).get() == row  # noqa: S611

    def test_a_huge_text_can_be_indexed(self) -> None:
        page = Page.get_first_root_node().add_child(instance=Page(title="Книга", slug="book"))
        page.search_description = " ".join(f"слово{number}" for number in range(20_000))
        get_search_backend().add(page)
        assert list(Page.objects.search("книги")) == [page]


class TestHostileQueries:
    @pytest.mark.parametrize("method", ["search", "autocomplete"])
    @pytest.mark.parametrize("query", HOSTILE)
    def test_the_worst_is_answered(self, query: str, method: str) -> None:
        results = getattr(Page.objects.all(), method)(query)
        assert len(list(results)) == results.count()
        list(Page.objects.search(query, operator="or"))
        list(Page.objects.search(Phrase(query)))
        list(getattr(Page.objects.all(), method)(parse_query_string(query)[1]))

    @settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(query=ANY_QUERY)
    def test_anything_is_answered(self, query: str) -> None:
        list(Page.objects.search(query))
        list(Page.objects.autocomplete(query))
