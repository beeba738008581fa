"""Whether the last nightly copy failed, in a file that every process can ask for."""

import logging
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)
MARK = "backup-failed"


def note_failure(reason: str) -> None:
    """Remember that a nightly copy failed, and say so in the log."""
    logger.error("Ночная копия не сделана. %s", reason)
    Path(settings.DATA_DIR, MARK).write_text(reason + "\n", encoding="utf-8")


def note_success() -> None:
    """Forget the failure."""
    Path(settings.DATA_DIR, MARK).unlink(missing_ok=True)


def has_failed() -> bool:
    """Whether there has been no copy since the last failure."""
    return Path(settings.DATA_DIR, MARK).exists()


def failure() -> str:
    """Why the last nightly copy failed, in Russian; empty when it did not."""
    try:
        return Path(settings.DATA_DIR, MARK).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
