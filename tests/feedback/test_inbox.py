"""The inbox: who sees what, what each button does, and what survives a mail server that fails."""

import json
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from centers.models import Role
from feedback.models import Answer, AnswerWay, Delivery, Question, QuestionState
from feedback.services import answering, letters
from tests.centers.latin import latin_words
from tests.centers.screens import messages_of, soup_of, words_of
from tests.factories import member
from tests.factories.feedback import AnswerFactory, QuestionFactory
from toolkit.mail import DUMMY


@pytest.fixture
def question(network) -> Question:
    return QuestionFactory(center=network.tomsk)


@pytest.fixture
def editor(client, network):
    user = member(Role.EDITOR, network.tomsk, first_name="Анна", last_name="Секретарёва")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def signed_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def url_of(question) -> str:
    return reverse("feedback_question", args=[question.pk])


def menu_of(response) -> str:
    """The labels of the menu, which a script draws."""
    props = json.loads(soup_of(response).find("script", id="wagtail-sidebar-props").string)
    return json.dumps(props, ensure_ascii=False)


def press(client, question, action, **data):
    question.refresh_from_db()
    return client.post(url_of(question), {"action": action, "version": question.version, **data}, follow=True)


def reply(client, question, way=AnswerWay.MAIL, text="Пятнадцатого сентября."):
    return press(client, question, "answer", **{"answer-way": way, "answer-text": text})


class RefusingBackend:
    """A mail server that is there and fails."""

    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("gone")


@pytest.fixture
def no_server(settings):
    settings.EMAIL_BACKEND = "tests.feedback.test_inbox.RefusingBackend"


def test_own_questions_and_no_others(client, network, editor, question):
    other = QuestionFactory(center=network.dagestan, name="Чужой", text="Тайное")
    words = words_of(client.get(reverse("feedback")))
    assert f"№ {question.number}" in words
    assert "Тайное" not in words
    assert client.get(url_of(other)).status_code == 404
    assert client.post(url_of(other), {"action": "spam", "version": 1}).status_code == 404
    assert client.get(f"{reverse('feedback')}?center={network.dagestan.pk}").status_code == 200
    assert client.get(reverse("feedback_settings", args=[network.dagestan.pk])).status_code == 404
    assert client.get(reverse("feedback_person", args=[network.dagestan.pk])).status_code == 404


@pytest.mark.parametrize(
    ("role", "place"),
    [(Role.MUNICIPAL, "municipality"), (Role.REGIONAL, "region"), (Role.HEAD, None)],
)
def test_those_above_see_their_part(client, network, question, role, place):
    other = QuestionFactory(center=network.dagestan)
    center = network.tomsk
    signed_in(client, member(role, getattr(center, place) if place else center))
    assert client.get(url_of(question)).status_code == 200
    assert client.get(url_of(other)).status_code == 404


def test_without_a_part_there_is_no_inbox(client, db):
    from tests.factories import UserFactory

    signed_in(client, UserFactory())
    assert client.get(reverse("feedback")).status_code == 302


def test_overdue_is_said_in_words(client, network, editor):
    QuestionFactory(center=network.tomsk, late=True)
    words = words_of(client.get(reverse("feedback")))
    assert "просрочен: срок был" in words
    assert "1 вопрос ждёт ответа" in words_of(client.get(reverse("wagtailadmin_home")))
    assert "Просрочено: 1" in words_of(client.get(reverse("center_desk", args=[network.tomsk.pk])))
    assert "Вопросы (1)" in menu_of(client.get(reverse("wagtailadmin_home")))


def test_nothing_waits_and_nothing_is_said(client, network, editor):
    home = client.get(reverse("wagtailadmin_home"))
    assert "ждут ответа" not in words_of(home)
    assert "Вопросы (" not in menu_of(home)


