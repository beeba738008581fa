"""Orders of the held-out half, placed otherwise than those of the first."""

import datetime
import random
from dataclasses import dataclass

from bench.documents.paper import Block, Format, Gap, Key, Later, PageBreak, Para, Row, Specimen
from bench.documents.second import material


@dataclass(slots=True)
class Values:
    """What one order says of itself."""

    school: tuple
    number: str
    date: datetime.date
    topic: str


def values(rng: random.Random) -> Values:
    return Values(
        rng.choice(material.SCHOOLS), material.number(rng), material.day(rng), rng.choice(material.TOPICS)
    )


def finish(form: str, one: Values, blocks: list[Block], rng: random.Random, **changes: object) -> Specimen:
    chosen: Format = rng.choices(["pdf", "docx", "odt"], [6, 4, 2])[0]
    paper = Specimen(
        form,
        material.bad_name(rng),
        chosen,
        blocks,
        Key("order", one.number, one.date, (one.topic,)),
        text_layer=rng.choices(["plain", "words", "lookalikes", "spaces"], [4, 3, 1, 2])[0],
    )
    if rng.random() < 0.25:
        paper.metadata_title = rng.choice(
            ["Слайд 1", "prikaz.doc", "Приказ №", "Администратор", "РОССИЙСКАЯ ФЕДЕРАЦИЯ"]
        )
    for name, value in changes.items():
        setattr(paper, name, value)
    return paper


def head(one: Values, rng: random.Random) -> list[Block]:
    lines = one.school[0]
    joined = "\n".join(lines)
    if rng.random() < 0.4:
        return [*(Para(line, "center", size=11) for line in lines), Gap(5)]
    return [Para(joined, "center", bold=rng.random() < 0.5), Gap(5)]


def heading(one: Values, rng: random.Random) -> Block:
    style = rng.randrange(4)
    if style == 0:
        return Para(one.topic, width=rng.choice([62, 70, 75]), hyphens="hard")
    if style == 1:
        return Para(one.topic, width=95, hyphens="soft", bold=True)
    if style == 2:
        return Para(one.topic, "center", left=25, width=120)
    return Para(one.topic, "left", bold=True)


def number_below_word(rng: random.Random) -> Specimen:
    """Kind, under it the number alone, under it the date with the place in one line."""
    one = values(rng)
    blocks = [
        *head(one, rng),
        Para("ПРИКАЗ", "center", bold=True, size=14),
        Para(material.marked(one.number, rng), "center"),
        Gap(3),
        Para(f"{one.school[2]}{' ' * rng.randrange(8, 30)}{material.any_date(one.date, rng)}"),
        Gap(4),
        heading(one, rng),
        *material.ending(one.school, rng),
    ]
    return finish("number_below_word", one, blocks, rng)


def date_over_word(rng: random.Random) -> Specimen:
    """Date and number stand above the word «Приказ»."""
    one = values(rng)
    blocks = [
        *head(one, rng),
        Para(f"{material.any_date(one.date, rng)}   {material.marked(one.number, rng)}"),
        Gap(3),
        Para("ПРИКАЗ", "center", tracking=rng.choice([0, 4])),
        Gap(3),
        heading(one, rng),
        *material.ending(one.school, rng),
    ]
    return finish("date_over_word", one, blocks, rng)


def by_main_activity(rng: random.Random) -> Specimen:
    """«по основной деятельности» between the kind and the requisites."""
    one = values(rng)
    extra = rng.choice(
        ["по основной деятельности", "(по основной деятельности)", "по школе", "по личному составу"]
    )
    blocks = [
        *head(one, rng),
        Para("Приказ", "center", size=14, bold=True),
        Para(extra, "center"),
        Gap(2),
        Row(
            (
                (f"от {material.any_date(one.date, rng)}", 90, "left"),
                (material.marked(one.number, rng), 70, "right"),
            )
        ),
        Gap(3),
        heading(one, rng),
        *material.ending(one.school, rng),
    ]
    return finish("by_main_activity", one, blocks, rng)


def gost_form(rng: random.Random) -> Specimen:
    """A unified form: «Номер документа | Дата составления» over the values, codes at the right."""
    one = values(rng)
    blocks = [
        Para("Код\nФорма по ОКУД 0301001\nпо ОКПО 41732900", "right", size=8),
        *head(one, rng),
        Row(
            (("", 60, "left"), ("Номер документа", 50, "center"), ("Дата составления", 50, "center")), size=10
        ),
        Row(
            (("ПРИКАЗ", 60, "right"), (one.number, 50, "center"), (f"{one.date:%d.%m.%Y}", 50, "center")),
            ruled=True,
        ),
        Gap(5),
        heading(one, rng),
        *material.ending(one.school, rng),
    ]
    return finish("gost_form", one, blocks, rng)


def two_columns(rng: random.Random) -> Specimen:
    """Letterhead in the left cell of a table, the heading of the order in the right one or under it."""
    one = values(rng)
    left = "\n".join(one.school[0])
    right = f"ПРИКАЗ\n{material.any_date(one.date, rng)}\n{material.marked(one.number, rng)}\n{one.school[2]}"
    cells = (left, 85, "center"), (right, 75, "center")
    blocks = [Row(cells), Gap(5), heading(one, rng), *material.ending(one.school, rng)]
    return finish("two_columns", one, blocks, rng)


