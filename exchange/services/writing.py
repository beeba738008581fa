"""Write checked rows into the register: all at once, and one by one only when that is refused."""

import logging
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext, log

from centers.services.program_entries import refreshing_at_once
from exchange.models import RowState
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
        with refreshing_at_once():
            for found in checked:
                if found.found == RowState.CHANGED:
                    _try(table, found, lambda one=found: _save(one, user))


def _create(table: Table, new: Sequence[Checked], user: Any, publish: bool) -> None:
    if not new:
        return
    with transaction.atomic():
        table.create([found.row for found in new], user=user, publish=publish)
        for found in new:
            log(instance=found.row, action="wagtail.create", user=user)


def _fresh(found: Checked) -> None:
    """Take back the key that a rolled-back insert has given the row."""
    found.row.pk = None
    found.row._state.adding = True


def _save(found: Checked, user: Any) -> None:
    with transaction.atomic():
        found.row.validate_constraints()
        found.row.save()
        log(instance=found.row, action="wagtail.edit", user=user, content_changed=True)


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
