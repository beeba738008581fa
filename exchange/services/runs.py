"""An import from the file to the register.

The worker checks and writes in batches, each one transaction, and marks the rows it has done in the same
transaction: a killed worker leaves nothing half done, and the next one goes on with the rows that wait.
"""

import logging
import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.models import ImportRow, ImportRun, RowState, RunState
from exchange.permissions import part_of
from exchange.reading import Cells, read_table
from exchange.services.writing import write_rows
from exchange.tables import Checked, Table, table_of

logger = logging.getLogger(__name__)

BATCH = 200
#: A mark of a worker that has not been renewed for so long is a dead worker's.
STALE_AFTER = timedelta(minutes=3)
BUSY = (RunState.UPLOADED, RunState.CONFIRMED, RunState.WORKING)
PENDING = (RowState.NEW, RowState.CHANGED)


class LostError(Exception):
    """The run was stopped, or another worker has taken it."""


def start_run(kind: str, content: bytes, file_name: str, user: Any) -> ImportRun:
    """Take a table; its rows are read and checked by the worker.

    Raises `ValidationError` when the file is no table, or lacks a column without which no row can be read.
    """
    table = table_of(kind)
    sheet = read_table(content, file_name, table.titles)
    missing = table.missing_columns(sheet.columns)
    if missing:
        raise ValidationError(
            _("В таблице нет столбцов: {titles}. Добавьте их; названия — как в образце.").format(
                titles=", ".join(f"«{title}»" for title in missing)
            )
        )
    run = ImportRun.objects.create(
        kind=kind,
        user=user,
        file_name=file_name[:255],
        content=content,
        columns=sheet.columns,
        extra_columns=sheet.extra,
    )
    enqueue(run.pk)
    return run


def enqueue(run_id: int) -> None:
    """Give the run to the worker once what is known now is committed."""
    from exchange.tasks import advance_import

    transaction.on_commit(lambda: advance_import.enqueue(run_id))


def confirm(run: ImportRun, *, publish: bool) -> bool:
    """Let the worker write what was found new or changed; False when there is nothing of the kind."""
    taken = (
        ImportRun.objects.filter(pk=run.pk, state=RunState.CHECKED)
        .filter(_has_pending())
        .update(state=RunState.CONFIRMED, publish=publish, message="", claimed_at=None)
    )
    if taken:
        enqueue(run.pk)
    return bool(taken)


def stop(run: ImportRun) -> bool:
    """Stop an import between two batches; what is written stays."""
    stopped = ImportRun.objects.filter(pk=run.pk, state__in=(RunState.CONFIRMED, RunState.WORKING))
    return bool(stopped.update(state=RunState.STOPPED, claimed_by="", claimed_at=None))


def go_on(run: ImportRun) -> bool:
    """Go on with a stopped import."""
    stopped = ImportRun.objects.filter(pk=run.pk, state=RunState.STOPPED)
    taken = stopped.update(state=RunState.CONFIRMED, message="")
    if taken:
        enqueue(run.pk)
    return bool(taken)


def _has_pending() -> Q:
    return Q(pk__in=ImportRow.objects.filter(state__in=PENDING).values("run"))


def counts(run: ImportRun) -> dict[str, int]:
    """How many rows are in each state; a state without rows is 0."""
    found = dict(run.rows.order_by().values_list("state").annotate(Count("pk")))
    return {state: found.get(state, 0) for state in RowState.values}


def advance(run_id: int) -> None:
    """Do all that is to do for a run now; harmless when there is nothing, or another worker is at it."""
    now = timezone.now()
    mark = str(uuid.uuid4())
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - STALE_AFTER)
    if not ImportRun.objects.filter(free, pk=run_id, state__in=BUSY).update(claimed_by=mark, claimed_at=now):
        return
    run = ImportRun.objects.get(pk=run_id)
    try:
        if run.state == RunState.UPLOADED:
            _read(run, mark)
            _check(run, mark)
            _leave(run, mark, RunState.CHECKED)
        else:
            _write(run, mark)
            _leave(run, mark, RunState.DONE, finished_at=timezone.now())
    except ValidationError as error:
        _leave(run, mark, RunState.REFUSED, message=" ".join(error.messages), content=b"")
    except LostError:
        logger.info("The import %s was stopped or taken over", run_id)
    except Exception:
        logger.exception("The import %s failed", run_id)
        message = _("Сайт споткнулся об эту таблицу. Записанное цело; скажите об этом администратору.")
        checking = run.state == RunState.UPLOADED
        state = RunState.REFUSED if checking else RunState.STOPPED
        _leave(run, mark, state, message=message)


def _leave(run: ImportRun, mark: str, state: RunState, **values: Any) -> None:
    own = ImportRun.objects.filter(pk=run.pk, claimed_by=mark)
    own.update(state=state, claimed_by="", claimed_at=None, **values)


def _hold(run: ImportRun, mark: str, **values: Any) -> None:
    """Renew the mark inside the transaction of a batch. Raises `LostError`, which rolls the batch back."""
    own = ImportRun.objects.filter(pk=run.pk, claimed_by=mark)
    if not own.update(claimed_at=timezone.now(), **values):
        raise LostError


