"""The catalogue is one: sources and duties fit together, and the document for people repeats it."""

import pytest
from django.conf import settings

from oversight.catalogue import BY_CODE, CATALOGUE, Certainty, Duty, Level
from oversight.describing import markdown_table
from oversight.models import Status
from oversight.rules import Judgement
from oversight.scoring import score_of

pytestmark = pytest.mark.only_on("sqlite")  # asks no database

PAGE = (settings.BASE_DIR / "docs" / "coordinators" / "completeness.md").read_text(encoding="utf-8")


def test_codes_are_unique_and_short_enough_to_store() -> None:
    assert len(BY_CODE) == len(CATALOGUE)
    assert max(len(code) for code in BY_CODE) <= 40


@pytest.mark.parametrize("requirement", CATALOGUE, ids=lambda requirement: requirement.code)
def test_only_what_was_read_is_called_a_duty(requirement) -> None:
    sure = {Certainty.READ, Certainty.DERIVED}
    assert requirement.duty != Duty.LAW or requirement.source.certainty in sure
    assert requirement.minutes > 0
    assert str(requirement.todo).endswith(".")


def test_the_document_repeats_the_catalogue() -> None:
    assert markdown_table() in PAGE


def test_the_points_of_the_accessibility_decree_that_content_can_break_are_there() -> None:
    points = {str(one.source.words) for one in CATALOGUE if "№ 102" in str(one.source.words)}
    assert {point for point in "авгеж" if any(f"«{point}»" in words for words in points)} == set("авгеж")


def test_who_must_meet_it_includes_all_four() -> None:
    assert {requirement.level for requirement in CATALOGUE} == set(Level)


def judgement(code: str, status: Status) -> Judgement:
    return Judgement(code, status)


@pytest.mark.parametrize(
    ("statuses", "score"),
    [
        ({"regulation": Status.PRESENT, "center-lead": Status.MISSING}, 75),
        ({"regulation": Status.PARTIAL, "center-lead": Status.PRESENT}, 62),
        ({"regulation": Status.MET_ABOVE, "center-lead": Status.PRESENT}, 100),
        ({"regulation": Status.NOT_APPLICABLE, "center-lead": Status.MISSING}, 0),
        ({"regulation": Status.NOT_APPLICABLE}, 100),
        ({"indicators": Status.PRESENT, "regulation": Status.MISSING}, 40),
    ],
)
def test_the_score_weighs_by_duty(statuses: dict[str, Status], score: int) -> None:
    assert score_of([judgement(code, status) for code, status in statuses.items()]) == score
