"""Checks of what people type. Each message says what is wrong and what to do.

A model keeps the bare number: the form fields in `toolkit.forms` bring a
pasted «1027 0028 00437» to that form, and `normalize_digits` does it for
rows that come from elsewhere.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

from toolkit.phones import parse_phone
from toolkit.text import count_phrase, plural

# White space of every kind, and the invisible signs that come along with text copied from a page or a PDF.
_INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_NOT_DIGIT = re.compile(r"[^0-9]")

_INN_WEIGHTS = (2, 4, 10, 3, 5, 9, 4, 6, 8)


def normalize_digits(value: str) -> str:
    """Return the number without the spaces and invisible signs that pasting brings along."""
    return _INVISIBLE.sub("", value)


def ogrn_check_digit(first_twelve: str) -> str:
    """Return the last digit of an OGRN: the first twelve, modulo 11, modulo 10.

    Source: порядок ведения ЕГРЮЛ, приказ Минфина России от 30.10.2017 № 165н.
    """
    return str(int(first_twelve) % 11 % 10)


def inn_check_digit(first_nine: str) -> str:
    """Return the last digit of an organisation's INN: a weighted sum of the others, modulo 11, modulo 10."""
    return str(sum(w * int(d) for w, d in zip(_INN_WEIGHTS, first_nine, strict=True)) % 11 % 10)


def _require_digits(digits: str, name: str, length: int) -> None:
    stray = _NOT_DIGIT.search(digits)
    if stray:
        raise ValidationError(
            _("В %(name)s бывают только цифры, а введено «%(stray)s». Проверьте номер в выписке из ЕГРЮЛ."),
            code="not_digits",
            params={"name": name, "stray": stray.group()},
        )
    if len(digits) != length:
        raise ValidationError(
            _(
                "В %(name)s должно быть %(expected)s, %(entered)s %(count)d. "
                "Проверьте номер в выписке из ЕГРЮЛ."
            ),
            code="length",
            params={
                "name": name,
                "expected": count_phrase(length, "цифра", "цифры", "цифр"),
                "entered": plural(len(digits), "введена", "введено", "введено"),
                "count": len(digits),
            },
        )
    if not digits.strip("0"):
        raise ValidationError(
            _(
                "%(name)s не может состоять из одних нулей. "
                "Введите номер из выписки из ЕГРЮЛ или оставьте поле пустым."
            ),
            code="zeros",
            params={"name": name},
        )


def validate_ogrn(value: str) -> None:
    """Check the OGRN of an organisation: 13 digits, the last of which follows from the others.

    Raises `ValidationError` with code `not_digits`, `length`, `zeros` or `check_digit`.
    """
    digits = normalize_digits(value)
    _require_digits(digits, "ОГРН", 13)
    if digits[-1] != ogrn_check_digit(digits[:-1]):
        raise ValidationError(
            _(
                "В ОГРН есть ошибка: последняя цифра не сходится с остальными. "
                "Сверьте номер с выпиской из ЕГРЮЛ."
            ),
            code="check_digit",
        )


def validate_inn(value: str) -> None:
    """Check the INN of an organisation: 10 digits, the last of which follows from the others.

    Raises `ValidationError` with code `person`, `not_digits`, `length`, `zeros` or `check_digit`.
    """
    digits = normalize_digits(value)
    if len(digits) == 12 and not _NOT_DIGIT.search(digits):
        raise ValidationError(
            _("Введено 12 цифр — столько в ИНН человека. Нужен ИНН организации, в нём 10 цифр."),
            code="person",
        )
    _require_digits(digits, "ИНН", 10)
    if digits[-1] != inn_check_digit(digits[:-1]):
        raise ValidationError(
            _(
                "В ИНН есть ошибка: последняя цифра не сходится с остальными. "
                "Сверьте номер с выпиской из ЕГРЮЛ."
            ),
            code="check_digit",
        )


def validate_phone(value: str) -> None:
    """Check that the text is one whole Russian telephone number with its code, and maybe an extension.

    Raises `ValidationError` with code `phone`.
    """
    if parse_phone(value) is None:
        raise ValidationError(
            _(
                "Не получилось прочитать номер телефона. Введите один номер с кодом, "
                "например 8 (38247) 3-12-45, +7 913 123-45-67 или 8 (3822) 51-12-45 доб. 12."
            ),
            code="phone",
        )


def validate_https_or_http_url(value: str) -> None:
    """Check the address of a page on the web: https or http, with a host and without a password in it.

    Raises `ValidationError` with code `scheme`, `credentials` or `url`.
    """
    if not re.match(r"https?://", value, re.IGNORECASE):
        raise ValidationError(
            _(
                "Адрес должен начинаться с https:// или http://. Скопируйте его целиком из строки браузера, "
                "например https://shkola.ru."
            ),
            code="scheme",
        )
    try:
        credentials = "@" in urlsplit(value).netloc
        URLValidator(schemes=["http", "https"])(value)
    except (ValidationError, ValueError) as error:
        raise ValidationError(
            _("В адресе есть ошибка. Откройте страницу в браузере и скопируйте адрес из строки целиком."),
            code="url",
        ) from error
    if credentials:
        raise ValidationError(
            _(
                "В адресе записаны имя или пароль. "
                "Уберите всё, что стоит между // и @, вместе с самим знаком @."
            ),
            code="credentials",
        )


@deconstructible(path="toolkit.validators.YearValidator")
class YearValidator:
    """Check that a year lies between two years, both included.

    Raises `ValidationError` with code `year`.
    """

    def __init__(self, first: int = 1990, last: int = 2100) -> None:
        self.first = first
        self.last = last

    def __call__(self, value: int) -> None:
        if not self.first <= value <= self.last:
            raise ValidationError(
                _("Год %(value)s не подходит. Введите год четырьмя цифрами, от %(first)s до %(last)s."),
                code="year",
                params={"value": value, "first": self.first, "last": self.last},
            )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, YearValidator) and (self.first, self.last) == (other.first, other.last)

    def __hash__(self) -> int:
        return hash((self.first, self.last))


validate_year = YearValidator()


def validate_time_zone(value: str) -> None:
    """Check that the value is an IANA zone name this machine knows («Asia/Tomsk»).

    Raises `ValidationError` with code `time_zone`.
    """
    if value not in available_timezones():
        raise ValidationError(
            _("Такого часового пояса нет. Выберите пояс из списка, например Asia/Tomsk."), code="time_zone"
        )


def validate_academic_year(value: str) -> None:
    """Check «2024/2025»: two years in a row.

    Raises `ValidationError` with code `academic_year`.
    """
    found = re.fullmatch(r"(20\d{2})/(20\d{2})", value)
    if found is None or int(found[2]) != int(found[1]) + 1:
        raise ValidationError(
            _("Учебный год пишется двумя годами подряд через косую черту, например 2026/2027."),
            code="academic_year",
        )
