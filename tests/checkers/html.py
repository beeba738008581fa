"""Nu Html Checker and html-validate over saved pages."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from tests.checkers.setup import MODULES, binary, environment

CONFIGURATION = Path(__file__).with_name("htmlvalidate.json")
VNU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
PATIENCE = 900  # seconds; the machine may be busy
#: The grammar of CSS that vnu carries ends before container queries (2022).
CONTAINERS = re.compile(
    "CSS: (“container”: Property “container” doesn't exist|Unrecognized at-rule “@container”)[.]?"
)


def start_vnu(folder: Path) -> subprocess.Popen[str]:
    """Begin to look at every file of the folder; `vnu_findings` waits for the end."""
    command = ["java", "-Xss1m", "-jar", str(VNU), "--format", "json", "--stdout", "--exit-zero-always"]
    return subprocess.Popen(
        [*command, "--skip-non-html", str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        stdin=subprocess.DEVNULL,
    )


def vnu_findings(process: subprocess.Popen[str]) -> list[str]:
    """Errors and warnings, each with its file."""
    output, _errors = process.communicate(timeout=PATIENCE)
    messages: list[dict[str, Any]] = json.loads(output)["messages"]
    return [
        f"{Path(one['url']).name}: {one['message']} {one.get('extract', '')!r}"
        for one in messages
        if (one["type"] != "info" or one.get("subType") == "warning")
        and not CONTAINERS.fullmatch(one["message"])
    ]


def start_html_validate(folder: Path) -> subprocess.Popen[bytes]:
    """Begin to look at every file of the folder; `html_validate_findings` waits for the end.

    Its output goes to a file: into a pipe it writes 64 kB and ends.
    """
    command = [binary("html-validate"), "--config", str(CONFIGURATION), "--formatter", "json", str(folder)]
    with _findings_of(folder).open("wb") as output:
        return subprocess.Popen(command, stdout=output, stdin=subprocess.DEVNULL, env=environment())


def _findings_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}-html-validate.json")


def html_validate_findings(process: subprocess.Popen[bytes], folder: Path) -> list[str]:
    """Errors and warnings, each with its file."""
    process.wait(timeout=PATIENCE)
    return [
        f"{Path(file['filePath']).name}:{one['line']}: {one['ruleId']}: {one['message']}"
        for file in json.loads(_findings_of(folder).read_text(encoding="utf-8"))
        for one in file["messages"]
    ]
