"""JSON-LD: typed nodes in, one safe data block out.

The vocabulary is schema.org's. A value that is not known is left out: search engines take an empty
string for a mistake.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from django.utils.safestring import SafeString, mark_safe

Scalar: TypeAlias = str | int | float | bool
Value: TypeAlias = "Scalar | Node | Iterable[Value] | None"

#: What could end the block or begin another one, and what is no JavaScript in old readers.
_ESCAPES = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)
#: Characters that keep words together on a screen mean nothing to a program.
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2060": "", "\u00ad": ""})


@dataclass(frozen=True)
class Node:
    """One thing with its type and properties; `id` lets other nodes refer to it."""

    type: str
    properties: Mapping[str, Value] = field(default_factory=dict)
    id: str = ""

    @property
    def reference(self) -> Node:
        """The node by its name alone."""
        return Node("", {}, self.id)

    def plain(self) -> dict[str, object]:
        """The node as JSON knows it, without what is empty."""
        written: dict[str, object] = {}
        if self.type:
            written["@type"] = self.type
        if self.id:
            written["@id"] = self.id
        for name, value in self.properties.items():
            plain = _plain(value)
            if plain not in (None, "", []):
                written[name] = plain
        return written


def node(type_: str, id_: str = "", /, **properties: Value) -> Node:
    """`node("Place", name="…")`."""
    return Node(type_, properties, id_)


def _plain(value: Value) -> object:
    if isinstance(value, Node):
        return value.plain() or None
    if isinstance(value, str):
        return " ".join(str(value).translate(_SPACES).split())
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return [plain for plain in map(_plain, value) if plain not in (None, "", [])]


def as_json(nodes: Iterable[Node]) -> str:
    """The nodes as one graph, with every character escaped that HTML would look at."""
    graph = [one.plain() for one in nodes]
    whole = {"@context": "https://schema.org", "@graph": graph}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def as_block(nodes: Iterable[Node]) -> SafeString:
    """The `<script>` of the graph; a data block, which no browser executes. Empty for no nodes."""
    nodes = list(nodes)
    if not nodes:
        return SafeString("")
    # Safe: `as_json` leaves no «<», «>» or «&».
    return mark_safe(f'<script type="application/ld+json">{as_json(nodes)}</script>')  # noqa: S308
