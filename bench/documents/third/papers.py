"""Papers of the last part: other places for the same requisites, other schools, topics and phrases."""

import datetime
import random
from collections.abc import Sequence

from bench.documents.paper import Block, Format, Gap, Key, PageBreak, Para, Row, Specimen

MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()

SCHOOLS = (
    (
        "Муниципаль бюджет гомуми белем бирү учреждениесе\n«Яшел Үзән урта мәктәбе»",
        "Муниципальное бюджетное общеобразовательное учреждение\n«Зеленоречинская средняя школа»",
        "МБОУ «Зеленоречинская СШ»",
        "с. Зелёная Речка",
        "Р.Р. Хасанова",
    ),
    (
        "",
        (
            "Муниципальное казенное общеобразовательное учреждение\nсредняя общеобразовательная школа № 21\n"
            "хутора Степного муниципального образования Кубанский район"
        ),
        "МКОУ СОШ № 21 х. Степного",
        "х. Степной",
        "Бондаренко И.В.",
    ),
    (
        "",
        (
            "МУНИЦИПАЛЬНОЕ АВТОНОМНОЕ ОБЩЕОБРАЗОВАТЕЛЬНОЕ УЧРЕЖДЕНИЕ\nЦЕНТР ОБРАЗОВАНИЯ «ПЕРСПЕКТИВА»\n"
            "СОСНОВСКОГО МУНИЦИПАЛЬНОГО ОКРУГА"
        ),
        "МАОУ ЦО «Перспектива»",
        "р.п. Сосновка",
        "С. М. Юдина",
    ),
    (
        "",
        (
            "ДЕПАРТАМЕНТ ПО СОЦИАЛЬНОЙ ПОЛИТИКЕ АДМИНИСТРАЦИИ ГОРОДА "
            "КАМЕНСКА\nМуниципальное бюджетное учреждение\n"
            "«Школа № 4 имени лётчика-космонавта Г. С. Шаталова»"
        ),
        "МБУ «Школа № 4»",
        "г. Каменск",
        "Макаров Олег Игоревич",
    ),
)

TOPICS = (
    "О введении в действие Положения о Центре «Точка роста»",
    "О функционировании Центра образования цифрового и гуманитарного профилей",
    "Об изменении режима работы центра в период осенних каникул",
    "О создании рабочей группы по подготовке к открытию Центра",
    "О зачислении в группы дополнительного образования на 2024/25 учебный год",
    "Об утверждении рабочих программ курсов внеурочной деятельности",
    "О передаче оборудования во временное пользование",
    "О проведении муниципального фестиваля «Наука рядом»",
    "О снятии с контроля приказа № 12 от 03.02.2023",
    "Об ответственном за информационную безопасность в Центре",
    "О персональном составе педагогического коллектива центра образования естественно-научной направленности",
    "Об утверждении графика проведения мастер-классов и экскурсий",
    "О доступе обучающихся к сети Интернет в помещениях Центра",
    "О стажировке молодых педагогов на базе школы",
    "О выполнении «дорожной карты» по развитию Центра до 2026 года",
)

GROUNDS = (
    (
        "Согласно письму министерства образования и науки от 16.09.2021 № 02-13/4471 и в рамках реализации "
        "мероприятий национального проекта"
    ),
    "Исходя из анализа работы за прошедший период и учитывая решение методического совета от 12.05.2024 № 6",
    (
        "В соответствии с частью 5 статьи 12 Федерального закона от 29 декабря 2012 г. № 273-ФЗ, санитарными "
        "правилами СП 2.4.3648-20, утверждёнными постановлением от 28.09.2020 № 28"
    ),
    "С целью развития естественно-научной грамотности обучающихся",
    "Для обеспечения безопасного хранения реактивов",
)

ITEMS = (
    "Ввести в действие с 01.09.2024 г.",
    "Руководителю Центра Сафиной Д. Д. представить отчёт до 20.12.2024.",
    "Возложить ответственность на учителя химии Рогову Н.Е.",
    "Ознакомить работников под подпись.",
    "Внести изменения в приказ от 11.01.2024 г. № 2.",
    "Приказ вступает в силу со дня подписания.",
)


def day(rng: random.Random) -> datetime.date:
    return datetime.date(2019, 6, 3) + datetime.timedelta(days=rng.randrange(0, 2300))


def number(rng: random.Random) -> str:
    n = rng.randrange(3, 380)
    return rng.choice(
        [
            f"{n}",
            f"{n}",
            f"{n}-О",
            f"{n}-ОСН",
            f"{n}/{rng.randrange(1, 9)}",
            f"{n}-у",
            f"01-04/{n}",
            f"{n}-од",
        ]
    )