def test_taking_a_note_and_an_assigned_person(client, editor, question, network):
    colleague = member(Role.HEAD, network.tomsk)
    stranger = member(Role.HEAD, network.dagestan)
    press(client, question, "take")
    question.refresh_from_db()
    assert (question.state, question.assigned_to) == (QuestionState.WORKING, editor)
    press(client, question, "note", **{"note-assigned_to": colleague.pk, "note-note": "Спросить\r\nзавуча"})
    question.refresh_from_db()
    assert (question.assigned_to, question.note) == (colleague, "Спросить\nзавуча")
    response = press(client, question, "note", **{"note-assigned_to": stranger.pk, "note-note": "а"})
    question.refresh_from_db()
    assert question.assigned_to == colleague
    assert str(stranger.get_username()) not in response.content.decode()


def test_an_answer_goes_by_mail(client, editor, question, commit):
    with commit():
        response = reply(client, question)
    assert "письмо отправляется" in messages_of(response)
    question.refresh_from_db()
    assert question.state == QuestionState.ANSWERED
    assert question.answers.get().delivery == Delivery.SENT
    [letter] = mail.outbox
    assert letter.to == [question.email]
    assert letter.reply_to == [question.center.contact_email]
    assert "Пятнадцатого сентября." in letter.body
    assert f"> {question.text}" in letter.body
    assert "Письмо отправлено" in words_of(client.get(url_of(question)))


def test_a_failed_letter_stays_and_goes_later(client, editor, question, commit, no_server, settings):
    with commit():
        reply(client, question)
    question.refresh_from_db()
    assert question.state == QuestionState.WORKING
    screen = client.get(url_of(question))
    assert "Не отправлено." in words_of(screen)
    assert "Пятнадцатого сентября." in words_of(screen)
    assert "письмо не отправлено" in words_of(client.get(reverse("feedback")))
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with commit():
        press(client, question, "resend", letter=question.answers.get().pk)
    question.refresh_from_db()
    assert question.state == QuestionState.ANSWERED
    assert len(mail.outbox) == 1


def test_an_error_of_ours_is_a_failed_letter_too(client, editor, question, commit, monkeypatch):
    monkeypatch.setattr(letters, "letter_of", lambda answer: 1 / 0)
    with commit():
        reply(client, question)
    assert question.answers.get().delivery == Delivery.FAILED
    assert "из-за ошибки сайта" in words_of(client.get(url_of(question)))


def test_without_mail_an_answer_is_noted(client, editor, question, settings):
    settings.EMAIL_BACKEND = DUMMY
    assert "почта не настроена" in words_of(client.get(url_of(question)))
    assert reply(client, question).status_code == 200  # forged: the form does not offer it
    assert not question.answers.exists()
    reply(client, question, AnswerWay.PHONE, "")
    question.refresh_from_db()
    assert question.state == QuestionState.ANSWERED


def test_a_telephone_gets_no_letter(client, editor, network):
    question = QuestionFactory(center=network.tomsk, email="", phone="+79131234567")
    reply(client, question)
    assert not question.answers.exists()
    ways = [one["value"] for one in soup_of(client.get(url_of(question))).select("[name=answer-way]")]
    assert ways == ["phone", "in_person"]


@pytest.mark.parametrize("text", ["", " \u200b\n ", "ы" * 10_001])
def test_an_empty_or_endless_letter_is_not_sent(client, editor, question, text):
    response = reply(client, question, text=text)
    assert soup_of(response).select(".feedback-field__error")
    assert not question.answers.exists()


def test_a_double_press_answers_once(client, editor, question, commit):
    data = {
        "action": "answer",
        "version": question.version,
        "answer-way": "mail",
        "answer-text": "Пятнадцатого.",
    }
    with commit():
        client.post(url_of(question), data)
        response = client.post(url_of(question), data)
    assert "изменил кто-то другой" in words_of(response)
    assert Answer.objects.count() == len(mail.outbox) == 1


def test_two_people_at_one_question_lose_nothing(client, editor, question):
    opened = question.version
    answering.take(question.pk, opened, editor)
    response = client.post(
        url_of(question), {"action": "note", "version": opened, "note-assigned_to": "", "note-note": "Моё"}
    )
    assert "изменил кто-то другой" in words_of(response)
    assert soup_of(response).select_one("[name=note-note]").text.strip() == "Моё"
    assert press(client, question, "note", **{"note-note": "Моё"}).status_code == 200
    question.refresh_from_db()
    assert question.note == "Моё"


