"""Plan of events, timetable and list of equipment of the example centre."""

from itertools import groupby

from demo.content.equipment import EQUIPMENT, ROOMS
from demo.content.example import TEACHERS
from demo.content.programs import PROGRAMS
from demo.content.timetable import LESSONS
from demo.making.orders import HEAD, row_of, short
from demo.making.paper import Paper
from toolkit.text import weekday_name

_PLAN = (
    (
        "Учебно-воспитательные мероприятия",
        (
            ("Входная диагностика: что мы умеем в лаборатории", "сентябрь", "7–9 классы", "М. А. Соколова"),
            ("Экскурсия в лабораторию", "октябрь", "4 классы", "А. В. Лугова"),
            ("Открытые уроки физики, химии и биологии", "ноябрь", "7–9 классы, учителя района", "учителя"),
            ("Мастер-класс «Микромир»", "ноябрь", "5–6 классы", "П. Н. Ручьёв"),
            ("Дистанционная встреча «Опыты дома»", "декабрь, март", "ученики любых школ", "А. В. Лугова"),
            ("Практикум перед экзаменом по физике", "февраль – май", "9 класс", "М. А. Соколова"),
            ("День науки", "февраль", "1–9 классы", "все педагоги"),
        ),
    ),
    (
        "Внеурочные мероприятия",
        (
            ("Выход к реке за пробами воды", "сентябрь, май", "6–9 классы", "П. Н. Ручьёв"),
            ("Неделя естественных наук", "октябрь", "5–9 классы", "П. Н. Ручьёв"),
            ("Районный турнир по робототехнике", "ноябрь", "5–8 классы, школы района", "И. С. Ветров"),
            ("Защита ученических проектов", "декабрь, апрель", "8–9 классы", "А. В. Лугова"),
            ("Инженерная смена в каникулы", "январь, март", "6–8 классы", "Т. Р. Берёзкин"),
            ("Школьный этап конкурса юных исследователей", "март", "3–4 классы", "О. Д. Ясенева"),
            ("Испытания моделей мостов", "апрель", "7–8 классы", "И. С. Ветров"),
        ),
    ),
    (
        "Социокультурные мероприятия",
        (
            ("День открытых дверей", "сентябрь", "родители и ученики", "М. А. Соколова"),
            ("Встреча с инженером", "октябрь", "7–9 классы", "И. С. Ветров"),
            (
                "Семейная мастерская: ёлочные игрушки на 3D-принтере",
                "декабрь",
                "семьи учеников",
                "Т. Р. Берёзкин",
            ),
            ("Субботник у школьного пруда", "апрель", "все желающие", "П. Н. Ручьёв"),
            ("Выставка проектов для жителей села", "май", "все желающие", "М. А. Соколова"),
        ),
    ),
)


def draw_plan() -> Paper:
    row = row_of("plan")
    paper = Paper(f"{row.title} (пример)", row.date)
    paper.approved(row.date, "112")
    paper.title_line(
        "ПЛАН",
        "учебно-воспитательных, внеурочных и социокультурных мероприятий центра «Точка "
        "роста» на 2026/2027 учебный год",
    )
    rows: list[tuple[str, ...]] = []
    number = 0
    for group, events in _PLAN:
        rows.append((group,))
        for event in events:
            number += 1
            rows.append((str(number), *event))
    paper.grid(("№", "Мероприятие", "Срок", "Для кого", "Кто отвечает"), rows, (9, 66, 30, 36, 32), 10.5)
    paper.words(
        "Сроки уточняются за две недели; о переносе сообщаем на странице «Мероприятия». "
        "На открытые мероприятия "
        "приглашаем учеников других школ: заявку можно прислать на почту центра."
    )
    paper.signature("Руководитель центра", HEAD)
    return paper


def draw_timetable() -> Paper:
    row = row_of("timetable")
    paper = Paper(f"{row.title} (пример)", row.date)
    paper.approved(row.date, "115")
    paper.title_line("РЕЖИМ ЗАНЯТИЙ", "центра «Точка роста» на 2026/2027 учебный год")
    titles = {program.key: program.title.split(". ")[0].split(":")[0] for program in PROGRAMS}
    rooms = {room.key: room.number for room in ROOMS}
    teachers = {teacher.key: short(teacher.full_name) for teacher in TEACHERS}
    rows: list[tuple[str, ...]] = []
    for weekday, lessons in groupby(LESSONS, key=lambda lesson: lesson.weekday):
        rows.append((weekday_name(weekday - 1).capitalize(),))
        rows.extend(
            (
                f"{lesson.start:%H:%M}–{lesson.end:%H:%M}",
                titles[lesson.program],
                lesson.classes,
                rooms[lesson.room],
                teachers[lesson.teacher],
            )
            for lesson in lessons
        )
    paper.grid(("Время", "Занятие", "Классы", "Кабинет", "Педагог"), rows, (30, 62, 20, 20, 40), 10.5)
    paper.words("Центр работает с понедельника по пятницу с 8:30 до 18:00, в субботу с 9:00 до 13:00.")
    paper.words("Утренние занятия — уроки по расписанию школы, после 14:00 — внеурочные занятия и кружки.")
    paper.signature("Руководитель центра", HEAD)
    return paper


def draw_equipment() -> Paper:
    row = row_of("equipment")
    paper = Paper(f"{row.title} (пример)", row.date)
    paper.approved(row.date, "118")
    paper.title_line("ПЕРЕЧЕНЬ ОБОРУДОВАНИЯ", "центра «Точка роста» на 1 сентября 2026 года")
    rooms = {room.key: room.number for room in ROOMS}
    rows: list[tuple[str, ...]] = []
    number = 0
    for kit, things in groupby(EQUIPMENT, key=lambda thing: thing.kit):
        rows.append((kit,))
        for thing in things:
            number += 1
            amount = f"{thing.quantity} {thing.unit}"
            rows.append(
                (str(number), thing.name, thing.subject or "все", amount, rooms[thing.room], str(thing.year))
            )
    paper.grid(
        ("№", "Наименование", "Предмет", "Количество", "Кабинет", "Год"), rows, (10, 78, 28, 26, 20, 14), 10
    )
    paper.signature("Руководитель центра", HEAD)
    return paper