def dated(date: datetime.date, rng: random.Random) -> str:
    month = MONTHS[date.month - 1]
    return rng.choice(
        [
            f"{date:%d.%m.%Y}",
            f"{date:%d.%m.%Y} г.",
            f"«{date:%d}» {month} {date.year}г.",
            f"{date.day} {month} {date.year} г.",
            f"{date:%d} {month} {date.year} года",
            f'"{date:%d}" {month.upper()} {date.year}',
            f"«{date:%d}»_{month}_{date.year} г.",
            f"{date:%d}.{date:%m}.{date.year}г",
        ]
    )


def marked(number: str, rng: random.Random) -> str:
    return rng.choice(
        [f"№ {number}", f"№{number}", f"N {number}", f"№  {number}", f"№ {number.replace('-', ' - ')}"]
    )


class Order:
    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.native, self.full, self.short, self.place, self.director = rng.choice(SCHOOLS)
        self.number, self.date, self.topic = number(rng), day(rng), rng.choice(TOPICS)

    def when(self) -> str:
        return dated(self.date, self.rng)

    def mark(self) -> str:
        return marked(self.number, self.rng)

    def head(self) -> list[Block]:
        return [Para(self.full, "center", size=11), Gap(self.rng.choice([0, 4, 8]))]

    def heading(self) -> Para:
        style = self.rng.randrange(3)
        if style == 0:
            return Para(
                self.topic, width=self.rng.choice([58, 66, 80]), hyphens=self.rng.choice(["hard", "soft"])
            )
        if style == 1:
            return Para(self.topic, "center", left=30, width=110, bold=True)
        return Para(self.topic, "left", left=10)

    def body(self) -> list[Block]:
        rng = self.rng
        said = rng.choice(["ПРИКАЗЫВАЮ:", "п р и к а з ы в а ю:", "приказываю следующее:"])
        grounds = rng.choice(GROUNDS)
        hyphens = rng.choice(["", "hard", "soft"])
        blocks: list[Block] = [Gap(4)]
        if rng.random() < 0.4:
            blocks.append(Para(f"{grounds}, {said}", "justify", hyphens=hyphens))
        else:
            blocks += [Para(f"{grounds},", "justify", hyphens=hyphens), Para(said, bold=True)]
        for place, item in enumerate(rng.sample(ITEMS, rng.randrange(2, 5)), 1):
            blocks.append(Para(f"{place}. {item}", "justify", hyphens=hyphens))
        blocks += [Gap(10), Row((("Директор", 60, "left"), (self.director, 100, "right")))]
        if rng.random() < 0.3:
            blocks.append(Para(f"Ознакомлена: ________ Рогова Н.Е. {day(rng):%d.%m.%Y}", size=10))
        return blocks

    def paper(self, form: str, blocks: Sequence[Block], **changes: object) -> Specimen:
        rng = self.rng
        chosen: Format = rng.choices(["pdf", "docx", "odt"], [6, 4, 1])[0]
        name = rng.choice(["Приказ (5)", "document", "сайт", "Приказ ТР копия", "Untitled_20240301", "3"])
        made = Specimen(
            form,
            name,
            chosen,
            list(blocks),
            Key("order", self.number, self.date, (self.topic,)),
            text_layer=rng.choices(["plain", "words", "lookalikes", "spaces"], [4, 3, 1, 2])[0],
        )
        for field, value in changes.items():
            setattr(made, field, value)
        return made


def two_languages(rng: random.Random) -> Specimen:
    """The letterhead in two languages side by side, the kind in both."""
    order = Order(rng)
    native = order.native or "Гъазанищ юртну орта школасы"
    blocks = [
        Row(((order.full, 85, "center"), (native, 85, "center")), size=10),
        Gap(4),
        Row((("ПРИКАЗ", 85, "center"), ("БОЕРЫК", 85, "center"))),
        Row(((order.when(), 60, "left"), (order.place, 50, "center"), (order.mark(), 50, "right"))),
        Gap(4),
        order.heading(),
        *order.body(),
    ]
    return order.paper("two_languages", blocks)


def heading_first(rng: random.Random) -> Specimen:
    """The heading stands between the kind and the line of date and number."""
    order = Order(rng)
    blocks = [
        *order.head(),
        Para("ПРИКАЗ", "center", bold=True, size=14),
        Para(order.topic, "center", left=25, width=120, bold=True),
        Gap(3),
        Row(((f"от {order.when()}", 85, "left"), (order.mark(), 85, "right"))),
        *order.body(),
    ]
    return order.paper("heading_first", blocks)


def labelled(rng: random.Random) -> Specimen:
    """«Дата: …», «Номер: …» as an electronic registry prints them."""
    order = Order(rng)
    blocks = [
        *order.head(),
        Para("ПРИКАЗ", "center", tracking=5),
        Para(f"Дата: {order.date:%d.%m.%Y}\nРегистрационный № {order.number}", "right"),
        Gap(4),
        order.heading(),
        *order.body(),
    ]
    return order.paper("labelled", blocks)


