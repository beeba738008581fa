"""The school's own year: periods of study, days off, which week is which; and what changes on one date."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from centers.models.querysets import ReplacementQuerySet
from centers.models.registry.base import Timestamped, date_constraint
from centers.models.registry.centers import Center
from centers.models.rows.classes import classes_label
from centers.models.rows.equipment import Room
from centers.models.rows.people import Teacher
from centers.models.rows.schedule import Lesson, Weekday
from toolkit.text import clock_range, russian_date, russian_date_range


class CalendarKind(models.TextChoices):
    """What a line of a school's calendar says of its days."""

    PERIOD = "period", _("учебный период")
    OFF = "off", _("выходной")
    STUDY = "study", _("учебный день")
    WEEKS = "weeks", _("отсчёт недель")


class CalendarEntry(Timestamped):
    """A line of the calendar of a centre.

    A *period* is a quarter or a trimester: days between the periods of a school year are vacations.
    A *day off* is the school's own. A *day of study* takes place although the country rests, by the
    timetable of `as_weekday` if one is given. *Weeks* says from which day the alternating weeks are
    counted: the week of `first_day` is the first one; `title` may name both, «числитель/знаменатель».
    """

    center = models.ForeignKey(
        Center, verbose_name=_("центр"), on_delete=models.PROTECT, related_name="calendar"
    )
    kind = models.CharField(_("что это"), max_length=6, choices=CalendarKind.choices)
    title = models.CharField(_("название"), max_length=100, blank=True)
    first_day = models.DateField(_("с какого дня"))
    last_day = models.DateField(_("по какой день"), blank=True)
    as_weekday = models.PositiveSmallIntegerField(
        _("по расписанию дня"), choices=Weekday.choices, null=True, blank=True
    )

    class Meta:
        verbose_name = _("строка учебного календаря")
        verbose_name_plural = _("учебный календарь")
        ordering = ["first_day", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="calendar_days_ordered",
                violation_error_message=_("Последний день не может быть раньше первого."),
            ),
            date_constraint("first_day", "calendar_first_day_range"),
            date_constraint("last_day", "calendar_last_day_range"),
        ]

    def __str__(self) -> str:
        name = self.title or self.get_kind_display()
        if self.kind == CalendarKind.WEEKS or self.first_day == self.last_day:
            return f"{name}, {russian_date(self.first_day)}"
        return f"{name}, {russian_date_range(self.first_day, self.last_day)}"

    def clean(self) -> None:
        """One day is enough to say; a long day of study by the timetable of one weekday is a slip."""
        if self.first_day and not self.last_day:
            self.last_day = self.first_day
        if self.as_weekday and self.kind != CalendarKind.STUDY:
            raise ValidationError({"as_weekday": _("День недели указывают только для учебного дня.")})

    def save(self, *args, **kwargs) -> None:
        self.last_day = self.last_day or self.first_day
        super().save(*args, **kwargs)

    def contains(self, day: dt.date) -> bool:
        return self.first_day <= day <= self.last_day


class ReplacementKind(models.TextChoices):
    CANCELLED = "cancelled", _("занятия не будет")
    CHANGED = "changed", _("занятие изменено")
    EXTRA = "extra", _("дополнительное занятие")


class Replacement(Timestamped):
    """What is different on one date: no lesson, another teacher, room or time, another day, one more.

    Empty fields keep what the lesson has. `program` repeats the lesson's, an extra lesson has it alone.
    """

    center = models.ForeignKey(
        Center, verbose_name=_("центр"), on_delete=models.PROTECT, related_name="replacements", editable=False
    )
    program = models.ForeignKey(
        "centers.ProgramPage", verbose_name=_("программа"), on_delete=models.CASCADE, related_name="+"
    )
    lesson = models.ForeignKey(
        Lesson,
        verbose_name=_("занятие"),
        on_delete=models.CASCADE,
        related_name="replacements",
        null=True,
        blank=True,
    )
    kind = models.CharField(
        _("что изменится"),
        max_length=9,
        choices=ReplacementKind.choices,
        default=ReplacementKind.CHANGED,
    )
    date = models.DateField(_("дата"))
    moved_to = models.DateField(_("перенесено на"), null=True, blank=True)
    start = models.TimeField(_("начало"), null=True, blank=True)
    end = models.TimeField(_("конец"), null=True, blank=True)
    teacher = models.ForeignKey(
        Teacher,
        verbose_name=_("педагог"),
        on_delete=models.SET_NULL,
        related_name="replacements",
        null=True,
        blank=True,
    )
    room = models.ForeignKey(
        Room,
        verbose_name=_("помещение"),
        on_delete=models.SET_NULL,
        related_name="replacements",
        null=True,
        blank=True,
    )
    classes = models.CharField(_("классы"), max_length=60, blank=True)
    note = models.CharField(_("пояснение для семей"), max_length=200, blank=True)

    objects = ReplacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("замена")
        verbose_name_plural = _("замены")
        ordering = ["-date", "start", "pk"]
        indexes = [models.Index(fields=["center", "date"], name="replacement_center_date")]
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "date"],
                condition=models.Q(lesson__isnull=False),
                name="replacement_once",
                violation_error_message=_("Замена этого занятия на эту дату уже есть. Исправьте её."),
            ),
            models.CheckConstraint(
                condition=models.Q(lesson__isnull=False)
                | models.Q(kind="extra", start__isnull=False, end__isnull=False),
                name="replacement_of_something",
                violation_error_message=_("Выберите занятие. У дополнительного занятия укажите время."),
            ),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True)
                | models.Q(end__isnull=True)
                | models.Q(end__gt=models.F("start")),
                name="replacement_times_ordered",
                violation_error_message=_("Занятие должно кончаться позже, чем начинается."),
            ),
            date_constraint("date", "replacement_date_range"),
            date_constraint("moved_to", "replacement_moved_range"),
        ]

    def __str__(self) -> str:
        return f"{russian_date(self.date)}, {self.program.title}: {self.summary}"

    @property
    def summary(self) -> str:
        """«занятия не будет», «перенесено на 5 октября 2026 г., 15:00–15:45»."""
        if self.kind == ReplacementKind.CANCELLED:
            return str(ReplacementKind.CANCELLED.label)
        parts = []
        if self.moved_to and self.moved_to != self.date:
            parts.append(_("перенесено на {day}").format(day=russian_date(self.moved_to)))
        if self.start and self.end:
            parts.append(clock_range(self.start, self.end))
        if self.teacher:
            parts.append(self.teacher.short_name)
        if self.room:
            parts.append(str(self.room))
        return ", ".join(str(part) for part in parts) or str(self.get_kind_display())

    @property
    def classes_label(self) -> str:
        return classes_label(self.classes)

    def clean(self) -> None:
        """Refuse rows of another centre, and half of a time."""
        if bool(self.start) != bool(self.end):
            field = "end" if self.start else "start"
            raise ValidationError({field: _("Укажите и начало, и конец занятия.")})
        if self.lesson_id:
            self.program_id = self.lesson.program_id
        if not self.program_id:
            return
        center_id = self.program.center_id
        if self.teacher_id and self.teacher.center_id != center_id:
            raise ValidationError({"teacher": _("Этот педагог работает в другом центре.")})
        if self.room_id and self.room.center_id != center_id:
            raise ValidationError({"room": _("Это помещение другого центра.")})

    def save(self, *args, **kwargs) -> None:
        if self.lesson_id:
            self.program_id = self.lesson.program_id
        self.center_id = self.program.center_id
        super().save(*args, **kwargs)
