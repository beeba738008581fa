"""Standard texts of a centre, rendered from its facts. Pure functions: no models, no database.

A page stores only what an editor has overridden, by the code of the paragraph; everything else is
rendered from the register each time, so a change there shows on every page at once.
"""

from centers.texts.facts import ACTIVITIES, CLOSED, OPEN, OPENING, PLANNED, STATES, CenterFacts
from centers.texts.functions import FUNCTION_PARAGRAPHS, function_paragraphs
from centers.texts.general import GENERAL_PARAGRAPHS, general_paragraphs, official_name, opening_time, tense
from centers.texts.ministry import MINISTRY_NAME, MINISTRY_NAME_GENITIVE, MINISTRY_URL
from centers.texts.paragraph import Paragraph, RenderedParagraph, standard_digest
from centers.texts.profiles import PROFILES, Profile

#: Every standard paragraph by its code, general information first.
PARAGRAPHS: dict[str, Paragraph] = {
    paragraph.code: paragraph for paragraph in (*GENERAL_PARAGRAPHS, *FUNCTION_PARAGRAPHS)
}

__all__ = [
    "ACTIVITIES",
    "CLOSED",
    "FUNCTION_PARAGRAPHS",
    "GENERAL_PARAGRAPHS",
    "MINISTRY_NAME",
    "MINISTRY_NAME_GENITIVE",
    "MINISTRY_URL",
    "OPEN",
    "OPENING",
    "PARAGRAPHS",
    "PLANNED",
    "PROFILES",
    "STATES",
    "CenterFacts",
    "Paragraph",
    "Profile",
    "RenderedParagraph",
    "function_paragraphs",
    "general_paragraphs",
    "official_name",
    "opening_time",
    "standard_digest",
    "tense",
]
