"""Count centres anew: one that somebody looks at, or all of them in batches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from centers.models import Center
from oversight.catalogue import VERSION
from oversight.facts import Snapshot
from oversight.loading import take_snapshots
from oversight.models import Standing, StandingItem, Status
from oversight.rules import Judgement, judge
from oversight.scoring import figures_of

BATCH = 200
COUNTED = (
    "score",
    "present",
    "partial",
    "missing",
    "not_applicable",
    "met_above",
    "minutes",
    "publication",
    "oldest_update",
    "oldest_section",
    "checked_at",
    "catalogue_version",
    "checked_mark",
)


def check_center(center_id: int) -> Standing | None:
    """Count one centre now, at most fifteen queries; None when it has been deleted."""
    return next(iter(check_centers([center_id])), None)


def check_centers(center_ids: Sequence[int]) -> list[Standing]:
    """Count these centres now; the number of queries does not depend on how many they are.

    What changes while this runs raises `mark` again, and the row stays stale.
    """
    found = take_snapshots(center_ids)
    judged = {facts.center.pk: judge(facts) for facts in found}
    if not found:
        return []
    with transaction.atomic():
        standings = _store_standings(found, judged)
        _store_items(standings, judged)
    return standings


def _store_standings(found: list[Snapshot], judged: dict[int, list[Judgement]]) -> list[Standing]:
    now = timezone.now()
    rows = []
    for facts in found:
        figures = figures_of(facts, judged[facts.center.pk])
        mark = facts.center.mark or 0
        rows.append(
            Standing(
                center=facts.center,
                score=figures.score,
                present=figures.counts[Status.PRESENT],
                partial=figures.counts[Status.PARTIAL],
                missing=figures.counts[Status.MISSING],
                not_applicable=figures.counts[Status.NOT_APPLICABLE],
                met_above=figures.counts[Status.MET_ABOVE],
                minutes=figures.minutes,
                publication=figures.publication,
                oldest_update=figures.oldest_update,
                oldest_section=figures.oldest_section,
                checked_at=now,
                catalogue_version=VERSION,
                mark=mark,
                checked_mark=mark,
            )
        )
    return Standing.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["center"], update_fields=COUNTED
    )


def _store_items(standings: list[Standing], judged: dict[int, list[Judgement]]) -> None:
    """Write what has changed and nothing else."""
    numbers = [standing.pk for standing in standings]
    known = {
        (item.standing_id, item.code): item for item in StandingItem.objects.filter(standing__in=numbers)
    }
    changed = []
    for standing in standings:
        for one in judged[standing.center_id]:
            if one.status == Status.PRESENT:
                continue
            item = StandingItem(
                standing=standing,
                code=one.code,
                status=one.status,
                note=one.note,
                total=one.total,
                targets=[target.as_json() for target in one.targets],
            )
            before = known.pop((standing.pk, one.code), None)
            if before is None or _says(before) != _says(item):
                changed.append(item)
    if known:
        StandingItem.objects.filter(pk__in=[item.pk for item in known.values()]).delete()
    if changed:
        StandingItem.objects.bulk_create(
            changed,
            batch_size=2000,
            update_conflicts=True,
            unique_fields=["standing", "code"],
            update_fields=["status", "note", "total", "targets"],
        )


def _says(item: StandingItem) -> tuple:
    return str(item.status), item.note, item.total, item.targets


def stale_centers() -> Iterable[int]:
    """Numbers of the centres that have to be counted, neighbours of the tree together."""
    behind = Q(standing__mark__gt=F("standing__checked_mark")) | ~Q(standing__catalogue_version=VERSION)
    rows = Center.objects.kept().filter(Q(standing__isnull=True) | behind)
    return rows.order_by("page__path", "pk").values_list("pk", flat=True)


def check_all(
    *,
    stale_only: bool = False,
    seconds: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Count all centres, or the stale ones, in batches; returns how many were counted.

    `seconds` stops after the batch in which that time has gone by. `progress` is told how many of how many.
    """
    rows = stale_centers() if stale_only else _all_centers()
    numbers = list(rows)
    started, done = time.monotonic(), 0
    for start in range(0, len(numbers), BATCH):
        check_centers(numbers[start : start + BATCH])
        done = min(start + BATCH, len(numbers))
        if progress:
            progress(done, len(numbers))
        if seconds is not None and time.monotonic() - started > seconds:
            break
    return done


def _all_centers() -> Iterable[int]:
    return Center.objects.kept().order_by("page__path", "pk").values_list("pk", flat=True)


def standings_of(centers: Sequence[Center]) -> dict[int, Standing]:
    """Fresh standings of a few centres by the centre's number: what is stale is counted first."""
    numbers = [center.pk for center in centers]
    rows = {row.center_id: row for row in Standing.objects.filter(center__in=numbers)}
    stale = [pk for pk in numbers if pk not in rows or rows[pk].is_stale]
    if stale:
        rows |= {row.center_id: row for row in check_centers(stale)}
    return rows
