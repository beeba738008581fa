"""The site as a slow link brings it: the head of each page in pieces, with a pause before each."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.checkers.pages import ask

PAUSE = 0.08  # seconds: several frames, so that a browser paints what it has
#: After these the link stops for a moment: every tag from the body's start to the end of the page's header.
_HEADER = re.compile(rb"<body.*?</header>", re.DOTALL)
_TAG = re.compile(rb"(?<=>)")


def pieces(html: bytes) -> Iterator[bytes]:
    """The page in the pieces it comes in; together they are the page."""
    header = _HEADER.search(html)
    assert header, "the page has no header"
    yield html[: header.start()]
    yield from (piece for piece in _TAG.split(header.group()) if piece)
    yield html[header.end() :]


@contextmanager
def dripping(site: str) -> Iterator[str]:
    """Address of a relay that gives the pages of `site` in pieces."""

    class Relay(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = ask(site, self.path, "")
            page = b"</header>" in answer.body
            kind = "text/html; charset=utf-8" if page else "application/octet-stream"
            self.send_response(answer.status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            for piece in pieces(answer.body) if page else [answer.body]:
                self.wfile.write(piece)
                self.wfile.flush()
                time.sleep(PAUSE)

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Relay)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
