"""Rows as plain data, with everything that a deletion takes along or empties; and back again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.base import DeserializationError
from django.db import models, router
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _
from wagtail.models import Page

from centers.models.querysets import BIN_PATH
from centers.services.bin.entries import KIND_OF_ROW, CannotReturnError

#: What is made anew from the rows themselves.
DERIVED_APPS = frozenset({"modelsearch", "wagtailsearch"})


@dataclass
class Snapshot:
    """`tables`: rows as Django serialises them, in the order in which they can be written again.

    `emptied`: `[model, field, row it referred to, [numbers of the rows that referred to it]]`.
    """

    tables: list[dict[str, Any]]
    emptied: list[list[Any]] = field(default_factory=list)


def take(*rows: models.Model) -> Snapshot:
    """What deleting these rows would take away. Raises `ProtectedError` when others stand on them."""
    using = router.db_for_write(type(rows[0]), instance=rows[0])
    collector = Collector(using=using, origin=rows[0])
    collector.collect(list(rows))
    going: dict[type[models.Model], list[models.Model]] = {}
    for model, instances in collector.data.items():
        going.setdefault(model, []).extend(instances)
    for queryset in collector.fast_deletes:
        going.setdefault(queryset.model, []).extend(queryset)
    kept = [row for model in going if model._meta.app_label not in DERIVED_APPS for row in going[model]]
    emptied: list[list[Any]] = []
    for (of, value), groups in collector.field_updates.items():
        if value is not None:
            continue
        by_target: dict[Any, list[Any]] = {}
        for group in groups:
            for row in group:  # type: ignore[attr-defined]  # a query set or a list
                by_target.setdefault(getattr(row, of.attname), []).append(row.pk)
        emptied += [[of.model._meta.label, of.name, target, pks] for target, pks in by_target.items()]
    return Snapshot(serializers.serialize("python", _own_first(kept, rows)), emptied)


def _own_first(kept: list[models.Model], rows: tuple[models.Model, ...]) -> list[models.Model]:
    """The deleted rows themselves before those that only went along with them."""
    own = {(type(row), row.pk) for row in rows}
    return sorted(kept, key=lambda row: (type(row), row.pk) not in own)


def put_back(snapshot: Snapshot) -> list[models.Model]:
    """Write the rows again, with the numbers that they had; returns them.

    Columns that a newer version of the site has dropped are left out, new ones get their default.
    Raises `CannotReturnError` when another row has taken the place, or what a row stands on is gone.
    """
    made: list[models.Model] = []
    for parsed in _in_order(_parsed(snapshot)):
        row = parsed.object
        _check_targets(row)
        _check_place(row)
        parsed.save(force_insert=True)
        made.append(row)
    for label, name, target, numbers in snapshot.emptied:
        _fill_again(label, name, target, numbers)
    for row in made:
        if type(row) not in KIND_OF_ROW:
            continue
        fresh = type(row)._base_manager.get(pk=row.pk)
        moments = {one: getattr(row, one) for one in ("updated_at",) if hasattr(row, one)}
        fresh.save()  # for all who want to know of a saved row: the index of the search among them
        if moments:
            type(row)._base_manager.filter(pk=row.pk).update(**moments)
    return made


def _parsed(snapshot: Snapshot) -> list[Any]:
    """The rows of the snapshot as Django reads them. Raises `CannotReturnError` for what it cannot read."""
    try:
        return list(serializers.deserialize("python", snapshot.tables, ignorenonexistent=True))
    except (DeserializationError, ValueError) as error:
        raise CannotReturnError(_("Эту запись вернуть нельзя: она из старой версии сайта.")) from error


def _in_order(waiting: list[Any]) -> Iterator[Any]:
    """Rows that others of the snapshot refer to come before these."""
    while waiting:
        keys = {(parsed.object._meta.model, parsed.object.pk) for parsed in waiting}
        free = [parsed for parsed in waiting if not _needs(parsed.object) & keys] or waiting[:1]
        yield from free
        waiting = [parsed for parsed in waiting if parsed not in free]


def _needs(row: models.Model) -> set[tuple[Any, Any]]:
    """Models and numbers of the rows that this one refers to."""
    return {
        (one.related_model, getattr(row, one.attname))
        for one in row._meta.local_concrete_fields
        if one.is_relation and one.related_model is not type(row)
    }


def _check_targets(row: models.Model) -> None:
    """Empty what referred to a row that is gone; refuse when the row cannot be without it."""
    for one in row._meta.local_concrete_fields:
        number = getattr(row, one.attname)
        if not one.is_relation or number is None or not getattr(one, "db_constraint", False):
            continue
        model: Any = one.related_model
        target = model._base_manager.filter(pk=number).first()
        if isinstance(target, Page) and target.path.startswith(BIN_PATH) and not one.null:
            raise CannotReturnError(
                _("Сначала верните страницу «{page}»: она тоже в корзине.").format(page=target.title)
            )
        if getattr(target, "deleted_at", None) is not None and not one.null:
            raise CannotReturnError(
                _("Сначала верните «{name}»: эта запись тоже в корзине.").format(name=target)
            )
        if target is None and one.null:
            setattr(row, one.attname, None)
        elif target is None:
            raise CannotReturnError(
                _("«{name}» вернуть нельзя: нет больше того, к чему это относилось ({what}).").format(
                    name=_name(row), what=one.verbose_name
                )
            )


def _check_place(row: models.Model) -> None:
    """Raise `CannotReturnError` when a newer row has taken what must be unique."""
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        raise CannotReturnError(
            _("«{name}» вернуть нельзя: место занято. {why}").format(
                name=_name(row), why=" ".join(error.messages)
            )
        ) from error


def _name(row: models.Model) -> str:
    try:
        return str(row)
    except Exception:  # a row whose parts are gone may not know its own name
        return str(row._meta.verbose_name)


def _fill_again(label: str, name: str, target: Any, numbers: list[Any]) -> None:
    """Let rows refer to the row again, unless somebody has given them another meanwhile."""
    try:
        model = apps.get_model(label)
        of = model._meta.get_field(name)
    except (LookupError, FieldDoesNotExist):
        return
    rows = model._base_manager.filter(pk__in=numbers, **{f"{of.attname}__isnull": True})
    rows.update(**{of.attname: target})
