"""What the standard texts of a centre are made of: plain values, no models.

Grammar is data: every case a text needs comes in a field of its own and is never guessed here.
An empty field means «not known»; the texts then leave the words out and put nothing instead.
"""

from dataclasses import dataclass
from datetime import date

PLANNED = "planned"
OPENING = "opening"
OPEN = "open"
CLOSED = "closed"
STATES = (PLANNED, OPENING, OPEN, CLOSED)

SUBJECTS = "subjects"
EXTRACURRICULAR = "extracurricular"
ADDITIONAL = "additional"
EVENTS = "events"
NETWORK_EVENTS = "network_events"
ACTIVITIES = (SUBJECTS, EXTRACURRICULAR, ADDITIONAL, EVENTS, NETWORK_EVENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class CenterFacts:
    """Facts of one centre on one day.

    Raises `ValueError` for a state or an activity that is not in `STATES` or `ACTIVITIES`.
    """

    # The place. `school_genitive` is the form used after «на базе»: «Баткатской СОШ».
    school_name: str
    school_genitive: str = ""
    municipality_name: str = ""
    municipality_genitive: str = ""
    region_name: str = ""
    region_genitive: str = ""
    #: With its preposition: «в Томской области», «во Владимирской области», «на Сахалине».
    region_in: str = ""

    # The centre. `official_name` (nominative) replaces the whole standard name when it is filled.
    official_name: str = ""
    #: «естественно-научной и технологической направленностей»: stands after «Центр образования».
    profile_genitive: str = ""
    #: «естественно-научные предметы»: stands after «ученики изучают».
    subjects_accusative: str = ""
    subject_areas: tuple[str, ...] = ()
    activities: tuple[str, ...] = ACTIVITIES

    # Its state in time. `opening_words` serve when neither date nor one year is known:
    # «в 2019–2020 годах», «до конца 2024 года».
    state: str = OPEN
    year: int | None = None
    opened_on: date | None = None
    opening_words: str = ""
    closed_on: date | None = None
    #: «на 2021 год», «на 1 сентября 2026 г.»: stands after «по данным».
    state_as_of: str = ""
    state_source: str = ""
    state_source_url: str = ""

    # Who stands behind it; an address without a name is not shown.
    federal_project: str = ""
    federal_project_url: str = ""
    national_project: str = ""
    national_project_url: str = ""
    operator: str = ""
    operator_url: str = ""
    coordinator: str = ""
    coordinator_url: str = ""
    funding_source: str = ""

    def __post_init__(self) -> None:
        if self.state not in STATES:
            raise ValueError(f"unknown state of a centre: {self.state!r}")
        unknown = set(self.activities) - set(ACTIVITIES)
        if unknown:
            raise ValueError(f"unknown activities of a centre: {sorted(unknown)}")
