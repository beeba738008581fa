"""The rights of the person: all that is kept of somebody, and its end (152-ФЗ, ст. 14, 20, 21)."""

import datetime as dt
from collections import Counter
from typing import Any

from django.db import transaction
from django.utils import timezone

from centers.models import Center
from feedback.models import Erasure, ErasureKind, Question, QuestionState
from feedback.replies import read_reply

SPAM_KEPT = dt.timedelta(days=30)
AT_ONCE = 500


def questions_of(center: Center, address: str):
    """Every question of the centre that left this address or telephone; none for what is neither."""
    reply = read_reply(address)
    if reply is None:
        return Question.objects.none()
    wanted = {"email": reply.email} if reply.email else {"phone": reply.phone}
    return Question.objects.of(center).filter(**wanted)


def person_as_data(center: Center, address: str) -> dict[str, Any]:
    """All that is kept of the person, as plain data."""
    found = questions_of(center, address).select_related("consent__text").prefetch_related("answers")
    return {
        "center": center.title,
        "operator": center.school.full_name or center.school.short_name,
        "made_at": timezone.now().isoformat(),
        "questions": [_as_data(question) for question in found],
    }


def _as_data(question: Question) -> dict[str, Any]:
    consent = getattr(question, "consent", None)
    return {
        "number": question.number,
        "received_at": question.created_at.isoformat(),
        "name": question.name,
        "email": question.email,
        "phone": question.phone,
        "text": question.text,
        "state": str(question.get_state_display()),
        "note": question.note,
        "keep_until": question.keep_until.isoformat(),
        "consent": consent
        and {
            "version": consent.text.number,
            "version_of": consent.text.valid_from.isoformat(),
            "given_at": consent.given_at.isoformat(),
            "box": consent.box,
            "age_box": consent.age_box,
            "page": consent.page,
        },
        "answers": [
            {
                "at": one.created_at.isoformat(),
                "way": str(one.get_way_display()),
                "letter": str(one.get_delivery_display()),
                "text": one.text,
            }
            for one in question.answers.all()
        ],
    }


@transaction.atomic
def erase_person(center: Center, address: str, by: Any) -> int:
    """Erase all questions of the person with answers and consents, for good; how many they were."""
    numbers = list(questions_of(center, address).values_list("pk", flat=True))
    if numbers:
        Question.objects.filter(pk__in=numbers).delete()
        Erasure.objects.create(center=center, kind=ErasureKind.REQUEST, count=len(numbers), by=by)
    return len(numbers)


def purge(today: dt.date | None = None) -> int:
    """Erase the questions whose time is over, and old spam; how many they were."""
    today = today or timezone.localdate()
    total = 0
    for rows in (
        Question.objects.filter(keep_until__lt=today),
        Question.objects.filter(state=QuestionState.SPAM, created_at__lt=timezone.now() - SPAM_KEPT),
    ):
        while batch := list(rows.order_by("pk").values_list("pk", "center")[:AT_ONCE]):
            with transaction.atomic():
                Question.objects.filter(pk__in=[pk for pk, _center in batch]).delete()
                counts = Counter(center for _pk, center in batch)
                Erasure.objects.bulk_create(
                    Erasure(center_id=center, kind=ErasureKind.PURGE, count=count)
                    for center, count in counts.items()
                )
            total += len(batch)
    return total
