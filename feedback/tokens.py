"""The mark that a form carries: when it was opened, for which centre, with which consent.

Signed and not kept anywhere, so that opening a form writes nothing.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.utils import timezone

from centers.models import Center

QUICKEST = timedelta(seconds=3)  # nobody reads the form and writes a question in less
LONGEST = timedelta(days=1)
_signer = signing.TimestampSigner(salt="feedback.form")


@dataclass(frozen=True, slots=True)
class FormMark:
    """What a form knows of itself; `age` is counted from its opening."""

    nonce: str
    consent: str
    age: timedelta

    @property
    def is_too_quick(self) -> bool:
        return self.age < QUICKEST


def new_mark(center: Center, consent: str) -> str:
    """The mark of a form that is opened now."""
    return _signer.sign_object({"c": center.pk, "n": secrets.token_urlsafe(12), "d": consent})


def read_mark(text: str, center: Center) -> FormMark | None:
    """What the mark says; None for one that is forged, of another centre, or older than a day."""
    try:
        said = _signer.unsign_object(text, max_age=LONGEST)
        opened = signing.b62_decode(text.rsplit(":", 2)[-2])
    except (signing.BadSignature, ValueError, IndexError, TypeError):
        return None
    if not isinstance(said, dict) or said.get("c") != center.pk:
        return None
    age = timedelta(seconds=max(0.0, timezone.now().timestamp() - opened))
    return FormMark(str(said.get("n", "")), str(said.get("d", "")), age)
