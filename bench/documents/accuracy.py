"""How often the table of dropped files shows the right kind, number, date and title."""

import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.documents.first.corpus import CORPUS as FIRST
from bench.documents.paper import Corpus, Specimen
from bench.documents.second.corpus import CORPUS as SECOND
from bench.documents.third.corpus import CORPUS as THIRD
from bench.documents.writing import file_name, write

FIELDS = ("kind", "number", "date", "title")
NAMES = {"kind": "вид", "number": "номер", "date": "дата", "title": "название"}
CORPORA = {corpus.name: corpus for corpus in (FIRST, SECOND, THIRD)}
Shown = dict[str, str]


@dataclass(slots=True)
class Outcome:
    """What the table showed for one paper, and which fields are right."""

    specimen: Specimen
    shown: Shown
    right: dict[str, bool]


def plain(text: str) -> str:
    """A title for comparison: spaces, quotes and dashes have one form, nothing stands around it."""
    text = re.sub(r"[«»“”„‟\"]", '"', text)
    text = re.sub(r"[‐‑–—−]", "-", text)
    return " ".join(text.split()).strip(" .")


def judge(specimen: Specimen, shown: Shown) -> dict[str, bool]:
    """Which of the shown values are those of the key; an empty value is right where the key has none."""
    key = specimen.key
    fold: Callable[[str], str] = str.casefold if key.caps else str
    titles = {fold(plain(title)) for title in key.titles} or {""}
    return {
        "kind": shown.get("kind") == key.kind,
        "number": shown.get("number", "") == (key.number or ""),
        "date": shown.get("date", "") == (key.date.isoformat() if key.date else ""),
        "title": fold(plain(shown.get("title", ""))) in titles,
    }


def read(specimen: Specimen, folder: Path) -> Shown:
    """The values of the table's row for the paper: written, read in a process of its own, understood."""
    from centers.services.intake.reading import values_of
    from library.reading.extract import read_file
    from library.reading.requisites import read_requisites

    name = file_name(specimen)
    path = folder / f"{specimen.seed}{Path(name).suffix}"
    path.write_bytes(write(specimen))
    reading = read_file(path, name)
    path.unlink()
    found = values_of(read_requisites(reading.pages, reading.metadata, name))
    return {field: str(value) for field, (value, _source) in found.items() if field in FIELDS}


def run(corpus: Corpus, count: int, seed: int | None = None) -> list[Outcome]:
    """Make, read and judge that many papers."""
    specimens = corpus.specimens(count, seed)
    with tempfile.TemporaryDirectory(prefix="bench-documents-") as folder, ThreadPoolExecutor(2) as pool:
        shown = list(pool.map(lambda specimen: read(specimen, Path(folder)), specimens))
    return [Outcome(one, said, judge(one, said)) for one, said in zip(specimens, shown, strict=True)]


def shares(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """The share right of each field, 0 to 1."""
    return {field: sum(one.right[field] for one in outcomes) / len(outcomes) for field in FIELDS}


def table(outcomes: Sequence[Outcome]) -> str:
    """Shares of all papers and of orders, and the templates that fail."""
    orders = [one for one in outcomes if one.specimen.key.kind == "order"]
    lines = [f"{'':24}" + "".join(f"{NAMES[field]:>12}" for field in FIELDS) + f"{'всё верно':>12}"]
    for label, group in (("приказы", orders), ("все документы", outcomes)):
        every = sum(all(one.right.values()) for one in group) / len(group)
        figures = "".join(f"{share:>12.1%}" for share in (*shares(group).values(), every))
        lines.append(f"{label + ', ' + str(len(group)):24}{figures}")
    return "\n".join(lines)


def failures(outcomes: Sequence[Outcome]) -> str:
    """Every wrong value beside the right one, then the count of them by template."""
    lines = []
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in outcomes:
        key = one.specimen.key
        wanted = {
            "kind": key.kind,
            "number": key.number or "",
            "date": str(key.date or ""),
            "title": key.titles,
        }
        for field in (field for field in FIELDS if not one.right[field]):
            counts[one.specimen.form][NAMES[field]] += 1
            lines.append(
                f"{one.specimen.seed:4} {one.specimen.form} ({one.specimen.format}, "
                f"{one.specimen.text_layer}) "
                f"{NAMES[field]}: {one.shown.get(field, '')!r}, верно {wanted[field]!r}"
            )
    lines += [f"{form}: {dict(count)}" for form, count in sorted(counts.items())]
    return "\n".join(lines)
