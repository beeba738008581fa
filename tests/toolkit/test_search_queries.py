"""Queries in the languages of the databases: what they ask, and that nothing breaks them."""

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from modelsearch.query import (
    MATCH_ALL,
    MATCH_NONE,
    And,
    Boost,
    Fuzzy,
    Not,
    Or,
    Phrase,
    PlainText,
    SearchQuery,
)
from modelsearch.utils import parse_query_string

from toolkit.search.analysis import Tokens, index_tokens, phrase, prefix_phrase, prefix_terms, terms
from toolkit.search.postgres import LAST_POSITION, MOST_BYTES, vector
from toolkit.search.queries import MOST_TERMS_IN_ALL, Asked, as_fts5, as_tsquery, ask, holds

TEXTS = (
    "Кружок робототехники",
    "Кружок шахмат",
    "Приказ о назначении руководителя",
    "План работы кружка шахмат",
    "Отчёт",
)

WORDS = st.sampled_from("кружок шахматы приказ план отчёт робототехника !!! рыба руководитель".split())
SPELT = st.lists(WORDS, max_size=3).map(" ".join)
PLAIN = st.builds(PlainText, SPELT, operator=st.sampled_from(["and", "or"]))
LEAVES = PLAIN | st.builds(Phrase, SPELT) | st.sampled_from([MATCH_ALL, MATCH_NONE])
TREES = st.recursive(
    LEAVES,
    lambda part: (
        st.builds(And, st.lists(part, min_size=1, max_size=3))
        | st.builds(Or, st.lists(part, min_size=1, max_size=3))
        | st.builds(Not, part)
    ),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def fts() -> Iterator[sqlite3.Connection]:
    """Tables of SQLite that hold what the index would."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE found USING fts5(body)")
    rows = [(place + 1, " ".join(index_tokens(text).stream)) for place, text in enumerate(TEXTS)]
    connection.executemany("INSERT INTO found(rowid, body) VALUES (?, ?)", rows)
    yield connection
    connection.close()


def found_in(fts: sqlite3.Connection, asked: Asked) -> set[str]:
    """Return what SQLite finds, the negation done outside as the backend does it."""
    rows = fts.execute(
        "SELECT rowid FROM found WHERE found MATCH ?",
        [f"{{body}} : {as_fts5(asked.expression)}" if asked.expression else '"nothing"'],
    )
    hits = {TEXTS[row - 1] for (row,) in rows}
    return set(TEXTS) - hits if asked.negated else hits


def read(query: SearchQuery) -> Asked:
    return ask(query, terms, phrase)


class TestMeaning:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            (PlainText("кружки шахматы"), {TEXTS[1], TEXTS[3]}),
            (PlainText("робототехника приказы", operator="or"), {TEXTS[0], TEXTS[2]}),
            (Phrase("кружка шахмат"), {TEXTS[1], TEXTS[3]}),
            (Phrase("шахматы кружок"), set()),
            (PlainText("кружок") & ~PlainText("шахматы"), {TEXTS[0]}),
            (~PlainText("кружок"), {TEXTS[2], TEXTS[4]}),
            (PlainText("отчёты") | ~PlainText("кружок"), {TEXTS[2], TEXTS[4]}),
            (PlainText("план") | ~PlainText("кружок"), {TEXTS[2], TEXTS[3], TEXTS[4]}),
            (~(PlainText("кружок") | PlainText("отчет")), {TEXTS[2]}),
            (~(~PlainText("кружок")), {TEXTS[0], TEXTS[1], TEXTS[3]}),
            (Boost(PlainText("отчет"), 3), {TEXTS[4]}),
            (PlainText("!!!"), set()),
            (And([PlainText("!!!"), PlainText("отчет")]), {TEXTS[4]}),
            (MATCH_ALL, set(TEXTS)),
            (MATCH_NONE, set()),
            (MATCH_ALL & PlainText("отчет"), {TEXTS[4]}),
            (MATCH_NONE | PlainText("отчет"), {TEXTS[4]}),
            (MATCH_ALL & ~PlainText("отчет"), set(TEXTS[:4])),
        ],
    )
    def test_query_finds(self, fts: sqlite3.Connection, query: SearchQuery, found: set[str]) -> None:
        assert found_in(fts, read(query)) == found

    @settings(deadline=None)
    @given(query=TREES)
    def test_sqlite_finds_what_python_does(self, fts: sqlite3.Connection, query: SearchQuery) -> None:
        asked = read(query)
        tokens = {text: index_tokens(text) for text in TEXTS}
        hits = {text for text in TEXTS if asked.expression and holds(asked.expression, tokens[text])}
        assert found_in(fts, asked) == (set(TEXTS) - hits if asked.negated else hits)

    def test_unknown_kind_of_query_is_refused_by_name(self) -> None:
        with pytest.raises(NotImplementedError, match="Fuzzy"):
            read(Fuzzy("слово"))


HOSTILE = [
    'кружок" OR "1"="1',
    "'; DROP TABLE wagtailcore_page; --",
    "NEAR(кружок шахматы, 5)",
    "title : кружок AND NOT *",
    "{title body} : ^кружок + *",
    "кружок & ! | <-> :* ( )",
    "\\ \\' \\\" %s %(x)s {} %",
    "\x00\x01\x1f\x7f\x85кружок\x00",
    "\ud800\udfff",
    "\ufeff\u202e\u200b",
    "а" * 10_000,
    "кружок " * 1500,
    '"' * 10_000,
    "№" * 10_000,
    "1-" * 5_000,
    "(" * 10_000,
    " \t\n" * 3_000,
    "😀 👩‍👩‍👧 ﷽ ½ ② Ⅷ ﬁ",
    "٣٤ ৴ ₂ ²",
]
ANY_QUERY = st.text(max_size=300) | st.text(alphabet="кружо AND\"'*()^:+-!&|<>\\%{}№12.\x00", max_size=300)


def ask_everything(fts: sqlite3.Connection, text: str) -> None:
    """Put a text into queries of every kind."""
    kinds = [PlainText(text), PlainText(text, operator="or"), Phrase(text), parse_query_string(text)[1]]
    for query in kinds:
        found_in(fts, ask(query, terms, phrase))
        found_in(fts, ask(query, prefix_terms, prefix_phrase))


class TestHostileQueries:
    @settings(deadline=None)
    @given(text=ANY_QUERY)
    def test_sqlite_takes_anything(self, fts: sqlite3.Connection, text: str) -> None:
        ask_everything(fts, text)

    @pytest.mark.parametrize("text", HOSTILE)
    def test_sqlite_takes_the_worst(self, fts: sqlite3.Connection, text: str) -> None:
        ask_everything(fts, text)

    @settings(deadline=None)
    @given(ANY_QUERY)
    @example("а" * 10_000)
    def test_tsquery_holds_nothing_but_quoted_tokens(self, text: str) -> None:
        asked = read(PlainText(text))
        written = as_tsquery(asked.expression) if asked.expression else ""
        assert all(
            char.isalnum() or char in "()'&| <->:*" or "\ue000" <= char <= "\ue003" for char in written
        )
        assert written.count("'") % 2 == 0

    def test_a_long_query_is_cut(self) -> None:
        asked = read(And([PlainText("приказ отчёт план") for _ in range(1000)]))
        assert as_tsquery(asked.expression).count("'") // 2 <= MOST_TERMS_IN_ALL * 2


class TestVector:
    def test_tokens_carry_places_and_labels(self) -> None:
        written = vector([(index_tokens("План"), "A"), (index_tokens("план № 5"), "D")])
        assert written == "'план':1A,3D '5':4D '\ue0015':4D"

    def test_a_huge_text_stays_within_the_limits(self) -> None:
        tokens = Tokens([f"{number:09}" for number in range(60_000)] + ["конец"] * 5000)
        written = vector([(tokens, "D")])
        places = [place for part in written.split(" ") for place in part.split(":")[1].split(",")]
        assert max(int(place.rstrip("D")) for place in places) == LAST_POSITION
        assert len(written.encode()) < 2 * MOST_BYTES
