"""The archive: a plain tar whose every byte is vouched for.

    database/<table>.jsonl.gz   rows, see `engines`
    files/<name>                files of `media/private`
    manifest.json               see `manifest`
    sha256                      hash of all that stands before this entry

PDF and pictures are compressed already, so only rows are packed. Nothing is ever unpacked by the name
that an archive gives: entries must be plain files whose names are proven harmless first.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO

from tochka.backups.errors import BackupError
from tochka.backups.manifest import Entry, Manifest

DATABASE, FILES = "database/", "files/"
MANIFEST, SEAL = "manifest.json", "sha256"
BLOCK = 1024 * 1024
TABLE = re.compile(r"database/([A-Za-z_][A-Za-z0-9_]{0,62})\.jsonl\.gz")
LARGEST_MANIFEST = 1024 * BLOCK
DAMAGED = "Копия {name} повреждена: {what}. Возьмите другую."


def is_harmless(name: str) -> bool:
    """Whether a file's name stays below the folder it is put in, on every system."""
    parts = name.split("/")
    return (
        0 < len(name) <= 1000
        and not any(part in {"", ".", ".."} or len(part.encode(errors="replace")) > 255 for part in parts)
        and "\\" not in name
        and name.isprintable()
    )


def table_entry(table: str) -> str:
    """Name of the entry that holds the rows of `table`."""
    return f"{DATABASE}{table}.jsonl.gz"


def file_entry(name: str) -> str:
    """Name of the entry that holds the private file `name`."""
    return f"{FILES}{name}"


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


