"""Pictures dropped as documents: size, a small preview, and whether they are whole."""

import base64
import io
from pathlib import Path

from PIL import Image, ImageFile, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin

from library.reading.limits import Limits
from library.reading.report import Report

PREVIEW_SIZE = (480, 680)
"""Box, in pixels, that a preview fits into."""
PREVIEW_TYPE = "image/webp"
_BYTES_A_PIXEL = {
    "1": 1,
    "L": 1,
    "P": 1,
    "LA": 4,
    "RGB": 4,
    "RGBA": 4,
    "CMYK": 4,
    "YCbCr": 4,
    "I": 4,
    "F": 4,
    "I;16": 2,
}

PLUGINS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin)
"""Imported by name: Pillow would otherwise load all of its forty formats to find these."""

ImageFile.LOAD_TRUNCATED_IMAGES = False
# The bound below is checked before anything is decoded, with a message of its own.
Image.MAX_IMAGE_PIXELS = None


def read_picture(path: Path, report: Report, limits: Limits) -> None:
    """A JPEG or PNG: its size from the header, then a preview from as little as decodes.

    A picture has no text: search and screen readers get nothing out of it, and that is said.
    """
    report.stage("structure")
    formats = ("JPEG", "PNG", "MPO")
    try:
        picture = Image.open(path, formats=formats)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise report.stop("damaged") from None
    with picture:
        width, height = picture.size
        report.facts(width=width, height=height, page_count=1, text_layer="none", is_scan=True)
        if width * height > limits.pixels:
            raise report.stop("too_many_pixels", width=width, height=height)
        if width < 1 or height < 1:
            raise report.stop("damaged")
        report.problem("picture_of_document")
        report.stage("whole")
        try:
            _preview_of(picture, report, limits)
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise report.stop("truncated" if "truncated" in str(error) else "damaged") from None


def _preview_of(picture: Image.Image, report: Report, limits: Limits) -> None:
    if picture.format != "PNG":
        # A JPEG is decoded at an eighth, a quarter or half of its size.
        picture.draft("RGB", (PREVIEW_SIZE[0] * 2, PREVIEW_SIZE[1] * 2))
    width, height = picture.size
    needed = width * height * _BYTES_A_PIXEL.get(picture.mode, 4)
    if needed > limits.decoded_picture:
        picture.verify()
        report.problem("no_preview")
        return
    picture.load()
    give_preview(ImageOps.exif_transpose(picture), report)


def give_preview(picture: Image.Image, report: Report) -> None:
    """Send a small WebP of the picture, without any of its metadata."""
    small = picture if picture.mode in ("RGB", "L") else picture.convert("RGBA")
    small.thumbnail(PREVIEW_SIZE, Image.Resampling.BOX, reducing_gap=2.0)
    if small.mode == "RGBA":
        paper = Image.new("RGB", small.size, "white")
        paper.paste(small, mask=small.getchannel("A"))
        small = paper
    out = io.BytesIO()
    small.convert("RGB").save(out, "WEBP", quality=72, method=4)
    report.facts(preview_base64=base64.b64encode(out.getvalue()).decode("ascii"), preview_type=PREVIEW_TYPE)
