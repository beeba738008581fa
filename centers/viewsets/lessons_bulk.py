"""Many lessons at once: mark them, choose what to do with them."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.permissions import policy_registry

from centers.models import Lesson, Room, Teacher, WeekParity
from centers.permissions import centers_for
from centers.services import bin_row
from centers.services.lessons_bulk import change_back, change_lessons
from centers.viewsets.bin_button import with_return
from centers.viewsets.clashes import warn_of_clashes
from centers.viewsets.timetable import OfOneCenter
from library.undo import changed_since, register, with_undo
from toolkit.text import count_phrase

WAY = "centers.lessons_bulk"
DEEDS = [
    ("teacher", gettext_lazy("сменить педагога")),
    ("room", gettext_lazy("сменить помещение")),
    ("end", gettext_lazy("закончить занятия в день")),
    ("begin", gettext_lazy("начать занятия с дня")),
    ("shift", gettext_lazy("сдвинуть время на минуты")),
    ("parity", gettext_lazy("изменить недели")),
    ("delete", gettext_lazy("удалить")),
]


class BulkForm(forms.Form):
    """What to do with the marked lessons; only the field of the chosen deed counts."""

    lessons = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": gettext_lazy("Отметьте хотя бы одно занятие.")}
    )
    deed = forms.ChoiceField(label=gettext_lazy("Что сделать"), choices=DEEDS)
    teacher = forms.ModelChoiceField(
        label=gettext_lazy("Педагог"), queryset=Teacher.objects.none(), required=False
    )
    room = forms.ModelChoiceField(
        label=gettext_lazy("Помещение"), queryset=Room.objects.none(), required=False
    )
    day = forms.DateField(
        label=gettext_lazy("День"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Дата — например, 04.11.2026.")},
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Минут"),
        required=False,
        min_value=-600,
        max_value=600,
        error_messages={
            "invalid": gettext_lazy("Число минут — например, 10 или −15."),
            "min_value": gettext_lazy("Не больше десяти часов."),
            "max_value": gettext_lazy("Не больше десяти часов."),
        },
    )
    parity = forms.ChoiceField(label=gettext_lazy("Недели"), choices=WeekParity.choices, required=False)

    NEEDED = {
        "teacher": ("teacher", gettext_lazy("Выберите педагога.")),
        "room": ("room", gettext_lazy("Выберите помещение.")),
        "end": ("day", gettext_lazy("Укажите последний день.")),
        "begin": ("day", gettext_lazy("Укажите первый день.")),
        "shift": ("minutes", gettext_lazy("Укажите, на сколько минут: 10 — позже, −10 — раньше.")),
        "parity": ("parity", gettext_lazy("Выберите недели.")),
    }

    def __init__(self, *args, center, lessons, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lessons"].choices = [(one.pk, "") for one in lessons]
        self.fields["teacher"].queryset = Teacher.objects.filter(center=center)
        self.fields["room"].queryset = Room.objects.filter(center=center)

    def clean(self):
        cleaned = super().clean()
        name, words = self.NEEDED.get(cleaned.get("deed"), ("", ""))
        if name and not cleaned.get(name) and name not in self.errors:
            self.add_error(name, words)
        return cleaned

    def values(self) -> dict:
        """The values of the lessons that the deed sets."""
        data, deed = self.cleaned_data, self.cleaned_data["deed"]
        return {
            "teacher": {"teacher": data["teacher"]},
            "room": {"room": data["room"]},
            "end": {"valid_until": data["day"]},
            "begin": {"valid_from": data["day"]},
            "parity": {"week_parity": data["parity"]},
        }.get(deed, {})


class LessonsBulkView(OfOneCenter):
    """The lessons of a centre in a list with boxes, and one change for all that are marked."""

    template_name = "centers/admin/lessons_bulk.html"
    page_title = gettext_lazy("Занятия: изменить сразу несколько")

    def dispatch(self, request, *args, **kwargs):
        policy = policy_registry.get_by_type(Lesson)
        if not all(policy.user_has_permission(request.user, one) for one in ("change", "delete")):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def lessons(self) -> list[Lesson]:
        rows = Lesson.objects.of(self.center).select_related("program", "teacher", "room", "bell")
        return list(rows.order_by("weekday", "start", "pk"))

    def post(self, request, *args, **kwargs):
        self.form = BulkForm(request.POST, center=self.center, lessons=self.lessons)
        if not self.form.is_valid():
            for found in self.form.errors.values():
                messages.error(request, found[0])
            return self.get(request, *args, **kwargs)
        chosen = set(self.form.cleaned_data["lessons"])
        marked = [one for one in self.lessons if one.pk in chosen]
        back = request.get_full_path()
        count = count_phrase(len(marked), _("занятие"), _("занятия"), _("занятий"))
        if self.form.cleaned_data["deed"] == "delete":
            with transaction.atomic():
                for lesson in marked:
                    bin_row(lesson, user=request.user)
            text = _("Удалено: {count}. Они в корзине.").format(count=count)
            messages.success(request, with_return(request, text, marked, back=back))
            return redirect(back)
        minutes = self.form.cleaned_data["minutes"] if self.form.cleaned_data["deed"] == "shift" else 0
        try:
            before = change_lessons(
                self.center, marked, self.form.values(), minutes=minutes or 0, user=request.user
            )
        except ValidationError as error:
            messages.error(request, _("Ничего не изменено. {why}").format(why=" ".join(error.messages)))
            del self.lessons
            return self.get(request, *args, **kwargs)
        text = _("Изменено: {count}.").format(count=count)
        messages.success(request, with_undo(request, text, WAY, [self.center.pk, before], back=back))
        warn_of_clashes(request, self.center)
        return redirect(back)

    def get_context_data(self, **kwargs):
        form = getattr(self, "form", None) or BulkForm(center=self.center, lessons=self.lessons)
        marked = {str(one) for one in form.data.getlist("lessons")} if form.is_bound else set()
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "lessons": self.lessons,
            "marked": {one.pk for one in self.lessons if str(one.pk) in marked},
        }


@register(WAY)
def undo_change(user, data):
    """Undo of one change. Raises `ValidationError` when all lessons have been changed since."""
    center_id, before = data
    own = Lesson.objects.filter(center__in=centers_for(user), center=center_id)
    count = change_back(own, before)
    if not count:
        raise changed_since()
    rows = count_phrase(count, _("занятие"), _("занятия"), _("занятий"))
    return _("Снова как было: {rows}.").format(rows=rows)


bulk_urls = [
    path("centers/<int:center_id>/timetable/lessons/", LessonsBulkView.as_view(), name="lessons_bulk"),
]
