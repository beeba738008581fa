"""One database: what the log adds to a publication, and what its screen costs with so many entries."""

from __future__ import annotations

import datetime as dt
import random
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any
from unittest import mock

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django must be ready first
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from centers import recording  # noqa: E402
from centers.models import Center, GeneralInfoPage, Role  # noqa: E402
from ledger.checking import check  # noqa: E402
from ledger.models import Deed, Entry, Kind  # noqa: E402
from tests.factories import UserFactory, build_network, member  # noqa: E402

LEDGER = "/admin/oversight/publications/"
BATCH = 5_000
#: Most of all entries are publications; the others are seldom.
DEEDS = [Deed.PUBLISHED] * 500 + [Deed.CHANGED] * 480 + [Deed.WITHDRAWN] * 15 + [Deed.REPLACED] * 5
MOST, PRICE = 1.0, 1.2  # seconds for a screen; times of a publication without the log


def spread(values: list[float]) -> str:
    first, middle, third = statistics.quantiles(values, n=4)
    return f"{middle:.1f} ({first:.1f}–{third:.1f}) мс"


def timed(call: Callable[[], Any]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def publish(page: GeneralInfoPage, user: Any) -> None:
    with transaction.atomic():
        page.save_revision(user=user).publish(user=user)


def silenced(on: bool) -> AbstractContextManager[Any]:
    """Nothing, or a log in which nothing is written."""
    if on:
        return nullcontext()
    return mock.patch.multiple(recording, record=lambda *_, **__: None, record_all=lambda *_, **__: None)


def price(rounds: int, user: Any) -> bool:
    """Publications of one page in turns: with the log, and with one that writes nothing."""
    page = GeneralInfoPage.objects.live()[0]
    before = Entry.objects.filter(object_id=page.pk).count()
    sides: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(rounds + 2):
        for on in (True, False) if turn % 2 else (False, True):
            page.seo_title = f"{turn} {on}"
            with silenced(on):
                spent = timed(lambda: publish(page, user))
            if turn >= 2:  # the first two warm up
                sides[on].append(spent)
    with CaptureQueriesContext(connection) as asked:
        publish(page, user)
    if Entry.objects.filter(object_id=page.pk).count() != before + rounds + 3:
        raise RuntimeError("Записаны не те публикации, которые должны быть в журнале")
    own = sum("ledger_" in query["sql"] for query in asked.captured_queries)
    ratio = statistics.median(sides[True]) / statistics.median(sides[False])
    print(f"публикация с журналом {spread(sides[True])}, без него {spread(sides[False])}: {ratio:.2f} раза")
    print(f"запросов {len(asked)}, из них журналу {own}", flush=True)
    return ratio <= PRICE


def fill(count: int, people: list[Any], own: Center) -> None:
    """That many entries of the last three years; of the 24,000 centres only one is there."""
    chance, now, begun = random.Random(1), timezone.now(), time.perf_counter()
    for start in range(0, count, BATCH):
        entries = []
        for number in range(start, min(count, start + BATCH)):
            center = own.pk if number % 24_000 == 0 else 1_000_000 + number % 24_000
            region = own.municipality.region_id if number % 89 == 0 else 1_000 + number % 89
            entries.append(
                Entry(
                    at=now - dt.timedelta(seconds=95_000_000 * (1 - number / count)),
                    deed=chance.choice(DEEDS),
                    kind=Kind.PAGE,
                    object_id=number,
                    title=f"Страница {number}",
                    address=f"/region/rajon/shkola-{center}/razdel-{number % 12}/",
                    center_id=center,
                    municipality_id=center,
                    region_id=region,
                    center_title=f"Школа № {center}",
                )
            )
        with transaction.atomic():
            recording.record_all(entries, chance.choice(people))
    spent = time.perf_counter() - begun
    print(f"{count} записей за {spent:.0f} с", flush=True)
    call_command("optimize_database", verbosity=0)


def screens(center: Center) -> bool:
    """The screen and its filters for an administrator, a coordinator of a region, the head of a centre."""
    people = {
        "администратор": UserFactory(is_superuser=True),
        "координатор региона": member(Role.REGIONAL, center.municipality.region),
        "руководитель центра": member(Role.HEAD, center),
    }
    day = (timezone.now() - dt.timedelta(days=500)).date()
    filters = {
        "без отбора": "",
        "редкое дело": "deed=replaced",
        "чего не было": "deed=purged",
        "человек": "who=Придуманова",
        "месяц": f"since={day}&until={day + dt.timedelta(days=30)}",
        "страница 40": "p=40",
    }
    good = True
    for person, user in people.items():
        client = Client()
        client.force_login(user)
        for name, question in filters.items():
            spent = []
            for turn in range(6):
                with CaptureQueriesContext(connection) as asked:
                    cost = timed(partial(answered, client, question))
                if turn:
                    spent.append(cost)
            bad = statistics.median(spent) > MOST * 1000
            good &= not bad
            print(
                f"{person}, {name}: {spread(spent)}, запросов {len(asked)}{' !' if bad else ''}", flush=True
            )
    return good


def answered(client: Client, question: str) -> None:
    response = client.get(f"{LEDGER}?{question}")
    if response.status_code != 200:
        raise RuntimeError(f"{question}: {response.status_code}")


def main(count: int, rounds: int) -> int:
    build_network()
    center = Center.objects.with_places().order_by("pk")[0]
    people = [UserFactory(last_name=name) for name in ("Иванова", "Петров", "Придуманова")]
    editor = UserFactory(is_superuser=True)
    good = price(rounds, editor)
    fill(count, people, center)
    good &= price(rounds, editor)
    good &= screens(center)
    started = time.perf_counter()
    report = check()
    spent = time.perf_counter() - started
    print(f"check_ledger: {report.count} записей за {spent:.0f} с, не так {report.wrong}")
    return 0 if good and not report.wrong else 1


if __name__ == "__main__":
    sys.exit(main(*(int(text) for text in sys.argv[1:3])))
