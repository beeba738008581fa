"""The example centre: its school, its people and its own words. Everything here is invented.

Telephone numbers begin their local part with a zero and addresses end in `.example`, so that
neither can belong to anybody.
"""

from datetime import date
from decimal import Decimal

from demo.content.network import ALL_ACTIVITIES, SCIENCE_TECHNOLOGY, TOMSK
from demo.content.rows import Asset, CenterRow, MunicipalityRow, PageText, SchoolRow, TeacherRow

MARK = "Пример. Вымышленная школа"

MUNICIPALITY = MunicipalityRow(
    key="municipality:example",
    region=TOMSK,
    name="Примерный район",
    name_genitive="Примерного района",
    name_prepositional="Примерном районе",
    slug="primernyj-rajon",
)

SCHOOL = SchoolRow(
    key="school:example",
    municipality="municipality:example",
    short_name="Примерная СОШ",
    full_name=(
        "Муниципальное бюджетное общеобразовательное учреждение «Примерная средняя общеобразовательная школа»"
    ),
    name_genitive="Примерной СОШ",
    address="634000, Томская область, Примерный район, с. Примерное, ул. Школьная, д. 1",
    site_url="https://shkola.example/",
    phone="+7 (3822) 00-00-10",
    email="shkola@shkola.example",
)

#: Whole degrees in the taiga of the region, where no village is: the place is as invented as the school.
PLACE = {"latitude": Decimal(58), "longitude": Decimal(84)}

CENTER = CenterRow(
    key="center:example",
    school="school:example",
    slug="primernaya-sosh",
    state="open",
    year=2021,
    opened_on=date(2021, 9, 1),
    profile=SCIENCE_TECHNOLOGY,
    activities=ALL_ACTIVITIES,
    functions_stated=True,
    operator_rule="by_date",
    funding_source="средства федерального и областного бюджетов",
    is_example=True,
)

#: The rest of the centre's card, by the names of the register's fields.
CENTER_CARD = {
    "building_address": "с. Примерное, ул. Школьная, д. 1, первый этаж, кабинеты 12, 14 и 15",
    "head_name": "Соколова Марина Андреевна",
    "head_post": "заместитель директора, руководитель центра",
    "phone": "+7 (3822) 00-00-12",
    "email": "tochka@shkola.example",
    "hours": "понедельник – пятница с 8:30 до 18:00, суббота с 9:00 до 13:00",
    "other_url": "https://shkola.example/tochka-rosta/",
    "vk_url": "https://vk.example/primernaya-tochka-rosta",
    "navigator_url": "https://navigator.example/primernaya-sosh",
}

CENTER_INTRO = (
    "Опыты с датчиками, микроскопы, роботы и 3D-печать: по утрам здесь идут уроки, после обеда — кружки. "
    "Занятия бесплатные."
)

CENTER_PHOTO = Asset("school")

#: Stands with the general information, after the standard paragraphs.
APPROACH = PageText(
    key="text:approach",
    body=(
        ("heading", {"text": "Как мы учим", "level": "2"}),
        (
            "paragraph",
            (
                "<p>Программы обеих предметных областей — «Естественно-научные предметы» и «Технология» — "
                "мы строим по единому подходу. Он действует на всех уровнях: в начальной, основной и "
                "средней школе. "
                "Он один и для уроков, и для внеурочных занятий, и для дополнительного образования: "
                "то, что ученик "
                "начал на уроке, он может продолжить в кружке и довести до своего проекта.</p>"
            ),
        ),
    ),
)

