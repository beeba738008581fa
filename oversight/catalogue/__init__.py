"""The one catalogue of what the section of a centre must and should carry.

Raise `VERSION` with every change of a requirement or of its rule: all centres are then counted anew.
`docs/coordinators/completeness.md` repeats the table for people, and a test compares the two.
"""

from oversight.catalogue.base import (
    CERTAINTY_LABELS,
    DUTY_LABELS,
    LEVEL_LABELS,
    SECTION_TITLES,
    WEIGHTS,
    Certainty,
    Duty,
    Level,
    Requirement,
    Section,
    Source,
)
from oversight.catalogue.pages import PAGES
from oversight.catalogue.papers import PAPERS
from oversight.catalogue.people import PEOPLE
from oversight.catalogue.texts import TEXTS

__all__ = [
    "BY_CODE",
    "CATALOGUE",
    "CERTAINTY_LABELS",
    "DUTY_LABELS",
    "LEVEL_LABELS",
    "SECTION_TITLES",
    "VERSION",
    "WEIGHTS",
    "Certainty",
    "Duty",
    "Level",
    "Requirement",
    "Section",
    "Source",
]

VERSION = "2026.11"

_ORDER = {section: place for place, section in enumerate(Section)}

CATALOGUE: tuple[Requirement, ...] = tuple(
    sorted((*PAGES, *PAPERS, *PEOPLE, *TEXTS), key=lambda requirement: _ORDER[requirement.section])
)
BY_CODE: dict[str, Requirement] = {requirement.code: requirement for requirement in CATALOGUE}
