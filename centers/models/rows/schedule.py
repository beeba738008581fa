"""Lessons: the rows the timetable is made of."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from centers.models.querysets import LessonQuerySet
from centers.models.registry.base import Timestamped
from centers.models.registry.centers import Center
from centers.models.rows.equipment import Room
from centers.models.rows.people import Teacher


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


class Lesson(Timestamped):
    """A lesson of a programme in a week; times are local to the centre's municipality.

    `center` repeats the programme's centre so that a timetable is one query.
    """

    center = models.ForeignKey(
        Center, verbose_name=_("центр"), on_delete=models.PROTECT, related_name="lessons", editable=False
    )
    program = models.ForeignKey(
        "centers.ProgramPage", verbose_name=_("программа"), on_delete=models.CASCADE, related_name="lessons"
    )
    weekday = models.PositiveSmallIntegerField(_("день недели"), choices=Weekday.choices)
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
        if self.classes.isdigit():
            return f"{self.classes}\u00a0{_('класс')}"
        ends = [part.strip() for part in self.classes.replace("-", "–").split("–")]
        if len(ends) == 2 and all(part.isdigit() for part in ends):
            return f"{ends[0]}–\u2060{ends[1]}\u00a0{_('классы')}"
        return self.classes

    def clean(self) -> None:
        """Refuse a teacher or room of another centre."""
        if not self.program_id:
            return
        center_id = self.program.center_id
        if self.teacher_id and self.teacher.center_id != center_id:
            raise ValidationError({"teacher": _("Этот педагог работает в другом центре.")})
        if self.room_id and self.room.center_id != center_id:
            raise ValidationError({"room": _("Это помещение другого центра.")})

    def save(self, *args, **kwargs) -> None:
        self.center_id = self.program.center_id
        super().save(*args, **kwargs)

    def happens_in_week(self, iso_week: int) -> bool:
        """Whether the lesson takes place in the ISO week of that number."""
        if self.week_parity == WeekParity.EVERY:
            return True
        return (iso_week % 2 == 1) == (self.week_parity == WeekParity.ODD)
