"""The standard texts of a centre: right words in every state, nothing in place of missing facts."""

import dataclasses
from datetime import date

import pytest
from django.utils.safestring import SafeString

from centers.texts import (
    ACTIVITIES,
    FUNCTION_PARAGRAPHS,
    GENERAL_PARAGRAPHS,
    PARAGRAPHS,
    PROFILES,
    STATES,
    CenterFacts,
    function_paragraphs,
    general_paragraphs,
    standard_digest,
)

NBSP = "\N{NO-BREAK SPACE}"
PROFILE = PROFILES["science_technology"]

FULL = CenterFacts(
    school_name="МКОУ «Речная СОШ»",
    school_genitive="Речной СОШ",
    municipality_name="Заречный район",
    municipality_genitive="Заречного района",
    region_name="Томская область",
    region_genitive="Томской области",
    region_in="в Томской области",
    profile_genitive=str(PROFILE.name_genitive),
    subjects_accusative=str(PROFILE.subjects_accusative),
    subject_areas=tuple(str(area) for area in PROFILE.subject_areas),
    year=2021,
    federal_project="Современная школа",
    national_project="Образование",
    national_project_url="https://edu.gov.ru/national-project/",
    operator="ФГАОУ ДПО «Академия Минпросвещения России»",
    operator_url="https://apkpro.ru/",
    coordinator="Департамент общего образования Томской области",
    coordinator_url="https://edu.tomsk.gov.ru/",
    funding_source="федеральный и областной бюджет",
)
BARE = CenterFacts(school_name="")


def change(facts=FULL, **values):
    return dataclasses.replace(facts, **values)


def general(facts):
    """Paragraphs of general information by code, with plain spaces so that tests read easily."""
    return {p.code: p.html.replace(NBSP, " ") for p in general_paragraphs(facts)}


def functions(facts):
    return {p.code: p.html.replace(NBSP, " ") for p in function_paragraphs(facts)}


def test_every_paragraph_stands_in_its_order_when_all_is_known():
    assert list(general(FULL)) == [
        "intro",
        "purpose",
        "activities",
        "ministry",
        "national-project",
        "operator",
        "coordinator",
        "funding",
    ]


def test_open_centre():
    assert general(FULL)["intro"] == (
        "<p>Центр образования естественно-научной и технологической направленностей «Точка роста» "
        "открыт на базе Речной СОШ Заречного района Томской области в 2021 году.</p>"
    )


def test_exact_date_is_preferred_to_the_year_and_ends_with_one_full_stop():
    intro = general(change(opened_on=date(2021, 9, 1)))["intro"]
    assert intro.endswith("Томской области 1 сентября 2021 г.</p>")


def test_opening_words_serve_when_no_single_year_is_known():
    intro = general(change(year=2020, opening_words="в 2019–2020 годах"))["intro"]
    assert intro.endswith("Томской области в 2019–2020 годах.</p>")


def test_planned_centre_speaks_of_the_future_and_tells_how_old_the_plan_is():
    facts = change(state="planned", opening_words="до конца 2024 года", state_as_of="на 2021 год")
    paragraphs = general(facts)
    assert "«Точка роста» планируют открыть на базе Речной СОШ" in paragraphs["intro"]
    assert paragraphs["intro"].endswith("до конца 2024 года (по данным на 2021 год).</p>")
    assert "Когда центр откроется:" in paragraphs["activities"]
    assert "ученики будут изучать на уроках естественно-научные предметы" in paragraphs["activities"]
    assert "Центр создают в рамках" in paragraphs["national-project"]


def test_opening_centre_names_the_day_and_the_source():
    facts = change(
        state="opening",
        opened_on=date(2021, 9, 1),
        state_as_of="на 2021 год",
        state_source="Пресс-релиз",
        state_source_url="https://example.org/release",
    )
    intro = general(facts)["intro"]
    assert "готовится к открытию на базе Речной СОШ Заречного района Томской области." in intro
    assert "Открыть его намечено 1 сентября 2021 г. (по данным на 2021 год)." in intro
    assert 'Источник сведений: <a href="https://example.org/release">Пресс-релиз</a>.' in intro


