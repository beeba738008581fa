"""What a living network has in its rows: documents, teachers, rooms, equipment, and people who work there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Count, F
from django.db.models.functions import Abs
from django.utils import timezone

from centers.models import (
    Center,
    CenterDocument,
    DocumentKind,
    Equipment,
    Membership,
    Region,
    Role,
    Room,
    Teacher,
)

DOCUMENTS, TEACHERS, ROOMS, EQUIPMENT = 6, 3, 2, 5
BATCH = 500
#: Centres of the region whose coordinator looks.
REGION = 600


def person(login: str, role: Role, **place: Any) -> None:
    """Someone with one role; the benchmark signs them in without a password."""
    user = get_user_model().objects.create(username=login, last_name="Придуманов")
    Membership.objects.create(user=user, role=role, **place)


def people() -> None:
    """An editor of a centre in the middle of the register, and the coordinator of a region of about 600."""
    if get_user_model().objects.filter(username="editor").exists():
        return
    numbers = list(Center.objects.kept().order_by("pk").values_list("pk", flat=True))
    middle = Center.objects.get(pk=numbers[len(numbers) // 2])
    places = Region.objects.annotate(count=Count("municipalities__schools__centers"))
    region = places.order_by(Abs(F("count") - REGION)).first()
    person("editor", Role.EDITOR, center=middle)
    person("head", Role.HEAD, center=middle)
    person("regional", Role.REGIONAL, region=region)


def _documents(center: int) -> Iterator[CenterDocument]:
    for number in range(DOCUMENTS):
        yield CenterDocument(
            center_id=center,
            kind=DocumentKind.ORDER,
            number=str(number + 1),
            date=dt.date(2024, 9, 1) + dt.timedelta(days=center % 300 + number),
            title=f"О мероприятии {number + 1} выдуманной школы",
            stated_url=f"https://school.example.ru/{center}/{number}.pdf",
            live=True,
            first_published_at=timezone.now(),
        )


def _rows(center: int) -> Iterator[models.Model]:
    yield from _documents(center)
    for number in range(TEACHERS):
        yield Teacher(center_id=center, full_name=f"Придуманова Анна {number + 1}", post="педагог")
    for number in range(ROOMS):
        yield Room(center_id=center, name=f"Кабинет {number + 1}")
    for number in range(EQUIPMENT):
        yield Equipment(center_id=center, name=f"Микроскоп {number + 1}", quantity=number + 1)


def fill(progress: Any) -> None:
    """Give each centre its rows, a batch of centres in one transaction; nothing for those that have them."""
    having = CenterDocument.objects.values("center_id")
    waiting = list(Center.objects.exclude(pk__in=having).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(waiting), BATCH):
        rows: dict[type[models.Model], list[models.Model]] = {}
        for center in waiting[start : start + BATCH]:
            for row in _rows(center):
                rows.setdefault(type(row), []).append(row)
        with transaction.atomic():
            for model, made in rows.items():
                model._default_manager.bulk_create(made, batch_size=BATCH)
        progress(min(start + BATCH, len(waiting)), len(waiting))
