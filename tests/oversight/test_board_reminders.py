"""One reminder to all who lack an item: seen, mailed, logged, not twice a day by chance."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from centers.models import Center, Membership, Role
from oversight.models import Mailing, Notice, Reminder
from oversight.services.reminders import RemindedTodayError, remind, send_letters
from tests.centers.screens import errors_of, messages_of, words_of
from tests.factories import member
from tests.oversight.test_board import FIRST, SECOND, coordinator, part
from toolkit.mail import DUMMY

pytestmark = pytest.mark.django_db
__all__ = ["coordinator", "part"]

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def head(part: dict[str, Center]) -> Any:
    return member(Role.HEAD, part["own"], first_name="Анна", last_name="Иванова", email="anna@example.ru")


def url(code: str = FIRST.code) -> str:
    return f"{reverse('oversight_remind')}?lacks={code}"


def everybody() -> Any:
    return Center.objects.all()


def test_recipients_are_seen_before(coordinator, part, head):
    member(Role.HEAD, part["far"], last_name="Чужой")
    shown = words_of(coordinator.get(url()))
    assert "МКОУ «Баткатская СОШ»: Иванова Анна, руководитель центра" in shown
    assert "Чужой" not in shown
    assert "Некому напомнить: 1 центр" in shown
    assert "Высокоярская СОШ" in shown
    assert str(FIRST.todo) in shown
    assert not Reminder.objects.exists()


def test_reminder_stands_on_the_first_screen_until_hidden(coordinator, part, head, client):
    answer = coordinator.post(url(), {"text": "Пожалуйста, заполните до пятницы."}, follow=True)
    assert "Напоминание отправлено: 1 человеку" in messages_of(answer)
    assert "1" in words_of(answer)
    own = Client()
    own.force_login(head)
    assert "Пожалуйста, заполните до пятницы." in words_of(own.get(reverse("wagtailadmin_home")))
    notice = Notice.objects.get(user=head)
    stranger = Client()
    stranger.force_login(member(Role.HEAD, part["far"]))
    assert stranger.post(reverse("oversight_notice_hide"), {"notice": notice.pk}).status_code == 404
    own.post(reverse("oversight_notice_hide"), {"notice": notice.pk})
    assert "до пятницы" not in words_of(own.get(reverse("wagtailadmin_home")))


def test_second_time_on_one_day_is_asked_about(coordinator, part, head):
    coordinator.post(url(), {"text": "Раз"})
    again = coordinator.post(url(), {"text": "Два"})
    assert "сегодня уже напоминали" in errors_of(again)
    assert "Два" in again.content.decode()
    assert Reminder.objects.count() == 1
    coordinator.post(url(), {"text": "Два", "again": "on"})
    assert Reminder.objects.count() == 2


def test_another_item_and_another_day_are_free(part, head):
    by = member(Role.REGIONAL, part["own"].region)
    remind(FIRST, everybody(), "Раз", by=by)
    remind(SECOND, everybody(), "О другом", by=by)
    with pytest.raises(RemindedTodayError) as found:
        remind(FIRST, everybody(), "Два", by=by)
    assert found.value.count == 1
    Reminder.objects.update(at="2020-01-01T00:00:00+00:00")
    remind(FIRST, everybody(), "Через годы", by=by)


def test_only_the_own_part_is_reminded(part, head):
    member(Role.HEAD, part["far"])
    by = member(Role.REGIONAL, part["own"].region)
    reminder = remind(FIRST, everybody(), "Текст", by=by)
    assert set(reminder.notices.values_list("center", flat=True)) == {part["own"].pk}
    with pytest.raises(PermissionDenied):
        remind(FIRST, Center.objects.filter(pk=part["far"].pk), "Текст", by=by)


def test_blocked_people_are_left_out(coordinator, part, head):
    from django.utils import timezone

    Membership.objects.filter(user=head).update(blocked_at=timezone.now())
    answer = coordinator.post(url(), {"text": "Текст"})
    assert "Напоминать некому" in words_of(answer)
    assert not Reminder.objects.exists()


@pytest.mark.parametrize("address", ["oversight_remind"])
def test_without_an_item_there_is_nothing_to_remind_of(coordinator, part, address):
    for answer in (
        coordinator.get(reverse(address), follow=True),
        coordinator.post(reverse(address), {"text": "Текст"}, follow=True),
    ):
        assert "Сначала выберите, чего не хватает" in messages_of(answer)
    assert not Reminder.objects.exists()


def test_empty_text_is_asked_for(coordinator, part, head):
    assert "Напишите, о чём" in errors_of(coordinator.post(url(), {"text": ""}))


def test_one_letter_to_a_person_of_two_centres(part, head, settings, mailoutbox):
    settings.EMAIL_BACKEND = LOCMEM
    Membership.objects.create(user=head, role=Role.EDITOR, center=part["low"])
    by = member(Role.REGIONAL, part["own"].region, email="koord@example.ru")
    reminder = remind(FIRST, everybody(), "Заполните, пожалуйста.", by=by)
    send_letters(reminder.pk, "https://tochka.example.ru")
    send_letters(reminder.pk, "https://tochka.example.ru")
    (letter,) = mailoutbox
    assert letter.to == ["anna@example.ru"]
    assert letter.reply_to == ["koord@example.ru"]
    assert "Заполните, пожалуйста." in letter.body
    assert part["low"].title in letter.body
    assert part["own"].title in letter.body
    assert set(reminder.notices.values_list("mailing", flat=True)) == {Mailing.SENT}


def test_without_mail_nothing_waits_to_be_sent(part, head, settings):
    settings.EMAIL_BACKEND = DUMMY
    reminder = remind(FIRST, everybody(), "Текст", by=member(Role.NETWORK))
    assert set(reminder.notices.values_list("mailing", flat=True)) == {Mailing.NONE}


def test_letter_that_failed_is_seen(coordinator, part, head, settings, monkeypatch):
    settings.EMAIL_BACKEND = LOCMEM

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OSError("no route to host")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    reminder = remind(FIRST, everybody(), "Текст", by=member(Role.REGIONAL, part["own"].region))
    send_letters(reminder.pk, "https://tochka.example.ru")
    notice = reminder.notices.get()
    assert notice.mailing == Mailing.FAILED
    assert "Почтовый сервер" in notice.mail_error
    assert "не отправлено: 1" in words_of(coordinator.get(reverse("oversight_reminders")))


def test_log_of_reminders_shows_the_own_part(coordinator, part, head):
    member(Role.HEAD, part["far"])
    remind(FIRST, everybody(), "Тайна другого региона", by=member(Role.REGIONAL, part["far"].region))
    shown = words_of(coordinator.get(reverse("oversight_reminders")))
    assert "Тайна" not in shown
    assert "Напоминаний ещё не было" in shown
