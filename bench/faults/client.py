"""A member of staff at a browser: cookies, forms, and what counts as an answer."""

from __future__ import annotations

import http.client
import secrets
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from bs4 import BeautifulSoup

from tests.centers.screens import fields_of

#: What a person sees while something is killed: no answer at all.
NoAnswer = (OSError, http.client.HTTPException)
FORM = "application/x-www-form-urlencoded"
TIMEOUT = 30  # seconds


class UnexpectedError(Exception):
    """An answer that is none: an error page, or the form for signing in."""


@dataclass
class Answer:
    """A whole answer; `content` is called so for the helpers that read forms."""

    status: int
    location: str
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


class Browser:
    """Each question has a connection of its own: none is repeated unseen."""

    def __init__(self, port: int, cookies: SimpleCookie | None = None) -> None:
        self.port, self.cookies = port, SimpleCookie(cookies)

    def ask(self, verb: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """The answer, read to its end; raises what `NoAnswer` names when there is none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())
        try:
            connection.request(verb, path, body, sent)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        for name, value in answer.getheaders():
            if name.casefold() == "set-cookie":
                self.cookies.load(value)
        return Answer(answer.status, answer.getheader("Location") or "", content)

    def get(self, path: str) -> Answer:
        answer = self.ask("GET", path)
        if answer.status != 200:
            raise UnexpectedError(f"{path}: {answer.status} {answer.location}")
        return answer

    def token(self, path: str) -> str:
        field = BeautifulSoup(self.get(path).content, "html.parser").select_one("[name=csrfmiddlewaretoken]")
        if field is None:
            raise UnexpectedError(f"{path}: no form")
        return str(field["value"])

    def post(self, path: str, fields: dict[str, Any]) -> Answer:
        """Send a form; the answer is a redirect that does not lead to the door."""
        answer = self.ask("POST", path, urlencode(fields).encode(), Content_Type=FORM)
        if answer.status != 302 or "/login/" in answer.location:
            raise UnexpectedError(f"{path}: {answer.status} {answer.location}")
        return answer

    def send(self, path: str, fields: dict[str, str], name: str, file_name: str, content: bytes) -> Answer:
        """Send a form with a file."""
        border = secrets.token_hex(16)
        parts = [
            f'--{border}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in fields.items()
        ]
        head = f'--{border}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n\r\n'
        body = b"".join([*parts, head.encode(), content, f"\r\n--{border}--\r\n".encode()])
        answer = self.ask("POST", path, body, Content_Type=f"multipart/form-data; boundary={border}")
        if answer.status != 302 or "/login/" in answer.location:
            raise UnexpectedError(f"{path}: {answer.status} {answer.location}")
        return answer

    def fields(self, path: str) -> dict[str, Any]:
        """The fields of a screen's form as they stand."""
        return fields_of(self.get(path))

    def log_in(self, name: str, password: str) -> None:
        door = "/admin/login/"
        form = {"csrfmiddlewaretoken": self.token(door), "username": name, "password": password}
        answer = self.ask("POST", door, urlencode(form | {"next": "/admin/"}).encode(), Content_Type=FORM)
        if answer.status != 302:
            raise UnexpectedError(f"{door}: {answer.status}")
