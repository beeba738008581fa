"""The list of a centre's documents: kinds, years, what is no longer in force, any address."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from centers.models import CenterDocument, DocumentsPage
from centers.models.document_list import IN_OVERVIEW, ON_PAGE, Asked
from tests import factories as make

pytestmark = pytest.mark.django_db

HOSTILE = [
    {"year": "99999999999"},
    {"year": "-1"},
    {"year": "0000"},
    {"year": "²²²²"},
    {"year": "2025\x00"},
    {"kind": "<script>alert(1)</script>"},
    {"kind": "order' OR 1=1 --"},
    {"kind": "я" * 10_000},
    {"page": "-1", "kind": "order"},
    {"page": str(10**9), "kind": "order"},
    {"page": str(10**9), "q": "приказ"},
    {"page": "<b>", "year": "2024"},
    {"q": "я" * 10_000},
    {"q": 'NEAR/2 "'},
    {"q": "*"},
    {"q": ":"},
    {"q": "title:приказ"},
    {"q": "'; DROP TABLE centers_centerdocument; --"},
    {"q": "\x00\x07\u202e"},
    {"q": "(приказ"},
    {"q": '"><img src=x onerror=alert(1)>'},
]


@pytest.fixture
def section(network) -> DocumentsPage:
    return make.section_of(network.tomsk, DocumentsPage)


def add(center, amount: int = 1, **values) -> list[CenterDocument]:
    """Published documents whose files stand on the school's site."""
    rows = make.CenterDocumentFactory.build_batch(
        amount, center=center, document=None, stated_type="pdf", live=True, **values
    )
    return CenterDocument.objects.bulk_create(rows)


class TestOverview:
    def test_kinds_have_permanent_anchors(self, network, section, client: Client):
        add(network.tomsk, kind="order")
        add(network.tomsk, kind="media_plan")
        page = client.get(section.url).content.decode()
        assert 'id="order"' in page
        assert 'id="media_plan"' in page

    def test_of_many_documents_the_newest_are_shown_and_the_rest_is_one_link_away(
        self, network, section, client: Client
    ):
        for year, amount in ((2026, 6), (2025, 12), (2024, 200), (2023, 2)):
            add(network.tomsk, amount, date=dt.date(year, 4, 4))
        response = client.get(section.url)
        (orders,) = response.context["groups"]
        assert (len(orders.recent), orders.total, orders.address) == (6, 220, "")
        assert [(year.year, year.count, len(year.rows), year.address) for year in orders.years] == [
            (2025, 12, 12, ""),
            (2024, 200, 0, "?kind=order&year=2024"),
            (2023, 2, 0, "?kind=order&year=2023"),
        ]
        page = response.content.decode()
        assert "?kind=order&amp;year=2024" in page
        assert page.count('class="doc"') <= IN_OVERVIEW

    def test_newest_year_too_long_for_the_overview_leads_to_all(self, network, section, client: Client):
        add(network.tomsk, IN_OVERVIEW + 5, date=dt.date(2026, 4, 4))
        (orders,) = client.get(section.url).context["groups"]
        assert (len(orders.recent), orders.address) == (IN_OVERVIEW, "?kind=order")

    def test_archive_counts_each_year(self, network, section, client: Client):
        add(network.tomsk, 2, date=dt.date(2026, 1, 1))
        add(network.tomsk, 3, date=dt.date(2021, 12, 31), kind="plan")
        add(network.tomsk, 1, date=None)
        context = client.get(section.url).context
        assert context["years"] == [(2026, 2), (2021, 3)]
        assert context["kinds"] == [("order", "Приказы", 3), ("plan", "Планы", 3)]
        assert context["document_total"] == 6

    def test_empty_list_says_so(self, section, client: Client):
        page = client.get(section.url).content.decode()
        assert "Документов пока нет." in page
        assert 'class="filter"' not in page


