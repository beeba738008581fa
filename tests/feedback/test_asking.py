"""The public form: what goes through, what comes back, and what never gets lost."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from centers.models import CenterState, FeedbackPage
from feedback import tokens
from feedback.models import Attempt, FeedbackSettings, Question, QuestionState
from feedback.services import limits
from tests.centers.screens import fields_of, soup_of, words_of
from tests.factories import section_of

GOOD = {
    "name": "Мария Петрова",
    "reply": "Petrova@Example.ru",
    "text": "Когда начнутся занятия?\r\nИ сколько их?",  # as browsers send it
    "age": "on",
    "consent": "on",
}


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch):
    monkeypatch.setattr(tokens, "QUICKEST", timedelta(0))


@pytest.fixture
def url(network) -> str:
    return reverse("feedback_ask", args=[network.tomsk.pk])


def ask(client: Client, url: str, *, without: tuple[str, ...] = (), **changes):
    sent = {**fields_of(client.get(url), "form.form"), **GOOD, **changes}
    return client.post(url, {name: value for name, value in sent.items() if name not in without})


def typed(response) -> dict[str, str]:
    return fields_of(response, "form.form")


def test_a_question_gets_a_number_a_day_and_a_consent(client, url, network):
    response = ask(client, url)
    assert response.status_code == 303
    question = Question.objects.get()
    assert (question.name, question.email, question.phone) == ("Мария Петрова", "petrova@example.ru", "")
    assert question.text == "Когда начнутся занятия?\nИ сколько их?"
    assert (question.center, question.state) == (network.tomsk, QuestionState.NEW)
    assert question.due_on == timezone.localdate() + timedelta(days=10)
    assert 364 <= (question.keep_until - timezone.localdate()).days <= 366
    consent = question.consent
    assert consent.text.number == 1
    assert consent.box == "Я прочитал согласие на обработку персональных данных и даю его."
    assert "14 лет" in consent.age_box
    assert consent.page == f"http://testserver{url}"
    words = words_of(client.get(response.url))
    assert f"Ваш вопрос № {question.number}" in words
    assert "школа его ещё не открывала" in words
    assert "Петрова" not in words
    assert "Когда начнутся" not in words


def test_a_telephone_will_do(client, url):
    ask(client, url, reply="8 913 123-45-67")
    assert Question.objects.get().reply_to == "+79131234567"


def test_the_section_leads_to_the_form_and_sets_no_cookie(client, network, url):
    page = section_of(network.tomsk, FeedbackPage)
    response = client.get(page.url)
    assert f'href="{url}"' in response.content.decode()
    words = words_of(response)
    assert "Школа отвечает за 10 дней" in words
    assert "не официальное обращение" in words
    assert network.tomsk.school.address.split(",")[0] in words
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_the_form_has_no_session_and_stays_out_of_caches_and_search(client, url):
    response = client.get(url)
    assert set(response.cookies) == {"csrftoken"}
    assert "no-store" in response.headers["Cache-Control"]
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert not soup_of(response).select("input[type=checkbox][checked]")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "Напишите, как к вам обращаться"),
        ("name", "…", "Напишите, как к вам обращаться"),
        ("name", "я" * 101, "Имя длиннее 100 знаков"),
        ("reply", "", "Напишите адрес электронной почты"),
        ("reply", "приходите сами", "Не получилось прочитать адрес"),
        ("reply", "a@b", "Не получилось прочитать адрес"),
        ("reply", "31245", "Не получилось прочитать адрес"),
        ("text", " \u200b\x00 ", "Напишите вопрос"),
        ("text", "???", "Напишите вопрос словами"),
        ("text", "ы" * 10_001, "Вы написали 10 001 знак"),
    ],
)
def test_a_mistake_is_named_at_its_field_and_nothing_typed_is_lost(client, url, field, value, said):
    response = ask(client, url, **{field: value})
    assert response.status_code == 200
    assert not Question.objects.exists()
    page = soup_of(response)
    error = " ".join(page.select_one(f"#id_{field}_error").get_text().split())
    assert said in error
    assert page.select_one(f"#errors a[href='#id_{field}']")
    box = page.select_one(f"#id_{field}")
    assert box["aria-invalid"] == "true"
    assert f"id_{field}_error" in box["aria-describedby"]
    assert page.title.text.strip().startswith("Ошибка:")
    kept = typed(response)
    others = {name: text for name, text in GOOD.items() if name != field}
    assert {name: kept[name] for name in others} == others


@pytest.mark.parametrize("box", ["age", "consent"])
def test_each_box_is_asked_for(client, url, box):
    response = ask(client, url, without=(box,))
    assert soup_of(response).select_one(f"#id_{box}_error")
    assert not Question.objects.exists()


def test_markup_and_control_characters_stay_words(client, url, network):
    ask(client, url, name="<b>Мария</b>", text="a\x00b\x1b[31m\u202e<script>alert(1)</script> когда занятия?")
    question = Question.objects.get()
    assert question.name == "<b>Мария</b>"
    assert question.text == "a b [31m<script>alert(1)</script> когда занятия?"


def test_ten_thousand_letters_fit(client, url):
    ask(client, url, text="ы" * 10_000)
    assert len(Question.objects.get().text) == 10_000


def test_a_double_press_makes_one_question(client, url):
    sent = {**fields_of(client.get(url), "form.form"), **GOOD}
    first, second = client.post(url, sent), client.post(url, sent)
    assert first.url == second.url
    assert Question.objects.count() == Attempt.objects.count() == 1


def test_the_same_question_from_a_form_opened_anew_is_the_same(client, url):
    assert ask(client, url).url == ask(client, url).url
    assert ask(client, url, text="Другой вопрос").url != ask(client, url).url
    assert Question.objects.count() == 2


def test_the_same_moment_makes_one_question(client, url, monkeypatch):
    from feedback.views import public

    monkeypatch.setattr(public, "already_asked", lambda *_: None)
    sent = {**fields_of(client.get(url), "form.form"), **GOOD}
    assert client.post(url, sent).url == client.post(url, sent).url
    assert Question.objects.count() == 1


def test_too_quick_a_person_presses_once_more(client, url, monkeypatch):
    monkeypatch.setattr(tokens, "QUICKEST", timedelta(seconds=60))
    response = ask(client, url)
    assert "отправлена так быстро" in words_of(response)
    assert not Question.objects.exists()
    monkeypatch.setattr(tokens, "QUICKEST", timedelta(0))
    assert client.post(url, typed(response)).status_code == 303


@pytest.mark.parametrize("mark", ["", "forged", "a:b:c", "eyJjIjoxfQ:1abc:xyz"])
def test_a_forged_or_old_mark_costs_one_more_press(client, url, mark):
    response = ask(client, url, mark=mark)
    assert "слишком давно" in words_of(response)
    assert client.post(url, typed(response)).status_code == 303


def test_the_mark_of_another_centre_is_not_taken(client, url, network):
    other = fields_of(client.get(reverse("feedback_ask", args=[network.dagestan.pk])), "form.form")
    assert "слишком давно" in words_of(ask(client, url, mark=other["mark"]))


def test_without_the_cookie_nothing_is_taken_and_nothing_lost(url, network):
    client = Client(enforce_csrf_checks=True)
    sent = {**fields_of(client.get(url), "form.form"), **GOOD}
    assert Client(enforce_csrf_checks=True).post(url, sent).status_code == 200
    stranger = Client(enforce_csrf_checks=True)
    response = stranger.post(url, GOOD)
    assert "файлы cookie" in words_of(response)
    assert not Question.objects.exists()
    assert stranger.post(url, {**GOOD, **typed(response)}).status_code == 303


def test_one_address_is_stopped_politely(client, url, monkeypatch):
    monkeypatch.setattr(limits, "FROM_ONE_ADDRESS", 2)
    assert [ask(client, url, text=f"Вопрос {n}").status_code for n in "аб"] == [303, 303]
    response = ask(client, url, text="Вопрос в")
    assert response.status_code == 429
    assert "отправьте через час" in words_of(response)
    assert typed(response)["text"] == "Вопрос в"
    assert ask(client, url, text="Вопрос а").status_code == 303  # known already: no new one
    Attempt.objects.update(at=timezone.now() - timedelta(hours=2))
    assert ask(client, url, text="Вопрос в").status_code == 303


def test_one_centre_is_protected_from_many_addresses(client, url, network, monkeypatch):
    monkeypatch.setattr(limits, "TO_ONE_CENTER", 1)
    ask(client, url)
    there = Client(REMOTE_ADDR="203.0.113.9")
    assert ask(there, url, text="Другой вопрос").status_code == 429
    assert ask(there, reverse("feedback_ask", args=[network.dagestan.pk])).status_code == 303


def test_no_network_address_is_kept(client, url):
    there = Client(REMOTE_ADDR="203.0.113.9")
    ask(there, url)
    kept = Attempt.objects.get().sender
    assert "203" not in kept[:3] or len(kept) == 64
    Attempt.objects.update(at=timezone.now() - timedelta(hours=25))
    assert limits.forget_attempts() == 1


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"homepage": "http://spam.example"}, "поле, которого люди не видят"),
        ({"text": "https://spam.example/a https://spam.example/b"}, "одни ссылки"),
        (
            {"text": "Лучшие цены на всё для школы и дома: a.ru b.ru c.ru, заходите прямо сейчас"},
            "много ссылок",
        ),
        (
            {"text": "Best prices for all kinds of goods here https://spam.example/"},
            "ни одного русского слова",
        ),
    ],
)
def test_what_no_person_wrote_is_kept_apart_and_not_lost(client, url, changes, why):
    assert ask(client, url, **changes).status_code == 303
    question = Question.objects.get()
    assert question.state == QuestionState.SUSPICIOUS
    assert why in question.suspicion
    assert "школа его ещё не открывала" in words_of(
        client.get(reverse("feedback_receipt", args=[question.center_id, question.receipt]))
    )


def test_a_link_in_a_real_question_is_no_spam(client, url):
    ask(client, url, text="На странице https://school.example.ru/novosti нет расписания, где его найти?")
    assert Question.objects.get().state == QuestionState.NEW


def test_a_centre_without_form_says_where_to_turn_and_gives_the_text_back(client, url, network):
    page = section_of(network.tomsk, FeedbackPage)
    sent = {**fields_of(client.get(url), "form.form"), **GOOD}
    FeedbackSettings.objects.create(center=network.tomsk, is_open=False)
    response = client.post(url, sent)
    assert "не принимают" in words_of(response)
    assert "Когда начнутся занятия?" in response.content.decode()
    assert "Написать вопрос" not in words_of(client.get(page.url))
    assert not Question.objects.exists()


def test_a_closed_centre_or_a_school_without_address_takes_no_question(client, url, network):
    network.tomsk.school.address = ""
    network.tomsk.school.save()
    assert "не принимают" in words_of(client.get(url))
    assert client.get(reverse("feedback_consent", args=[network.tomsk.pk])).status_code == 404
    network.dagestan.state = CenterState.CLOSED
    network.dagestan.save()
    assert "не принимают" in words_of(client.get(reverse("feedback_ask", args=[network.dagestan.pk])))


@pytest.mark.parametrize("path", ["/c/999999/vopros/", "/c/99999999999999999999/vopros/", "/c/1/vopros/abc/"])
def test_what_is_not_there_is_not_found(client, network, path):
    assert client.get(path).status_code == 404


def test_a_hidden_centre_has_no_form_and_no_receipt(client, url, network):
    ask(client, url)
    question = Question.objects.get()
    network.tomsk.page.unpublish()
    assert client.get(url).status_code == 404
    assert (
        client.get(reverse("feedback_receipt", args=[network.tomsk.pk, question.receipt])).status_code == 404
    )


def test_a_receipt_belongs_to_its_centre(client, url, network):
    ask(client, url)
    receipt = Question.objects.get().receipt
    assert client.get(reverse("feedback_receipt", args=[network.dagestan.pk, receipt])).status_code == 404


def test_the_form_needs_no_script(client, url):
    assert isinstance(soup_of(client.get(url)), BeautifulSoup)
    assert not soup_of(client.get(url)).select("main script")
