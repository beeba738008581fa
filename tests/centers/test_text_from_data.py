"""The general information and the functions: rendered from the register, overridden by paragraph."""

import pytest
from django.test import Client

from centers.models import Coordinator, FunctionsPage, GeneralInfoPage
from tests import factories as make

pytestmark = pytest.mark.django_db

GENERAL = "/tomskaya-oblast/shegarskij-rajon/batkatskaya/obshchaya-informaciya/"
OWN = "<p>Нам помогает отдел образования.</p>"


@pytest.fixture
def page(network) -> GeneralInfoPage:
    return make.section_of(network.tomsk, GeneralInfoPage)


def fresh(page):
    """The page as the next request would read it."""
    return type(page).detail_queryset().get(pk=page.pk)


def paragraph(page, code: str):
    page = fresh(page)
    return next((p for p in page.paragraphs(page.facts) if p.code == code), None)


def override(page, code: str, html: str) -> None:
    page.override(code, html, fresh(page).facts)
    page.save_revision().publish()


def rename_coordinator(center, name: str) -> None:
    coordinator = Coordinator.objects.get(region=center.region)
    coordinator.name = name
    coordinator.save()


def test_nothing_is_copied_into_the_page(page):
    assert page.overrides == {}


def test_renamed_coordinator_shows_at_once_on_every_page_that_did_not_override_it(
    network, page, client: Client
):
    second = make.CenterFactory(school=network.tomsk.school, building="корпус 2", published=True)
    override(make.section_of(second, GeneralInfoPage), "coordinator", OWN)
    rename_coordinator(network.tomsk, "Комитет общего образования")
    standard = paragraph(page, "coordinator")
    own = paragraph(make.section_of(second, GeneralInfoPage), "coordinator")
    assert "Комитет общего образования" in standard.html.replace("\N{NO-BREAK SPACE}", " ")
    assert (standard.is_own, own.is_own) == (False, True)
    assert own.html == OWN
    content = client.get(GENERAL).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert content.count("Комитет общего образования") == 2  # the paragraph and the footer
    assert "Министерство образования, Томская область" not in content


def test_coordinator_of_the_other_region_is_not_touched(network):
    rename_coordinator(network.tomsk, "Комитет общего образования")
    other = make.section_of(network.dagestan, GeneralInfoPage)
    assert "Республика" in paragraph(other, "coordinator").html


class TestOverriding:
    def test_own_text_stands_in_the_place_of_the_standard_one(self, page):
        before = [p.code for p in page.paragraphs(page.facts)]
        override(page, "purpose", OWN)
        shown = fresh(page).paragraphs(page.facts)
        assert [p.code for p in shown] == before
        assert [p.code for p in shown if p.is_own] == ["purpose"]
        assert paragraph(page, "purpose").html == OWN

    def test_standard_text_is_kept_beside_the_own_one(self, page):
        standard = paragraph(page, "purpose").html
        override(page, "purpose", OWN)
        assert paragraph(page, "purpose").standard_html == standard

    def test_restoring_brings_the_standard_of_today_back(self, network, page):
        override(page, "coordinator", OWN)
        rename_coordinator(network.tomsk, "Комитет")
        page = fresh(page)
        page.restore("coordinator")
        page.save_revision().publish()
        shown = paragraph(page, "coordinator")
        assert "Комитет" in shown.html
        assert not shown.is_own
        assert fresh(page).overrides == {}

    def test_restoring_what_was_not_overridden_does_nothing(self, page):
        page.restore("purpose")
        assert page.overrides == {}

    def test_paragraph_without_facts_can_be_written_and_disappears_again(self, page):
        assert paragraph(page, "funding") is None
        override(page, "funding", OWN)
        assert paragraph(page, "funding").html == OWN
        page.restore("funding")
        page.save()
        assert paragraph(page, "funding") is None

    def test_unknown_paragraph_is_refused(self, page):
        with pytest.raises(KeyError):
            page.override("net-takogo", OWN, page.facts)

    def test_override_waits_in_a_draft_until_it_is_published(self, page, client: Client):
        page.override("purpose", OWN, page.facts)
        draft = page.save_revision()
        assert "отдел образования" not in client.get(GENERAL).content.decode()
        draft.publish()
        assert "отдел образования" in client.get(GENERAL).content.decode()

    def test_overrides_of_two_paragraphs_do_not_touch_each_other(self, page):
        override(page, "purpose", OWN)
        override(page, "intro", "<p>Наш центр.</p>")
        assert paragraph(page, "purpose").html == OWN
        assert paragraph(page, "intro").html == "<p>Наш центр.</p>"


