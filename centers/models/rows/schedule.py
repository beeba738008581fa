"""Lessons: the rows the timetable is made of."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models.querysets import LessonQuerySet
from centers.models.registry.base import Timestamped
from centers.models.registry.centers import Center
from centers.models.rows.classes import classes_label
from centers.models.rows.equipment import Room
from centers.models.rows.people import Teacher
from toolkit.choices import QuickLabels
from toolkit.text import clock_range


class Weekday(models.IntegerChoices):
    """ISO weekday numbers."""

    MONDAY = 1, _("понедельник")
    TUESDAY = 2, _("вторник")
    WEDNESDAY = 3, _("среда")
    THURSDAY = 4, _("четверг")
    FRIDAY = 5, _("пятница")
    SATURDAY = 6, _("суббота")
    SUNDAY = 7, _("воскресенье")


class WeekParity(models.TextChoices):
    EVERY = "every", _("каждую неделю")
    ODD = "odd", _("по нечётным неделям")
    EVEN = "even", _("по чётным неделям")


class Bell(Timestamped):
    """When a lesson of that number begins and ends; a school fills its bells in once.

    Lessons that name a bell repeat its times, so that no timetable needs to ask for them.
    """

    center = models.ForeignKey(
        Center, verbose_name=_("центр"), on_delete=models.PROTECT, related_name="bells"
    )
    shift = models.PositiveSmallIntegerField(_("смена"), default=1)
    number = models.PositiveSmallIntegerField(_("номер урока"))
    start = models.TimeField(_("начало"))
    end = models.TimeField(_("конец"))

    class Meta:
        verbose_name = _("звонок")
        verbose_name_plural = _("звонки")
        ordering = ["shift", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["center", "shift", "number"],
                name="bell_unique",
                violation_error_message=_("Урок с таким номером в этой смене уже есть."),
            ),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")),
                name="bell_times_ordered",
                violation_error_message=_("Урок должен кончаться позже, чем начинается."),
            ),
            models.CheckConstraint(
                condition=models.Q(shift__gte=1, shift__lte=3),
                name="bell_shift_range",
                violation_error_message=_("Смена — 1, 2 или 3."),
            ),
            models.CheckConstraint(
                condition=models.Q(number__lte=15),
                name="bell_number_range",
                violation_error_message=_("Номер урока — от 0 до 15."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}, {clock_range(self.start, self.end)}"

    @property
    def name(self) -> str:
        """What one types to name it: «3», in the second shift «2-3»."""
        return str(self.number) if self.shift == 1 else f"{self.shift}-{self.number}"

    @property
    def label(self) -> str:
        """«3 урок», «2 смена, 3 урок»."""
        lesson = _("{number}\u00a0урок").format(number=self.number)
        return lesson if self.shift == 1 else _("{shift}\u00a0смена, ").format(shift=self.shift) + lesson

    def save(self, *args, **kwargs) -> None:
        """Save, and let the lessons that name the bell follow it."""
        super().save(*args, **kwargs)
        late = self.lessons.exclude(start=self.start, end=self.end)
        late.update(start=self.start, end=self.end, updated_at=timezone.now())


class Lesson(QuickLabels, Timestamped):
    """A lesson of a programme in a week; times are local to the centre's municipality.

    `center` repeats the programme's centre so that a timetable is one query. A lesson that names its
    `bell` takes its times from it.
    """

    center = models.ForeignKey(
        Center, verbose_name=_("центр"), on_delete=models.PROTECT, related_name="lessons", editable=False
    )
    program = models.ForeignKey(
        "centers.ProgramPage", verbose_name=_("программа"), on_delete=models.CASCADE, related_name="lessons"
    )
    weekday = models.PositiveSmallIntegerField(_("день недели"), choices=Weekday.choices)
    bell = models.ForeignKey(
        Bell,
        verbose_name=_("номер урока"),
        on_delete=models.SET_NULL,
        related_name="lessons",
        null=True,
        blank=True,
    )
    start = models.TimeField(_("начало"))
    end = models.TimeField(_("конец"))
    classes = models.CharField(_("классы"), max_length=60, blank=True)
    teacher = models.ForeignKey(
        Teacher,
        verbose_name=_("педагог"),
        on_delete=models.SET_NULL,
        related_name="lessons",
        null=True,
        blank=True,
    )
    room = models.ForeignKey(
        Room,
        verbose_name=_("помещение"),
        on_delete=models.SET_NULL,
        related_name="lessons",
        null=True,
        blank=True,
    )
    valid_from = models.DateField(_("действует с"), null=True, blank=True)
    valid_until = models.DateField(_("действует до"), null=True, blank=True)
    week_parity = models.CharField(
        _("недели"), max_length=5, choices=WeekParity.choices, default=WeekParity.EVERY
    )

    in_vacations = models.BooleanField(_("проводится и в каникулы"), default=False)

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("занятие")
        verbose_name_plural = _("занятия")
        ordering = ["weekday", "start", "pk"]
        indexes = [models.Index(fields=["center", "weekday", "start"], name="lesson_center_week")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")),
                name="lesson_times_ordered",
                violation_error_message=_("Занятие должно кончаться позже, чем начинается."),
            ),
            models.CheckConstraint(
                condition=models.Q(weekday__gte=1, weekday__lte=7), name="lesson_weekday_range"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="lesson_validity_ordered",
                violation_error_message=_("Последний день занятия не может быть раньше первого."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()}, {self.start:%H:%M}"

    @property
    def classes_label(self) -> str:
        """«7 класс», «5–6 классы»; what is not a plain number or two of them stays as it was written."""
        return classes_label(self.classes)

    def clean(self) -> None:
        """Refuse a teacher or room of another centre."""
        if not self.program_id:
            return
        center_id = self.program.center_id
        if self.teacher_id and self.teacher.center_id != center_id:
            raise ValidationError({"teacher": _("Этот педагог работает в другом центре.")})
        if self.room_id and self.room.center_id != center_id:
            raise ValidationError({"room": _("Это помещение другого центра.")})
        if self.bell_id and self.bell.center_id != center_id:
            raise ValidationError({"bell": _("Это звонок другого центра.")})

    def save(self, *args, **kwargs) -> None:
        self.center_id = self.program.center_id
        if self.bell_id:
            self.start, self.end = self.bell.start, self.bell.end
        super().save(*args, **kwargs)

    def happens_in_week(self, parity: str) -> bool:
        """Whether the lesson takes place in weeks of that parity (`WeekParity.ODD` or `EVEN`)."""
        return self.week_parity in (WeekParity.EVERY, parity)