class _Hashing:
    """Pass reads and writes on to a file and hash what goes by."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self._file.write(data)

    def tell(self) -> int:
        return self._file.tell()


class ArchiveWriter:
    """Writes an archive entry by entry into an open file."""

    def __init__(self, file: BinaryIO) -> None:
        self._hashing = _Hashing(file)
        target: Any = self._hashing
        self._tar = tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self.entries: dict[str, Entry] = {}

    def add(self, name: str, source: BinaryIO) -> None:
        """Copy `source` from its place to its end, as long as it is at this moment."""
        size = os.fstat(source.fileno()).st_size - source.tell()
        reading = _Hashing(source)
        self._tar.addfile(_info(name, size), reading)
        self.entries[name] = Entry(size, reading.digest.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        """Write the description and the seal."""
        self._add_bytes(MANIFEST, manifest.to_json())
        self._add_bytes(SEAL, self._hashing.digest.hexdigest().encode())
        self._tar.close()

    def _add_bytes(self, name: str, content: bytes) -> None:
        self._tar.addfile(_info(name, len(content)), io.BytesIO(content))


class Archive:
    """An archive whose names, sizes and hashes have all been checked; read it inside `with`."""

    def __init__(self, path: Path) -> None:
        """Check everything.

        :raises BackupError: when the file cannot be read, is no archive of ours, or differs by one byte.
        """
        self.path = path
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise BackupError(f"Не удалось открыть копию {path}: {_reason(error)}.") from None
        try:
            self._members = self._list()
            self.manifest = self._read_manifest()
            self._check()
        except OSError as error:
            self._file.close()
            raise BackupError(f"Не удалось прочитать копию {path}: {_reason(error)}.") from None
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def file_names(self) -> list[str]:
        """Names of the private files."""
        return [name.removeprefix(FILES) for name in self.manifest.entries if name.startswith(FILES)]

    @property
    def size_of_files(self) -> int:
        """Bytes that the private files take."""
        return sum(entry.size for name, entry in self.manifest.entries.items() if name.startswith(FILES))

    def entry(self, name: str) -> Entry:
        """Size and hash of a private file."""
        return self.manifest.entries[file_entry(name)]

    def blocks(self, name: str) -> Iterator[bytes]:
        """Content of the private file `name`."""
        yield from self._blocks(self._members[file_entry(name)])

    def lines(self, table: str) -> Iterator[bytes]:
        """Lines of the rows of `table`, unpacked."""
        member = self._members[table_entry(table)]
        section = _Section(self._file, member.offset_data, member.size)
        try:
            with gzip.open(io.BufferedReader(section, BLOCK)) as rows:
                yield from rows
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise self._damaged(f"таблица {table} не распаковывается") from None

    def _damaged(self, what: str) -> BackupError:
        return BackupError(DAMAGED.format(name=self.path.name, what=what))

    def _list(self) -> dict[str, tarfile.TarInfo]:
        members: dict[str, tarfile.TarInfo] = {}
        try:
            with tarfile.open(fileobj=self._file, mode="r:") as tar:
                for member in tar:
                    self._check_member(member, members)
                    members[member.name] = member
        except (tarfile.TarError, ValueError, OverflowError, EOFError, MemoryError, RecursionError):
            raise self._damaged("файл оборван или это не архив") from None
        if list(members)[-2:] != [MANIFEST, SEAL]:
            raise self._damaged("файл оборван или это не копия сайта")
        return members

    def _check_member(self, member: tarfile.TarInfo, seen: dict[str, tarfile.TarInfo]) -> None:
        plain = member.type == tarfile.REGTYPE and not member.issparse() and member.size >= 0
        known = (
            member.name in {MANIFEST, SEAL}
            or TABLE.fullmatch(member.name)
            or (member.name.startswith(FILES) and is_harmless(member.name))
        )
        if not plain or not known or member.name in seen:
            shown = member.name if member.name.isprintable() else ascii(member.name)
            raise self._damaged(f"в ней лишнее или опасное: «{shown[:100]}»")

    def _read_manifest(self) -> Manifest:
        member = self._members[MANIFEST]
        if member.size > LARGEST_MANIFEST:
            raise self._damaged("слишком длинное описание")
        manifest = Manifest.from_json(b"".join(self._blocks(member)))
        content = self._members.keys() - {MANIFEST, SEAL}
        tables = {table_entry(table) for table in manifest.tables}
        if content != manifest.entries.keys() or tables != {n for n in content if n.startswith(DATABASE)}:
            raise self._damaged("состав не совпадает с описанием")
        return manifest

    def _blocks(self, member: tarfile.TarInfo) -> Iterator[bytes]:
        position, left = member.offset_data, member.size
        while left:
            self._file.seek(position)
            data = self._file.read(min(left, BLOCK))
            if not data:
                raise self._damaged("файл оборван")
            yield data
            position, left = position + len(data), left - len(data)

    def _check(self) -> None:
        """Read the whole file once: every entry against the description, and all of it against the seal."""
        whole, position = hashlib.sha256(), 0
        *content, seal = self._members.values()
        for member in content:
            self._file.seek(position)
            whole.update(self._file.read(member.offset_data - position))
            digest = hashlib.sha256()
            for block in self._blocks(member):
                digest.update(block)
                whole.update(block)
            expected = self.manifest.entries.get(member.name)
            if expected and expected != Entry(member.size, digest.hexdigest()):
                raise self._damaged(f"изменён «{PurePosixPath(member.name).name}»")
            position = member.offset_data + member.size
        self._file.seek(position)
        whole.update(self._file.read(seal.offset - position))
        written = whole.hexdigest().encode()
        info = _info(SEAL, len(written)).tobuf(tarfile.PAX_FORMAT)
        rest = info + written
        rest += bytes(-len(rest) % tarfile.BLOCKSIZE + 2 * tarfile.BLOCKSIZE)
        rest += bytes(-(seal.offset + len(rest)) % tarfile.RECORDSIZE)
        self._file.seek(seal.offset)
        if self._file.read(len(rest) + 1) != rest:
            raise self._damaged("общая контрольная сумма не сходится")


class _Section(io.RawIOBase):
    """A stretch of an open file, read without disturbing whoever else reads it."""

    def __init__(self, file: IO[bytes], start: int, size: int) -> None:
        self._file, self._position, self._end = file, start, start + size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._file.seek(self._position)
        data = self._file.read(min(len(buffer), self._end - self._position))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "такого файла нет"
    if isinstance(error, IsADirectoryError):
        return "это папка"
    return "нет права читать" if isinstance(error, PermissionError) else str(error.strerror)
