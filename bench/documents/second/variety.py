"""Other documents of the held-out half."""

import datetime
import random

from bench.documents.paper import Block, Format, Gap, Key, Para, Row, Specimen
from bench.documents.second import material


def finish(form: str, blocks: list[Block], key: Key, rng: random.Random) -> Specimen:
    chosen: Format = rng.choices(["pdf", "docx", "odt"], [6, 4, 2])[0]
    layer = rng.choices(["plain", "words", "lookalikes", "spaces"], [4, 3, 1, 2])[0]
    name = rng.choice(["Scan1", "doc2", "документ сайт", "Новая папка", "01", "печать", "ИТОГ"])
    return Specimen(form, name, chosen, blocks, key, text_layer=layer)


def approval(school: tuple, date: datetime.date, rng: random.Random) -> list[Block]:
    """Stamps of agreement and approval as this half places them."""
    number = material.number(rng)
    month = material.MONTHS[1][date.month - 1]
    said = rng.choice(
        [
            f"«УТВЕРЖДАЮ»\n{school[3]}\n__________ / {school[4]} /\nПриказ от {date:%d.%m.%Y} № {number}",
            f"Утверждено приказом {school[1]}\n№ {number} от «{date:%d}» {month} {date.year} года",
            f"УТВЕРЖДЁН\nприказом от {date:%d.%m.%Y}г. №{number}",
            f"Приложение\nк приказу № {number}\nот {date.day} {month} {date.year} г.",
        ]
    )
    other = f"СОГЛАСОВАНО\nУправляющим советом\nПротокол № {rng.randrange(1, 6)} от {date:%d.%m.%Y}"
    style = rng.randrange(3)
    if style == 0:
        return [Row(((other, 80, "left"), (said, 80, "left")), size=11)]
    if style == 1:
        return [Para(said, "right")]
    return [Row((("", 90, "left"), (said, 75, "left")))]


PAPERS = (
    ("regulation", "Положение", "о структурном подразделении «Центр образования «Точка роста»"),
    ("regulation", "Положение", "об индивидуальном проекте обучающихся на базе Центра"),
    ("plan", "План", "внеурочных мероприятий на 2024–2025 учебный год"),
    ("plan", "Дорожная карта", "первоочередных действий по созданию Центра «Точка роста»"),
    ("plan", "Календарный план", "воспитательной работы Центра «Точка роста»"),
    ("program", "Программа", "летней профильной смены «Наука без границ»"),
    ("timetable", "График работы", "педагогов Центра «Точка роста»"),
    ("timetable", "Расписание", "занятий кружков в центре «Точка роста»"),
    ("list", "Список", "педагогических работников Центра «Точка роста»"),
    ("list", "Перечень", "функций Центра по обеспечению реализации образовательных программ"),
    (
        "media_plan",
        "Медиаплан",
        "информационного сопровождения деятельности центров «Точка роста» на 2024 год",
    ),
    ("indicators", "Показатели", "результативности работы Центра за 2023 год"),
)


def approved(rng: random.Random) -> Specimen:
    """A document under its stamp, the kind in capitals or spaced out."""
    school, date = rng.choice(material.SCHOOLS), material.day(rng)
    kind, word, rest = rng.choice(PAPERS)
    blocks = [*(Para(line, "center", size=10) for line in school[0]), Gap(3)] if rng.random() < 0.5 else []
    blocks += [*approval(school, date, rng), Gap(10)]
    style = rng.randrange(4)
    if style == 0:
        blocks.append(Para(f"{word.upper()}\n{rest}", "center", bold=True, left=15, width=140))
    elif style == 1 and " " not in word:
        blocks += [
            Para(" ".join(word.upper()), "center", bold=True),
            Para(rest, "center", left=30, width=110),
        ]
    elif style == 2:
        blocks.append(Para(f"{word} {rest}", "center", left=35, width=100, size=14))
    else:
        blocks.append(Para(f"{word.upper()} {rest.upper()}", "center", left=15, width=140))
    blocks += [Gap(5)]
    if kind in {"regulation", "program"}:
        blocks.append(
            Para(f"I. ОБЩИЕ ПОЛОЖЕНИЯ\n1. {material.GROUNDS[0]} определяется порядок работы.", "justify")
        )
    else:
        blocks.append(
            Row((("№", 12, "left"), ("Мероприятие", 100, "left"), ("Дата", 40, "left")), ruled=True)
        )
        blocks.append(
            Row(
                (("1", 12, "left"), ("Квест «Мир науки»", 100, "left"), ("15.10.2024", 40, "left")),
                ruled=True,
            )
        )
    key = Key(kind, None, date, (f"{word} {rest}",), caps=style == 3 or (style == 1 and " " in word))
    return finish(f"approved {kind}", blocks, key, rng)


