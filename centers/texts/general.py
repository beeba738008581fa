"""The standard text of the page «Общая информация» of a centre.

What the page must carry comes from the recommendations on the special sections of school sites:
school, year and projects; what is done in the centre; links to the ministry, the national
project, the federal operator and the regional coordinator. The words are our own.
"""

from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from centers.texts.facts import (
    ACTIVITIES,
    ADDITIONAL,
    CLOSED,
    EVENTS,
    EXTRACURRICULAR,
    NETWORK_EVENTS,
    OPENING,
    PLANNED,
    SUBJECTS,
    CenterFacts,
)
from centers.texts.ministry import MINISTRY_NAME_GENITIVE, MINISTRY_URL
from centers.texts.paragraph import (
    Paragraph,
    RenderedParagraph,
    link,
    phrase,
    quoted_link,
    render_all,
    sentences,
)
from toolkit.text import russian_date

_FUTURE = {PLANNED, OPENING}

_ACTIVITIES: dict[str, dict[str, Promise]] = {
    SUBJECTS: {
        "future": _("ученики будут изучать на уроках {subjects}"),
        "present": _("ученики изучают на уроках {subjects}"),
        "past": _("ученики изучали на уроках {subjects}"),
    },
    EXTRACURRICULAR: {
        "future": _("школьники будут заниматься внеурочной деятельностью"),
        "present": _("школьники занимаются внеурочной деятельностью"),
        "past": _("школьники занимались внеурочной деятельностью"),
    },
    ADDITIONAL: {
        "future": _("дети смогут учиться по дополнительным программам"),
        "present": _("дети учатся по дополнительным программам"),
        "past": _("дети учились по дополнительным программам"),
    },
    EVENTS: {
        "future": _("будут проходить внеклассные мероприятия"),
        "present": _("проходят внеклассные мероприятия"),
        "past": _("проходили внеклассные мероприятия"),
    },
    NETWORK_EVENTS: {
        "future": _("будут проходить мероприятия для учеников других школ, в том числе дистанционные"),
        "present": _("проходят мероприятия для учеников других школ, в том числе дистанционные"),
        "past": _("проходили мероприятия для учеников других школ, в том числе дистанционные"),
    },
}


def tense(facts: CenterFacts) -> str:
    """«past» for a closed centre, «future» for one that is not open yet, else «present»."""
    if facts.state in _FUTURE:
        return "future"
    return "past" if facts.state == CLOSED else "present"


def official_name(facts: CenterFacts) -> str:
    """The name the recommendations give: «Центр образования … направленностей “Точка роста”»."""
    if facts.official_name:
        return facts.official_name
    words = (_("Центр образования"), facts.profile_genitive, "«Точка роста»")
    return " ".join(str(word) for word in words if word)


def opening_time(facts: CenterFacts) -> str:
    """When it opened or is to open, as an adverb: «1 сентября 2021 г.», «в 2021 году», or empty."""
    if facts.opened_on:
        return russian_date(facts.opened_on)
    if facts.opening_words:
        return facts.opening_words
    return str(_("в {year} году")).format(year=facts.year) if facts.year else ""


def render_intro(facts: CenterFacts) -> SafeString:
    """Name, school, place, when it opened, and how fresh that is."""
    return sentences(*_state_sentences(facts), _school_sentence(facts), _source_sentence(facts))


def _state_sentences(facts: CenterFacts) -> list[SafeString]:
    """One or two sentences; «по данным на …» stands in the last of them."""
    name, place, when = official_name(facts), _place(facts), opening_time(facts)
    if facts.state == PLANNED:
        said = [phrase(_("{name} планируют открыть{place}{when}"), name=name, place=place, when=_gap(when))]
    elif facts.state == OPENING:
        said = [phrase(_("{name} готовится к открытию{place}"), name=name, place=place)]
        if when:
            said.append(phrase(_("Открыть его намечено {when}"), when=when))
    elif facts.state == CLOSED:
        said = [phrase(_("{name} работал{place}"), name=name, place=place)]
        said += _closing(facts, when)
    else:
        said = [phrase(_("{name} открыт{place}{when}"), name=name, place=place, when=_gap(when))]
    if facts.state_as_of:
        said[-1] = phrase(_("{said} (по данным {as_of})"), said=said[-1], as_of=facts.state_as_of)
    return [phrase("{said}.", said=part) for part in said]


def _closing(facts: CenterFacts, when: str) -> list[SafeString]:
    closed = russian_date(facts.closed_on) if facts.closed_on else ""
    if when and closed:
        return [phrase(_("Он открылся {when}, а закрылся {closed}"), when=when, closed=closed)]
    if closed:
        return [phrase(_("Он закрылся {closed}"), closed=closed)]
    if when:
        return [phrase(_("Он открылся {when}, сейчас он закрыт"), when=when)]
    return [phrase(_("Сейчас он закрыт"))]


def _place(facts: CenterFacts) -> SafeString:
    """« на базе Баткатской СОШ Шегарского района Томской области», with its leading space."""
    if facts.school_genitive:
        parts = (facts.school_genitive, facts.municipality_genitive, facts.region_genitive)
        words = " ".join(part for part in parts if part)
        return _gap(phrase(_("на базе {place}"), place=words))
    return _gap(facts.region_in)


