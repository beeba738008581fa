"""Verbs that write. Everything that changes more than one row goes through here."""

from centers.services.centers import (
    delete_center,
    delete_school,
    move_center,
    move_school,
    open_center,
    restore_center,
)
from centers.services.documents import delete_document, hide_document, put_back, restore_document
from centers.services.register import delete_place, restore_school
from centers.services.sections import build_sections, carry_out

__all__ = [
    "build_sections",
    "carry_out",
    "delete_center",
    "delete_document",
    "delete_place",
    "delete_school",
    "hide_document",
    "move_center",
    "move_school",
    "open_center",
    "put_back",
    "restore_center",
    "restore_document",
    "restore_school",
]
