"""Pictures: measured before they are decoded, written anew without the camera's notes.

A photo from a phone carries the position of the school, the model of the
camera and often a small copy of the uncropped picture. Writing the pixels
anew, turned the way the camera held them, leaves all of that behind.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from library.types import BY_MIME_TYPE, JPEG, PNG, WEBP
from toolkit.text import NBSP, number

PILLOW_FORMATS = ("JPEG", "PNG", "WEBP")
MIME_TYPES = {"JPEG": JPEG, "MPO": JPEG, "PNG": PNG, "WEBP": WEBP}

DEFAULT_MAX_PIXELS = 50_000_000
MAX_SIDE = 2560
JPEG_QUALITY = 86
WEBP_QUALITY = 86

# Pillow tells of damage in many ways; none of them may reach the reader raw.
DAMAGE = (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, MemoryError, OverflowError)


@dataclass(frozen=True)
class CleanPicture:
    """A picture written anew; sides in pixels."""

    content: bytes
    mime_type: str
    width: int
    height: int

    @property
    def extension(self) -> str:
        return BY_MIME_TYPE[self.mime_type].extension


def max_pixels() -> int:
    """The largest accepted picture in pixels: `WAGTAILIMAGES_MAX_IMAGE_PIXELS`, 50 million by default."""
    return getattr(settings, "WAGTAILIMAGES_MAX_IMAGE_PIXELS", None) or DEFAULT_MAX_PIXELS


def check_header(stream: IO[bytes]) -> str:
    """Return the MIME type of the picture by its header alone; nothing is decoded.

    :raises ValidationError: when it is damaged or has more pixels than may be decoded.
    """
    with _open(stream) as picture:
        return MIME_TYPES[picture.format or ""]


def write_anew(stream: IO[bytes], *, max_side: int | None = MAX_SIDE) -> CleanPicture:
    """Decode the picture and write it without metadata, its longer side at most `max_side` pixels.

    The kind (JPEG, PNG, WebP) stays, the turn noted by the camera is carried
    out, colours are brought to sRGB; of a moving picture the first frame stays.

    :raises ValidationError: when it is damaged or has more pixels than may be decoded.
    """
    with _open(stream) as picture:
        mime_type = MIME_TYPES[picture.format or ""]
        try:
            plain = _plain_pixels(_upright(picture, mime_type, max_side), mime_type)
            content = _written(plain, mime_type)
        except (*DAMAGE, Image.DecompressionBombError) as error:
            raise ValidationError(damaged_text(), code="damaged") from error
    return CleanPicture(content, mime_type, *plain.size)


def too_many_pixels_text(width: int, height: int) -> str:
    return _(
        "В картинке %(width)s × %(height)s точек, это слишком много: принимается не больше "
        "%(limit)s млн точек. Уменьшите её и выберите снова."
    ) % {"width": number(width), "height": number(height), "limit": number(max_pixels() // 1_000_000)}


def damaged_text() -> str:
    return _(
        "Картинка повреждена или загружена не полностью, показать её нельзя. "
        "Сохраните её ещё раз как JPEG или PNG и выберите снова."
    )


def _open(stream: IO[bytes]) -> Image.Image:
    stream.seek(0)
    head = stream.read(40)
    stream.seek(0)
    if sides := _webp_sides(head):
        _check_sides(*sides)
    try:
        picture = Image.open(stream, formats=PILLOW_FORMATS)
    except Image.DecompressionBombError as error:
        raise ValidationError(_bomb_text(), code="too_many_pixels") from error
    except (UnidentifiedImageError, *DAMAGE) as error:
        raise ValidationError(damaged_text(), code="damaged") from error
    _check_sides(*picture.size)
    return picture


def _check_sides(width: int, height: int) -> None:
    if width * height > max_pixels():
        raise ValidationError(too_many_pixels_text(width, height), code="too_many_pixels")


def _bomb_text() -> str:
    return _(
        "В картинке слишком много точек: принимается не больше %(limit)s%(space)sмлн. "
        "Уменьшите её и выберите снова."
    ) % {"limit": number(max_pixels() // 1_000_000), "space": NBSP}


def _webp_sides(head: bytes) -> tuple[int, int] | None:
    """Return the sides of a WebP from its first 40 bytes: Pillow reserves its canvas while opening it.

    Layout: developers.google.com/speed/webp/docs/riff_container.
    """
    if head[:4] != b"RIFF" or head[8:12] != b"WEBP" or len(head) < 30:
        return None
    kind = head[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack_from("<HH", head, 26)
    return width & 0x3FFF, height & 0x3FFF


def _upright(picture: Image.Image, mime_type: str, max_side: int | None) -> Image.Image:
    """Scale first, then turn: the smaller picture is the cheaper one to turn."""
    if max_side and mime_type == JPEG:
        picture.draft("RGB", (max_side, max_side))  # decodes at a half, a quarter or an eighth
    if max_side and max(picture.size) > max_side:
        if picture.mode in ("1", "P", "PA"):  # these can be scaled only roughly
            notes = picture.getexif()
            picture = picture.convert("RGBA" if _is_transparent(picture) else "RGB")
            picture.getexif().update(notes)
        picture.thumbnail((max_side, max_side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    ImageOps.exif_transpose(picture, in_place=True)
    return picture


def _is_transparent(picture: Image.Image) -> bool:
    return "A" in picture.getbands() or "transparency" in picture.info


def _plain_pixels(picture: Image.Image, mime_type: str) -> Image.Image:
    """Return the pixels in grey, RGB or RGBA and sRGB, with nothing else attached."""
    profile = picture.info.get("icc_profile")
    if mime_type != JPEG and _is_transparent(picture):
        plain = picture.convert("RGBA")
    elif picture.mode in ("1", "L", "I", "I;16", "F"):
        plain = picture.convert("L")
    else:
        plain = _in_srgb(picture, profile) if profile else picture.convert("RGB")
    plain = plain.copy() if plain is picture else plain
    plain.info = {}
    return plain


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    source = picture if picture.mode in ("RGB", "CMYK") else picture.convert("RGB")
    try:
        converted = ImageCms.profileToProfile(
            source, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, *DAMAGE):
        converted = None
    return converted or source.convert("RGB")


def _written(picture: Image.Image, mime_type: str) -> bytes:
    target = io.BytesIO()
    if mime_type == JPEG:
        picture.save(target, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    elif mime_type == PNG:
        picture.save(target, "PNG", optimize=False, compress_level=7)
    else:
        picture.save(target, "WEBP", quality=WEBP_QUALITY, method=4)
    return target.getvalue()
