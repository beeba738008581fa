"""Read dropped files in the background and fill in their rows."""

from __future__ import annotations

import logging
import re
from datetime import date, timedelta
from typing import Any, BinaryIO, cast

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from centers.models import DocumentKind, IntakeItem, IntakeState, Issuer
from centers.services.intake.confirming import documents_like
from centers.services.intake.rows import has_errors, own_problem, pair_batch, problem_entry
from library.reading.extract import read_stream
from library.reading.facts import Reading
from library.reading.kinds import Kind
from library.reading.requisites import Requisites, read_requisites
from library.readings import GIVEN_UP, MOST_ATTEMPTS, STALE_AFTER
from library.storage import PrivateStorage
from toolkit.text import fold

logger = logging.getLogger(__name__)

#: Notes that were made when the file came in.
ABOUT_NAMES = {"name_path", "name_characters", "name_long"}
FORGET_AFTER = timedelta(days=30)

KIND_OF: dict[str, DocumentKind] = {
    Kind.ORDER: DocumentKind.ORDER,
    Kind.DIRECTIVE: DocumentKind.OTHER,
    Kind.REGULATION: DocumentKind.REGULATION,
    Kind.PLAN: DocumentKind.PLAN,
    Kind.WORK_PROGRAM: DocumentKind.PROGRAM,
    Kind.ADDITIONAL_PROGRAM: DocumentKind.PROGRAM,
    Kind.PROGRAM: DocumentKind.PROGRAM,
    Kind.TIMETABLE: DocumentKind.TIMETABLE,
    Kind.ACT: DocumentKind.ACT,
    Kind.MEDIA_PLAN: DocumentKind.MEDIA_PLAN,
    Kind.REPORT: DocumentKind.REPORT,
    Kind.CONTRACT: DocumentKind.CONTRACT,
    Kind.MINUTES: DocumentKind.PROTOCOL,
    Kind.STATEMENT: DocumentKind.REFERENCE,
    Kind.LIST: DocumentKind.LIST,
    Kind.OTHER: DocumentKind.OTHER,
}
_ABOUT = re.compile(r"(?:О|Об|Обо)\s", re.IGNORECASE)
_PAPER = re.compile(r"\b(?P<word>распоряжение|постановление)\b")


def read_item(item_id: int) -> bool:
    """Read one dropped file and fill in its row; False when there is nothing to do.

    The row is claimed before the file is opened, and the result is kept only while the claim
    still holds: of several workers one writes.
    """
    now = timezone.now()
    claimed = IntakeItem.objects.filter(
        Q(state=IntakeState.WAITING) | Q(state=IntakeState.READING, started_at__lt=now - STALE_AFTER),
        pk=item_id,
        attempts__lt=MOST_ATTEMPTS,
    ).update(
        state=IntakeState.READING,
        started_at=now,
        attempts=F("attempts") + 1,
        updated_at=now,
    )
    if not claimed:
        return False
    item = IntakeItem.objects.select_related("batch").get(pk=item_id)
    try:
        with item.file.open("rb") as stream:
            reading = read_stream(cast(BinaryIO, stream), item.original_name)
    except OSError:
        columns: dict[str, Any] = {
            "state": IntakeState.REFUSED,
            "problems": [problem_entry("unreadable")],
        }
    else:
        columns = row_of(item, reading)
    kept = IntakeItem.objects.filter(pk=item_id, state=IntakeState.READING, started_at=now).update(
        **columns, updated_at=timezone.now()
    )
    if kept:
        pair_batch(item.batch)
    return bool(kept)


def row_of(item: IntakeItem, reading: Reading) -> dict[str, Any]:
    """Columns of a row for what was read from its file."""
    problems = [
        {"code": found.code, "message_ru": found.message_ru, "severity": found.severity}
        for found in reading.problems
    ]
    said = {found["code"] for found in problems}
    problems += [note for note in item.problems if note.get("code") in ABOUT_NAMES - said]
    columns: dict[str, Any] = {
        "state": IntakeState.REFUSED if has_errors(problems) else IntakeState.READY,
        "problems": problems,
        "reading": reading.to_dict(),
        "requisites": {"read": True, "format": reading.format},
    }
    if reading.format == "signature" or columns["state"] == IntakeState.REFUSED:
        return columns
    try:
        found = read_requisites(reading.pages, reading.metadata, item.original_name)
    except Exception:
        # The file is sound; what could not be understood is for the person to fill in.
        logger.exception("The requisites of the dropped file %s could not be read", item.pk)
        found = Requisites()
    values = values_of(found)
    if "title" not in values:
        problems.append(
            own_problem("no_title", "Название не нашлось ни в тексте, ни в имени файла. Впишите его.")
        )
    filled = {name: {"value": value, "source": source} for name, (value, source) in values.items()}
    columns["requisites"] |= {**found.to_dict(), "filled": filled}
    for name, (value, _source) in values.items():
        columns[name] = date.fromisoformat(value) if name == "date" else value
    same = documents_like(item.batch.center_id, item.sha256).first()
    columns["duplicate_of"] = same
    return columns


