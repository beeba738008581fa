"""Every rule: met by a centre that has everything, not met when the one thing is taken away."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from centers.models import CenterState, OperatorRule
from centers.models.bodies_now import Bodies
from oversight.catalogue import BY_CODE
from oversight.facts import Snapshot
from oversight.models import Status
from oversight.rules import RULES
from tests.oversight.made import TODAY, block, find, judged, program, status_of, teacher, whole

pytestmark = pytest.mark.only_on("sqlite")  # no rule asks the database

Spoil = Callable[[Snapshot], Any]


def hide(kind: str) -> Spoil:
    return lambda facts: setattr(find(facts, kind), "now", None)


def change(kind: str, **fields: Any) -> Spoil:
    """Change both sides of a page."""
    return lambda facts: find(facts, kind).draft.update(fields)


def change_center(**fields: Any) -> Spoil:
    return lambda facts: facts.center.__dict__.update(fields)


def change_school(**fields: Any) -> Spoil:
    return lambda facts: facts.center.school.__dict__.update(fields)


def drop_document(number: int) -> Spoil:
    return lambda facts: facts.documents.__delitem__(
        next(place for place, row in enumerate(facts.documents) if row.pk == number)
    )


def change_document(pk: int, **fields: Any) -> Spoil:
    return lambda facts: next(row for row in facts.documents if row.pk == pk).draft.update(fields)


def change_file(number: int, **facts_of_file: Any) -> Spoil:
    def spoil(facts: Snapshot) -> None:
        row = next(row for row in facts.documents if row.pk == number)
        for name, value in facts_of_file.items():
            setattr(row, name, value)

    return spoil


def change_program(**fields: Any) -> Spoil:
    return lambda facts: find(facts, "programpage").draft.update(fields)


def change_additional(**fields: Any) -> Spoil:
    return lambda facts: next(page for page in facts.pages if page.pk == 203).draft.update(fields)


def change_teacher(**fields: Any) -> Spoil:
    return lambda facts: facts.teachers[1].update(fields)


def without(kind: str) -> Spoil:
    """Take away all programmes of the kind."""
    return lambda facts: facts.pages.__setitem__(
        slice(None), [page for page in facts.pages if page.draft.get("kind") != kind]
    )


def count(**counts: int) -> Spoil:
    return lambda facts: facts.counts.update(counts)


def body(*blocks: dict[str, Any]) -> Spoil:
    return change("feedbackpage", body=list(blocks))


def text(html: str) -> Spoil:
    return body(block("paragraph", html))


def no_body(name: str) -> Spoil:
    def spoil(facts: Snapshot) -> None:
        values = {one: getattr(facts.bodies, one) for one in Bodies.__dataclass_fields__}
        facts.bodies = Bodies(**{**values, name: None})

    return spoil


def both(*spoils: Spoil) -> Spoil:
    return lambda facts: [spoil(facts) for spoil in spoils]


STALE_OWN = {"purpose": {"html": "<p>Своё</p>", "digest": "прежний"}}
OWN_MINISTRY = {"ministry": {"html": "<p>При поддержке министерства.</p>", "digest": ""}}
PICTURE = {"image": 9, "decorative": False, "alt_text": ""}

CASES: list[tuple[str, Spoil]] = [
    ("center-published", hide("centerpage")),
    ("center-lead", change("centerpage", lead="")),
    ("center-photo", change("centerpage", photo=None)),
    ("general-published", hide("generalinfopage")),
    ("general-published", lambda facts: setattr(find(facts, "generalinfopage"), "in_menu", False)),
    ("functions-published", hide("functionspage")),
    ("general-opening", change_center(year=None, opened_on=None, opening_words="")),
    ("general-profile", change_center(profile="")),
    (
        "general-activities",
        change_center(
            does_subjects=False,
            does_extracurricular=False,
            does_additional=False,
            does_events=False,
            does_network_events=False,
        ),
    ),
    ("general-ministry", change("generalinfopage", overrides=OWN_MINISTRY)),
    ("general-project", no_body("national_project")),
    ("general-operator", no_body("operator")),
    ("general-coordinator", no_body("coordinator")),
    ("general-signs", change("generalinfopage", project_sign=None)),
    ("general-own-text", change("generalinfopage", overrides=STALE_OWN)),
    ("school-full-name", change_school(full_name="")),
    ("school-site", change_school(site_url="")),
    ("documents-published", hide("documentspage")),
    ("order-creation", both(drop_document(1), drop_document(8), drop_document(9), drop_document(3))),
    ("order-head", drop_document(2)),
    ("order-regulation", drop_document(3)),
    ("regulation", drop_document(4)),
    ("regulation", change_document(4, valid_until=TODAY - dt.timedelta(days=1))),
    ("regulation-signed", change_file(4, is_signed=False)),
    ("program-list", drop_document(6)),
    ("indicators", drop_document(7)),
    ("act-region", drop_document(8)),
    ("act-municipality", drop_document(9)),
    ("media-plan", drop_document(10)),
    ("document-title", change_document(1, title="Приказ 12")),
    ("document-title", change_document(1, title="IMG_20240401.pdf")),
    ("document-requisites", change_document(1, number="")),
    ("document-requisites", change_document(4, date=None)),
    ("document-file", change_document(1, document=None)),
    ("document-in-force", change_document(5, valid_until=TODAY - dt.timedelta(days=1))),
    ("document-text", change_file(1, has_text=False)),
    ("document-tagged", change_file(1, tagged=False)),
    ("programs-published", hide("programindexpage")),
    ("programs-subjects", without("subject")),
    ("programs-extracurricular", without("extracurricular")),
    ("programs-additional", without("additional")),
    ("program-document", change_program(document=None)),
    ("program-focus", change_program(subject="")),
    ("program-focus", change_additional(additional_focus="")),
    ("program-audience", change_program(grade_from=None)),
    ("program-hours", change_program(hours_per_week=None)),
    ("program-teacher", change_program(teacher=None)),
    ("program-lead", change_program(lead="")),
    ("program-enrolment", change_additional(navigator_url="")),
    ("program-year", change_program(academic_year="2025/2026")),
    ("teachers-published", hide("teacherspage")),
    ("head-name", both(change_center(head_name=""), lambda facts: facts.teachers[0].update(is_head=False))),
    ("head-post", both(change_center(head_post=""), lambda facts: facts.teachers[0].update(post=""))),
    ("teachers", lambda facts: facts.teachers.clear()),
    ("teacher-post", change_teacher(post="")),
    ("teacher-subjects", change_teacher(subjects="")),
    ("teacher-education", change_teacher(education="")),
    ("teacher-courses", change_teacher(courses="")),
    ("teacher-experience", change_teacher(experience_years=None)),
    ("equipment-published", hide("equipmentpage")),
    ("rooms", count(rooms=0)),
    ("equipment", count(equipment=0)),
    ("equipment-access", change("equipmentpage", intro="<p>Три кабинета.</p>")),
    ("room-photo", count(rooms_photographed=0)),
    ("timetable-published", hide("timetablepage")),
    ("lessons", lambda facts: [row.update(valid_until=dt.date(2026, 5, 31)) for row in facts.lessons]),
    ("lesson-programs", lambda facts: facts.lessons.pop()),
    ("hours", change_center(hours="")),
    ("events-published", hide("eventindexpage")),
    ("events-plan", change("eventindexpage", plan=None)),
    ("events-plan", change_document(5, academic_year="2025/2026")),
    ("events-recent", change("eventpage", last_day=dt.date(2025, 10, 1))),
    ("events-recent", change("eventpage", is_cancelled=True)),
    ("event-report", change("eventpage", report=[])),
    ("additional-published", change("additionalinfopage", body=[])),
    ("feedback-published", hide("feedbackpage")),
    ("contact-address", both(change_center(building_address=""), change_school(address=""))),
    ("contact-phone", both(change_center(phone=""), change_school(phone=""))),
    ("contact-email", both(change_center(email=""), change_school(email=""))),
    ("contact-social", change_center(vk_url="")),
    ("text-alternatives", body(block("picture", {"image": PICTURE, "caption": ""}))),
    ("text-alternatives", lambda facts: facts.pictures.update({7: ""})),
    ("text-videos", body(block("video", {"title": "Урок", "url": "https://rutube.ru", "description": ""}))),
    ("text-links", text('<p>Смотрите <a href="https://ya.ru">здесь</a>.</p>')),
    ("text-links", text('<p><a href="https://ya.ru">https://ya.ru/very/long</a></p>')),
    (
        "text-links",
        body(block("links", {"links": [{"value": {"title": "www.ya.ru", "url": "https://ya.ru"}}]})),
    ),
    ("text-headings", body(block("heading", {"text": "Мелкий", "level": "3"}))),
    ("text-headings", text("<p><b>Наши победы</b></p>")),
    ("text-tables", body(block("table", {"columns": [{"type": "text", "heading": ""}], "rows": []}))),
    ("page-titles", change("feedbackpage", title="Педагоги")),
    ("text-names", text("<p>Оператор — Центр просветительских инициатив Минпросвещения России.</p>")),
    ("text-names", text("<p>Национальный проект «Молодёжь и дети».</p>")),
    ("text-tense", text("<p>В 2021 году центр «Точка роста» откроется в школе.</p>")),
    ("text-blanks", text("<p>Руководитель: ______</p>")),
    ("text-blanks", text("<p>Центр в [название школы].</p>")),
]


def test_every_requirement_has_a_rule_and_a_case() -> None:
    assert set(RULES) == set(BY_CODE)
    assert {code for code, _spoil in CASES} == set(BY_CODE) - {"school-structure"}


@pytest.mark.parametrize("code", [code for code in BY_CODE if code != "school-structure"])
def test_a_centre_that_has_everything_meets_it(code: str) -> None:
    found = judged(whole())[code]
    assert found.status == Status.PRESENT, (found.note, found.targets)


@pytest.mark.parametrize(
    ("code", "spoil"), CASES, ids=[f"{place}-{code}" for place, (code, _s) in enumerate(CASES)]
)
def test_without_the_one_thing_it_is_not_met(code: str, spoil: Spoil) -> None:
    facts = whole()
    spoil(facts)
    assert status_of(facts, code) in (Status.MISSING, Status.PARTIAL)


FINE: list[tuple[str, Spoil]] = [
    (
        "general-ministry",
        change("generalinfopage", overrides={"ministry": {"html": '<a href="https://edu.gov.ru/">'}}),
    ),
    ("regulation-signed", change_file(4, is_signed=False, is_scan=True)),
    ("regulation-signed", change_file(4, is_signed=False, is_read=False)),
    ("document-tagged", both(change_file(1, tagged=False), change_document(1, accessible_alternative=5))),
    ("document-tagged", change_file(1, tagged=False, is_pdf=False)),
    ("document-text", both(change_file(1, has_text=False), change_document(1, accessible_alternative=5))),
    ("document-file", change_document(1, document=None, stated_url="https://a.ru/1.pdf", stated_type="pdf")),
    (
        "document-in-force",
        both(change_document(5, valid_until=dt.date(2026, 1, 1)), change_document(6, supersedes=5)),
    ),
    (
        "program-enrolment",
        both(change_additional(navigator_url=""), change_center(navigator_url="https://n.ru")),
    ),
    ("text-alternatives", body(block("picture", {"image": {**PICTURE, "decorative": True}}))),
    ("text-links", text('<p>Смотрите <a href="https://ya.ru">сайт Баткатской школы</a>.</p>')),
    ("text-headings", body(block("heading", {"level": "2"}), block("heading", {"level": "3"}, "two"))),
    ("text-names", text("<p>Образование и молодёжь: дети учатся, проект готов.</p>")),
    ("text-tense", both(text("<p>Центр откроется.</p>"), change_center(state=CenterState.OPENING))),
    ("text-blanks", text("<p>XXI век, 3…5 классы [1].</p>")),
    ("event-report", both(change("eventpage", report=[], last_day=TODAY - dt.timedelta(days=3)))),
]


@pytest.mark.parametrize(
    ("code", "make"), FINE, ids=[f"{place}-{code}" for place, (code, _m) in enumerate(FINE)]
)
def test_what_only_looks_wrong_passes(code: str, make: Spoil) -> None:
    facts = whole()
    make(facts)
    assert status_of(facts, code) == Status.PRESENT


IRRELEVANT: list[tuple[str, Spoil]] = [
    ("media-plan", change_center(year=2022)),
    ("general-operator", change_center(operator_rule=OperatorRule.NOT_STATED)),
    ("general-opening", change_center(state=CenterState.PLANNED)),
    ("programs-subjects", both(without("subject"), change_center(does_subjects=False))),
    ("programs-additional", both(without("additional"), change_center(does_additional=False))),
]


@pytest.mark.parametrize(("code", "make"), IRRELEVANT, ids=[code for code, _make in IRRELEVANT])
def test_what_does_not_concern_the_centre_says_why(code: str, make: Spoil) -> None:
    facts = whole()
    make(facts)
    found = judged(facts)[code]
    assert (found.status, bool(found.note)) == (Status.NOT_APPLICABLE, True)


def test_many_places_are_counted_and_ten_kept() -> None:
    facts = whole()
    facts.teachers[:] = [teacher(number, post="") for number in range(1, 15)]
    found = judged(facts)["teacher-post"]
    assert (found.status, found.total, len(found.targets)) == (Status.MISSING, 14, 10)


def test_some_of_many_is_partial_and_names_what_lacks() -> None:
    facts = whole()
    facts.teachers[1]["post"] = ""
    found = judged(facts)["teacher-post"]
    assert found.status == Status.PARTIAL
    assert [(target.pk, target.field) for target in found.targets] == [(2, "post")]


def test_a_mended_draft_is_partial_and_asks_to_be_published() -> None:
    facts = whole()
    page = find(facts, "centerpage")
    page.now = {**page.draft, "lead": ""}
    found = judged(facts)["center-lead"]
    assert found.status == Status.PARTIAL
    assert [(target.pk, target.draft) for target in found.targets] == [(page.pk, True)]


def test_a_worse_draft_does_not_spoil_what_is_published() -> None:
    facts = whole()
    page = find(facts, "centerpage")
    page.draft = {**page.draft, "lead": ""}
    assert status_of(facts, "center-lead") == Status.PRESENT


def test_nothing_of_a_hidden_centre_is_present_and_one_page_has_to_be_published() -> None:
    facts = whole()
    for page in facts.pages:
        page.now = None
    found = judged(facts)
    assert not any(one.status == Status.PRESENT for one in found.values())
    top = find(facts, "centerpage").pk
    targets = {target.pk for one in found.values() for target in one.targets if target.draft}
    assert targets == {top}


def test_an_unpublished_programme_waits_to_be_published() -> None:
    facts = whole()
    club = next(page for page in facts.pages if page.pk == 203)
    club.now = None
    found = judged(facts)["programs-additional"]
    assert (found.status, [target.pk for target in found.targets]) == (Status.PARTIAL, [203])


def test_without_programmes_their_details_wait() -> None:
    facts = whole()
    for kind in ("subject", "extracurricular", "additional"):
        without(kind)(facts)
    found = judged(facts)["program-teacher"]
    assert (found.status, found.targets, bool(found.note)) == (Status.MISSING, [], True)


def test_a_new_programme_never_lowers_what_is_met() -> None:
    facts = whole()
    before = {code for code, one in judged(facts).items() if one.status == Status.PRESENT}
    facts.pages.append(program(204, "additional"))
    facts.lessons.append({"program": 204, "valid_until": None})
    assert before <= {code for code, one in judged(facts).items() if one.status == Status.PRESENT}
