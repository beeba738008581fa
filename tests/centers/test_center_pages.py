"""Programmes, events and news: what their forms refuse, and what their lists show."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from centers.models import EventIndexPage, NewsIndexPage, ProgramIndexPage
from tests import factories as make

pytestmark = pytest.mark.django_db


def messages_of(page) -> str:
    with pytest.raises(ValidationError) as refusal:
        page.full_clean()
    return " ".join(refusal.value.messages)


class TestPrograms:
    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"grade_from": 7, "grade_to": 5}, "Последний класс не может быть меньше первого"),
            ({"age_from": 14, "age_to": 10}, "Старший возраст не может быть меньше младшего"),
            ({"places_total": 10, "places_free": 11}, "Свободных мест не может быть больше"),
            ({"places_total": 0, "places_free": 1}, "Свободных мест не может быть больше"),
            ({"grade_from": 12}, "меньше либо равно 11"),
            ({"academic_year": "2026"}, "Учебный год пишется двумя годами подряд"),
            ({"navigator_url": "javascript:alert(1)"}, "должен начинаться с https://"),
        ],
    )
    def test_impossible_values(self, network, values, message):
        page = make.ProgramPageFactory(center=network.tomsk)
        for name, value in values.items():
            setattr(page, name, value)
        assert message in messages_of(page)

    @pytest.mark.parametrize(
        ("field", "factory", "message"),
        [
            ("teacher", make.TeacherFactory, "Этот педагог работает в другом центре"),
            ("document", make.CenterDocumentFactory, "Это документ другого центра"),
        ],
    )
    def test_rows_of_another_centre(self, network, field, factory, message):
        page = make.ProgramPageFactory(center=network.tomsk)
        setattr(page, field, factory(center=network.dagestan))
        assert message in messages_of(page)

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({}, ""),
            ({"grade_from": 5, "grade_to": 7}, "5–7 классы"),
            ({"grade_from": 8, "grade_to": 8}, "8 класс"),
            ({"grade_from": 8}, "с 8 класса"),
            ({"grade_from": 2}, "со 2 класса"),
            ({"grade_to": 4}, "до 4 класса"),
            ({"age_from": 10, "age_to": 14}, "10–14 лет"),
            ({"age_from": 10, "age_to": 10}, "10 лет"),
            ({"age_from": 21, "age_to": 21}, "21 год"),
            ({"age_from": 18, "age_to": 21}, "18–21 год"),
            ({"age_from": 7}, "от 7 лет"),
            ({"age_from": 21}, "от 21 года"),
            ({"age_to": 18}, "до 18 лет"),
            ({"grade_from": 5, "grade_to": 7, "age_from": 10}, "5–7 классы"),
        ],
    )
    def test_whom_it_is_for(self, values, words):
        page = make.ProgramPageFactory.build(parent=None, **values)
        assert page.audience.replace("\N{NO-BREAK SPACE}", " ").replace("\N{WORD JOINER}", "") == words

    @pytest.mark.parametrize(
        ("values", "label"),
        [
            ({"kind": "additional", "additional_focus": "technical", "focus": "digital"}, "техническая"),
            ({"kind": "extracurricular", "extracurricular_focus": "career"}, "выбор профессии"),
            ({"kind": "subject", "additional_focus": "technical", "focus": "digital"}, "цифровая"),
            ({"kind": "subject", "subject": "Физика"}, "Физика"),
            ({"kind": "additional"}, ""),
        ],
    )
    def test_direction_is_that_of_its_kind(self, values, label):
        assert make.ProgramPageFactory.build(parent=None, **values).focus_label == label

    def test_index_groups_them_by_kind_in_the_order_of_the_tree(self, network, client: Client):
        made = [
            make.ProgramPageFactory(center=network.tomsk, kind=kind)
            for kind in ("additional", "subject", "additional")
        ]
        make.ProgramPageFactory(center=network.tomsk, draft=True)
        make.ProgramPageFactory(center=network.dagestan)
        context = client.get(make.section_of(network.tomsk, ProgramIndexPage).url).context
        assert [[page.pk for page in group] for _label, group in context["groups"]] == [
            [made[1].pk],
            [made[0].pk, made[2].pk],
        ]
        assert context["program_total"] == 3

    def test_document_that_is_not_published_is_not_offered(self, network, client: Client):
        document = make.CenterDocumentFactory(center=network.tomsk, elsewhere=True)
        page = make.ProgramPageFactory(center=network.tomsk, document=document)
        assert client.get(page.url).context["document"] is None
        document.save_revision().publish()
        assert client.get(page.url).context["document"] == document


class TestEvents:
    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"end_date": dt.date(2099, 10, 9)}, "Последний день не может быть раньше первого"),
            ({"date": dt.date(225, 10, 10)}, "Дата — от 1990 до 2100 года"),
            ({"date": dt.date(2999, 10, 10)}, "Дата — от 1990 до 2100 года"),
            ({"end_date": dt.date(2999, 10, 10)}, "Дата — от 1990 до 2100 года"),
            ({"date": None}, "не может"),
        ],
    )
    def test_impossible_dates(self, network, values, message):
        page = make.EventPageFactory(center=network.tomsk)
        for name, value in values.items():
            setattr(page, name, value)
        assert message in messages_of(page)

    def test_person_of_another_centre_cannot_answer_for_it(self, network):
        page = make.EventPageFactory(center=network.tomsk)
        page.responsible = make.TeacherFactory(center=network.dagestan)
        assert "Этот педагог работает в другом центре" in messages_of(page)

    def test_plan_of_another_centre_is_refused(self, network):
        section = make.section_of(network.tomsk, EventIndexPage)
        section.plan = make.CenterDocumentFactory(center=network.dagestan, elsewhere=True)
        assert "Это документ другого центра" in messages_of(section)

    def test_plan_is_offered_when_it_is_published(self, network, client: Client):
        section = make.section_of(network.tomsk, EventIndexPage)
        section.plan = make.CenterDocumentFactory(center=network.tomsk, elsewhere=True)
        section.save()
        assert client.get(section.url).context["plan"] is None
        section.plan.save_revision().publish()
        assert client.get(section.url).context["plan"] == section.plan

    def test_coming_ones_stand_in_order_and_past_ones_backwards(self, at, network, client: Client):
        at(2026, 9, 7, 6)
        for day in (1, 5, 9, 20):
            make.EventPageFactory(center=network.tomsk, date=dt.date(2026, 9, day))
        context = client.get(make.section_of(network.tomsk, EventIndexPage).url).context
        assert [event.date.day for event in context["coming"]] == [9, 20]
        assert [event.date.day for event in context["past"]] == [5, 1]


class TestNews:
    @pytest.mark.parametrize("year", [225, 1899, 2999])
    def test_impossible_dates(self, network, year):
        page = make.NewsPageFactory(center=network.tomsk)
        page.date = dt.date(year, 1, 1)
        assert "Дата — от 1990 до 2100 года" in messages_of(page)

    def test_news_of_a_place_are_its_own(self, network, client: Client):
        region = network.tomsk.page.get_parent().get_parent().specific
        index = region.add_child(instance=NewsIndexPage(title="Новости", slug="novosti"))
        own = make.NewsPageFactory(parent=index)
        of_the_centre = make.NewsPageFactory(center=network.tomsk)
        assert client.get(region.url).context["news"] == [own]
        assert client.get(network.tomsk.page.url).context["news"] == [of_the_centre]
        assert client.get("/").context["news"] == [own]

    def test_any_page_number_gives_a_page(self, network, client: Client, monkeypatch):
        monkeypatch.setattr("centers.models.pages.news.NEWS_ON_PAGE", 2)
        pages = [make.NewsPageFactory(center=network.tomsk) for _ in range(3)]
        address = pages[0].get_parent().url
        given = {}
        for number in ("1", "2", "-1", "0", str(10**9), "abc", ""):
            news = client.get(address, {"page": number}).context["news"]
            given[number] = (len(news), news.number)
        first, last = (2, 1), (1, 2)
        assert given == {
            "1": first,
            "2": last,
            "-1": last,
            "0": last,
            str(10**9): last,
            "abc": first,
            "": first,
        }
