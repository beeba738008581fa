"""Translations looked up in one table instead of twenty."""

from __future__ import annotations

from typing import Any

from django.utils.translation import trans_real


class JoinedCatalog(trans_real.TranslationCatalog):
    """What Django keeps for a language, the words of all applications joined.

    Django asks the tables of the applications one after another, and for words that stand in none, as those
    that are Russian already, twice all of them. Plural forms are still found by Django, table by table: each
    has its own rule.
    """

    def __init__(self, found: Any) -> None:
        self._catalogs, self._plurals = found._catalogs, found._plurals
        self._join()

    def _join(self) -> None:
        joined: dict[Any, Any] = {}
        for catalog in reversed(self._catalogs):  # the first one that knows a word is right
            joined.update(catalog)
        self._joined = joined

    def get(self, key: Any, default: Any = None) -> Any:
        return self._joined.get(key, default)

    def __getitem__(self, key: Any) -> Any:
        return self._joined[key]

    def __contains__(self, key: object) -> bool:
        return key in self._joined

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key, value)
        self._joined[key] = value

    def update(self, trans: Any) -> None:
        super().update(trans)
        self._join()


def join_catalogs(language: str) -> None:
    """Let Django look into one table for the words of `language` from now on, in this process."""
    translation: Any = trans_real.translation(language)
    if not isinstance(translation._catalog, JoinedCatalog):
        translation._catalog = JoinedCatalog(translation._catalog)
