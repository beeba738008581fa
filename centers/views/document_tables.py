"""CSV and JSON of the list of a centre's documents: public facts and permanent addresses only."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from centers.models import CenterDocument
from centers.models.document_list import holds

if TYPE_CHECKING:
    from centers.views.document_lists import Place

Row = dict[str, object]

#: Headings of the CSV for people who open it in a table; the keys are those of the JSON.
COLUMNS = {
    "kind_name": _("Вид"),
    "number": _("Номер"),
    "date": _("Дата"),
    "title": _("Название"),
    "summary": _("О чём документ"),
    "issuer_name": _("Кто издал"),
    "academic_year": _("Учебный год"),
    "valid_from": _("Действует с"),
    "valid_until": _("Действует до"),
    "in_force": _("Действует сейчас"),
    "supersedes": _("Заменяет документ"),
    "superseded_by": _("Заменён документом"),
    "url": _("Адрес документа"),
    "file_url": _("Адрес файла"),
    "file_type": _("Тип файла"),
    "file_size": _("Размер, байт"),
    "file_pages": _("Страниц"),
    "file_sha256": "SHA-256",
    "accessible_url": _("Доступный вариант"),
    "published_at": _("Опубликован"),
    "id": _("Постоянный номер"),
}
#: A cell that begins with one of these is a formula to Excel.
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "\n")


def rows_of(place: Place, absolute: Callable[[str], str]) -> list[tuple[CenterDocument, Row]]:
    """Every document of a centre with its facts, by date, the newest first."""
    documents = list(
        place.documents.with_state()
        .select_related("document", "accessible_alternative", "center__school")
        .order_by(F("date").desc(nulls_last=True), "-pk")
    )
    address = {document.pk: absolute(document.get_absolute_url()) for document in documents}
    successors: dict[int, list[str]] = {}
    for document in documents:
        if document.supersedes_id in address:
            successors.setdefault(document.supersedes_id, []).append(address[document.pk])
    return [
        (
            document,
            {
                "id": document.public_id,
                "url": address[document.pk],
                **_facts(document),
                "supersedes": address.get(document.supersedes_id),
                "superseded_by": successors.get(document.pk, []),
                **_file(document, absolute),
            },
        )
        for document in documents
    ]


def _facts(document: CenterDocument) -> Row:
    published = document.first_published_at or document.created_at
    return {
        "kind": document.kind,
        "kind_name": str(document.get_kind_display()),
        "number": document.number or None,
        "date": _day(document.date),
        "title": document.title,
        "full_title": document.full_title.replace("\u00a0", " "),
        "summary": document.summary or None,
        "issuer": document.issuer,
        "issuer_name": _issuer(document),
        "academic_year": document.academic_year or None,
        "valid_from": _day(document.valid_from),
        "valid_until": _day(document.valid_until),
        "in_force": holds(document),
        "published_at": published.isoformat(timespec="seconds"),
    }


def _day(day) -> str | None:
    return day.isoformat() if day else None


def _issuer(document: CenterDocument) -> str:
    if document.issuer_name:
        return document.issuer_name
    return (
        document.center.school.short_name
        if document.issuer == "school"
        else str(document.get_issuer_display())
    )


def _file(document: CenterDocument, absolute: Callable[[str], str]) -> Row:
    """The file; of one that stands on the school's own site, what that site says of it."""
    file, alternative = document.document, document.accessible_alternative
    return {
        "file_url": absolute(document.file_url) if file else document.stated_url or None,
        "file_type": file.content_type if file else document.stated_type.lower() or None,
        "file_size": file.file_size if file else document.stated_size,
        "file_pages": file.page_count if file else None,
        "file_sha256": (file.sha256 or None) if file else None,
        "accessible_url": absolute(alternative.url) if alternative else None,
    }


def as_json(place: Place, rows: Iterable[Row], absolute: Callable[[str], str]) -> bytes:
    found = list(rows)
    whole = {
        "center": place.name,
        "url": absolute(place.address),
        "count": len(found),
        "documents": found,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def as_csv(place: Place, rows: Iterable[Row], absolute: Callable[[str], str]) -> bytes:
    """UTF-8 with a mark at the beginning and semicolons, as Excel opens it with Russian settings."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS.values())
    for row in rows:
        writer.writerow([_cell(row[name]) for name in COLUMNS])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(value: object) -> str:
    """Text for a cell, never a formula: an apostrophe stands before one."""
    if isinstance(value, bool):
        return str(_("да") if value else _("нет"))
    if isinstance(value, list):
        return ", ".join(value)
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_MARKS) else text