def copy(rng: random.Random) -> Specimen:
    """«КОПИЯ» on top, «Копия верна» with another date at the end."""
    order = Order(rng)
    blocks = [
        Para("КОПИЯ", "right"),
        *order.head(),
        Para(f"ПРИКАЗ {order.mark()}", "center", bold=True),
        Row(((f"от {order.when()}", 85, "left"), (order.place, 85, "right"))),
        Gap(4),
        order.heading(),
        *order.body(),
        Para(f"Копия верна\nСекретарь ________ Ю.А. Лапина\n{day(rng):%d.%m.%Y}"),
    ]
    return order.paper("copy", blocks)


def split_date(rng: random.Random) -> Specimen:
    """Day, month and year in cells of their own, the number after them."""
    order = Order(rng)
    date = order.date
    row = Row(
        (
            ("от", 10, "left"),
            (f"«{date:%d}»", 15, "left"),
            (MONTHS[date.month - 1], 30, "left"),
            (f"{date.year} г.", 25, "left"),
            (f"№ {order.number}", 60, "left"),
        )
    )
    blocks = [
        *order.head(),
        Para("П Р И К А З", "center", bold=True),
        row,
        Gap(3),
        order.heading(),
        *order.body(),
    ]
    return order.paper("split_date", blocks)


def by_school(rng: random.Random) -> Specimen:
    """«ПРИКАЗ по МБОУ …», then «№ … от …»."""
    order = Order(rng)
    blocks = [
        Para(f"ПРИКАЗ\nпо {order.short}", "center", bold=True),
        Gap(2),
        Para(f"{order.mark()} от {order.when()}", rng.choice(["left", "center", "right"])),
        Gap(3),
        order.heading(),
        *order.body(),
    ]
    return order.paper("by_school", blocks)


def signature_left(rng: random.Random) -> Specimen:
    """A stamp of a signature beside the requisites, in the cell at the right."""
    order = Order(rng)
    until = day(rng)
    stamp = (
        f"Документ подписан\nэлектронной подписью\n{order.director}\nСертификат 4A91D07E55\n"
        f"с {until - datetime.timedelta(days=450):%d.%m.%Y}\nпо {until:%d.%m.%Y}"
    )
    blocks = [
        *order.head(),
        Para("ПРИКАЗ", "center"),
        Row(((order.when(), 60, "left"), (order.mark(), 60, "left"))),
        Para(order.place),
        order.heading(),
        *order.body(),
        Row((("", 100, "left"), (stamp, 70, "left")), size=8),
    ]
    return order.paper("signature_left", blocks)


def footed(rng: random.Random) -> Specimen:
    """Two pages; each begins with a running title that names the order."""
    order = Order(rng)
    running = Para(f"{order.short}. Приказ от {order.date:%d.%m.%Y} № {order.number}", "right", size=8)
    blocks = [
        running,
        *order.head(),
        Para("Приказ", "center", bold=True),
        Para(f"{order.when()} {order.mark()}", "center"),
        order.heading(),
        *order.body(),
        PageBreak(),
        running,
        Para("Лист ознакомления\n1. Рогова Н.Е.\n2. Сафина Д. Д."),
    ]
    return order.paper("footed", blocks)


def capital_lines(rng: random.Random) -> Specimen:
    """Heading in capitals, narrow, at the left."""
    order = Order(rng)
    blocks = [
        *order.head(),
        Para("ПРИКАЗ", "center", bold=True),
        Row(((f"{order.mark()}", 60, "left"), (order.when(), 100, "right"))),
        Gap(4),
        Para(order.topic.upper(), width=90),
        *order.body(),
    ]
    made = order.paper("capital_lines", blocks)
    made.key = Key("order", order.number, order.date, (order.topic,), caps=True)
    return made


def unregistered(rng: random.Random) -> Specimen:
    """Date there, number left blank."""
    order = Order(rng)
    blocks = [
        *order.head(),
        Para("ПРИКАЗ", "center", bold=True),
        Row(((order.when(), 85, "left"), (rng.choice(["№ ____", "№", "б/н"]), 85, "right"))),
        Gap(4),
        order.heading(),
        *order.body(),
    ]
    made = order.paper("unregistered", blocks)
    made.key = Key("order", None, order.date, (order.topic,))
    return made


def named(rng: random.Random) -> Specimen:
    """A scan that only its name describes."""
    order = Order(rng)
    topic = order.topic.replace("«", "").replace("»", "")
    written = order.number.replace("/", "-")
    name = rng.choice(
        [
            f"Приказ №{written} от {order.date:%d.%m.%Y} {topic}",
            f"Приказ от {order.date:%d.%m.%Y} № {written}. {topic}",
            f"{order.date:%d.%m.%Y} Приказ №{written} {topic}",
            f"Приказ_№_{written}_от_{order.date:%d.%m.%Y}г_{topic.replace(' ', '_')}",
            f"Приказ {topic} № {written} от {order.date:%d.%m.%Y}",
        ]
    )
    blocks = [*order.head(), Para("ПРИКАЗ", "center"), order.heading(), *order.body()]
    made = order.paper("named", blocks, format=rng.choice(["scan", "photo"]), name=name)
    made.key = Key("order", written, order.date, (topic,))
    return made


