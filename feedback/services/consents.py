"""Versions of the consent: which one a form shows, and what is kept of the one that a person agreed to."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from centers.models import Center
from feedback.models import ConsentText, FeedbackSettings
from feedback.texts import WORDED_ON, Part, consent_content


@dataclass(frozen=True, slots=True)
class ConsentVersion:
    """The consent as it reads today; it has a row once somebody has agreed to it."""

    number: int
    content: list[Part]
    digest: str
    valid_from: dt.date
    is_recorded: bool


def digest_of(content: list[Part]) -> str:
    """A fingerprint of the text: another text, another version."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def current_consent(center: Center, chosen: FeedbackSettings) -> ConsentVersion:
    """The version of today: the latest one on record if it reads the same, else the next one.

    Nothing is written: a text that nobody has agreed to needs no archive, and visits of robots make no rows.
    """
    content = consent_content(center, chosen)
    digest = digest_of(content)
    latest = ConsentText.objects.filter(center=center).order_by("-number").first()
    if latest is not None and latest.digest == digest:
        return ConsentVersion(latest.number, latest.content, digest, latest.valid_from, is_recorded=True)
    changed = [row.updated_at for row in (center, center.school, chosen) if row.updated_at]
    since = max([WORDED_ON, *(timezone.localdate(moment) for moment in changed)])
    return ConsentVersion((latest.number if latest else 0) + 1, content, digest, since, is_recorded=False)


def record_consent(center: Center, chosen: FeedbackSettings) -> ConsentText:
    """The row of today's version, made now if it has none. To be called inside a transaction."""
    for _attempt in range(5):
        version = current_consent(center, chosen)
        if version.is_recorded:
            break
        try:
            with transaction.atomic():
                return ConsentText.objects.create(
                    center=center,
                    number=version.number,
                    content=version.content,
                    digest=version.digest,
                    valid_from=version.valid_from,
                )
        except IntegrityError:  # somebody else has just agreed to it
            continue
    return ConsentText.objects.get(center=center, number=version.number)
