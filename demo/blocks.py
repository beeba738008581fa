"""From the plain blocks of `demo.content` to the stored form of a page's StreamField."""

import json
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from demo.content.rows import Asset, Block
from library.models import Image

_NAMESPACE = uuid.UUID("7f0a3f9e-6f2f-4f6b-9a0c-0d6c2a7b51d4")
#: Names of values that are lists of blocks.
_LISTS = {"figures", "pictures", "links"}


def stream(key: str, blocks: Sequence[Block], image_of: Callable[[Asset], Image | None]) -> str:
    """JSON of the blocks. The numbers of blocks depend on `key` alone, so that it is the same each time."""
    stored = []
    for place, (name, value) in enumerate(blocks):
        ready = _ready(value, f"{key}/{place}", image_of)
        if ready is not None:
            stored.append({"type": name, "value": ready, "id": _number(f"{key}/{place}")})
    return json.dumps(stored, ensure_ascii=False)


def paragraphs(*texts: str) -> Block:
    """A block of text made of plain paragraphs."""
    return ("paragraph", "".join(f"<p>{text}</p>" for text in texts))


def bullet_list(items: Sequence[str]) -> Block:
    """A block of text that is a list; the items become one sentence."""
    last = len(items) - 1
    rows = (f"<li>{item}{'.' if place == last else ';'}</li>" for place, item in enumerate(items))
    return ("paragraph", f"<ul>{''.join(rows)}</ul>")


def _ready(value: Any, key: str, image_of: Callable[[Asset], Image | None]) -> Any:
    """The value with pictures as their numbers; None when its picture is gone."""
    if not isinstance(value, dict):
        return value
    ready: dict[str, Any] = {}
    for name, part in value.items():
        if isinstance(part, Asset):
            image = image_of(part)
            if image is None:
                return None
            ready[name] = {"image": image.pk, "decorative": False, "alt_text": image.description}
        elif name in _LISTS:
            rows = [_ready(item, f"{key}/{name}/{place}", image_of) for place, item in enumerate(part)]
            ready[name] = [
                {"type": "item", "value": row, "id": _number(f"{key}/{name}/{place}")}
                for place, row in enumerate(rows)
                if row is not None
            ]
        else:
            ready[name] = part
    return ready


def _number(key: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, key))
