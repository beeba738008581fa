"""What stays on the disk, for how long, and how it is named."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import UploadedFile

from library.models import Document, Image
from library.naming import extension_of, new_public_id, reader_name, stored_name
from library.services import replace_file, sweep_orphans
from library.storage import PrivateStorage, PublicStorage
from tests.library.samples import content, pdf_bytes

DAY = 24 * 60 * 60


def grow_old(path: Path, days: int) -> None:
    moment = time.time() - days * DAY
    os.utime(path, (moment, moment))


class TestPrivateStorage:
    def test_has_no_addresses(self, media: Path) -> None:
        with pytest.raises(NotImplementedError):
            PrivateStorage().url("a.pdf")

    def test_deleting_keeps_the_file_and_notes_the_moment(self, media: Path) -> None:
        storage = PrivateStorage()
        path = Path(storage.path(storage.save("a/b.pdf", ContentFile(b"x"))))
        grow_old(path, 500)

        storage.delete("a/b.pdf")

        assert time.time() - path.stat().st_mtime < DAY

    def test_deleting_what_is_not_there(self, media: Path) -> None:
        PrivateStorage().delete("a/b.pdf")

    def test_purging_deletes_file_and_folder(self, media: Path) -> None:
        storage = PrivateStorage()
        storage.save("documents/ab/abc/b.pdf", ContentFile(b"x"))

        storage.purge("documents/ab/abc/b.pdf")

        assert not (media / "private/documents/ab/abc").exists()
        assert (media / "private/documents/ab").exists()

    def test_purging_keeps_what_else_is_in_the_folder(self, media: Path) -> None:
        storage = PrivateStorage()
        for name in ("a/b.pdf", "a/c.pdf"):
            storage.save(name, ContentFile(b"x"))

        storage.purge("a/b.pdf")

        assert storage.exists("a/c.pdf")

    def test_lies_apart_from_the_public_one(self, media: Path) -> None:
        assert PrivateStorage().location == str(media / "private")
        assert PublicStorage().location == str(media / "public")
        assert PublicStorage().url("images/a.png") == "/media/images/a.png"

    def test_can_be_built_again_from_its_description(self, media: Path) -> None:
        """Wagtail's task that deletes files does so."""
        assert PrivateStorage().deconstruct() == ("library.storage.PrivateStorage", (), {})


