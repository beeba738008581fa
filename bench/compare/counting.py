"""What one page costs inside its process: `python counting.py PATH…`, in the folder of either site.

Prints JSON by lines: bytes and queries of each page, the third time that it is asked for.
"""

import json
import os
import sys
from typing import Any

sys.path.insert(0, os.getcwd())

import django

django.setup()

from django.db import connection  # noqa: E402 - Django must be ready first
from django.test import Client  # noqa: E402


def cost(client: Client, path: str) -> dict[str, Any]:
    queries = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    for _ in range(2):
        client.get(path)
    with connection.execute_wrapper(count):
        response = client.get(path)
    return {"path": path, "status": response.status_code, "bytes": len(response.content), "queries": queries}


if __name__ == "__main__":
    for path in sys.argv[1:]:
        print(json.dumps(cost(Client(headers={"host": "127.0.0.1"}), path)))
