"""The eight programmes of the example centre: three subjects, two extra-curricular, three additional."""

from demo.content.equipment import CHEMISTRY, PHYSICS, WORKSHOP
from demo.content.rows import Asset, ProgramRow

SUBJECT = "subject"
EXTRACURRICULAR = "extracurricular"
ADDITIONAL = "additional"

_SCHOOL_ENROL = "Записываться не нужно: это урок, он стоит в расписании класса."
_CLUB_ENROL = (
    "Подайте заявку через «Навигатор дополнительного образования» или приходите к педагогу на первое занятие."
)

PROGRAMS = (
    ProgramRow(
        key="program:physics",
        slug="fizika-7-9",
        kind=SUBJECT,
        focus="natural_science",
        subject="Физика",
        title="Физика. 7–9 классы",
        grade_from=7,
        grade_to=9,
        age_from=13,
        age_to=15,
        hours_per_week="",
        duration="три года: 2 часа в неделю, в 9 классе — 3",
        hours_total=238,
        places_total=None,
        teacher="teacher:sokolova",
        room=PHYSICS,
        lead="Уроки физики, на которых закон сначала видят на опыте, а потом записывают формулой.",
        description=(
            (
                "Каждая тема начинается с опыта. Датчики температуры, силы, тока и давления передают "
                "измерения "
                "на ноутбук, и график появляется прямо во время опыта."
            ),
            "В 9 классе ученики работают с теми же наборами, что выдают на экзамене.",
        ),
        activities=(
            "измерять и оценивать погрешность",
            "строить графики по своим данным",
            "собирать электрические цепи",
            "объяснять, почему опыт не совпал с расчётом",
        ),
        needed="Тетрадь для лабораторных работ, линейка, карандаш. Приборы есть в кабинете.",
        enrolment=_SCHOOL_ENROL,
        photo=Asset("physics-lab"),
        document="document:program-physics",
    ),
    ProgramRow(
        key="program:chemistry",
        slug="himiya-8-9",
        kind=SUBJECT,
        focus="natural_science",
        subject="Химия",
        title="Химия. 8–9 классы",
        grade_from=8,
        grade_to=9,
        age_from=14,
        age_to=15,
        hours_per_week="2",
        duration="два года",
        hours_total=136,
        places_total=None,
        teacher="teacher:lugova",
        room=CHEMISTRY,
        lead="Вещества вокруг нас: из чего они состоят, как меняются и как с ними обращаться безопасно.",
        description=(
            (
                "Практических работ столько, чтобы каждый ученик сам нагревал, растворял, фильтровал и "
                "титровал."
            ),
            "Правила безопасности повторяем перед каждой работой, очки и перчатки выдаём.",
        ),
        activities=(
            "проводить реакции и описывать их признаки",
            "готовить растворы нужной концентрации",
            "измерять кислотность датчиком и индикатором",
            "решать задачи по своим измерениям",
        ),
        needed="Тетрадь, халат с длинным рукавом и сменная обувь.",
        enrolment=_SCHOOL_ENROL,
        photo=Asset("chemistry-lab"),
    ),
    ProgramRow(
        key="program:biology",
        slug="biologiya-8-9",
        kind=SUBJECT,
        focus="natural_science",
        subject="Биология",
        title="Биология. 8–9 классы",
        grade_from=8,
        grade_to=9,
        age_from=14,
        age_to=15,
        hours_per_week="2",
        duration="два года",
        hours_total=136,
        places_total=None,
        teacher="teacher:ruchyov",
        room=CHEMISTRY,
        lead="От клетки под микроскопом до пульса после приседаний: изучаем живое на живых примерах.",
        description=(
            "Цифровой микроскоп выводит изображение на экран, и препарат видит весь класс.",
            "Датчики пульса, дыхания и температуры помогают исследовать собственный организм.",
        ),
        activities=(
            "готовить временные препараты",
            "работать с определителем растений",
            "измерять показатели своего организма",
            "вести дневник наблюдений",
        ),
        needed="Тетрадь и цветные карандаши для рисунков препаратов.",
        enrolment=_SCHOOL_ENROL,
        photo=Asset("microscope"),
    ),
    ProgramRow(
        key="program:young-explorers",
        slug="yunye-issledovateli",
        kind=EXTRACURRICULAR,
        focus="natural_science",
        title="Юные исследователи",
        extracurricular_focus="research",
        grade_from=3,
        grade_to=4,
        age_from=9,
        age_to=10,
        hours_per_week="1",
        duration="один учебный год",
        hours_total=34,
        places_total=30,
        enrolment_state="open",
        places_free=6,
        teacher="teacher:yaseneva",
        room=CHEMISTRY,
        lead="Первые опыты: вода, воздух, магниты, семена и маленькие открытия каждую неделю.",
        description=(
            (
                "Одно занятие — один вопрос: почему лёд не тонет, что внутри семечка, куда девается "
                "сахар в чае."
            ),
            "Ответ ищут сами: предлагают опыт, делают его и рисуют, что получилось.",
        ),
        activities=(
            "задавать вопрос, на который можно ответить опытом",
            "пользоваться лупой, весами и термометром",
            "записывать и зарисовывать наблюдения",
            "рассказывать о результате классу",
        ),
        needed="Альбом и карандаши.",
        enrolment="Скажите классному руководителю, что ребёнок хочет заниматься. Группы собирают в сентябре.",
        photo=Asset("microscope"),
    ),
    ProgramRow(
        key="program:project-workshop",
        slug="proektnaya-masterskaya",
        kind=EXTRACURRICULAR,
        focus="natural_science",
        title="Проектная мастерская",
        extracurricular_focus="research",
        grade_from=8,
        grade_to=9,
        age_from=14,
        age_to=15,
        hours_per_week="1",
        duration="один учебный год",
        hours_total=34,
        places_total=24,
        teacher="teacher:lugova",
        room=WORKSHOP,
        lead="От вопроса до защиты: помогаем довести индивидуальный проект до конца.",
        description=(
            (
                "Осенью выбирают тему и учатся искать источники, зимой ставят опыты и собирают данные, "
                "весной готовят "
                "выступление."
            ),
            "Тема может быть любой, если её можно проверить на оборудовании центра.",
        ),
        activities=(
            "формулировать цель и проверять гипотезу",
            "планировать работу по неделям",
            "обрабатывать данные в таблицах",
            "готовить доклад и отвечать на вопросы",
        ),
        needed="Тетрадь и флеш-накопитель.",
        enrolment="Выберите тему вместе с учителем-предметником и приходите в мастерскую до 1 октября.",
        photo=Asset("workshop"),
        document="document:program-project",
    ),
    ProgramRow(
        key="program:robotics",
        slug="robototehnika",
        kind=ADDITIONAL,
        focus="technology",
        title="Робототехника: от первой модели к соревнованиям",
        additional_focus="technical",
        grade_from=5,
        grade_to=7,
        age_from=11,
        age_to=13,
        hours_per_week="2",
        duration="один учебный год",
        hours_total=72,
        places_total=24,
        enrolment_state="waiting",
        places_free=0,
        teacher="teacher:vetrov",
        room=WORKSHOP,
        lead="Собираем, программируем и испытываем роботов, а весной выходим с ними на поле.",
        description=(
            (
                "Начинаем с тележки, которая едет прямо, — это труднее, чем кажется. Потом учим робота "
                "видеть линию, "
                "объезжать препятствия и брать предметы."
            ),
            (
                "Программируем сначала блоками, затем текстом. Работаем парами: один собирает, другой пишет "
                "программу, потом меняемся."
            ),
        ),
        activities=(
            "собирать механизмы с передачами",
            "подключать датчики расстояния и цвета",
            "писать и отлаживать программы",
            "готовить робота к соревнованию",
        ),
        needed="Ничего, кроме желания: наборы и ноутбуки есть в мастерской.",
        enrolment=_CLUB_ENROL,
        photo=Asset("robotics"),
        document="document:program-robotics",
    ),
    ProgramRow(
        key="program:ecology",
        slug="ekologicheskaya-laboratoriya",
        kind=ADDITIONAL,
        focus="natural_science",
        title="Экологическая лаборатория",
        additional_focus="natural_science",
        grade_from=6,
        grade_to=9,
        age_from=12,
        age_to=15,
        hours_per_week="2",
        duration="один учебный год",
        hours_total=72,
        places_total=15,
        enrolment_state="open",
        places_free=5,
        teacher="teacher:ruchyov",
        room=CHEMISTRY,
        lead="Берём пробы воды, почвы и воздуха вокруг села и узнаём, чем мы дышим и что пьём.",
        description=(
            "Осенью и весной выходим к реке и в лес за пробами, зимой исследуем их в лаборатории.",
            "Результаты складываем в общий дневник наблюдений: его ведут уже второй год.",
        ),
        activities=(
            "отбирать пробы по правилам",
            "измерять кислотность, жёсткость и прозрачность воды",
            "определять животных и растения по определителям",
            "сравнивать данные разных лет",
        ),
        needed="Удобная обувь и одежда по погоде для выходов, разрешение родителей.",
        enrolment=_CLUB_ENROL,
        photo=Asset("ecology"),
        document="document:program-ecology",
    ),
    ProgramRow(
        key="program:modelling",
        slug="3d-modelirovanie",
        kind=ADDITIONAL,
        focus="technology",
        title="3D-моделирование и печать",
        additional_focus="technical",
        grade_from=7,
        grade_to=10,
        age_from=13,
        age_to=16,
        hours_per_week="2",
        duration="один учебный год",
        hours_total=72,
        places_total=12,
        enrolment_state="open",
        places_free=2,
        teacher="teacher:beryozkin",
        room=WORKSHOP,
        lead="Придумать деталь, начертить её на компьютере, напечатать и проверить в деле.",
        description=(
            "Учимся измерять настоящие предметы и переносить их в программу для моделирования.",
            "Каждый за год делает не меньше трёх вещей, которыми потом пользуется сам или школа.",
        ),
        activities=(
            "пользоваться штангенциркулем",
            "строить модель по размерам",
            "готовить модель к печати и настраивать принтер",
            "исправлять то, что не подошло",
        ),
        needed="Флеш-накопитель. Ноутбук и пластик даёт центр.",
        enrolment=_CLUB_ENROL,
        photo=Asset("workshop"),
    ),
)
