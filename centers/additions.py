"""What rooms above add to the public pages of a centre; this room only leaves the place for it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class Addition:
    """A template to include, which finds its context as `addition`."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


_makers: dict[str, list[Callable[[Any], Addition | None]]] = {}


def register_addition(page_type: str, maker: Callable[[Any], Addition | None]) -> None:
    """Have the pages of the type (`"centers.FeedbackPage"`) show what the maker gives for each of them."""
    makers = _makers.setdefault(page_type, [])
    if maker not in makers:
        makers.append(maker)


def additions_of(page: Page) -> list[Addition]:
    """What is added to the page, in the order of registration."""
    made = (maker(page) for maker in _makers.get(page._meta.label, []))
    return [addition for addition in made if addition is not None]
