"""Rounds of the benchmark: staff work, something is killed at a random moment, everything is looked at."""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from bench.faults.client import Browser
from bench.faults.site import ROOT, Site, wait_until
from bench.faults.staff import PASSWORD, PEOPLE, PERSON, Known, Told

BEFORE = (0.2, 4.0)  # seconds of work before something is killed
AFTER = (0.2, 1.0)  # seconds of work after the site answers again


@dataclass
class Row:
    """A fault over all its rounds."""

    rounds: int = 0
    confirmed: Counter[str] = field(default_factory=Counter)
    unanswered: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    away: list[float] = field(default_factory=list)

    def add(self, told: list[Told], found: dict[str, list[str]]) -> None:
        """Count a round: what its people were told, and what was found afterwards."""
        self.rounds += 1
        self.confirmed.update(write["what"] for write in writes(told))
        self.lost += found["lost"]
        self.half += found["half"]
        for one in told:
            self.unanswered += one.unanswered
            self.refused.update(one.refused)
            self.wrong += one.wrong


@dataclass
class Result:
    """The rows of the table, and what was found once all was over."""

    rows: dict[str, Row]
    lost: list[str]
    half: list[str]
    orphans: list[str]
    swept: list[str]
    left: dict[str, int]

    @property
    def troubles(self) -> list[str]:
        """Everything that must not be."""
        found = [*self.lost, *self.half, *(f"не убрано: {path}" for path in self.swept)]
        for row in self.rows.values():
            found += [*row.lost, *row.half, *row.wrong]
        return found + [f"не закончено: {name} {count}" for name, count in self.left.items() if count]


class Checker:
    """The process that looks into the installation."""

    def __init__(self, site: Site) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.faults.checker"],
            cwd=ROOT,
            env=site.variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, do: str, **given: Any) -> Any:
        assert self.process.stdin is not None  # noqa: S101 - as it was started
        assert self.process.stdout is not None  # noqa: S101
        self.process.stdin.write(json.dumps({"do": do, **given}) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError("The checker has died.")
        return json.loads(answer)


@contextmanager
def checking(site: Site) -> Iterator[Checker]:
    """A checker that ends with the block."""
    checker = Checker(site)
    try:
        yield checker
    finally:
        checker.process.kill()
        checker.process.wait()


def run(
    site: Site,
    checker: Checker,
    *,
    rounds: int,
    seed: int,
    seconds: float = 0,
    patience: float = 600,
    before: tuple[float, float] = BEFORE,
    hurry: bool = False,
    say: Any = lambda line: None,
) -> Result:
    """That many rounds on a site that runs, or fewer when `seconds` are over (0: no bound).

    In a `hurry` the marks of killed workers are made old in the end instead of waiting until they are.
    """
    known = Known(**checker.ask("prepare"))
    browser = Browser(site.port)
    browser.log_in(PERSON, PASSWORD)
    chance, turns = random.Random(seed), random.Random(seed)
    faults = site.faults(chance=chance)
    order: list[str] = []
    rows = {name: Row() for name in faults}
    every: list[Told] = []
    deadline = time.monotonic() + seconds if seconds else float("inf")
    people = [one(browser, known, random.Random(chance.random())) for one in PEOPLE]
    for one in people:
        one.start()
    for number in range(rounds):
        if time.monotonic() > deadline:
            break
        if not order:
            order = turns.sample(list(faults), len(faults))
        name = order.pop()
        row = rows[name]
        row.away.append(one_round(site, faults[name], chance, before))
        told = [one.hand_over() for one in people]
        every += told
        row.add(told, checker.ask("check", confirmed=writes(told)))
        bad = row.lost + row.half + row.wrong
        say(f"{number + 1:>4} {name:<24} {row.confirmed.total():>5} {bad or ''}")
    for one in people:
        one.stop()
    for one in people:
        one.join()
    every += [one.told for one in people]
    left = settle(checker, patience, hurry=hurry)
    found = checker.ask("check", confirmed=writes(every))  # once more: a later fault may have taken it
    whole = checker.ask("finish")
    return Result(rows, whole["lost"] + found["lost"], whole["half"], whole["orphans"], whole["swept"], left)


def writes(told: list[Told]) -> list[dict[str, Any]]:
    """All confirmed writes among what was told."""
    return [write for one in told for write in one.confirmed]


def one_round(site: Site, fault: Any, chance: random.Random, before: tuple[float, float]) -> float:
    """Let it happen while everybody works; how long the site was away, s."""
    time.sleep(chance.uniform(*before))
    began = time.monotonic()
    fault()
    site.wait()
    away = time.monotonic() - began
    time.sleep(chance.uniform(*AFTER))
    return away


def settle(checker: Checker, patience: float, *, hurry: bool) -> dict[str, int]:
    """Let the worker end what was left in the middle; what is left when the patience is over."""
    left: dict[str, int] = {}

    def is_done() -> bool:
        left.update(checker.ask("settle"))
        if hurry and any(left.values()) and not left["tasks"]:
            checker.ask("requeue")
        return not any(left.values())

    with suppress(TimeoutError):
        wait_until(is_done, patience)
    return left


def table(result: Result) -> str:
    """The table of the report."""
    words = {"file": "файлов", "document": "документов", "edit": "правок", "page": "страниц"}
    words |= {"table": "таблиц", "import": "загрузок"}
    head = ("Что убито", "Кругов", "Подтверждено", "Из них", "Потеряно", "Недоделано", "Не то показано")
    lines = [f"| {' | '.join((*head, 'Нет ответа, с'))} |", "|---|---|---|---|---|---|---|---|"]
    total: Counter[str] = Counter()
    for name, row in result.rows.items():
        kinds = ", ".join(f"{words[kind]} {row.confirmed[kind]}" for kind in words)
        away = f"{statistics.median(row.away):.1f} (до {max(row.away):.1f})" if row.away else "–"
        numbers = (len(row.lost), len(row.half), len(row.wrong), away)
        cells = (name, row.rounds, sum(row.confirmed.values()), kinds, *numbers)
        lines.append(f"| {' | '.join(map(str, cells))} |")
        total.update(row.confirmed)
    kinds = ", ".join(f"{words[kind]} {total[kind]}" for kind in words)
    rounds = sum(row.rounds for row in result.rows.values())
    cells = ("всего, проверено ещё раз в конце", rounds, total.total(), kinds, len(result.lost))
    lines.append(f"| {' | '.join(map(str, (*cells, len(result.half), '', '')))} |")
    unanswered = sum(row.unanswered for row in result.rows.values())
    refused = sum((row.refused for row in result.rows.values()), Counter())
    lines.append(f"\nБез ответа: {unanswered}; страниц ошибок по кодам: {dict(refused)}.")
    lines.append(
        f"Файлов без строки: {len(result.orphans)}, после уборки сайта: {len(result.swept)}; "
        f"не закончено: {sum(result.left.values())}."
    )
    return "\n".join(lines)
