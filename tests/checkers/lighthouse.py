"""Lighthouse as a phone, over several pages in one Chromium that already runs."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.checkers.setup import MODULES, environment

SCRIPT = Path(__file__).with_suffix(".mjs")
CATEGORIES = ("accessibility", "best-practices", "seo")
PATIENCE = 900  # seconds; the machine may be busy


def start(
    port: int, addresses: Iterable[str], categories: Iterable[str] = CATEGORIES, throttling: str = "simulate"
) -> subprocess.Popen[str]:
    """Begin; `results` waits for the end.

    `throttling` is Lighthouse's `throttlingMethod`. Without performance none is measured, but with any
    other than «simulate» each page waits for two silences of five seconds.
    """
    command = ["node", str(SCRIPT), str(MODULES), str(port), ",".join(categories), throttling, *addresses]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL, env=environment()
    )


def results(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    """Scores (0 to 1) of each page by category, and the audits that took something off."""
    output, _errors = process.communicate(timeout=PATIENCE)
    found: list[dict[str, Any]] = json.loads(output)
    return found