def numbered(rng: random.Random) -> Specimen:
    """Minutes, acts, contracts, statements with own number and date."""
    school, date, number = rng.choice(material.SCHOOLS), material.day(rng), str(rng.randrange(1, 60))
    kind, word, rest = rng.choice(
        [
            ("protocol", "Протокол", "совещания рабочей группы по созданию Центра «Точка роста»"),
            ("act", "Акт", "готовности помещений Центра к новому учебному году"),
            ("contract", "Договор", "о сотрудничестве и совместной деятельности"),
            ("reference", "Справка", "по итогам проверки работы Центра «Точка роста»"),
        ]
    )
    blocks: list[Block] = [Para(line, "center", size=11) for line in school[0]] if kind != "contract" else []
    blocks += [
        Para(word.upper(), "center", bold=True),
        Para(rest, "center", left=25, width=120),
        Row(((f"№ {number}", 80, "left"), (material.any_date(date, rng), 80, "right"))),
        Gap(4),
        Para(f"{material.GROUNDS[1]} стороны пришли к следующему.", "justify", hyphens="hard"),
    ]
    return finish(f"numbered {kind}", blocks, Key(kind, number, date, (f"{word} {rest}",)), rng)


def program_cover(rng: random.Random) -> Specimen:
    """The cover of a programme with its approval at the right."""
    school, date = rng.choice(material.SCHOOLS), material.day(rng)
    title = rng.choice(
        [
            "Дополнительная общеобразовательная общеразвивающая программа «Агроэкология»",
            "Рабочая программа учебного предмета «Физика» для 7–9 классов",
            "Рабочая программа кружка «Занимательная биология»",
        ]
    )
    blocks: list[Block] = [
        *(Para(line, "center") for line in school[0]),
        Gap(6),
        *approval(school, date, rng),
        Gap(25),
        Para(title, "center", left=30, width=110, size=15),
        Gap(40),
        Para("Разработчик: Пак А. Р., учитель биологии", "right"),
        Gap(30),
        Para(f"{school[2]}\n{date.year} год", "center"),
    ]
    return finish("program_cover", blocks, Key("program", None, date, (title,)), rng)


def report(rng: random.Random) -> Specimen:
    """A report: nothing but a heading."""
    title = rng.choice(
        [
            "Отчёт о деятельности Центра образования «Точка роста» за 2023 год",
            "Отчёт руководителя Центра о выполнении плана мероприятий",
        ]
    )
    word, rest = title.split(" ", 1)
    blocks: list[Block] = [
        Para(f"{word.upper()}\n{rest}" if rng.random() < 0.5 else title, "center", left=20, width=130),
        Gap(4),
        Para(f"{material.GROUNDS[2]} проведено 14 мероприятий, охвачено 112 человек.", "justify"),
    ]
    return finish("report", blocks, Key("report", None, None, (title,)), rng)


def resolution(rng: random.Random) -> Specimen:
    """A municipal resolution."""
    date, number = material.day(rng), str(rng.randrange(20, 900))
    topic = "О создании центров «Точка роста» на базе общеобразовательных организаций района в 2022 году"
    blocks: list[Block] = [
        Para("РОССИЙСКАЯ ФЕДЕРАЦИЯ\nАДМИНИСТРАЦИЯ ТАЁЖНОГО РАЙОНА", "center", bold=True),
        Para("ПОСТАНОВЛЕНИЕ", "center", tracking=2),
        Row(((f"от {material.any_date(date, rng)}", 80, "left"), (f"№ {number}", 80, "right"))),
        Para("рп. Таёжный", "center"),
        Gap(4),
        Para(topic, width=90, hyphens="hard"),
        Para(f"{material.GROUNDS[0]}, администрация района ПОСТАНОВЛЯЕТ:", "justify"),
        Para("1. Создать центры «Точка роста» согласно приложению.", "justify"),
    ]
    return finish("resolution", blocks, Key("other", number, date, ("Постановление о" + topic[1:],)), rng)