class TestSweeping:
    def test_what_a_row_refers_to_stays(
        self, make_document: Callable[..., Document], make_image: Callable[..., Image], media: Path
    ) -> None:
        document, image, deleted = make_document(), make_image(), make_document()
        replace_file(document, content(pdf_bytes(1), "b.pdf"), None)
        image.get_rendition("width-20")
        deleted.delete()
        files = [path for path in media.rglob("*") if path.is_file()]
        for path in files:
            grow_old(path, 1000)

        assert sweep_orphans().files == 0
        assert all(path.exists() for path in files)
        assert len(files) == 5

    def test_old_orphans_go(self, db: None, media: Path) -> None:
        private, public = PrivateStorage(), PublicStorage()
        paths = [
            Path(private.path(private.save("documents/ab/x/a.pdf", ContentFile(b"12345")))),
            Path(public.path(public.save("images/ab/y/a.png", ContentFile(b"123")))),
        ]
        for path in paths:
            grow_old(path, 91)

        swept = sweep_orphans()

        assert (swept.files, swept.size) == (2, 8)
        assert not any(path.exists() for path in paths)

    def test_young_orphans_stay(self, db: None, media: Path) -> None:
        storage = PrivateStorage()
        path = Path(storage.path(storage.save("a.pdf", ContentFile(b"x"))))
        grow_old(path, 89)

        assert sweep_orphans().files == 0
        assert sweep_orphans(older_than_days=88).files == 1

    def test_age_is_counted_from_the_day_the_file_was_dropped(self, db: None, media: Path) -> None:
        storage = PrivateStorage()
        grow_old(Path(storage.path(storage.save("a.pdf", ContentFile(b"x")))), 1000)
        storage.delete("a.pdf")

        assert sweep_orphans().files == 0

    def test_a_dropped_photo_that_nobody_has_described_goes_after_a_week(
        self, make_image: Callable[..., Image], media: Path
    ) -> None:
        """Nobody has said that the children on it agreed; a form left open may not keep it for ever."""
        kind = ContentType.objects.get_for_model(Image)
        waiting = [
            UploadedFile.objects.create(for_content_type=kind, file=make_image(title=name).file.file)
            for name in ("старый", "новый")
        ]
        paths = [Path(upload.file.path) for upload in waiting]
        grow_old(paths[0], 8)
        grow_old(paths[1], 6)

        assert sweep_orphans().files == 1
        assert [path.exists() for path in paths] == [False, True]
        assert [*UploadedFile.objects.all()] == [waiting[1]]

    def test_a_dropped_photo_without_its_file_leaves_no_row(self, db: None, media: Path) -> None:
        UploadedFile.objects.create(file="wagtail_uploads/gone.png")

        assert sweep_orphans().files == 0
        assert not UploadedFile.objects.exists()

    def test_links_are_not_followed(self, db: None, media: Path, tmp_path: Path) -> None:
        outside = tmp_path / "precious.pdf"
        outside.write_bytes(b"x")
        (media / "private").mkdir(parents=True)
        (media / "private" / "link.pdf").symlink_to(outside)
        grow_old(outside, 1000)

        assert sweep_orphans().files == 0
        assert outside.exists()

    def test_command(self, db: None, media: Path) -> None:
        storage = PrivateStorage()
        grow_old(Path(storage.path(storage.save("a.pdf", ContentFile(bytes(2048))))), 91)
        output = StringIO()

        call_command("sweep_orphans", stdout=output)
        call_command("sweep_orphans", stdout=output)

        assert output.getvalue().replace("\xa0", " ") == "Удалено: 1 файл, 2 КБ.\nЛишних файлов нет.\n"

    def test_command_refuses_to_sweep_today(self, db: None, media: Path) -> None:
        with pytest.raises(CommandError, match="не меньше одного дня"):
            call_command("sweep_orphans", days=0)


class TestNames:
    @pytest.mark.parametrize(
        ("name", "stored"),
        [
            ("Приказ № 12-о.PDF", "prikaz-12-o.pdf"),
            ("Приказ1(2).pdf", "prikaz1-2.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Сканы\\Щёлково.jpg", "shchyolkovo.jpg"),
            ("…!?.docx", "file.docx"),
            ("", "file"),
            ("a.tar.gz", "a-tar.gz"),
        ],
    )
    def test_on_the_disk(self, name: str, stored: str) -> None:
        assert stored_name(name) == stored

    @given(st.text(max_size=400))
    def test_on_the_disk_are_always_safe_and_short(self, name: str) -> None:
        stored = stored_name(name)

        assert stored.isascii()
        assert 0 < len(stored) <= 70
        assert set('/\\:*?"<>| \x00').isdisjoint(stored)
        assert stored.strip(".") == stored

    @given(st.text(max_size=400))
    def test_for_readers_are_always_printable_and_short(self, title: str) -> None:
        name = reader_name(title, "pdf")

        assert name.endswith(".pdf")
        assert 4 < len(name) <= 124
        assert set('/\\:*?"<>|\r\n\x00').isdisjoint(name)

    def test_for_readers_do_not_repeat_the_extension(self) -> None:
        assert reader_name("Приказ.PDF", "pdf") == "Приказ.pdf"

    @pytest.mark.parametrize(
        ("name", "extension"), [("a.PDF", "pdf"), ("a", ""), ("a.b.C", "c"), ("x.d/a", "")]
    )
    def test_extension(self, name: str, extension: str) -> None:
        assert extension_of(name) == extension

    def test_public_ids_have_no_look_alikes(self) -> None:
        with override("ru"):
            assert set("".join(new_public_id() for _ in range(200))).isdisjoint("01ilouaey")