def values_of(found: Requisites) -> dict[str, tuple[str, str]]:
    """Value and source of each column of the table that something is known of."""
    values: dict[str, tuple[str, str]] = {}
    title = (found.title.value or "").strip()
    kind = kind_of(found)
    values["kind"] = (kind, found.kind.source if found.kind else "guess")
    if paper := paper_word(found):
        title = f"{paper} {title[:1].lower()}{title[1:]}" if title else paper
    if title:
        values["title"] = (cut(title, "title"), found.title.source if found.title else "guess")
    if found.number.value:
        values["number"] = (cut(found.number.value, "number"), found.number.source)
    if found.date.value and in_range(found.date.value):
        values["date"] = (found.date.value, found.date.source)
    if found.issuer_level.value in Issuer.values:
        values["issuer"] = (str(found.issuer_level.value), found.issuer_level.source)
    if found.academic_year.value and len(found.academic_year.value) == 9:
        values["academic_year"] = (found.academic_year.value, found.academic_year.source)
    return values


def kind_of(found: Requisites) -> DocumentKind:
    """The kind of the public list for what was read; indicators are known by their title."""
    kind = KIND_OF.get(found.kind.value or "", DocumentKind.OTHER)
    title = fold(found.title.value or "")
    if kind in {DocumentKind.OTHER, DocumentKind.LIST} and re.match(r".{0,30}(?:показател|индикатор)", title):
        return DocumentKind.INDICATORS
    return kind


def paper_word(found: Requisites) -> str:
    """«Распоряжение» or «Постановление», which the list has no kind for, to begin the title with."""
    if not _ABOUT.match(found.title.value or "О "):
        return ""
    if found.kind.value == Kind.DIRECTIVE:
        return "Распоряжение"
    said = _PAPER.search(found.kind.snippet.casefold()) if found.kind.value == Kind.OTHER else None
    return said["word"].capitalize() if said else ""


def cut(value: str, name: str) -> str:
    """The value as far as its column goes, ended by a mark when something is left out."""
    longest = cast(models.CharField, IntakeItem._meta.get_field(name)).max_length or len(value)
    return value if len(value) <= longest else f"{value[: longest - 1].rstrip()}…"


def in_range(iso: str) -> bool:
    return 1990 <= date.fromisoformat(iso).year <= 2100


def requeue_intake() -> int:
    """Enqueue again what a killed worker left unread; give up on what failed three times.

    Returns how many were enqueued.
    """
    from centers.tasks import read_intake_item

    now = timezone.now()
    stale = now - STALE_AFTER
    lost = IntakeItem.objects.alias(since=Coalesce("started_at", "created_at")).filter(
        state__in=[IntakeState.WAITING, IntakeState.READING], since__lt=stale
    )
    lost.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=IntakeState.REFUSED,
        problems=[own_problem("not_read", str(GIVEN_UP), "error")],
        updated_at=now,
    )
    waiting = list(lost.filter(attempts__lt=MOST_ATTEMPTS).values_list("pk", flat=True))
    IntakeItem.objects.filter(pk__in=waiting, state=IntakeState.WAITING).update(started_at=now)
    for item_id in waiting:
        read_intake_item.enqueue(item_id)
    return len(waiting)


def forget_settled() -> int:
    """Delete the files of rows refused or put aside a month ago; the rows stay. Returns how many."""
    cutoff = timezone.now() - FORGET_AFTER
    rows = IntakeItem.objects.filter(
        state__in=[IntakeState.REFUSED, IntakeState.DISCARDED], updated_at__lt=cutoff
    ).exclude(file="")
    count = 0
    for item in rows.only("pk", "file"):
        IntakeItem.objects.filter(pk=item.pk).update(file="", reading={})
        cast(PrivateStorage, item.file.storage).purge(item.file.name or "")
        count += 1
    return count
