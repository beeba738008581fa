"""Check constraints of the database asked of a row in memory: one query a row and rule would be too many."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q


def broken_rules(row: models.Model) -> list[models.CheckConstraint]:
    """The check constraints of its table that the row breaks."""
    rules = [one for one in row._meta.constraints if isinstance(one, models.CheckConstraint)]
    return [rule for rule in rules if _breaks(row, rule)]


def unique_rules_of(row: models.Model, names: Iterable[str]) -> list[models.UniqueConstraint]:
    """The unique constraints of its table that speak of one of these fields."""
    rules = [one for one in row._meta.constraints if isinstance(one, models.UniqueConstraint)]
    return [rule for rule in rules if rule.expressions or not _fields_of(rule).isdisjoint(names)]


def _fields_of(rule: models.UniqueConstraint) -> set[str]:
    asked = _names_in(rule.condition) if rule.condition is not None else set()
    return {*rule.fields, *asked}


def _names_in(condition: Any) -> set[str]:
    if isinstance(condition, Q):
        return set().union(*(_names_in(child) for child in condition.children))
    return {condition[0].partition("__")[0]}


def _breaks(row: models.Model, rule: models.CheckConstraint) -> bool:
    try:
        return _holds(row, rule.condition) is False
    except NotImplementedError:
        try:
            rule.validate(type(row), row)
        except ValidationError:
            return True
        return False


def _holds(row: models.Model, condition: Any) -> bool | None:
    """Whether the condition holds; None when SQL would not know, because a value is missing."""
    if isinstance(condition, Q):
        found = [_holds(row, child) for child in condition.children]
        if condition.connector == Q.AND:
            whole = False if False in found else None if None in found else True
        elif condition.connector == Q.OR:
            whole = True if True in found else None if None in found else False
        else:
            raise NotImplementedError(condition.connector)
        return (not whole if whole is not None else None) if condition.negated else whole
    name, wanted = condition
    field_name, _sep, lookup = name.partition("__")
    field = row._meta.get_field(field_name)
    value = getattr(row, field.attname)
    if lookup == "isnull":
        return (value is None) is wanted
    if isinstance(wanted, F):
        wanted = getattr(row, wanted.name)
    wanted = field.to_python(wanted)
    value = field.to_python(value)
    if value is None or wanted is None:
        return None
    if lookup in ("", "exact"):
        return value == wanted
    if lookup == "gte":
        return value >= wanted
    if lookup == "lte":
        return value <= wanted
    raise NotImplementedError(lookup)
