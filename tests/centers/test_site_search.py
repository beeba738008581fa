"""The search of the site: what it finds, and that no query breaks it."""

import pytest
from django.test import Client

from centers.models import CenterDocument
from centers.models.document_hits import LONGEST_QUERY, clean_query
from centers.views.search import HITS_ON_PAGE
from tests import factories as make

pytestmark = pytest.mark.django_db

HOSTILE = [
    "",
    "   ",
    "я" * 10_000,
    "робот " * 2_000,
    "\x00",
    "робот\x00техника",
    "%00",
    '"',
    '"робот',
    "'; DROP TABLE centers_center; --",
    "робот AND",
    "OR NOT",
    "NEAR(робот техника, 2)",
    "title:робот",
    "робот*",
    "*",
    "^робот",
    "робот | техника & !наука",
    "(робот",
    "<->",
    ":*",
    "a:b:c",
    "{}[]()~\\/+-",
    "\\",
    "%_",
    "{{ 7 }}",
    "<script>alert(1)</script>",
    "\ud83e\udd16".encode("utf-16", "surrogatepass").decode("utf-16"),
    "\u202e\u200b\ufeff",
    "١٢٣",
    "-" * 500,
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_no_query_breaks_the_page(network, client: Client, query):
    response = client.get("/poisk/", {"q": query})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_query_of_bytes_that_are_no_text_breaks_nothing(network, client: Client):
    assert client.get("/poisk/?q=%ff%fe%00").status_code == 200


def test_query_is_bounded_and_cleaned():
    assert clean_query(" робот\x00 \n техника\u200b ") == "робот техника"
    assert len(clean_query("я" * 10_000)) == LONGEST_QUERY


class TestHits:
    @pytest.fixture(autouse=True)
    def _content(self, network) -> None:
        center = network.tomsk
        make.ProgramPageFactory(center=center, title="Астрономия для всех")
        make.EventPageFactory(center=center, title="Вечер астрономии")
        make.NewsPageFactory(center=center, title="Новый телескоп", lead="Приходите на астрономию.")
        make.CenterDocumentFactory(center=center, title="О кружке астрономии", elsewhere=True, published=True)
        make.CenterDocumentFactory(center=center, title="Черновик об астрономии", elsewhere=True)
        make.ProgramPageFactory(center=center, title="Астрономия завтра", draft=True)

    def groups(self, client: Client, query: str) -> dict[str, int]:
        groups = client.get("/poisk/", {"q": query}).context["groups"]
        return {code: total for code, _label, total, _hits in groups}

    @pytest.mark.parametrize("query", ["астрономия", "АСТРОНОМИЮ", "астрономии", " астрономией  "])
    def test_all_kinds_are_found_in_any_form_of_the_word(self, client: Client, query):
        assert self.groups(client, query) == {"programs": 1, "events": 1, "news": 1, "documents": 1}

    @pytest.mark.parametrize("query", ["Баткатская", "баткатской сош", "Шегарский"])
    def test_centre_is_found_by_its_school_and_its_municipality(self, client: Client, query):
        assert self.groups(client, query) == {"centers": 1}

    def test_nothing_found_is_said_without_an_error(self, client: Client):
        context = client.get("/poisk/", {"q": "ничегошеньки"}).context
        assert (context["total"], context["groups"], context["hits"]) == (0, [], None)

    def test_one_kind_is_shown_page_by_page(self, client: Client):
        context = client.get("/poisk/", {"q": "астрономия", "kind": "programs"}).context
        assert context["kind"] == "programs"
        assert [page.title for page in context["hits"]] == ["Астрономия для всех"]

    @pytest.mark.parametrize("kind", ["net", "documents'", "programs\x00", ""])
    def test_unknown_kind_shows_all(self, client: Client, kind):
        context = client.get("/poisk/", {"q": "астрономия", "kind": kind}).context
        assert (context["kind"], context["total"]) == ("", 4)

    def test_words_of_the_query_come_back_escaped(self, client: Client):
        content = client.get("/poisk/", {"q": '"><img src=x>'}).content.decode()
        assert "<img src=x" not in content


@pytest.mark.parametrize(
    ("number", "shown", "page"),
    [("1", HITS_ON_PAGE, 1), ("2", 3, 2), ("-1", 3, 2), (str(10**9), 3, 2), ("abc", HITS_ON_PAGE, 1)],
)
def test_any_page_number_gives_a_page(network, client: Client, number, shown, page):
    rows = make.CenterDocumentFactory.build_batch(
        HITS_ON_PAGE + 3, center=network.tomsk, title="О кружке астрономии", document=None, live=True
    )
    for row in rows:
        row.save()
    context = client.get("/poisk/", {"q": "астрономии", "kind": "documents", "page": number}).context
    assert (len(context["hits"]), context["hits"].number) == (shown, page)


def test_document_of_a_deleted_row_is_not_found(network, client: Client):
    row = make.CenterDocumentFactory(
        center=network.tomsk, title="Про астрономию", elsewhere=True, published=True
    )
    assert client.get("/poisk/", {"q": "астрономия"}).context["total"] == 1
    CenterDocument.objects.filter(pk=row.pk).update(deleted_at="2026-01-01T00:00Z")
    assert client.get("/poisk/", {"q": "астрономия"}).context["total"] == 0