class TestChangedStandard:
    def test_is_told_when_the_standard_is_no_longer_what_it_was(self, network, page):
        override(page, "coordinator", OWN)
        assert not paragraph(page, "coordinator").standard_changed
        rename_coordinator(network.tomsk, "Комитет")
        assert paragraph(page, "coordinator").standard_changed

    def test_is_told_when_only_a_link_has_changed(self, network, page):
        override(page, "coordinator", OWN)
        Coordinator.objects.filter(region=network.tomsk.region).update(url="https://new.example.ru/")
        assert paragraph(page, "coordinator").standard_changed

    def test_is_told_when_the_standard_has_disappeared(self, network, page):
        override(page, "coordinator", OWN)
        Coordinator.objects.filter(region=network.tomsk.region).delete()
        shown = paragraph(page, "coordinator")
        assert (shown.standard_changed, shown.standard_html) == (True, "")

    def test_is_told_when_a_standard_has_appeared(self, network, page):
        override(page, "funding", OWN)
        network.tomsk.funding_source = "областной бюджет"
        network.tomsk.save()
        assert paragraph(page, "funding").standard_changed

    def test_writing_anew_forgets_the_change(self, network, page):
        override(page, "coordinator", OWN)
        rename_coordinator(network.tomsk, "Комитет")
        override(fresh(page), "coordinator", "<p>Комитет помогает.</p>")
        assert not paragraph(page, "coordinator").standard_changed

    def test_own_paragraph_alone_is_told(self, network, page):
        rename_coordinator(network.tomsk, "Комитет")
        assert not any(p.standard_changed for p in fresh(page).paragraphs(page.facts))


class TestFunctions:
    def test_stand_on_their_own_page_and_within_the_general_information(self, network, client: Client):
        functions = make.section_of(network.tomsk, FunctionsPage)
        own = client.get(functions.url).context["paragraphs"]
        assert [p.code for p in own] == ["functions-intro", *(f"function-{n}" for n in range(1, 11))]
        within = client.get(GENERAL).context
        assert [p.html for p in within["functions"]] == [p.html for p in own]
        assert within["functions_page"] == functions

    def test_overridden_function_shows_in_both_places(self, network, client: Client):
        functions = make.section_of(network.tomsk, FunctionsPage)
        override(functions, "function-3", OWN)
        for path in (GENERAL, functions.url):
            assert "отдел образования" in client.get(path).content.decode()

    def test_hidden_page_of_functions_takes_them_away(self, network, client: Client):
        make.section_of(network.tomsk, FunctionsPage).unpublish()
        context = client.get(GENERAL).context
        assert (context["functions_page"], context["functions"]) == (None, [])


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"state": "planned", "opening_words": "до конца 2030 года"}, "планируют открыть"),
        ({"state": "opening"}, "готовится к открытию"),
        ({"state": "closed"}, "сейчас он закрыт"),
        (
            {"profile": "other", "profile_override": "медиа", "profile_override_genitive": "медиапрофиля"},
            "медиапрофиля",
        ),
        ({"funding_source": "областной бюджет"}, "областной бюджет"),
        ({"state_source": "Пресс-релиз <b>"}, "Пресс-релиз &lt;b&gt;"),
    ],
)
def test_change_in_the_register_shows_at_once(network, client: Client, values, words):
    for name, value in values.items():
        setattr(network.tomsk, name, value)
    network.tomsk.save()
    assert words in client.get(GENERAL).content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_unknown_municipality_is_left_out_of_the_text(network, client: Client):
    unknown = make.MunicipalityFactory(region__code="27", unknown=True)
    center = make.CenterFactory(school__municipality=unknown, published=True)
    content = client.get(make.section_of(center, GeneralInfoPage).url).content.decode()
    text = " ".join(content.split("<main")[1].split("</main>")[0].replace("\N{NO-BREAK SPACE}", " ").split())
    assert "Речной СОШ" in text
    assert "муниципалитет не указан" not in text.partition("<h1")[2].partition("</p>")[2]
