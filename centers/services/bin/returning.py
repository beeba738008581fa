"""Bringing a thing of any kind back from the bin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from centers.models import BinEntry, BinKind, Center, CenterDocument, School
from centers.services.bin.entries import CannotReturnError
from centers.services.bin.pages import return_page
from centers.services.bin.rows import return_row
from centers.services.centers import restore_center
from centers.services.documents import put_back, restore_document
from centers.services.register import restore_school
from library.models import Document, Image

#: Rows that are only hidden while they lie in the bin.
HIDDEN = (BinKind.DOCUMENT, BinKind.CENTER, BinKind.SCHOOL, BinKind.FILE, BinKind.IMAGE)


def return_entry(entry: BinEntry, *, user: Any = None, answer: str = "") -> Any:
    """Bring the thing back to its old place, as it was; returns the page or row.

    Raises `CannotReturnError` with the reason and what to do; then nothing has changed.
    """
    try:
        with transaction.atomic():
            locked = BinEntry.objects.select_for_update().filter(pk=entry.pk).first()
            if locked is None:
                raise CannotReturnError(_("Этого в корзине уже нет: кто-то вернул раньше вас."))
            if locked.kind == BinKind.PAGE:
                return return_page(locked, user=user, answer=answer)
            if locked.kind in HIDDEN:
                return _return_hidden(locked, user)
            return return_row(locked, user=user)
    except CannotReturnError:
        raise
    except ValidationError as error:
        raise CannotReturnError(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise CannotReturnError(
            _(
                "«{name}» вернуть нельзя: место уже занято другой записью. Сначала измените или удалите ту."
            ).format(name=entry.title)
        ) from error


def _return_hidden(entry: BinEntry, user: Any) -> Any:
    model: Any = entry.content_type.model_class()
    row: Any = model._base_manager.get(pk=entry.object_id)
    if isinstance(row, CenterDocument):
        if not entry.data or not put_back(entry.data, user=user):
            restore_document(row)
        row.refresh_from_db()
    elif isinstance(row, Center):
        restore_center(row, user=user)
    elif isinstance(row, School):
        restore_school(row)
    elif isinstance(row, Document | Image):
        row.restore()
    entry.delete()
    log(instance=row, action="centers.restore", user=user)
    return row
