"""Every model of the project says which pages a change of it touches, or why it touches none."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tochka.page_cache import KEPT, NOT_KEPT
from toolkit.pagecache import rules

STAFF = ("admin/",)


def public_names(patterns: list[URLPattern | URLResolver]) -> set[str]:
    """Names of the addresses that anybody may open."""
    found: set[str] = set()
    for pattern in patterns:
        if str(pattern.pattern).startswith(STAFF):
            continue
        found |= (
            public_names(pattern.url_patterns) if isinstance(pattern, URLResolver) else {pattern.name or ""}
        )
    return found


def test_every_model_is_spoken_for() -> None:
    assert rules.unknown_models() == []


def test_every_reason_says_something() -> None:
    assert all(len(reason) > 5 for reason in rules._never.values())


def test_every_public_address_is_kept_or_has_its_reason() -> None:
    names = public_names(get_resolver().url_patterns) - {""}
    assert names <= set(KEPT) | set(NOT_KEPT), names - set(KEPT) - set(NOT_KEPT)
    assert not set(KEPT) & set(NOT_KEPT)


@pytest.mark.parametrize("name", sorted(KEPT))
def test_words_that_people_type_are_never_part_of_a_kept_address(name: str) -> None:
    assert not KEPT[name] & {"q", "back", "exact"}
