"""A visitor asks: the question, its consent and its number, once, whatever is pressed twice."""

import hashlib
import hmac
import re
import secrets
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import Center
from feedback import tasks
from feedback.models import Consent, FeedbackSettings, Question, QuestionState
from feedback.services.consents import record_consent
from feedback.services.limits import count_attempt
from feedback.texts import AGE_BOX, CONSENT_BOX

SAME_WITHIN = timedelta(hours=24)
FIRST_NUMBER, NUMBERS = 100_000, 900_000
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?<![@\w.-])[\w-]{1,60}\.(?:ru|com|net|org|info|top|xyz|site|рф)\b\S*", re.I
)
_MARKUP = re.compile(r"\[/?url|<a\s", re.I)
_LETTER = re.compile(r"[^\W\d_]")
_CYRILLIC = re.compile(r"[а-яё]", re.I)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form brought, checked and cleaned. `nonce` is that of the form, `page` its address."""

    name: str
    email: str
    phone: str
    text: str
    nonce: str
    page: str
    sender: str
    trap: str = ""


def suspicion(asked: Asked) -> str:
    """Why the question looks like one that no person wrote; empty when it does not."""
    if asked.trap:
        return _("заполнено поле, которого люди не видят")
    links = len(_ADDRESS.findall(asked.text))
    words = len(_LETTER.findall(_ADDRESS.sub("", asked.text)))
    if links and words < 15:
        return _("в вопросе одни ссылки")
    if links >= 3 or (links and _MARKUP.search(asked.text)):
        return _("в вопросе много ссылок")
    if links and not _CYRILLIC.search(asked.text):
        return _("ссылка, и ни одного русского слова")
    return ""


def _key(*parts: str) -> str:
    text = "\x00".join(parts)
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def form_key(center: Center, asked: Asked) -> str:
    """What two presses of the same button have in common."""
    return _key("form", str(center.pk), asked.nonce, asked.email, asked.phone, asked.text)


def content_key(center: Center, asked: Asked) -> str:
    """What the same question sent from two forms has in common."""
    return _key("content", str(center.pk), asked.email, asked.phone, asked.text)


def already_asked(center: Center, asked: Asked) -> Question | None:
    """The same question, if this form has already brought it or another one within a day."""
    found = Question.objects.filter(form_key=form_key(center, asked)).first()
    return found or (
        Question.objects.of(center)
        .filter(content_key=content_key(center, asked), created_at__gte=timezone.now() - SAME_WITHIN)
        .first()
    )


def ask(center: Center, chosen: FeedbackSettings, asked: Asked) -> Question:
    """Keep the question with its consent and tell the staff; a repeated one is given back as it is."""
    reason = suspicion(asked)
    for _attempt in range(20):
        try:
            with transaction.atomic():
                question = _create(center, chosen, asked, reason)
        except IntegrityError:  # the same form at the same moment, or a number that is taken
            same = already_asked(center, asked)
            if same is not None:
                return same
        else:
            return question
    raise RuntimeError("No free number for a question was found.")


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _create(center: Center, chosen: FeedbackSettings, asked: Asked, reason: str) -> Question:
    today = timezone.localdate()
    question = Question.objects.create(
        center=center,
        number=FIRST_NUMBER + secrets.randbelow(NUMBERS),
        receipt=secrets.token_urlsafe(18),
        form_key=form_key(center, asked),
        content_key=content_key(center, asked),
        name=asked.name,
        email=asked.email,
        phone=asked.phone,
        text=asked.text,
        state=QuestionState.SUSPICIOUS if reason else QuestionState.NEW,
        suspicion=reason,
        due_on=today + timedelta(days=chosen.days_to_answer),
        keep_until=months_after(today, chosen.months_to_keep),
    )
    Consent.objects.create(
        question=question,
        text=record_consent(center, chosen),
        box=str(CONSENT_BOX),
        age_box=str(AGE_BOX),
        page=asked.page[:500],
    )
    count_attempt(center, asked.sender)
    if not reason:
        transaction.on_commit(lambda: tasks.announce(question.pk))
    return question
