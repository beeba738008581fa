"""Which of the candidates is meant: names first, then the place, then what is said of it, then texts.

The index only finds; the order is made here from names and places, so it is the same on both databases.
Of many found rows only the likeliest of each kind are read and judged so; the others follow in the order
of the index.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from wagtail.models import Page

from centers.services.finding.asking import Asked, AskedWord
from centers.services.finding.candidates import Candidate, load
from centers.services.finding.facts import Facts
from centers.services.finding.kinds import KIND_WORDS, Kind
from toolkit.search.analysis import BARRIER, Term, Tokens, index_tokens
from toolkit.search.queries import holds

__all__ = ["MOST_JUDGED", "Hit", "holds_word", "in_order", "with_names"]

#: Rows that are read and judged by their names; of each kind more than a page of hits shows.
MOST_JUDGED = 40
LEAST_OF_KIND = 24

#: A hit whose names are known, or one far down the list.
Hit = Candidate | Facts

# What a word of the query is worth where it stands.
IN_NAME, IN_KIND, IN_PLACE, IN_FACTS, IN_TEXT = 1.0, 1.0, 0.7, 0.5, 0.15
FOR_OTHER_WORD = 0.85  # when not the word itself stands there but one that means the same

ALL_IN_NAME = 0.25
ALL_NAMED = 0.15  # each word stands in the name or in the place, none in texts alone
IN_ORDER = 0.1  # the words stand in the name next to each other, as they were asked
WHOLE_NAME = 0.15  # shared out by how much of the name was asked for
BEGINS = 0.1  # the name begins with a word that was asked for
ONLY_PLACE = 0.2  # nothing but a place was asked for: its centres come first
IS_OLD = 0.12
LIKELY = {
    Kind.PROGRAMS: 0.12,
    Kind.CENTERS: 0.06,
    Kind.EVENTS: 0.05,
    Kind.TEACHERS: 0.06,
    Kind.NEWS: 0.02,
    Kind.DOCUMENTS: 0.03,
    Kind.SCHOOLS: 0.0,
}


@lru_cache(maxsize=20_000)
def _tokens(text: str) -> Tokens:
    return index_tokens(text)


@lru_cache(maxsize=20_000)
def _set(text: str) -> frozenset[str]:
    tokens = _tokens(text)
    return frozenset([*tokens.stream, *(token for _place, token in tokens.extras)]) - {BARRIER}


def _answers(term: Term, text: str) -> bool:
    """Whether a text holds any of the runs."""
    found = _set(text)
    if any(len(run.tokens) == 1 and run.tokens[0] in found for run in term):
        return True
    longer = tuple(run for run in term if len(run.tokens) > 1 and run.tokens[0] in found)
    return bool(longer) and holds(longer, _tokens(text))


def holds_word(word: AskedWord, text: str) -> float:
    """1 for the word itself in a text, less for one that means the same, 0 for neither."""
    if not text:
        return 0.0
    if _answers(word.own, text):
        return 1.0
    return FOR_OTHER_WORD if word.others and _answers(word.others, text) else 0.0


def in_order(hits: Sequence[Hit], asked: Asked, root: Page, named: Mapping[Kind, set[int]]) -> list[Hit]:
    """The hits, the likeliest first; `named` are keys of those that hold all words in their names.

    Those that are judged may turn out hidden meanwhile, and are left out then.
    """
    known = [hit for hit in hits if isinstance(hit, Candidate)]
    others = [hit for hit in hits if not isinstance(hit, Candidate)]
    best = max((hit.index_score for hit in others), default=0.0) or 1.0

    def guess(hit: Facts) -> tuple[float, int, int]:
        worth = LIKELY[hit.kind] + IN_TEXT * hit.index_score / best
        day = hit.day.toordinal() if hit.day else 0
        return (-worth - (hit.pk in named.get(hit.kind, ())), -day, -hit.pk)

    others.sort(key=guess)
    kinds = Counter(hit.kind for hit in others)
    share = max(MOST_JUDGED // max(len(kinds), 1), LEAST_OF_KIND)
    judged: dict[Kind, dict[int, float]] = defaultdict(dict)
    rest: list[Hit] = []
    for hit in others:
        if len(judged[hit.kind]) < share:
            judged[hit.kind][hit.pk] = hit.index_score
        else:
            rest.append(hit)
    return [*rank([*known, *load(judged, root)], asked), *rest]


def with_names(hits: Sequence[Hit], root: Page) -> list[Candidate]:
    """The hits of a page, each with its names; one that the public may not see any more is left out."""
    unknown: dict[Kind, dict[int, float]] = defaultdict(dict)
    for hit in hits:
        if not isinstance(hit, Candidate):
            unknown[hit.kind][hit.pk] = hit.index_score
    read = {(one.kind, one.pk): one for one in load(unknown, root)}
    known = [hit if isinstance(hit, Candidate) else read.get((hit.kind, hit.pk)) for hit in hits]
    return [hit for hit in known if hit is not None]


def rank(candidates: Sequence[Candidate], asked: Asked) -> list[Candidate]:
    """The candidates, the likeliest first."""
    for candidate in candidates:
        candidate.rank = _worth(candidate, asked)
    best = max((candidate.index_score for candidate in candidates), default=0.0) or 1.0

    def order(candidate: Candidate) -> tuple[float, float, int, str, int]:
        day = -candidate.day.toordinal() if candidate.day else 0
        near = -candidate.index_score / best * IN_TEXT
        return (near - candidate.rank, -candidate.index_score, day, candidate.name, candidate.pk)

    return sorted(candidates, key=order)


def _worth(candidate: Candidate, asked: Asked) -> float:
    worth, in_name, in_kind, in_place = 0.0, 0, 0, 0
    for word in asked.words:
        place = max((holds_word(word, place) for place in candidate.places), default=0.0)
        if name := holds_word(word, candidate.name):
            worth += IN_NAME * name
            in_name += 1
        elif holds_word(word, KIND_WORDS[candidate.kind]) == 1:
            worth += IN_KIND
            in_kind += 1
        elif place:
            worth += IN_PLACE * place
            in_place += 1
        else:
            worth += (IN_FACTS * holds_word(word, candidate.facts)) or IN_TEXT
    count = len(asked.words)
    worth /= count
    if in_name and in_name + in_kind == count:
        worth += ALL_IN_NAME
        if in_name == count > 1 and _stand_in_order(candidate.name, asked):
            worth += IN_ORDER
    if in_name and in_name + in_kind + in_place == count:
        worth += ALL_NAMED
    if in_name:
        stream = _tokens(candidate.name).stream
        worth += WHOLE_NAME * min(in_name / max(len(stream), 1), 1.0)
        if any(run.tokens[0] in stream[:1] for word in asked.words for run in word.term):
            worth += BEGINS
    if in_place and in_kind + in_place == count and candidate.kind == Kind.CENTERS:
        worth += ONLY_PLACE
    return worth + LIKELY[candidate.kind] - (IS_OLD if candidate.is_old else 0.0)


def _stand_in_order(name: str, asked: Asked) -> bool:
    stream = _tokens(name).stream
    wanted = [token for word in asked.words for token in word.own[-1].tokens]
    width = len(wanted)
    return any(stream[place : place + width] == wanted for place in range(len(stream) - width + 1))
