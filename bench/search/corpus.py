"""Ten invented centres with clubs, people, events, news and orders: many things in many places."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from centers.models import (
    Center,
    CenterDocument,
    EventIndexPage,
    EventPage,
    Municipality,
    NewsIndexPage,
    NewsPage,
    ProgramIndexPage,
    ProgramPage,
    Region,
    School,
    Teacher,
)
from centers.services.bulk import create_rows, open_centers
from toolkit.text import transliterate

YEAR = 2022


@dataclass(frozen=True)
class Club:
    """A programme: `focus` is the direction of additional programmes, classes from and to."""

    title: str
    lead: str
    focus: str
    low: int
    high: int
    teacher: str = ""


@dataclass(frozen=True)
class Place:
    """A centre and what is found in it; `documents` are kind, number, date and title."""

    region: str
    municipality: str
    school: str
    clubs: tuple[Club, ...]
    teachers: tuple[tuple[str, str], ...] = ()
    event: tuple[str, str] = ("", "")
    news: tuple[str, str] = ("", "")
    documents: tuple[tuple[str, str, str, str], ...] = field(default=())


PLACES = (
    Place(
        "70",
        "Кедровореченский район",
        "Кедровореченская СОШ № 1",
        (
            Club(
                "Беспилотные летательные аппараты",
                "Учимся управлять и чинить.",
                "technical",
                7,
                9,
                "Журавлёв",
            ),
            Club("Химия вокруг нас", "Опыты с тем, что есть на кухне.", "natural_science", 8, 9, "Щукина"),
            Club("Шахматная азбука", "Первые партии и задачи.", "sport", 1, 4),
        ),
        (("Журавлёв Пётр Семёнович", "технология"), ("Щукина Зинаида Павловна", "химия")),
    ),
    Place(
        "70",
        "Верхнеобский район",
        "Верхнеобская гимназия",
        (
            Club("Робототехника LEGO", "Первые модели из деталей.", "technical", 2, 4, "Ёлкина"),
            Club("Занимательная физика", "Почему летит самолёт и плавает лёд.", "natural_science", 5, 6),
            Club("Изобразительное искусство в цифре", "Планшет вместо бумаги.", "arts", 5, 7),
        ),
        (("Ёлкина Софья Артёмовна", "начальные классы"),),
        ("Хакатон «Умная школа»", "Команды придумывают устройства за два дня."),
    ),
    Place(
        "54",
        "Солнечнополянский район",
        "Солнечнополянская школа",
        (
            Club(
                "Программирование на Python",
                "От первой строки до своей игры.",
                "technical",
                8,
                11,
                "Кузнечиков",
            ),
            Club("Юный эколог", "Считаем птиц и бережём родник.", "natural_science", 5, 7),
            Club("Мультстудия «Карандаш»", "Снимаем мультфильмы по своим сказкам.", "arts", 3, 6),
        ),
        (("Кузнечиков Аркадий Львович", "информатика"),),
        news=("Наши программисты победили на олимпиаде", "Первое место среди школ области."),
    ),
    Place(
        "54",
        "Заозёрный муниципальный округ",
        "Заозёрная СОШ",
        (
            Club("Робототехника на Arduino", "Собираем устройства с датчиками.", "technical", 7, 9),
            Club("Туристы-краеведы", "Походы, карты и узлы.", "tourism", 5, 8),
            Club("Медиацентр «Эфир»", "Школьные передачи и репортажи.", "social", 6, 9),
        ),
    ),
    Place(
        "66",
        "Каменнопрудский городской округ",
        "Лицей № 12 г. Каменный Пруд",
        (
            Club("3D-графика и прототипирование", "Модели для печати.", "technical", 7, 10),
            Club("VR-квест: путешествие внутрь клетки", "Очки и контроллеры на уроке.", "technical", 8, 10),
            Club("Физика в экспериментах", "Готовимся к олимпиадам.", "natural_science", 9, 11),
        ),
        event=("Фестиваль науки", "Опыты для всей семьи."),
        documents=(("order", "58", "2022-10-14", "О порядке работы лаборатории"),),
    ),
    Place(
        "16",
        "Яблоневский район",
        "Яблоневская средняя школа",
        (
            Club("Астрономия: звёздное небо", "Наблюдаем в телескоп.", "natural_science", 6, 9),
            Club("Биология под микроскопом", "Клетки, простейшие, пыльца.", "natural_science", 6, 8),
            Club("Финансовая грамотность", "Деньги семьи и свои.", "social", 8, 9),
        ),
    ),
    Place(
        "22",
        "Степноозёрский район",
        "Степноозёрская СОШ им. В. И. Пахомова",
        (
            Club("Агролаборатория школьника", "Выращиваем без почвы.", "natural_science", 6, 8),
            Club("Авиамоделирование", "Строим планеры и запускаем их.", "technical", 5, 8),
            Club("Шахматы для начинающих", "Правила, дебюты, турниры.", "sport", 1, 4),
        ),
        event=("Соревнования авиамоделистов", "Кто дольше удержит модель в воздухе."),
    ),
    Place(
        "27",
        "Тополёвореченский район",
        "МБОУ «Тополёвская ООШ»",
        (
            Club("Основы безопасности и первая помощь", "Что делать до приезда врача.", "social", 7, 9),
            Club("Лаборатория промышленного дизайна", "Эскиз, макет, вещь.", "technical", 7, 9),
            Club("Экология реки", "Пробы, карты, субботники.", "natural_science", 6, 8),
        ),
        documents=(("regulation", "", "2023-02-01", "Положение о сетевом взаимодействии"),),
    ),
    Place(
        "05",
        "Горнолуговский район",
        "Горнолуговская СОШ",
        (
            Club(
                "Робототехника и мехатроника",
                "Механизмы и программы к ним.",
                "technical",
                5,
                9,
                "Магомедрасулов",
            ),
            Club("Химический практикум", "Анализ и синтез.", "natural_science", 9, 11),
            Club("Юный программист Scratch", "Игры из блоков.", "technical", 3, 5),
        ),
        (("Магомедрасулов Ибрагим Юсупович", "технология"),),
        ("Турнир роботов «Горный трек»", "Гонки по склону."),
        documents=(("order", "17/1-ОД", "2024-08-30", "Об утверждении расписания"),),
    ),
    Place(
        "50",
        "Липовский городской округ",
        "Школа № 7 г. Липовки",
        (
            Club("Квадрокоптеры: сборка и полёты", "Собираем, настраиваем, летаем.", "technical", 6, 9),
            Club("Школа юного журналиста", "Газета, фото, интервью.", "social", 5, 9),
            Club(
                "Математический кружок «Пифагор»", "Задачи, которых нет в учебнике.", "natural_science", 5, 6
            ),
        ),
        news=("Дроны поднялись над стадионом", "Первые полёты увидели родители."),
        documents=(("order", "112-о", "2023-09-01", "О зачислении в кружки"),),
    ),
)


def build() -> None:
    """Make the centres and everything in them the way an import and an editor would."""
    centers = _centers()
    for place, center in zip(PLACES, centers, strict=True):
        _fill(place, center)


def _centers() -> list[Center]:
    regions = {region.code: region for region in Region.objects.all()}
    municipalities = [
        Municipality(
            region=regions[place.region], name=place.municipality, slug=transliterate(place.municipality)
        )
        for place in PLACES
    ]
    create_rows(municipalities)
    schools = [
        School(municipality=row, short_name=place.school)
        for place, row in zip(PLACES, municipalities, strict=True)
    ]
    create_rows(schools)
    centers = [
        Center(
            school=school,
            municipality=school.municipality,
            slug=transliterate(school.short_name)[:60],
            state="open",
            year=YEAR,
        )
        for school in schools
    ]
    create_rows(centers)
    keys = [center.pk for center in centers]
    rows = {row.pk: row for row in Center.objects.with_places().filter(pk__in=keys)}
    open_centers([rows[key] for key in keys])
    return [rows[key] for key in keys]


def _add(parent: Any, page: Any) -> None:
    page.slug = transliterate(page.title)[:60]
    parent.add_child(instance=page)
    page.save_revision().publish()


def _fill(place: Place, center: Center) -> None:
    top = center.page
    people = {
        name.split()[0]: Teacher.objects.create(
            center=center, full_name=name, subjects=subjects, post="педагог"
        )
        for name, subjects in place.teachers
    }
    clubs = ProgramIndexPage.objects.child_of(top).get()
    for club in place.clubs:
        page = ProgramPage(
            center=center,
            title=club.title,
            lead=club.lead,
            kind="additional",
            additional_focus=club.focus,
            grade_from=club.low,
            grade_to=club.high,
            teacher=people.get(club.teacher),
        )
        _add(clubs, page)
    title, lead = place.event
    if title:
        section = EventIndexPage.objects.child_of(top).get()
        _add(section, EventPage(center=center, title=title, lead=lead, date=dt.date(YEAR, 11, 3)))
    title, lead = place.news
    if title:
        section = NewsIndexPage.objects.child_of(top).first()
        if section is None:
            section = NewsIndexPage(title="Новости")
            _add(top, section)
        _add(section, NewsPage(title=title, lead=lead, date=dt.date(YEAR, 11, 3)))
    for kind, number, day, title in place.documents:
        CenterDocument.objects.create(
            center=center,
            kind=kind,
            number=number,
            date=dt.date.fromisoformat(day),
            title=title,
            stated_type="PDF",
            live=True,
        )
