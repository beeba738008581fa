"""The consent: a document of its own, in versions that stay readable."""

import pytest
from django.urls import reverse

from feedback.models import Consent, ConsentText, FeedbackSettings, settings_of
from feedback.services.consents import current_consent, record_consent
from tests.centers.screens import soup_of, words_of
from tests.factories.feedback import QuestionFactory
from tests.feedback.test_asking import _unhurried, ask

__all__ = ["_unhurried"]


@pytest.fixture
def center(network):
    return network.tomsk


@pytest.fixture
def document(center) -> str:
    return reverse("feedback_consent", args=[center.pk])


def test_it_names_the_school_and_all_that_the_law_asks_for(client, center, document):
    response = client.get(document)
    words = words_of(response)
    school = center.school
    said = (
        school.full_name,
        school.address,
        f"ИНН {school.inn}",
        f"ОГРН {school.ogrn}",
        school.email,
        "Для чего",
        "Какие данные",
        "Что с ними делают",
        "Кто их видит",
        "12 месяцев",
        "Как отозвать",
        "Редакция 1",
    )
    assert [one for one in said if one not in words] == []
    assert not soup_of(response).select("main form")
    assert not ConsentText.objects.exists()


def test_a_change_makes_a_new_version_and_the_old_one_stays(client, center, document):
    ask(client, reverse("feedback_ask", args=[center.pk]))
    first = ConsentText.objects.get()
    old_address = center.school.address
    center.school.address = "634001, Томская область, с. Новое, ул. Дальняя, 7"
    center.school.save()
    assert "Редакция 2" in words_of(client.get(document))
    assert "ул. Дальняя" in words_of(client.get(document))
    ask(client, reverse("feedback_ask", args=[center.pk]), text="Ещё вопрос")
    assert list(ConsentText.objects.values_list("number", flat=True)) == [2, 1]
    old = words_of(client.get(reverse("feedback_consent_version", args=[center.pk, first.number])))
    assert old_address in old
    assert "Дальняя" not in old
    assert "нынешняя" in old
    FeedbackSettings.objects.create(center=center, months_to_keep=6)
    assert "Редакция 3" in words_of(client.get(document))
    assert "6 месяцев" in words_of(client.get(document))


def test_the_same_text_stays_the_same_version(client, center):
    url = reverse("feedback_ask", args=[center.pk])
    ask(client, url)
    ask(client, url, text="Ещё вопрос")
    assert ConsentText.objects.count() == 1
    assert Consent.objects.count() == 2


def test_a_text_that_changed_while_somebody_typed_is_asked_for_again(client, center, monkeypatch):
    from tests.centers.screens import fields_of
    from tests.feedback.test_asking import GOOD

    url = reverse("feedback_ask", args=[center.pk])
    sent = {**fields_of(client.get(url), "form.form"), **GOOD}
    center.school.address = "634001, Томская область, с. Новое, ул. Дальняя, 7"
    center.school.save()
    response = client.post(url, sent)
    assert "Текст согласия изменился" in words_of(response)
    again = fields_of(response, "form.form")
    assert again["text"].split() == GOOD["text"].split()
    assert "consent" not in again
    assert client.post(url, {**again, "consent": "on"}).status_code == 303


def test_two_who_agree_at_once_agree_to_one_version(center, monkeypatch):
    from feedback.services import consents

    chosen = settings_of(center)
    first = current_consent(center, chosen)
    record_consent(center, chosen)
    answers = iter([first])
    fresh = consents.current_consent
    monkeypatch.setattr(consents, "current_consent", lambda *args: next(answers, None) or fresh(*args))
    assert record_consent(center, chosen).number == 1


@pytest.mark.parametrize("number", [7, 10**15])
def test_a_version_that_never_was_is_not_found(client, center, number):
    assert client.get(reverse("feedback_consent_version", args=[center.pk, number])).status_code == 404


def test_versions_belong_to_their_centre(client, network):
    ask(client, reverse("feedback_ask", args=[network.tomsk.pk]))
    url = reverse("feedback_consent_version", args=[network.dagestan.pk, 1])
    assert client.get(url).status_code == 404


def test_a_consent_goes_with_its_question(center):
    question = QuestionFactory(center=center)
    Consent.objects.create(question=question, text=record_consent(center, settings_of(center)))
    question.delete()
    assert not Consent.objects.exists()
    assert ConsentText.objects.count() == 1