def test_closing_wants_a_reason(client, editor, question):
    assert "Напишите причину" in words_of(press(client, question, "close", **{"close-reason": " "}))
    press(client, question, "close", **{"close-reason": "Вопрос не к центру"})
    question.refresh_from_db()
    assert (question.state, question.close_reason) == (QuestionState.CLOSED, "Вопрос не к центру")
    press(client, question, "reopen")
    question.refresh_from_db()
    assert (question.state, question.close_reason, question.closed_at) == (QuestionState.WORKING, "", None)


def test_suspicion_is_judged_by_a_person(client, editor, network):
    question = QuestionFactory(
        center=network.tomsk, state=QuestionState.SUSPICIOUS, suspicion="в вопросе одни ссылки"
    )
    assert "Вопросы (" not in menu_of(client.get(reverse("feedback")))
    assert "в вопросе одни ссылки" in words_of(client.get(f"{reverse('feedback')}?tab=suspicious"))
    press(client, question, "spam")
    question.refresh_from_db()
    assert question.state == QuestionState.SPAM
    press(client, question, "reopen")
    question.refresh_from_db()
    assert (question.state, question.suspicion) == (QuestionState.NEW, "")


@pytest.mark.parametrize(
    "data", [{}, {"action": "erase"}, {"action": "spam"}, {"action": "spam", "version": "9" * 30}]
)
def test_forged_presses_do_nothing(client, editor, question, data):
    assert client.post(url_of(question), data).status_code == 404
    question.refresh_from_db()
    assert question.state == QuestionState.NEW


def test_the_staff_is_told_without_the_text(network, editor, commit, client):
    question = QuestionFactory(center=network.tomsk, text="Тайна", name="Имярек")
    letters.tell_staff(question.pk)
    [letter] = mail.outbox
    assert letter.to == [editor.email]
    assert str(question.number) in letter.body
    assert "Тайна" not in letter.body
    assert "Имярек" not in letter.body


def test_a_letter_whose_worker_died_is_not_sent_twice_by_itself(network, question):
    long_ago = timezone.now() - timedelta(hours=1)
    lost = AnswerFactory(question=question, delivery=Delivery.SENDING, claimed_at=long_ago)
    forgotten = AnswerFactory(question=question, delivery=Delivery.QUEUED, claimed_at=long_ago)
    assert letters.mend_queue() == ([forgotten.pk], 1)
    lost.refresh_from_db()
    assert lost.delivery == Delivery.FAILED
    letters.send_answer(forgotten.pk)
    letters.send_answer(forgotten.pk)
    assert len(mail.outbox) == 1


def test_the_log_knows_what_and_never_whose(client, editor, question, commit):
    from wagtail.models import ModelLogEntry

    with commit():
        reply(client, question)
    entries = list(ModelLogEntry.objects.for_instance(question))
    assert len(entries) == 2
    said = " ".join(f"{entry.label} {entry.data}" for entry in entries)
    assert question.name not in said
    assert question.email not in said


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REGIONAL])
def test_screens_take_few_queries_whatever_the_size(client, network, role, question):
    place = network.tomsk if role == Role.EDITOR else network.tomsk.region
    user = member(role, place)
    QuestionFactory.create_batch(60, center=network.tomsk, assigned_to=user, late=True)
    AnswerFactory.create_batch(10, question=question, failed=True, by=user)
    signed_in(client, user)
    for url in (
        reverse("feedback"),
        f"{reverse('feedback')}?page=2&late=1",
        url_of(question),
        reverse("wagtailadmin_home"),
        reverse("center_desk", args=[network.tomsk.pk]),
    ):
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        assert len(asked) <= 40, url


def test_no_english_on_the_screens(client, editor, network, question):
    AnswerFactory(question=question, failed=True)
    for url in (
        reverse("feedback"),
        url_of(question),
        reverse("feedback_settings", args=[network.tomsk.pk]),
        reverse("feedback_person", args=[network.tomsk.pk]),
    ):
        assert latin_words(client.get(url)) == [], url
