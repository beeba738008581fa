"""What makes a whole year of the example centre: more events, older news, and the albums of its gallery."""

from datetime import date, time, timedelta

from demo.content.rows import AlbumRow, Asset, Block, EventRow, NewsRow


def paragraph(*parts: str) -> Block:
    return ("paragraph", "".join(f"<p>{part}</p>" for part in parts))


def gallery(title: str, *pictures: tuple[str, str]) -> Block:
    """Pairs of a picture and what stands below it."""
    rows = [{"image": Asset(name), "caption": caption} for name, caption in pictures]
    return ("gallery", {"title": title, "pictures": rows})


def weekday(day: date) -> date:
    """The day itself, or the Friday before a week-end."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


def events(today: date) -> tuple[EventRow, ...]:
    """Three events that are over and three that are to come, beside those of `demo.content.events`."""
    return (
        EventRow(
            key="event:first-lesson",
            slug="pervoe-zanyatie",
            title="Первое занятие для пятиклассников",
            kind="educational",
            date=weekday(today - timedelta(days=82)),
            time=time(13, 30),
            end_time=time(14, 30),
            place="Лаборатория физики, кабинет 12",
            classes="5 классы",
            responsible="teacher:sokolova",
            lead="Знакомимся с кабинетами: где что лежит и что можно трогать руками.",
            photo=Asset("physics-lab"),
            body=(paragraph("Пройдём по трём кабинетам и в каждом поставим по одному опыту."),),
            report=(
                paragraph(
                    "Пятиклассники измерили, насколько громко хлопает класс: рекорд — девяносто два децибела."
                ),
                gallery(
                    "",
                    ("physics-lab", "Датчик показывает колебания маятника"),
                    ("microscope", "Очередь к микроскопу не кончалась"),
                ),
            ),
        ),
        EventRow(
            key="event:leaf-fall",
            slug="tropa-listopada",
            title="Тропа листопада",
            kind="sociocultural",
            date=weekday(today - timedelta(days=57)),
            time=time(12, 0),
            end_time=time(14, 0),
            place="Школьный двор и берег реки",
            classes="6–9 классы, родители",
            responsible="teacher:ruchyov",
            lead="Собираем гербарий и учимся узнавать дерево по листу и коре.",
            photo=Asset("ecology"),
            body=(paragraph("Одевайтесь по погоде, возьмите папку или старый журнал для листьев."),),
            report=(
                paragraph(
                    "Нашли одиннадцать видов деревьев и кустарников. Гербарий стоит в кабинете 14, "
                    "подписи к нему сделали сами ученики."
                ),
                gallery(
                    "На маршруте",
                    ("ecology", "Пробы воды взяли у моста"),
                    ("school", "Отсюда начиналась тропа"),
                    ("microscope", "Срез черешка при увеличении в сорок раз"),
                ),
            ),
            participants="Егор П., 7 класс\nЗлата М., 7 класс\nКира Д., 9 класс",
        ),
        EventRow(
            key="event:sensor-day",
            slug="den-datchikov",
            title="День датчиков",
            kind="extracurricular",
            date=weekday(today - timedelta(days=22)),
            time=time(14, 40),
            end_time=time(16, 0),
            place="Лаборатория физики, кабинет 12",
            classes="7–9 классы",
            responsible="teacher:sokolova",
            lead="Измеряем всё, что меряется: свет, шум, тепло и собственный пульс.",
            photo=Asset("physics-lab"),
            body=(paragraph("На каждом столе — свой датчик и свой вопрос."),),
            report=(
                paragraph("Самым тихим местом школы оказалась библиотека, самым светлым — лестница у окна."),
                ("picture", {"image": Asset("physics-lab"), "caption": "График пульса после приседаний"}),
            ),
            participants="Тимур А., 8 класс\nЛиза В., 8 класс",
        ),
        EventRow(
            key="event:printing-night",
            slug="vecher-3d-pechati",
            title="Вечер 3D-печати для родителей",
            kind="sociocultural",
            date=weekday(today + timedelta(days=62)),
            time=time(18, 0),
            end_time=time(19, 30),
            place="Проектная мастерская, кабинет 15",
            classes="родители и ученики 5–9 классов",
            responsible="teacher:beryozkin",
            lead="Ученики учат взрослых: за вечер каждая семья напечатает брелок.",
            photo=Asset("workshop"),
            body=(
                paragraph(
                    "Приходите вдвоём: один чертит, другой следит за принтером. Восемь семей за вечер."
                ),
            ),
        ),
        EventRow(
            key="event:chemistry-show",
            slug="himiya-bez-vzryvov",
            title="Химия без взрывов",
            kind="educational",
            date=weekday(today + timedelta(days=83)),
            time=time(13, 0),
            end_time=time(13, 45),
            place="Лаборатория химии и биологии, кабинет 14",
            classes="3–4 классы",
            responsible="teacher:lugova",
            lead="Опыты, которые меняют цвет, растут и светятся, — и ни одного хлопка.",
            photo=Asset("chemistry-lab"),
            body=(paragraph("Очки и фартуки выдаём. Родители могут смотреть из последнего ряда."),),
        ),
        EventRow(
            key="event:robot-relay",
            slug="estafeta-robotov",
            title="Эстафета роботов",
            kind="extracurricular",
            date=weekday(today + timedelta(days=111)),
            time=time(11, 0),
            place="Дом культуры, большой зал",
            address="Примерный район, село Примерное, ул. Центральная, 1",
            classes="5–8 классы, команды школ района",
            responsible="teacher:vetrov",
            lead="Четыре робота передают друг другу груз: побеждает не самый быстрый, а самый дружный.",
            photo=Asset("robotics"),
            body=(paragraph("Правила и поле пришлём школам за месяц. Зрители — без записи."),),
        ),
    )


def news(today: date) -> tuple[NewsRow, ...]:
    """Older pieces of news, so that the list has more years than one."""
    return (
        NewsRow(
            key="news:weather-station",
            center="center:example",
            slug="meteostanciya-na-kryshe",
            title="На крыше школы заработала метеостанция",
            date=weekday(today - timedelta(days=96)),
            lead="Её собрали в проектной мастерской; показания видны на экране у входа.",
            photo=Asset("school"),
            body=(paragraph("Температуру, давление и ветер станция записывает каждые десять минут."),),
        ),
        NewsRow(
            key="news:summer-herbarium",
            center="center:example",
            slug="letnie-zadaniya",
            title="Летние задания: что взять с собой на каникулы",
            date=weekday(today - timedelta(days=178)),
            lead="Пять исследований, для которых хватит тетради, банки и терпения.",
            body=(
                paragraph("Считаем насекомых, следим за тенью, растим кристалл и пробуем фильтровать воду."),
            ),
        ),
        NewsRow(
            key="news:new-microscopes",
            center="center:example",
            slug="novye-predmetnye-stekla",
            title="Ученики сделали коллекцию препаратов для младших",
            date=weekday(today - timedelta(days=391)),
            lead="Шестьдесят стёкол с подписями: от волоса до крыла мухи.",
            photo=Asset("microscope"),
            body=(paragraph("Коллекцией пользуются на уроках окружающего мира в начальной школе."),),
        ),
    )


def albums(today: date) -> tuple[AlbumRow, ...]:
    """Two albums; beside them the gallery shows the reports of events by itself."""
    return (
        AlbumRow(
            key="album:rooms",
            slug="kabinety-centra",
            title="Кабинеты центра",
            date=weekday(today - timedelta(days=75)),
            lead="Где проходят занятия: физика, химия с биологией и мастерская.",
            photo=Asset("workshop"),
            event="",
            body=(
                gallery(
                    "",
                    ("physics-lab", "Лаборатория физики, кабинет 12"),
                    ("chemistry-lab", "Лаборатория химии и биологии, кабинет 14"),
                    ("workshop", "Проектная мастерская, кабинет 15"),
                    ("school", "Центр занимает первый этаж"),
                ),
            ),
        ),
        AlbumRow(
            key="album:open-day",
            slug="den-otkrytyh-dverej",
            title="День открытых дверей",
            date=weekday(today - timedelta(days=68)),
            lead="Роботы вышли в коридор, а гости — к микроскопам.",
            photo=Asset("open-day"),
            event="event:open-day",
            body=(
                paragraph("Снимки рисованные: это пример, и настоящих детей на нём нет."),
                gallery(
                    "В кабинетах",
                    ("open-day", "Гости пробуют всё сами"),
                    ("robotics", "Робот идёт по линии к финишу"),
                    ("microscope", "Инфузория-туфелька из школьного пруда"),
                    ("chemistry-lab", "Сок красной капусты меняет цвет"),
                    ("ecology", "Пробы воды с трёх мест реки"),
                ),
            ),
        ),
    )