OTHERS = (
    ("regulation", "Положение", "о Центре образования цифрового и гуманитарного профилей «Точка роста»"),
    ("regulation", "Положение", "о доступе к помещениям центра"),
    ("plan", "План работы", "Центра «Точка роста» на второе полугодие 2024 года"),
    ("plan", "План", "проведения открытых уроков и мастер-классов"),
    ("program", "Программа", "наставничества на 2023–2026 годы"),
    ("timetable", "Расписание", "внеурочных занятий на 2024/2025 учебный год"),
    ("timetable", "Режим работы", "Центра образования «Точка роста»"),
    ("list", "Перечень", "средств обучения и воспитания для Центра"),
    ("list", "Список", "обучающихся кружка «Юный химик»"),
    ("media_plan", "Медиаплан", "по освещению открытия центра «Точка роста»"),
    ("indicators", "Показатели", "эффективности деятельности Центра"),
)


def other(rng: random.Random) -> Specimen:
    """A paper under its stamp, or an annex to an order."""
    _native, full, short, _place, director = rng.choice(SCHOOLS)
    kind, word, rest = rng.choice(OTHERS)
    date, registered = day(rng), number(rng)
    month = MONTHS[date.month - 1]
    stamp = rng.choice(
        [
            f"УТВЕРЖДЕНО\nприказ {short}\nот {date:%d.%m.%Y} № {registered}",
            (
                f"Утверждаю:\nДиректор _______ {director}\nприказ № {registered} от "
                f"«{date:%d}» {month} {date.year} г."
            ),
            f"ПРИЛОЖЕНИЕ 2\nк приказу от {date:%d.%m.%Y}\n№ {registered}",
            f"Утв. приказом по школе\n№ {registered} от {date:%d.%m.%Y} г.",
        ]
    )
    made = rng.randrange(3)
    shown = (
        f"{word.upper()}\n{rest}"
        if made == 0
        else f"{word} {rest}"
        if made == 1
        else f"{word} {rest}".upper()
    )
    blocks: list[Block] = [Para(full, "center", size=10), Gap(3)] if rng.random() < 0.4 else []
    blocks += [
        Row((("", 95, "left"), (stamp, 75, "left"))),
        Gap(8),
        Para(shown, "center", left=20, width=130, bold=True),
    ]
    blocks += [
        Gap(5),
        Para(f"1. Общие положения\n1.1. {GROUNDS[2]} определяет порядок работы центра.", "justify"),
    ]
    chosen: Format = rng.choices(["pdf", "docx", "odt"], [6, 4, 1])[0]
    key = Key(kind, None, date, (f"{word} {rest}",), caps=made == 2)
    return Specimen(f"other {kind}", rng.choice(["сайт", "scan5", "файл"]), chosen, blocks, key)


def registered(rng: random.Random) -> Specimen:
    """Minutes, acts, contracts, statements."""
    _native, full, _short, place, _director = rng.choice(SCHOOLS)
    kind, word, rest = rng.choice(
        [
            (
                "protocol",
                "Протокол",
                "заседания методического объединения учителей естественно-научного цикла",
            ),
            ("act", "Акт", "приёма-передачи оборудования"),
            ("contract", "Договор", "о сетевом взаимодействии"),
            ("reference", "Справка", "о результатах анкетирования родителей"),
        ]
    )
    date, own = day(rng), str(rng.randrange(1, 30))
    head = rng.choice(
        [
            [Para(f"{word.upper()} № {own}\n{rest}", "center", bold=True), Para(dated(date, rng), "right")],
            [Para(f"{word.upper()}\n{rest}", "center"), Para(f"от {dated(date, rng)} № {own}", "center")],
            [
                Para(f"{word} № {own}", "center", bold=True),
                Para(rest, "center"),
                Row(((place, 85, "left"), (dated(date, rng), 85, "right"))),
            ],
        ]
    )
    lead: list[Block] = [Para(full, "center", size=10), Gap(3)] if kind in {"protocol", "reference"} else []
    blocks = [*lead, *head, Gap(4), Para(f"{GROUNDS[1]} составлен настоящий документ.", "justify")]
    chosen: Format = rng.choices(["pdf", "docx", "odt"], [6, 4, 1])[0]
    return Specimen(
        f"registered {kind}", "скан документа", chosen, blocks, Key(kind, own, date, (f"{word} {rest}",))
    )
