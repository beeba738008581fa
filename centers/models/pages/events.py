"""Events of a centre: the plan and a page for each."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model_string
from wagtail.search import index

from centers.blocks import BodyBlock
from centers.blocks.images import photos_of
from centers.blocks.text import PLAIN_FEATURES
from centers.models.pages.base import check_day
from centers.models.pages.section import CenterScopedPage, SectionPage
from centers.models.querysets import parent_is_live
from centers.models.rows import CenterDocument, Teacher
from centers.models.timetable import local_today


class EventKind(models.TextChoices):
    """The three kinds of events that the plans of centres distinguish."""

    EDUCATIONAL = "educational", _("учебно-воспитательное")
    EXTRACURRICULAR = "extracurricular", _("внеурочное")
    SOCIOCULTURAL = "sociocultural", _("социокультурное")


class EventIndexPage(SectionPage):
    """The plan of events: coming ones first, then reports of the past ones by school year."""

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
        """Coming events in order of date, past ones newest first: one query."""
        context = super().page_context(request)
        today = local_today(self.center)
        events = list(EventPage.published_in(self.center).select_related("photo").order_by("date", "time"))
        context["coming"] = [event for event in events if event.last_day >= today]
        context["past"] = [event for event in reversed(events) if event.last_day < today]
        context["plan"] = self.plan if self.plan and self.plan.is_public else None
        published = [page.last_published_at for page in [self, *events] if page.last_published_at]
        context["updated_on"] = max(published, default=None)
        return context

    def images(self, context):
        return [*super().images(context), *photos_of([*context["coming"], *context["past"]])]


class EventPage(CenterScopedPage):
    """One event: announcement before, report after; dates and times local to the centre."""

    kind = models.CharField(
        _("вид"), max_length=16, choices=EventKind.choices, default=EventKind.EXTRACURRICULAR
    )
    date = models.DateField(_("дата"))
    time = models.TimeField(_("время"), null=True, blank=True)
    end_date = models.DateField(_("последний день"), null=True, blank=True)
    last_day = models.DateField(editable=False)
    place = models.CharField(_("где"), max_length=200, blank=True)
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

    content_panels = [
        FieldPanel("title"),
        FieldPanel("lead", help_text=_("Одно предложение для списка: что будет и для кого.")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("date"), FieldPanel("time")]),
                FieldPanel("end_date", help_text=_("Только если мероприятие длится несколько дней.")),
                FieldRowPanel([FieldPanel("place"), FieldPanel("classes")]),
                FieldPanel("responsible"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("is_cancelled")]),
            ],
            heading=_("Когда, где, для кого"),
        ),
        FieldPanel("photo"),
        FieldPanel("body"),
        FieldPanel(
            "report", help_text=_("Заполните после мероприятия. Учеников называйте так: «Иван П., 7 класс».")
        ),
    ]
    search_fields = [
        *CenterScopedPage.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
        index.SearchField("report"),
        index.FilterField("center_id"),
        index.FilterField("date"),
    ]
    row_fields = ("responsible",)
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

    def clean(self):
        super().clean()
        check_day(self, "date", "end_date")
        if self.date and self.end_date and self.end_date < self.date:
            raise ValidationError({"end_date": _("Последний день не может быть раньше первого.")})
        if self.responsible_id and self.center_id and self.responsible.center_id != self.center_id:
            raise ValidationError({"responsible": _("Этот педагог работает в другом центре.")})

    def full_clean(self, *args, **kwargs):
        self.last_day = self.end_date or self.date
        super().full_clean(*args, **kwargs)

    def save(self, *args, **kwargs):
        self.last_day = self.end_date or self.date
        return super().save(*args, **kwargs)

    @property
    def is_past(self) -> bool:
        """Whether the event's last day is over where the centre is."""
        day: dt.date = self.last_day
        return day < local_today(self.center)
