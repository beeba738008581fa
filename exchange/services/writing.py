"""Write checked rows into the register: all at once, and one by one only when that is refused."""

import logging
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext, get_active_log_context
from wagtail.models import ModelLogEntry

from centers.services.program_entries import refreshing_at_once
from exchange.models import RowState
from exchange.rules import unique_rules_of
from exchange.tables import Checked, Table
from ledger.models import Via
from ledger.writing import at_work

logger = logging.getLogger(__name__)

Refused = (DatabaseError, ValidationError)


def write_rows(table: Table, checked: Sequence[Checked], *, user: Any, publish: bool) -> None:
    """Add the new rows and save the changed ones; a row that is refused gets its complaint and no more."""
    with LogContext(user=user) if user else nullcontext(), at_work(Via.IMPORT):
        new = [found for found in checked if found.found == RowState.NEW]
        try:
            _create(table, new, user, publish)
        except Refused:
            for found in new:
                _fresh(found)
                _try(table, found, lambda one=found: _create(table, [one], user, publish))
        _save_changed(table, [found for found in checked if found.found == RowState.CHANGED], user)


def _save_changed(table: Table, changed: Sequence[Checked], user: Any) -> None:
    before = table.model._base_manager.in_bulk([found.row.pk for found in changed])
    with refreshing_at_once():
        for found in changed:
            names = _other_than(before.get(found.row.pk), found.row)
            _try(table, found, lambda one=found, names=names: _save(one, names))
    _log([found.row for found in changed if not found.problems], "wagtail.edit", user, content_changed=True)


def _other_than(before: models.Model | None, row: models.Model) -> set[str]:
    """Names of the fields in which the row differs from what is written; all when nothing is."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    return {
        field.name
        for field in fields
        if before is None or getattr(before, field.attname) != getattr(row, field.attname)
    }


def _create(table: Table, new: Sequence[Checked], user: Any, publish: bool) -> None:
    if not new:
        return
    with transaction.atomic():
        table.create([found.row for found in new], user=user, publish=publish)
        _log([found.row for found in new], "wagtail.create", user)


def _log(rows: Sequence[models.Model], action: str, user: Any, *, content_changed: bool = False) -> None:
    """The entries that `wagtail.log_actions.log` makes one by one."""
    if not rows:
        return
    kind, now = ContentType.objects.get_for_model(rows[0]), timezone.now()
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=kind,
            object_id=str(row.pk),
            label=str(row),
            action=action,
            timestamp=now,
            user=user,
            uuid=get_active_log_context().uuid,
            data={},
            content_changed=content_changed,
        )
        for row in rows
    )


def _fresh(found: Checked) -> None:
    """Take back the key that a rolled-back insert has given the row."""
    found.row.pk = None
    found.row._state.adding = True


def _save(found: Checked, names: set[str]) -> None:
    """Write what has changed; check constraints were asked a moment ago (`exchange.rules`)."""
    with transaction.atomic():
        for rule in unique_rules_of(found.row, names):
            rule.validate(type(found.row), found.row)
        moments = {
            field.name for field in found.row._meta.concrete_fields if getattr(field, "auto_now", False)
        }
        found.row.save(update_fields=names | moments)


def _try(table: Table, found: Checked, write: Any) -> None:
    """Write one row; when the register refuses it, say why at the row."""
    try:
        if found.found == RowState.NEW:
            found.row.validate_constraints(exclude={"slug"})
        write()
    except ValidationError as error:
        for message in error.messages:
            table.complain(found, "", message)
    except DatabaseError as error:
        logger.info("A row of a table was refused: %r", error)
        table.complain(found, "", _("Реестр не принял строку: такая уже есть. Проверьте номера и названия."))
