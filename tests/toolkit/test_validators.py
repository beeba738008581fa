"""Checks of register numbers, phones, addresses and years, and the words they are refused with."""

import pytest
from django.core.exceptions import ValidationError
from django.db.migrations.writer import MigrationWriter
from hypothesis import given
from hypothesis import strategies as st

from toolkit.text import NBSP
from toolkit.validators import (
    YearValidator,
    inn_check_digit,
    normalize_digits,
    ogrn_check_digit,
    validate_https_or_http_url,
    validate_inn,
    validate_ogrn,
    validate_phone,
    validate_year,
)

# Sberbank's, as its site prints them.
OGRN = "1027700132195"
INN = "7707083893"


def refusal(validator, value) -> ValidationError:
    """Return the refusal of a value; fail when it is accepted."""
    with pytest.raises(ValidationError) as caught:
        validator(value)
    return caught.value


def words(error: ValidationError) -> str:
    return error.messages[0].replace(NBSP, " ")


class TestNormalizeDigits:
    @pytest.mark.parametrize(
        "pasted",
        ["1027700132195", " 1027 7001 32195 ", "1027\u00a0700\u202f132195", "\ufeff10277\u200b00132195\n"],
    )
    def test_drops_what_cannot_be_seen(self, pasted):
        assert normalize_digits(pasted) == OGRN

    def test_keeps_what_can(self):
        assert normalize_digits("12-34 а") == "12-34а"


class TestOgrn:
    @pytest.mark.parametrize("value", [OGRN, "1027 7001 32195", "1037700255284"])
    def test_a_real_number_passes(self, value):
        validate_ogrn(value)

    def test_the_length_is_told(self):
        error = refusal(validate_ogrn, OGRN[:-1])
        assert error.code == "length"
        assert words(error) == "В ОГРН должно быть 13 цифр, введено 12. Проверьте номер в выписке из ЕГРЮЛ."
        assert "введена 1." in words(refusal(validate_ogrn, "1"))

    def test_a_letter_is_shown(self):
        error = refusal(validate_ogrn, "10277OO132195")
        assert error.code == "not_digits"
        assert "«O»" in words(error)

    @pytest.mark.parametrize("value", ["²027700132195", "١027700132195"])
    def test_only_the_ten_usual_digits_count(self, value):
        assert refusal(validate_ogrn, value).code == "not_digits"

    def test_zeros_are_no_number(self):
        assert refusal(validate_ogrn, "0" * 13).code == "zeros"

    @given(st.integers(1, 10**12 - 1))
    def test_one_last_digit_of_ten_passes(self, body):
        first = f"{body:012}"
        good = ogrn_check_digit(first)
        validate_ogrn(first + good)
        others = set("0123456789") - {good}
        assert {refusal(validate_ogrn, first + digit).code for digit in others} == {"check_digit"}


class TestInn:
    @pytest.mark.parametrize("value", [INN, "77 0708 3893", "7736207543"])
    def test_a_real_number_passes(self, value):
        validate_inn(value)

    def test_the_length_is_told(self):
        error = refusal(validate_inn, INN[:-1])
        assert words(error) == "В ИНН должно быть 10 цифр, введено 9. Проверьте номер в выписке из ЕГРЮЛ."

    def test_the_number_of_a_person_is_named_so(self):
        error = refusal(validate_inn, "500100732259")
        assert error.code == "person"
        assert "ИНН организации" in words(error)

    def test_zeros_are_no_number(self):
        assert refusal(validate_inn, "0" * 10).code == "zeros"

    @given(st.integers(1, 10**9 - 1))
    def test_one_last_digit_of_ten_passes(self, body):
        first = f"{body:09}"
        good = inn_check_digit(first)
        validate_inn(first + good)
        others = set("0123456789") - {good}
        assert {refusal(validate_inn, first + digit).code for digit in others} == {"check_digit"}


class TestPhone:
    @pytest.mark.parametrize(
        "value",
        [
            "8 (38247) 3-12-45",
            "8(38247)31245",
            "+7 913 123-45-67",
            "+79131234567",
            "8 913 123 45 67",
            "8-913-123-45-67",
            "(3822) 51-12-45",
            "8 (3822) 51-12-45 доб. 12",
            "8 (3822) 51-12-45, доб.12",
            "8 (3822) 51–12–45 (доб. 12)",
            "8 800 555-35-35",
            "7 (495) 123.45.67",
        ],
    )
    def test_what_russians_type_passes(self, value):
        validate_phone(value)

    @pytest.mark.parametrize(
        "value",
        [
            "",
            "3-12-45",
            "звоните утром",
            "8 (38247) 3-12-4",
            "8 (38247) 3-12-45, 3-12-46",
            "+1 202 555 01 00",
            "+3 8247 312 45 00",
            "8 (38247) 3-12-45 Анна",
            "8 (038247) 3-12-4",
            "8+7 913 123-45-67",
            "<script>89131234567",
        ],
    )
    def test_anything_else_is_refused_with_examples(self, value):
        error = refusal(validate_phone, value)
        assert error.code == "phone"
        assert "8 (38247) 3-12-45" in words(error)


class TestAddress:
    @pytest.mark.parametrize(
        "value",
        [
            "https://shkola.ru",
            "http://shkola.ru/about?id=5#top",
            "HTTPS://SHKOLA.RU",
            "https://школа.рф/центр",
            "https://sh-dvinica-r19.gosweb.gosuslugi.ru/tochka-rosta/",
        ],
    )
    def test_a_page_of_the_web_passes(self, value):
        validate_https_or_http_url(value)

    @pytest.mark.parametrize(
        ("value", "code"),
        [
            ("shkola.ru", "scheme"),
            ("ftp://shkola.ru", "scheme"),
            ("javascript:alert(1)", "scheme"),
            ("//shkola.ru", "scheme"),
            ("https://", "url"),
            ("https://shkola ru", "url"),
            ("https://[::1", "url"),
            ("https://shkola.ru/\nx", "url"),
            ("https://user:secret@shkola.ru", "credentials"),
        ],
    )
    def test_anything_else_is_refused(self, value, code):
        assert refusal(validate_https_or_http_url, value).code == code

    def test_the_words_say_what_to_do(self):
        assert "https://" in words(refusal(validate_https_or_http_url, "shkola.ru"))


class TestYear:
    @pytest.mark.parametrize("year", [1990, 2024, 2100])
    def test_a_year_of_our_time_passes(self, year):
        validate_year(year)

    @pytest.mark.parametrize("year", [1899, 1989, 2101, 2999])
    def test_another_is_refused_with_the_bounds(self, year):
        assert words(refusal(validate_year, year)) == (
            f"Год {year} не подходит. Введите год четырьмя цифрами, от 1990 до 2100."
        )

    def test_the_bounds_can_be_set(self):
        narrow = YearValidator(2019, 2030)
        narrow(2019)
        assert "от 2019 до 2030" in words(refusal(narrow, 2018))

    def test_a_migration_can_hold_it_and_sees_a_change(self):
        written, imports = MigrationWriter.serialize(YearValidator(2019, last=2030))
        assert written == "toolkit.validators.YearValidator(2019, last=2030)"
        assert imports == {"import toolkit.validators"}
        assert YearValidator() == validate_year
        assert hash(YearValidator()) == hash(validate_year)
        assert YearValidator(2019) != validate_year
        assert validate_year != 1990
