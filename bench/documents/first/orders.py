"""Orders of the first half: how schools place the date, the number and the heading."""

import random
from dataclasses import replace

from bench.documents.first import words
from bench.documents.paper import Block, Format, Gap, Key, Later, PageBreak, Para, Row, Specimen
from bench.documents.paper import Form as Form


class Order:
    """The values of one order and the pieces that every template needs."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.school = rng.choice(words.SCHOOLS)
        self.number = words.number(rng)
        self.date = words.day(rng)
        self.topic = rng.choice(words.TOPICS).format(short=self.school.short)
        self.hyphens = rng.random() < 0.4

    @property
    def date_text(self) -> str:
        return words.date_text(self.date, self.rng)

    @property
    def number_text(self) -> str:
        return words.number_text(self.number, self.rng)

    def heading(self, *, centred: bool = False, width: float = 85) -> Para:
        quoted = self.rng.random() < 0.15 and "«" not in self.topic
        text = f"«{self.topic}»" if quoted else self.topic
        text = text + "." if self.rng.random() < 0.1 else text
        hyphens = self.rng.choice(["hard", "soft"]) if self.hyphens and not centred else ""
        if centred:
            return Para(text, "center", bold=True, left=15, width=140)
        return Para(text, "left", width=width, hyphens=hyphens, bold=self.rng.random() < 0.3)

    def body(self) -> list[Block]:
        return words.body(self.school, self.rng, hyphens=self.hyphens)

    def letterhead(self) -> list[Block]:
        return words.letterhead(self.school, self.rng)

    def specimen(self, form: str, blocks: list[Block], **changes: object) -> Specimen:
        rng = self.rng
        chosen: Format = rng.choices(["pdf", "docx", "odt"], [7, 3, 1])[0]
        layer = rng.choices(["plain", "words", "lookalikes", "spaces"], [5, 2, 1, 2])[0]
        key = Key("order", self.number, self.date, (self.topic,))
        specimen = Specimen(form, words.junk_name(rng), chosen, blocks, key, text_layer=layer)
        if rng.random() < 0.2:
            specimen.metadata_title = rng.choice(
                ["Microsoft Word - Приказ", "Приказ", "Документ1", "ПРИКАЗ О СОЗДАНИИ", "untitled"]
            )
        for name, value in changes.items():
            setattr(specimen, name, value)
        return specimen


def classic(rng: random.Random) -> Specimen:
    """ГОСТ: kind in the middle, date left, number right, place below, narrow heading at the left."""
    order = Order(rng)
    word = rng.choice([Para("ПРИКАЗ", "center", bold=True), Para("ПРИКАЗ", "center", tracking=6, size=14)])
    row = Row(((order.date_text, 85, "left"), (order.number_text, 85, "right")))
    blocks = [*order.letterhead(), word, Gap(4), row, Gap(2)]
    if rng.random() < 0.6:
        blocks.append(Para(order.school.place, "center"))
    return order.specimen("classic", [*blocks, Gap(4), order.heading(), *order.body()])


def spaced_out(rng: random.Random) -> Specimen:
    """«П Р И К А З», then «от … № …» in one line."""
    order = Order(rng)
    gap = rng.choice([" ", "   ", "\t", "      "]).replace("\t", "    ")
    line = f"от {order.date_text}{gap}{order.number_text}"
    blocks = [
        *order.letterhead(),
        Para(rng.choice(["П Р И К А З", "П  Р  И  К  А  З"]), "center", bold=True),
        Gap(3),
        Para(line, rng.choice(["left", "center"])),
        Gap(3),
        order.heading(centred=rng.random() < 0.4),
    ]
    return order.specimen("spaced_out", [*blocks, *order.body()])


def one_line(rng: random.Random) -> Specimen:
    """«ПРИКАЗ № 12-о от 04.04.2024 г.» in one line."""
    order = Order(rng)
    word = rng.choice(["ПРИКАЗ", "Приказ"])
    line = rng.choice(
        [
            f"{word} {order.number_text} от {order.date_text}",
            f"{word} от {order.date_text} {order.number_text}",
            f"{word} {order.number_text}  от  {order.date_text}",
        ]
    )
    blocks = [
        *order.letterhead(),
        Para(line, "center", bold=True),
        Gap(4),
        order.heading(centred=rng.random() < 0.5),
    ]
    return order.specimen("one_line", [*blocks, *order.body()])


def number_then_date(rng: random.Random) -> Specimen:
    """«Приказ № 12», the date in a line of its own at the right or below."""
    order = Order(rng)
    blocks: list[Block] = [
        *order.letterhead(),
        Para(f"Приказ {order.number_text}", "center", bold=True),
        Para(order.date_text, rng.choice(["right", "left", "center"])),
    ]
    if rng.random() < 0.5:
        blocks.append(Para(order.school.place, "left"))
    blocks += [Gap(4), order.heading(centred=True)]
    return order.specimen("number_then_date", [*blocks, *order.body()])


def three_cells(rng: random.Random) -> Specimen:
    """Date, place and number in the cells of one row."""
    order = Order(rng)
    row = Row(
        (
            (order.date_text, 65, "left"),
            (order.school.place, 55, "center"),
            (order.number_text, 50, "right"),
        ),
        ruled=rng.random() < 0.3,
    )
    blocks = [*order.letterhead(), Para("ПРИКАЗ", "center", bold=True, size=14), Gap(4), row, Gap(4)]
    return order.specimen("three_cells", [*blocks, order.heading(), *order.body()])


def corner_letterhead(rng: random.Random) -> Specimen:
    """A letterhead in the left corner with underlined blanks filled in."""
    order = Order(rng)
    filled = rng.choice(
        [
            f"от __{order.date:%d.%m.%Y}__ № _{order.number}_",
            f"{order.date:%d.%m.%Y} № {order.number}",
            (
                f"«_{order.date:%d}_» _{words.MONTHS[order.date.month - 1]}_ "
                f"{order.date.year} г. № __{order.number}__"
            ),
        ]
    )
    corner = f"{order.school.full}\n{order.school.address}\nПРИКАЗ\n{filled}\n{order.school.place}"
    blocks = [Row(((corner, 90, "center"), ("", 80, "left")), size=11), Gap(4), order.heading(width=80)]
    return order.specimen("corner_letterhead", [*blocks, *order.body()])


def drawn_later(rng: random.Random) -> Specimen:
    """Date and number typed over a letterhead: in the text layer they come after the page."""
    order = Order(rng)
    row = Row(((order.date_text, 85, "left"), (order.number_text, 85, "right")))
    blocks = [*order.letterhead(), Para("ПРИКАЗ", "center", bold=True), Later(row), Gap(6)]
    blocks += [order.heading(), *order.body()]
    return order.specimen("drawn_later", blocks, format="pdf", text_layer="plain")


def capitals(rng: random.Random) -> Specimen:
    """The heading in capitals in the middle."""
    order = Order(rng)
    heading = replace(order.heading(centred=True), text=order.topic.upper())
    row = Row(((order.date_text, 85, "left"), (order.number_text, 85, "right")))
    blocks = [*order.letterhead(), Para("ПРИКАЗ", "center", bold=True), row, Gap(4), heading, *order.body()]
    specimen = order.specimen("capitals", blocks)
    specimen.key = replace(specimen.key, caps=True)
    return specimen


def stamped_entry(rng: random.Random) -> Specimen:
    """A stamp of an incoming letter or an electronic signature stands above the order."""
    order = Order(rng)
    stamp: Block = Para(f"Вх. № {rng.randrange(100, 999)} от {words.day(rng):%d.%m.%Y}", "right", size=9)
    if rng.random() < 0.5:
        stamp = words.signature_stamp(order.school, rng)
    row = Row(((order.date_text, 85, "left"), (order.number_text, 85, "right")))
    blocks = [stamp, *order.letterhead(), Para("ПРИКАЗ", "center", bold=True), Gap(2), row, Gap(4)]
    return order.specimen("stamped_entry", [*blocks, order.heading(), *order.body()])


def without_number(rng: random.Random) -> Specimen:
    """An order that nobody has registered yet."""
    order = Order(rng)
    line = rng.choice(
        [f"от {order.date_text}", f"от {order.date_text} № б/н", f"{order.date_text}      № ______"]
    )
    blocks = [*order.letterhead(), Para("ПРИКАЗ", "center", bold=True), Gap(2), Para(line), Gap(4)]
    specimen = order.specimen("without_number", [*blocks, order.heading(), *order.body()])
    specimen.key = replace(specimen.key, number=None)
    return specimen


def with_annexes(rng: random.Random) -> Specimen:
    """An order with a regulation and a list behind it, each with its stamp."""
    order = Order(rng)
    row = Row(((order.number_text, 85, "left"), (f"от {order.date_text}", 85, "right")))
    first = [
        *order.letterhead(),
        Para("ПРИКАЗ", "center", bold=True),
        row,
        Gap(4),
        order.heading(),
        *order.body(),
    ]
    stamp = Para(
        f"Приложение № 1\nк приказу {order.school.short}\nот {order.date:%d.%m.%Y} № {order.number}", left=100
    )
    annex = [
        PageBreak(),
        stamp,
        Gap(6),
        Para(f"ПОЛОЖЕНИЕ\nо {words.CENTRE_OF}", "center", bold=True, left=15, width=140),
        Para("1. Общие положения\n1.1. Центр является структурным подразделением школы.", "justify"),
        PageBreak(),
        replace(stamp, text=stamp.text.replace("№ 1\n", "№ 2\n", 1)),
        Para("ПЕРЕЧЕНЬ\nпрограмм, реализуемых в Центре", "center"),
        Row((("1", 10, "left"), ("«Юный физик», 7–9 классы", 120, "left"), ("34 ч", 40, "left")), ruled=True),
    ]
    return order.specimen("with_annexes", [*first, *annex])


def several(rng: random.Random) -> Specimen:
    """A day's orders in one file: the first of them names it."""
    order, other = Order(rng), Order(rng)
    blocks: list[Block] = []
    for one in (order, other):
        row = Row(((one.date_text, 85, "left"), (one.number_text, 85, "right")))
        blocks += [
            *one.letterhead(),
            Para("ПРИКАЗ", "center", bold=True),
            row,
            Gap(4),
            one.heading(),
            *one.body(),
        ]
        blocks.append(PageBreak())
    return order.specimen("several", blocks[:-1])