class TestFilter:
    @pytest.fixture(autouse=True)
    def _documents(self, network) -> None:
        for kind, year in (("order", 2026), ("order", 2025), ("plan", 2025), ("act", 2025)):
            add(network.tomsk, kind=kind, date=dt.date(year, 5, 5))
        add(network.dagestan, 3, kind="order", date=dt.date(2025, 5, 5))

    def shown(self, client: Client, section, **asked) -> list[tuple[str, list[tuple[str, int]]]]:
        groups = client.get(section.url, asked).context["groups"]
        return [(group.title, [(row.kind, row.date.year) for row in group.recent]) for group in groups]

    def test_kind_by_year(self, client: Client, section):
        assert self.shown(client, section, kind="order") == [
            ("2026", [("order", 2026)]),
            ("2025", [("order", 2025)]),
        ]

    def test_year_by_kind(self, client: Client, section):
        assert self.shown(client, section, year="2025") == [
            ("Приказы", [("order", 2025)]),
            ("Планы", [("plan", 2025)]),
            ("Акты", [("act", 2025)]),
        ]

    def test_both(self, client: Client, section):
        assert self.shown(client, section, kind="plan", year="2025") == [("2025", [("plan", 2025)])]

    def test_empty_year_says_so(self, client: Client, section):
        page = client.get(section.url, {"year": "2001"}).content.decode()
        assert "ничего не нашлось" in page
        assert "Показать все документы" in page

    def test_empty_choice_stays_chosen(self, client: Client, section):
        page = client.get(section.url, {"kind": "report", "year": "2001"}).content.decode()
        assert '<option value="report" selected>' in page
        assert '<option value="2001" selected>' in page

    def test_form_keeps_what_was_asked_and_sends_it_in_the_address(self, client: Client, section):
        page = client.get(section.url, {"kind": "plan", "year": "2025"}).content.decode()
        assert '<option value="plan" selected>' in page
        assert '<option value="2025" selected>' in page
        assert "method=" not in page.partition('class="filter"')[2].partition(">")[0]

    @pytest.mark.parametrize("asked", ["?q=&kind=&year=", "?utm_source=x&page=1", "?page=1", "?yclid=7"])
    def test_canonical_address_is_clean(self, client: Client, section, asked):
        page = client.get(section.url + asked).content.decode()
        assert f'<link rel="canonical" href="{section.full_url}">' in page

    @pytest.mark.parametrize(
        "asked", ["?q=приказ", "?kind=plan", "?year=2025&kind=order", "?kind=net&year=1"]
    )
    def test_parts_of_the_list_are_not_for_robots(self, client: Client, section, asked):
        head = client.get(section.url + asked).content.decode().partition("</head>")[0]
        assert '<meta name="robots" content="noindex, follow">' in head
        assert "canonical" not in head

    def test_wrong_condition_is_left_out_and_said(self, client: Client, section):
        response = client.get(section.url, {"kind": "order", "year": "1"})
        assert response.context["asked"] == Asked(kind="order", refused=True)
        assert "это условие пропущено" in response.content.decode()


class TestPages:
    def test_long_list_is_shown_page_by_page_and_keeps_its_conditions(self, network, section, client: Client):
        add(network.tomsk, ON_PAGE + 3, date=dt.date(2025, 5, 5))
        first = client.get(section.url, {"kind": "order", "year": "2025"})
        assert len(first.context["shown"]) == ON_PAGE
        assert 'href="?kind=order&amp;year=2025&amp;page=2"' in first.content.decode()
        second = client.get(section.url, {"kind": "order", "year": "2025", "page": "2"})
        assert len(second.context["shown"]) == 3

    @pytest.mark.parametrize("number", ["-1", "0", str(10**9), "1e3", "\x00"])
    def test_any_number_gives_a_page(self, network, section, client: Client, number):
        add(network.tomsk, ON_PAGE + 3)
        shown = client.get(section.url, {"kind": "order", "page": number}).context["shown"]
        assert len(shown) in (3, ON_PAGE)

    def test_words_that_are_looked_for_stay_in_the_links(self, network, section, client: Client, monkeypatch):
        monkeypatch.setattr("centers.models.document_list.ON_PAGE", 1)
        for _ in range(2):
            make.CenterDocumentFactory(
                center=network.tomsk, title="О кружке & студии", elsewhere=True, published=True
            )
        page = client.get(section.url, {"q": "кружок & студия"}).content.decode()
        link = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
        assert parse_qs(urlsplit(link).query) == {"q": ["кружок & студия"], "page": ["2"]}


