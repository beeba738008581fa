"""Rules of the first page, the general information, events and contacts."""

import datetime as dt
import re

from django.utils.translation import gettext as _

from centers.models import CenterState, DocumentKind, OperatorRule
from centers.models.center_facts import center_facts
from centers.texts.functions import FUNCTION_PARAGRAPHS
from centers.texts.general import GENERAL_PARAGRAPHS
from centers.texts.paragraph import standard_digest
from oversight.catalogue import Section
from oversight.facts import CENTER_PAGE, EVENT_PAGE, FUNCTIONS_PAGE, GENERAL_PAGE, Outcome, View
from oversight.rules.base import (
    center_field,
    each,
    irrelevant,
    new_page,
    new_row,
    page_field,
    present,
    rule,
    school_field,
)

RECENT = dt.timedelta(days=183)
REPORT_AFTER = dt.timedelta(days=14)
REPORT_WITHIN = dt.timedelta(days=365)


def school_year(day: dt.date) -> str:
    """«2026/2027»: the school year of the day; it begins on 1 September."""
    first = day.year if day.month >= 9 else day.year - 1
    return f"{first}/{first + 1}"


def published(view: View, kind: str) -> Outcome:
    """Whether the public can open the page of this kind and find it in the menu; alike on both sides."""
    page, top = view.facts.page(kind), view.facts.center_page
    if page is None or top is None:
        return Outcome(waiting=True, note=_("Этой страницы у центра нет: её удалили или ещё не создали."))
    if top.now is None:
        return present(False, top.target(draft=True), note=_("Не опубликована страница центра."))
    if page.now is None:
        return present(False, page.target(draft=True), note=_("Не опубликовано."))
    if not page.in_menu and kind not in (CENTER_PAGE, FUNCTIONS_PAGE):
        return present(False, page.target("show_in_menus"), note=_("Раздел скрыт из меню центра."))
    if not view.facts.places_are_live:
        return Outcome(waiting=True, note=_("Скрыта страница муниципалитета или региона."))
    return Outcome()


def section_rule(code: str, kind: str) -> None:
    """A section must be published; the draft side cannot tell more, so it is asked of both alike."""

    def check(view: View) -> Outcome:
        return published(view, kind)

    rule(code)(check)


for _code, _kind in (
    ("center-published", CENTER_PAGE),
    ("general-published", GENERAL_PAGE),
    ("functions-published", FUNCTIONS_PAGE),
    ("documents-published", "documentspage"),
    ("programs-published", "programindexpage"),
    ("teachers-published", "teacherspage"),
    ("equipment-published", "equipmentpage"),
    ("timetable-published", "timetablepage"),
    ("events-published", "eventindexpage"),
    ("feedback-published", "feedbackpage"),
):
    section_rule(_code, _kind)


@rule("additional-published")
def additional(view: View) -> Outcome:
    found = published(view, "additionalinfopage")
    page = view.facts.page("additionalinfopage")
    fields = view.fields(page)
    if page is None or (fields and fields["body"] and (view.is_draft or found.ok)):
        return found if page is None else Outcome()
    return present(False, page.target("body"))


@rule("center-lead")
def center_lead(view: View) -> Outcome:
    fields = view.fields(view.facts.center_page) or {}
    return present(fields.get("lead"), page_field(view, CENTER_PAGE, "lead"))


@rule("center-photo")
def center_photo(view: View) -> Outcome:
    fields = view.fields(view.facts.center_page) or {}
    return present(fields.get("photo"), page_field(view, CENTER_PAGE, "photo"))


@rule("general-opening")
def general_opening(view: View) -> Outcome:
    center = view.center
    if center.state in (CenterState.PLANNED, CenterState.OPENING):
        return irrelevant(_("Центр ещё не открыт."))
    return present(center.opened_on or center.year or center.opening_words, center_field(view, "opened_on"))


@rule("general-profile")
def general_profile(view: View) -> Outcome:
    return present(view.center.profile_label, center_field(view, "profile"))


def own_paragraph(view: View, kind: str, code: str) -> str | None:
    """The centre's own text of a paragraph; None while the standard one stands there."""
    fields = view.fields(view.facts.page(kind)) or {}
    own = (fields.get("overrides") or {}).get(code)
    return own["html"] if own else None


@rule("general-activities")
def general_activities(view: View) -> Outcome:
    own = own_paragraph(view, GENERAL_PAGE, "activities")
    return present(own or view.center.activities, center_field(view, "does_subjects"))


@rule("general-ministry")
def general_ministry(view: View) -> Outcome:
    own = own_paragraph(view, GENERAL_PAGE, "ministry")
    kept = own is None or "edu.gov.ru" in own
    return present(kept, page_field(view, GENERAL_PAGE, "overrides.ministry"))


@rule("general-project")
def general_project(view: View) -> Outcome:
    own = own_paragraph(view, GENERAL_PAGE, "national-project")
    if own is not None:
        return present("href=" in own, page_field(view, GENERAL_PAGE, "overrides.national-project"))
    body = view.facts.bodies.national_project
    if body is None and view.center.funding_source and view.center.reckoning_date:
        return irrelevant(_("Центр создан не в рамках национального проекта."))
    if body is not None and not body.url:
        return Outcome(
            waiting=True, note=_("У проекта в реестре нет адреса сайта: его вписывает администратор.")
        )
    return present(body, center_field(view, "federal_project"))


