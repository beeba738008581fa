"""PDF files, read in a process of their own with limits on time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PROBE = Path(__file__).with_name("pdf_probe.py")
TIMEOUT_SECONDS = 20
TAIL_BYTES = 2048
END_MARK = b"%%EOF"
CHUNK_BYTES = 256 * 1024


def count_pages(stream: IO[bytes]) -> int:
    """Return the number of pages.

    :raises ValidationError: when the file is cut short, locked by a password,
        without pages, or cannot be read within the limits.
    """
    if END_MARK not in _tail(stream):
        raise ValidationError(_truncated_text(), code="truncated")
    answer = _ask_probe(stream)
    if answer.get("error") == "password":
        raise ValidationError(_locked_text(), code="encrypted")
    pages = answer.get("pages")
    if not isinstance(pages, int) or pages < 1:
        raise ValidationError(_damaged_text(), code="damaged")
    return pages


def _tail(stream: IO[bytes]) -> bytes:
    size = stream.seek(0, 2) or stream.tell()
    stream.seek(max(0, size - TAIL_BYTES))
    return stream.read(TAIL_BYTES)


def _ask_probe(stream: IO[bytes]) -> dict[str, object]:
    """Hand the bytes to the probe; whatever kills it counts as a damaged file."""
    with tempfile.TemporaryFile() as copy:
        stream.seek(0)
        while chunk := stream.read(CHUNK_BYTES):
            copy.write(chunk)
        copy.seek(0)
        try:
            done = subprocess.run(  # noqa: S603 - our own script, no word of the command comes from outside
                [sys.executable, "-I", str(PROBE)],
                stdin=copy,
                capture_output=True,
                timeout=TIMEOUT_SECONDS,
                check=False,
                env={"LC_ALL": "C.UTF-8"},
            )
            answer = json.loads(done.stdout or b"{}")
        except (subprocess.TimeoutExpired, ValueError):
            return {}
    return answer if isinstance(answer, dict) else {}


def _truncated_text() -> str:
    return _(
        "PDF обрывается на полуслове: похоже, он скопирован или отсканирован не до конца. "
        "Сохраните документ ещё раз и выберите файл снова."
    )


def _locked_text() -> str:
    return _(
        "PDF закрыт паролем, читатели сайта не смогут его открыть. Сохраните его без пароля и выберите снова."
    )


def _damaged_text() -> str:
    return _(
        "Файл назван .pdf, но открыть его как PDF не получается: он повреждён. "
        "Откройте исходный документ, сохраните его как PDF ещё раз и выберите снова."
    )
