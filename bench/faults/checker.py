"""Looks into the installation from inside, and says by lines of JSON what is lost, half made, left over.

`prepare` makes a small network and who works in it; `check` takes the confirmed writes of a round;
`requeue` lets the product find what killed workers have left, as if its waiting times were over;
`settle` tells how much work is left; `finish` looks at everything.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 - Django must be ready first
from django.core.management import call_command  # noqa: E402
from django.db import OperationalError, close_old_connections, connection, models, transaction  # noqa: E402
from django.db.models import F  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402
from wagtail.models import Page, Revision  # noqa: E402

from centers.models import (  # noqa: E402
    Center,
    CenterPage,
    IntakeItem,
    IntakeState,
    NewsIndexPage,
    NewsPage,
)
from centers.services.sections import PlannedPage, build_sections  # noqa: E402
from exchange.models import ImportRow, ImportRun, RowState, RunState  # noqa: E402
from exchange.services import runs  # noqa: E402
from library.models import DocumentVersion, FileReading, ReadingState  # noqa: E402
from library.services import _file_fields, _referred_names, sweep_orphans  # noqa: E402
from library.storage import PrivateStorage, PublicStorage  # noqa: E402

LONG_AGO = 400 * 24 * 60 * 60  # seconds
CHUNK = 1024 * 1024
PATIENCE = 120  # seconds


def prepare(**_given: Any) -> dict[str, Any]:
    """A page to edit in the first centre, and an administrator; numbers and addresses of what is there."""
    from bench.faults.staff import PASSWORD, PERSON
    from tests import factories as make

    if not Center.objects.filter(slug="batkatskaya").exists():
        make.build_network()
    person, _made = get_user_model().objects.get_or_create(
        username=PERSON, defaults={"last_name": "Иванова", "is_superuser": True, "is_staff": True}
    )
    person.set_password(PASSWORD)
    person.save()
    center = Center.objects.select_related("school", "municipality").get(slug="batkatskaya")
    page = make.NewsPageFactory(center=center, title="Новость 0")
    return {
        "center": center.pk,
        "news": NewsIndexPage.objects.ancestor_of(page).get().pk,
        "page": page.pk,
        "address": page.url,
        "municipality": center.municipality.name,
        "school": center.school.short_name,
    }


def check(confirmed: list[dict[str, Any]], **_given: Any) -> dict[str, Any]:
    """What of the confirmed writes is not there, and what of the network is half made."""
    with transaction.atomic():  # the staff and the worker go on writing meanwhile
        if connection.vendor == "postgresql":
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return {"lost": [why for one in confirmed if (why := LOST[one["what"]](one))], "half": half_made()}


def _lost_file(one: dict[str, Any]) -> str:
    row = IntakeItem.objects.filter(pk=one["id"], client_key=one["key"], sha256=one["sha256"]).first()
    if row is None:
        return f"нет строки принятого файла {one['id']}"
    document = row.document.document if not row.file and row.document else None
    kept = document.file if document else row.file  # of a published file the document is the keeper
    return "" if kept and digest(kept) == one["sha256"] else f"не те байты у принятого файла {one['id']}"


def _lost_document(one: dict[str, Any]) -> str:
    row = IntakeItem.objects.filter(pk=one["id"], state=IntakeState.CONFIRMED).first()
    document = row and row.document
    if not document or not document.live or document.document is None:
        return f"нет опубликованного документа из файла {one['id']}"
    version = document.document.versions.latest()
    whole = digest(document.document.file) == version.sha256
    return "" if whole else f"не те байты у документа {document.pk}"


def _lost_edit(one: dict[str, Any]) -> str:
    """A later publication may have gone through without its answer."""
    page = NewsPage.objects.get(pk=one["id"])
    number = int(page.title.rpartition(" ")[2])
    same = page.live and page.live_revision and page.live_revision.content["title"] == page.title
    return (
        "" if number >= one["number"] and same else f"нет опубликованной правки {one['number']}: {page.title}"
    )


def _lost_page(one: dict[str, Any]) -> str:
    page = NewsPage.objects.filter(slug=one["slug"], live=True, title=one["title"]).first()
    return "" if page and page.live_revision_id else f"нет опубликованной страницы {one['slug']}"


def _lost_table(one: dict[str, Any]) -> str:
    run = ImportRun.objects.filter(pk=one["id"]).exclude(state=RunState.REFUSED).first()
    there = run and (run.content or run.rows.exists())
    return "" if there else f"нет принятой таблицы {one['id']}"


def _lost_import(one: dict[str, Any]) -> str:
    """A confirmed import is on its way or done, never back at the question."""
    run = ImportRun.objects.get(pk=one["id"])
    if run.state not in {RunState.CONFIRMED, RunState.WORKING, RunState.DONE}:
        return f"подтверждённая загрузка {run.pk}: {run.get_state_display()} {run.message}"
    written = ImportRow.objects.filter(run=run, state=RowState.ADDED).count()
    there = Center.objects.kept().filter(building__in=one["buildings"]).count()
    whole = written == there and (run.state != RunState.DONE or there == len(one["buildings"]))
    return "" if whole else f"загрузка {run.pk}: записано строк {written}, центров {there}"


LOST = {
    "file": _lost_file,
    "document": _lost_document,
    "edit": _lost_edit,
    "page": _lost_page,
    "table": _lost_table,
    "import": _lost_import,
}


def digest(file: Any) -> str:
    """SHA-256 of a file as it lies; empty when it is not there."""
    found = hashlib.sha256()
    try:
        with file.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                found.update(chunk)
    except OSError:
        return ""
    return found.hexdigest()


def half_made() -> list[str]:
    """Centres without their pages, a tree that contradicts itself, pages without the revision they show."""
    return [*_half_centers(), *_half_tree(), *_half_revisions()]


def _planned(plan: tuple[PlannedPage, ...]) -> list[type[Page]]:
    return [model for one in plan for model in (one.model, *_planned(one.below))]


def _half_centers() -> list[str]:
    pages = dict(CenterPage.objects.values_list("center", "path"))
    centers = list(Center.objects.kept())
    found = [f"центр {one.pk} без страницы" for one in centers if one.pk not in pages]
    strangers = CenterPage.objects.exclude(center__in=[one.pk for one in centers])
    found += [f"страница {pk} без центра" for pk in strangers.values_list("pk", flat=True)]
    wanted = Counter(model._meta.label_lower for model in _planned(build_sections(centers[0])))
    rows = Page.objects.filter(depth__gt=4).values_list(
        "path", "content_type__app_label", "content_type__model"
    )
    below: dict[str, Counter[str]] = {path: Counter() for path in pages.values()}
    length = len(next(iter(pages.values())))
    for path, app, model in rows:
        if len(path) > length and path[:length] in below:
            below[path[:length]][f"{app}.{model}"] += 1
    return found + [f"у центра нет разделов: {path}" for path, has in below.items() if wanted - has]


def _half_tree() -> list[str]:
    rows = list(Page.objects.values_list("pk", "path", "depth", "numchild", "url_path", "slug"))
    by_path = {row[1]: row for row in rows}
    step = Page.steplen
    children = Counter(path[:-step] for _pk, path, *_rest in rows)
    found = []
    for pk, path, depth, numchild, url_path, slug in rows:
        parent = by_path.get(path[:-step])
        if len(path) != depth * step or (depth > 1 and parent is None):
            found.append(f"страница {pk} не на своём месте в дереве")
        elif numchild != children[path]:
            found.append(f"у страницы {pk} детей {children[path]}, а записано {numchild}")
        elif parent and url_path != f"{parent[4]}{slug}/":
            found.append(f"у страницы {pk} не тот адрес")
    twins = [url for url, count in Counter(row[4] for row in rows).items() if count > 1]
    return found + [f"две страницы с адресом {url}" for url in twins]


def _half_revisions() -> list[str]:
    known = set(Revision.page_revisions.values_list("pk", flat=True))
    found = []
    for pk, live, shown, latest in Page.objects.values_list("pk", "live", "live_revision", "latest_revision"):
        if {shown, latest} - known - {None}:
            found.append(f"у страницы {pk} нет редакции, на которую она ссылается")
        if live and latest and shown is None:
            found.append(f"у опубликованной страницы {pk} нет опубликованной редакции")
    return found


def requeue(**_given: Any) -> bool:
    """As if the waiting times were over: marks and claims of killed workers are old."""
    before = timedelta(days=1)
    busy = ImportRun.objects.filter(state__in=runs.BUSY)
    busy.filter(claimed_at__isnull=False).update(claimed_at=F("claimed_at") - before)
    busy.update(created_at=F("created_at") - before)
    lost = IntakeItem.objects.filter(state__in=[IntakeState.WAITING, IntakeState.READING])
    lost.update(created_at=F("created_at") - before, started_at=F("started_at") - before)
    FileReading.objects.filter(state=ReadingState.READING).update(started_at=F("started_at") - before)
    for command in ("requeue_imports", "requeue_intake", "requeue_readings"):
        call_command(command, verbosity=0)
    return True


def settle(**_given: Any) -> dict[str, int]:
    """What still waits for the worker."""
    return {
        "imports": ImportRun.objects.filter(state__in=runs.BUSY).count(),
        "files": IntakeItem.objects.filter(state__in=[IntakeState.WAITING, IntakeState.READING]).count(),
        "tasks": DBTaskResult.objects.ready().count(),
    }


def finish(**_given: Any) -> dict[str, list[str]]:
    """Everything that can be looked at: tree, rows without files, files without rows."""
    problems = dict(zip(("alpha", "path", "orphans", "depth", "numchild"), Page.find_problems(), strict=True))
    half = [f"дерево, {name}: {found}" for name, found in problems.items() if found]
    half += [f"дважды один корпус: {row}" for row in _twin_centers()]
    lost = [*_damaged_database(), *_rows_without_files()]
    orphans = _orphans()
    return {"lost": lost, "half": half + half_made(), "orphans": orphans, "swept": _sweep(orphans)}


def _twin_centers() -> list[Any]:
    counted = Center.objects.kept().values("school", "building").annotate(n=models.Count("pk"))
    return list(counted.filter(n__gt=1))


def _damaged_database() -> list[str]:
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        found = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        return found + [f"ссылка в никуда: {row}" for row in cursor.fetchall()]


def _rows_without_files() -> list[str]:
    found = []
    for model, field in _file_fields():
        for row in model._base_manager.exclude(**{field.attname: ""}).iterator():
            file = getattr(row, field.attname)
            if file and not file.storage.exists(file.name):
                found.append(f"{model._meta.label} {row.pk}: нет файла {file.name}")
    versions = [one for one in DocumentVersion.objects.all() if digest(one.file) != one.sha256]
    found += [f"версия {one.pk}: не те байты" for one in versions]
    items = [one for one in IntakeItem.objects.exclude(file="") if digest(one.file) != one.sha256]
    found += [f"принятый файл {one.pk}: не те байты" for one in items]
    return found


def _orphans() -> list[str]:
    found = []
    for storage in (PrivateStorage(), PublicStorage()):
        kept = _referred_names(storage)
        found += [storage.path(fact.name) for fact in storage.facts() if fact.name not in kept]
    return found


def _sweep(orphans: list[str]) -> list[str]:
    """What is left of them when their time has come and the product has swept."""
    moment = time.time() - LONG_AGO
    for path in orphans:
        os.utime(path, (moment, moment))
    sweep_orphans()
    return [path for path in orphans if Path(path).exists()]


def connect() -> None:
    """Wait for a database that one of its processes has taken down: it mends itself first."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection.ensure_connection()
            return
        except OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


VERBS = {verb.__name__: verb for verb in (prepare, check, requeue, settle, finish)}


def main() -> None:
    say = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever prints to the screen must not be taken for an answer
    for line in sys.stdin:
        asked = json.loads(line)
        close_old_connections()
        connection.close()  # the one before may have been killed with its database
        connect()
        answer = VERBS[asked.pop("do")](**asked)
        say.write(json.dumps(answer) + "\n")
        say.flush()


if __name__ == "__main__":
    main()
