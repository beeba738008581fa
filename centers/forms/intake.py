"""The row of a dropped file in the table: what a person may put right before confirming."""

from __future__ import annotations

import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.forms.documents import ManyFilesField
from centers.models import DocumentKind, IntakeItem, Issuer
from library.reading.dates import find_dates
from toolkit.validators import validate_academic_year

FIELDS = ("kind", "number", "date", "title", "issuer", "academic_year")


class RussianDateField(forms.Field):
    """A date as people write it: 04.04.2024, 4 апреля 2024 г., 2024-04-04."""

    widget = forms.TextInput

    def to_python(self, value: object) -> datetime.date | None:
        text = str(value or "").strip()
        if not text:
            return None
        found = find_dates(text)
        if len(found) != 1:
            raise forms.ValidationError(_("Напишите дату так: 04.04.2024."), code="invalid")
        return found[0].value


class IntakeRowForm(forms.Form):
    """One row. It is always bound, to what was sent or to what is stored, so that it shows its faults."""

    kind = forms.ChoiceField(label=gettext_lazy("Вид"), choices=DocumentKind.choices)
    issuer = forms.ChoiceField(label=gettext_lazy("Кто издал"), choices=Issuer.choices)
    number = forms.CharField(label=gettext_lazy("Номер"), max_length=40, required=False)
    date = RussianDateField(label=gettext_lazy("Дата"), required=False)
    title = forms.CharField(
        label=gettext_lazy("Название"),
        max_length=400,
        widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Впишите название.")},
    )
    academic_year = forms.CharField(
        label=gettext_lazy("Учебный год"),
        max_length=9,
        required=False,
        validators=[validate_academic_year],
    )

    def __init__(self, item: IntakeItem, data=None) -> None:
        self.item = item
        prefix = f"row-{item.pk}"
        super().__init__(self.stored(item, prefix) if data is None else data, prefix=prefix)
        for name, field in self.fields.items():
            field.widget.attrs |= {"class": f"intake__input intake__input--{name}", "autocomplete": "off"}
        self.fields["date"].widget.attrs |= {"placeholder": _("дд.мм.гггг"), "inputmode": "numeric"}
        self.fields["academic_year"].widget.attrs["placeholder"] = "2026/2027"
        self.fields["title"].widget.attrs["rows"] = 2

    @staticmethod
    def stored(item: IntakeItem, prefix: str) -> dict[str, str]:
        """What the row holds, as if it had been sent; what could not be understood stands as it was typed."""
        typed = item.requisites.get("typed", {})
        shown = {name: getattr(item, name) or "" for name in FIELDS}
        shown["date"] = f"{item.date:%d.%m.%Y}" if item.date else ""
        return {f"{prefix}-{name}": typed.get(name, value) for name, value in shown.items()}

    def clean_number(self) -> str:
        return self.cleaned_data["number"].strip().lstrip("№ ").strip()

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_date(self) -> datetime.date | None:
        date = self.cleaned_data["date"]
        if date and date > timezone.localdate():
            raise forms.ValidationError(_("Дата ещё не наступила. Проверьте год."))
        if date and date.year < 1990:
            raise forms.ValidationError(_("Проверьте год: он раньше 1990."))
        return date

    def keep(self) -> bool:
        """Save the row: good values in their columns, the rest as it was typed. True when all are good."""
        self.full_clean()
        item = self.item
        typed = {}
        for name in FIELDS:
            if name in self.cleaned_data:
                setattr(item, name, self.cleaned_data[name])
            elif name == "title":
                item.title = ""
            else:
                typed[name] = str(self.data.get(self.add_prefix(name), ""))[:400]
        item.requisites = {**item.requisites, "typed": typed}
        item.save(update_fields=[*FIELDS, "requisites", "updated_at"])
        return not self.errors


class DropForm(forms.Form):
    """Any number of files at once, for browsers that run no script."""

    files = ManyFilesField(
        label=gettext_lazy("Файлы"),
        error_messages={"required": gettext_lazy("Выберите хотя бы один файл.")},
    )
