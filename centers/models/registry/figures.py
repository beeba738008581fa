"""Figures of the network that cannot be counted from rows of the register."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from centers.models.registry.base import Timestamped
from centers.models.registry.places import Municipality, Region
from toolkit.text import plural
from toolkit.validators import validate_https_or_http_url


class Metric(models.TextChoices):
    OPENED = "opened", _("открыто центров за год")
    OPENED_TOTAL = "opened_total", _("открыто центров всего к концу года")
    OPENING = "opening", _("открываются в этом году")
    PLANNED_TOTAL = "planned_total", _("всего запланировано к концу года")
    SUBJECTS = "subjects", _("субъектов Федерации участвует")
    MUNICIPALITIES = "municipalities", _("муниципалитетов участвует")


_LABELS = {
    Metric.OPENED: _("{centers} открыто {when}"),
    Metric.OPENING: _("{centers} открываются {when}"),
    Metric.OPENED_TOTAL: _("{centers} работает к концу {year} года"),
    Metric.PLANNED_TOTAL: _("{schools} в сети — план к концу {year} года"),
}


class NetworkFigure(Timestamped):
    """One figure for the network, a region or a municipality in a year, with its source.

    `value` counts whole units (centres, subjects, municipalities); `year_from` is set when
    the figure covers several years; `is_lower_bound` says «более …».
    """

    metric = models.CharField(_("показатель"), max_length=20, choices=Metric.choices)
    region = models.ForeignKey(
        Region,
        verbose_name=_("регион"),
        on_delete=models.PROTECT,
        related_name="figures",
        null=True,
        blank=True,
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("муниципалитет"),
        on_delete=models.PROTECT,
        related_name="figures",
        null=True,
        blank=True,
    )
    year_from = models.PositiveSmallIntegerField(_("с года"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("год"))
    value = models.PositiveIntegerField(_("значение"))
    is_lower_bound = models.BooleanField(_("«более»"), default=False)
    source = models.CharField(_("источник"), max_length=300)
    source_url = models.URLField(
        _("ссылка на источник"), max_length=300, blank=True, validators=[validate_https_or_http_url]
    )
    as_of = models.CharField(_("на какую дату"), max_length=60)

    class Meta:
        verbose_name = _("показатель сети")
        verbose_name_plural = _("показатели сети")
        ordering = ["-year", "metric"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(year__gte=2019, year__lte=2100),
                name="figure_year_range",
                violation_error_message=_("Год — от 2019 (первые центры) до 2100."),
            ),
            models.CheckConstraint(
                condition=models.Q(year_from__isnull=True)
                | models.Q(year_from__gte=2019, year_from__lte=models.F("year")),
                name="figure_years_ordered",
                violation_error_message=_("Первый год периода не может быть позже последнего."),
            ),
            models.CheckConstraint(
                condition=models.Q(municipality__isnull=True) | models.Q(region__isnull=False),
                name="figure_municipality_has_region",
                violation_error_message=_("Укажите и регион этого муниципалитета."),
            ),
        ]

    def __str__(self) -> str:
        scope = self.municipality or self.region or _("Россия")
        return f"{self.get_metric_display()}: {self.value} ({scope}, {self.period})"

    @property
    def label(self) -> str:
        """What is counted, in the form that goes with the number: «центра открываются в 2021 году»."""
        n = self.value
        if self.metric == Metric.SUBJECTS:
            return plural(n, _("субъект Федерации"), _("субъекта Федерации"), _("субъектов Федерации"))
        if self.metric == Metric.MUNICIPALITIES:
            return plural(n, _("муниципалитет"), _("муниципалитета"), _("муниципалитетов"))
        if self.is_lower_bound:  # «более» asks for the genitive
            centers = plural(n, _("центра"), _("центров"), _("центров"))
            schools = plural(n, _("школы"), _("школ"), _("школ"))
        else:
            centers = plural(n, _("центр"), _("центра"), _("центров"))
            schools = plural(n, _("школа"), _("школы"), _("школ"))
        template = _LABELS[Metric(self.metric)]
        return template.format(centers=centers, schools=schools, when=self.when, year=self.year)

    @property
    def when(self) -> str:
        """«в 2021 году» or «в 2019–2020 годах»."""
        template = _("в {period} годах") if self.year_from else _("в {period} году")
        return template.format(period=self.period)

    @property
    def period(self) -> str:
        """«2021» or «2019–2020»."""
        return f"{self.year_from}–{self.year}" if self.year_from else str(self.year)