def _school_sentence(facts: CenterFacts) -> SafeString | str:
    """Names the school in the nominative when its form after «на базе» is not known."""
    if facts.school_genitive or not facts.school_name:
        return ""
    places = ", ".join(part for part in (facts.school_name, facts.municipality_name) if part)
    return phrase(_("Школа: {school}."), school=places)


def _source_sentence(facts: CenterFacts) -> SafeString | str:
    if not facts.state_source:
        return ""
    return phrase(_("Источник сведений: {source}."), source=link(facts.state_source, facts.state_source_url))


def render_purpose(facts: CenterFacts) -> SafeString:
    """What such centres are for; the same words in every state."""
    return sentences(
        phrase(
            _(
                "Такие центры создают для того, чтобы у школьников были современное оборудование, "
                "интересные занятия и равные возможности учиться, где бы они ни жили."
            )
        )
    )


def render_activities(facts: CenterFacts) -> SafeString | str:
    """What is done in the centre, in the tense of its state; the order is always that of `ACTIVITIES`."""
    shown = [code for code in ACTIVITIES if code in facts.activities]
    if not shown:
        return ""
    subjects = facts.subjects_accusative or _("предметы по профилю центра")
    form = tense(facts)
    lead = phrase(_("Когда центр откроется:") if facts.state in _FUTURE else _("В центре:"))
    last = len(shown) - 1
    items = format_html_join(
        "",
        "<li>{}{}</li>",
        (
            (phrase(_ACTIVITIES[code][form], subjects=subjects), "." if place == last else ";")
            for place, code in enumerate(shown)
        ),
    )
    return phrase("<p>{lead}</p><ul>{items}</ul>", lead=lead, items=items)


def render_ministry(facts: CenterFacts) -> SafeString:
    """The obligatory link to the ministry."""
    return sentences(
        phrase(
            _("Центры «Точка роста» создаются при поддержке {ministry}."),
            ministry=link(MINISTRY_NAME_GENITIVE, MINISTRY_URL),
        )
    )


def render_national_project(facts: CenterFacts) -> SafeString | str:
    """The federal and the national project, each with its link; either may be unknown."""
    federal = quoted_link(facts.federal_project, facts.federal_project_url) if facts.federal_project else ""
    national = (
        quoted_link(facts.national_project, facts.national_project_url) if facts.national_project else ""
    )
    if federal and national:
        names = phrase(
            _("федерального проекта {federal} национального проекта {national}"),
            federal=federal,
            national=national,
        )
    elif federal:
        names = phrase(_("федерального проекта {federal}"), federal=federal)
    elif national:
        names = phrase(_("национального проекта {national}"), national=national)
    else:
        return ""
    made = (
        _("Центр создают в рамках {names}.")
        if facts.state in _FUTURE
        else _("Центр создан в рамках {names}.")
    )
    return sentences(phrase(made, names=names))


def render_operator(facts: CenterFacts) -> SafeString | str:
    """The federal operator, if the centre's own page or the date of opening tells who it is."""
    if not facts.operator:
        return ""
    return sentences(
        phrase(_("Федеральный оператор: {operator}."), operator=link(facts.operator, facts.operator_url))
    )


def render_coordinator(facts: CenterFacts) -> SafeString | str:
    """The regional coordinator of today."""
    if not facts.coordinator:
        return ""
    body = link(facts.coordinator, facts.coordinator_url)
    return sentences(phrase(_("Региональный координатор: {coordinator}."), coordinator=body))


def render_funding(facts: CenterFacts) -> SafeString | str:
    """Where the money came from: the recommendations allow centres without the federal subsidy."""
    if not facts.funding_source:
        return ""
    return sentences(phrase(_("Источник средств: {source}."), source=facts.funding_source))


def _gap(words: str) -> SafeString:
    """The words with a space before them, so that a missing part leaves no gap."""
    return phrase(" {words}", words=words) if words else SafeString("")


GENERAL_PARAGRAPHS: tuple[Paragraph, ...] = (
    Paragraph(
        "intro",
        _("О центре"),
        _("Название, школа, место и время открытия. Собирается из карточки центра."),
        render_intro,
    ),
    Paragraph("purpose", _("Зачем нужен центр"), _("Одна фраза о цели таких центров."), render_purpose),
    Paragraph(
        "activities",
        _("Чем занимаются в центре"),
        _("Список занятий. Какие строки показать, отмечают в карточке центра."),
        render_activities,
    ),
    Paragraph(
        "ministry",
        _("Министерство просвещения"),
        _("Обязательная ссылка на сайт министерства."),
        render_ministry,
    ),
    Paragraph(
        "national-project",
        _("Национальный проект"),
        _("Обязательная ссылка. Проекты определяются по дате открытия или указаны в карточке центра."),
        render_national_project,
    ),
    Paragraph(
        "operator",
        _("Федеральный оператор"),
        _("Если оператор неизвестен, абзаца на странице нет."),
        render_operator,
    ),
    Paragraph(
        "coordinator",
        _("Региональный координатор"),
        _("Действующий координатор региона. Если он неизвестен, абзаца на странице нет."),
        render_coordinator,
    ),
    Paragraph(
        "funding",
        _("Источник средств"),
        _("Показывается, если источник указан в карточке центра."),
        render_funding,
    ),
)


def general_paragraphs(facts: CenterFacts) -> list[RenderedParagraph]:
    """The standard text of the page «Общая информация», in order, without empty paragraphs."""
    return render_all(GENERAL_PARAGRAPHS, facts)
