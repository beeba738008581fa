"""What is read while a page is made, and what is written whenever: seen at the connections of Django.

A write tells twice. Before it, its tags are held: from then on no page with them is taken or kept, so a
process that dies between the commit and the next line leaves nothing stale behind. At commit they are let go.

Signals of saving and deleting know the row and touch its tags alone. A statement that comes without them
(`update()`, `bulk_create()`, SQL by hand) touches what the code around it announces, or else every page.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.core.signals import request_finished, request_started
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from toolkit.pagecache import rules
from toolkit.pagecache.rules import SITE, Change
from toolkit.pagecache.store import is_on, store

logger = logging.getLogger(__name__)

_READ = re.compile(r'\b(?:FROM|JOIN)\s+\(*"?(\w+)"?', re.I)
#: What a statement reads by itself; inside of a condition Django writes «FROM "table" U0».
_LISTED = re.compile(r'\bFROM\s+\(*"?(\w+)\b(?!"? [A-Z]\d)', re.I)
_WRITE = re.compile(
    r'\s*(?:(INSERT)(?: OR \w+)? INTO|(UPDATE)|(DELETE) FROM|(TRUNCATE)(?: TABLE)?)\s+"?(\w+)"?', re.I
)
_HIDDEN_WRITE = re.compile(r'\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.I)
_COLUMN = re.compile(r'\b(\w+)"?\s*=')
_EMPTIED = re.compile(r'SET "\w+" = NULL WHERE "\w+"."\w+" IN \(')  # what named a row that is being deleted
#: A save that takes longer than this was given up half-way.
EXPECTED_SECONDS = 30


@dataclass(slots=True)
class Recording:
    """What was read while a page was made."""

    queries: list[frozenset[str]] = field(default_factory=list)
    listed: set[str] = field(default_factory=set)  # tables whose own rows a statement gave
    framed: set[str] = field(default_factory=set)
    notes: list[Any] = field(default_factory=list)


_recording: ContextVar[Recording | None] = ContextVar("page_recording", default=None)
_frame: ContextVar[bool] = ContextVar("page_frame", default=False)


class _Here(threading.local):
    """Of this thread: saves that are under way, and what its code announces."""

    def __init__(self) -> None:
        self.expected: dict[str, list[float]] = {}
        self.announced: list[set[str]] = []
        self.following: dict[str, set[str]] = {}
        self.deleting: list[set[str]] = []


_here = _Here()


@contextmanager
def recording() -> Iterator[Recording]:
    """Note every table that is read."""
    made = Recording()
    token = _recording.set(made)
    try:
        yield made
    finally:
        _recording.reset(token)


@contextmanager
def reading_frame() -> Iterator[None]:
    """What is read inside are the places above what a page shows: `Recording.framed`."""
    token = _frame.set(True)
    try:
        yield
    finally:
        _frame.reset(token)


def note(what: Any) -> None:
    """Say what the page that is being made stands for; without a word it stands for the whole network."""
    made = _recording.get()
    if made is not None:
        made.notes.append(what)


@contextmanager
def announcing(tags: Iterable[str]) -> Iterator[None]:
    """Statements inside that come without signals touch these tags and no others."""
    if not is_on():
        yield
        return
    _here.announced.append(set(tags))
    try:
        yield
    finally:
        _here.announced.pop()


def announcing_row(row: Model, *, is_gone: bool = False) -> AbstractContextManager[None]:
    """Statements inside change this row alone, past its signals."""
    rule = rules.rule_of(type(row))
    if rule is None or not is_on():
        return nullcontext()
    return announcing(rule.tags_of(row, Change(None, is_gone=is_gone)))


class _Release:
    """Lets tags go when the transaction is over; goes with its savepoint when that is rolled back."""

    def __init__(self, tags: set[str]) -> None:
        self.tags = tags

    def __call__(self) -> None:
        _here.following.clear()
        store().stamps.bump(self.tags)


def touch(tags: Iterable[str], using: str = "default") -> None:
    """Say that what these tags stand for changes with the present transaction, or has just changed."""
    found = set(tags)
    if not found or not is_on():
        return
    store().stamps.hold(found)
    _release(connections[using], found)


def touch_everything() -> None:
    """No page of before is good any more, at once and after the present transaction."""
    touch({SITE})


def _release(connection: BaseDatabaseWrapper, tags: set[str]) -> None:
    if not connection.in_atomic_block:
        store().stamps.bump(tags)
        return
    here = set(connection.savepoint_ids)
    waiting: list[Any] = [*reversed(connection.run_on_commit)]
    for savepoints, function, _robust in waiting:
        if isinstance(function, _Release) and savepoints == here:
            function.tags |= tags
            return
    connection.on_commit(_Release(set(tags)), robust=True)


def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Wrapper of every statement (`connection.execute_wrappers`)."""
    made = _recording.get()
    if made is not None:
        tables = frozenset(_READ.findall(sql))
        if _frame.get():
            made.framed.update(tables)
        else:
            made.queries.append(tables)
            made.listed.update(_LISTED.findall(sql))
    if sql.startswith(("SELECT", "(SELECT", "SAVEPOINT", "RELEASE")):
        return execute(sql, params, many, context)
    tags = _tags_of_statement(sql) if is_on() else None
    if not tags:
        return execute(sql, params, many, context)
    store().stamps.hold(tags)
    result = execute(sql, params, many, context)
    _release(context["connection"], tags)
    return result


