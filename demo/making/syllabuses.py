"""Four programmes of the example centre as papers."""

from dataclasses import dataclass

from demo.content.example import TEACHERS
from demo.content.programs import ADDITIONAL, EXTRACURRICULAR, PROGRAMS
from demo.making.orders import row_of, short
from demo.making.paper import Paper
from toolkit.text import count_phrase


@dataclass(frozen=True, slots=True)
class Syllabus:
    """Themes with their hours; the sum is the programme's `hours_total`."""

    program: str
    document: str
    aim: str
    themes: tuple[tuple[str, int], ...]
    practice: tuple[str, ...]
    result: str


SYLLABUSES = {
    "programma-fizika-7-9": Syllabus(
        program="program:physics",
        document="program-physics",
        aim="Научить видеть физические явления вокруг себя, ставить опыт, измерять и делать выводы.",
        themes=(
            ("7 класс. Физика и её методы", 6),
            ("7 класс. Строение вещества", 6),
            ("7 класс. Движение и взаимодействие тел", 21),
            ("7 класс. Давление твёрдых тел, жидкостей и газов", 21),
            ("7 класс. Работа, мощность, энергия", 14),
            ("8 класс. Тепловые явления", 28),
            ("8 класс. Электрические явления", 28),
            ("8 класс. Электромагнитные явления", 12),
            ("9 класс. Механические явления", 40),
            ("9 класс. Колебания и волны", 15),
            ("9 класс. Электромагнитное поле и свет", 27),
            ("9 класс. Квантовые явления", 12),
            ("9 класс. Повторение и практикум", 8),
        ),
        practice=(
            "измерение плотности твёрдого тела",
            "изучение силы трения с датчиком силы",
            "наблюдение остывания воды с датчиком температуры",
            "сборка электрической цепи и измерение силы тока",
            "измерение ускорения тела на наклонной плоскости",
            "измерение оптической силы линзы",
        ),
        result="Ученик умеет спланировать опыт, измерить величину и оценить погрешность.",
    ),
    "programma-proektnaya-masterskaya": Syllabus(
        program="program:project-workshop",
        document="program-project",
        aim="Помочь ученику пройти весь путь проекта: вопрос, план, опыт, вывод, рассказ.",
        themes=(
            ("Как рождается вопрос", 4),
            ("Поиск и проверка источников", 4),
            ("План проекта и безопасность", 3),
            ("Опыт и сбор данных", 10),
            ("Таблицы, графики, выводы", 5),
            ("Текст и выступление", 5),
            ("Защита и разбор", 3),
        ),
        practice=(
            "банк вопросов класса",
            "проверка трёх источников по одной теме",
            "пробный опыт и исправление плана",
            "построение графика по своим данным",
            "репетиция выступления перед младшими",
        ),
        result="Ученик защищает индивидуальный проект и отвечает на вопросы о нём.",
    ),
    "programma-robototehnika": Syllabus(
        program="program:robotics",
        document="program-robotics",
        aim="Научить собирать и программировать роботов, которые решают поставленную задачу.",
        themes=(
            ("Из чего состоит робот", 6),
            ("Механизмы и передачи", 12),
            ("Первые программы из блоков", 12),
            ("Датчики: расстояние, цвет, касание", 14),
            ("Движение по линии и лабиринт", 14),
            ("Захват и перенос предметов", 8),
            ("Подготовка к соревнованию", 6),
        ),
        practice=(
            "тележка, которая едет прямо",
            "подъёмник с червячной передачей",
            "робот, который останавливается перед стеной",
            "робот, который едет по линии",
            "прохождение лабиринта на время",
        ),
        result="Ученик собирает и программирует робота для задания, которое видит впервые.",
    ),
    "programma-ekologicheskaya-laboratoriya": Syllabus(
        program="program:ecology",
        document="program-ecology",
        aim="Научить исследовать природу своего села и сравнивать измерения разных лет.",
        themes=(
            ("Что изучает эколог", 4),
            ("Выход к реке: отбор проб", 8),
            ("Вода: прозрачность, кислотность, жёсткость", 16),
            ("Почва: состав и жизнь в ней", 12),
            ("Воздух в школе и на улице", 10),
            ("Растения и животные как показатели", 12),
            ("Дневник наблюдений и отчёт", 10),
        ),
        practice=(
            "измерение прозрачности воды белым диском",
            "определение кислотности датчиком и индикатором",
            "выделение животных из пробы почвы",
            "измерение запылённости воздуха",
            "описание пробной площадки в лесу",
        ),
        result="Ученик отбирает пробу по правилам и объясняет, о чём говорят измерения.",
    ),
}

_NAMES = {
    EXTRACURRICULAR: "ПРОГРАММА ВНЕУРОЧНОЙ ДЕЯТЕЛЬНОСТИ",
    ADDITIONAL: "ДОПОЛНИТЕЛЬНАЯ ОБЩЕРАЗВИВАЮЩАЯ ПРОГРАММА",
}
_PROGRAMS = {program.key: program for program in PROGRAMS}
_TEACHERS = {teacher.key: teacher for teacher in TEACHERS}


def draw_syllabus(name: str) -> Paper:
    """The programme whose file has this name."""
    syllabus = SYLLABUSES[name]
    program = _PROGRAMS[syllabus.program]
    teacher = _TEACHERS[program.teacher]
    row = row_of(syllabus.document)
    paper = Paper(f"{row.title} (пример)", row.date)
    paper.letterhead()
    paper.approved(row.date, "110")
    paper.title_line(_NAMES.get(program.kind, "РАБОЧАЯ ПРОГРАММА УЧЕБНОГО ПРЕДМЕТА"), f"«{program.title}»")
    hours = count_phrase(program.hours_total, "час", "часа", "часов")
    paper.grid(
        ("Для кого", "Срок", "Объём", "Педагог"),
        [
            (
                f"{program.grade_from}–{program.grade_to} классы, {program.age_from}–{program.age_to} лет",
                program.duration,
                hours,
                short(teacher.full_name),
            )
        ],
        (46, 52, 30, 42),
        11,
    )
    paper.heading("1. О программе")
    paper.words(f"Цель. {syllabus.aim}")
    for part in program.description:
        paper.words(part)
    paper.heading("2. Чему научится ученик")
    paper.points([f"{item};" for item in program.activities[:-1]] + [f"{program.activities[-1]}."], mark="—")
    paper.heading("3. Темы и часы")
    rows = [(str(place), theme, str(count)) for place, (theme, count) in enumerate(syllabus.themes, start=1)]
    paper.grid(("№", "Тема", "Часов"), [*rows, ("", "Всего", str(program.hours_total))], (10, 140, 20), 11)
    paper.heading("4. Практические работы")
    paper.points([f"{item};" for item in syllabus.practice[:-1]] + [f"{syllabus.practice[-1]}."], mark="—")
    paper.heading("5. Условия и безопасность")
    paper.words(f"Что понадобится ученику. {program.needed}")
    paper.words(
        "Перед каждой практической работой педагог напоминает правила безопасности. К "
        "работе с нагревом, стеклом "
        "и электричеством допускаются ученики, которые ответили на вопросы о безопасности."
    )
    paper.heading("6. Как понять, что программа освоена")
    paper.words(syllabus.result)
    paper.words(
        "Отметки ставим по правилам школы за уроки; во внеурочных занятиях и кружках отметок нет: "
        "итог года — готовая работа, которую ученик показывает другим."
    )
    paper.signature("Педагог", short(teacher.full_name))
    return paper
