"""Cells of a table: text in, whatever it was pasted from, and a value or a clear word out."""

import re

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from toolkit.text import fold


class KnownRows:
    """Rows of a centre by name. Namesakes get a number, so that each can be told and kept."""

    def __init__(self, rows):
        self.labels: dict[int, str] = {}
        self.by_name: dict[str, models.Model] = {}
        shorter: dict[str, list[models.Model]] = {}
        for row in rows:
            label, number = str(row), 1
            while fold(label) in self.by_name:
                number += 1
                label = f"{row} ({number})"
            self.labels[row.pk] = label
            self.by_name[fold(label)] = row
            shorter.setdefault(fold(getattr(row, "name", "") or label), []).append(row)
        for name, found in shorter.items():
            if len(found) == 1:
                self.by_name.setdefault(name, found[0])

    def find(self, name: str) -> models.Model | None:
        return self.by_name.get(fold(name).strip())


class KnownNameField(forms.CharField):
    """The name of one of the centre's own rows, typed or pasted."""

    known = KnownRows([])

    def __init__(self, *, unknown: str, **kwargs):
        super().__init__(**kwargs)
        self.unknown = unknown

    def prepare_value(self, value):
        return self.known.labels.get(value, "") if isinstance(value, int) else value

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        row = self.known.find(text)
        if row is None:
            raise forms.ValidationError(self.unknown.format(name=text))
        return row


_YES = {"да", "д", "+", "1", "x", "х", "v", "on", "true", "есть"}
_NO = {"", "нет", "н", "-", "–", "—", "0", "false"}


class YesField(forms.CharField):
    """«да», «+» or «1» is yes, an empty cell is no."""

    def prepare_value(self, value):
        return (_("да") if value else "") if isinstance(value, bool) else value

    def clean(self, value):
        text = fold(super().clean(value)).strip()
        if text in _YES:
            return True
        if text in _NO:
            return False
        raise forms.ValidationError(_("Напишите «да» или оставьте пустым."))


class ClockField(forms.TimeField):
    """«14:00», «14.00», «14-00» and «1400»."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    default_error_messages = {"invalid": gettext_lazy("Время — например, 14:00.")}

    def prepare_value(self, value):
        return value.strftime("%H:%M") if hasattr(value, "strftime") else value

    def to_python(self, value):
        text = str(value or "").strip()
        found = re.fullmatch(r"(\d{1,2})[:.\-\s]?(\d{2})(?:[:.]00)?", text)
        return super().to_python(f"{found[1]}:{found[2]}" if found else text)


class DayField(forms.DateField):
    """«04.11.2026», «4.11.26» or «2026-11-04»."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    default_error_messages = {"invalid": gettext_lazy("Дата — например, 04.11.2026.")}

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%d/%m/%Y"], **kwargs)

    def prepare_value(self, value):
        return f"{value:%d.%m.%Y}" if hasattr(value, "strftime") else value


class WordChoiceField(forms.CharField):
    """One of few choices by its name or the beginning of it: «пн», «понедельник», «1»."""

    def __init__(self, *, choices, short=(), unknown, usual=None, **kwargs):
        """`usual` is the choice that an empty cell stands for."""
        super().__init__(**kwargs)
        self.usual = usual
        self.by_value = {value: str(label) for value, label in choices}
        self.short = dict(short)
        self.unknown = unknown

    def prepare_value(self, value):
        return "" if value == self.usual else self.by_value.get(value, value)

    def clean(self, value):
        return self.choice(super().clean(value))

    def choice(self, value):
        """The choice that the words mean. Raises `ValidationError` for words that mean none."""
        text = fold(value).strip(" .")
        if not text:
            return self.usual
        if text in self.short:
            return self.short[text]
        for one, label in self.by_value.items():
            if text == str(one) or fold(label) == text or (len(text) > 2 and fold(label).startswith(text)):
                return one
        raise forms.ValidationError(self.unknown)


class WeekdaysField(WordChoiceField):
    """A day of the week, or several: «пн, ср, пт». The first is the value, the others wait in `more`."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.more: list[int] = []

    def clean(self, value):
        words = [word for word in re.split(r"[,;]|\s+и\s+|\s{2,}", str(value or "")) if word.strip()]
        if len(words) < 2:
            words = self._short_words(words)
        if len(words) < 2:
            self.more = []
            return super().clean(value)
        days = list(dict.fromkeys(self.choice(word) for word in words))
        self.more = days[1:]
        return days[0]

    def _short_words(self, words):
        """«пн ср пт» without commas."""
        parts = words[0].split() if words else []
        known = all(fold(part).strip(" .") in self.short for part in parts)
        return parts if known and parts else words
