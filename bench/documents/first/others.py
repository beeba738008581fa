"""Other documents of the first half: regulations, plans, programmes and the like."""

import datetime
import random

from bench.documents.first import words
from bench.documents.paper import Block, Format, Gap, Key, Para, Row, Specimen


def stamp(school: words.School, date: datetime.date, number: str, rng: random.Random) -> Block:
    """The approving order in the right corner; its number is not the document's own."""
    said = rng.choice(
        [
            f"УТВЕРЖДЕНО\nприказом {school.short}\nот {date:%d.%m.%Y} № {number}",
            (
                f"УТВЕРЖДЕНО\nприказом директора\nот «{date:%d}» "
                f"{words.MONTHS[date.month - 1]} {date.year} г. № {number}"
            ),
            (
                f"УТВЕРЖДАЮ\nДиректор {school.short}\n_________ {school.director}\n"
                f"Приказ № {number} от {date:%d.%m.%Y} г."
            ),
            f"Приложение № 1\nк приказу {school.short}\nот {date:%d.%m.%Y} № {number}",
            (
                f"Утверждаю\nдиректор школы ________ {school.director}\n«{date:%d}» "
                f"{words.MONTHS[date.month - 1]} {date.year} г."
            ),
        ]
    )
    if rng.random() < 0.3:
        council = (
            f"ПРИНЯТО\nна заседании педагогического совета\nпротокол от "
            f"{date:%d.%m.%Y} № {rng.randrange(1, 9)}"
        )
        return Row(((council, 85, "left"), (said, 85, "left")), size=11)
    return Para(said, left=95, size=11)


def specimen(form: str, blocks: list[Block], key: Key, rng: random.Random) -> Specimen:
    chosen: Format = rng.choices(["pdf", "docx", "odt"], [6, 3, 1])[0]
    layer = rng.choices(["plain", "words", "lookalikes", "spaces"], [5, 2, 1, 2])[0]
    name = rng.choice(["Документ", "файл 1", "scan", "для сайта", "ТР", "готово (1)"])
    return Specimen(form, name, chosen, blocks, key, text_layer=layer)


def approved(rng: random.Random) -> Specimen:
    """A regulation, plan, list or timetable under the stamp of its approval."""
    school, date, number = rng.choice(words.SCHOOLS), words.day(rng), words.number(rng)
    kind, word, rest = rng.choice(
        [
            ("regulation", "Положение", f"о {words.CENTRE_OF}"),
            ("regulation", "Положение", "о порядке использования оборудования Центра «Точка роста»"),
            ("plan", "План", ("учебно-воспитательных, внеурочных и социокультурных мероприятий "
             "в Центре «Точка роста» на 2023/2024 учебный год")),
            ("plan", "План", "работы Центра «Точка роста» на 2024-2025 учебный год"),
            ("plan", "План мероприятий («дорожная карта»)", f"по созданию и функционированию {words.CENTER}"),
            ("media_plan", "Медиаплан", "по информационному сопровождению создания Центра «Точка роста»"),
            ("list", "Перечень", "оборудования Центра «Точка роста»"),
            ("list", "Перечень", "дополнительных общеобразовательных программ, реализуемых в Центре"),
            ("timetable", "Режим занятий", "обучающихся Центра «Точка роста» на 2023-2024 учебный год"),
            ("timetable", "Расписание занятий", "внеурочной деятельности Центра «Точка роста»"),
            ("indicators", "Показатели", "деятельности Центра «Точка роста»"),
            ("program", "Программа", "развития Центра «Точка роста» на 2022–2025 годы"),
        ]
    )  # fmt: skip
    shown = rng.choice([word, word.upper()])
    blocks: list[Block] = [stamp(school, date, number, rng), Gap(12)]
    if rng.random() < 0.5:
        blocks += [Para(shown, "center", bold=True), Para(rest, "center", left=20, width=130)]
    else:
        blocks += [Para(f"{shown} {rest}", "center", left=15, width=140, bold=True)]
    blocks += [Gap(6), *table_or_text(kind, rng)]
    return specimen(f"approved {kind}", blocks, Key(kind, None, date, (f"{word} {rest}",)), rng)


def table_or_text(kind: str, rng: random.Random) -> list[Block]:
    if kind in {"regulation", "program"}:
        return [
            Para("1. Общие положения", bold=True),
            Para(f"1.1. Настоящий документ разработан на следующем основании. {words.DECOYS[0]}.", "justify"),
            Para("1.2. Центр создан в 2021 году и не является юридическим лицом.", "justify"),
        ]
    rows: list[Block] = [
        Row((("№ п/п", 15, "left"), ("Наименование", 95, "left"), ("Срок", 60, "left")), ruled=True)
    ]
    names = ("Физика. Опыты", "Неделя науки", "Робототехника", "Экскурсия", "Мастер-класс по химии")
    rows += [
        Row(
            ((str(place), 15, "left"), (name, 95, "left"), (f"{words.day(rng):%d.%m.%Y}", 60, "left")),
            ruled=True,
        )
        for place, name in enumerate(names, 1)
    ]
    return rows


