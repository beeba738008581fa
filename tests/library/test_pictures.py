"""Pictures leave the camera's notes behind and keep their kind and their upright look."""

from __future__ import annotations

import io
import struct
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from library.intake import check_image
from library.pictures import check_header, write_anew
from tests.library.samples import (
    content,
    docx_bytes,
    huge_png_header,
    huge_webp_header,
    pdf_bytes,
    phone_photo_bytes,
    picture_bytes,
)

RED, BLUE = (254, 0, 0), (0, 0, 254)


def reopened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def close(pixel: Any, colour: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(pixel[:3], colour, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_position_and_maker_are_gone(kind: str) -> None:
    source = phone_photo_bytes(kind)
    assert b"SecretPhone" in source

    clean = write_anew(io.BytesIO(source))

    picture = reopened(clean.content)
    assert b"SecretPhone" not in clean.content
    assert dict(picture.getexif()) == {}
    assert {"exif", "icc_profile", "xmp", "comment", "photoshop"} & set(picture.info) == set()
    assert picture.format == kind


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_turn_of_the_camera_is_carried_out(kind: str) -> None:
    clean = write_anew(io.BytesIO(phone_photo_bytes(kind, orientation=6)))

    picture = reopened(clean.content)
    assert picture.size == (clean.width, clean.height) == (40, 80)
    assert close(picture.getpixel((20, 8)), RED)
    assert close(picture.getpixel((20, 72)), BLUE)


XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><SecretPlace/></x:xmpmeta>"
#: Photoshop's block of IPTC: a record 2:90 (city) with its marker, its kind and its length.
IPTC = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x10\x1c\x02\x5a\x00\x0bSecretPlace"


def with_thumbnail() -> bytes:
    """A photo whose notes carry a small copy of itself, as cameras write it: the second directory of EXIF."""
    small = picture_bytes("JPEG", (16, 8))
    notes = (
        b"Exif\x00\x00II*\x00\x08\x00\x00\x00"
        + struct.pack("<HI", 0, 14)
        + struct.pack("<HHHIIHHIII", 2, 0x0201, 4, 1, 44, 0x0202, 4, 1, len(small), 0)
        + small
    )
    return picture_bytes("JPEG", (80, 40), exif=notes)


def test_thumbnail_is_gone() -> None:
    source = with_thumbnail()
    assert source.count(b"\xff\xd8\xff") == 2

    clean = write_anew(io.BytesIO(source))

    assert clean.content.count(b"\xff\xd8\xff") == 1


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_xmp_is_gone(kind: str) -> None:
    source = picture_bytes(kind, (80, 40), xmp=XMP)
    assert b"SecretPlace" in source

    assert b"SecretPlace" not in write_anew(io.BytesIO(source)).content


def test_xmp_of_a_png_is_gone() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())

    assert b"SecretPlace" not in write_anew(io.BytesIO(picture_bytes("PNG", pnginfo=notes))).content


def test_iptc_is_gone() -> None:
    plain = picture_bytes("JPEG", (80, 40))
    source = plain[:2] + b"\xff\xed" + struct.pack(">H", len(IPTC) + 2) + IPTC + plain[2:]
    assert reopened(source).info["photoshop"]

    assert b"SecretPlace" not in write_anew(io.BytesIO(source)).content


def test_second_photo_behind_the_first_is_gone() -> None:
    target = io.BytesIO()
    Image.new("RGB", (80, 40), "red").save(
        target, "MPO", save_all=True, append_images=[Image.new("RGB", (80, 40), "blue")]
    )

    clean = write_anew(target)

    assert (clean.mime_type, clean.content.count(b"\xff\xd8\xff")) == ("image/jpeg", 1)


@settings(max_examples=25, deadline=None)
@given(
    kind=st.sampled_from(["JPEG", "PNG", "WEBP"]),
    orientation=st.integers(1, 8),
    latitude=st.tuples(st.integers(0, 89), st.integers(0, 59), st.integers(0, 59)),
    maker=st.text("abcdefghij", min_size=12, max_size=30),
)
def test_no_note_of_any_camera_survives(
    kind: str, orientation: int, latitude: tuple[int, int, int], maker: str
) -> None:
    """Whatever was written in the notes, the clean picture is upright and has none."""
    source = Image.new("RGB", (24, 16), "blue")
    source.paste("red", (0, 0, 24, 8))
    notes = Image.Exif()
    notes[0x0112], notes[0x010F] = orientation, maker
    notes.get_ifd(0x8825).update({1: "N", 2: latitude})
    target = io.BytesIO()
    source.save(target, kind, exif=notes)

    clean = write_anew(target)
    picture = reopened(clean.content)

    assert maker.encode() not in clean.content
    assert dict(picture.getexif()) == {}
    assert picture.size == ((24, 16), (16, 24))[orientation >= 5]


def test_comment_of_a_jpeg_is_gone() -> None:
    clean = write_anew(io.BytesIO(picture_bytes("JPEG", comment=b"taken at school 4")))

    assert b"school 4" not in clean.content


def test_text_of_a_png_is_gone() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "school 4")

    clean = write_anew(io.BytesIO(picture_bytes("PNG", pnginfo=notes)))

    assert b"school 4" not in clean.content


