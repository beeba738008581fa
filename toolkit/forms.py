"""Form fields that forgive how a number was pasted, and keep it in one form."""

from __future__ import annotations

from typing import Any

from django import forms

from toolkit.phones import parse_phone
from toolkit.text import NBSP
from toolkit.validators import (
    normalize_digits,
    validate_https_or_http_url,
    validate_inn,
    validate_ogrn,
    validate_phone,
)


class _TextField(forms.CharField):
    """A text field that can stand in for the form field of a model: it takes and keeps no length in letters.

    The length is checked by the validators, on the number without its spaces;
    a `maxlength` in the markup would silently cut what is being pasted.
    """

    def __init__(self, **options: Any) -> None:
        options.pop("max_length", None)
        super().__init__(**options)


class OgrnField(_TextField):
    """The OGRN of an organisation; spaces inside are dropped."""

    default_validators = [validate_ogrn]

    def to_python(self, value: Any) -> str | None:
        """Return the digits as the register keeps them."""
        text = super().to_python(value)
        return normalize_digits(text) if text else text

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask phones for the keyboard of digits."""
        return {**super().widget_attrs(widget), "inputmode": "numeric", "autocomplete": "off"}


class InnField(OgrnField):
    """The INN of an organisation; spaces inside are dropped."""

    default_validators = [validate_inn]


class PhoneField(_TextField):
    """One telephone number; kept as it is printed where its code is clear, else as typed."""

    default_validators = [validate_phone]
    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})

    def to_python(self, value: Any) -> str | None:
        """Return the number in the usual form, with plain spaces."""
        text = super().to_python(value)
        phone = parse_phone(text) if text else None
        return phone.pretty.replace(NBSP, " ") or text if phone else text


class WebAddressField(_TextField):
    """The address of a page on the web. A bare «shkola.ru/about» gets its https://, not a complaint."""

    default_validators = [validate_https_or_http_url]
    widget = forms.URLInput

    def __init__(self, **options: Any) -> None:
        options.pop("assume_scheme", None)
        super().__init__(**options)

    def to_python(self, value: Any) -> str | None:
        """Return the address with a scheme."""
        text = super().to_python(value)
        if (
            text
            and "://" not in text
            and "." in text.partition("/")[0]
            and ":" not in text
            and "@" not in text
        ):
            return f"https://{text.removeprefix('//')}"
        return text