def work_program(rng: random.Random) -> Specimen:
    """The title page of a programme with two or three stamps in a row."""
    school, date, number = rng.choice(words.SCHOOLS), words.day(rng), words.number(rng)
    earlier = date - datetime.timedelta(days=rng.randrange(1, 4))
    row = Row(
        (
            (f"РАССМОТРЕНО\nна заседании ШМО\nПротокол № 1\nот {earlier:%d.%m.%Y}", 57, "left"),
            (f"СОГЛАСОВАНО\nзам. директора по УВР\n______ Петрова О.Н.\n{earlier:%d.%m.%Y}", 57, "left"),
            (
                f"УТВЕРЖДЕНО\nДиректор\n______ {school.director}\nПриказ № {number}\nот {date:%d.%m.%Y}",
                56,
                "left",
            ),
        ),
        size=10,
    )
    name = rng.choice(
        ["Юный физик", "Робототехника", "Химия вокруг нас", "3D-моделирование", "Мир под микроскопом"]
    )
    long = rng.choice(
        ["Рабочая программа внеурочной деятельности", "Дополнительная общеразвивающая программа"]
    )
    first, rest = long.split(" программа")
    lines = rng.choice(
        [
            f"{first} программа{rest}",
            f"{first.upper()} ПРОГРАММА\n{rest.strip() or 'технической направленности'}",
        ]
    )
    title = " ".join(lines.split("\n"))
    title = title[0] + title[1:].lower()
    blocks = [
        Para(school.full, "center"),
        row,
        Gap(30),
        Para(lines, "center", bold=True),
        Para(f"«{name}»", "center", size=16),
        Gap(10),
        Para("Возраст обучающихся: 11–14 лет\nСрок реализации: 1 год", "center"),
        Gap(20),
        Para("Составитель:\nКузьмин Д.А., учитель физики", left=100),
        Gap(40),
        Para(f"{school.place}, {date.year}", "center"),
    ]
    return specimen("work_program", blocks, Key("program", None, date, (f"{title} «{name}»",)), rng)


def numbered(rng: random.Random) -> Specimen:
    """Minutes, acts, contracts and statements with a number and a date of their own."""
    school, date, number = rng.choice(words.SCHOOLS), words.day(rng), str(rng.randrange(1, 40))
    kind, word, rest = rng.choice(
        [
            ("protocol", "Протокол", "заседания педагогического совета"),
            ("act", "Акт", "приёмки оборудования Центра «Точка роста»"),
            ("contract", "Договор", "о сетевой форме реализации образовательной программы"),
            ("reference", "Справка", "о материально-техническом обеспечении Центра «Точка роста»"),
        ]
    )
    said = words.date_text(date, rng, words=rng.random() < 0.5)
    blocks: list[Block] = [Para(school.full, "center"), Gap(4)] if rng.random() < 0.6 else []
    if rng.random() < 0.5 or kind == "contract":
        blocks += [
            Para(f"{word.upper()} № {number}", "center", bold=True),
            Para(rest, "center"),
            Row(((school.place, 85, "left"), (said, 85, "right"))),
        ]
    else:
        blocks += [
            Para(word.upper(), "center", bold=True),
            Para(rest, "center"),
            Para(f"от {said} № {number}", "center"),
        ]
    blocks += [Gap(5), Para(f"{words.DECOYS[2]}. Присутствовали: 14 человек.", "justify")]
    return specimen(f"numbered {kind}", blocks, Key(kind, number, date, (f"{word} {rest}",)), rng)


def report(rng: random.Random) -> Specimen:
    """A report without number or date of its own."""
    school = rng.choice(words.SCHOOLS)
    title = rng.choice(
        [
            f"Отчёт о работе Центра «Точка роста» {school.short} за 2022/2023 учебный год",
            "Отчёт о проведённых мероприятиях Центра «Точка роста» за I полугодие 2023-2024 учебного года",
        ]
    )
    blocks = [
        Para(title, "center", left=15, width=140, bold=True),
        Gap(6),
        Para(words.DECOYS[1] + ".", "justify"),
    ]
    return specimen("report", blocks, Key("report", None, None, (title,)), rng)


def directive(rng: random.Random) -> Specimen:
    """A region's directive: the list has no kind for it, so its word begins the title."""
    date, number = words.day(rng), f"{rng.randrange(10, 900)}-р"
    topic = "О создании в 2022 году центров образования «Точка роста» в Залесской области"
    blocks = [
        Para("ДЕПАРТАМЕНТ ОБЩЕГО ОБРАЗОВАНИЯ\nЗАЛЕССКОЙ ОБЛАСТИ", "center", bold=True),
        Gap(3),
        Para("РАСПОРЯЖЕНИЕ", "center", tracking=3),
        Row(((words.date_text(date, rng), 85, "left"), (f"№ {number}", 85, "right"))),
        Para("г. Залесск", "center"),
        Gap(5),
        Para(topic, width=85),
        Para(f"{words.DECOYS[0]}:", "justify"),
        Para("1. Определить региональным координатором департамент.", "justify"),
    ]
    key = Key("other", number, date, ("Распоряжение о" + topic[1:],))
    return specimen("directive", blocks, key, rng)
