"""Rooms and equipment of the example centre."""

from demo.content.rows import Asset, EquipmentRow, RoomRow

PHYSICS = "room:physics"
CHEMISTRY = "room:chemistry"
WORKSHOP = "room:workshop"

ROOMS = (
    RoomRow(
        key=PHYSICS,
        name="Лаборатория физики",
        number="12",
        area="66.4",
        description=(
            "Двенадцать рабочих мест с датчиками, источниками питания и наборами для опытов. "
            "Ученики измеряют, "
            "строят графики и сравнивают результаты."
        ),
        photo=Asset("physics-lab"),
        is_accessible=True,
    ),
    RoomRow(
        key=CHEMISTRY,
        name="Лаборатория химии и биологии",
        number="14",
        area="64.8",
        description=(
            "Вытяжной шкаф, мойки, цифровые микроскопы и наборы реактивов. Здесь проходят "
            "практические работы "
            "и занятия экологической лаборатории."
        ),
        photo=Asset("chemistry-lab"),
    ),
    RoomRow(
        key=WORKSHOP,
        name="Проектная мастерская",
        number="15",
        area="48.2",
        description=(
            "Столы, которые легко сдвинуть, поле для роботов, 3D-принтер и ноутбуки. Сюда приходят "
            "собирать, "
            "программировать и готовить проекты."
        ),
        photo=Asset("workshop"),
        is_accessible=True,
    ),
)

_GENERAL = "Общее оборудование"
_DIGITAL = "Цифровые лаборатории"
_EXPERIMENTS = "Оборудование для опытов"
_ROBOTICS = "Робототехника и технология"

#: Kit, subject, name, quantity, room, unit, suitable for children with disabilities.
_LIST = (
    (_DIGITAL, "Физика", "Цифровая лаборатория по физике, ученическая", 6, PHYSICS, "компл.", True),
    (_DIGITAL, "Физика", "Цифровая лаборатория по физике, для учителя", 1, PHYSICS, "компл.", False),
    (_DIGITAL, "Химия", "Цифровая лаборатория по химии, ученическая", 6, CHEMISTRY, "компл.", True),
    (_DIGITAL, "Химия", "Цифровая лаборатория по химии, для учителя", 1, CHEMISTRY, "компл.", False),
    (_DIGITAL, "Биология", "Цифровая лаборатория по биологии, ученическая", 6, CHEMISTRY, "компл.", True),
    (_DIGITAL, "Биология", "Цифровая лаборатория по экологии", 3, CHEMISTRY, "компл.", False),
    (_DIGITAL, "Биология", "Цифровая лаборатория по физиологии", 2, CHEMISTRY, "компл.", False),
    (_EXPERIMENTS, "Физика", "Набор «Механические явления»", 6, PHYSICS, "компл.", False),
    (_EXPERIMENTS, "Физика", "Набор «Тепловые явления»", 6, PHYSICS, "компл.", False),
    (_EXPERIMENTS, "Физика", "Набор «Электромагнитные явления»", 6, PHYSICS, "компл.", False),
    (_EXPERIMENTS, "Физика", "Набор «Оптические и квантовые явления»", 6, PHYSICS, "компл.", False),
    (_EXPERIMENTS, "Физика", "Набор для экспериментов ОГЭ по физике", 4, PHYSICS, "компл.", False),
    (_EXPERIMENTS, "Физика", "Источник питания лабораторный", 12, PHYSICS, "шт.", False),
    (_EXPERIMENTS, "Физика", "Мультиметр цифровой", 12, PHYSICS, "шт.", False),
    (_EXPERIMENTS, "Физика", "Динамометр лабораторный", 12, PHYSICS, "шт.", False),
    (_EXPERIMENTS, "Химия", "Набор для экспериментов ОГЭ по химии", 4, CHEMISTRY, "компл.", False),
    (_EXPERIMENTS, "Химия", "Набор реактивов для практических работ", 6, CHEMISTRY, "компл.", False),
    (_EXPERIMENTS, "Химия", "Набор лабораторной посуды", 12, CHEMISTRY, "компл.", False),
    (_EXPERIMENTS, "Химия", "Весы электронные, 200 г", 4, CHEMISTRY, "шт.", False),
    (_EXPERIMENTS, "Химия", "Плитка лабораторная", 4, CHEMISTRY, "шт.", False),
    (_EXPERIMENTS, "Химия", "Вытяжной шкаф демонстрационный", 1, CHEMISTRY, "шт.", False),
    (_EXPERIMENTS, "Химия", "Очки защитные", 24, CHEMISTRY, "шт.", False),
    (_EXPERIMENTS, "Биология", "Микроскоп световой ученический", 10, CHEMISTRY, "шт.", False),
    (_EXPERIMENTS, "Биология", "Микроскоп цифровой", 2, CHEMISTRY, "шт.", True),
    (_EXPERIMENTS, "Биология", "Набор микропрепаратов", 10, CHEMISTRY, "компл.", False),
    (_EXPERIMENTS, "Биология", "Гербарий растений средней полосы", 2, CHEMISTRY, "компл.", False),
    (_EXPERIMENTS, "Биология", "Набор для отбора проб воды и почвы", 4, CHEMISTRY, "компл.", False),
    (_ROBOTICS, "Технология", "Конструктор для блочного программирования", 6, WORKSHOP, "компл.", True),
    (_ROBOTICS, "Технология", "Набор по механике, мехатронике и робототехнике", 4, WORKSHOP, "компл.", False),
    (_ROBOTICS, "Технология", "Учебный робот-манипулятор четырёхосевой", 1, WORKSHOP, "шт.", False),
    (_ROBOTICS, "Технология", "Набор датчиков для робототехники", 4, WORKSHOP, "компл.", False),
    (_ROBOTICS, "Технология", "Поле для соревнований роботов", 1, WORKSHOP, "шт.", False),
    (_ROBOTICS, "Технология", "3D-принтер учебный", 1, WORKSHOP, "шт.", False),
    (_ROBOTICS, "Технология", "Пластик для 3D-печати, катушка 1 кг", 8, WORKSHOP, "шт.", False),
    (_ROBOTICS, "Технология", "Набор ручного инструмента", 6, WORKSHOP, "компл.", False),
    (_GENERAL, "", "Ноутбук учителя", 3, WORKSHOP, "шт.", False),
    (_GENERAL, "", "Ноутбук ученика", 12, WORKSHOP, "шт.", True),
    (_GENERAL, "", "Многофункциональное устройство: принтер, сканер, копир", 1, WORKSHOP, "шт.", False),
    (_GENERAL, "", "Интерактивная панель 75 дюймов", 1, PHYSICS, "шт.", True),
    (_GENERAL, "", "Документ-камера", 2, CHEMISTRY, "шт.", True),
    (_GENERAL, "", "Стол регулируемый по высоте", 2, PHYSICS, "шт.", True),
)

#: The things bought after the opening, by name: year of delivery.
_LATER = {"3D-принтер учебный": 2023, "Пластик для 3D-печати, катушка 1 кг": 2026, "Документ-камера": 2024}

EQUIPMENT = tuple(
    EquipmentRow(
        key=f"equipment:{number:02}",
        kit=kit,
        subject=subject,
        name=name,
        quantity=quantity,
        room=room,
        unit=unit,
        year=_LATER.get(name, 2021),
        for_disabled=for_disabled,
    )
    for number, (kit, subject, name, quantity, room, unit, for_disabled) in enumerate(_LIST, start=1)
)
