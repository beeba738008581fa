"""How one side of a benchmark hears questions and answers them: JSON by lines."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any


def answer_lines(answer: Callable[[dict[str, str]], Any]) -> None:
    """Answer each line of the standard input until it ends."""
    say = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever prints to the screen must not be taken for an answer
    for line in sys.stdin:
        say.write(json.dumps(answer(json.loads(line))) + "\n")
        say.flush()
