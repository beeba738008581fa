"""No-break spaces and quotation marks of plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.text import NBSP, typograph

TELLING = st.text(alphabet=' \u00a0\n"«»„“”—–-.,№()АМвикг5247')


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Дом в селе и на реке", "Дом в~селе и~на~реке"),
        ("О центре", "О~центре"),
        ("Кое в чём из-за дождя", "Кое в~чём из-за дождя"),
        ("что-то о чём-то", "что-то о~чём-то"),
        ("Приказ №12", "Приказ №~12"),
        ("школа № 5", "школа №~5"),
        ("распоряжение № Р-6", "распоряжение №~Р-6"),
        ("Школа — это дом", "Школа~— это дом"),
        ("— Здравствуйте", "— Здравствуйте"),
        ("1990 – 2000", "1990~– 2000"),
        ("А. М. Мирзоева", "А.~М.~Мирзоева"),
        ("А.М. Мирзоева", "А.М.~Мирзоева"),
        ("Мирзоева А. М.", "Мирзоева~А.~М."),
        ("4 апреля 2024 г.", "4~апреля~2024~г."),
        ("в 2024 году", "в~2024~году"),
        ("5 кг, 15 мин, 20 %", "5~кг, 15~мин, 20~%"),
        ("5 классов", "5 классов"),
        ("г. Томск, ул. Ленина, д. 5", "г.~Томск, ул.~Ленина, д.~5"),
        ("от 9 июля 2021 г. «Об открытии»", "от~9~июля~2021~г. «Об~открытии»"),
        ("в 2024 г. Центр открыт", "в~2024~г. Центр открыт"),
        ("и\nв школе", "и\nв~школе"),
        ("в ", "в "),
        ("", ""),
    ],
)
def test_what_belongs_together_stays_together(typed, printed):
    assert typograph(typed) == printed.replace("~", NBSP)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('Центр "Точка роста"', "Центр «Точка роста»"),
        ('"Центр "Точка роста""', "«Центр „Точка роста“»"),
        ('"Точка" и "роста".', f"«Точка» и{NBSP}«роста»."),
        ('«Центр "Точка роста"»', "«Центр „Точка роста“»"),
        ('("Точка роста")', "(«Точка роста»)"),
        ('7 "А" класс', "7 «А» класс"),
        ('Экран 24" и "мышь"', f'Экран 24" и{NBSP}«мышь»'),
        ("«Точка роста»", "«Точка роста»"),
        ("«Приказ “О центре”»", f"«Приказ “О{NBSP}центре”»"),
    ],
)
def test_quotes_that_pair_up_become_guillemets(typed, printed):
    assert typograph(typed) == printed


@pytest.mark.parametrize(
    "typed",
    [
        'Центр "Точка роста',
        'Центр Точка роста"',
        '"Экран 24" чёрный"',
        'Центр " Точка роста "',
        '«Центр "Точка» роста"',
        '""',
    ],
)
def test_doubtful_quotes_stay_as_typed(typed):
    assert typograph(typed) == typed


def test_a_doubtful_line_does_not_touch_its_neighbour():
    assert typograph('Центр "Точка\n"Точка роста"') == 'Центр "Точка\n«Точка роста»'


@given(st.one_of(st.text(), TELLING))
def test_setting_twice_changes_nothing_more(value):
    once = typograph(value)
    assert typograph(once) == once


@given(st.one_of(st.text(), TELLING))
def test_no_word_is_lost(value):
    marks = str.maketrans("", "", ' \u00a0\u202f"«»„“')
    assert typograph(value).translate(marks) == value.translate(marks)
