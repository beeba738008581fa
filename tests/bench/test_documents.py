"""The benchmark of documents keeps working, and the reader does not fall behind what it once could."""

import ast
import datetime
import io
import zipfile
from pathlib import Path

import pikepdf
import pytest

from bench.documents import accuracy
from bench.documents.paper import Key, Specimen
from bench.documents.syllables import breaks
from bench.documents.watching import Latency
from bench.documents.writing import write

FOLDER = Path(accuracy.__file__).parent
#: Of twenty papers of each part; the whole benchmark sees 320 and finds 98 % and more.
FLOOR = 0.95
READS = {"accuracy.py", "__main__.py"}


@pytest.fixture(scope="module")
def outcomes():
    return [one for corpus in accuracy.CORPORA.values() for one in accuracy.run(corpus, 20)]


@pytest.mark.parametrize("field", accuracy.FIELDS)
def test_table_shows_what_the_papers_say(outcomes, field):
    wrong = [one for one in outcomes if not one.right[field]]
    assert accuracy.shares(outcomes)[field] >= FLOOR, accuracy.failures(wrong)


def test_makers_of_papers_know_nothing_of_the_reader():
    for path in FOLDER.rglob("*.py"):
        if path.name in READS:
            continue
        imported = [
            node.module or "" if isinstance(node, ast.ImportFrom) else node.names[0].name
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Import | ast.ImportFrom)
        ]
        assert not [name for name in imported if name.startswith(("library", "centers.services"))], path


@pytest.mark.parametrize("name", accuracy.CORPORA)
def test_a_part_is_always_the_same_and_has_two_hundred_orders(name):
    corpus = accuracy.CORPORA[name]
    papers = corpus.specimens(320)
    assert papers == corpus.specimens(320)
    assert papers != corpus.specimens(320, seed=1)
    assert sum(paper.key.kind == "order" for paper in papers) >= 200


@pytest.mark.parametrize(
    ("format_", "opened"),
    [
        ("pdf", lambda content: len(pikepdf.open(io.BytesIO(content)).pages) >= 1),
        ("scan", lambda content: len(pikepdf.open(io.BytesIO(content)).pages) == 1),
        ("docx", lambda content: "word/document.xml" in zipfile.ZipFile(io.BytesIO(content)).namelist()),
        ("odt", lambda content: zipfile.ZipFile(io.BytesIO(content)).namelist()[0] == "mimetype"),
        ("photo", lambda content: content.startswith(b"\xff\xd8")),
    ],
)
def test_every_format_is_a_whole_file(format_, opened):
    paper = accuracy.CORPORA["A"].specimens(1)[0]
    paper.format = format_
    assert opened(write(paper))


KEY = Key("order", "12-о", datetime.date(2024, 4, 4), ("О назначении «Точки роста»",))
RIGHT = {"kind": "order", "number": "12-о", "date": "2024-04-04", "title": 'О назначении  "Точки роста".'}


@pytest.mark.parametrize(
    ("shown", "wrong"),
    [
        (RIGHT, set()),
        (RIGHT | {"number": "12"}, {"number"}),
        (RIGHT | {"date": "2024-04-05", "kind": "plan"}, {"date", "kind"}),
        (RIGHT | {"title": "О НАЗНАЧЕНИИ «ТОЧКИ РОСТА»"}, {"title"}),
        ({}, {"kind", "number", "date", "title"}),
    ],
)
def test_judging(shown, wrong):
    judged = accuracy.judge(Specimen("form", "name", "pdf", [], KEY), shown)
    assert {field for field, right in judged.items() if not right} == wrong


def test_nothing_is_right_where_the_paper_says_nothing():
    key = Key("order", None, None, ())
    judged = accuracy.judge(Specimen("form", "name", "pdf", [], key), {"kind": "order"})
    assert all(judged.values())


@pytest.mark.parametrize(("word", "places"), [("школа", {3}), ("год", set()), ("назначении", {2})])
def test_words_break_between_syllables(word, places):
    assert places <= set(breaks(word))


def test_percentiles():
    assert round(Latency([float(value) for value in range(1, 101)]).share(0.95)) == 96
