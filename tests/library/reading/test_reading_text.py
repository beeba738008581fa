"""The normal form of text, and dates and numbers in it."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library.reading import dates
from library.reading.numbers import bare_number, find_numbers, normalize_number
from library.reading.text import clean, collapse_spaced, compact, normalize
from library.reading.vocabulary import Lexicon


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("О назна\ufffeчении", "О назначении"),
        ("О назна\x02чении", "О назначении"),
        ("О назна-\nчении руководителя", "О назначении\nруководителя"),
        ("О назна\u00ad\nчении", "О назначении"),
        ("О назна¬\nчении", "О назначении"),
        (
            "естественно-\nнаучной и учебно\ufffeвоспитательной",
            "естественно-научной\nи учебно-воспитательной",
        ),
        ("педагог-\nорганизатор", "педагог-организатор"),
        ("Горно-\nАлтайск", "Горно-Алтайск"),
        ("учебно- и научно-методических", "учебно- и научно-методических"),
        ("П Р И К А З", "ПРИКАЗ"),
        ("П  Р  И  К  А  З     п  о     ш  к  о  л  е", "ПРИКАЗ по школе"),
        ("П Р И К А З о назначении", "ПРИКАЗ о назначении"),
        ("0 4 . 0 4 . 2 0 2 4", "04.04.2024"),
        ("МБOУ COШ", "МБОУ СОШ"),
        ("o назначении", "о назначении"),
        ("IT-куб и Windows", "IT-куб и Windows"),
        ("Точка\u00a0роста\u200b\ufeff", "Точка роста"),
        ("и\u0306од", "йод"),
        ("ﬁнансы", "fiнансы"),
        ("a\x00b\x07c", "abc"),
        ("а\r\nб\rв\x0bг", "а\nб\nв\nг"),
        ("И. И. Иванов в с. Ивановка", "И. И. Иванов в с. Ивановка"),
    ],
)
def test_normal_form(raw, plain):
    assert normalize(raw) == plain


@settings(max_examples=300, deadline=1_000)
@given(st.text(max_size=400) | st.text(alphabet="аоПР -\n\u00ad\u00a0.4№«»Ao\ufffe\x02", max_size=200))
def test_normal_form_is_stable(text):
    once = normalize(text)
    assert normalize(once) == once
    assert "\x00" not in once
    assert not once.encode("utf-8", "surrogatepass").decode("utf-8", "replace").count("\ufffd") > text.count(
        "\ufffd"
    )


@given(st.text(max_size=200))
def test_cleaning_is_idempotent(text):
    assert clean(clean(text)) == clean(text)


def test_compact_key_sees_through_spacing_and_misreading():
    assert compact("П РИ К А 3") == "приказ"
    assert compact("ПPИKAЗ") == "приказ"


def test_text_without_spacing_stays():
    assert collapse_spaced("обычная строка") == "обычная строка"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("04.04.2024 г.", "2024-04-04"),
        ("от 4 апреля 2024 года", "2024-04-04"),
        ('"04" апреля 24 г.', "2024-04-04"),
        ("«04»\nапреля 2024", "2024-04-04"),
        ("04 . 04 . 2024", "2024-04-04"),
        ("О4.О4.2О24", "2024-04-04"),
        ("«_04_»__апреля__2024 г.", "2024-04-04"),
        ("04/04/2024", "2024-04-04"),
        ("04-04-24", "2024-04-04"),
        ("2024-04-04", "2024-04-04"),
        ('"04" 04 2024', "2024-04-04"),
        ("04.IV.2024", "2024-04-04"),
        ("04 апре ля 20 24 г.", "2024-04-04"),
        ("31.12.99", "1999-12-31"),
        ("31.02.2024", None),
        ("№ 12-04-2024", None),
        ("№ 15/1-24", None),
        ("12.10.24.33", None),
        ("12.12.1812", None),
    ],
)
def test_dates(text, date):
    found = dates.find_dates(text)
    assert [each.value.isoformat() for each in found] == ([date] if date else [])


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2089, 12, 31)), st.booleans())
def test_every_date_is_read_back(date, short):
    text = date.strftime("%d.%m.%y" if short else "%d.%m.%Y")
    assert [each.value for each in dates.find_dates(f"от {text} г. № 12")] == [date]


@given(st.text(max_size=200))
def test_dates_and_numbers_never_fail(text):
    for date in dates.find_dates(text):
        assert 0 <= date.start < date.end <= len(text)
    for number in find_numbers(text):
        assert 0 <= number.start < number.end <= len(text)
    bare_number(text)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("на 2023-2024 учебный год", "2023/2024"),
        ("2023/24 уч. год", "2023/2024"),
        ("в 2023 – 2024 учебном году", "2023/2024"),
        ("на 2021–2024 годы", None),
        ("2023-2025 учебный год", None),
        ("2023-2024", None),
    ],
)
def test_school_years(text, year):
    assert dates.find_school_year(text) == year


def test_school_year_of_a_date():
    assert dates.school_year_of(datetime.date(2024, 4, 4)) == "2023/2024"
    assert dates.school_year_of(datetime.date(2024, 8, 30)) == "2024/2025"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("№ 12-о от 04.04.2024", ["12-о"]),
        ("№ 15/1-ОД", ["15/1-ОД"]),
        ("№ 15 / 1 – OД", ["15/1-ОД"]),
        ("№33 с. Ивановка", ["33"]),
        ("N 12-п", ["12-п"]),
        ("№ 12 о/д", ["12 о/д"]),
        ("№ 12 - О назначении", ["12"]),
        ("№ТВ-1913/02", ["ТВ-1913/02"]),
        ("№ 12/1-од-2024", ["12/1-од-2024"]),
        ("№ б/н", [""]),
        ("№ ____", []),
        ("МБОУ СОШ № 12", []),
        ("МБОУ «Школа № 5»", []),
        ("средняя общеобразовательная школа\n№ 12", []),
        ("Приложение № 1", []),
        ("№ 273-ФЗ", []),
        ("На № 12", []),
        ("ПРИКАЗ ПО ШКОЛЕ\n№ 201", ["201"]),
    ],
)
def test_numbers(text, numbers):
    assert [number.value for number in find_numbers(text)] == numbers


@given(st.text(max_size=40))
def test_number_has_one_spelling(text):
    assert normalize_number(normalize_number(text)) == normalize_number(text)


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("О назна чении руко водителя Центра обра зования", "О назначении руководителя Центра образования"),
        ("ОНАЗНАЧЕНИИРУКОВОДИТЕЛЯЦЕНТРА", "О НАЗНАЧЕНИИ РУКОВОДИТЕЛЯ ЦЕНТРА"),
        ("О создании Центра «Точ ка рос та»", "О создании Центра «Точка роста»"),
        ("Оназначении", "О назначении"),
        ("О б утверждении", "Об утверждении"),
        ("современных технологических навыков", "современных технологических навыков"),
        ("О назначении Ивановой Марии", "О назначении Ивановой Марии"),
        ("Toчка POCTA", "Toчка РОСТА"),
    ],
)
def test_mending(broken, whole):
    assert Lexicon(["назначение руководителя Центра", "Центра"]).mend(broken) == whole


@settings(deadline=1_000)
@given(st.text(alphabet="абвгдеОЦнр «»-.", max_size=120))
def test_mending_keeps_letters(text):
    mended = Lexicon().mend(text)
    assert mended.replace(" ", "") == text.replace(" ", "")
