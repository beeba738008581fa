"""What the table of dropped files shows in each row."""

from django.urls import reverse
from django.utils.translation import gettext as _

from centers.forms.intake import IntakeRowForm
from centers.models import IntakeBatch, IntakeItem, IntakeState
from centers.services import intake
from library.types import BY_MIME_TYPE
from toolkit.text import file_size


def stamp_of(item: IntakeItem) -> str:
    """Changes whenever the row does."""
    return f"{item.state}-{item.updated_at.timestamp():.6f}"


def table_rows(
    batch: IntakeBatch, *, only: int | None = None, changed_since: dict[str, str] | None = None
) -> list[dict]:
    """The rows of the table in the order the files came; one of them, or those that have changed."""
    items = batch.items.select_related("duplicate_of", "document", "signs").defer(
        "reading", "signs__reading", "signs__requisites"
    )
    rows = list(items.filter(pk=only) if only else items)
    if changed_since is not None:
        rows = [item for item in rows if changed_since.get(str(item.pk)) != stamp_of(item)]
    repeats = intake.duplicates_in_batch(batch)
    names = dict(batch.items.values_list("pk", "original_name"))
    signers: dict[int, list[str]] = {}
    signatures = batch.items.filter(
        signs__isnull=False, state__in=[IntakeState.READY, IntakeState.WAITING, IntakeState.READING]
    )
    for target, name in signatures.values_list("signs", "original_name"):
        signers.setdefault(target, []).append(name)
    return [table_row(item, repeats, names, signers.get(item.pk, [])) for item in rows]


def table_row(item: IntakeItem, repeats: dict[int, int], names: dict[int, str], signers: list[str]) -> dict:
    is_signature = intake.is_signature_item(item)
    ready = item.state == IntakeState.READY
    form = IntakeRowForm(item) if ready and not is_signature else None
    earlier = repeats.get(item.pk)
    signed = item.signs
    goes_along = bool(is_signature and signed and signed.state != IntakeState.CONFIRMED)
    can_confirm = ready and not (is_signature and signed is None) and not goes_along
    duplicate = item.duplicate_of if item.state in intake.OPEN_STATES else None
    is_repeat = bool(duplicate or earlier)
    return {
        "item": item,
        "stamp": stamp_of(item),
        "size": file_size(item.size),
        "is_waiting": item.state in {IntakeState.WAITING, IntakeState.READING},
        "is_signature": is_signature,
        "form": form,
        "fields": shown_fields(item, form) if form else [],
        "problems": problems_of(item, goes_along),
        "duplicate": duplicate,
        "duplicate_url": reverse("center_document:edit", args=[duplicate.pk]) if duplicate else "",
        "earlier": names.get(earlier, "") if earlier else "",
        "repeats": is_repeat,
        "signers": signers,
        "can_confirm": can_confirm,
        "picked": can_confirm and not is_repeat and not (form and form.errors),
        "open_url": open_url(item) if ready and not is_signature else "",
        "save_url": reverse("intake_row", args=[item.batch_id, item.pk]),
        "document_url": item.document.get_absolute_url() if item.document else "",
    }


def open_url(item: IntakeItem) -> str:
    kinds = {extension for kind in BY_MIME_TYPE.values() for extension in kind.extensions}
    ending = item.file.name.rpartition(".")[2] if item.file else ""
    name = f"file.{ending}" if ending in kinds else "file"
    return reverse("intake_open", args=[item.batch_id, item.pk, name])


def shown_fields(item: IntakeItem, form: IntakeRowForm) -> list[dict]:
    """Each cell: the field, the mark that says where its value came from, the words it was read in."""
    shown = []
    for name in form.fields:
        source = intake.source_of(item, name)
        read = item.requisites.get(name, {})
        snippet = read.get("snippet", "") if isinstance(read, dict) and source not in {"", "person"} else ""
        bound = form[name]
        shown.append(
            {
                "name": name,
                "bound": bound,
                "source": source,
                "mark": intake.MARKS.get(source, ""),
                "snippet": snippet,
                "mark_id": f"{bound.id_for_label}-mark",
            }
        )
    return shown


def problems_of(item: IntakeItem, goes_along: bool) -> list[dict]:
    found = [problem for problem in item.problems if problem.get("message_ru")]
    if item.state == IntakeState.READY and intake.is_signature_item(item):
        if goes_along and item.signs:
            text = _("Подпись к файлу «{name}»: добавится вместе с ним.").format(
                name=item.signs.original_name
            )
            found.append({"severity": "note", "message_ru": text})
        elif item.signs is None:
            text = _("К подписи не нашёлся файл с таким же именем. Загрузите его сюда же.")
            found.append({"severity": "warning", "message_ru": text})
    return found
