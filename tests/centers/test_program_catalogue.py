"""The catalogue of programmes: what it finds, what stays hidden, what it costs, what it refuses."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from centers.models import CenterPage, ProgramEntry, ProgramIndexPage, ProgramPage, RegionPage
from centers.models.program_asked import AskedPrograms
from centers.models.program_facts import ProgramFacts, bits_of
from centers.services.bin.pages import bin_page, return_page
from tests import factories as make

pytestmark = pytest.mark.django_db

CATALOGUE = "/programmy/"


@pytest.fixture
def club(network, commit) -> ProgramPage:
    """A club for classes 5–7 on Mondays, with free places."""
    program = make.ProgramPageFactory(
        center=network.tomsk,
        title="Роботы",
        additional_focus="technical",
        grade_from=5,
        grade_to=7,
        places_total=12,
        places_free=4,
    )
    with commit():
        make.LessonFactory(program=program)
    return program


@pytest.fixture
def distant(network) -> ProgramPage:
    """A distance programme of another region, for ages 15–17."""
    return make.ProgramPageFactory(
        center=network.dagestan,
        title="Этнография",
        kind="extracurricular",
        extracurricular_focus="creative",
        study_form="distance",
        age_from=15,
        age_to=17,
        enrolment_state="closed",
    )


def titles(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    return [program.title for program in response.context["found"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Роботы", "Этнография"]),
        ("?direction=technical", ["Роботы"]),
        ("?direction=arts", ["Этнография"]),
        ("?class=6", ["Роботы"]),
        ("?class=9", ["Этнография"]),
        ("?age=12", ["Роботы"]),
        ("?age=16", ["Этнография"]),
        ("?day=1", ["Роботы"]),
        ("?day=2", []),
        ("?form=distance", ["Этнография"]),
        ("?kind=additional", ["Роботы"]),
        ("?open=1", ["Роботы"]),
        ("?class=6&day=1&direction=technical", ["Роботы"]),
    ],
)
def test_filters_are_shareable_addresses(club, distant, client: Client, query, found):
    assert titles(client, CATALOGUE + query) == found


@pytest.mark.parametrize(
    "query",
    [
        "page=-1", "page=1000000000", f"page={'9' * 5000}", "page=abc", "class=12", "class=-1", "class=٣",
        "age=%00", f"direction={'я' * 10000}", "direction=technical%27%20OR%201=1--", "day=8", "day=1e3",
        "form=%F0%28", "kind=subject*", "open=2", "place=..%2F..%2Fadmin", "place=%00%0A", "day=",
    ],
)  # fmt: skip
def test_bad_addresses_get_a_polite_page(club, client: Client, query):
    response = client.get(f"{CATALOGUE}?{query}", follow=True)
    assert response.status_code == 200
    assert "Роботы" in response.text


def test_what_makes_no_sense_is_left_out_and_said(club, client: Client):
    assert "условий в адресе непонятна" in client.get(f"{CATALOGUE}?class=99").text
    assert "условий в адресе непонятна" not in client.get(f"{CATALOGUE}?class=6").text


def test_form_leads_to_a_clean_address_and_to_the_place(network, club, client: Client):
    region = network.tomsk.page.get_ancestors().get(depth=3)
    sent = f"{CATALOGUE}?place=&class=6&direction=&day="
    assert client.get(sent)["Location"] == f"{CATALOGUE}?class=6"
    chosen = client.get(f"{CATALOGUE}?place={region.slug}&class=6")
    assert chosen["Location"] == f"{region.url}programmy/?class=6"


def test_each_place_has_its_own(network, club, distant, client: Client):
    region, municipality = network.tomsk.page.get_ancestors().filter(depth__gte=3)
    assert titles(client, f"{region.url}programmy/") == ["Роботы"]
    assert titles(client, f"{municipality.url}programmy/") == ["Роботы"]
    section = make.section_of(network.tomsk, ProgramIndexPage)
    assert client.get(f"{network.tomsk.page.url}programmy/").context["page"] == section
    assert client.get(f"{section.url}programmy/").status_code == 404
    assert client.get("/net-takogo/programmy/").status_code == 404


def test_a_host_shows_what_stands_below_its_root(network, club, distant, settings):
    settings.ALLOWED_HOSTS = ["*"]
    region = network.tomsk.page.get_ancestors().get(depth=3)
    site = make.SiteFactory(root_page=region)
    own = Client(headers={"host": site.hostname})
    assert titles(own, CATALOGUE) == ["Роботы"]


def _hide_section(center):
    make.section_of(center, ProgramIndexPage).unpublish()


def _hide_region(center):
    center.page.get_ancestors().get(depth=3).specific.unpublish()


def _close(center):
    center.state = "closed"
    center.closed_on = dt.date(2025, 1, 1)
    center.save()


HIDING = {
    "programme": lambda center: ProgramPage.objects.get(center=center).unpublish(),
    "section": _hide_section,
    "centre": lambda center: CenterPage.objects.get(center=center).unpublish(),
    "region": _hide_region,
    "closed": _close,
    "bin": lambda center: bin_page(ProgramPage.objects.get(center=center)),
}


@pytest.mark.parametrize("way", HIDING)
def test_what_is_hidden_leaves_at_once(network, club, client: Client, way):
    HIDING[way](network.tomsk)
    assert titles(client, CATALOGUE) == []
    assert not ProgramEntry.objects.exists()


def test_what_comes_back_is_found_again(network, club, client: Client, commit):
    entry = bin_page(club)
    return_page(entry)
    assert titles(client, CATALOGUE) == ["Роботы"]
    region = RegionPage.objects.get(pk=network.tomsk.page.get_ancestors().get(depth=3).pk)
    region.unpublish()
    with commit():
        region.save_revision().publish()
    assert titles(client, CATALOGUE) == ["Роботы"]


def test_a_row_that_lags_behind_shows_nothing_hidden(network, club, client: Client):
    ProgramPage.objects.filter(pk=club.pk).update(live=False)
    assert titles(client, CATALOGUE) == []
    call_command("refresh_programs")
    assert not ProgramEntry.objects.exists()


def test_lessons_give_the_days(network, club, client: Client, commit):
    with commit():
        make.LessonFactory(program=club, weekday=4)
        make.LessonFactory(program=club, weekday=5, valid_until=dt.date(2020, 5, 31))
    assert ProgramEntry.objects.get().weekdays == bits_of([0, 3])


def test_cost_does_not_grow(network, club, client: Client, django_assert_max_num_queries):
    client.get(CATALOGUE)
    with django_assert_max_num_queries(14):
        client.get(CATALOGUE)
    for _ in range(12):
        make.ProgramPageFactory(center=network.tomsk)
    with django_assert_max_num_queries(14):
        client.get(CATALOGUE)


def test_the_rows_and_the_programmes_answer_alike(club, distant):
    """A centre's own list asks the programmes themselves, the catalogue its rows."""
    facts = {one: ProgramFacts.of(one, [row.weekday for row in one.lessons.all()]) for one in (club, distant)}
    queries = "direction=technical class=6 class=10 age=12 age=16 day=1 form=distance open=1"
    for query in queries.split():
        asked = AskedPrograms.of(dict([query.split("=")]))
        rows = set(ProgramEntry.objects.all().asked(asked).values_list("pk", flat=True))
        assert rows == {one.pk for one, known in facts.items() if asked.fits(one, known)}, query


