"""Names of uploaded files: made safe, made plain, and signatures paired with their files.

A name comes from a stranger's computer: it may carry a path, control characters, letters
that turn the direction of text, three hundred letters, or another encoding. Standard
library only.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import PurePosixPath
from urllib.parse import unquote

MAX_CHARS = 120
"""Longest safe name, the extension included; keeps it under 255 bytes of UTF-8 on any disk."""
LONGEST_READ = 400
"""Characters of a name that are read: more than any disk keeps, for a title is not to be cut."""
NAMELESS = "документ"
SIGNATURE_EXTENSIONS = frozenset({".sig", ".p7s", ".sgn"})

_FORBIDDEN = re.compile(r'[<>:"|?*\u0000]')
_SPACES = re.compile(r"\s+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_COPY_MARKS = re.compile(
    r"(?:\s*[-–—]\s*(?:копия|copy)(?:\s*\(?\d*\)?)?|\s*\(\d{1,3}\)|\s*\[\d{1,3}\]|\s+копия(?:\s*\d+)?"
    r"|[ _.(-]+(?:подписан\w*|signed|эцп|эп|ecp|итог\w*|final|исправлен\w*)\)?)\s*$",
    re.IGNORECASE,
)
_DOUBLE_EXTENSION = re.compile(r"\.(?:pdf|docx?|odt|xlsx?|ods|jpe?g|png|sig|p7s|sgn)$", re.IGNORECASE)


def has_path(name: str) -> bool:
    """Whether the name carries folders («../../etc/passwd», «C:\\Приказы\\1.pdf»)."""
    return "/" in name or "\\" in name


def has_control_characters(name: str) -> bool:
    """Whether the name has characters that are not seen: control, direction-turning, zero-width."""
    return any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in name)


def safe_name(name: str, longest: int = MAX_CHARS) -> str:
    """A name that any disk, browser and archive can keep: the last part of a path, visible characters.

    Never empty, at most `longest` characters, the extension kept; applying it twice changes nothing.
    """
    for _ in range(4):
        made = _safe_once(name, longest)
        if made == name:
            break
        name = made
    return name


def _safe_once(name: str, longest: int) -> str:
    name = unicodedata.normalize("NFC", name.encode("utf-8", "ignore").decode("utf-8"))
    name = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    name = "".join(
        " " if char in "\t\n\r\u00a0" else char for char in name if char in "\t\n\r" or _visible(char)
    )
    name = _SPACES.sub(" ", _FORBIDDEN.sub("_", name)).strip().rstrip(" .")
    stem, extension = split_extension(name)
    stem = stem.strip(" .")[: longest - len(extension)].strip(" .") or NAMELESS
    if _RESERVED.match(stem):
        stem = f"_{stem}"[: longest - len(extension)]
    return stem + extension


def _visible(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def split_extension(name: str) -> tuple[str, str]:
    """Stem and extension with its dot, in lower case; «.pdf» alone is an extension without a stem."""
    match = _EXTENSION.search(name)
    if not match:
        return name, ""
    return name[: match.start()], match[0].lower()


def repair_encoding(name: str) -> str:
    """A name read in a wrong encoding («Ïðèêàç», «%D0%9F…») put right; any other stays as it is."""
    if re.search(r"%[0-9A-Fa-f]{2}%[0-9A-Fa-f]{2}", name):
        name = unquote(name, errors="ignore")
    for wrong, right in (
        ("latin-1", "utf-8"),
        ("latin-1", "cp1251"),
        ("cp437", "cp866"),
        ("cp1251", "utf-8"),
    ):
        try:
            repaired = name.encode(wrong).decode(right)
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if repaired != name and _looks_russian(repaired) and not _looks_russian(name):
            return repaired
    return name


_PLAIN_RUSSIAN = re.compile(r"[А-Яа-яЁё№ ]")


def _looks_russian(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    if len(letters) < 3:
        return False
    russian = [char for char in letters if _PLAIN_RUSSIAN.match(char)]
    small = sum(char.islower() for char in russian)
    mixed = sum(a.islower() and b.isupper() for a, b in pairwise(text))
    return len(russian) > 0.8 * len(letters) and (small == 0 or mixed * 4 < len(letters))


def plain_stem(name: str) -> str:
    """The words of a name: no folders, extension, underscores or marks of a copy («(2)», «— копия»)."""
    stem, extension = split_extension(name)
    stem, _ = split_extension(safe_name(repair_encoding(stem) + extension, LONGEST_READ))
    while _DOUBLE_EXTENSION.search(stem):
        stem = _DOUBLE_EXTENSION.sub("", stem)
    stem = stem.replace("_", " ").replace("+", " ")
    if " " not in stem and stem.count("-") >= 3:
        stem = stem.replace("-", " ")
    previous = None
    while previous != stem:
        previous = stem
        stem = _COPY_MARKS.sub("", stem).strip()
    return _SPACES.sub(" ", stem).strip(" .-–—")


def is_signature(name: str) -> bool:
    """Whether the name is that of a signature file."""
    return split_extension(name)[1] in SIGNATURE_EXTENSIONS


def pair_signatures(names: Iterable[str]) -> dict[str, str | None]:
    """For every signature file among the names, the file it signs, or None.

    «приказ.pdf.sig» belongs to «приказ.pdf»; «приказ.sig» to the only file called
    «приказ» with any extension. Case and spelling of spaces do not matter. Of several
    signatures of one file each is paired with it.
    """
    names = list(names)
    by_name: dict[str, str] = {}
    by_stem: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        if not is_signature(name):
            folded = _folded(name)
            by_name.setdefault(folded, name)
            by_stem[split_extension(folded)[0]].append(name)
    pairs: dict[str, str | None] = {}
    for name in names:
        if is_signature(name):
            pairs[name] = _signed_file(_folded(name), by_name, by_stem)
    return pairs


def _signed_file(signature: str, by_name: dict[str, str], by_stem: dict[str, list[str]]) -> str | None:
    stem = split_extension(signature)[0]
    while is_signature(stem):
        stem = split_extension(stem)[0]
    # «приказ.pdf (1).sig», «приказ.pdf.подпись2.sig»: a mark after the name of the file.
    for candidate in (
        stem,
        _COPY_MARKS.sub("", stem),
        re.sub(r"[ ._-]*(?:подпись|signature|sign)?[ ._-]*\d?$", "", stem),
    ):
        if candidate in by_name:
            return by_name[candidate]
    for candidate in (stem, _COPY_MARKS.sub("", stem)):
        same = by_stem.get(candidate, [])
        if len(same) == 1:
            return same[0]
    return None


def _folded(name: str) -> str:
    return _SPACES.sub(" ", safe_name(PurePosixPath(name).name or name).replace("_", " ")).casefold()
