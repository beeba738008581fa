"""Events of a centre: the plan and a page for each."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model_string
from wagtail.search import index

from centers.blocks import BodyBlock
from centers.blocks.images import count_photos, first_photo, photos_of
from centers.blocks.text import PLAIN_FEATURES
from centers.models.pages.base import check_day
from centers.models.pages.section import CenterScopedPage, SectionPage
from centers.models.plan_of_year import asked_year, plan_of, school_year_of, year_counts
from centers.models.querysets import hidden_above, parent_is_live
from centers.models.registry import CenterState
from centers.models.rows import CenterDocument, Teacher
from centers.models.search_words import PLACED, PlacedInCenter, class_mark, class_words, classes_in
from centers.models.timetable import local_today
from centers.panels import PupilNamesPanel
from centers.texts.pupils import is_short, shortened
from toolkit.choices import QuickLabels

#: The order of a plan: events that go on already come first.
NEXT_FIRST = ("date", "time", "pk")


class EventKind(models.TextChoices):
    """The three kinds of events that the plans of centres distinguish."""

    EDUCATIONAL = "educational", _("учебно-воспитательное")
    EXTRACURRICULAR = "extracurricular", _("внеурочное")
    SOCIOCULTURAL = "sociocultural", _("социокультурное")


def named_briefly(lines: str) -> str:
    """The pupils, one a line, without spare spaces.

    Raises `ValidationError` for a line that is not «Иван П., 7 класс»: a whole surname has no place here.
    """
    tidy = [" ".join(line.split()) for line in lines.splitlines() if line.strip()]
    wrong = [line for line in tidy if not is_short(line)]
    if wrong:
        name, _comma, rest = wrong[0].partition(",")
        example = f"{shortened(name)}{',' if rest else ''}{rest}"
        example = example if is_short(example) else _("Иван П., 7 класс")
        raise ValidationError(
            {
                "participants": _(
                    "Строку «{line}» запишите коротко: имя, первая буква фамилии с точкой и класс, "
                    "например «{example}»."
                ).format(line=wrong[0][:80], example=example)
            }
        )
    return "\n".join(tidy)


class EventIndexPage(SectionPage):
    """The plan of a school year by months: coming events first, those that are over folded below."""

    intro = RichTextField(_("вступление"), features=PLAIN_FEATURES, blank=True)
    plan = models.ForeignKey(
        CenterDocument,
        verbose_name=_("план мероприятий"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )

    content_panels = [
        FieldPanel("title"),
        FieldPanel("intro"),
        FieldPanel("plan", help_text=_("Утверждённый план из документов центра.")),
    ]
    parent_page_types = ["centers.CenterPage"]
    subpage_types = ["centers.EventPage"]
    row_fields = ("plan",)

    class Meta:
        verbose_name = _("раздел «Мероприятия»")
        verbose_name_plural = _("разделы «Мероприятия»")

    @classmethod
    def detail_queryset(cls):
        return super().detail_queryset().select_related("plan__document", "plan__center")

    def clean(self):
        super().clean()
        if self.plan_id and self.center_id and self.plan.center_id != self.center_id:
            raise ValidationError({"plan": _("Это документ другого центра.")})

    def page_context(self, request):
        """The plan of the year that the address asks for, this one when it asks for none: two queries."""
        context = super().page_context(request)
        today = local_today(self.center)
        events = EventPage.published_in(self.center)
        counts = year_counts(events)
        shown = asked_year(request.GET.get("year", ""), counts, today)
        plan = plan_of(events, shown, today)
        published = [page.last_published_at for page in [self, *plan.events] if page.last_published_at]
        return context | {
            "shown": shown,
            "this_year": school_year_of(today),
            "years": counts,
            "coming": plan.coming,
            "past": plan.past,
            "coming_months": plan.coming_months,
            "recent": plan.recent,
            "past_months": plan.past_months,
            "plan": self.plan if self.plan and self.plan.is_public else None,
            "updated_on": max(published, default=None),
        }

    def images(self, context):
        return [*super().images(context), *photos_of([*context["coming"], *context["recent"]])]


class EventPage(QuickLabels, PlacedInCenter, CenterScopedPage):
    """One event: announcement before, report after; dates and times local to the centre."""

    kind = models.CharField(
        _("вид"), max_length=16, choices=EventKind.choices, default=EventKind.EXTRACURRICULAR
    )
    date = models.DateField(_("дата"))
    time = models.TimeField(_("время"), null=True, blank=True)
    end_time = models.TimeField(_("до скольки"), null=True, blank=True)
    end_date = models.DateField(_("последний день"), null=True, blank=True)
    last_day = models.DateField(editable=False)
    place = models.CharField(_("где"), max_length=200, blank=True)
    address = models.CharField(_("адрес, если не в школе"), max_length=200, blank=True)
    classes = models.CharField(_("для кого"), max_length=100, blank=True)
    responsible = models.ForeignKey(
        Teacher,
        verbose_name=_("ответственный"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    is_cancelled = models.BooleanField(_("отменено"), default=False)
    lead = models.CharField(_("коротко"), max_length=300, blank=True)
    photo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("картинка"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    body = StreamField(BodyBlock(), verbose_name=_("объявление"), blank=True)
    report = StreamField(BodyBlock(), verbose_name=_("отчёт"), blank=True)
    participants = models.TextField(_("кого отметили"), max_length=4000, blank=True)
    photo_count = models.PositiveSmallIntegerField(editable=False, default=0)
    cover = models.ForeignKey(
        get_image_model_string(), on_delete=models.SET_NULL, related_name="+", null=True, editable=False
    )

    content_panels = [
        FieldPanel("title", help_text=_("Как назвать мероприятие, например «День открытых дверей».")),
        FieldPanel("lead", help_text=_("Одно предложение для списка: что будет и для кого.")),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("date"),
                        FieldPanel("time", help_text=_("Начало, например 15:00.")),
                        FieldPanel("end_time", help_text=_("Конец, например 16:30; можно не указывать.")),
                    ]
                ),
                FieldPanel("end_date", help_text=_("Только если мероприятие длится несколько дней.")),
                FieldRowPanel(
                    [
                        FieldPanel("place", help_text=_("Например: кабинет 14, видеосвязь.")),
                        FieldPanel("classes", help_text=_("Например: 5–7 классы и родители.")),
                    ]
                ),
                FieldPanel(
                    "address",
                    help_text=_(
                        "Например: село Пример, ул. Школьная, 1. Ссылка «показать на карте» ведёт туда, "
                        "а без него — к школе, если место указано."
                    ),
                ),
                FieldPanel("responsible"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("is_cancelled")]),
            ],
            heading=_("Когда, где, для кого"),
        ),
        FieldPanel("photo"),
        FieldPanel("body"),
        PupilNamesPanel(("title", "lead", "body", "report")),
        FieldPanel(
            "report",
            help_text=_(
                "Заполните после мероприятия: что было, фотографии, видео. "
                "Учеников называйте так: «Иван П., 7 класс»."
            ),
        ),
        FieldPanel(
            "participants",
            help_text=_("Победители и участники, каждый с новой строки: «Иван П., 7 класс»."),
        ),
    ]
    search_fields = [
        *CenterScopedPage.search_fields,
        *PLACED,
        index.SearchField("title", boost=2, learn=True),
        index.SearchField("lead"),
        index.SearchField("body"),
        index.SearchField("report"),
        index.FilterField("center_id"),
        index.FilterField("date"),
    ]
    row_fields = ("responsible",)
    search_kind = "мероприятие событие"
    parent_page_types = ["centers.EventIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("мероприятие")
        verbose_name_plural = _("мероприятия")

    @classmethod
    def detail_queryset(cls):
        return super().detail_queryset().select_related("responsible", "photo")

    @classmethod
    def published_in(cls, center):
        """Published events of a centre."""
        return cls.objects.live().filter(parent_is_live(), center=center)

    @classmethod
    def coming(cls, **place):
        """Published events that are not over, of the centres of a place that lists show.

        `place` are lookups of a centre: `center__municipality=…`; all pages above must be published.
        """
        rows = cls.objects.live().filter(
            ~hidden_above(),
            last_day__gte=timezone.localdate(),
            center__deleted_at__isnull=True,
            **place,
        )
        return cls._for_lists(rows.exclude(center__state=CenterState.CLOSED))

    @classmethod
    def next_of(cls, count, **place):
        """The first `count` of `coming`: found among narrow rows, of which a region has thousands."""
        first = cls.coming(**place).order_by(*NEXT_FIRST).values("pk")[:count]
        return cls.with_keys(first).order_by(*NEXT_FIRST)

    @classmethod
    def with_keys(cls, keys):
        """Events that `coming` has just found, with what lists show of them."""
        return cls._for_lists(cls.objects.filter(pk__in=keys))

    @staticmethod
    def _for_lists(rows):
        rows = rows.defer("body", "report")
        return rows.select_related("center__school", "center__municipality__region")

    def clean(self):
        super().clean()
        check_day(self, "date", "end_date")
        if self.date and self.end_date and self.end_date < self.date:
            raise ValidationError({"end_date": _("Последний день не может быть раньше первого.")})
        if self.responsible_id and self.center_id and self.responsible.center_id != self.center_id:
            raise ValidationError({"responsible": _("Этот педагог работает в другом центре.")})

        if self.end_time:
            self._check_end_time()
        self.participants = named_briefly(self.participants)

    @property
    def shown_responsible(self) -> Teacher | None:
        """Who leads, if the site shows them among the teachers."""
        return self.responsible if self.responsible and self.responsible.is_shown else None

    def _check_end_time(self) -> None:
        if self.time is None:
            raise ValidationError({"end_time": _("Укажите и начало: конец без начала непонятен.")})
        if self.last_day == self.date and self.end_time <= self.time:
            raise ValidationError({"end_time": _("Мероприятие должно кончаться позже, чем начинается.")})

    def full_clean(self, *args, **kwargs):
        self.last_day = self.end_date or self.date
        super().full_clean(*args, **kwargs)

    def save(self, *args, **kwargs):
        self.last_day = self.end_date or self.date
        raw = list(self.report.raw_data)
        self.photo_count = count_photos(raw)
        self.cover_id = first_photo(raw)
        return super().save(*args, **kwargs)

    @property
    def search_facts(self) -> str:
        """What kind of event, for whom and where."""
        words = class_words(classes_in(self.classes))
        facts = [self.search_kind, str(self.get_kind_display()), self.classes, self.place, words]
        return ". ".join(fact for fact in facts if fact)

    @property
    def search_marks(self) -> list[str]:
        return [*super().search_marks, *map(class_mark, classes_in(self.classes))]

    @property
    def is_past(self) -> bool:
        """Whether the event's last day is over where the centre is."""
        day: dt.date = self.last_day
        return day < local_today(self.center)

    @property
    def map_address(self) -> str:
        """What a map is asked for: the event's own address, else the school's when a room is named."""
        return self.address or (self.center.address if self.place else "")

    @property
    def album_cover(self):
        """The photo that stands for the report in the gallery: its first one, else that of the event."""
        photos = (self.cover, self.photo)
        return next((image for image in photos if image is not None and image.is_shown), None)

    @property
    def participant_list(self) -> list[str]:
        return [line for line in self.participants.splitlines() if line]