def test_a_centre_filters_its_own_list(network, club, client: Client):
    make.ProgramPageFactory(center=network.tomsk, title="Шахматы", additional_focus="sport")
    address = make.section_of(network.tomsk, ProgramIndexPage).url
    assert titles(client, address) == ["Роботы", "Шахматы"]
    assert titles(client, f"{address}?direction=sport") == ["Шахматы"]
    assert titles(client, f"{address}?page=-1&class=6") == ["Роботы"]
    assert "Уберите одно из условий" in client.get(f"{address}?day=7").text


def test_places_are_never_guessed(network, club, client: Client):
    said = client.get(club.url).text
    assert "4\xa0свободных места из\xa012" in said or "4\xa0свободных места из 12" in said
    club.places_free = None
    club.save()
    assert "свободн" not in client.get(club.url).text


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"enrolment_state": "open", "places_free": 0}, "enrolment_state"),
        ({"places_free": 2, "places_as_of": dt.date(2199, 1, 1)}, "places_as_of"),
        ({"places_free": 2, "places_as_of": dt.date(225, 1, 1)}, "places_as_of"),
    ],
)
def test_numbers_of_places_that_contradict_are_refused(club, values, field):
    for name, value in values.items():
        setattr(club, name, value)
    with pytest.raises(ValidationError) as refusal:
        club.full_clean()
    assert set(refusal.value.message_dict) == {field}


def test_free_places_get_the_day_they_were_counted(club, at):
    at(2026, 9, 3, 9)
    club.places_as_of = None
    club.full_clean()
    assert club.places_as_of == dt.date(2026, 9, 3)


def test_enrolment_leads_to_the_nearest_navigator(network, club, client: Client):
    region = network.tomsk.municipality.region
    region.navigator_url = "https://navigator.example.ru/"
    region.save()
    button = '<a class="button" href="https://navigator.example.ru/">'
    assert button in client.get(club.url).text
    club.enrolment_state = "closed"
    club.save()
    assert button not in client.get(club.url).text