def filled_form(rng: random.Random) -> Specimen:
    """A form with underscores, its values drawn over it afterwards."""
    one = values(rng)
    values_row = Row(
        (
            (material.long_date(one.date, rng), 80, "left"),
            (f"№ {one.number}", 60, "right"),
        )
    )
    word = Para("П Р И К А З", "center", bold=True)
    blocks = [
        *head(one, rng),
        word,
        Gap(2),
        Later(values_row),
        Para("_" * 60, size=7),
        Gap(4),
        heading(one, rng),
    ]
    blocks += material.ending(one.school, rng)
    return finish("filled_form", one, blocks, rng, format="pdf")


def extract(rng: random.Random) -> Specimen:
    """An extract from an order."""
    one = values(rng)
    blocks = [
        *head(one, rng),
        Para("ВЫПИСКА ИЗ ПРИКАЗА", "center", bold=True),
        Gap(2),
        Para(f"от {material.any_date(one.date, rng)} {material.marked(one.number, rng)}", "center"),
        Gap(3),
        heading(one, rng),
        *material.ending(one.school, rng),
    ]
    return finish("extract", one, blocks, rng)


def sentence_heading(rng: random.Random) -> Specimen:
    """«Приказ от … № … «О …»» as one centred sentence over several lines."""
    one = values(rng)
    text = (
        f"Приказ {one.school[1]} от {material.any_date(one.date, rng)} "
        f"{material.marked(one.number, rng)} «{one.topic}»"
    )
    blocks = [Para(text, "center", left=20, width=130, bold=True), Gap(4), *material.ending(one.school, rng)]
    return finish("sentence_heading", one, blocks, rng)


def undated(rng: random.Random) -> Specimen:
    """The date is a blank; nothing else says it."""
    one = values(rng)
    blocks = [
        *head(one, rng),
        Para("ПРИКАЗ", "center", bold=True),
        Row((("«___» __________ 20___ г.", 80, "left"), (material.marked(one.number, rng), 80, "right"))),
        Gap(3),
        heading(one, rng),
        *material.ending(one.school, rng),
    ]
    paper = finish("undated", one, blocks, rng)
    paper.key = Key("order", one.number, None, (one.topic,))
    return paper


def capital_heading(rng: random.Random) -> Specimen:
    """Everything above the body in capitals, in lines that break anywhere."""
    one = values(rng)
    blocks = [
        Para("\n".join(one.school[0]).upper(), "center"),
        Gap(4),
        Para(f"ПРИКАЗ {material.marked(one.number, rng)}", "center"),
        Para(f"ОТ {material.any_date(one.date, rng).upper()}", "center"),
        Gap(3),
        Para(one.topic.upper(), "left", width=100),
        *material.ending(one.school, rng),
    ]
    paper = finish("capital_heading", one, blocks, rng)
    paper.key = Key("order", one.number, one.date, (one.topic,), caps=True)
    return paper


def signed_on_top(rng: random.Random) -> Specimen:
    """The stamp of an electronic signature and its validity stand first in the text layer."""
    one = values(rng)
    blocks = [
        material.signed(one.school, rng),
        *head(one, rng),
        Para("ПРИКАЗ", "center", bold=True),
        Gap(2),
        Row(
            (
                (material.short_date(one.date, rng), 80, "left"),
                (material.marked(one.number, rng), 80, "right"),
            )
        ),
        Para(one.school[2], "center"),
        heading(one, rng),
        *material.ending(one.school, rng),
    ]
    return finish("signed_on_top", one, blocks, rng)


def letter_before(rng: random.Random) -> Specimen:
    """The order with the lists behind it; footers repeat its number on every page."""
    one = values(rng)
    blocks = [
        *head(one, rng),
        Para(f"ПРИКАЗ {material.marked(one.number, rng)} от {material.any_date(one.date, rng)}", "center"),
        Gap(4),
        heading(one, rng),
        *material.ending(one.school, rng),
        PageBreak(),
        Para(f"Приложение 1\nк приказу № {one.number}\nот {one.date:%d.%m.%Y} г.", "right", size=10),
        Para("СПИСОК ОБУЧАЮЩИХСЯ", "center", bold=True),
        Row(
            (("1.", 10, "left"), ("Ахмедова Зарина, 8 «А»", 90, "left"), ("12.05.2010", 40, "left")),
            ruled=True,
        ),
        Row((("2.", 10, "left"), ("Быков Пётр, 8 «Б»", 90, "left"), ("30.11.2009", 40, "left")), ruled=True),
    ]
    return finish("with_list", one, blocks, rng)


def file_name_only(rng: random.Random) -> Specimen:
    """A scan or photograph with a speaking name."""
    one = values(rng)
    number = one.number.replace("/", "-")
    topic = one.topic.replace("«", "").replace("»", "")
    date = one.date
    name = rng.choice(
        [
            f"Пр. № {number} от {date:%d.%m.%y} {topic}",
            f"приказ {topic} №{number} от {date:%d.%m.%Y}",
            f"№ {number} от {date:%d.%m.%Y}г. {topic}",
            f"Приказ-{number}-{date:%d.%m.%Y}-{topic}",
            f"{number} {topic} {date:%d.%m.%Y}",
            f"ПРИКАЗ от {date.day} {material.MONTHS[1][date.month - 1]} {date.year} г. № {number} {topic}",
            f"{date:%Y.%m.%d} приказ №{number} {topic}",
        ]
    )
    kind = "order"
    if not name.lower().startswith(("пр", f"{date:%Y}")):
        name = f"Приказы — {name}" if name.startswith("№") else f"Приказ {name}"
    blocks = [*head(one, rng), Para("ПРИКАЗ", "center"), heading(one, rng), *material.ending(one.school, rng)]
    paper = finish(
        "file_name_only", one, blocks, rng, format=rng.choice(["scan", "scan", "photo"]), name=name
    )
    paper.metadata_title = ""
    paper.key = Key(kind, number, date, (topic,))
    return paper
