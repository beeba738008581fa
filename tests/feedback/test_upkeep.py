"""Settings of a centre; the rights of the people who asked; the end of what is kept."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from centers.models import Role
from feedback.models import Answer, Attempt, Erasure, ErasureKind, FeedbackSettings, Question, QuestionState
from feedback.services.erasing import erase_person, purge
from tests.centers.screens import messages_of, submit, words_of
from tests.factories import member
from tests.factories.feedback import AnswerFactory, QuestionFactory

ASKER = "maria@example.ru"


@pytest.fixture
def head(client, network):
    user = member(Role.HEAD, network.tomsk)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


@pytest.fixture
def url(network) -> str:
    return reverse("feedback_person", args=[network.tomsk.pk])


@pytest.fixture
def mine(network) -> Question:
    QuestionFactory(center=network.tomsk)
    QuestionFactory(center=network.dagestan, email=ASKER, text="Чужой школе")
    question = QuestionFactory(center=network.tomsk, email=ASKER, text="=1+1 вопрос", note="Заметка")
    AnswerFactory(question=question)
    return question


def test_a_centre_sets_its_days(client, head, network):
    url = reverse("feedback_settings", args=[network.tomsk.pk])
    submit(
        client, url, "form.feedback-form", days_to_answer="5", months_to_keep="6", notify_email="a@example.ru"
    )
    kept = FeedbackSettings.objects.get()
    assert (kept.center, kept.days_to_answer, kept.months_to_keep) == (network.tomsk, 5, 6)
    assert kept.is_open
    assert "Ответим за 5 дней" in words_of(client.get(reverse("feedback_ask", args=[network.tomsk.pk])))


@pytest.mark.parametrize(
    "bad",
    [{"days_to_answer": "0"}, {"days_to_answer": "31"}, {"months_to_keep": "много"}, {"notify_email": "нет"}],
)
def test_settings_out_of_reason_are_refused(client, head, network, bad):
    url = reverse("feedback_settings", args=[network.tomsk.pk])
    response = submit(client, url, "form.feedback-form", **bad)
    assert b"feedback-field__error" in response.content
    assert not FeedbackSettings.objects.exists()


def test_all_of_a_person_is_found_in_the_own_centre(client, head, mine, url):
    words = words_of(client.post(url, {"action": "find", "address": " Maria@Example.ru "}))
    assert "Найдено: 1 вопрос" in words
    assert "Чужой школе" not in words
    assert "в этом центре нет" in words_of(client.post(url, {"action": "find", "address": "x@example.ru"}))
    assert "Не получилось прочитать" in words_of(client.post(url, {"action": "find", "address": "кто-то"}))


def test_a_telephone_is_found_however_it_is_written(client, head, network, url):
    QuestionFactory(center=network.tomsk, email="", phone="+79131234567")
    words = words_of(client.post(url, {"action": "find", "address": "8 (913) 123-45-67"}))
    assert "Найдено: 1 вопрос" in words


def test_all_of_a_person_is_taken_out_as_files(client, head, mine, url):
    data = json.loads(client.post(url, {"action": "json", "address": ASKER}).content)
    [question] = data["questions"]
    assert question["text"] == "=1+1 вопрос"
    assert question["answers"][0]["text"] == "Занятия начнутся 15 сентября."
    book = load_workbook(io.BytesIO(client.post(url, {"action": "xlsx", "address": ASKER}).content))
    [row] = list(book.active.iter_rows(min_row=2))
    assert row[5].value == "=1+1 вопрос"
    assert row[5].data_type == "s"


def test_erasing_asks_twice_and_leaves_no_trace_of_whom(client, head, mine, url):
    asked = client.post(url, {"action": "ask", "address": ASKER})
    assert "Вернуть их не сможет никто" in words_of(asked)
    unsure = client.post(url, {"action": "erase", "address": ASKER})
    assert "Отметьте, что это решено" in words_of(unsure)
    assert Question.objects.filter(pk=mine.pk).exists()
    done = client.post(url, {"action": "erase", "address": ASKER, "sure": "on"}, follow=True)
    assert "Стёрто навсегда: 1 вопрос" in messages_of(done)
    assert not Question.objects.filter(pk=mine.pk).exists()
    assert not Answer.objects.exists()
    assert Question.objects.filter(email=ASKER).count() == 1  # the other school's
    erasure = Erasure.objects.get()
    assert (erasure.kind, erasure.count, erasure.by) == (ErasureKind.REQUEST, 1, head)
    assert not ModelLogEntry.objects.filter(label__contains="maria").exists()


def test_an_editor_may_look_and_not_erase(client, network, mine, url):
    user = member(Role.EDITOR, network.tomsk)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    words = words_of(client.post(url, {"action": "find", "address": ASKER}))
    assert "Стереть может руководитель" in words
    response = client.post(url, {"action": "erase", "address": ASKER, "sure": "on"}, follow=True)
    assert "Стёрто" not in words_of(response)
    assert Question.objects.filter(pk=mine.pk).exists()


def test_nothing_to_erase_leaves_no_record(network, db):
    assert erase_person(network.tomsk, ASKER, None) == 0
    assert not Erasure.objects.exists()


def test_what_is_kept_ends_on_its_day(network, db):
    today = timezone.localdate()
    QuestionFactory(center=network.tomsk, keep_until=today)
    QuestionFactory.create_batch(2, center=network.tomsk, keep_until=today - timedelta(days=1))
    QuestionFactory(center=network.dagestan, keep_until=today - timedelta(days=1), answered=True)
    QuestionFactory(center=network.tomsk, state=QuestionState.SPAM)
    old = QuestionFactory(center=network.tomsk, state=QuestionState.SPAM)
    Question.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
    Attempt.objects.create(center=network.tomsk, sender="x", at=timezone.now() - timedelta(days=2))
    out = io.StringIO()
    call_command("purge_questions", stdout=out)
    assert "Стёрто вопросов: 4, следов отправки форм: 1." in out.getvalue()
    assert Question.objects.count() == 2
    counts = dict(Erasure.objects.filter(kind=ErasureKind.PURGE).values_list("center", "count")[:2])
    assert set(counts) <= {network.tomsk.pk, network.dagestan.pk}
    assert sum(Erasure.objects.values_list("count", flat=True)) == 4
    assert purge() == 0


def test_letters_in_the_queue_are_taken_up_again(network, db):
    out = io.StringIO()
    call_command("requeue_answers", stdout=out)
    assert "Снова в очереди: 0, прервано: 0." in out.getvalue()
