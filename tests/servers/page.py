"""The commands that a page of docs/ tells a person to type, by the word that follows `sh` on their fence."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

FENCE = re.compile(r"^```sh (?P<kind>\w+)\n(?P<commands>.*?)^```$", re.M | re.S)


def commands(page: str, kind: str) -> list[str]:
    """Blocks of commands of that kind on a page of docs/operators, in their order.

    A page shows as `sh` what it marks `sh install`: readers never see the second word.
    """
    text = Path(settings.BASE_DIR, "docs", "operators", page).read_text(encoding="utf-8")
    return [match["commands"] for match in FENCE.finditer(text) if match["kind"] == kind]
