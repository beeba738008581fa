"""What stands in the edit forms of pages beside plain fields. Knows no models of this room.

Pages name these panels, so they stand below the models; whatever needs a model is
registered here from above (`register_row_list`).
"""

from centers.panels.files import FileFactsPanel
from centers.panels.notes import RegisterNotePanel
from centers.panels.pupils import PupilNamesPanel
from centers.panels.rows import (
    CenterPanel,
    RowList,
    RowListPanel,
    register_row_list,
    row_list,
    row_lists,
)
from centers.panels.scoped import CenterPageForm
from centers.panels.standard_text import StandardTextPanel, standard_text_form

__all__ = [
    "CenterPageForm",
    "CenterPanel",
    "FileFactsPanel",
    "PupilNamesPanel",
    "RegisterNotePanel",
    "RowList",
    "RowListPanel",
    "StandardTextPanel",
    "register_row_list",
    "row_list",
    "row_lists",
    "standard_text_form",
]