def test_large_photo_is_made_smaller() -> None:
    clean = write_anew(io.BytesIO(picture_bytes("JPEG", (4000, 1000))))

    assert (clean.width, clean.height) == (2560, 640)


def test_small_picture_keeps_its_size() -> None:
    clean = write_anew(io.BytesIO(picture_bytes("PNG", (300, 200))))

    assert (clean.width, clean.height) == (300, 200)


def test_transparency_stays() -> None:
    source = Image.new("RGBA", (10, 10), (255, 0, 0, 0))
    target = io.BytesIO()
    source.save(target, "PNG")

    assert reopened(write_anew(target).content).getpixel((5, 5))[3] == 0


@pytest.mark.parametrize("max_side", [2560, 50])
def test_palette_with_transparency_and_a_turn(max_side: int) -> None:
    source = Image.new("P", (80, 40), 0)
    source.putpalette([255, 0, 0, 0, 0, 255])
    source.paste(1, (40, 0, 80, 40))
    notes = Image.Exif()
    notes[0x0112] = 6
    target = io.BytesIO()
    source.save(target, "PNG", transparency=1, exif=notes)

    picture = reopened(write_anew(target, max_side=max_side).content)

    assert picture.size in {(40, 80), (25, 50)}
    assert picture.getpixel((3, 3)) == (255, 0, 0, 255)
    assert picture.getpixel((3, picture.height - 3))[3] == 0


def test_colours_are_brought_to_srgb() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    clean = write_anew(io.BytesIO(picture_bytes("JPEG", icc_profile=profile)))

    assert "icc_profile" not in reopened(clean.content).info


def test_broken_colour_profile_does_not_hinder() -> None:
    clean = write_anew(io.BytesIO(picture_bytes("JPEG", icc_profile=b"not a profile")))

    assert clean.mime_type == "image/jpeg"


def test_print_colours() -> None:
    clean = write_anew(io.BytesIO(picture_bytes("JPEG", mode="CMYK")))

    assert reopened(clean.content).mode == "RGB"


def test_moving_picture_stands_still() -> None:
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue")]
    target = io.BytesIO()
    frames[0].save(target, "PNG", save_all=True, append_images=frames[1:])

    assert getattr(reopened(write_anew(target).content), "n_frames", 1) == 1


@pytest.mark.parametrize("data", [huge_png_header(), huge_webp_header(), huge_png_header(9000)])
def test_bomb_is_refused_before_it_is_decoded(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))

    with pytest.raises(ValidationError, match="слишком много"):
        check_header(io.BytesIO(data))


def test_refusal_of_a_bomb_names_its_size() -> None:
    with pytest.raises(ValidationError) as caught:
        check_header(io.BytesIO(huge_webp_header()))

    assert "16 000 × 16 000" in caught.value.message.replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_truncated(kind: str, share: float) -> None:
    data = picture_bytes(kind, (400, 300))
    with pytest.raises(ValidationError, match="повреждена"):
        write_anew(io.BytesIO(data[: int(len(data) * share)]))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"GIF89a" + bytes(50), "GIF"),
        (b"\x00\x00\x00\x18ftypheic", "HEIC, какие делает iPhone.*Наиболее совместимые"),
        (b"\x00\x00\x00\x18ftypheix", "HEIC"),
        (b"\x00\x00\x00\x18ftypavif", "картинка AVIF"),
        (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "JPEG XL"),
        (b"II*\x00" + bytes(30), "TIFF"),
        (pdf_bytes(1), "документ PDF"),
        (docx_bytes(), "архив"),
        (b"<html>", "веб-страница"),
        (b"", "пуст"),
        (bytes(range(200)), "неизвестного вида"),
    ],
)
def test_not_a_picture(data: bytes, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        check_image(content(data, "IMG.jpg"))


def test_name_follows_the_content() -> None:
    checked = check_image(content(picture_bytes("PNG"), "Снимок экрана.jpg"))

    assert checked.name == "Снимок экрана.png"
    assert checked.facts.mime_type == "image/png"


def test_picture_on_top_of_an_archive_loses_the_archive() -> None:
    checked = check_image(content(picture_bytes("PNG") + docx_bytes(), "polyglot.png"))

    assert b"PK\x03\x04" not in checked.read()


def test_too_many_bytes(settings: Any) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 100
    with pytest.raises(ValidationError, match="Файл больше"):
        check_image(content(picture_bytes(), "IMG.jpg"))
