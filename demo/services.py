"""Load the demonstration network, and take it away again. Each is one transaction."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from centers.metadata import indexing
from centers.models import Center, School
from demo.indexing import paused_indexing
from demo.keeper import EDITED, MADE, REMOVED, RENEWED, THERE, UNCHANGED, Keeper
from demo.loading import load_everything
from demo.models import DemoObject
from demo.unloading import Unloader, UnloadReport
from ledger.writing import as_one


@dataclass(frozen=True, slots=True)
class LoadReport:
    """How many rows and pages were made, renewed, left as they were, and left to people."""

    made: int
    renewed: int
    unchanged: int
    edited: int
    removed: int
    there: int


def is_wanted() -> bool:
    """Whether an empty installation asks for the data: no school, no centre, and never loaded before."""
    return not (School.objects.exists() or Center.objects.exists() or DemoObject.objects.exists())


@transaction.atomic
@as_one("Загружена демонстрационная сеть", always=False)
def load(today: dt.date | None = None) -> LoadReport:
    """Put the demonstration network in, or bring it up to date.

    Nothing is doubled; what people have edited since, or deleted, stays as they left it. Events and
    news are dated from `today`.
    """
    keeper = Keeper()
    with paused_indexing():
        load_everything(keeper, today or timezone.localdate())
        keeper.finish()
    transaction.on_commit(indexing.forget)
    names = (MADE, RENEWED, UNCHANGED, EDITED, REMOVED, THERE)
    return LoadReport(**{name: keeper.counts[name] for name in names})


@transaction.atomic
@as_one("Убрана демонстрационная сеть", always=False)
def unload() -> UnloadReport:
    """Take the demonstration network away.

    What people have edited stays, and so does everything that it or their own rows stand on; the
    report tells what and why.
    """
    transaction.on_commit(indexing.forget)
    return Unloader().run()
