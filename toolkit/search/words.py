"""What other rooms may use of the search: folding, stems, excerpts, repair of queries.

>>> fold("ЁЛКА")
'елка'
>>> stem("О назначении руководителей, № 12-о")
['о', 'назначен', 'руководител', '12', 'о']
"""

from __future__ import annotations

from toolkit.search.analysis import index_tokens
from toolkit.search.excerpts import Fragment, highlight, matches
from toolkit.search.layout import repair_layout, switch_layout
from toolkit.search.stems import STOP_WORDS, stems_of
from toolkit.search.typos import Vocabulary, allowed_mistakes, distance
from toolkit.search.writing import chunks
from toolkit.text import fold

__all__ = [
    "STOP_WORDS",
    "Fragment",
    "Vocabulary",
    "allowed_mistakes",
    "distance",
    "fold",
    "highlight",
    "matches",
    "repair_layout",
    "split",
    "stem",
    "stems_of",
    "switch_layout",
]


def split(text: str) -> list[str]:
    """Return the folded words and numbers of a text, in its order: what a vocabulary is made of."""
    return [word.form for chunk in chunks(text) for word in chunk.words]


def stem(text: str) -> list[str]:
    """Return the likeliest stem of each word of a text, in its order."""
    return index_tokens(text).stream
