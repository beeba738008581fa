"""Adding to the log. Rooms above say what was done; here it gets who, when and its place in the chain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connections, router, transaction
from wagtail.log_actions import LogContext, get_active_log_context

from ledger.models import Deed, Entry, Kind, Link, Via, hash_of_link

BATCH = 500


@dataclass
class Origin:
    """Who or what is at work: not a person at a screen. With `sum_up` single deeds are only counted."""

    via: Via
    name: str = ""
    sum_up: bool = False
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)


_origin: ContextVar[Origin | None] = ContextVar("ledger_origin", default=None)


@contextmanager
def at_work(via: Via, name: str = "") -> Iterator[None]:
    """What is done inside is done by the clock, an import or a command; `name` says which."""
    present = _origin.get()
    token = _origin.set(present if present is not None and present.sum_up else Origin(via, name))
    try:
        yield
    finally:
        _origin.reset(token)


@contextmanager
def as_one(title: str, *, via: Via = Via.COMMAND, always: bool = True) -> Iterator[None]:
    """All that is done inside is one entry at the end, with counts: invented networks, the demonstration.

    Without `always` there is none when nothing was done.
    """
    own = Origin(via, sum_up=True)
    token = _origin.set(own)
    try:
        yield
    finally:
        _origin.reset(token)
    if always or own.counts:
        note = ", ".join(
            f"{Kind(kind).label} — {Deed(deed).label}: {count}"
            for (kind, deed), count in sorted(own.counts.items())
        )
        with at_work(via):
            record(Entry(deed=Deed.MANY, kind=Kind.NETWORK, title=title, note=note))


@contextmanager
def by_person(user: Any) -> Iterator[None]:
    """Deeds inside are this person's, unless somebody is known to be at work already."""
    if user is None or get_active_log_context().user is not None:
        yield
        return
    with LogContext(user=user):
        yield


def record(entry: Entry, user: Any = None) -> None:
    """Add one entry, in the transaction of the deed; `user` is by default who is at work in the admin."""
    record_all([entry], user)


def record_all(entries: Sequence[Entry], user: Any = None) -> None:
    """Add entries in their order: who and by which way are filled in."""
    origin = _origin.get()
    if origin is not None and origin.sum_up:
        origin.counts.update((entry.kind, entry.deed) for entry in entries)
        return
    user = user or get_active_log_context().user
    for entry in entries:
        _sign(entry, user, origin)
    using = router.db_for_write(Entry)
    with transaction.atomic(using=using, savepoint=False):
        made = Entry.objects.bulk_create(entries, batch_size=BATCH)
        if connections[using].vendor != "postgresql":
            _chain(made)


def _sign(entry: Entry, user: Any, origin: Origin | None) -> None:
    if user is not None:
        entry.user_id, entry.user_name = user.pk, user.get_full_name().strip() or user.get_username()
        entry.via = origin.via if origin else Via.SCREEN
    else:
        entry.via = origin.via if origin else Via.COMMAND
        entry.user_name = (origin.name if origin else "") or str(Via(entry.via).label)
    for column in Entry._meta.concrete_fields:
        value = getattr(entry, column.attname)
        if isinstance(value, str):
            # What a database would change or refuse must not make the digest another one.
            setattr(entry, column.attname, str(value).replace("\0", "")[: column.max_length])
    entry.digest = entry.counted_digest()


def _chain(entries: Sequence[Entry]) -> None:
    """Append the links where there is one writer: this transaction, since it wrote the entries."""
    last = Link.objects.order_by("-number").first()
    number, previous = (last.number, last.hash) if last else (0, Link.FIRST)
    links = []
    for entry in entries:
        number += 1
        link = Link(number=number, entry=entry, previous=previous)
        link.hash = previous = hash_of_link(previous, number, entry.pk, entry.digest)
        links.append(link)
    Link.objects.bulk_create(links, batch_size=BATCH)
