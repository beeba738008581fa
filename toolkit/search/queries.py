"""Queries between Wagtail's classes and the languages of the two databases.

A query is turned into an expression over terms. Negation is kept beside the
expression and not inside it, since FTS5 knows «A NOT B» but no «NOT A».
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from modelsearch.query import And, Boost, MatchAll, Not, Or, Phrase, PlainText, SearchQuery

from toolkit.search.analysis import Run, Term, Tokens

__all__ = ["All", "AllBut", "Any", "Asked", "Expression", "as_fts5", "as_tsquery", "ask", "holds"]

MOST_TERMS_IN_ALL = 64


@dataclass(frozen=True, slots=True)
class All:
    """Each of the parts."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of the parts."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AllBut:
    """What answers one part and not the other."""

    wanted: Expression
    unwanted: Expression


Expression = Term | All | Any | AllBut


@dataclass(frozen=True, slots=True)
class Asked:
    """An expression, or everything but it; without an expression, nothing (or everything)."""

    expression: Expression | None
    negated: bool = False


Analyser = Callable[[str], list[Term]]


class _Reader:
    """Reads one query, and stops taking terms when it has had enough of them."""

    def __init__(self, words: Analyser, phrase: Analyser) -> None:
        self.words = words
        self.phrase = phrase
        self.left = MOST_TERMS_IN_ALL

    def _take(self, terms: list[Term]) -> list[Term]:
        taken = terms[: self.left]
        self.left -= len(taken)
        return taken

    def read(self, query: SearchQuery) -> Asked | None:
        """Return what a query asks, or None for one without a word in it."""
        if isinstance(query, MatchAll):
            return Asked(None, negated=True)
        if isinstance(query, PlainText):
            terms = self._take(self.words(query.query_string))
            return _all(terms) if query.operator == "and" else _any(terms)
        if isinstance(query, Phrase):
            return _all(self._take(self.phrase(query.query_string)))
        if isinstance(query, Boost):
            return self.read(query.subquery)
        if isinstance(query, Not):
            return _opposite(self.read(query.subquery))
        if isinstance(query, (And, Or)):
            parts = [asked for part in query.subqueries if (asked := self.read(part))]
            return _both(parts) if isinstance(query, And) else _either(parts)
        raise NotImplementedError(f"{type(query).__name__} is not supported by the Russian search backend.")


def _all(parts: Iterable[Expression]) -> Asked | None:
    parts = tuple(parts)
    return Asked(All(parts) if len(parts) > 1 else parts[0]) if parts else None


def _any(parts: Iterable[Expression]) -> Asked | None:
    parts = tuple(parts)
    return Asked(Any(parts) if len(parts) > 1 else parts[0]) if parts else None


def _both(parts: list[Asked]) -> Asked | None:
    if not parts:
        return None
    if any(part.expression is None and not part.negated for part in parts):
        return Asked(None)
    wanted = _all(part.expression for part in parts if part.expression and not part.negated)
    unwanted = _any(part.expression for part in parts if part.expression and part.negated)
    if wanted and unwanted and wanted.expression and unwanted.expression:
        return Asked(AllBut(wanted.expression, unwanted.expression))
    if unwanted:
        return Asked(unwanted.expression, negated=True)
    return wanted or Asked(None, negated=True)


def _either(parts: list[Asked]) -> Asked | None:
    """Use that «A or B» is «not (not A and not B)»."""
    return _opposite(_both([Asked(part.expression, not part.negated) for part in parts]))


def _opposite(asked: Asked | None) -> Asked | None:
    return asked and Asked(asked.expression, not asked.negated)


def ask(query: SearchQuery, words: Analyser, phrase: Analyser) -> Asked:
    """Read a query with the given analysers of plain text and of phrases.

    A query without a single word asks for nothing. Raises `NotImplementedError`
    for kinds of query that are not known here.
    """
    return _Reader(words, phrase).read(query) or Asked(None)


def as_fts5(expression: Expression) -> str:
    """Write an expression in the query language of SQLite's FTS5."""
    if isinstance(expression, All):
        parts = " AND ".join(as_fts5(part) for part in expression.parts)
        return f"(({parts}) OR {near})" if (near := _near(expression.parts)) else f"({parts})"
    if isinstance(expression, Any):
        return f"({' OR '.join(as_fts5(part) for part in expression.parts)})"
    if isinstance(expression, AllBut):
        return f"({as_fts5(expression.wanted)} NOT {as_fts5(expression.unwanted)})"
    return f"({' OR '.join(_fts5_run(run) for run in expression)})"


def _fts5_run(run: Run) -> str:
    return " + ".join(f'"{token}"' for token in run.tokens) + (" *" if run.prefix else "")


def _near(parts: tuple[Expression, ...]) -> str:
    """Ask again for words close together: it finds no more, but such texts count for more."""
    likeliest = [part[0] for part in parts if isinstance(part, tuple)]
    if len(likeliest) < len(parts) or any(run.prefix or len(run.tokens) > 1 for run in likeliest):
        return ""
    return f"NEAR({' '.join(_fts5_run(run) for run in likeliest)}, 6)"


def as_tsquery(expression: Expression) -> str:
    """Write an expression as text that PostgreSQL casts to a `tsquery`."""
    if isinstance(expression, All):
        return f"({' & '.join(as_tsquery(part) for part in expression.parts)})"
    if isinstance(expression, Any):
        return f"({' | '.join(as_tsquery(part) for part in expression.parts)})"
    if isinstance(expression, AllBut):
        return f"({as_tsquery(expression.wanted)} & !{as_tsquery(expression.unwanted)})"
    return f"({' | '.join(_tsquery_run(run) for run in expression)})"


def _tsquery_run(run: Run) -> str:
    quoted = " <-> ".join(f"'{token}'" for token in run.tokens)
    return f"({quoted}{':*' if run.prefix else ''})"


def holds(expression: Expression, tokens: Tokens) -> bool:
    """Tell whether a text answers an expression, as the databases would."""
    if isinstance(expression, All):
        return all(holds(part, tokens) for part in expression.parts)
    if isinstance(expression, Any):
        return any(holds(part, tokens) for part in expression.parts)
    if isinstance(expression, AllBut):
        return holds(expression.wanted, tokens) and not holds(expression.unwanted, tokens)
    return any(_run_stands_in(run, tokens) for run in expression)


def _run_stands_in(run: Run, tokens: Tokens) -> bool:
    *before, last = run.tokens
    width = len(run.tokens)
    for place in range(len(tokens.stream) - width + 1):
        *head, tail = tokens.stream[place : place + width]
        if head == before and (tail.startswith(last) if run.prefix else tail == last):
            return True
    if before:
        return False
    return any(token.startswith(last) if run.prefix else token == last for _place, token in tokens.extras)
