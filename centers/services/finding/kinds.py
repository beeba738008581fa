"""What the search of the site can find, and how it is called."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from centers.models import CenterDocument, CenterPage, EventPage, NewsPage, ProgramPage, School, Teacher

__all__ = ["KIND_WORDS", "LABELS", "MODELS", "Kind"]


class Kind(StrEnum):
    """Kinds of what can be found, in the order in which they are offered; the values stand in addresses."""

    PROGRAMS = "programs"
    CENTERS = "centers"
    EVENTS = "events"
    TEACHERS = "teachers"
    NEWS = "news"
    DOCUMENTS = "documents"
    SCHOOLS = "schools"


LABELS: dict[Kind, str | Promise] = {
    Kind.PROGRAMS: _("Программы"),
    Kind.CENTERS: _("Центры"),
    Kind.EVENTS: _("Мероприятия"),
    Kind.TEACHERS: _("Педагоги"),
    Kind.NEWS: _("Новости"),
    Kind.DOCUMENTS: _("Документы"),
    Kind.SCHOOLS: _("Школы"),
}
MODELS: dict[Kind, type[Model]] = {
    Kind.PROGRAMS: ProgramPage,
    Kind.CENTERS: CenterPage,
    Kind.EVENTS: EventPage,
    Kind.TEACHERS: Teacher,
    Kind.NEWS: NewsPage,
    Kind.DOCUMENTS: CenterDocument,
    Kind.SCHOOLS: School,
}

#: Words that name a whole kind: that a programme is a «кружок» needs no explanation.
KIND_WORDS = {
    Kind.PROGRAMS: ProgramPage.search_kind + " урок",
    Kind.CENTERS: "центр образования школа точка роста",
    Kind.EVENTS: EventPage.search_kind,
    Kind.TEACHERS: Teacher.search_kind,
    Kind.NEWS: "новость пресс-релиз",
    Kind.DOCUMENTS: "документ",
    Kind.SCHOOLS: "школа",
}
