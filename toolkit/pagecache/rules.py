"""Which tags a change of a row touches. Rooms above register their models here, all of them.

A model of which nobody said anything counts as shown everywhere, and a test asks for the word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model

#: Every page depends on it.
SITE = "site"

TagsOf = Callable[[Any, "Change"], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Change:
    """What is done to a row; `before` are values that the database still has (`Rule.watched`)."""

    before: dict[str, Any] | None
    is_new: bool = False
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """What shows the rows of a model.

    `kind` names them among what pages of many places read. `tags_of(row, change)` gives the tags a change
    touches. `watched` are the fields whose former values `change.before` holds; without any nothing is asked.
    A statement that writes nothing but columns of `unseen` changes no page; one of nothing but `following`
    right after a save of such a row carries on what the save began.
    """

    kind: str
    tags_of: TagsOf
    watched: tuple[str, ...] = ()
    unseen: frozenset[str] = frozenset()
    following: frozenset[str] = frozenset()
    is_new_seen: bool = True


_rules: dict[str, Rule] = {}  # by table
_models: dict[type[Model], Rule] = {}
_never: dict[str, str] = {}  # table → reason
#: Called when rules are added: `watching` connects the signals of the model.
on_register: list[Callable[[type[Model]], None]] = []


def register(model: type[Model], rule: Rule) -> None:
    """Say which tags a change of a row of the model touches."""
    _models[model] = _rules[model._meta.db_table] = rule
    for connect in on_register:
        connect(model)


def never_shown(reason: str, *labels: str) -> None:
    """Say that no kept page shows these models («app.Model»), and why; «app.*» are all of an app."""
    for label in labels:
        app, _, name = label.partition(".")
        models = (
            apps.get_app_config(app).get_models(include_auto_created=True)
            if name == "*"
            else [apps.get_model(label)]
        )
        for model in models:
            if model not in _models:
                _never[model._meta.db_table] = reason


def rule_of(model: type[Model]) -> Rule | None:
    """The rule of the model; None for one that is never shown."""
    return _models.get(model)


def rule_of_table(table: str) -> Rule | None:
    """The same by table."""
    return _rules.get(table)


def reason_of_table(table: str) -> str:
    """Why no page shows the table; empty for one that pages do show, or that nobody spoke of."""
    return _never.get(table, "")


def kinds_of(tables: Iterable[str]) -> set[str]:
    """Kinds of the rows in these tables."""
    return {_rules[table].kind for table in tables if table in _rules}


def unknown_models() -> list[str]:
    """Models of which nobody said anything."""
    return [
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table not in _rules and model._meta.db_table not in _never
    ]