TEACHERS = (
    TeacherRow(
        key="teacher:sokolova",
        full_name="Соколова Марина Андреевна",
        post="заместитель директора, руководитель центра, учитель физики",
        subjects="Физика, 7–9 классы",
        education="Высшее: педагогический университет, учитель физики и информатики",
        category="Высшая квалификационная категория",
        courses=(
            "«Современные цифровые лаборатории на уроках физики», 36 часов, 2025 год\n"
            "«Управление центром образования „Точка роста“», 72 часа, 2024 год"
        ),
        experience_years=19,
        about="Начинает урок с вопроса и ждёт, пока ученики предложат опыт, который на него ответит.",
        photo=Asset("teacher-1"),
        is_head=True,
    ),
    TeacherRow(
        key="teacher:vetrov",
        full_name="Ветров Илья Сергеевич",
        post="педагог дополнительного образования, учитель труда (технологии)",
        subjects="Робототехника, труд (технология)",
        education="Высшее: политехнический университет, инженер",
        category="Первая квалификационная категория",
        courses="«Соревновательная робототехника в школе», 48 часов, 2025 год",
        retraining="Педагогика дополнительного образования детей и взрослых, 2019 год",
        experience_years=8,
        about="Разрешает роботам падать: по его словам, с третьего падения начинается инженерия.",
        photo=Asset("teacher-2"),
    ),
    TeacherRow(
        key="teacher:lugova",
        full_name="Лугова Анна Викторовна",
        post="учитель химии",
        subjects="Химия, 8–9 классы; проектная мастерская",
        education="Высшее: классический университет, химик, преподаватель химии",
        category="Высшая квалификационная категория",
        courses="«Школьный химический эксперимент: безопасность и смысл», 36 часов, 2024 год",
        experience_years=14,
        about="Ведёт проекты о веществах, которые есть на каждой кухне.",
        photo=Asset("teacher-3"),
    ),
    TeacherRow(
        key="teacher:ruchyov",
        full_name="Ручьёв Пётр Николаевич",
        post="учитель биологии",
        subjects="Биология, 8–9 классы; экологическая лаборатория",
        education="Высшее: педагогический университет, учитель биологии и географии",
        category="Первая квалификационная категория",
        courses="«Полевая экология для школьников», 48 часов, 2025 год",
        experience_years=11,
        about="Каждую осень и весну выводит учеников к реке за пробами воды.",
        photo=Asset("teacher-4"),
    ),
    TeacherRow(
        key="teacher:yaseneva",
        full_name="Ясенева Ольга Дмитриевна",
        post="учитель начальных классов",
        subjects="Юные исследователи, 3–4 классы",
        education="Среднее профессиональное: педагогический колледж, учитель начальных классов",
        category="Первая квалификационная категория",
        courses="«Исследовательская деятельность младших школьников», 36 часов, 2024 год",
        experience_years=22,
        about="Уверена, что учёным можно стать в девять лет, если есть лупа и тетрадь.",
        photo=Asset("teacher-5"),
    ),
    TeacherRow(
        key="teacher:beryozkin",
        full_name="Берёзкин Тимур Рашидович",
        post="педагог дополнительного образования, учитель информатики",
        subjects="3D-моделирование и печать",
        education="Высшее: университет систем управления, программист",
        category="Соответствие занимаемой должности",
        courses="«Трёхмерное моделирование в дополнительном образовании», 36 часов, 2025 год",
        retraining="Учитель информатики, 2022 год",
        experience_years=4,
        about="Печатает с учениками то, чего не хватает школе: от крючков до деталей для роботов.",
        photo=Asset("teacher-6"),
    ),
)

ADDITIONAL_INFO = PageText(
    key="text:additional",
    body=(
        ("heading", {"text": "Что у нас получилось", "level": "2"}),
        (
            "paragraph",
            (
                "<ul><li>Экологическая лаборатория второй год ведёт дневник реки: ученики измеряют "
                "кислотность, "
                "температуру и прозрачность воды.</li>"
                "<li>Команда по робототехнике принимала у себя районный турнир: приехали пять школ.</li>"
                "<li>Детали, которые ученики спроектировали и напечатали, заменили сломанные в "
                "кабинете физики.</li>"
                "</ul>"
            ),
        ),
        (
            "gallery",
            {
                "title": "Центр в картинках",
                "pictures": [
                    {"image": Asset("physics-lab"), "caption": "Лаборатория физики"},
                    {"image": Asset("chemistry-lab"), "caption": "Лаборатория химии и биологии"},
                    {"image": Asset("workshop"), "caption": "Проектная мастерская"},
                    {"image": Asset("robotics"), "caption": "Робот на учебном поле"},
                ],
            },
        ),
        ("heading", {"text": "О чём нас спрашивают", "level": "2"}),
        (
            "paragraph",
            (
                "<p><b>Сколько стоят занятия?</b> Они бесплатные.</p>"
                "<p><b>Можно ли прийти ученику другой школы?</b> Да, на кружки и открытые мероприятия. "
                "Позвоните руководителю центра.</p>"
                "<p><b>Нужно ли что-то покупать?</b> Нет. Что взять с собой, написано на странице "
                "программы.</p>"
                "<p><b>Можно ли посмотреть до записи?</b> Приходите на день открытых дверей "
                "или на пробное занятие в сентябре.</p>"
            ),
        ),
        (
            "links",
            {
                "title": "Полезные ссылки",
                "links": [
                    {
                        "title": "Министерство просвещения Российской Федерации",
                        "url": "https://edu.gov.ru/",
                        "note": "Новости и документы о школе",
                    },
                    {
                        "title": "Национальный проект «Образование»",
                        "url": "https://edu.gov.ru/national-project/",
                        "note": "В рамках этого проекта создан центр",
                    },
                ],
            },
        ),
    ),
)

FEEDBACK = PageText(
    key="text:feedback",
    intro=(
        "Звоните с понедельника по пятницу с 9:00 до 17:00 или пишите. На письмо отвечаем "
        "в течение трёх рабочих дней."
    ),
    body=(
        (
            "paragraph",
            (
                "<p>Центр — на первом этаже школы, вход со стороны сада. От остановки «Школа» две "
                "минуты пешком. "
                "У входа есть пандус, кабинеты 12 и 15 доступны на коляске.</p>"
            ),
        ),
    ),
)

#: A page that only this centre needs, beside the sections that every centre has.
WAY = PageText(
    key="page:example/kak-projti",
    body=(
        ("heading", {"text": "Пешком и на автобусе", "level": "2"}),
        (
            "paragraph",
            (
                "<p>Автобус идёт от площади до остановки «Школа», дальше две минуты пешком вдоль школьного "
                "сада. Вход в центр — со стороны сада, над дверью вывеска «Точка роста».</p>"
            ),
        ),
        ("heading", {"text": "На коляске", "level": "2"}),
        (
            "paragraph",
            (
                "<p>У входа со стороны сада есть пандус. Кабинеты 12 и 15 и туалет — на первом этаже, "
                "без порогов.</p>"
            ),
        ),
    ),
)
