"""Images as rows: what lies on which shelf, and what a deletion leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtail.models import Collection

from library.models import Image, ImageRendition
from tests.library.samples import content, phone_photo_bytes, picture_bytes

Make = Callable[..., Image]


def test_model_is_the_one_of_wagtail() -> None:
    assert get_image_model() is Image
    assert Image.get_rendition_model() is ImageRendition


def test_original_is_cleaned_whoever_saves_it(make_image: Make, media: Path) -> None:
    image = make_image(phone_photo_bytes())

    stored = (media / "private" / image.file.name).read_bytes()
    assert b"SecretPhone" not in stored
    assert (image.width, image.height) == (40, 80)
    assert image.file_size == len(stored)
    image.refresh_from_db()
    assert (image.width, image.height, image.file_size) == (40, 80, len(stored))
    assert len(image.file_hash) == 40


def test_saving_the_file_of_a_field_goes_the_same_way(make_image: Make, media: Path) -> None:
    image = Image(title="Из загрузки")
    image.file.save("photo.jpg", content(phone_photo_bytes(), "x"), save=False)
    image.save()

    assert b"SecretPhone" not in (media / "private" / image.file.name).read_bytes()


def test_many_at_once_go_the_same_way(db: None, media: Path) -> None:
    image = Image(title="Много", file=content(phone_photo_bytes(), "a.jpg"), width=1, height=1)
    Image.objects.bulk_create([image])

    assert b"SecretPhone" not in (media / "private" / image.file.name).read_bytes()


def test_a_file_that_is_no_picture_cannot_be_saved(make_image: Make) -> None:
    with pytest.raises(ValidationError, match="веб-страница"):
        make_image(b"<html>")

    assert Image.everything.count() == 0


def test_name_on_the_disk_is_latin_and_unguessable(make_image: Make) -> None:
    first, second = (make_image(name="Фото №1 (копия).JPG") for _ in range(2))

    area, shard, token, name = first.file.name.split("/")
    assert (area, name) == ("images", "foto-1-kopiya.jpg")
    assert token.startswith(shard)
    assert len(token) == 20
    assert second.file.name.split("/")[2] != token


@pytest.mark.parametrize(
    "spec",
    [
        "width-30",
        "fill-20x20|format-webp",
        "max-30x30|format-png",
        "width-30|format-jpeg",
        "width-30|format-avif",
        "width-30|format-gif",
        "original",
    ],
)
def test_renditions_lie_on_the_public_shelf(make_image: Make, media: Path, spec: str) -> None:
    rendition = make_image(phone_photo_bytes()).get_rendition(spec)

    stored = media / "public" / rendition.file.name
    assert rendition.url == f"/media/{rendition.file.name}"
    assert b"SecretPhone" not in stored.read_bytes()
    assert dict(Picture.open(stored).getexif()) == {}


def test_address_of_a_rendition_does_not_give_away_another(make_image: Make) -> None:
    image = make_image()
    small, large = image.get_rendition("width-20"), image.get_rendition("width-30")

    assert small.file.name.split("/")[2] != large.file.name.split("/")[2]
    assert image.file.name.split("/")[2] not in small.file.name


def test_deleted_image_leaves_the_public_shelf_and_can_come_back(
    make_image: Make, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    image = make_image()
    public = media / "public" / image.get_rendition("width-20").file.name
    original = media / "private" / image.file.name

    with django_capture_on_commit_callbacks(execute=True):
        image.delete()

    assert not public.exists()
    assert original.exists()
    assert not Image.objects.filter(pk=image.pk).exists()
    deleted = Image.everything.deleted().get()
    deleted.restore()
    assert Image.objects.get() == deleted
    assert deleted.get_rendition("width-20").width == 20


def test_many_deleted_at_once_can_come_back(make_image: Make) -> None:
    make_image()
    make_image()

    assert Image.objects.all().delete() == (2, {"library.Image": 2})
    assert (Image.objects.count(), Image.everything.deleted().count()) == (0, 2)


def test_deleted_image_is_not_found_by_search(make_image: Make) -> None:
    image = make_image(title="Робототехника")
    assert list(Image.objects.search("Робототехника")) == [image]

    image.delete()

    assert list(Image.objects.search("Робототехника")) == []


def test_collection_goes_and_its_images_stay(make_image: Make) -> None:
    root = Collection.get_first_root_node()
    collection = root.add_child(name="Школа № 4")
    image = make_image(collection=collection)
    image.delete()

    Collection.objects.get(pk=collection.pk).delete()

    assert Image.everything.get().collection == root


def test_alternative_text_is_the_description_and_never_the_file_name(make_image: Make) -> None:
    image = make_image(picture_bytes(), title="IMG_2041")
    assert image.get_rendition("width-20").alt == ""

    image.description = "Ребята собирают робота"

    assert image.default_alt_text == "Ребята собирают робота"


def test_collection_is_never_deleted_with_its_files() -> None:
    assert isinstance(Image._meta.get_field("collection"), models.ForeignKey)
    assert Image._meta.get_field("collection").remote_field.on_delete is not models.CASCADE
