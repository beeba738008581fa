"""Keeping the catalogue of programmes: rows follow whatever they are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from centers.models import CenterPage, Lesson, ProgramEntry, ProgramPage
from centers.models.program_entry import rank_of
from centers.models.program_facts import ProgramFacts
from centers.models.querysets import parent_is_live
from centers.program_tallies import recount, recount_when_long
from centers.purging.tags import PROGRAMS
from centers.purging.telling import announcing_centers

BATCH = 200  # centres at a time
COLUMNS = [
    field.attname for field in ProgramEntry._meta.concrete_fields if field.attname not in ("program_id",)
]


def refresh_centers(center_ids: Collection[int]) -> int:
    """Write the rows of these centres anew; return how many of them changed.

    At most eight queries for any number of centres; nothing is written where nothing differs.
    """
    if not center_ids:
        return 0
    pages: Any = CenterPage
    shown = pages.listed().filter(center__in=center_ids).values_list("center_id", flat=True)
    programs = list(
        ProgramPage.objects.live()
        .filter(parent_is_live(), center__in=list(shown))
        .defer("body", "needed", "enrolment")
    )
    weekdays = _weekdays([program.pk for program in programs])
    wanted = {program.pk: _entry(program, weekdays.get(program.pk, set())) for program in programs}
    with transaction.atomic():
        present = {
            row.pk: row
            for row in ProgramEntry.objects.filter(Q(center__in=center_ids) | Q(pk__in=list(wanted)))
        }
        gone = [pk for pk in present if pk not in wanted]
        new = [entry for pk, entry in wanted.items() if pk not in present or _differ(entry, present[pk])]
        left = {row.path for pk, row in present.items() if pk not in wanted or wanted[pk].path != row.path}
        with announcing_centers(center_ids, PROGRAMS, left=left):
            if gone:
                ProgramEntry.objects.filter(pk__in=gone).delete()
            if new:
                ProgramEntry.objects.bulk_create(
                    new,
                    batch_size=500,
                    update_conflicts=True,
                    unique_fields=["program"],
                    update_fields=COLUMNS,
                )
            if gone or new:
                recount_when_long()
    return len(gone) + len(new)


_waiting: ContextVar[set[int] | None] = ContextVar("centers whose rows wait", default=None)


@contextmanager
def refreshing_at_once() -> Iterator[None]:
    """What `refresh` is asked for inside is done at the end, for all centres together."""
    if _waiting.get() is not None:
        yield
        return
    waiting: set[int] = set()
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    refresh_centers(waiting)


def refresh(center_id: int) -> None:
    """Write the rows of one centre anew: now, or with those of the others."""
    waiting = _waiting.get()
    if waiting is None:
        refresh_centers([center_id])
    else:
        waiting.add(center_id)


def refresh_below(path: str) -> int:
    """The same for all centres whose pages stand below this path of the tree, batch by batch."""
    pages = CenterPage.objects.filter(path__startswith=path).order_by("center_id")
    numbers = iter(pages.values_list("center_id", flat=True).iterator(chunk_size=2000))
    return sum(refresh_centers(batch) for batch in _batches(numbers))


def hide_below(path: str) -> None:
    """Take all rows below a page that has been hidden out of the catalogue: one statement."""
    ProgramEntry.objects.filter(path__startswith=path).delete()


def refresh_all() -> int:
    """Write the whole catalogue anew, rows of centres without a page included, and count it."""
    lost = ProgramEntry.objects.exclude(center__in=CenterPage.objects.values("center"))
    count, _by_model = lost.delete()
    changed = count + refresh_below("")
    recount()
    return changed


def _batches(numbers: Iterator[int]) -> Iterator[list[int]]:
    while batch := list(islice(numbers, BATCH)):
        yield batch


def _weekdays(program_ids: list[int], today: dt.date | None = None) -> dict[int, set[int]]:
    """The days of the lessons that have not ended, by programme."""
    last = Q(valid_until__isnull=True) | Q(valid_until__gte=today or timezone.localdate())
    lessons = Lesson.objects.filter(last, program__in=program_ids).order_by()
    found: dict[int, set[int]] = {}
    for program_id, weekday in lessons.values_list("program_id", "weekday").distinct():
        found.setdefault(program_id, set()).add(weekday)
    return found


def _entry(program: ProgramPage, weekdays: set[int]) -> ProgramEntry:
    facts = ProgramFacts.of(program, weekdays)
    return ProgramEntry(
        program_id=program.pk,
        center_id=program.center_id,
        path=program.path,
        rank=rank_of(program),
        title=program.title,
        kind=program.kind,
        study_form=program.study_form,
        directions=facts.directions,
        grades=facts.grades,
        weekdays=facts.weekdays,
        age_from=facts.age_from,
        age_to=facts.age_to,
        can_join=program.can_join,
    )


def _differ(one: Any, other: Any) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in COLUMNS)
