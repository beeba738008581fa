"""Form fields that forgive how a number was pasted."""

import pytest
from django import forms

from toolkit.forms import InnField, OgrnField, PhoneField, WebAddressField


class SchoolForm(forms.Form):
    ogrn = OgrnField(required=False, max_length=13)
    inn = InnField(required=False)
    phone = PhoneField(required=False)
    site = WebAddressField(required=False, assume_scheme="https")


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("ogrn", " 1027 7001 32195 ", "1027700132195"),
        ("inn", "77 0708 3893", "7707083893"),
        ("phone", "8(38247)31245", "+7 (38247) 3-12-45"),
        ("phone", "83824731245", "83824731245"),
        ("site", "shkola.ru/about", "https://shkola.ru/about"),
        ("site", "http://shkola.ru", "http://shkola.ru"),
        ("ogrn", "", ""),
        ("phone", "", ""),
        ("site", "", ""),
    ],
)
def test_keeps_one_form(field, typed, kept):
    form = SchoolForm({field: typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data[field] == kept


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("ogrn", "1027700132196"),
        ("inn", "7707083894"),
        ("phone", "3-12-45"),
        ("site", "школа"),
        ("site", "director@shkola.ru"),
        ("site", "javascript:alert(1)"),
    ],
)
def test_refuses_and_gives_back_what_was_typed(field, typed):
    form = SchoolForm({field: typed})
    assert list(form.errors) == [field]
    assert form[field].value() == typed


def test_a_long_paste_is_not_cut_by_the_browser():
    assert "maxlength" not in str(SchoolForm()["ogrn"])


def test_phones_offer_the_right_keyboard():
    form = SchoolForm()
    assert 'inputmode="numeric"' in str(form["ogrn"])
    assert 'type="tel"' in str(form["phone"])
    assert 'type="url"' in str(form["site"])
