"""Ask the labelled queries; count recall among the first ten and the rank of the first right hit."""

from __future__ import annotations

import csv
import json
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
HALVES = ("tuning", "held")
FIRST = 10


@dataclass(frozen=True)
class Query:
    """A query with what it should find, as pairs of kind and name."""

    half: str
    sort: str
    text: str
    targets: tuple[tuple[str, str], ...]


@dataclass
class Answer:
    """What the first ten hits of a query were, and how long they took (milliseconds)."""

    query: Query
    hits: list[tuple[str, str]]
    spent: float

    @property
    def recall(self) -> float:
        return sum(target in self.hits for target in self.query.targets) / len(self.query.targets)

    @property
    def reciprocal_rank(self) -> float:
        return next((1 / place for place, hit in enumerate(self.hits, 1) if hit in self.query.targets), 0.0)


def _rows(name: str) -> Iterable[list[str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def queries() -> list[Query]:
    """The labelled set. Raises `KeyError` when a query names a target that nobody has described."""
    targets = {code: (kind, plain(name)) for code, kind, name in _rows("targets.tsv")}
    return [
        Query(half, sort, text, tuple(targets[code] for code in codes.split()))
        for half, sort, text, codes in _rows("queries.tsv")
    ]


def plain(name: str) -> str:
    """A name without what only typesetting adds."""
    return " ".join(name.replace("\u00a0", " ").split())


def ask_all(half: str = "") -> list[Answer]:
    """Ask each query as a visitor of the network's host does."""
    from wagtail.models import Page

    from centers.services.finding import Choice, cards_of, find

    root = Page.objects.get(depth=2, slug="home") if Page.objects.filter(depth=2).count() > 1 else None
    root = root or Page.objects.get(depth=2)
    answers = []
    for query in queries():
        if half and query.half != half:
            continue
        started = time.perf_counter()
        found = find(query.text, root, Choice())
        cards_of(found.hits[:20], found.asked, found.files, root, lambda page: page.url_path)
        spent = (time.perf_counter() - started) * 1000
        hits = [(hit.kind.value, plain(hit.name)) for hit in found.hits[:FIRST]]
        answers.append(Answer(query, hits, spent))
    return answers


def summary(answers: list[Answer]) -> dict[str, Any]:
    """Figures by half and by sort of query, and the middle and the 95th of a hundred of the times."""
    groups: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        groups[answer.query.half].append(answer)
        groups[f"{answer.query.half} · {answer.query.sort}"].append(answer)
    spent = sorted(answer.spent for answer in answers)
    return {
        "groups": {
            name: {
                "queries": len(group),
                "recall": sum(answer.recall for answer in group) / len(group),
                "mrr": sum(answer.reciprocal_rank for answer in group) / len(group),
            }
            for name, group in groups.items()
        },
        "p50": spent[len(spent) // 2],
        "p95": spent[int(len(spent) * 0.95)],
    }


def misses(answers: list[Answer], half: str) -> list[str]:
    """What was not right in a half, with what was found instead."""
    return [
        f"{answer.query.sort:14} {answer.query.text}: recall {answer.recall:.2f}, "
        f"1/rank {answer.reciprocal_rank:.2f}; {[name for _kind, name in answer.hits[:4]]}"
        for answer in answers
        if answer.query.half == half and (answer.recall < 1 or answer.reciprocal_rank < 1)
    ]


def write(path: str, half_shown: str) -> None:
    """Ask all and write the figures as JSON for the program that started this one."""
    answers = ask_all()
    report = {"summary": summary(answers), "misses": misses(answers, half_shown)}
    Path(path).write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
