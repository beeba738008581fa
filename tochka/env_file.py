"""The file `.env`, read alike by the launcher and by the site.

Uses the standard library alone and syntax that older Pythons can read, as `tochka/launch.py` does.
"""

import re

_LINE = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)")


class EnvFileError(Exception):
    """What is wrong with the file, in one Russian line that shows nothing of its contents."""


def lines_of(path: str) -> list[str]:
    """The lines of the file; the mark that Windows puts before them is no part of the first.

    Raises `EnvFileError` when they are not written in UTF-8.
    """
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read().splitlines()
    except UnicodeDecodeError:
        raise EnvFileError(
            f"Файл {path} сохранён не в UTF-8. Откройте его и сохраните в кодировке UTF-8."
        ) from None


def name_in(line: str) -> str:
    """The name of the variable that a line sets; empty for a comment and for what is no such line."""
    found = _LINE.fullmatch(line.strip())
    return found.group(1) if found else ""


def read(path: str) -> dict[str, str]:
    """The variables that the file sets: `NAME=value`, with spaces, quotes and `export` as people write them.

    Raises `EnvFileError` when it is not written in UTF-8, or names a line that sets nothing.
    """
    values: dict[str, str] = {}
    for number, line in enumerate(lines_of(path), start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        found = _LINE.fullmatch(stripped)
        if found is None:
            raise EnvFileError(
                f"В файле {path} не понята строка {number}. Напишите ИМЯ=значение или начните её с #."
            )
        values[found.group(1)] = _plain(found.group(2).strip())
    return values


def _plain(value: str) -> str:
    """A value without the quotes around it; in double ones a stroke stands before what is meant as it is."""
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1]
    if len(value) > 1 and value[0] == value[-1] == '"':
        return _ESCAPED.sub(r"\1", value[1:-1])
    return value
