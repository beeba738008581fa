"""The search of the site: what it finds, why, and that no query breaks it."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from centers.models import CenterDocument, NewsPage, School
from centers.models.document_hits import LONGEST_QUERY, clean_query
from centers.services.finding import Kind
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
    "\ue004r70 \ue005робот",
    "١٢٣ класс",
    "99 класс 0 лет 99999999999 класс",
    "-" * 500,
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_no_query_breaks_the_page(network, client: Client, query):
    response = client.get("/poisk/", {"q": query})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_query_of_bytes_that_are_no_text_breaks_nothing(network, client: Client):
    assert client.get("/poisk/?q=%ff%fe%00").status_code == 200


@pytest.mark.parametrize("value", ["-1", "1000000000", "\x00", "я" * 500, "²"])
def test_choices_that_make_no_sense_are_left_out(network, client: Client, value):
    names = ("kind", "region", "direction", "grade", "page", "exact")
    assert client.get("/poisk/", {"q": "школа", **dict.fromkeys(names, value)}).status_code == 200


def test_query_is_bounded_and_cleaned():
    assert clean_query(" робот\x00 \n техника\u200b ") == "робот техника"
    assert len(clean_query("я" * 10_000)) == LONGEST_QUERY


def ask(client: Client, query: str, **more):
    return client.get("/poisk/", {"q": query, **more}).context


def kinds(client: Client, query: str, **more) -> dict[str, int]:
    return {option.value: option.count for option in ask(client, query, **more)["found"].kinds}


def names(client: Client, query: str, **more) -> list[str]:
    return [hit.name for hit in ask(client, query, **more)["found"].hits]


def reasons(client: Client, query: str, name: str) -> dict[str, str]:
    """Of the hit of that name: where each word was found, and what was marked there."""
    cards = ask(client, query)["cards"]
    card = next(card for card in cards if "".join(piece for piece, _is_hit in card.title) == name)
    return {why.label: " ".join(piece for piece, is_hit in why.pieces if is_hit) for why in card.reasons}


@pytest.fixture
def club(network):
    """A programme and what stands around it, in the centre of Томск."""
    center = network.tomsk
    teacher = make.TeacherFactory(center=center, full_name="Воробьёва Алёна Игоревна", subjects="Астрономия")
    program = make.ProgramPageFactory(
        center=center,
        title="Астрономия для всех",
        lead="Смотрим на звёзды.",
        kind="additional",
        additional_focus="natural_science",
        grade_from=5,
        grade_to=7,
        teacher=teacher,
        body=[("paragraph", "<p>Настраиваем телескоп и рисуем карту неба.</p>")],
    )
    make.ProgramPageFactory(center=network.dagestan, title="Горная астрономия", grade_from=8, grade_to=9)
    make.EventPageFactory(center=center, title="Вечер астрономии", classes="5–6 классы")
    make.NewsPageFactory(center=center, title="Новый телескоп", lead="Приходите на астрономию.")
    make.CenterDocumentFactory(
        center=center, title="О кружке астрономии", number="41", elsewhere=True, published=True
    )
    make.CenterDocumentFactory(center=center, title="Черновик об астрономии", elsewhere=True)
    make.ProgramPageFactory(center=center, title="Астрономия завтра", draft=True)
    return program


class TestFinding:
    @pytest.mark.parametrize("query", ["астрономия", "АСТРОНОМИЮ", "астрономии", " астрономией  "])
    def test_all_kinds_are_found_in_any_form_of_the_word(self, club, client: Client, query):
        found = {"programs": 2, "events": 1, "teachers": 1, "news": 1, "documents": 1}
        assert kinds(client, query) == found

    @pytest.mark.parametrize(
        ("query", "meant"),
        [
            ("астранономия", "астрономия"),
            ("fcnhjyjvbz", "астрономия"),
            ("astronomiya", "астрономия"),
            ("астро номия", "астрономия"),
        ],
    )
    def test_mistyped_words_are_put_right_and_said(self, club, client: Client, query, meant):
        context = ask(client, query)
        assert [one.meant for one in context["found"].asked.corrections] == [meant]
        assert context["found"].hits[0].name == "Астрономия для всех"
        page = client.get("/poisk/", {"q": query}).content.decode()
        assert f"«<b>{meant}</b>» вместо «{query}»" in page
        assert ask(client, query, exact="1")["found"].hits == []

    @pytest.mark.parametrize(
        "query",
        [
            "астрономия шегарский район",
            "кружок астрономии 6 класс томск",
            "астрономия шестиклассник",
            "астрономия 12 лет",
            "баткатская сош астрономия",
            "естественно-научная астрономия томская",
            "телескоп воробьева",
            "где записаться на бесплатный кружок астрономии в томской области",
        ],
    )
    def test_thing_and_place_may_be_asked_for_together(self, club, client: Client, query):
        found = ask(client, query)["found"]
        assert found.hits[0].name == "Астрономия для всех"
        assert found.asked.left_out == ()

    @pytest.mark.parametrize(
        "query", ["Баткатская", "баткатской сош", "баткатская школа", "Шегарский", "Баткат"]
    )
    def test_centre_is_found_by_its_school_and_its_municipality(self, network, client: Client, query):
        assert ask(client, query)["found"].hits[0].kind == "centers"

    def test_school_with_its_centre_stands_once_and_alone_when_asked_for(self, network, client: Client):
        found = ask(client, "Баткатская")["found"]
        assert [hit.kind for hit in found.hits] == ["centers"]
        card = ask(client, "Баткатская", kind="schools")["cards"][0]
        assert card.centers == [(network.tomsk.title, network.tomsk.page.url)]

    def test_school_without_a_page_of_a_centre_is_not_found(self, network, client: Client):
        school = make.SchoolFactory(short_name="Дальняя школа", municipality=network.tomsk.municipality)
        assert School.objects.filter(pk=school.pk).exists()
        assert names(client, "дальняя школа", exact="1") == []

    def test_document_is_found_by_its_number(self, club, client: Client):
        assert names(client, "приказ 41")[0].startswith("Приказ №\xa041")

    def test_words_that_stand_nowhere_together_are_given_up_and_said(self, club, client: Client):
        found = ask(client, "астрономия дагестан воробьева")["found"]
        assert found.hits
        assert len(found.asked.left_out) == 1

    def test_nothing_found_helps_on(self, network, client: Client):
        response = client.get("/poisk/", {"q": "ничегошеньки"})
        assert response.context["found"].hits == []
        assert network.tomsk.region.name in response.content.decode()


class TestReasons:
    @pytest.mark.parametrize(
        ("query", "reason"),
        [
            ("астрономия алена воробьева", {"педагог программы": "Воробьёва Алёна"}),
            ("астрономия телескоп", {"в описании": "телескоп"}),
            ("астрономия естественная", {}),
        ],
    )
    def test_says_where_a_word_stands(self, club, client: Client, query, reason):
        found = reasons(client, query, "Астрономия для всех")
        assert found.items() >= reason.items()

    def test_name_and_place_are_marked(self, club, client: Client):
        card = ask(client, "астрономия шегарский")["cards"][0]
        assert ("Астрономия", True) in card.title
        assert ("Шегарский", True) in card.place

    def test_teacher_leads_to_the_place_on_the_page(self, club, client: Client):
        card = ask(client, "воробьева", kind="teachers")["cards"][0]
        address, _sign, anchor = card.url.partition("#")
        assert f'id="{anchor}"' in client.get(address).content.decode()


class TestChoices:
    def test_choices_are_counted_and_combine(self, club, client: Client):
        found = ask(client, "астрономия")["found"]
        assert {option.value: option.count for option in found.regions} == {"70": 5, "05": 1}
        assert {option.value: option.count for option in found.classes}["6"] == 2
        found = ask(client, "астрономия", region="70", grade="6")["found"]
        assert [hit.kind for hit in found.hits] == ["programs", "events"]
        assert {option.value: option.count for option in found.regions} == {"70": 2}
        assert names(client, "астрономия", direction="natural_science") == ["Астрономия для всех"]

    def test_each_count_is_what_its_link_shows(self, club, client: Client):
        context = ask(client, "астрономия", region="70")
        for option, address in context["kinds"]:
            assert len(client.get(f"/poisk/{address}").context["found"].hits) == option.count

    def test_more_than_can_be_counted_is_said(self, club, client: Client, monkeypatch):
        monkeypatch.setattr("centers.services.finding.search.MOST_HITS", 3)
        monkeypatch.setattr("centers.views.search.MOST_HITS", 3)
        assert "более 3" in client.get("/poisk/", {"q": "астрономия"}).content.decode()
        assert names(client, "астрономия", region="05") == ["Горная астрономия"]

    def test_of_more_than_can_be_counted_every_region_can_be_chosen(
        self, club, network, client: Client, monkeypatch
    ):
        """Those looked at may all stand in one region: a family of another must find its own."""
        # Whether PostgreSQL looks at a part alone follows from statistics that it may make at any moment.
        monkeypatch.setattr("toolkit.search.finding._part", lambda *_args: ())
        monkeypatch.setattr("centers.services.finding.search.MOST_HITS", 3)
        monkeypatch.setattr("centers.views.search.MOST_HITS", 3)
        context = ask(client, "астрономия")
        assert [(option.value, option.count) for option in context["found"].regions] == [
            ("05", None),
            ("70", None),
        ]
        kinds_shown = context["found"].kinds
        assert [option.value for option in kinds_shown] == [kind.value for kind in Kind]
        assert sum(option.count or 0 for option in kinds_shown) == 3
        uncounted = next(option.value for option in kinds_shown if option.count is None)
        narrow = client.get("/poisk/", {"q": "астрономия", "kind": uncounted}).content.decode()
        assert "выберите регион" not in narrow
        assert BeautifulSoup(narrow, "html.parser").select_one(".kinds span").get_text() == "3+"
        page = BeautifulSoup(client.get("/poisk/", {"q": "астрономия"}).content, "html.parser")
        (facet,) = [one for one in page.select(".facet") if one.h3.get_text() == "Регион"]
        assert [link.get_text(strip=True) for link in facet.select("a")] == [
            "Республика Дагестан",
            "Томская область",
        ]
        assert "выберите регион" in page.select_one(".results__list").get_text()
        chosen = ask(client, "астрономия", region="05")["found"]
        assert [(option.value, option.is_chosen) for option in chosen.regions] == [
            ("05", True),
            ("70", False),
        ]

    def test_drafts_crowd_out_nothing(self, network, client: Client, monkeypatch):
        """The index holds drafts too, and those that are looked at first may all be drafts."""
        monkeypatch.setattr("centers.services.finding.search.MOST_HITS", 3)
        for number in range(5):
            make.ProgramPageFactory(center=network.tomsk, title=f"Геология, черновик {number}", draft=True)
        make.ProgramPageFactory(center=network.tomsk, title="Геология для всех")
        assert names(client, "геология") == ["Геология для всех"]
        assert not ask(client, "геология")["found"].is_more
        for number in range(30):
            make.ProgramPageFactory(center=network.tomsk, title=f"Геология, замысел {number}", draft=True)
        page = client.get("/poisk/", {"q": "геология"}).content.decode()
        assert "Нашлось не меньше 1 ответа" in page.replace("\xa0", " ")

    def test_unknown_kind_shows_all(self, club, client: Client):
        assert len(names(client, "астрономия", kind="net")) == 6


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
    context = ask(client, "астрономии", kind="documents", page=number)
    assert (len(context["cards"]), context["hits"].number) == (shown, page)


class TestNothingHidden:
    def test_teacher_who_is_not_shown(self, club, client: Client):
        type(club.teacher).objects.filter(pk=club.teacher.pk).update(is_shown=False)
        assert kinds(client, "воробьева", kind="teachers")["teachers"] == 0
        assert not any("Воробьёва" in str(card.reasons) for card in ask(client, "астрономия")["cards"])

    def test_programme_is_not_found_by_a_teacher_who_is_not_shown(self, club, client: Client, commit):
        club.teacher.is_shown = False
        with commit():
            club.teacher.save()
        assert names(client, "воробьева", exact="1") == []

    def test_deleted_document(self, club, client: Client):
        CenterDocument.objects.filter(number="41").update(deleted_at="2026-01-01T00:00Z")
        assert names(client, "приказ 41", exact="1") == []

    def test_pages_below_a_hidden_one(self, club, network, client: Client):
        page = network.tomsk.page.get_parent()
        type(page).objects.filter(pk=page.pk).update(live=False)
        assert names(client, "астрономия") == ["Горная астрономия"]

    def test_other_centres_on_a_host_of_its_own(self, club, network, settings):
        settings.ALLOWED_HOSTS = ["*"]
        for page in (network.dagestan.page, network.dagestan.page.get_parent()):
            site = make.SiteFactory(root_page=page)
            own = Client(headers={"host": site.hostname})
            assert names(own, "астрономия") == ["Горная астрономия"]
            assert names(own, "астрономия для всех шегарский") == []


class TestIndex:
    def test_renamed_school_and_municipality_are_found_by_their_new_names(
        self, club, network, client, commit
    ):
        school, municipality = club.center.school, club.center.municipality
        school.short_name = "Ореховская школа"
        with commit():
            school.save()
        assert names(client, "астрономия ореховская")[0] == "Астрономия для всех"
        assert names(client, "астрономия баткатская", exact="1") == []
        municipality.name = "Кедровый район"
        with commit():
            municipality.save()
        assert names(client, "приказ 41 кедровый")[0].startswith("Приказ")
        assert names(client, "астрономия кедровый", exact="1")[0] == "Астрономия для всех"

    def test_moved_school_takes_along_what_is_found_in_it(self, club, network, client: Client, commit):
        school = club.center.school
        school.municipality = network.dagestan.municipality
        with commit():
            school.save()
        assert "Астрономия для всех" in names(client, "астрономия дагестан", exact="1")
        assert names(client, "астрономия томская", exact="1") == []

    def test_moved_news_is_found_at_its_new_place(self, club, network, client: Client, commit):
        news = NewsPage.objects.get(title="Новый телескоп")
        other = make.NewsPageFactory(center=network.dagestan, title="Другая новость").get_parent()
        with commit():
            news.move(other, pos="last-child")
        assert names(client, "телескоп дагестан", exact="1") == ["Новый телескоп"]

    def test_rebuild_finds_the_same(self, club, client: Client):
        before = names(client, "астрономия томск")
        call_command("update_index", verbosity=0)
        assert names(client, "астрономия томск") == before
        assert [one.meant for one in ask(client, "астранономия")["found"].asked.corrections] == ["астрономия"]


def test_queries_are_bounded(club, network, client: Client, django_assert_max_num_queries):
    client.get("/poisk/", {"q": "астрономия"})
    with django_assert_max_num_queries(25):
        client.get("/poisk/", {"q": "астрономия"})
    with CaptureQueriesContext(connection) as queries:
        client.get("/poisk/", {"q": "кружок астранономии 6 класс томск воробьева"})
    assert len(queries) <= 35
    with CaptureQueriesContext(connection) as before:
        client.get("/poisk/", {"q": "астрономия", "kind": "programs"})
    for number in range(5):
        make.ProgramPageFactory(center=network.tomsk, title=f"Астрономия {number}")
    with CaptureQueriesContext(connection) as after:
        client.get("/poisk/", {"q": "астрономия", "kind": "programs"})
    assert len(after) == len(before)


def test_days_of_events_do_not_hide_past_ones(network, client: Client):
    day = dt.date.today() - dt.timedelta(days=30)  # noqa: DTZ011 - any day that is over
    make.EventPageFactory(center=network.tomsk, title="Турнир роботов", date=day)
    make.EventPageFactory(
        center=network.tomsk, title="Турнир роботов завтра", date=day + dt.timedelta(days=60)
    )
    assert names(client, "турнир роботов") == ["Турнир роботов завтра", "Турнир роботов"]
