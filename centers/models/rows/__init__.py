"""Rows of a centre that its sections show: documents, teachers, rooms, equipment, lessons."""

from centers.models.rows.documents import KIND_PLURALS, CenterDocument, DocumentKind, Issuer
from centers.models.rows.equipment import Equipment, Room
from centers.models.rows.intake import IntakeBatch, IntakeItem, IntakeState
from centers.models.rows.people import Teacher
from centers.models.rows.schedule import Lesson, Weekday, WeekParity

__all__ = [
    "KIND_PLURALS",
    "CenterDocument",
    "DocumentKind",
    "Equipment",
    "IntakeBatch",
    "IntakeItem",
    "IntakeState",
    "Issuer",
    "Lesson",
    "Room",
    "Teacher",
    "WeekParity",
    "Weekday",
]
