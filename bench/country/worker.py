"""One side of the benchmark: a process with one database that answers what a public page costs.

Speaks JSON by lines, as `bench.admin.worker`: `{"do": "addresses"}` answers name, kind and path of pages;
`{"do": "ask", "path": …}` opens one, past all kept pages, and answers milliseconds and queries;
`{"do": "import", "kind": …, "new": …}` takes the register through export, dry run and writing.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import resource
import time
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.country.settings"

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 - Django must be ready first
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count, F, Q  # noqa: E402
from django.db.models.functions import Abs  # noqa: E402
from django.test import Client  # noqa: E402
from wagtail.models import Page  # noqa: E402

from bench.admin.talking import answer_lines  # noqa: E402
from centers.models import (  # noqa: E402
    Center,
    CenterDocument,
    CenterPage,
    EventPage,
    Lesson,
    MunicipalityPage,
    ProgramPage,
    Region,
)
from centers.services.sections import region_page_for  # noqa: E402
from centers.views import event_plans  # noqa: E402
from exchange.models import ImportRun, RunState  # noqa: E402
from exchange.permissions import Part  # noqa: E402
from exchange.services import runs  # noqa: E402
from exchange.services.exporting import as_csv  # noqa: E402
from exchange.tables import table_of  # noqa: E402

client = Client()
#: So many open centres the small network has in its only municipality.
CENTERS_ALIKE = 21
#: What a family types: a frequent word, several words, a mistake, another layout, a place, a number of an
#: order, and a word that stands nowhere.
QUERIES = (
    "робототехника",
    "шахматный кружок 5 класс",
    "работотехника",
    "ibveyfnb",
    "химия выдуманная школа № 12",
    "приказ о создании центра",
    "придуманова анна",
    "синхрофазотрон",
)
PROGRAMMES = (
    "",
    "direction=technical",
    "class=5&day=2",
    "class=7&kind=additional&open=1",
    "page=3",
)
#: Written anew in every row, another one each time.
PHONE = "+7 (3822) 55-{:02}-{:02}"


def addresses() -> list[tuple[str, str, str]]:
    """Pages of a centre that stands in a network of any size, of its places, and of the whole network."""
    page = _first_center()
    found = [("центр", "centre", page.url)]
    sections = page.get_descendants().live().specific()
    seen: set[type] = set()
    for one in sections:
        if type(one) not in seen:
            seen.add(type(one))
            found.append((f"раздел: {one._meta.verbose_name}", "section", one.url))
    region = page.get_parent().get_parent()
    found.append(("муниципалитет", "directory", _municipality().url))
    found.append(("регион", "directory", region.url))
    found.append(("главная", "directory", "/"))
    found.append(("план мероприятий региона", "directory", f"{region.url}meropriyatiya/"))
    found.append(("цифры", "directory", "/cifry/"))
    found += [(f"программы {one or 'все'}", "programmes", f"/programmy/?{one}") for one in PROGRAMMES]
    found += [(f"поиск «{words}»", "search", f"/poisk/?q={words}") for words in QUERIES]
    return found


def _municipality() -> MunicipalityPage:
    """The municipality that has about as many open centres as the only one of the small network."""
    is_open = Q(municipality__centers__state="open")
    counted = MunicipalityPage.objects.live().annotate(n=Count("municipality__centers", filter=is_open))
    return counted.annotate(far=Abs(F("n") - CENTERS_ALIKE)).order_by("far", "pk")[0]


def fill() -> bool:
    """Let pages show as many rows in a network of any size; what is there already stays.

    Every region gets its page, with or without centres: a page of the network shows them all. The plan of
    the first region gets as many coming events as a page of it shows.
    """
    for region in Region.objects.order_by("code"):
        region_page_for(region)
    lookups = {"center__municipality__region": _first_center().center.municipality.region_id}
    coming = list(EventPage.coming(**lookups).order_by("pk"))
    for number in range(event_plans.ON_PAGE - len(coming) if coming else 0):
        like = coming[number % len(coming)]
        like.get_parent().add_child(
            instance=EventPage(
                title=like.title,
                slug=f"{like.slug}-{number}",
                center=like.center,
                kind=like.kind,
                lead=like.lead,
                date=like.date + dt.timedelta(days=number),
                time=like.time,
                place=like.place,
                classes=like.classes,
            )
        )
    return True


def _first_center() -> CenterPage:
    return CenterPage.objects.live().filter(center__state="open").order_by("pk")[0]


def ask(path: str) -> dict[str, Any]:
    queries = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    with connection.execute_wrapper(count):
        started = time.perf_counter()
        response = client.get(path)
        spent = time.perf_counter() - started
    return {"ms": spent * 1000, "queries": queries, "status": response.status_code}


def table_as_csv(kind: str, new: bool) -> tuple[bytes, int]:
    """The register as it is exported, with another phone in every row; or the same as rows not there yet."""
    rows = list(
        csv.reader(
            io.StringIO("".join(as_csv(table_of(kind), Part(network=True))).lstrip("\ufeff")), delimiter=";"
        )
    )
    titles, rows = rows[0], rows[1:]
    turn = int(time.time())
    for number, row in enumerate(rows):
        row[titles.index("Телефон")] = PHONE.format((number + turn) // 100 % 100, (number + turn) % 100)
        if new:
            for title in ("ОГРН", "ИНН"):
                row[titles.index(title)] = ""
            for title in ("Краткое название", "Номер во внешнем реестре"):
                row[titles.index(title)] = f"{row[titles.index(title)]}-{turn}"
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([titles, *rows])
    return out.getvalue().encode(), len(rows)


def take_in(kind: str, new: bool) -> dict[str, Any]:
    """Seconds of export, dry run (with reading) and writing, as the worker of the site does them."""
    started = time.perf_counter()
    content, count = table_as_csv(kind, new)
    exported = time.perf_counter()
    people = get_user_model()._default_manager
    person, _made = people.get_or_create(username="country", defaults={"is_superuser": True})
    run = runs.start_run(kind, content, "реестр.csv", person)
    runs.advance(run.pk)
    checked = time.perf_counter()
    run.refresh_from_db()
    if run.state != RunState.CHECKED:
        raise RuntimeError(f"{run.state}: {run.message}")
    runs.confirm(run, publish=True)
    runs.advance(run.pk)
    written = time.perf_counter()
    states = runs.counts(run)
    run.refresh_from_db()
    if run.state != RunState.DONE:
        raise RuntimeError(f"{run.state}: {run.message}")
    ImportRun.objects.filter(pk=run.pk).delete()
    return {
        "rows": count,
        "done": states["added"] + states["updated"],
        "export": exported - started,
        "check": checked - exported,
        "write": written - checked,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def sizes() -> dict[str, int]:
    """How large the network is."""
    models = {
        "центров": Center,
        "страниц": Page,
        "программ": ProgramPage,
        "занятий": Lesson,
        "документов": CenterDocument,
        "мероприятий": EventPage,
    }
    return {name: model._default_manager.count() for name, model in models.items()}


def answer(asked: dict[str, str]) -> Any:
    match asked["do"]:
        case "fill":
            return fill()
        case "analyze":
            call_command("optimize_database", stdout=io.StringIO())  # as the worker does each day
            return True
        case "sizes":
            return sizes()
        case "addresses":
            return addresses()
        case "import":
            return take_in(asked["kind"], asked["new"] == "True")
    return ask(asked["path"])


if __name__ == "__main__":
    answer_lines(answer)
