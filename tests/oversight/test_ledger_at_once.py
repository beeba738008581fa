"""Many who publish at the same moment, and a chain without a gap or a fork."""

import threading

import pytest
from django.db import connection, transaction

from ledger.checking import check
from ledger.models import Deed, Entry, Kind
from ledger.writing import record

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    # SQLite lets one connection write at a time, and in tests all share a database in memory.
    pytest.mark.only_on("postgresql"),
]
WRITERS, TURNS = 6, 20


def add(number: int) -> None:
    try:
        for turn in range(TURNS):
            with transaction.atomic():
                record(Entry(deed=Deed.PUBLISHED, kind=Kind.PAGE, object_id=turn, title=f"{number}"))
                record(Entry(deed=Deed.CHANGED, kind=Kind.PAGE, object_id=turn, title=f"{number}"))
    finally:
        connection.close()


def test_many_publish_at_once_and_the_chain_holds() -> None:
    before = check().count
    writers = [threading.Thread(target=add, args=(number,)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    report = check()
    assert (report.count - before, report.words) == (2 * WRITERS * TURNS, [])
