"""The words around what was found, with what was found marked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from toolkit.search.analysis import Run, Term, index_tokens, terms
from toolkit.search.queries import All, Any, holds
from toolkit.search.stems import stems_of
from toolkit.search.writing import NUMBER, Chunk, chunks

__all__ = ["Fragment", "highlight", "matches"]

#: A piece of text, and whether it is what was looked for.
Fragment = tuple[str, bool]

# Start, end, and the token of the query that it answers.
_Hit = tuple[int, int, str]

LONGEST_TEXT = 200_000
ELLIPSIS = "…"

_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_UNENCODABLE = re.compile("[\ud800-\udfff]")


def matches(text: str, query: str, operator: str = "and") -> bool:
    """Tell whether a text has all the words of a query (with `operator` «or», any of them), in any form."""
    asked = terms(query)
    if not asked:
        return False
    return holds(All(tuple(asked)) if operator == "and" else Any(tuple(asked)), index_tokens(text))


def _chunk_tokens(chunk: Chunk) -> set[str]:
    """Return the tokens that a chunk has as a whole."""
    tokens = set(stems_of(chunk.joined)) if len(chunk.words) > 1 else set(stems_of(chunk.only))
    if chunk.numbered:
        tokens.add(NUMBER + (chunk.joined or stems_of(chunk.only)[0]))
    if chunk.day:
        tokens.add(chunk.day)
    return tokens - {""}


def _hits(found: list[Chunk], runs: list[Run]) -> list[_Hit]:
    """Return start, end and token of each hit, in the order of the text and without overlaps."""
    single = {run.tokens[0] for run in runs if len(run.tokens) == 1}
    longer = [run.tokens for run in runs if len(run.tokens) > 1]
    hits = []
    for place, chunk in enumerate(found):
        last = chunk
        if chunk.day and chunk.day in single and chunk.only and place + 2 < len(found):
            last = found[place + 2]
        if common := _chunk_tokens(chunk) & single:
            hits.append((chunk.words[0].start, last.words[-1].end, min(common)))
        elif len(chunk.words) > 1:
            hits += [(w.start, w.end, min(c)) for w in chunk.words if (c := single & set(stems_of(w.form)))]
    words = [word for chunk in found for word in chunk.words]
    firsts = {tokens[0] for tokens in longer}
    stems = [stems_of(word.form)[0] for word in words] if longer else []
    for place, stem in enumerate(stems):
        if stem in firsts:
            for tokens in longer:
                if tuple(stems[place : place + len(tokens)]) == tokens:
                    hits.append((words[place].start, words[place + len(tokens) - 1].end, " ".join(tokens)))
    hits.sort()
    return hits[:1] + [hit for before, hit in pairwise(hits) if hit[0] >= before[1]]


def _window(hits: list[_Hit], width: int) -> tuple[int, int]:
    """Return the start and end of the stretch with the most different words found, then the most hits."""
    best, best_worth, first = (hits[0][0], hits[0][1]), (0, 0), 0
    for last, (_start, end, _token) in enumerate(hits):
        while end - hits[first][0] > width and first < last:
            first += 1
        inside = hits[first : last + 1]
        worth = (len({token for _s, _e, token in inside}), len(inside))
        if worth > best_worth:
            best, best_worth = (hits[first][0], end), worth
    return best


def _bounds(text: str, start: int, end: int, width: int) -> tuple[int, int]:
    """Widen a stretch to the width asked, evenly, and move its ends to where words begin and end."""
    spare = max(width - (end - start), 0)
    left = max(start - spare // 2, 0)
    right = min(left + width, len(text))
    left = max(min(left, right - width), 0)
    if left > 0:
        blank = _BLANK.search(text, left - 1, start)
        left = blank.end() if blank else left
    if right < len(text) and not _BLANK.match(text, right):
        blanks = list(_BLANK.finditer(text, min(end, right), right))
        right = blanks[-1].start() if blanks else right
    return left, right


def _tidy(fragment: str) -> str:
    return _UNENCODABLE.sub("", _BLANK.sub(" ", fragment))


def highlight(text: str, query: str | Iterable[Term], width: int = 200) -> list[Fragment]:
    """Return about `width` characters of a text around the best hits of a query, or of terms made of one.

    A hit is a word in any form, the number of an order or a date however it is
    written. The pairs are to be joined as they are; what was cut off shows as
    «…». A text without a hit gives its beginning. White space is made single.
    """
    text = text[:LONGEST_TEXT]
    asked = terms(query) if isinstance(query, str) else query
    runs = [run for term in asked for run in term]
    hits = _hits(chunks(text), runs) if runs else []
    start, end = _window(hits, width) if hits else (0, 0)
    left, right = _bounds(text, start, end, width)
    pieces: list[Fragment] = []
    at = left
    for first, last, _token in hits:
        if first < at or first >= right:
            continue
        pieces += [(text[at:first], False), (text[first : min(last, right)], True)]
        at = min(last, right)
    pieces.append((text[at:right], False))
    pieces = [(_tidy(piece), hit) for piece, hit in pieces]
    if text[:left].strip():
        pieces.insert(0, (ELLIPSIS, False))
    if text[right:].strip():
        pieces.append((ELLIPSIS, False))
    return [(piece, hit) for piece, hit in pieces if piece]