def _read(run: ImportRun, mark: str) -> None:
    """Put the rows of the file into the database, all or none, and forget the file."""
    content = bytes(run.content)
    if not content:
        return
    table = table_of(run.kind)
    with transaction.atomic():
        sheet = read_table(content, run.file_name, table.titles)
        rows = [ImportRow(run=run, number=number, cells=cells) for number, cells in sheet.rows]
        if not rows:
            raise ValidationError(_("Под названиями столбцов нет ни одной строки."))
        ImportRow.objects.bulk_create(rows)
        _hold(run, mark, content=b"")


def _check(run: ImportRun, mark: str) -> None:
    """The dry run: what each row would do, and what is wrong with it. Writes nothing into the register."""
    table = table_of(run.kind)
    twins = _twins(run, table)

    def look(rows: Sequence[ImportRow], checked: Sequence[Checked]) -> None:
        keys = {found.key for found in checked if found.key}
        first = dict(run.rows.filter(key__in=keys).order_by("-number").values_list("key", "number"))
        for row, found in zip(rows, checked, strict=True):
            _complain_of_twins(table, row, found, twins, first)
            if found.key and not found.problems:
                first.setdefault(found.key, row.number)
            row.state = found.state

    _in_batches(run, mark, table, [RowState.WAITING], look)


def _twins(run: ImportRun, table: Table) -> dict[tuple[str, str], int]:
    """The first row of the file for each value of a column whose values must differ."""
    found: dict[tuple[str, str], int] = {}
    for name in table.distinct:
        for number, text in run.rows.order_by("number").values_list("number", f"cells__{name}"):
            if text:
                found.setdefault((name, "".join(str(text).split())), number)
    return found


def _complain_of_twins(
    table: Table, row: ImportRow, found: Checked, twins: dict[tuple[str, str], int], first: dict[str, int]
) -> None:
    for name in table.distinct:
        number = twins.get((name, "".join(row.cells.get(name, "").split())), row.number)
        if number != row.number:
            table.complain(found, name, _("То же значение в строке {number}.").format(number=number))
    earlier = first.get(found.key, row.number) if found.key else row.number
    if earlier != row.number and not found.problems:
        table.complain(found, "", _("Повтор строки {number}: речь о том же.").format(number=earlier))


def _write(run: ImportRun, mark: str) -> None:
    """Write the rows that wait, each checked anew: the register may have changed since the dry run."""
    ImportRun.objects.filter(pk=run.pk, claimed_by=mark).update(state=RunState.WORKING)
    table = table_of(run.kind)

    def write(rows: Sequence[ImportRow], checked: Sequence[Checked]) -> None:
        for row, found in zip(rows, checked, strict=True):
            _complain_of_news(table, row, found)
        write_rows(table, checked, user=run.user, publish=run.publish)
        done = {RowState.NEW: RowState.ADDED, RowState.CHANGED: RowState.UPDATED}
        for row, found in zip(rows, checked, strict=True):
            row.state = RowState.FAULTY if found.problems else done.get(found.found, found.found)

    _in_batches(run, mark, table, list(PENDING), write)


def _complain_of_news(table: Table, row: ImportRow, found: Checked) -> None:
    """Overwrite nothing that nobody has seen: what somebody has saved after the dry run stays.

    Whoever confirmed the table was shown what would be changed, and to what.
    """
    if found.found != RowState.CHANGED:
        return
    for change in found.changes:
        if change not in row.changes:
            text = _(
                "После проверки здесь записали другое: «{old}». Строка не записана: загрузите таблицу "
                "ещё раз, чтобы сравнить."
            ).format(old=change["old"] or "—")
            found.problems.append({"column": change["column"], "text": text})
    found.found = found.state


def _in_batches(
    run: ImportRun,
    mark: str,
    table: Table,
    states: list[RowState],
    handle: Callable[[Sequence[ImportRow], Sequence[Checked]], None],
) -> None:
    """Check the rows in these states batch by batch and let `handle` settle each batch."""
    while True:
        with transaction.atomic():
            _hold(run, mark)
            rows = list(run.rows.filter(state__in=states).order_by("number")[:BATCH])
            if not rows:
                return
            cells: list[Cells] = [row.cells for row in rows]
            checked = table.check(cells, part_of(run.user, run.kind))
            for found in checked:
                found.found = found.state
            handle(rows, checked)
            for row, found in zip(rows, checked, strict=True):
                row.key, row.label = found.key[:400], found.label[:300]
                row.problems, row.changes = found.problems, found.changes
            # An «upsert»: much cheaper than the long CASE of `bulk_update`.
            ImportRow.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=["state", "key", "label", "problems", "changes"],
            )


def requeue() -> int:
    """Enqueue again what a killed worker has left. Returns how many imports."""
    stale = timezone.now() - STALE_AFTER
    lost = ImportRun.objects.filter(state__in=BUSY).filter(
        Q(claimed_at__lt=stale) | Q(claimed_at=None, created_at__lt=stale)
    )
    keys = list(lost.values_list("pk", flat=True))
    for key in keys:
        enqueue(key)
    return len(keys)
