"""The rows of a batch: which file signs which, what repeats what, what is put aside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from centers.models import IntakeBatch, IntakeItem, IntakeState
from library.reading.filenames import is_signature, pair_signatures
from library.reading.problems import problem

OPEN_STATES = (IntakeState.WAITING, IntakeState.READING, IntakeState.READY)

#: What stands beside a value, by where it came from.
MARKS: dict[str, str | Promise] = {
    "text": _("из текста"),
    "metadata": _("из свойств файла"),
    "filename": _("из имени файла"),
    "guess": _("предположение"),
    "person": _("ваше"),
}
FIELDS = ("kind", "number", "date", "title", "issuer", "academic_year")


def problem_entry(code: str, **params: Any) -> dict[str, Any]:
    """A problem of the reader's list, as it is kept in a row."""
    found = problem(code, {name: str(value) for name, value in params.items()})
    return {"code": found.code, "message_ru": found.message_ru, "severity": found.severity}


def own_problem(code: str, message: str, severity: str = "warning") -> dict[str, Any]:
    """A problem that is told by the intake itself."""
    return {"code": code, "message_ru": message, "severity": severity}


def has_errors(problems: Iterable[dict[str, Any]]) -> bool:
    return any(found.get("severity") == "error" for found in problems)


def is_signature_item(item: IntakeItem) -> bool:
    """Whether the file is a signature, by its name or by what was read in it."""
    return is_signature(item.original_name) or item.requisites.get("format") == "signature"


def source_of(item: IntakeItem, name: str) -> str:
    """Where the value of a field came from: a key of `MARKS`, empty for an empty field.

    What a new row begins with («школа» as the issuer) is a guess until somebody says otherwise.
    """
    value = getattr(item, name)
    if value in ("", None):
        return ""
    found = item.requisites.get("filled", {}).get(name, {})
    if not found and value == getattr(IntakeItem(), name):
        return "guess"
    written = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return found.get("source", "guess") if found.get("value") == written else "person"


def pair_batch(batch: IntakeBatch) -> None:
    """Say of each signature file of the batch which file it signs, by their names."""
    items = list(
        batch.items.exclude(state=IntakeState.DISCARDED).only("pk", "original_name", "signs", "state")
    )
    if not any(is_signature(item.original_name) for item in items):
        return
    by_name: dict[str, IntakeItem] = {}
    for item in items:
        if item.state != IntakeState.REFUSED:
            by_name.setdefault(item.original_name, item)
    pairs = pair_signatures([item.original_name for item in items if item.state != IntakeState.REFUSED])
    now = timezone.now()
    for item in items:
        if not is_signature(item.original_name) or item.state == IntakeState.CONFIRMED:
            continue
        signed = by_name.get(pairs.get(item.original_name) or "")
        target = signed.pk if signed else None
        if item.signs_id != target:
            touched = [pk for pk in (item.signs_id, target) if pk]
            IntakeItem.objects.filter(pk=item.pk).update(signs=target, updated_at=now)
            IntakeItem.objects.filter(pk__in=touched).update(updated_at=now)


def duplicates_in_batch(batch: IntakeBatch) -> dict[int, int]:
    """Rows whose content is that of an earlier row of the batch: number → number of the earlier one."""
    first: dict[str, int] = {}
    repeated: dict[int, int] = {}
    rows = batch.items.exclude(state__in=[IntakeState.DISCARDED, IntakeState.REFUSED]).exclude(sha256="")
    for pk, sha256 in rows.order_by("pk").values_list("pk", "sha256"):
        if sha256 in first:
            repeated[pk] = first[sha256]
        else:
            first[sha256] = pk
    return repeated


def unfinished_batches(center_id: int) -> QuerySet[IntakeBatch]:
    """Batches of a centre with files that nobody has confirmed or put aside, newest first."""
    left = IntakeItem.objects.filter(batch=OuterRef("pk"), state__in=OPEN_STATES)
    return IntakeBatch.objects.filter(Exists(left), center=center_id)


def discard(batch: IntakeBatch, numbers: Iterable[int]) -> int:
    """Put rows aside; they can be brought back. Returns how many."""
    count = batch.items.filter(pk__in=list(numbers), state__in=[*OPEN_STATES, IntakeState.REFUSED]).update(
        state=IntakeState.DISCARDED, updated_at=timezone.now()
    )
    pair_batch(batch)
    return count


def bring_back(batch: IntakeBatch, numbers: Iterable[int]) -> int:
    """Put rows back that were put aside; what had not been read is read. Returns how many."""
    from centers.tasks import read_intake_item

    count = 0
    for item in batch.items.filter(pk__in=list(numbers), state=IntakeState.DISCARDED).only(
        "pk", "requisites", "problems", "file"
    ):
        if has_errors(item.problems) or not item.file:
            state = IntakeState.REFUSED
        else:
            state = IntakeState.READY if item.requisites.get("read") else IntakeState.WAITING
        changed = IntakeItem.objects.filter(pk=item.pk, state=IntakeState.DISCARDED).update(
            state=state, attempts=0, started_at=None, updated_at=timezone.now()
        )
        count += changed
        if changed and state == IntakeState.WAITING:
            read_intake_item.enqueue(item.pk)
    pair_batch(batch)
    return count


def with_open_counts(batches: Iterable[IntakeBatch]) -> list[tuple[IntakeBatch, int]]:
    """Each batch with the number of its files that wait for somebody."""
    found = list(batches)
    counts = dict(
        IntakeItem.objects.filter(batch__in=found, state__in=OPEN_STATES)
        .order_by()
        .values("batch")
        .annotate(count=Count("pk"))
        .values_list("batch", "count")
    )
    return [(batch, counts.get(batch.pk, 0)) for batch in found]
