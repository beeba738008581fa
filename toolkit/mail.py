"""Mail that may fail: many schools have no mail server, and a letter never decides whether work is kept.

Whoever sends first keeps what the letter is about, then calls `send()` and shows the person what became
of it: the letter went, or why it did not.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

DUMMY = "django.core.mail.backends.dummy.EmailBackend"


class MailError(Exception):
    """The letter was not handed over; the text is one Russian sentence for the person at the screen."""


class MailNotConfiguredError(MailError):
    """The installation has no mail server."""


def mail_is_configured() -> bool:
    """Whether the installation has a mail server to hand letters to."""
    return settings.EMAIL_BACKEND != DUMMY


def send(
    subject: str,
    body: str,
    to: Iterable[str],
    *,
    reply_to: Iterable[str] = (),
    headers: dict[str, str] | None = None,
) -> None:
    """Hand one plain-text letter to the mail server now, within `EMAIL_TIMEOUT` seconds a step.

    The sender is `DEFAULT_FROM_EMAIL`. Line breaks in the subject become spaces. Call it outside a
    transaction: the server may take its time.

    :raises MailNotConfiguredError: when there is no mail server.
    :raises MailError: when the server is out of reach or refuses the letter; the reason is in the log.
    """
    if not mail_is_configured():
        raise MailNotConfiguredError(_("На этом сайте почта не настроена."))
    letter = EmailMessage(
        subject=" ".join(subject.split()),
        body=body,
        to=list(to),
        reply_to=list(reply_to),
        headers=headers or {},
    )
    try:
        letter.send()
    except smtplib.SMTPRecipientsRefused as error:
        logger.warning("The mail server refused the recipients of a letter: %s", type(error).__name__)
        raise MailError(_("Почтовый сервер не принял этот адрес. Проверьте, нет ли в нём ошибки.")) from error
    except (OSError, ValueError) as error:  # smtplib's errors and timeouts are OSError
        logger.warning("A letter was not sent: %s: %s", type(error).__name__, error)
        raise MailError(_("Почтовый сервер не ответил или отказался принять письмо.")) from error