@pytest.mark.parametrize("asked", HOSTILE, ids=range(len(HOSTILE)))
def test_no_address_breaks_the_list(network, section, client: Client, asked):
    add(network.tomsk, 3)
    response = client.get(section.url, asked)
    page = response.content.decode()
    assert response.status_code == 200
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert client.get(f"{section.url}dokumenty.csv", asked).status_code == 200


class TestInForce:
    TODAY = (2026, 9, 1)

    @pytest.fixture(autouse=True)
    def _today(self, at) -> None:
        at(*self.TODAY)

    def test_ended_document_is_marked_and_kept(self, network, section, client: Client):
        add(network.tomsk, date=dt.date(2026, 1, 1), title="Действует")
        add(network.tomsk, date=dt.date(2026, 2, 1), title="Кончился", valid_until=dt.date(2026, 8, 31))
        response = client.get(section.url)
        (orders,) = response.context["groups"]
        assert [row.title for row in orders.recent] == ["Действует"]
        assert [row.title for row in orders.ended] == ["Кончился"]
        assert response.content.decode().count("утратил силу") == 1

    def test_replaced_document_names_the_one_that_replaced_it(self, network, section, client: Client):
        (old,) = add(network.tomsk, date=dt.date(2024, 1, 1), number="1")
        (new,) = add(network.tomsk, date=dt.date(2026, 1, 1), number="2", supersedes=old)
        page = client.get(section.url).content.decode()
        assert "заменён документом" in page
        assert page.count(new.get_absolute_url()) == 2
        card = client.get(old.get_absolute_url()).content.decode()
        assert "утратил силу" in card.replace("\xa0", " ")
        assert new.get_absolute_url() in card
        assert old.get_absolute_url() in client.get(new.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("values", [{"live": False}, {"valid_from": dt.date(2026, 9, 2)}])
    def test_draft_and_what_is_not_in_force_yet_replace_nothing(
        self, network, section, client: Client, values
    ):
        (old,) = add(network.tomsk, date=dt.date(2024, 1, 1))
        (new,) = add(network.tomsk, date=dt.date(2026, 1, 1), supersedes=old)
        CenterDocument.objects.filter(pk=new.pk).update(**values)
        page = client.get(section.url).content.decode() + client.get(old.get_absolute_url()).content.decode()
        assert "утратил силу" not in page

    def test_hidden_predecessor_is_not_named(self, network, client: Client):
        (old,) = add(network.tomsk, title="Тайный")
        (new,) = add(network.tomsk, supersedes=old)
        CenterDocument.objects.filter(pk=old.pk).update(live=False)
        assert "Тайный" not in client.get(new.get_absolute_url()).content.decode()

    def test_documents_that_replace_each_other_break_nothing(self, network, section, client: Client):
        one, two = add(network.tomsk, 2)
        CenterDocument.objects.filter(pk=one.pk).update(supersedes=two)
        CenterDocument.objects.filter(pk=two.pk).update(supersedes=one)
        assert client.get(section.url).status_code == 200
        assert client.get(one.get_absolute_url()).status_code == 200

    def test_where_nothing_is_in_force_the_list_is_open(self, network, section, client: Client):
        add(network.tomsk, date=dt.date(2026, 2, 1), valid_until=dt.date(2026, 8, 31))
        (orders,) = client.get(section.url).context["groups"]
        assert (len(orders.recent), orders.ended) == (1, [])


def test_accessible_form_stands_on_the_card(network, client: Client):
    row = make.CenterDocumentFactory(
        center=network.tomsk, published=True, accessible_alternative=make.DocumentFactory()
    )
    assert row.accessible_alternative.url in client.get(row.get_absolute_url()).content.decode()
