"""Forms of a centre's rows: teachers, rooms, equipment, lessons. The centre comes from the address."""

from django import forms
from django.utils.translation import gettext as _

from centers.forms.base import ConstraintForm
from centers.models import Center
from centers.panels.scoped import limit_to_center
from centers.permissions import centers_for


class CenterRowForm(ConstraintForm):
    """A row of one centre: the centre is hidden, and all that can be chosen belongs to it."""

    #: Whether the model takes its centre from elsewhere (a lesson from its programme).
    center_is_derived = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.center = self._find_center()
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
        return centers.filter(pk=number).first() if str(number or "").isdigit() else None


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
    """A lesson; its centre is that of its programme."""

    center = forms.ModelChoiceField(queryset=Center.objects.kept(), widget=forms.HiddenInput())
    center_is_derived = True
    constraint_fields = {"lesson_times_ordered": "end", "lesson_validity_ordered": "valid_until"}

    def clean(self):
        cleaned = super().clean()
        program, center = cleaned.get("program"), cleaned.get("center")
        if program and center and program.center_id != center.pk:
            self.add_error("program", _("Эта программа другого центра."))
        return cleaned
