"""The tables of a centre: equipment, lessons, bells, the calendar of the school year."""

import copy
import re

from django import forms
from django.db.models.base import ModelState
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.forms.cells import (
    ClockField,
    DayField,
    KnownNameField,
    WeekdaysField,
    WordChoiceField,
    YesField,
)
from centers.forms.grid import GridForm
from centers.models import Bell, CalendarEntry, CalendarKind, Equipment, Lesson, Weekday, WeekParity

_AMOUNT = re.compile(r"(\d[\d\s\u00a0]*)(?:[.,]0+)?\s*(.*)", re.DOTALL)


class EquipmentGridForm(GridForm):
    """A line of equipment; an empty quantity is one piece, «5 шт.» is five of them."""

    name = forms.CharField(
        label=gettext_lazy("Наименование"),
        max_length=300,
        error_messages={"required": gettext_lazy("Напишите, что это.")},
    )
    quantity = forms.CharField(label=gettext_lazy("Кол-во"), required=False)
    unit = forms.CharField(label=gettext_lazy("Ед."), required=False, max_length=20)
    subject = forms.CharField(label=gettext_lazy("Предмет"), required=False, max_length=100)
    kit = forms.CharField(label=gettext_lazy("Комплект"), required=False, max_length=150)
    room = KnownNameField(
        label=gettext_lazy("Помещение"),
        required=False,
        unknown=gettext_lazy(
            "Нет помещения «{name}». Добавьте его в помещения центра или выберите из списка."
        ),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Год"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("Год — четыре цифры, например 2021.")},
    )
    for_disabled = YesField(label=gettext_lazy("ОВЗ"), required=False)

    headings = {
        "name": ("название", "наименование оборудования", "наименование товара", "оборудование"),
        "quantity": ("количество", "колво", "кол", "количество, шт", "кол-во, шт", "количество штук"),
        "unit": ("единица", "ед", "ед. изм", "ед.изм", "единица измерения", "ед. измерения"),
        "subject": ("предмет/направление", "направление"),
        "kit": ("набор",),
        "room": ("кабинет", "место", "каб"),
        "year": ("год поставки", "год получения"),
        "for_disabled": ("овз", "для детей с овз"),
    }

    class Meta:
        model = Equipment
        fields = ["name", "quantity", "unit", "subject", "kit", "room", "year", "for_disabled"]

    def clean(self):
        cleaned = super().clean()
        amount = str(cleaned.get("quantity") or "").strip()
        unit = cleaned.get("unit") or ""
        if amount:
            found = _AMOUNT.fullmatch(amount)
            if found is None:
                self.add_error("quantity", _("Количество — целое число, например 5."))
                return cleaned
            cleaned["quantity"] = int(re.sub(r"\s", "", found[1]))
            unit = unit or found[2].strip()
        else:
            cleaned["quantity"] = 1
        cleaned["unit"] = unit[:20] or "шт."
        return cleaned

    def _update_errors(self, errors):
        at_fields = {
            "equipment_quantity_range": "quantity",
            "equipment_year_range": "year",
        }
        place_constraints(self, errors, at_fields)
        super()._update_errors(errors)


PARITY_SHORT = {
    "нечет": "odd",
    "нечетные": "odd",
    "числитель": "odd",
    "1": "odd",
    "чет": "even",
    "четные": "even",
    "знаменатель": "even",
    "2": "even",
    "каждую": "every",
}
WEEKDAY_SHORT = {"пн": 1, "вт": 2, "ср": 3, "чт": 4, "пт": 5, "сб": 6, "вс": 7}


