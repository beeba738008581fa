"""What a search stores of a text and what it asks: stems, numbers of orders and dates.

The databases get finished tokens and split nothing themselves, so both find
the same; PostgreSQL's own parser also depends on the locale of its cluster, and
takes «15/1-ОД» or «04.04.2024» for the name of a file or a version.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from toolkit.search.stems import STOP_WORDS, stems_of
from toolkit.search.writing import BARRIER, NUMBER, Chunk, chunks, is_year_word

__all__ = [
    "BARRIER",
    "Run",
    "Term",
    "Tokens",
    "index_tokens",
    "phrase",
    "prefix_phrase",
    "prefix_terms",
    "prefix_tokens",
    "terms",
    "worded_terms",
]

LONGEST_QUERY = 1000
MOST_TERMS = 24


@dataclass(slots=True)
class Tokens:
    """What the index stores: a token at each position, and others that stand beside one."""

    stream: list[str] = field(default_factory=list)
    extras: list[tuple[int, str]] = field(default_factory=list)

    def extend(self, other: Tokens) -> None:
        """Append the tokens of another text."""
        self.extras += [(place + len(self.stream), token) for place, token in other.extras]
        self.stream += other.stream


class Run(NamedTuple):
    """Tokens next to each other; with `prefix` the last may be the beginning of one."""

    tokens: tuple[str, ...]
    prefix: bool = False


#: What one word of a query asks for: any of these.
Term = tuple[Run, ...]


def _number(chunk: Chunk) -> str:
    return NUMBER + (chunk.joined or stems_of(chunk.words[0].form)[0])


def index_tokens(text: str) -> Tokens:
    """Return the stems of a text, to be found by whole words."""
    tokens = Tokens()
    for chunk in chunks(text):
        place = len(tokens.stream)
        for word in chunk.words:
            stem, *others = stems_of(word.form)
            tokens.extras += [(len(tokens.stream), other) for other in others]
            tokens.stream.append(stem)
        if len(chunk.words) > 1:
            tokens.extras += [(place, stem) for stem in stems_of(chunk.joined) if stem]
        if chunk.numbered:
            tokens.extras.append((place, _number(chunk)))
        if chunk.day:
            tokens.extras.append((place, chunk.day))
    return tokens


def prefix_tokens(text: str) -> Tokens:
    """Return the words of a text, to be found by their beginnings, with their stems beside them."""
    tokens = Tokens()
    for chunk in chunks(text):
        place = len(tokens.stream)
        for word in chunk.words:
            tokens.extras += [(len(tokens.stream), stem) for stem in stems_of(word.form) if stem != word.form]
            tokens.stream.append(word.form)
        if chunk.joined:
            tokens.extras.append((place, chunk.joined))
    return tokens


def _asked(text: str) -> list[Chunk]:
    """Return the chunks of a query that say something: no «о» and «на» unless there is nothing else."""
    found = chunks(text[:LONGEST_QUERY])
    asked = []
    place = 0
    while place < len(found):
        chunk, following = found[place], found[place + 1 : place + 2]
        place += 1
        if chunk.only == "номер" and following and following[0].numbered:
            continue
        asked.append(chunk)
        if chunk.day:
            place += 2 if chunk.only else 0
            place += place < len(found) and is_year_word(found[place])
    return ([chunk for chunk in asked if chunk.only not in STOP_WORDS] or asked)[:MOST_TERMS]


def terms(text: str) -> list[Term]:
    """Return what a query asks of whole words: a text answers a term with any of its runs."""
    return [term for _written, term in worded_terms(text)]


def worded_terms(text: str) -> list[tuple[str, Term]]:
    """Return the terms of a query, each with the words that it was made of, as they are written there."""
    asked = []
    for chunk in _asked(text):
        if chunk.day:
            runs = [Run((chunk.day,))]
        elif chunk.only:
            runs = [Run((stem,)) for stem in stems_of(chunk.only)]
        else:
            runs = [Run((stem,)) for stem in stems_of(chunk.joined) if stem]
            runs.append(Run(tuple(stems_of(word.form)[0] for word in chunk.words[:MOST_TERMS])))
        if chunk.numbered and not chunk.day:
            runs.insert(0, Run((_number(chunk),)))
        written = text[chunk.words[0].start : chunk.words[-1].end]
        asked.append((written, tuple(runs)))
    return asked


def prefix_terms(text: str) -> list[Term]:
    """Return what a query asks while it is being typed: beginnings of words, or forms of them."""
    asked = []
    for chunk in _asked(text):
        runs = [Run(tuple(word.form for word in chunk.words[:MOST_TERMS]), prefix=True)]
        if chunk.joined:
            runs.append(Run((chunk.joined,), prefix=True))
        elif chunk.only:
            runs += [Run((stem,)) for stem in stems_of(chunk.only) if stem != chunk.only]
        asked.append(tuple(runs))
    return asked


def phrase(text: str) -> list[Term]:
    """Return one term that asks for the words of a text next to each other, in any form."""
    tokens = index_tokens(text[:LONGEST_QUERY]).stream[:MOST_TERMS]
    return [(Run(tuple(tokens)),)] if tokens else []


def prefix_phrase(text: str) -> list[Term]:
    """Return one term that asks for words next to each other as written, the last perhaps unfinished."""
    tokens = prefix_tokens(text[:LONGEST_QUERY]).stream[:MOST_TERMS]
    return [(Run(tuple(tokens), prefix=True),)] if tokens else []
