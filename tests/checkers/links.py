"""Linkinator over a served site; only this host is asked."""

from __future__ import annotations

import json
import subprocess

from tests.checkers.setup import binary, environment

PATIENCE = 900  # seconds; the machine may be busy
#: Other hosts are nobody's business in a test, and settings lead back to every page.
LEFT_OUT = ("^(?!http://127\\.0\\.0\\.1)", "/dlya-slabovidyashchih/", "/admin/")


def start(address: str) -> subprocess.Popen[str]:
    """Begin to follow every link from the address down; `broken_links` waits for the end."""
    skips = [part for pattern in LEFT_OUT for part in ("--skip", pattern)]
    command = [binary("linkinator"), address, "--recurse", "--format", "json", "--concurrency", "2"]
    return subprocess.Popen(
        [*command, "--timeout", "60000", *skips],
        stdout=subprocess.PIPE,
        text=True,
        stdin=subprocess.DEVNULL,
        env=environment(),
    )


def broken_links(process: subprocess.Popen[str]) -> tuple[int, list[str]]:
    """How many links were followed, and those that lead nowhere with the page they stand on."""
    output, _errors = process.communicate(timeout=PATIENCE)
    links = json.loads(output[output.index("{") :])["links"]
    asked = [link for link in links if link["state"] != "SKIPPED"]
    broken = [
        f"{link['url']} ({link['status']}) on {link.get('parent', '')}"
        for link in asked
        if link["state"] == "BROKEN"
    ]
    return len(asked), broken
