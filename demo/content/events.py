"""Events and news of the example centre, dated from the day on which the data is loaded.

Four events are over and have a report, four are still to come; so the pages show both whenever a
newcomer looks at them.
"""

from datetime import date, time, timedelta

from demo.content.rows import Asset, Block, EventRow, NewsRow, PageText


def paragraph(*parts: str) -> Block:
    """A block of text; every part is one paragraph of HTML without its tag."""
    return ("paragraph", "".join(f"<p>{part}</p>" for part in parts))


def school_day(day: date) -> date:
    """The day itself, or the Friday before a week-end."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


def events(today: date) -> tuple[EventRow, ...]:
    """The eight events as seen from `today`."""

    def on(days: int) -> date:
        moved = school_day(today + timedelta(days=days))
        return moved if days < 0 or moved > today else moved + timedelta(days=3)

    science_week = school_day(today - timedelta(days=32))
    shift = on(48)
    return (
        EventRow(
            key="event:open-day",
            slug="den-otkrytyh-dverej",
            title="День открытых дверей",
            kind="sociocultural",
            date=on(-68),
            time=time(15, 0),
            place="Все кабинеты центра",
            classes="ученики 1–9 классов и родители",
            responsible="teacher:sokolova",
            lead="Показываем лаборатории, отвечаем на вопросы и записываем в кружки.",
            photo=Asset("open-day"),
            body=(
                paragraph(
                    "В каждом кабинете можно попробовать что-то самому: собрать цепь, заглянуть в микроскоп, "
                    "провести робота по линии.",
                    "Запись не нужна. Младших школьников просим приходить с родителями.",
                ),
            ),
            report=(
                paragraph(
                    "Пришли около ста двадцати человек. Дольше всего гости оставались у микроскопов, "
                    "а очередь "
                    "к роботам не кончалась до самого вечера.",
                    "В кружки записались тридцать два ученика, во второй группе робототехники осталось "
                    "четыре места.",
                ),
                (
                    "video",
                    {
                        "title": "День открытых дверей за минуту (пример: самого видео нет)",
                        # An address of the right shape that no video has.
                        "url": f"https://rutube.ru/video/{'0' * 32}/",
                        "picture": Asset("robotics"),
                        "description": (
                            "Гости ходят по кабинетам: собирают цепь, смотрят в микроскоп, "
                            "ведут робота по линии."
                        ),
                    },
                ),
            ),
        ),
        EventRow(
            key="event:fourth-graders",
            slug="ekskursiya-chetvyortyh-klassov",
            title="Экскурсия в лабораторию для четвёртых классов",
            kind="educational",
            date=on(-46),
            time=time(10, 20),
            place="Лаборатория химии и биологии, кабинет 14",
            classes="4 классы",
            responsible="teacher:lugova",
            lead="Знакомим младших с лабораторией, где они будут учиться через год.",
            photo=Asset("chemistry-lab"),
            body=(
                paragraph(
                    "Расскажем, как вести себя в лаборатории, и покажем три опыта с водой, содой и соком."
                ),
            ),
            report=(
                paragraph(
                    "Четвероклассники узнали, зачем нужны защитные очки, и сами превратили сок "
                    "красной капусты "
                    "из фиолетового в зелёный.",
                    "Больше всего вопросов было о том, можно ли повторить опыт дома. С этим — можно.",
                ),
            ),
        ),
        EventRow(
            key="event:science-week",
            slug="nedelya-estestvennyh-nauk",
            title="Неделя естественных наук",
            kind="extracurricular",
            date=science_week - timedelta(days=science_week.weekday()),
            end_date=science_week - timedelta(days=science_week.weekday()) + timedelta(days=4),
            place="Кабинеты 12 и 14",
            classes="5–9 классы",
            responsible="teacher:ruchyov",
            lead="Пять дней — пять вопросов, на которые отвечают опытом.",
            photo=Asset("microscope"),
            body=(
                paragraph(
                    "Каждый день на первой перемене объявляем вопрос. До конца дня можно предложить опыт, "
                    "который на него отвечает, и поставить его в лаборатории."
                ),
            ),
            report=(
                paragraph(
                    "За неделю ученики предложили сорок один опыт. Самый неожиданный ответ на вопрос "
                    "«Как измерить "
                    "высоту школы?» дали семиклассники: они сравнили тени школы и метровой линейки.",
                ),
                (
                    "table",
                    {
                        "columns": [
                            {"type": "text", "heading": "День"},
                            {"type": "text", "heading": "Вопрос"},
                            {"type": "text", "heading": "Опытов"},
                        ],
                        "rows": [
                            {"values": ["Понедельник", "Как измерить высоту школы?", "9"]},
                            {"values": ["Вторник", "Почему ржавеет не каждый гвоздь?", "7"]},
                            {"values": ["Среда", "Где в школе самый чистый воздух?", "6"]},
                            {"values": ["Четверг", "Сколько воды в яблоке?", "11"]},
                            {"values": ["Пятница", "Что быстрее: звук или мяч?", "8"]},
                        ],
                        "caption": "Вопросы недели и сколько опытов предложили",
                    },
                ),
            ),
        ),
        EventRow(
            key="event:robot-tournament",
            slug="rajonnyj-turnir-po-robototehnike",
            title="Районный турнир по робототехнике",
            kind="extracurricular",
            date=on(-11),
            time=time(11, 0),
            place="Проектная мастерская и спортивный зал",
            classes="5–8 классы, команды школ района",
            responsible="teacher:vetrov",
            lead="Гонки по линии и лабиринт: встречаем команды соседних школ.",
            photo=Asset("robotics"),
            body=(
                paragraph(
                    "В команде два ученика и один робот. Наборы и ноутбуки можно взять у нас.",
                    "Заявку присылает школа на почту центра.",
                ),
            ),
            report=(
                paragraph(
                    "Приехали девять команд из пяти школ. В гонке по линии первой была команда гостей, "
                    "в лабиринте — наша, 7 класс.",
                    "После финала все вместе разбирали роботов и смотрели, чем они отличаются.",
                ),
                (
                    "picture",
                    {"image": Asset("robotics"), "caption": "Поле, на котором соревновались роботы"},
                ),
            ),
        ),
        EventRow(
            key="event:microworld",
            slug="mikromir",
            title="Мастер-класс «Микромир»",
            kind="educational",
            date=on(6),
            time=time(14, 30),
            place="Лаборатория химии и биологии, кабинет 14",
            classes="5–6 классы",
            responsible="teacher:ruchyov",
            lead="Готовим препарат из капли воды и рассматриваем её обитателей.",
            photo=Asset("microscope"),
            body=(
                paragraph(
                    "Воду берём из школьного пруда. Каждый приготовит свой препарат и сфотографирует его "
                    "цифровым микроскопом.",
                    "Двенадцать мест. Записаться можно у Петра Николаевича в кабинете 14.",
                ),
            ),
        ),
        EventRow(
            key="event:remote-experiments",
            slug="opyty-doma",
            title="Дистанционная встреча «Опыты дома»",
            kind="educational",
            date=on(13),
            time=time(16, 0),
            place="Видеосвязь",
            classes="4–7 классы, ученики любых школ",
            responsible="teacher:lugova",
            lead="Ставим три безопасных опыта одновременно — каждый на своей кухне.",
            photo=Asset("chemistry-lab"),
            body=(
                paragraph(
                    "Понадобятся прозрачный стакан, вода, соль, лёд, растительное масло и взрослый рядом.",
                    "Ссылку на встречу пришлём школам, которые напишут на почту центра.",
                ),
            ),
        ),
        EventRow(
            key="event:project-defence",
            slug="zashchita-proektov",
            title="Защита ученических проектов",
            kind="extracurricular",
            date=on(27),
            time=time(15, 0),
            place="Проектная мастерская, кабинет 15",
            classes="8–9 классы",
            responsible="teacher:lugova",
            lead="Девятиклассники показывают, что они исследовали и сделали.",
            photo=Asset("workshop"),
            body=(
                paragraph(
                    "На выступление — семь минут, ещё пять — на вопросы. Слушать приходят ученики "
                    "7–8 классов: "
                    "им выбирать темы на следующий год.",
                ),
            ),
        ),
        EventRow(
            key="event:engineering-shift",
            slug="inzhenernaya-smena",
            title="Инженерная смена",
            kind="extracurricular",
            date=shift - timedelta(days=shift.weekday()),
            end_date=shift - timedelta(days=shift.weekday()) + timedelta(days=4),
            place="Проектная мастерская",
            classes="6–8 классы",
            responsible="teacher:beryozkin",
            lead="За пять дней придумать, начертить и напечатать вещь, которая нужна школе.",
            photo=Asset("workshop"),
            body=(
                paragraph(
                    "Работаем командами по три человека, с 10:00 до 13:00. В последний день команды "
                    "показывают "
                    "изделия директору, и лучшие остаются служить школе."
                ),
            ),
        ),
    )


def news(today: date) -> tuple[NewsRow, ...]:
    """Three pieces of news of the example centre as seen from `today`."""
    return (
        NewsRow(
            key="news:river-diary",
            center="center:example",
            slug="dnevnik-reki",
            title="Экологическая лаборатория дополнила дневник реки",
            date=school_day(today - timedelta(days=4)),
            lead="Ученики взяли новые пробы воды и сравнили их с прошлогодними.",
            photo=Asset("ecology"),
            body=(
                paragraph(
                    "Пробы брали в трёх местах: выше села, у моста и ниже села. Кислотность почти не "
                    "изменилась, "
                    "а прозрачность стала выше.",
                    "Почему — пока неизвестно. Предположения проверят, когда возьмут пробы снова.",
                ),
            ),
        ),
        NewsRow(
            key="news:printer-parts",
            center="center:example",
            slug="detali-dlya-kabineta-fiziki",
            title="Детали для кабинета физики напечатали сами",
            date=school_day(today - timedelta(days=19)),
            lead="Двенадцать держателей для датчиков сделали на занятиях по 3D-моделированию.",
            photo=Asset("workshop"),
            body=(
                paragraph(
                    "Старые держатели ломались там, где зажим соединяется со стойкой. Ученики нашли "
                    "слабое место, "
                    "сделали его толще и напечатали новую партию.",
                    "Испытание простое: держатель должен выдержать один учебный год.",
                ),
            ),
        ),
        NewsRow(
            key="news:clubs-open",
            center="center:example",
            slug="zapis-v-kruzhki",
            title="Где ещё есть места в кружках",
            date=school_day(today - timedelta(days=40)),
            lead="Записаться можно в экологическую лабораторию и на 3D-моделирование.",
            body=(
                paragraph(
                    "Группы робототехники заполнены. В экологической лаборатории осталось пять мест, "
                    "на 3D-моделировании — два.",
                    "Приходите на ближайшее занятие: посмотреть можно и без записи.",
                ),
            ),
        ),
    )


#: Introductions of the sections of the example centre, by the model of the page.
SECTION_INTROS = {
    "DocumentsPage": PageText(
        key="intro:documents",
        intro="Приказы, положение, планы и программы. Каждый документ открывается прямо в браузере.",
    ),
    "ProgramIndexPage": PageText(
        key="intro:programs",
        intro="Уроки, внеурочные занятия и кружки. Все занятия бесплатные.",
    ),
    "TeachersPage": PageText(
        key="intro:teachers",
        intro="С вопросом о занятиях обращайтесь к педагогу, с остальными — к руководителю центра.",
    ),
    "EquipmentPage": PageText(
        key="intro:equipment",
        intro="Три кабинета на первом этаже и всё, чем в них пользуются ученики.",
    ),
    "TimetablePage": PageText(
        key="intro:timetable",
        intro="Утром — уроки, после обеда — внеурочные занятия и кружки.",
        body=(("note", "В праздничные дни занятий нет. О переносах педагог сообщает в чате группы."),),
    ),
    "EventIndexPage": PageText(
        key="intro:events",
        intro="На открытые мероприятия можно прийти и ученикам других школ.",
    ),
}