@rule("general-operator")
def general_operator(view: View) -> Outcome:
    center = view.center
    if center.operator_rule == OperatorRule.NOT_STATED:
        return irrelevant(_("В карточке центра выбрано: оператора не указывать."))
    named = view.facts.bodies.operator or own_paragraph(view, GENERAL_PAGE, "operator")
    return present(named, center_field(view, "operator_rule"))


@rule("general-coordinator")
def general_coordinator(view: View) -> Outcome:
    body = view.facts.bodies.coordinator
    own = own_paragraph(view, GENERAL_PAGE, "coordinator")
    if own is not None:
        return present("href=" in own, page_field(view, GENERAL_PAGE, "overrides.coordinator"))
    if body is None:
        return Outcome(waiting=True, note=_("Регион ещё не внёс координатора в реестр."))
    if not body.url:
        return Outcome(waiting=True, note=_("У координатора в реестре нет адреса сайта."))
    return Outcome()


@rule("general-signs")
def general_signs(view: View) -> Outcome:
    if view.facts.network_signs:
        return Outcome()
    fields = view.fields(view.facts.page(GENERAL_PAGE)) or {}
    missing = [name for name in ("ministry_sign", "project_sign") if not fields.get(name)]
    return each(
        [
            (name, page_field(view, GENERAL_PAGE, name) if name in missing else None)
            for name in ("ministry_sign", "project_sign")
        ]
    )


@rule("general-own-text")
def general_own_text(view: View) -> Outcome:
    """Own paragraphs whose standard neighbour says something else than when they were written."""
    found = []
    for kind, catalogue in ((GENERAL_PAGE, GENERAL_PARAGRAPHS), (FUNCTIONS_PAGE, FUNCTION_PARAGRAPHS)):
        page = view.facts.page(kind)
        overrides = (view.fields(page) or {}).get("overrides") or {}
        if not overrides:
            continue
        facts = center_facts(view.center, view.facts.bodies)
        for paragraph in catalogue:
            own = overrides.get(paragraph.code)
            if own is None:
                continue
            changed = own.get("digest") != standard_digest(paragraph.render(facts))
            found.append((paragraph, page.target(f"overrides.{paragraph.code}") if changed else None))
    return each(found)


@rule("school-full-name", Section.CENTER)
def school_full_name(view: View) -> Outcome:
    return present(view.center.school.full_name, school_field(view, "full_name"))


@rule("school-site", Section.CENTER)
def school_site(view: View) -> Outcome:
    return present(view.center.school.site_url, school_field(view, "site_url"))


@rule("school-structure", Section.CENTER)
def school_structure(view: View) -> Outcome:
    """Only a signed address of the school's own page can meet it: this site does not see that one."""
    return Outcome(waiting=True, note=_("Назовите центр на сайте школы и впишите сюда адрес той страницы."))


@rule("events-plan")
def events_plan(view: View) -> Outcome:
    year = school_year(view.facts.today)
    fields = view.fields(view.facts.page("eventindexpage")) or {}
    plans = {row.pk for row, one in view.documents if one["kind"] == DocumentKind.PLAN and of_year(one, year)}
    if not plans:
        return present(False, new_row("centerdocument", _("План мероприятий"), "plan"))
    return present(fields.get("plan") in plans, page_field(view, "eventindexpage", "plan"))


def of_year(document: dict, year: str) -> bool:
    """Whether a document is meant for the school year, as far as it says; else by its date."""
    if document["academic_year"]:
        return document["academic_year"] == year
    return document["date"] is not None and school_year(document["date"]) == year


@rule("events-recent")
def events_recent(view: View) -> Outcome:
    since = view.facts.today - RECENT
    held = any(
        fields["last_day"] is not None and fields["last_day"] >= since and not fields["is_cancelled"]
        for _page, fields in view.pages(EVENT_PAGE)
    )
    return present(held, new_page(view, EVENT_PAGE, "eventindexpage", _("Новое мероприятие")))


@rule("event-report")
def event_report(view: View) -> Outcome:
    today = view.facts.today
    return each(
        (page, None if fields["report"] else page.target("report"))
        for page, fields in view.pages(EVENT_PAGE)
        if fields["last_day"] is not None
        and not fields["is_cancelled"]
        and today - REPORT_WITHIN <= fields["last_day"] <= today - REPORT_AFTER
    )


@rule("contact-address")
def contact_address(view: View) -> Outcome:
    return present(view.center.address, center_field(view, "building_address"))


@rule("contact-phone")
def contact_phone(view: View) -> Outcome:
    return present(view.center.contact_phone, center_field(view, "phone"))


@rule("contact-email")
def contact_email(view: View) -> Outcome:
    return present(view.center.contact_email, center_field(view, "email"))


@rule("contact-social")
def contact_social(view: View) -> Outcome:
    center = view.center
    return present(center.vk_url or center.ok_url, center_field(view, "vk_url"))


def meaningful(words: str) -> bool:
    """Whether a title says anything: not the name of a file, not «Документ 1»."""
    plain = words.strip()
    if len(plain) < 8 or re.search(r"\.(pdf|docx?|xlsx?|odt|jpe?g|png)$", plain, re.IGNORECASE):
        return False
    dull = r"(документ|скан|файл|приказ|положение|план|программа|без названия|новый документ|scan|img|doc)"
    return re.fullmatch(rf"{dull}[\s_\-№.\d]*", plain, re.IGNORECASE) is None
