"""The places of a page that show photos: how each is cut, how wide it is shown, in which kinds of file.

A photo goes out as AVIF and WebP with a JPEG for browsers that know neither, each kind of file in
the widths of its shape. Nothing but a JPEG is ever made while a visitor waits: see `photo_files`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from django.core.cache import cache as shared

from library.models import Image, ImageRendition
from library.renditions import Fetched

AVIF, WEBP, JPEG = "avif", "webp", "jpeg"
#: Smallest files first: a browser takes the first kind that it knows.
MODERN = (AVIF, WEBP)
#: A drawing without a background lies on white where a JPEG stands for it.
JPEG_SPEC = "format-jpeg|bgcolor-ffffff"
ASKED_FOR = 15 * 60  # seconds in which a photo is not put into the queue again


@dataclass(frozen=True, slots=True)
class Shape:
    """`cuts` in Wagtail's words, the narrowest first; `sizes` as the attribute of `<img>` is written.

    `fallback` is the place of the cut that the JPEG has; a shape that is only linked to has nothing else.
    """

    cuts: tuple[str, ...]
    sizes: str = ""
    fallback: int = 0
    is_linked: bool = False

    @property
    def jpeg(self) -> str:
        return f"{self.cuts[self.fallback]}|{JPEG_SPEC}"

    def specs(self, kind: str) -> list[str]:
        return [f"{cut}|format-{kind}" for cut in self.cuts]

    @property
    def all_specs(self) -> tuple[str, ...]:
        return _all_specs(self)


@cache
def _all_specs(shape: Shape) -> tuple[str, ...]:
    kinds = () if shape.is_linked else MODERN
    return (shape.jpeg, *(spec for kind in kinds for spec in shape.specs(kind)))


SHAPES = {
    # a card in a grid of cards
    "card": Shape(("fill-400x225", "fill-800x450"), "(min-width: 48em) 22rem, 92vw", 1),
    # beside a line of a list, on wide screens only
    "line": Shape(("fill-320x200",), "10rem"),
    # in a column of text
    "text": Shape(("width-480", "width-960"), "(min-width: 48em) 38rem, 92vw", 1),
    # beside the facts of a page
    "aside": Shape(("fill-480x300", "fill-960x600"), "(min-width: 60em) 22rem, 92vw", 1),
    # one of many in a gallery
    "gallery": Shape(("fill-400x300", "fill-800x600"), "(min-width: 48em) 20rem, 92vw", 1),
    # the still of a video
    "video": Shape(("fill-480x270", "fill-960x540"), "(min-width: 48em) 38rem, 92vw", 1),
    # what a photo of a gallery leads to
    "large": Shape(("max-1600x1200",), is_linked=True),
}


@dataclass(frozen=True, slots=True)
class PhotoFiles:
    """The files of a photo in one shape; `modern` lists kinds that are whole, with their files."""

    jpeg: ImageRendition
    modern: tuple[tuple[str, tuple[ImageRendition, ...]], ...]


def photo_files(image: Image, name: str) -> PhotoFiles:
    """The files of a photo: the JPEG at once, of the other kinds what is there already.

    When something is missing, the worker is asked to make it; the next visitor gets it. The caller has
    asked `image.is_shown`.
    """
    shape = SHAPES[name]
    made = dict(_made(image, shape.all_specs))
    modern = []
    for kind in MODERN:
        files = [made[spec] for spec in shape.specs(kind) if spec in made]
        if len(files) == len(shape.cuts):
            modern.append((kind, tuple(files)))
    if len(modern) < len(MODERN) and not shape.is_linked:
        ask_for([(image, name)])
    jpeg = made.get(shape.jpeg) or image.get_rendition(shape.jpeg)
    return PhotoFiles(jpeg, tuple(modern))


def _made(image: Image, specs: Iterable[str]) -> Iterator[tuple[str, ImageRendition]]:
    """Renditions that are there: no query when they were fetched for the page."""
    stored = getattr(image, "prefetched_renditions", None)
    fetched = stored if isinstance(stored, Fetched) else Fetched(image)
    if fetched is not stored:
        for rendition in image.renditions.all() if stored is None else stored:
            fetched.append(rendition)
    for spec in specs:
        found = fetched.get(spec, image.focus_of(spec))
        if found is not None:
            yield spec, found


def make_files(image: Image, names: Iterable[str]) -> None:
    """Make all files of a photo in these shapes, if the public may see it."""
    if image.is_shown:
        image.get_renditions(*dict.fromkeys(spec for name in names for spec in SHAPES[name].all_specs))


def ask_for(wanted: Iterable[tuple[Image, str]]) -> None:
    """Ask the worker for the files of these photos; each not more often than every quarter of an hour."""
    from library.tasks import make_photo_files

    shapes: dict[int, list[str]] = {}
    for image, name in wanted:
        key = f"photo-files-{image.pk}-{name}"
        if image.is_shown and shared.add(key, True, ASKED_FOR):
            shapes.setdefault(image.pk, []).append(name)
    for number, names in shapes.items():
        make_photo_files.enqueue(number, names)
