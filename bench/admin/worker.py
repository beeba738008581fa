"""One side of the benchmark: a process with one database that answers what a screen costs.

Speaks JSON by lines. `{"do": "fill"}` gives the network its rows and people; `{"do": "screens", "as": login}`
answers the names of all screens that the person can reach; `{"do": "ask", "as": login, "screen": name}`
opens one of them and answers milliseconds and queries.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.admin.settings"

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 - Django must be ready first
from django.core.management import CommandError, call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from bench.admin import contents  # noqa: E402
from bench.admin.talking import answer_lines  # noqa: E402
from tests.crawling import screens  # noqa: E402

clients: dict[str, Client] = {}
addresses: dict[tuple[str, str], str] = {}


def client_of(login: str) -> Client:
    if login not in clients:
        clients[login] = Client()
        user = get_user_model().objects.get(username=login)
        clients[login].force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return clients[login]


def fill() -> int:
    def progress(done: int, total: int) -> None:
        print(f"  строки: {done} из {total} центров", file=sys.stderr, flush=True)

    contents.fill(progress)
    contents.people()
    with suppress(ImportError, CommandError):
        from oversight.models import Standing

        if Standing.objects.count() == 0:
            call_command("check_centers", stdout=sys.stderr)
    return 0


def found(login: str) -> list[str]:
    """Names of the screens that open; what their script would add to the address is not known here."""
    names = []
    for screen in screens(client_of(login)):
        if screen.response.status_code == 200:
            addresses[login, screen.name] = screen.url
            names.append(screen.name)
    return names


def ask(login: str, name: str) -> dict[str, Any]:
    queries = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    client, url = client_of(login), addresses[login, name]
    with connection.execute_wrapper(count):
        started = time.perf_counter()
        response = client.get(url)
        spent = time.perf_counter() - started
    return {"ms": spent * 1000, "queries": queries, "status": response.status_code}


def answer(asked: dict[str, str]) -> Any:
    match asked["do"]:
        case "fill":
            return fill()
        case "analyze":
            call_command("optimize_database", stdout=sys.stderr)  # as the worker does each day
            return True
        case "screens":
            return found(asked["as"])
    return ask(asked["as"], asked["screen"])


if __name__ == "__main__":
    answer_lines(answer)
