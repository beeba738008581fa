"""The board of a coordinator: own centres, filters and order in SQL, files of exactly that, few queries."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from centers.board_columns import BoardColumn, board_columns
from centers.models import Center, Role
from oversight.catalogue import CATALOGUE, VERSION
from oversight.models import Publication, Standing, StandingItem, Status
from tests.centers.screens import soup_of, words_of
from tests.factories import CenterFactory, MunicipalityFactory, SchoolFactory, member
from tests.factories.feedback import QuestionFactory

pytestmark = pytest.mark.django_db

BOARD = "oversight_board"
FIRST, SECOND = CATALOGUE[0], CATALOGUE[1]


def standing(center: Center, score: int, *lacks: str, **more: Any) -> Standing:
    """Put a centre's figures on the board, whatever its pages say."""
    Standing.objects.filter(center=center).delete()
    values = {"publication": Publication.PUBLISHED, "present": 10, "missing": len(lacks), **more}
    row = Standing.objects.create(center=center, score=score, catalogue_version=VERSION, **values)
    StandingItem.objects.bulk_create(
        StandingItem(standing=row, code=code, status=Status.MISSING) for code in lacks
    )
    return row


@pytest.fixture
def part(network: Any) -> dict[str, Center]:
    """Three centres in two municipalities of Томская область beside the one in Дагестан."""
    other = MunicipalityFactory(region=network.tomsk.region, name="Бакчарский район")
    low = CenterFactory(school=SchoolFactory(municipality=other, short_name="Высокоярская СОШ"))
    high = CenterFactory(
        school=SchoolFactory(municipality=other, short_name="=1+1 СОШ"), state="opening", year=2026
    )
    standing(network.tomsk, 70, FIRST.code, oldest_update=dt.datetime(2024, 1, 2, tzinfo=dt.UTC))
    standing(low, 20, FIRST.code, SECOND.code, publication=Publication.DRAFT)
    standing(high, 95, oldest_update=dt.datetime(2026, 1, 2, tzinfo=dt.UTC))
    standing(network.dagestan, 10, FIRST.code)
    QuestionFactory(center=low)
    return {"own": network.tomsk, "low": low, "high": high, "far": network.dagestan}


@pytest.fixture
def coordinator(network: Any, client: Client) -> Client:
    client.force_login(member(Role.REGIONAL, network.tomsk.region))
    return client


def names(response: Any) -> list[str]:
    """The centres of the table from above to below."""
    return [row.get_text(" ", strip=True) for row in soup_of(response).select("table.board tbody th")]


def listed(client: Client, **query: Any) -> list[str]:
    return names(client.get(reverse(BOARD), query))


OWN, LOW, HIGH = "МКОУ «Баткатская СОШ»", "Высокоярская СОШ", "=1+1 СОШ"


def test_worst_filled_in_first_and_nobody_elses(coordinator, part):
    shown = coordinator.get(reverse(BOARD))
    assert names(shown) == [LOW, OWN, HIGH]
    words = words_of(shown)
    assert "3 центра" in words
    assert "Рутульская" not in words
    assert str(FIRST.title) in words


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"score_from": "60"}, [OWN, HIGH]),
        ({"score_to": "60"}, [LOW]),
        ({"score_from": "60", "score_to": "80"}, [OWN]),
        ({"lacks": FIRST.code}, [LOW, OWN]),
        ({"lacks": SECOND.code}, [LOW]),
        ({"state": "opening"}, [HIGH]),
        ({"publication": "draft"}, [LOW]),
        ({"publication": "published"}, [OWN, HIGH]),
        ({"waiting": "on"}, [LOW]),
        ({"q": "баткат"}, [OWN]),
        ({"q": "баткат", "score_to": "10"}, []),
        ({"order": "-score"}, [HIGH, OWN, LOW]),
        ({"order": "name"}, [HIGH, LOW, OWN]),
        ({"order": "oldest"}, [OWN, HIGH, LOW]),
        ({"order": "-lacks"}, [LOW, OWN, HIGH]),
        ({"order": "-waiting", "score_to": "90"}, [LOW, OWN]),
        ({"order": "no such order"}, [LOW, OWN, HIGH]),
    ],
)
def test_filters_and_orders(coordinator, part, query, expected):
    assert listed(coordinator, **query) == expected


def test_filter_by_municipality_offers_own_ones_only(coordinator, part):
    place = part["low"].municipality
    assert listed(coordinator, municipality=place.pk) == [LOW, HIGH]
    options = [
        one.text for one in soup_of(coordinator.get(reverse(BOARD))).select("[name=municipality] option")
    ]
    assert options == ["все", "Бакчарский район", "Шегарский район"]
    foreign = coordinator.get(reverse(BOARD), {"municipality": part["far"].municipality_id})
    assert "Рутульск" not in words_of(foreign)
    assert soup_of(foreign).select(".error-message")


@pytest.mark.parametrize(
    "query", [{"score_from": "много"}, {"lacks": "no-such"}, {"state": "x"}, {"p": "9" * 9}, {"p": "x"}]
)
def test_bad_filters_are_told_or_passed_over(coordinator, part, query):
    assert listed(coordinator, **query) == [LOW, OWN, HIGH]


