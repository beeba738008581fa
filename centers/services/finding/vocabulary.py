"""The words that names on the site are made of: to recognise one that was mistyped."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from django.db.models import Count, Max

from centers.models import KnownWord
from centers.services.finding.thesaurus import words_of_groups
from toolkit.search.words import STOP_WORDS, Vocabulary, allowed_mistakes, split, stems_of
from toolkit.text import transliterate

__all__ = ["Words", "known_words", "remember"]

SHORTEST = 3  # letters; of shorter words nothing can be told
MOST_WORDS = 80_000  # kept in memory; Russian schools, places and clubs have some 30,000
SMALL = 5_000  # words; so few are read again as soon as there is a new one
RENEWED_AFTER = 60.0  # seconds
MOST_BEGINNINGS = 8
BATCH = 500


def remember(names: list[str]) -> None:
    """Keep the words of names that come into the index."""
    forms: dict[str, str] = {}
    for name in names:
        for word in split(name):
            if len(word) >= SHORTEST and word.isalpha() and word not in STOP_WORDS:
                forms.setdefault(stems_of(word)[0], word)
    stems = list(forms)
    for start in range(0, len(stems), BATCH):
        part = stems[start : start + BATCH]
        there = set(KnownWord.objects.filter(stem__in=part).values_list("stem", flat=True))
        new = [KnownWord(stem=stem, form=forms[stem]) for stem in part if stem not in there]
        if new:
            KnownWord.objects.bulk_create(new, ignore_conflicts=True)


@dataclass(slots=True)
class Words:
    """Known words: `form` of each stem, and those that are near a mistyped one."""

    forms: dict[str, str]
    near: Vocabulary = field(init=False)
    _latin: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.near = Vocabulary({*self.forms, *self.forms.values()})

    def __contains__(self, word: object) -> bool:
        """Whether a folded word, in any of its forms, is known, or is no word but a number."""
        text = str(word)
        return text.isdecimal() or text in STOP_WORDS or any(stem in self.forms for stem in stems_of(text))

    def form_of(self, found: str) -> str:
        """A word as people write it, for a stem or a form."""
        return self.forms.get(found) or found

    def meant_by(self, word: str, count: int = 4) -> list[str]:
        """Words that a mistyped one may have meant, the nearest first, each in one form."""
        limit = allowed_mistakes(word)
        if not limit:
            return []
        stem = stems_of(word)[0]
        found = self.near.closest(word, count=2 * count, limit=limit)
        if len(stem) > SHORTEST:
            found += self.near.closest(stem, count=2 * count, limit=min(limit, allowed_mistakes(stem) or 1))
        by_stem: dict[str, str] = {}
        for other in found:
            if len(other) >= SHORTEST:
                by_stem.setdefault(stems_of(other)[0] if other not in self.forms else other, other)
        return [self.form_of(stem) for stem in list(by_stem)[:count]]

    def beginning_with(self, word: str) -> list[str]:
        """Known stems that begin with an unfinished word, the shortest first."""
        if len(word) < SHORTEST + 1:
            return []
        found = [stem for stem in self.forms if stem.startswith(word)]
        return sorted(found, key=lambda stem: (len(stem), stem))[:MOST_BEGINNINGS]

    def in_russian(self, word: str) -> str:
        """The known word that is written in Latin letters; nothing when there is none."""
        if not self._latin:
            self._latin.update({transliterate(form): form for form in self.forms.values()})
        return self._latin.get(word, "")


@dataclass(slots=True)
class _Kept:
    words: Words | None = None
    state: tuple[int, int] = (-1, -1)
    at: float = 0.0


_kept = _Kept()


def known_words() -> Words:
    """The known words, kept in memory and read again when there are new ones: one query, or two."""
    found = KnownWord.objects.aggregate(last=Max("pk"), count=Count("pk"))
    state = (found["last"] or 0, found["count"])
    now = time.monotonic()
    is_old = now - _kept.at > RENEWED_AFTER or state[1] < SMALL
    if _kept.words is None or (state != _kept.state and is_old):
        forms = {stems_of(word)[0]: word for text in words_of_groups() for word in split(text)}
        rows = KnownWord.objects.order_by("pk").values_list("stem", "form")[:MOST_WORDS]
        _kept.words = Words(
            {stem: word for stem, word in forms.items() if len(word) >= SHORTEST} | dict(rows)
        )
        _kept.state, _kept.at = state, now
    return _kept.words