class LessonGridForm(GridForm):
    """A lesson of the week. Its times are those of its bell, or its own; several days are as many lessons."""

    program = KnownNameField(
        label=gettext_lazy("Программа"),
        unknown=gettext_lazy("Нет программы «{name}». Создайте её или выберите из списка."),
        error_messages={"required": gettext_lazy("Выберите программу.")},
    )
    weekday = WeekdaysField(
        label=gettext_lazy("День"),
        choices=Weekday.choices,
        short=WEEKDAY_SHORT.items(),
        unknown=gettext_lazy("День недели — например, пн или понедельник."),
        error_messages={"required": gettext_lazy("Укажите день недели.")},
    )
    bell = KnownNameField(
        label=gettext_lazy("Урок"),
        required=False,
        unknown=gettext_lazy("Урока «{name}» нет в звонках. Заполните звонки или укажите время."),
    )
    start = ClockField(label=gettext_lazy("Начало"), required=False)
    end = ClockField(label=gettext_lazy("Конец"), required=False)
    classes = forms.CharField(label=gettext_lazy("Классы"), required=False, max_length=60)
    teacher = KnownNameField(
        label=gettext_lazy("Педагог"),
        required=False,
        unknown=gettext_lazy("Нет педагога «{name}». Добавьте его в педагоги центра или выберите из списка."),
    )
    room = KnownNameField(
        label=gettext_lazy("Помещение"),
        required=False,
        unknown=gettext_lazy(
            "Нет помещения «{name}». Добавьте его в помещения центра или выберите из списка."
        ),
    )
    week_parity = WordChoiceField(
        label=gettext_lazy("Недели"),
        required=False,
        choices=WeekParity.choices,
        usual=WeekParity.EVERY,
        short=PARITY_SHORT.items(),
        unknown=gettext_lazy("Пусто, «нечётные» (числитель) или «чётные» (знаменатель)."),
    )

    headings = {
        "program": ("занятие", "название", "кружок", "предмет"),
        "weekday": ("день недели",),
        "bell": ("№ урока", "номер урока", "звонок"),
        "start": ("время начала", "с"),
        "end": ("время окончания", "окончание", "до"),
        "classes": ("класс",),
        "teacher": ("учитель", "руководитель", "преподаватель", "фио"),
        "room": ("кабинет", "место"),
    }

    class Meta:
        model = Lesson
        fields = [
            "program",
            "weekday",
            "bell",
            "start",
            "end",
            "classes",
            "teacher",
            "room",
            "week_parity",
        ]

    def clean(self):
        cleaned = super().clean()
        take_times(self, cleaned)
        self.more_days = list(self.fields["weekday"].more)
        return cleaned

    def save_row(self) -> int:
        """Write the lesson, and one more for each further day."""
        self.instance.save()
        for weekday in self.more_days:
            other = copy.copy(self.instance)
            other.pk, other._state, other.weekday = None, ModelState(), weekday
            other.save()
        return len(self.more_days)

    def _update_errors(self, errors):
        place_constraints(self, errors, {"lesson_times_ordered": "end", "lesson_validity_ordered": "end"})
        super()._update_errors(errors)


def take_times(form: forms.ModelForm, cleaned: dict) -> None:
    """Let the bell and the times agree: a new bell brings its times, changed times let go of the bell."""
    bell, start, end = cleaned.get("bell"), cleaned.get("start"), cleaned.get("end")
    if bell is not None:
        own = start and end and (start, end) != (bell.start, bell.end)
        if own and form.instance.pk and form.instance.bell_id == bell.pk:
            cleaned["bell"] = None
            return
        cleaned["start"], cleaned["end"] = bell.start, bell.end
        for name in ("start", "end"):
            form._errors.pop(name, None)
        return
    for name, words in (
        ("start", _("Укажите номер урока или время, например 14:00.")),
        ("end", _("Укажите время, например 14:45.")),
    ):
        if not cleaned.get(name) and name not in form.errors and "bell" not in form.errors:
            form.add_error(name, words)