def test_centre_that_was_never_counted_is_there_too(coordinator, part):
    Standing.objects.filter(center=part["high"]).delete()
    shown = coordinator.get(reverse(BOARD))
    assert names(shown) == [LOW, OWN, HIGH]
    assert "ещё не считали" in words_of(shown)
    assert listed(coordinator, publication="not_opened") == [HIGH]


def test_headings_sort_and_say_so(coordinator, part):
    shown = soup_of(coordinator.get(reverse(BOARD), {"order": "-score", "state": "open"}))
    heads = {head.get_text(" ", strip=True).rstrip(" ↑↓"): head for head in shown.select("table thead th")}
    assert heads["Заполнено"]["aria-sort"] == "descending"
    assert heads["Центр"]["aria-sort"] == "none"
    assert "state=open" in heads["Центр"].a["href"]
    assert "order=score" in heads["Заполнено"].a["href"]


def test_municipal_coordinator_sees_the_own_district(client, part):
    client.force_login(member(Role.MUNICIPAL, part["low"].municipality))
    assert listed(client) == [LOW, HIGH]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.HEAD])
def test_staff_of_a_centre_has_no_board(client, part, role):
    client.force_login(member(role, part["own"]))
    for name, args in ((BOARD, []), ("oversight_places", []), ("oversight_board_file", ["csv"])):
        assert client.get(reverse(name, args=args)).status_code in (302, 403)
    assert reverse(BOARD) not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_menu_leads_to_the_board(coordinator, part):
    assert f'"{reverse(BOARD)}"' in coordinator.get(reverse("wagtailadmin_home")).content.decode()


def lines(response: Any) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_csv_is_what_the_filters_leave_and_no_formula(coordinator, part):
    url = reverse("oversight_board_file", args=["csv"])
    head, *rows = lines(coordinator.get(url, {"order": "-score"}))
    assert [row[0] for row in rows] == [f"'{HIGH}", OWN, LOW]
    assert head[-1] == "Вопросы без ответа"
    assert [row[-1] for row in rows] == ["0", "0", "1"]
    assert str(FIRST.title) in rows[1][8]
    _head, *some = lines(coordinator.get(url, {"lacks": SECOND.code}))
    assert [row[0] for row in some] == [LOW]


def test_xlsx_is_the_same_with_numbers(coordinator, part):
    response = coordinator.get(reverse("oversight_board_file", args=["xlsx"]))
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[0] for row in rows] == [LOW, OWN, HIGH]
    assert rows[0][5] == 20
    assert sheet["A4"].data_type == "s"
    assert coordinator.get(reverse("oversight_board_file", args=["pdf"])).status_code == 404


def test_region_by_municipality(coordinator, part):
    shown = coordinator.get(reverse("oversight_places"))
    assert names(shown) == ["Бакчарский район", "Шегарский район"]
    cells = [
        cell.get_text(strip=True) for cell in soup_of(shown).select("table.board tbody tr")[0].select("td")
    ]
    assert cells == ["2", "58 %", "1", "50 %", "1", "1"]
    linked = soup_of(shown).select("table.board tbody a")[0]["href"]
    assert names(coordinator.get(linked)) == [LOW, HIGH]
    assert names(coordinator.get(reverse("oversight_places"), {"order": "-average"}))[0] == "Шегарский район"


def test_network_by_region_and_down(client, part):
    client.force_login(member(Role.NETWORK))
    shown = client.get(reverse("oversight_places"))
    assert names(shown) == ["Республика Дагестан", "Томская область"]
    down = soup_of(shown).select("table.board tbody th a")[1]["href"]
    assert names(client.get(down)) == ["Бакчарский район", "Шегарский район"]
    assert listed(client, region=part["far"].municipality.region_id) == ["МКОУ «Рутульская СОШ»"]
    head, *rows = lines(client.get(reverse("oversight_places_file", args=["csv"]), {"order": "-total"}))
    assert head[0] == "Регион"
    assert rows[0] == ["Томская область", "3", "62", "2", "66", "1", "1"]


def test_queries_do_not_grow_with_the_centres(coordinator, part):
    def count(url: str) -> int:
        coordinator.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert coordinator.get(url).status_code == 200
        return len(queries)

    urls = [
        reverse(BOARD),
        f"{reverse(BOARD)}?q=сош&lacks={FIRST.code}&order=-waiting",
        reverse("oversight_places"),
        f"{reverse('oversight_remind')}?lacks={FIRST.code}",
        reverse("oversight_reminders"),
    ]
    before = [count(url) for url in urls]
    for number in range(6):
        school = SchoolFactory(municipality=part["low"].municipality)
        standing(CenterFactory(school=school), number * 10, FIRST.code, SECOND.code)
    assert [count(url) for url in urls] == before
    assert max(before) <= 40, before


def test_pages_of_a_long_board(coordinator, part, monkeypatch):
    monkeypatch.setattr("oversight.board_views.ROWS", 2)
    assert listed(coordinator) == [LOW, OWN]
    assert listed(coordinator, p=2) == [HIGH]
    assert "Страница 2 из 2" in words_of(coordinator.get(reverse(BOARD), {"p": 2}))


def test_rooms_hand_in_their_columns():
    (column,) = [one for one in board_columns() if one.name == "waiting"]
    assert isinstance(column, BoardColumn)
