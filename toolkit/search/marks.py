"""What an entry of the index is found by though its own text does not say it.

A mark narrows a search: it is a token that no text holds, so nothing need be read of the rows that lie
elsewhere. Words of the context, such as the place, widen it for whoever asks: a query may name a thing
and its place. Ordinary searches see neither.
"""

from __future__ import annotations

from collections.abc import Iterable

from modelsearch.index import SearchField

from toolkit.search.analysis import Run, Term, index_tokens
from toolkit.search.writing import BARRIER, CONTEXT, MARK

__all__ = ["Context", "Mark", "context_tokens", "mark_term", "with_context"]


class Mark(SearchField):
    """A field whose values are marks: short codes of letters and digits, one text or a list of them."""

    def tokens(self, value: str) -> list[str]:
        """Return the tokens that an entry gets for a value."""
        return [f"{MARK}{value}"]


class Context(SearchField):
    """A field whose words stand beside the text; only terms made by `with_context` ask for them."""

    def tokens(self, value: str) -> list[str]:
        """Return the tokens that an entry gets for a value."""
        return context_tokens(value)


def context_tokens(text: str) -> list[str]:
    """Return the stems of a text as words of a context, each once."""
    tokens = index_tokens(text)
    found = [*tokens.stream, *(token for _place, token in tokens.extras)]
    return list(dict.fromkeys(f"{CONTEXT}{token}" for token in found if token != BARRIER))


def mark_term(values: Iterable[str]) -> Term:
    """Return a term that any entry with one of these marks answers."""
    return tuple(Run((f"{MARK}{value}",)) for value in values)


def with_context(term: Term) -> Term:
    """Return a term that the words of the context answer too."""
    return (*term, *(Run((f"{CONTEXT}{run.tokens[0]}",), run.prefix) for run in term if len(run.tokens) == 1))
