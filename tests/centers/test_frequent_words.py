"""What PostgreSQL knows of words changes how entries are found, never which."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centers.models.search_words import region_mark
from centers.services.finding.asking import understand
from centers.services.finding.kinds import MODELS
from tests import factories as make
from toolkit.search import finding, frequencies
from toolkit.search.finding import find_entries
from toolkit.search.frequencies import Frequencies
from toolkit.search.marks import mark_term


@pytest.mark.only_on("postgresql")  # SQLite counts no words for its planner
@pytest.mark.django_db
class TestFoundAllTheSame:
    @pytest.fixture
    def entries(self, network):
        for center in (network.tomsk, network.dagestan):
            for number in range(3):
                make.ProgramPageFactory(center=center, title=f"Химия вокруг нас {number}")
            make.ProgramPageFactory(center=center, title="Шахматы")

    @pytest.fixture
    def known(self, monkeypatch):
        """Whatever is asked, «точка роста» stands nearly everywhere, and all is far too much."""
        marks = {mark_term([region_mark(code)])[0].tokens[0]: share for code, share in (("05", 0.9),)}
        shares = {"точк": 1.0, "рост": 1.0, "хим": 0.04, "нас": 1.0, **marks}
        monkeypatch.setattr(finding, "_known", lambda: Frequencies(1000, shares))

    def found(self, query: str, limit: int = 100, parted_by: str = "") -> dict:
        asked = understand(query)
        rows = find_entries(
            list(MODELS.values()), asked.expression, limit, in_titles=asked.in_titles, parted_by=parted_by
        )
        return {(row.model, row.key): (round(row.score, 6), row.is_named) for row in rows}

    @pytest.mark.parametrize("query", ["химия вокруг нас", "химия школа томск", "нас", "химия и шахматы"])
    def test_the_same_entries_with_the_same_scores(self, entries, request, query):
        before = self.found(query)
        request.getfixturevalue("known")
        assert self.found(query) == before

    def test_the_frequent_word_is_not_read_from_the_index(self, entries, known):
        with CaptureQueriesContext(connection) as asked:
            assert len(self.found("химия вокруг нас")) == 6
        (statement,) = [query["sql"] for query in asked if "wagtailsearch_indexentry" in query["sql"]]
        assert "IS TRUE" in statement

    def test_where_a_part_is_not_enough_all_is_looked_at(self, entries, known, monkeypatch):
        monkeypatch.setattr(frequencies, "TOO_MANY", 0.001)
        assert len(self.found("химия", limit=4, parted_by="r")) == 4
        # Six answer, three of them in the region of the part.
        assert len(self.found("химия", limit=6, parted_by="r")) == 6

    def test_little_is_counted_in_a_small_network(self, entries):
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE wagtailsearch_indexentry")
        assert frequencies._read("default", "wagtailsearch_indexentry", "body") == Frequencies()

    def test_what_postgresql_has_counted_is_read(self, entries, monkeypatch):
        monkeypatch.setattr(frequencies, "LARGE", 0)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE wagtailsearch_indexentry")
        known = frequencies._read("default", "wagtailsearch_indexentry", "body")
        assert known.entries > 0
        assert 0 < known.shares["шахмат"] < known.shares["хим"] <= 1
        assert mark_term(["r70"])[0].tokens[0] in known.shares
