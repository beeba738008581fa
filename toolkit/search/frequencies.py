"""How often tokens stand in the index: what PostgreSQL has counted for its planner, for our statements too.

Its index of words answers «chemistry and school» from both lists, though nearly every entry holds «school»
and reading that list takes longer than looking at the few entries about chemistry. The planner knows how
often each stands there, but takes all conditions or none. Nothing here changes what is found, only how.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connections

from toolkit.search.analysis import Run, Term
from toolkit.search.writing import MARK

__all__ = ["Frequencies", "frequencies", "without_repeats"]

RENEWED_AFTER = 3600.0  # seconds
LARGE = 100_000  # entries; in fewer every list is short
RARE = 0.002  # share of the entries; rarer tokens are not kept
NEARLY_ALL, FEW = 0.4, 0.05
TOO_MANY = 25  # times more than wanted


@dataclass(slots=True)
class Frequencies:
    """The shares of entries that hold a token, of those that stand in many; empty when nothing is known."""

    entries: int = 0
    shares: dict[str, float] = field(default_factory=dict)

    def share(self, term: Term) -> float:
        """About so many entries, of all, answer a term: as many as its most frequent token stands in."""
        return max((self._of_run(run) for run in term), default=0.0)

    def _of_run(self, run: Run) -> float:
        if run.prefix:
            return 1.0
        return min(self.shares.get(token, RARE) for token in run.tokens)

    def to_filter(self, terms: Sequence[Term]) -> set[int]:
        """Which of the terms are better asked of the entries that the others have found.

        Those that nearly every entry answers, when another leaves few to look at.
        """
        if not self.entries:
            return set()
        shares = [self.share(term) for term in terms]
        return {at for at, share in enumerate(shares) if share >= NEARLY_ALL} if min(shares) <= FEW else set()

    def part(self, terms: Sequence[Term], prefix: str, wanted: float) -> Term:
        """Marks of one kind that leave about so many entries of far too many; empty when nothing is too many.

        The index reads all that it finds before the first is looked at.
        """
        found = min((self.share(term) for term in terms), default=0.0) * self.entries
        if not found or found < TOO_MANY * wanted:
            return ()
        enough = [
            (share, token)
            for token, share in self.shares.items()
            if token.startswith(MARK + prefix) and share * found >= wanted
        ]
        return (Run((min(enough)[1],)),) if enough else ()


#: What was read of which database, and when.
_kept: list[tuple[Frequencies, str, float]] = []


def frequencies(alias: str, table: str, column: str) -> Frequencies:
    """What PostgreSQL knows of a column; asked of it again once an hour."""
    now, database = time.monotonic(), str(connections[alias].settings_dict["NAME"])
    for known, name, at in _kept:
        if name == database and now - at < RENEWED_AFTER:
            return known
    known = _read(alias, table, column)
    _kept[:] = [(known, database, now)]
    return known


def _read(alias: str, table: str, column: str) -> Frequencies:
    sql = """
        SELECT relation.reltuples::bigint, common.token, common.share
        FROM pg_class relation
        JOIN pg_stats stats ON stats.tablename = relation.relname AND stats.attname = %s
            AND stats.schemaname = relation.relnamespace::regnamespace::text
        CROSS JOIN LATERAL unnest(
            stats.most_common_elems::text::text[],
            stats.most_common_elem_freqs[:cardinality(stats.most_common_elems::text::text[])]
        ) common (token, share)
        WHERE relation.oid = to_regclass(%s) AND relation.reltuples >= %s AND common.share >= %s
    """
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, [column, table, LARGE, RARE])
        rows = cursor.fetchall()
    return Frequencies(rows[0][0], {token: share for _count, token, share in rows}) if rows else Frequencies()


def without_repeats(term: Term) -> Term:
    """The term without runs that find nothing more: «средняя школа» beside «школа»."""
    single = {run.tokens[0] for run in term if len(run.tokens) == 1 and not run.prefix}
    kept = [
        run
        for run in dict.fromkeys(term)
        if len(run.tokens) == 1 or single.isdisjoint(run.tokens[:-1] if run.prefix else run.tokens)
    ]
    return tuple(kept)
