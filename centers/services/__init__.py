"""Verbs that write. Everything that changes more than one row goes through here."""

from centers.services.bin.entries import CannotReturnError
from centers.services.bin.pages import bin_page
from centers.services.bin.purging import NEVER_PURGED, purge_entry, purge_overdue
from centers.services.bin.returning import return_entry
from centers.services.bin.rows import bin_row
from centers.services.centers import (
    delete_center,
    delete_school,
    move_center,
    move_school,
    open_center,
    restore_center,
)
from centers.services.documents import delete_document, hide_document, put_back, restore_document
from centers.services.register import restore_school
from centers.services.sections import build_sections, carry_out

__all__ = [
    "NEVER_PURGED",
    "CannotReturnError",
    "bin_page",
    "bin_row",
    "build_sections",
    "carry_out",
    "delete_center",
    "delete_document",
    "delete_school",
    "hide_document",
    "move_center",
    "move_school",
    "open_center",
    "purge_entry",
    "purge_overdue",
    "put_back",
    "restore_center",
    "restore_document",
    "restore_school",
    "return_entry",
]
