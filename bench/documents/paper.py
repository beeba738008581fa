"""What a made paper consists of, and the answer that belongs to it."""

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Align = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; `left` and `width` in millimetres, `size` and `tracking` (between letters) in points.

    `hyphens` breaks words at the ends of lines: with a hyphen that stands in the text, or with a soft one.
    """

    text: str
    align: Align = "left"
    left: float = 0
    width: float | None = None
    size: float = 12
    bold: bool = False
    tracking: float = 0
    hyphens: Literal["", "hard", "soft"] = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: text, width in millimetres and align of each cell; a text may have several lines."""

    cells: tuple[tuple[str, float, Align], ...]
    size: float = 12
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty height in millimetres."""

    height: float = 5


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The rest stands on a new page."""


@dataclass(frozen=True, slots=True)
class Later:
    """Stands here, but comes into the text layer after the page: a form filled in over a letterhead."""

    block: Para | Row


Block = Para | Row | Gap | PageBreak | Later
Format = Literal["pdf", "docx", "odt", "scan", "photo"]


@dataclass(frozen=True, slots=True)
class Key:
    """The right answer; None where the paper does not say.

    Of `titles` any is right. `caps`: the paper has the title in capitals alone, so that letter case
    cannot be known and is not asked for.
    """

    kind: str
    number: str | None
    date: datetime.date | None
    titles: tuple[str, ...]
    caps: bool = False


@dataclass(slots=True)
class Specimen:
    """One paper: its blocks, how it is saved, and its key. `form` names the template."""

    form: str
    name: str
    format: Format
    blocks: list[Block]
    key: Key
    seed: int = 0
    metadata_title: str = ""
    text_layer: Literal["plain", "words", "lookalikes", "spaces"] = "plain"
    extra: dict[str, str] = field(default_factory=dict)


Form = Callable[[random.Random], Specimen]


@dataclass(frozen=True, slots=True)
class Corpus:
    """A half of the collection: templates with their shares."""

    name: str
    seed: int
    forms: tuple[tuple[Form, int], ...]

    def specimens(self, count: int, seed: int | None = None) -> list[Specimen]:
        """That many papers, always the same for a seed; each template in its share."""
        rng = random.Random(self.seed if seed is None else seed)
        pool = [form for form, share in self.forms for _ in range(share)]
        made = []
        while len(made) < count:
            rng.shuffle(pool)
            made += [form(random.Random(rng.random())) for form in pool[: count - len(made)]]
        for number, specimen in enumerate(made):
            specimen.seed = number
        return made