def test_opening_centre_without_a_day_says_nothing_about_it():
    intro = general(change(state="opening", year=None))["intro"]
    assert "намечено" not in intro
    assert intro.endswith("Томской области.</p>")


def test_closed_centre_speaks_of_the_past():
    paragraphs = general(change(state="closed", closed_on=date(2025, 6, 1)))
    assert "«Точка роста» работал на базе Речной СОШ" in paragraphs["intro"]
    assert paragraphs["intro"].endswith("Он открылся в 2021 году, а закрылся 1 июня 2025 г.</p>")
    assert "ученики изучали на уроках" in paragraphs["activities"]


@pytest.mark.parametrize(
    ("year", "closed_on", "said"),
    [
        (None, None, "Сейчас он закрыт."),
        (2021, None, "Он открылся в 2021 году, сейчас он закрыт."),
        (None, date(2025, 6, 1), "Он закрылся 1 июня 2025 г."),
    ],
)
def test_closed_centre_with_dates_missing(year, closed_on, said):
    assert said in general(change(state="closed", year=year, closed_on=closed_on))["intro"]


@pytest.mark.parametrize("state", STATES)
def test_nothing_known_still_makes_whole_sentences(state):
    paragraphs = general(change(BARE, state=state))
    assert list(paragraphs) == ["intro", "purpose", "activities", "ministry"]
    assert "  " not in "".join(paragraphs.values())
    assert " ." not in "".join(paragraphs.values())
    assert ".." not in "".join(paragraphs.values())


def test_school_without_the_genitive_is_named_in_a_sentence_of_its_own():
    intro = general(change(school_genitive=""))["intro"]
    assert "на базе" not in intro
    assert "открыт в Томской области в 2021 году. Школа: МКОУ «Речная СОШ», Заречный район." in intro


def test_own_official_name_replaces_the_standard_one():
    intro = general(change(official_name="Центр «Точка роста» села Речного"))["intro"]
    assert intro.startswith("<p>Центр «Точка роста» села Речного открыт на базе")


def test_activities_keep_their_order_and_end_with_a_full_stop():
    html = general(change(activities=("network_events", "additional")))["activities"]
    assert html == (
        "<p>В центре:</p><ul><li>дети учатся по дополнительным программам;</li><li>проходят мероприятия "
        "для учеников других школ, в том числе дистанционные.</li></ul>"
    )


def test_all_five_activities_are_shown_unless_the_centre_says_otherwise():
    assert general(FULL)["activities"].count("<li>") == len(ACTIVITIES) == 5


def test_centre_that_names_no_activities_has_no_such_paragraph():
    assert "activities" not in general(change(activities=()))


def test_obligatory_links():
    paragraphs = general(FULL)
    assert (
        '<a href="https://edu.gov.ru/">Министерства просвещения Российской Федерации</a>'
        in (paragraphs["ministry"])
    )
    assert paragraphs["national-project"] == (
        "<p>Центр создан в рамках федерального проекта «Современная школа» национального проекта "
        '<a href="https://edu.gov.ru/national-project/">«Образование»</a>.</p>'
    )
    assert (
        '<a href="https://apkpro.ru/">ФГАОУ ДПО «Академия Минпросвещения России»</a>'
        in paragraphs["operator"]
    )
    assert (
        '<a href="https://edu.tomsk.gov.ru/">Департамент общего образования Томской области</a>'
        in (paragraphs["coordinator"])
    )


@pytest.mark.parametrize(
    ("field", "code"),
    [("operator", "operator"), ("coordinator", "coordinator"), ("funding_source", "funding")],
)
def test_unknown_body_has_no_paragraph(field, code):
    assert code not in general(change(**{field: ""}))


@pytest.mark.parametrize(
    ("federal", "national", "said"),
    [
        ("Современная школа", "", "в рамках федерального проекта «Современная школа»."),
        ("", "Молодёжь и дети", "в рамках национального проекта "),
    ],
)
def test_one_project_known(federal, national, said):
    assert said in general(change(federal_project=federal, national_project=national))["national-project"]


def test_name_without_an_address_is_plain_text():
    assert general(change(coordinator_url=""))["coordinator"] == (
        "<p>Региональный координатор: Департамент общего образования Томской области.</p>"
    )


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//example.org", "ftp://example.org"]
)
def test_address_that_is_not_http_is_not_linked(url):
    assert "<a" not in general(change(operator_url=url))["operator"]


