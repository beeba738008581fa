"""From judgements to the figures that people read.

The score: every requirement that concerns the centre has as many points as its duty weighs (обязательно 3,
рекомендовано 2, совет 1); what is present or met above earns all of them, what is met in part one half, what
is missing none; the score is the earned share in whole percents, rounded down, so that 100 means «all done».
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from oversight.catalogue import BY_CODE, Section
from oversight.facts import SECTION_OF_PAGE, Snapshot
from oversight.models import OPEN_STATUSES, Publication, Status
from oversight.rules import Judgement

#: Halves of a requirement's points that a status earns; None: the requirement does not count.
HALVES: dict[str, int | None] = {
    Status.PRESENT: 2,
    Status.MET_ABOVE: 2,
    Status.PARTIAL: 1,
    Status.MISSING: 0,
    Status.NOT_APPLICABLE: None,
}
#: More places than this are not multiplied: whoever mends ten knows how.
MOST_COUNTED = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """What `Standing` keeps of a centre."""

    score: int
    counts: Counter[str]
    minutes: int
    publication: Publication
    oldest_update: dt.datetime | None
    oldest_section: str


def score_of(judgements: Iterable[Judgement]) -> int:
    """The score, 0 to 100; 100 when nothing concerns the centre."""
    earned = possible = 0
    for judgement in judgements:
        halves = HALVES[judgement.status]
        if halves is not None:
            weight = BY_CODE[judgement.code].weight
            earned += halves * weight
            possible += 2 * weight
    return 100 * earned // possible if possible else 100


def minutes_of(judgement: Judgement) -> int:
    """The estimate for what is left of one requirement, in minutes; 1 when it only has to be published."""
    if judgement.status not in OPEN_STATUSES:
        return 0
    if judgement.targets and all(target.draft for target in judgement.targets):
        return 1
    return BY_CODE[judgement.code].minutes * max(1, min(judgement.total, MOST_COUNTED))


def publication_of(facts: Snapshot) -> Publication:
    page = facts.center_page
    if page is None:
        return Publication.NOT_OPENED
    if facts.on_site:
        return Publication.PUBLISHED
    return Publication.HIDDEN if page.was_published else Publication.DRAFT


def oldest_section(facts: Snapshot) -> tuple[dt.datetime | None, str]:
    """The published section that nobody has touched for longest, and when somebody did."""
    newest: dict[Section, dt.datetime] = {}
    for page in facts.pages:
        section = SECTION_OF_PAGE.get(page.kind)
        if section is None or page.now is None or page.updated_at is None:
            continue
        times = [page.updated_at, newest.get(section), facts.rows_updated.get(section)]
        newest[section] = max(at for at in times if at)
    if not facts.on_site or not newest:
        return None, ""
    section, at = min(newest.items(), key=lambda pair: pair[1])
    return at, section


def figures_of(facts: Snapshot, judgements: list[Judgement]) -> Figures:
    at, section = oldest_section(facts)
    return Figures(
        score=score_of(judgements),
        counts=Counter(judgement.status for judgement in judgements),
        minutes=min(sum(minutes_of(judgement) for judgement in judgements), 32_767),
        publication=publication_of(facts),
        oldest_update=at,
        oldest_section=section,
    )