def without_heading(rng: random.Random) -> Specimen:
    """Grounds at once, without a heading; the file's name does not help."""
    order = Order(rng)
    row = Row(((order.date_text, 85, "left"), (order.number_text, 85, "right")))
    blocks = [*order.letterhead(), Para("ПРИКАЗ", "center", bold=True), row, *order.body()]
    specimen = order.specimen("without_heading", blocks, name="scan0007", metadata_title="")
    specimen.key = replace(specimen.key, titles=())
    return specimen


def named_scan(rng: random.Random) -> Specimen:
    """A scan; only the file's name says what it is."""
    order = Order(rng)
    order.number = order.number.replace("/", "-")
    topic = order.topic.replace("«", "").replace("»", "").replace("/", "-")
    date = order.date
    name = rng.choice(
        [
            f"Приказ № {order.number} от {date:%d.%m.%Y} {topic}",
            f"Приказ №{order.number} от {date:%d.%m.%Y} г. {topic}",
            f"Приказ_{order.number}_от_{date:%d.%m.%Y}_{topic.replace(' ', '_')}",
            f"{date:%d.%m.%Y} Приказ № {order.number} {topic}",
            f"{date:%Y-%m-%d} Приказ № {order.number} {topic}",
            f"{topic} (приказ № {order.number} от {date:%d.%m.%Y})",
            f"Приказ {topic} от {date:%d.%m.%Y} № {order.number}",
        ]
    )
    blocks = [
        *order.letterhead(),
        Para("ПРИКАЗ", "center"),
        Para(order.date_text),
        order.heading(),
        *order.body(),
    ]
    specimen = order.specimen("named_scan", blocks, format=rng.choice(["scan", "scan", "photo"]), name=name)
    specimen.metadata_title = ""
    specimen.key = Key("order", order.number, date, (topic,))
    return specimen
