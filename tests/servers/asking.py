"""Requests over http or https, described and answered as lists in JSON, by the standard library alone.

A question holds `address` and may hold `method`, `headers`, `body`, `visitor` (the address to ask from) and
`ca` (a file with the certificate to trust). An answer holds `status`, `headers` and `text`.
"""

import http.client
import json
import ssl
import sys
from typing import Any
from urllib.parse import urlsplit


def ask(question: dict[str, Any]) -> dict[str, Any]:
    """Answer to the question."""
    address = urlsplit(question["address"])
    visitor = question.get("visitor")
    source = (visitor, 0) if visitor else None
    host = str(address.hostname)
    if address.scheme == "https":
        trust = ssl.create_default_context(cafile=question.get("ca"))
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, address.port, timeout=30, source_address=source, context=trust
        )
    else:
        connection = http.client.HTTPConnection(host, address.port, timeout=30, source_address=source)
    path = address.path or "/"
    connection.request(
        question.get("method", "GET"),
        f"{path}?{address.query}" if address.query else path,
        question.get("body"),
        question.get("headers", {}),
    )
    answer = connection.getresponse()
    return {
        "status": answer.status,
        "headers": {name.lower(): value for name, value in answer.getheaders()},
        "text": answer.read().decode("utf-8", "replace"),
    }


if __name__ == "__main__":
    json.dump([ask(question) for question in json.load(sys.stdin)], sys.stdout)