@pytest.mark.parametrize("state", STATES)
def test_data_is_escaped(state):
    nasty = "<script>\"'&"
    facts = CenterFacts(
        school_name=nasty,
        region_in=nasty,
        profile_genitive=nasty,
        subjects_accusative=nasty,
        subject_areas=(nasty,),
        state=state,
        opening_words=nasty,
        state_as_of=nasty,
        state_source=nasty,
        state_source_url='https://example.org/"><script>',
        federal_project=nasty,
        national_project=nasty,
        operator=nasty,
        coordinator=nasty,
        funding_source=nasty,
    )
    html = "".join(p.html for p in [*general_paragraphs(facts), *function_paragraphs(facts)])
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "&amp;lt;" not in html
    assert 'example.org/"' not in html


def test_braces_in_a_name_are_only_letters():
    assert "Школа {name}" in general(change(school_genitive="Школа {name}"))["intro"]


def test_short_words_hold_to_the_next_one():
    html = general_paragraphs(change(opened_on=date(2021, 9, 1)))[0].html
    assert f"и{NBSP}технологической" in html
    assert f"на{NBSP}базе" in html
    assert f"1{NBSP}сентября" in html


def test_result_is_safe_html_and_the_same_each_time():
    first, second = general_paragraphs(FULL), general_paragraphs(FULL)
    assert first == second
    assert all(isinstance(p.html, SafeString) for p in first)
    assert function_paragraphs(FULL) == function_paragraphs(FULL)


@pytest.mark.parametrize("values", [{"state": "open soon"}, {"activities": ("dancing",)}])
def test_unknown_codes_are_refused(values):
    with pytest.raises(ValueError, match="unknown"):
        change(**values)


def test_ten_functions_after_an_introduction():
    assert list(functions(FULL)) == ["functions-intro", *(f"function-{number}" for number in range(1, 11))]


def test_first_function_names_the_subject_areas():
    assert functions(FULL)["function-1"] == (
        "<p>Участвовать в обучении по основным программам предметных областей "
        "«Естественно-научные предметы» и «Технология».</p>"
    )


@pytest.mark.parametrize(
    ("areas", "said"),
    [
        ((), "по основным программам школы."),
        (("Технология",), "предметной области «Технология»."),
        (("А", "Б", "В"), "предметных областей «А», «Б» и «В»."),
    ],
)
def test_first_function_with_other_numbers_of_areas(areas, said):
    assert said in functions(change(subject_areas=areas))["function-1"]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("open", "Центр создан для того, чтобы:"),
        ("opening", "Центр создают для того, чтобы:"),
        ("planned", "Центр создают для того, чтобы:"),
        ("closed", "Центр создавали для того, чтобы:"),
    ],
)
def test_introduction_of_the_functions_follows_the_state(state, said):
    assert said in functions(change(state=state))["functions-intro"]


def test_catalogue_has_every_paragraph_once_with_a_title_and_help():
    assert len(PARAGRAPHS) == len(GENERAL_PARAGRAPHS) + len(FUNCTION_PARAGRAPHS) == 19
    assert all(p.title and p.help for p in PARAGRAPHS.values())


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_profiles_have_every_form(profile):
    facts = change(
        profile_genitive=str(profile.name_genitive),
        subjects_accusative=str(profile.subjects_accusative),
        subject_areas=tuple(str(area) for area in profile.subject_areas),
    )
    assert str(profile.name_genitive) in general(facts)["intro"]
    assert str(profile.subjects_accusative) in general(facts)["activities"]
    assert str(profile.subject_areas[-1]) in functions(facts)["function-1"]


def test_digest_is_blind_to_spaces_and_markup_but_not_to_words_and_links():
    digest = standard_digest('<p>На базе <a href="https://a.ru/">школы</a></p>')
    assert digest == standard_digest(f'<div>На{NBSP}базе  <a href="https://a.ru/">школы</a> </div>')
    assert digest != standard_digest('<p>На базе <a href="https://b.ru/">школы</a></p>')
    assert digest != standard_digest('<p>На базе <a href="https://a.ru/">гимназии</a></p>')