def _tags_of_statement(sql: str) -> set[str] | None:
    """What a statement touches that no signal speaks for; nothing for all others."""
    match = _WRITE.match(sql)
    if match is None:
        hidden = [table for table in _HIDDEN_WRITE.findall(sql) if rules.rule_of_table(table)]
        return _announced(sql) if hidden and sql.lstrip()[:4].upper() == "WITH" else None
    table = match[5]
    rule = rules.rule_of_table(table)
    if rule is None or _is_expected(table):
        return None
    if match[1] and not rule.is_new_seen:
        return None
    if match[2]:
        columns = _columns(sql)
        if columns <= rule.unseen:
            return None
        if columns <= rule.following and table in _here.following:
            return set(_here.following[table])
        if _here.deleting and _EMPTIED.search(sql):
            return set().union(*_here.deleting)
    return _announced(sql)


def _announced(sql: str) -> set[str]:
    if _here.announced:
        return set().union(*_here.announced)
    logger.debug("A statement past all signals purges every page: %.200s", sql)
    return {SITE}


def _columns(sql: str) -> set[str]:
    between = re.split(r"\bSET\b", sql, maxsplit=1, flags=re.I)[-1]
    between = re.split(r"\bWHERE\b", between, maxsplit=1, flags=re.I)[0]
    return set(_COLUMN.findall(between)) or {"*"}


def _is_expected(table: str) -> bool:
    times = _here.expected.get(table)
    return bool(times) and times[-1] > time.monotonic()  # type: ignore[index]


def _tables(model: type[Model]) -> list[str]:
    parents = [parent._meta.db_table for parent in model._meta.get_parent_list()]
    return [model._meta.db_table, *parents]


def _expect(model: type[Model]) -> None:
    for table in _tables(model):
        _here.expected.setdefault(table, []).append(time.monotonic() + EXPECTED_SECONDS)


def _expect_no_more(model: type[Model]) -> None:
    for table in _tables(model):
        times = _here.expected.get(table)
        if times:
            times.pop()


def follow(table: str, tags: Iterable[str]) -> None:
    """What is soon written to the `following` columns of the table, by hand, touches these tags."""
    if is_on():
        _here.following.setdefault(table, set()).update(tags)


def _forget(**kwargs: Any) -> None:
    _here.expected.clear()
    _here.following.clear()
    _here.deleting.clear()


def _before(instance: Model, using: str, *, watched: tuple[str, ...]) -> dict[str, Any] | None:
    if not watched or instance.pk is None or instance._state.adding:
        return None
    rows: Any = type(instance)._base_manager.using(using).filter(pk=instance.pk)
    return rows.values(*watched).first()


def _saving(sender: type[Model], instance: Any, using: str, update_fields: Any = None, **kwargs: Any) -> None:
    if not is_on():
        return
    rule = rules.rule_of(sender)
    assert rule is not None  # noqa: S101 - only models with a rule are connected
    _expect(sender)
    is_new = instance._state.adding
    tags: set[str] = set()
    is_unseen = update_fields is not None and set(update_fields) <= rule.unseen
    if not is_unseen and (rule.is_new_seen or not is_new):
        change = Change(_before(instance, using, watched=rule.watched), is_new=is_new)
        tags = set(rule.tags_of(instance, change))
    _hold(instance, tags)


def _hold(instance: Any, tags: set[str]) -> None:
    """Until the signal after: a row may be saved once more by whoever follows its saving."""
    instance.__dict__.setdefault("_page_tags", []).append(tags)
    if tags:
        store().stamps.hold(tags)


def _saved(sender: type[Model], instance: Any, using: str, **kwargs: Any) -> None:
    if not is_on():
        return
    _expect_no_more(sender)
    waiting = instance.__dict__.get("_page_tags")
    tags = waiting.pop() if waiting else None
    if tags:
        touch(tags, using)
        for table in _tables(sender):
            rule = rules.rule_of_table(table)
            if rule is not None and rule.following:
                follow(table, tags)


def _deleting(sender: type[Model], instance: Any, using: str, **kwargs: Any) -> None:
    if not is_on():
        return
    rule = rules.rule_of(sender)
    assert rule is not None  # noqa: S101
    _expect(sender)
    change = Change(_before(instance, using, watched=rule.watched), is_gone=True)
    tags = set(rule.tags_of(instance, change))
    _here.deleting.append(tags)
    _hold(instance, tags)


def _deleted(sender: type[Model], instance: Any, using: str, **kwargs: Any) -> None:
    if _here.deleting:
        _here.deleting.pop()
    _saved(sender, instance, using)


def _connect_model(model: type[Model]) -> None:
    uid = f"page-cache-{model._meta.label}"
    pre_save.connect(_saving, sender=model, dispatch_uid=f"{uid}-saving")
    post_save.connect(_saved, sender=model, dispatch_uid=f"{uid}-saved")
    pre_delete.connect(_deleting, sender=model, dispatch_uid=f"{uid}-deleting")
    post_delete.connect(_deleted, sender=model, dispatch_uid=f"{uid}-deleted")


def _connected(sender: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    # In front: `connection.execute_wrapper()` takes away what stands last.
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, watch)


def begin() -> None:
    """Watch all connections from now on; called once when the apps are ready."""
    rules.on_register.append(_connect_model)
    connection_created.connect(_connected, dispatch_uid="page-cache-connection")
    request_started.connect(_forget, dispatch_uid="page-cache-begin")
    request_finished.connect(_forget, dispatch_uid="page-cache-end")
