"""Properties of the parsers on any text: no exception, bounded results, values that read back."""

import datetime
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library.reading import dates, page_order
from library.reading.filenames import LONGEST_READ, MAX_CHARS, plain_stem, safe_name
from library.reading.header import approval_in
from library.reading.kinds import Kind, find_headings, stamp_lines
from library.reading.names import read_name
from library.reading.numbers import find_numbers, normalize_number
from library.reading.requisites import read_requisites
from library.reading.sheet import Sheet, starts_body
from library.reading.spelling import tidy_marks, tidy_title
from library.reading.text import compact, key, normalize
from library.reading.vocabulary import Lexicon

MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2099, 12, 31))
NUMBERS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "01-08/", "ОД-", "П-"]),
    st.integers(1, 9999),
    st.sampled_from(["", "-о", "-од", "/1-ОД", "-ОСН", "а", "-к"]),
)
PIECES = st.sampled_from(
    "ПРИКАЗ П Р И К А З от № «04» апреля 2024 г. 04.04.2024 О назначении Об утверждении УТВЕРЖДЕНО приказом "
    "ПОЛОЖЕНИЕ План 12-о б/н ___ Приложение к с. Ивановка ПРИКАЗЫВАЮ: 1. год школа № "
    "7 \u00ad - – “ ” ( )".split(" ")
)
LINES = st.lists(st.lists(PIECES, max_size=12).map(" ".join), max_size=30)
TEXTS = st.one_of(st.text(max_size=400), LINES.map("\n".join))


@given(
    DAYS, st.sampled_from(["{d} {m} {y} года", "«{d:02}» {m} {y} г.", '"{d:02}" {m} {y}', "{d} {M} {y} Г."])
)
def test_a_date_in_words_is_read_back(day, form):
    said = form.format(d=day.day, m=MONTHS[day.month - 1], M=MONTHS[day.month - 1].upper(), y=day.year)
    assert [found.value for found in dates.find_dates(f"от {said} № 12")] == [day]


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y"]))
def test_a_date_in_digits_is_read_back(day, form):
    assert [found.value for found in dates.find_dates(f"ПРИКАЗ {day.strftime(form)} г.")] == [day]


@given(NUMBERS, st.sampled_from(["№ {}", "№{}", "N {}", "ПРИКАЗ № {}", "от 04.04.2024 № {}"]))
def test_a_number_is_read_back(number, form):
    said = form.format(number).replace("04.04.2024", "\u2588" * 10)
    assert [found.value for found in find_numbers(said)] == [number]
    assert normalize_number(number) == number


@settings(max_examples=60, deadline=3_000)
@given(DAYS, NUMBERS)
def test_an_order_is_read_back(day, number):
    text = (
        f"МБОУ «Ивановская СОШ»\nПРИКАЗ\n{day:%d.%m.%Y} № {number}\nО назначении "
        f"руководителя Центра\nПРИКАЗЫВАЮ:"
    )
    found = read_requisites([text])
    assert (found.kind.value, found.number.value, found.date.value) == (Kind.ORDER, number, day.isoformat())
    assert found.title.value == "О назначении руководителя Центра"


@settings(deadline=2_000)
@given(TEXTS)
def test_parts_of_the_reader_never_fail(text):
    sheet = Sheet.of([text], Lexicon())
    stamps = stamp_lines(sheet.lines)
    assert stamps <= set(range(len(sheet.lines)))
    for heading in find_headings(sheet.lines, stamps):
        assert 0 <= heading.line <= heading.last_line < len(sheet.lines)
    approval_in(sheet, stamps)
    for line in sheet.lines:
        starts_body(line)
        assert compact(line) == compact(compact(line))
        assert key(line) == key(key(line))


@settings(deadline=2_000)
@given(TEXTS)
def test_a_tidy_title_is_bounded_and_tidy(text):
    title = tidy_title(text, Lexicon())
    assert "\n" not in title
    assert tidy_marks(tidy_marks(text)) == tidy_marks(tidy_marks(tidy_marks(text)))
    assert len(title) <= 2 * len(text) + 2


@settings(deadline=2_000)
@given(st.text(max_size=600))
def test_names_are_read_within_bounds(name):
    assert len(safe_name(name)) <= MAX_CHARS
    assert len(plain_stem(name)) <= LONGEST_READ
    found = read_name(name)
    assert found.date is None or dates.FIRST_YEAR <= found.date.year < dates.LAST_YEAR


@pytest.mark.parametrize(
    "name",
    ["приказ-" + "1-" * 500, "приказ " + "1-1" * 300 + " о", "пр. " * 300, "№ 1 " * 200, "(приказ № 1 " * 90],
)
def test_long_names_take_little_time(name):
    started = time.monotonic()
    read_name(name)
    assert time.monotonic() - started < 2


class FakePage:
    """A page of text whose letters all stand on the given heights, line by line."""

    def __init__(self, text, heights):
        self.text = text
        self.heights = heights

    def count_chars(self):
        return len(self.text)

    def box(self, index):
        height = self.heights[self.text.count("\r\n", 0, index)]
        return height + 10, height


@pytest.fixture
def ordered(monkeypatch):
    """Lines put in order by their heights."""
    monkeypatch.setattr(page_order, "_box", lambda page, index: page.box(index))

    def order(*lines):
        text = "\r\n".join(text for text, _height in lines)
        page = FakePage(text, [height for _text, height in lines])
        return page_order.in_reading_order(text, page).split("\r\n")

    return order


def test_what_is_typed_over_a_form_moves_to_its_place(ordered):
    shown = ordered(("ПРИКАЗ", 700), ("О назначении", 600), ("Директор", 500), ("04.04.2024 № 33", 650))
    assert shown == ["ПРИКАЗ", "04.04.2024 № 33", "О назначении", "Директор"]


def test_an_empty_field_does_not_hold_its_place(ordered):
    shown = ordered(("ПРИКАЗ", 700), ("________", 649), ("О назначении", 600), ("04.04.2024 № 33", 650))
    assert shown == ["ПРИКАЗ", "04.04.2024 № 33", "________", "О назначении"]


def test_columns_keep_their_order(ordered):
    lines = [("Школа", 700), ("ПРИКАЗ", 680), ("Министерство", 700), ("образования", 680)]
    assert ordered(*lines) == [text for text, _height in lines]


@given(
    st.lists(st.tuples(st.text("абв", min_size=1, max_size=5), st.integers(0, 800)), min_size=1, max_size=30)
)
def test_no_line_is_lost_by_ordering(lines):
    text = "\r\n".join(said for said, _height in lines)
    page = FakePage(text, [height for _said, height in lines])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page_order, "_box", lambda page, index: page.box(index))
        shown = page_order.in_reading_order(text, page)
    assert sorted(shown.split("\r\n")) == sorted(said for said, _height in lines)


@given(TEXTS)
def test_normal_form_has_no_broken_ends(text):
    assert "\u00ad" not in normalize(text)
    assert "\x00" not in normalize(text)
