"""Columns of charts: per cent with a point, whatever the language."""

from django.utils import translation

from toolkit.charts import columns, percent
from toolkit.templatetags.charts import bar_rows


def number(text: str) -> float:
    return float(text.removesuffix("%"))


def test_lengths_have_a_point_in_russian_too() -> None:
    with translation.override("ru"):
        assert percent(12.5) == "12.5%"
        assert percent(100) == "100%"


def test_columns_are_as_tall_as_their_numbers() -> None:
    small, large, none = columns([("2021", 5), ("2022", 20), ("2023", 0)])
    assert number(large.height) == 4 * number(small.height)
    assert none.height == "0%"
    assert number(large.y) + number(large.height) == number(small.y) + number(small.height)


def test_nothing_leaves_the_drawing() -> None:
    for column in columns([(str(year), year % 7) for year in range(2019, 2040)]):
        assert number(column.x) >= 0
        assert number(column.x) + number(column.width) <= 100
        assert number(column.above) > 0


def test_many_years_get_short_labels() -> None:
    assert [column.label for column in columns([("2019", 1), ("2020", 2)])] == ["2019", "2020"]
    assert columns([(str(year), 1) for year in range(2019, 2030)])[0].label == "’19"


def test_nothing_to_draw_is_no_fault() -> None:
    assert columns([]) == []
    assert columns([("2021", 0)])[0].height == "0%"


def test_rows_have_a_bar_and_a_number_and_no_markup_of_their_label() -> None:
    first, second = bar_rows([("томская <b>", 1200), ("Дагестан", 300)], 1200).split("\n        ")
    assert first.startswith('<tr><th scope="row">Томская &lt;b&gt;<svg class="bar"')
    assert 'width="100%"' in first
    assert 'width="25%"' in second
    assert second.endswith('</svg></th><td class="number">300</td></tr>')
    assert "svg" not in bar_rows([("Дагестан", 300)], 300, no_bars=True)
