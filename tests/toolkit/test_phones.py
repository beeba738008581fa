"""Telephone numbers taken apart and printed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.phones import parse_phone
from toolkit.text import NBSP


@pytest.mark.parametrize(
    ("typed", "pretty", "href"),
    [
        ("8 (38247) 3-12-45", "+7 (38247) 3-12-45", "tel:+73824731245"),
        ("8 38247 31245", "+7 (38247) 3-12-45", "tel:+73824731245"),
        ("(3822) 511245", "+7 (3822) 51-12-45", "tel:+73822511245"),
        ("8-495-123-45-67", "+7 (495) 123-45-67", "tel:+74951234567"),
        ("89131234567", "+7 913 123-45-67", "tel:+79131234567"),
        ("8 (913)1234567", "+7 913 123-45-67", "tel:+79131234567"),
        ("8 800 5553535", "8 800 555-35-35", "tel:+78005553535"),
        ("8 (3822) 51-12-45 доб. 12", "+7 (3822) 51-12-45, доб. 12", "tel:+73822511245;ext=12"),
        ("8 (3822) 51-12-45, внутренний 3", "+7 (3822) 51-12-45, доб. 3", "tel:+73822511245;ext=3"),
        ("83824731245", "", "tel:+73824731245"),
        ("8 38 247 31245", "", "tel:+73824731245"),
    ],
)
def test_a_number_is_printed_and_called(typed, pretty, href):
    phone = parse_phone(typed)
    assert phone is not None
    assert (phone.pretty.replace(NBSP, " "), phone.href) == (pretty, href)


NUMBERS = st.from_regex(r"[3-9][0-9]{9}", fullmatch=True)


@given(
    NUMBERS, st.sampled_from(["8", "7", "+7", "8 ", "+7 ", "8-", ""]), st.integers(3, 5), st.integers(0, 999)
)
def test_what_is_printed_is_read_back_as_the_same_number(digits, prefix, code, extension):
    typed = f"{prefix}({digits[:code]}) {digits[code:]} доб. {extension}"
    phone = parse_phone(typed)
    assert phone is not None
    assert phone.national == digits
    assert parse_phone(phone.pretty) == phone


@given(st.text())
def test_any_text_is_read_or_declined(typed):
    phone = parse_phone(typed)
    assert phone is None or re.fullmatch(r"[3-9][0-9]{9}", phone.national)
