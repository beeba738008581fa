"""What staff do while things are killed, and the list of what they were told is done."""

from __future__ import annotations

import contextlib
import hashlib
import json
import random
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from fpdf import FPDF

from bench.faults.client import Browser, NoAnswer, UnexpectedError

PERSON, PASSWORD = "bench", "замеры-сбоев-2026"
IMPORT = "/admin/register/exchange/"
ROWS = 4  # of an imported table: each is a centre with its thirteen pages
LARGEST = 400_000  # bytes of a dropped file, about
TITLES = ("Регион", "Муниципалитет", "Школа", "Корпус или филиал", "Год открытия")
READ, LOOK = 60.0, 0.3  # seconds a secretary waits for two files to be read, and between two looks
AGAIN = 0.3  # seconds after which a question without an answer is asked again
Confirmed = dict[str, Any]


@dataclass
class Known:
    """Where the staff work: numbers and addresses of the installation."""

    center: int
    news: int
    page: int
    address: str
    municipality: str
    school: str


@dataclass
class Told:
    """What was answered: writes that are done, questions that came to nothing, wrong pages."""

    confirmed: list[Confirmed] = field(default_factory=list)
    unanswered: int = 0
    wrong: list[str] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)


def order(token: str, chance: random.Random) -> bytes:
    """A small order as a PDF, unlike all others, up to `LARGEST` bytes long."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_title(token)
    pdf.set_keywords(chance.randbytes(chance.randrange(LARGEST // 4)).hex())
    return bytes(pdf.output())


class Person(threading.Thread):
    """Works until it is told to stop; what has no answer is asked again, never counted."""

    def __init__(self, browser: Browser, known: Known, chance: random.Random) -> None:
        super().__init__(daemon=True)
        self.browser = Browser(browser.port, browser.cookies)
        self.known, self.chance = known, chance
        self.told = Told()
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.is_set():
            try:
                self.work()
            except NoAnswer:
                self.told.unanswered += 1
                self._stopped.wait(AGAIN)
            except UnexpectedError as error:
                what = str(error).rpartition(": ")[2][:3]
                self.told.refused[what] = self.told.refused.get(what, 0) + 1
                self._stopped.wait(AGAIN)

    def work(self) -> None:
        raise NotImplementedError

    def confirm(self, what: str, **facts: Any) -> None:
        self.told.confirmed.append({"what": what, **facts})

    def hand_over(self) -> Told:
        """What was told since the last time."""
        told, self.told = self.told, Told()
        return told

    def stop(self) -> None:
        self._stopped.set()

    def pause(self, seconds: float) -> bool:
        """Wait, unless it is over."""
        return self._stopped.wait(seconds)


class Secretary(Person):
    """Drops two files on a centre's screen, waits until they are read, publishes them, and so on.

    One who only dropped would fill the queue of the worker for all the others. What a fault has stopped in
    the middle is gone on with at the same screen.
    """

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.places: dict[str, str] = {}
        self.token = ""
        self.waiting: set[int] = set()

    def work(self) -> None:
        if not self.places:
            self.open()
        self.publish()
        for _ in range(2):
            self.drop(self.places["file"], self.token)

    def open(self) -> None:
        screen = f"/admin/centers/{self.known.center}/documents/upload/"
        token = self.browser.token(screen)
        answer = self.browser.ask("POST", screen, b"", X_CSRFToken=token, X_Requested_With="XMLHttpRequest")
        if answer.status != 201:
            raise UnexpectedError(f"{screen}: {answer.status}")
        self.places, self.token = json.loads(answer.content), token

    def drop(self, address: str, token: str) -> None:
        key = secrets.token_hex(16)
        content = order(key, self.chance)
        name = quote(f"Приказ № {self.chance.randrange(1, 999)} от 01.09.2024 О проверке {key}.pdf")
        path = f"{address.replace('KEY', key)}?name={name}"
        answer = self.browser.ask("PUT", path, content, X_CSRFToken=token, Content_Type="application/pdf")
        if answer.status != 201:
            raise UnexpectedError(f"{address}: {answer.status}")
        number = json.loads(answer.content)["id"]
        self.confirm("file", id=number, sha256=hashlib.sha256(content).hexdigest(), key=key)
        self.waiting.add(number)

    def publish(self) -> None:
        """Publish what is read, until nothing waits or the patience is over."""
        deadline = time.monotonic() + READ
        while self.waiting and time.monotonic() < deadline and not self.pause(LOOK):
            rows = json.loads(self.browser.get(self.places["state"]).content)["rows"]
            html = {row["id"]: row["html"] for row in rows}
            for number in sorted(self.waiting):
                if f"confirm:{number}" in html.get(number, ""):
                    self.publish_one(number)
        self.waiting.clear()

    def publish_one(self, number: int) -> None:
        form = {"csrfmiddlewaretoken": self.token, "action": f"confirm:{number}"}
        self.waiting.discard(number)  # an answer that is lost is not asked for again: it may be published
        answer = self.browser.post(self.places["page"], form)
        said = self.browser.get(answer.location or self.places["page"]).text
        if "Опубликовано: 1" in said.replace("\u00a0", " "):
            self.confirm("document", id=number)


class Editor(Person):
    """Publishes a page again and again, and new pages beside it; each has its number in the title."""

    number = 0

    def work(self) -> None:
        type(self).number += 1
        number = type(self).number
        if number % 3:
            path = f"/admin/pages/{self.known.page}/edit/"
            form = self.browser.fields(path)
            self.browser.post(path, form | {"title": f"Новость {number}", "action-publish": "1"})
            self.confirm("edit", id=self.known.page, number=number)
            self.look(number)
            return
        path = f"/admin/pages/add/centers/newspage/{self.known.news}/"
        form = self.browser.fields(path)
        slug = f"novost-{secrets.token_hex(6)}"
        form |= {"title": f"Новая новость {number}", "slug": slug, "action-publish": "1"}
        self.browser.post(path, form)
        self.confirm("page", slug=slug, title=form["title"])

    def look(self, number: int) -> None:
        """What was published a moment ago must be what a visitor gets."""
        text = Browser(self.browser.port).get(self.known.address).text
        if f"Новость {number}" not in text:
            self.told.wrong.append(f"на странице не то, что опубликовано под номером {number}")


class Coordinator(Person):
    """Imports centres, a table after another."""

    count = 0

    def work(self) -> None:
        type(self).count += 1
        rows = [
            ("70", self.known.municipality, self.known.school, f"корпус {self.count}-{n}", "2021")
            for n in range(ROWS)
        ]
        table = "\n".join(";".join(row) for row in (TITLES, *rows)).encode("utf-8-sig")
        form = {"csrfmiddlewaretoken": self.browser.token(IMPORT), "kind": "centers"}
        answer = self.browser.send(IMPORT, form, "file", f"{self.count}.csv", table)
        screen = answer.location
        number = int(screen.rstrip("/").rpartition("/")[2])
        self.confirm("table", id=number)
        if self.until(screen, "Записать в реестр"):
            form = {"csrfmiddlewaretoken": self.browser.token(screen), "action": "confirm", "publish": "on"}
            self.browser.post(screen, form)
            self.confirm("import", id=number, buildings=[row[3] for row in rows])
            self.until(screen, "Таблица записана")

    def until(self, screen: str, words: str) -> bool:
        """Whether the screen says so before it is over."""
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline and not self.pause(0.3):
            with contextlib.suppress(*NoAnswer, UnexpectedError):
                if words in self.browser.get(screen).text.replace("\u00a0", " "):
                    return True
        return False


PEOPLE: tuple[Callable[..., Person], ...] = (Secretary, Editor, Coordinator)
