"""Rows of a centre that its sections show: documents, teachers, rooms, equipment, lessons, its calendar."""

from centers.models.rows.calendar import CalendarEntry, CalendarKind, Replacement, ReplacementKind
from centers.models.rows.documents import KIND_PLURALS, CenterDocument, DocumentKind, Issuer
from centers.models.rows.equipment import Equipment, Room
from centers.models.rows.intake import IntakeBatch, IntakeItem, IntakeState
from centers.models.rows.people import Teacher
from centers.models.rows.schedule import Bell, Lesson, Weekday, WeekParity

__all__ = [
    "KIND_PLURALS",
    "Bell",
    "CalendarEntry",
    "CalendarKind",
    "CenterDocument",
    "DocumentKind",
    "Equipment",
    "IntakeBatch",
    "IntakeItem",
    "IntakeState",
    "Issuer",
    "Lesson",
    "Replacement",
    "ReplacementKind",
    "Room",
    "Teacher",
    "WeekParity",
    "Weekday",
]
