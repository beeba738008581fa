"""A letter goes, or its sender learns in Russian why it did not."""

import smtplib

import pytest
from django.core import mail

from toolkit.mail import MailError, MailNotConfiguredError, mail_is_configured, send


def test_a_letter_goes_to_the_mail_server(settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Точка роста <site@example.ru>"
    send("Приглашение\nна сайт", "Здравствуйте!", ["anna@example.ru"], reply_to=["school@example.ru"])
    (letter,) = mail.outbox
    assert letter.subject == "Приглашение на сайт"
    assert letter.to == ["anna@example.ru"]
    assert letter.reply_to == ["school@example.ru"]
    assert letter.from_email == "Точка роста <site@example.ru>"


def test_without_a_mail_server_the_sender_is_told(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert not mail_is_configured()
    with pytest.raises(MailNotConfiguredError, match="почта не настроена"):
        send("Тема", "Текст", ["anna@example.ru"])


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ConnectionRefusedError(), "не ответил"),
        (TimeoutError(), "не ответил"),
        (smtplib.SMTPAuthenticationError(535, b"no"), "не ответил"),
        (smtplib.SMTPRecipientsRefused({}), "не принял этот адрес"),
    ],
)
def test_a_failure_is_one_sentence(monkeypatch, error: Exception, words: str) -> None:
    def refuse(*_args, **_kwargs):
        raise error

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    with pytest.raises(MailError, match=words):
        send("Тема", "Текст", ["anna@example.ru"])
