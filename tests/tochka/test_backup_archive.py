"""An archive that differs by one byte, or was made by somebody else, is refused."""

import io
import os
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from tochka.backups.archive import Archive, ArchiveWriter, is_harmless
from tochka.backups.errors import BackupError
from tochka.backups.manifest import Manifest

MANIFEST = Manifest(
    version="0.1.0",
    commit="",
    made_at=datetime(2026, 11, 22, 1, 46, tzinfo=UTC),
    database="sqlite",
    label="",
    migrations=[("centers", "0001_initial")],
    tables={},
    counters={},
)
ORDER = "documents/ab/приказ № 12.pdf"


def write(path: Path, **files: bytes) -> Path:
    """An archive without rows."""
    source = path.with_suffix(".source")
    with path.open("wb") as target:
        writer = ArchiveWriter(target)
        for name, content in {ORDER: b"%PDF-1.7 " + bytes(range(256)) * 8, **files}.items():
            source.write_bytes(content)
            with source.open("rb") as file:
                writer.add(f"files/{name}", file)
        writer.finish(Manifest(**{**vars(MANIFEST), "entries": writer.entries}))
    return path


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("archive") / "tochka-2026-11-22-0146.tar")


@pytest.fixture(scope="module")
def content(archive: Path) -> bytes:
    return archive.read_bytes()


def refusal(path: Path) -> str:
    with pytest.raises(BackupError) as refused, Archive(path):
        pass
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_a_sound_archive_gives_back_what_was_put_in(archive: Path) -> None:
    with Archive(archive) as opened:
        assert opened.file_names == [ORDER]
        assert b"".join(opened.blocks(ORDER)) == b"%PDF-1.7 " + bytes(range(256)) * 8
        assert opened.manifest.made_at == MANIFEST.made_at
        assert opened.manifest.migrations == MANIFEST.migrations


@budget(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_changed_byte_anywhere_is_noticed(data: st.DataObject, content: bytes, tmp_path: Path) -> None:
    place = data.draw(st.integers(0, len(content) - 1))
    bit = data.draw(st.integers(0, 7))
    changed = bytearray(content)
    changed[place] ^= 1 << bit
    path = tmp_path / "changed.tar"
    path.write_bytes(changed)
    refusal(path)


@budget(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_archive_cut_anywhere_is_noticed(data: st.DataObject, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "cut.tar"
    path.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])
    refusal(path)


def test_something_behind_the_end_is_noticed(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "longer.tar"
    path.write_bytes(content + b"\0")
    refusal(path)


@budget(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=st.binary(max_size=2048))
def test_noise_is_no_archive(noise: bytes, tmp_path: Path) -> None:
    path = tmp_path / "noise.tar"
    path.write_bytes(noise)
    refusal(path)


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "", size: int = 0) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, link, size
    return info


HOSTILE: dict[str, Callable[[], tarfile.TarInfo]] = {
    "up": lambda: member("files/../../etc/passwd"),
    "root": lambda: member("/etc/passwd"),
    "root-below": lambda: member("files//etc/passwd"),
    "backslash": lambda: member("files/..\\..\\windows"),
    "control": lambda: member("files/a\nb.pdf"),
    "symlink": lambda: member("files/a.pdf", tarfile.SYMTYPE, "/etc/passwd"),
    "hard-link": lambda: member("files/a.pdf", tarfile.LNKTYPE, "files/b.pdf"),
    "device": lambda: member("files/a.pdf", tarfile.CHRTYPE),
    "pipe": lambda: member("files/a.pdf", tarfile.FIFOTYPE),
    "folder": lambda: member("files/a", tarfile.DIRTYPE),
    "table": lambda: member('database/a"; DROP TABLE b.jsonl.gz'),
    "stranger": lambda: member("setup.py"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_member_is_refused(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.tar"
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(HOSTILE[kind](), io.BytesIO())
    assert "лишнее или опасное" in refusal(path)


def test_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.tar"
    with tarfile.open(path, "w") as tar:
        tar.addfile(member("files/a.pdf"))
        tar.addfile(member("files/a.pdf"))
    assert "лишнее" in refusal(path)


def test_somebody_elses_tar_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.tar"
    (tmp_path / "readme.txt").write_text("hello")
    with tarfile.open(path, "w") as tar:
        tar.add(tmp_path / "readme.txt", "readme.txt")
    assert "повреждена" in refusal(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"{}", "не резервная копия"),
        (b"[1]", "не резервная копия"),
        (b"[" * 100_000, "не резервная копия"),
        (b'{"product": "other", "format": 1}', "не резервная копия"),
        (b'{"product": "tochka", "format": 2}', "более новой версией"),
        (b'{"product": "tochka", "format": 1, "made_at": "yesterday"}', "не резервная копия"),
    ],
)
def test_a_description_that_is_none_of_ours(text: bytes, words: str) -> None:
    with pytest.raises(BackupError, match=words):
        Manifest.from_json(text)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "такого файла нет" in refusal(tmp_path / "none.tar")
    assert "это папка" in refusal(tmp_path)


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_a_harmless_name_stays_in_its_folder(name: str) -> None:
    inside = os.path.normpath(f"/media/{name}")
    assert not is_harmless(name) or (inside == f"/media/{name}" and "\\" not in name)


def test_the_command_tells_what_is_inside(archive: Path, capsys: Any) -> None:
    call_command("verify_backup", str(archive))
    assert "Копия цела: от 22" in capsys.readouterr().out


def test_the_command_refuses_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as end:
        call_command("verify_backup", str(tmp_path / "none.tar"))
    assert str(end.value).startswith("Ошибка. Не удалось открыть копию")
