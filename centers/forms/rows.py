"""Forms of a centre's rows: teachers, rooms, equipment, lessons. The centre comes from the address."""

import copy

from django import forms
from django.db.models.base import ModelState
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from centers.forms.base import ConstraintForm
from centers.forms.grids import take_times
from centers.models import Center, Lesson, ReplacementKind, Weekday
from centers.models.school_year import SchoolCalendar
from centers.models.timetable import Timetable
from centers.panels.scoped import limit_to_center
from centers.permissions import centers_for
from toolkit.numbers import row_number
from toolkit.text import clock_range, weekday_short


class CenterRowForm(ConstraintForm):
    """A row of one centre: the centre is hidden, and all that can be chosen belongs to it."""

    #: Whether the model takes its centre from elsewhere (a lesson from its programme).
    center_is_derived = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.center = self._find_center()
        if self.center_is_derived and self.instance.pk:
            self.initial["center"] = self.center
        if "center" in self.fields:
            self.fields["center"].widget = forms.HiddenInput()
            self.fields["center"].disabled = self.instance.pk is not None
        center_field = self.fields.pop("center", None)
        limit_to_center(self, self.center.pk if self.center else None)
        if center_field is not None:
            self.fields["center"] = center_field

    def _find_center(self) -> Center | None:
        if self.instance.pk:
            return self.instance.center
        number = self.data.get(self.add_prefix("center")) if self.is_bound else self.initial.get("center")
        number = getattr(number, "pk", number)
        user = getattr(self, "for_user", None)
        centers = centers_for(user) if user is not None else Center.objects.kept()
        return centers.filter(pk=row_number(number)).first()


class TeacherForm(CenterRowForm):
    constraint_fields = {
        "teacher_experience_range": "experience_years",
        "teacher_one_head": "is_head",
    }

    def clean_full_name(self):
        """«иванова анна  петровна» loses its double spaces; a lone word is not a full name."""
        name = " ".join(self.cleaned_data["full_name"].split())
        if " " not in name:
            raise forms.ValidationError(_("Укажите фамилию и имя, например Иванова Анна Петровна."))
        return name


class RoomForm(CenterRowForm):
    constraint_fields = {"room_unique": "name", "room_area_positive": "area"}


class EquipmentForm(CenterRowForm):
    constraint_fields = {"equipment_quantity_range": "quantity", "equipment_year_range": "year"}


class LessonForm(CenterRowForm):
    """A lesson; its centre is that of its programme, its times are those of its bell or its own."""

    center = forms.ModelChoiceField(queryset=Center.objects.kept(), widget=forms.HiddenInput())
    more_days = forms.TypedMultipleChoiceField(
        label=_lazy("Ещё в эти дни"),
        choices=Weekday.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_lazy("Такое же занятие появится в каждый отмеченный день."),
    )
    center_is_derived = True
    constraint_fields = {"lesson_times_ordered": "end", "lesson_validity_ordered": "valid_until"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("start", "end"):
            self.fields[name].required = False
        if self.instance.pk:
            self.fields.pop("more_days", None)

    def clean(self):
        cleaned = super().clean()
        program, center = cleaned.get("program"), cleaned.get("center")
        if program and center and program.center_id != center.pk:
            self.add_error("program", _("Эта программа другого центра."))
        take_times(self, cleaned)
        return cleaned

    def save(self, commit=True):
        lesson = super().save(commit)
        for weekday in self.cleaned_data.get("more_days") or ():
            if weekday != lesson.weekday:
                other = copy.copy(lesson)
                other.pk, other._state, other.weekday = None, ModelState(), weekday
                other.save()
        return lesson


class LessonChoiceField(forms.ModelChoiceField):
    """Lessons as a secretary knows them: «пн 15:20–16:50, Робототехника, 7 класс»."""

    def label_from_instance(self, lesson):
        when = f"{weekday_short(lesson.weekday - 1).lower()} {clock_range(lesson.start, lesson.end)}"
        return ", ".join(filter(None, [when, lesson.program.title, lesson.classes_label]))


class ReplacementForm(CenterRowForm):
    """What changes on one date; its centre is that of its lesson or programme."""

    center = forms.ModelChoiceField(queryset=Center.objects.kept(), widget=forms.HiddenInput())
    lesson = LessonChoiceField(label=_lazy("Занятие"), queryset=Lesson.objects.all(), required=False)
    center_is_derived = True
    constraint_fields = {
        "replacement_once": "date",
        "replacement_times_ordered": "end",
        "replacement_of_something": "lesson",
        "replacement_date_range": "date",
        "replacement_moved_range": "moved_to",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        lesson = self.fields["lesson"]
        lesson.queryset = lesson.queryset.select_related("program")
        lesson.widget.choices = lesson.choices
        self.fields["program"].required = False

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == ReplacementKind.EXTRA:
            self._clean_extra(cleaned)
        else:
            self._clean_lesson(cleaned)
        return cleaned

    def _clean_extra(self, cleaned):
        cleaned["lesson"] = None
        program, center = cleaned.get("program"), cleaned.get("center")
        if not program:
            self.add_error("program", _("Выберите программу дополнительного занятия."))
        elif center and program.center_id != center.pk:
            self.add_error("program", _("Эта программа другого центра."))
        for name in ("start", "end"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("У дополнительного занятия укажите время."))

    def _clean_lesson(self, cleaned):
        lesson, day, center = cleaned.get("lesson"), cleaned.get("date"), cleaned.get("center")
        if lesson is None:
            if "lesson" not in self.errors:
                self.add_error("lesson", _("Выберите занятие, которое меняется."))
            return
        if center and lesson.center_id != center.pk:
            self.add_error("lesson", _("Это занятие другого центра."))
            return
        cleaned["program"] = lesson.program
        if day and not Timetable([lesson], SchoolCalendar.of(lesson.center)).happens(lesson, day):
            self.add_error(
                "date",
                _("В этот день занятия нет: оно бывает в другой день недели, или это праздник, каникулы."),
            )
        if cleaned.get("kind") == ReplacementKind.CHANGED and not any(
            cleaned.get(name) for name in ("moved_to", "start", "end", "teacher", "room", "note")
        ):
            self.add_error(None, _("Укажите, что изменится: педагог, кабинет, время, день или пояснение."))
