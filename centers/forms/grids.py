"""The two tables of a centre: equipment and lessons."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.forms.cells import ClockField, KnownNameField, WordChoiceField, YesField
from centers.forms.grid import GridForm
from centers.models import Equipment, Lesson, Weekday, WeekParity

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


WEEKDAY_SHORT = {"пн": 1, "вт": 2, "ср": 3, "чт": 4, "пт": 5, "сб": 6, "вс": 7}


class LessonGridForm(GridForm):
    """A lesson of the week."""

    program = KnownNameField(
        label=gettext_lazy("Программа"),
        unknown=gettext_lazy("Нет программы «{name}». Создайте её или выберите из списка."),
        error_messages={"required": gettext_lazy("Выберите программу.")},
    )
    weekday = WordChoiceField(
        label=gettext_lazy("День"),
        choices=Weekday.choices,
        short=WEEKDAY_SHORT.items(),
        unknown=gettext_lazy("День недели — например, пн или понедельник."),
        error_messages={"required": gettext_lazy("Укажите день недели.")},
    )
    start = ClockField(
        label=gettext_lazy("Начало"),
        error_messages={"required": gettext_lazy("Укажите время, например 14:00.")},
    )
    end = ClockField(
        label=gettext_lazy("Конец"),
        error_messages={"required": gettext_lazy("Укажите время, например 14:45.")},
    )
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
        short={"нечет": "odd", "нечетные": "odd", "чет": "even", "четные": "even", "каждую": "every"}.items(),
        unknown=gettext_lazy("Пусто, «нечётные» или «чётные»."),
    )

    headings = {
        "program": ("занятие", "название", "кружок", "предмет"),
        "weekday": ("день недели",),
        "start": ("время начала", "с"),
        "end": ("время окончания", "окончание", "до"),
        "classes": ("класс",),
        "teacher": ("учитель", "руководитель", "преподаватель", "фио"),
        "room": ("кабинет", "место"),
    }

    class Meta:
        model = Lesson
        fields = ["program", "weekday", "start", "end", "classes", "teacher", "room", "week_parity"]

    def _update_errors(self, errors):
        place_constraints(self, errors, {"lesson_times_ordered": "end", "lesson_validity_ordered": "end"})
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