class BellGridForm(GridForm):
    """A line of the bells; an empty shift is the first."""

    shift = forms.CharField(label=gettext_lazy("Смена"), required=False)
    number = forms.IntegerField(
        label=gettext_lazy("Урок"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": gettext_lazy("Укажите номер урока."),
            "invalid": gettext_lazy("Номер урока — число, например 3."),
        },
    )
    start = ClockField(
        label=gettext_lazy("Начало"),
        error_messages={"required": gettext_lazy("Укажите время, например 8:30.")},
    )
    end = ClockField(
        label=gettext_lazy("Конец"),
        error_messages={"required": gettext_lazy("Укажите время, например 9:10.")},
    )

    headings = {
        "number": ("номер урока", "№ урока", "номер"),
        "start": ("начало урока", "с"),
        "end": ("конец урока", "окончание", "до"),
    }

    class Meta:
        model = Bell
        fields = ["shift", "number", "start", "end"]

    @classmethod
    def check_together(cls, rows):
        """All bells of a centre stand in one table: the same number twice is seen here."""
        seen = set()
        for row in rows:
            bell = row.form.instance if row.changed else row.saved
            key = (bell.shift, bell.number) if bell is not None else None
            if key in seen:
                row.notes.append(_("Урок с таким номером в этой смене уже есть."))
            seen.add(key)

    def clean_shift(self):
        text = str(self.cleaned_data["shift"] or "").strip().removesuffix("смена").strip() or "1"
        if text not in ("1", "2", "3"):
            raise forms.ValidationError(_("Смена — 1, 2 или 3."))
        return int(text)

    def _update_errors(self, errors):
        places = {
            "bell_unique": "number",
            "bell_times_ordered": "end",
            "bell_shift_range": "shift",
            "bell_number_range": "number",
        }
        place_constraints(self, errors, places)
        super()._update_errors(errors)


class CalendarGridForm(GridForm):
    """A line of the calendar: a quarter, a day off, a day of study, the count of weeks."""

    kind = WordChoiceField(
        label=gettext_lazy("Что это"),
        choices=CalendarKind.choices,
        short={
            "четверть": "period",
            "триместр": "period",
            "период": "period",
            "полугодие": "period",
            "праздник": "off",
            "каникулы": "off",
            "рабочий день": "study",
            "учимся": "study",
            "недели": "weeks",
            "отсчет": "weeks",
        }.items(),
        unknown=gettext_lazy("«Учебный период», «выходной», «учебный день» или «отсчёт недель»."),
        error_messages={"required": gettext_lazy("Выберите, что это.")},
    )
    title = forms.CharField(label=gettext_lazy("Название"), required=False, max_length=100)
    first_day = DayField(
        label=gettext_lazy("С"),
        error_messages={"required": gettext_lazy("Укажите дату, например 01.09.2026.")},
    )
    last_day = DayField(label=gettext_lazy("По"), required=False)
    as_weekday = WordChoiceField(
        label=gettext_lazy("По расписанию"),
        required=False,
        choices=Weekday.choices,
        short=WEEKDAY_SHORT.items(),
        unknown=gettext_lazy("День недели — например, пн или понедельник."),
    )

    headings = {
        "title": ("наименование", "период", "причина"),
        "first_day": ("начало", "дата начала", "дата"),
        "last_day": ("конец", "окончание", "дата окончания", "до"),
        "as_weekday": ("день недели",),
    }

    class Meta:
        model = CalendarEntry
        fields = ["kind", "title", "first_day", "last_day", "as_weekday"]

    def clean(self):
        cleaned = super().clean()
        kind, first, last = (cleaned.get(name) for name in ("kind", "first_day", "last_day"))
        if kind == CalendarKind.PERIOD and first and not last and "last_day" not in self.errors:
            self.add_error("last_day", _("Укажите последний день четверти или триместра."))
        elif first and not last:
            cleaned["last_day"] = first
        return cleaned

    def _update_errors(self, errors):
        places = {
            "calendar_days_ordered": "last_day",
            "calendar_first_day_range": "first_day",
            "calendar_last_day_range": "last_day",
        }
        place_constraints(self, errors, places)
        super()._update_errors(errors)


def place_constraints(form: forms.ModelForm, errors: forms.ValidationError, places: dict[str, str]) -> None:
    """Move the messages of constraints from the top of a row to their cells."""
    if not hasattr(errors, "error_dict"):
        return
    fields = {
        str(one.violation_error_message): places[one.name]
        for one in form._meta.model._meta.constraints
        if one.name in places
    }
    top = errors.error_dict.pop("__all__", [])
    for error in top:
        errors.error_dict.setdefault(fields.get(str(error.message), "__all__"), []).append(error)
