"""Russian wording of numbers, sizes, dates, slugs and search keys."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from toolkit import text
from toolkit.text import NARROW_NBSP, NBSP

CENTER = ("центр", "центра", "центров")


def spaced(phrase: str) -> str:
    """Show every no-break space as a plain one."""
    return phrase.replace(NBSP, " ").replace(NARROW_NBSP, " ")


class TestPlural:
    @pytest.mark.parametrize(
        ("n", "form"),
        [
            (0, "центров"),
            (1, "центр"),
            (2, "центра"),
            (4, "центра"),
            (5, "центров"),
            (11, "центров"),
            (12, "центров"),
            (14, "центров"),
            (21, "центр"),
            (22, "центра"),
            (25, "центров"),
            (101, "центр"),
            (111, "центров"),
            (1012, "центров"),
            (24001, "центр"),
            (-1, "центр"),
        ],
    )
    def test_whole_numbers(self, n, form):
        assert text.plural(n, *CENTER) == form

    @pytest.mark.parametrize("n", [1.5, Decimal("0.5"), 11.2])
    def test_a_fraction_takes_the_second_form(self, n):
        assert text.plural(n, *CENTER) == "центра"

    @given(st.integers(min_value=0), st.integers(min_value=0, max_value=99))
    def test_only_the_last_two_digits_decide(self, hundreds, rest):
        assert text.plural(hundreds * 100 + rest, *CENTER) == text.plural(rest, *CENTER)

    @given(st.integers())
    def test_a_form_is_always_one_of_the_three(self, n):
        assert text.plural(n, *CENTER) in CENTER


class TestNumber:
    @pytest.mark.parametrize(
        ("n", "written"),
        [
            (0, "0"),
            (999, "999"),
            (1234567, "1 234 567"),
            (4500, "4 500"),
            (-1500, "−1 500"),
            (1.5, "1,5"),
            (2.0, "2"),
            (Decimal("1234.50"), "1 234,50"),
            (Decimal("1E+3"), "1 000"),
        ],
    )
    def test_reads_as_russians_write(self, n, written):
        assert spaced(text.number(n)) == written

    @given(st.integers())
    def test_says_the_number_it_was_given(self, n):
        written = text.number(n)
        assert int(written.replace(NARROW_NBSP, "").replace("−", "-")) == n
        assert re.fullmatch(rf"−?\d{{1,3}}(?:{NARROW_NBSP}\d{{3}})*", written)

    def test_a_count_is_never_parted_from_its_noun(self):
        assert text.count_phrase(21, *CENTER) == f"21{NBSP}центр"
        assert text.count_phrase(4500, *CENTER) == f"4{NARROW_NBSP}500{NBSP}центров"


class TestFileSize:
    @pytest.mark.parametrize(
        ("size", "written"),
        [
            (0, "0 байт"),
            (1, "1 байт"),
            (2, "2 байта"),
            (1023, "1 023 байта"),
            (1024, "1 КБ"),
            (1536, "1,5 КБ"),
            (540_611, "527,94 КБ"),
            (1_111_490, "1,06 МБ"),
            (1024**2 - 1, "1 МБ"),
            (10 * 1024**2, "10 МБ"),
            (100 * 1024**2, "100 МБ"),
            (3 * 1024**3, "3 ГБ"),
            (5 * 1024**5, "5 120 ТБ"),
        ],
    )
    def test_reads_as_russians_write(self, size, written):
        assert spaced(text.file_size(size)) == written

    def test_refuses_a_negative_size(self):
        with pytest.raises(ValueError, match="negative"):
            text.file_size(-1)

    @given(st.integers(min_value=0, max_value=1024**5 - 1))
    def test_is_short_and_near_the_truth(self, size):
        amount, unit = text.file_size(size).split(NBSP)
        steps = ["байт", "КБ", "МБ", "ГБ", "ТБ"].index(unit.removesuffix("а"))
        value = Decimal(amount.replace(",", ".").replace(NARROW_NBSP, ""))
        assert value < 1024 or unit == "ТБ"
        assert abs(value * 1024**steps - size) <= Decimal("0.005") * 1024**steps
        assert re.fullmatch(r"[1-9]\d*(?:,\d?[1-9])?|0", amount.replace(NARROW_NBSP, ""))


class TestDates:
    def test_a_day(self):
        assert text.russian_date(date(2024, 4, 4)) == f"4{NBSP}апреля{NBSP}2024{NBSP}г."
        assert text.russian_date(date(2024, 4, 4), with_year=False) == f"4{NBSP}апреля"

    def test_a_moment_falls_on_the_day_of_the_current_time_zone(self):
        moment = datetime(2024, 4, 4, 19, 30, tzinfo=UTC)
        with timezone.override("Asia/Tomsk"):
            assert spaced(text.russian_date(moment)) == "5 апреля 2024 г."
            assert spaced(text.russian_datetime(moment)) == "5 апреля 2024 г. в 02:30"
        with timezone.override("Europe/Moscow"):
            assert spaced(text.russian_datetime(moment)) == "4 апреля 2024 г. в 22:30"

    def test_a_naive_moment_is_taken_as_it_is(self):
        assert text.local_date(datetime(2024, 4, 4, 23, 59)) == date(2024, 4, 4)  # noqa: DTZ001

    @pytest.mark.parametrize(
        ("start", "end", "written"),
        [
            (date(2024, 4, 4), date(2024, 4, 4), "4 апреля 2024 г."),
            (date(2024, 4, 4), date(2024, 4, 8), "4–8 апреля 2024 г."),
            (date(2024, 4, 8), date(2024, 4, 4), "4–8 апреля 2024 г."),
            (date(2024, 4, 28), date(2024, 5, 3), "28 апреля – 3 мая 2024 г."),
            (date(2024, 12, 28), date(2025, 1, 3), "28 декабря 2024 г. – 3 января 2025 г."),
            (date(2024, 4, 4), None, "с 4 апреля 2024 г."),
            (None, date(2024, 4, 8), "до 8 апреля 2024 г."),
            (None, None, ""),
        ],
    )
    def test_a_period(self, start, end, written):
        assert spaced(text.russian_date_range(start, end)) == written

    @given(st.dates(), st.dates())
    def test_a_period_does_not_depend_on_the_order_of_its_days(self, one, other):
        assert text.russian_date_range(one, other) == text.russian_date_range(other, one)

    @given(st.dates())
    def test_a_day_can_be_read_back(self, day):
        number, month, year, _g = text.russian_date(day).split(NBSP)
        assert (int(number), month, int(year)) == (day.day, text.month_genitive(day.month), day.year)

    @given(st.dates(min_value=date(1, 1, 8), max_value=date(9999, 12, 20)))
    def test_a_week_runs_from_monday_to_sunday_around_the_day(self, day):
        monday, sunday = text.week_bounds(day)
        assert monday <= day <= sunday
        assert (monday.weekday(), sunday - monday) == (0, timedelta(days=6))

    def test_a_week_in_words(self):
        assert spaced(text.week_range(date(2024, 4, 4))) == "1–7 апреля 2024 г."
        assert spaced(text.week_range(date(2024, 12, 31))) == "30 декабря 2024 г. – 5 января 2025 г."


class TestNames:
    def test_weekdays_start_with_monday(self):
        assert [text.weekday_name(0), text.weekday_name(6)] == ["понедельник", "воскресенье"]
        assert [text.weekday_short(day) for day in range(7)] == ["Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс"]

    def test_months_are_counted_from_one(self):
        assert [text.month_name(1), text.month_name(12)] == ["январь", "декабрь"]
        assert [text.month_genitive(5), text.month_genitive(8)] == ["мая", "августа"]

    @pytest.mark.parametrize("call", [text.weekday_name, text.weekday_short])
    @pytest.mark.parametrize("weekday", [-1, 7])
    def test_there_are_seven_days(self, call, weekday):
        with pytest.raises(ValueError, match="from 0 to 6"):
            call(weekday)

    @pytest.mark.parametrize("call", [text.month_name, text.month_genitive])
    @pytest.mark.parametrize("month", [0, 13])
    def test_there_are_twelve_months(self, call, month):
        with pytest.raises(ValueError, match="from 1 to 12"):
            call(month)


class TestJoinAnd:
    @pytest.mark.parametrize(
        ("items", "written"),
        [
            ([], ""),
            (["физика"], "физика"),
            (["физика", "химия"], "физика и химия"),
            (["физика", "химия", "биология"], "физика, химия и биология"),
            (["физика", "", "биология"], "физика и биология"),
            ([5, 6], "5 и 6"),
        ],
    )
    def test_joins_as_speech_does(self, items, written):
        assert text.join_and(items) == written


class TestTransliterate:
    @pytest.mark.parametrize(
        ("name", "slug"),
        [
            ("Шегарский район", "shegarskij-rajon"),
            ("МБОУ «СОШ № 5» с. Мельниково", "mbou-sosh-5-s-melnikovo"),
            ("Йошкар-Ола", "joshkar-ola"),
            ("Объезд, щёголь — эхо", "obezd-shchyogol-eho"),
            ("O’Нил", "onil"),
            ("Қазан үзәге", "kazan-uzage"),
            ("Café №7", "cafe-7"),
            ("漢字", ""),
            ("", ""),
        ],
    )
    def test_makes_an_address(self, name, slug):
        assert text.transliterate(name) == slug

    def test_a_letter_written_in_two_signs_is_the_same_letter(self):
        assert text.transliterate("и\u0306од, е\u0308лка") == "jod-yolka"

    def test_a_long_name_is_cut_between_words(self):
        assert text.transliterate("Шегарский район", max_length=12) == "shegarskij"
        assert text.transliterate("Шегарский район", max_length=10) == "shegarskij"
        assert text.transliterate("Шегарский район", max_length=4) == "sheg"

    @given(st.text())
    def test_gives_nothing_but_a_slug_and_keeps_a_slug(self, name):
        slug = text.transliterate(name)
        assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug)
        assert text.transliterate(slug) == slug

    @given(st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюя -", min_size=1), st.integers(1, 40))
    def test_keeps_to_the_length(self, name, length):
        slug = text.transliterate(name, max_length=length)
        assert len(slug) <= length
        assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug)


class TestFold:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Берёзовка", "БЕРЕЗОВКА"),
            ("бере\u0308зовка", "Берёзовка"),
            (f" Школа{NBSP}№  5\n", "школа № 5"),
        ],
    )
    def test_what_people_take_for_the_same_is_the_same(self, one, other):
        assert text.fold(one) == text.fold(other)

    def test_and_is_not_the_same(self):
        assert text.fold("Йод") != text.fold("Иод")

    @given(st.text())
    def test_folding_twice_changes_nothing(self, value):
        assert text.fold(text.fold(value)) == text.fold(value)
