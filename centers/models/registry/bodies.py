"""Who stands above a centre, each from the date on which it took over.

Only the beginning is stored: a row holds until the next row of the same role and
place begins (exclusion constraints do not exist on SQLite).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model_string
from wagtail.search import index

from centers.models.registry.base import Timestamped, date_constraint
from centers.models.registry.places import Municipality, Region
from toolkit.validators import validate_https_or_http_url, validate_phone


class Coordinator(Timestamped, index.Indexed):
    """The body that coordinates the centres of a region, or of one municipality."""

    region = models.ForeignKey(
        Region, verbose_name=_("регион"), on_delete=models.PROTECT, related_name="coordinators"
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("муниципалитет"),
        on_delete=models.PROTECT,
        related_name="coordinators",
        null=True,
        blank=True,
    )
    name = models.CharField(_("название"), max_length=255)
    name_genitive = models.CharField(_("название в родительном падеже"), max_length=255, blank=True)
    url = models.URLField(_("сайт"), max_length=300, blank=True, validators=[validate_https_or_http_url])
    phone = models.CharField(_("телефон"), max_length=60, blank=True, validators=[validate_phone])
    email = models.EmailField(_("электронная почта"), blank=True)
    valid_from = models.DateField(_("действует с"))
    source = models.CharField(_("откуда известно"), max_length=300, blank=True)

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("region_id"),
    ]

    class Meta:
        verbose_name = _("координатор")
        verbose_name_plural = _("координаторы")
        ordering = ["region__name", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "valid_from"],
                condition=models.Q(municipality__isnull=True),
                name="coordinator_region_from_unique",
                violation_error_message=_(
                    "У региона уже есть координатор с этой даты. Укажите другую дату начала "
                    "или исправьте существующую запись."
                ),
            ),
            models.UniqueConstraint(
                fields=["municipality", "valid_from"],
                condition=models.Q(municipality__isnull=False),
                name="coordinator_municipality_from_unique",
                violation_error_message=_(
                    "У муниципалитета уже есть координатор с этой даты. Укажите другую дату начала "
                    "или исправьте существующую запись."
                ),
            ),
            date_constraint("valid_from", "coordinator_from_range"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a municipality of another region."""
        from django.core.exceptions import ValidationError

        if self.municipality_id and self.municipality.region_id != self.region_id:
            raise ValidationError({"municipality": _("Этот муниципалитет относится к другому региону.")})


class DatedBody(Timestamped):
    """Federal body or project that holds from a date until the next one begins."""

    name = models.CharField(_("название"), max_length=300)
    url = models.URLField(_("сайт"), max_length=300, blank=True, validators=[validate_https_or_http_url])
    valid_from = models.DateField(
        _("действует с"),
        unique=True,
        error_messages={"unique": _("С этой даты уже действует другая запись. Укажите другую дату начала.")},
    )
    source = models.CharField(_("откуда известно"), max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering = ["-valid_from"]
        constraints = [date_constraint("valid_from", "%(class)s_from_range")]

    def __str__(self) -> str:
        return self.name


class FederalOperator(DatedBody):
    """The federal operator of the centres opened from `valid_from` on."""

    short_name = models.CharField(_("краткое название"), max_length=150, blank=True)

    class Meta(DatedBody.Meta):
        verbose_name = _("федеральный оператор")
        verbose_name_plural = _("федеральные операторы")


class NationalProject(DatedBody):
    """A national project («Образование», …).

    `sign` is a slot: the official kit is its owner's, so none comes with the product.
    """

    sign = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("знак проекта"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta(DatedBody.Meta):
        verbose_name = _("национальный проект")
        verbose_name_plural = _("национальные проекты")


class FederalProject(DatedBody):
    """A federal project («Современная школа», …), part of a national one."""

    national_project = models.ForeignKey(
        NationalProject,
        verbose_name=_("национальный проект"),
        on_delete=models.PROTECT,
        related_name="federal_projects",
    )

    class Meta(DatedBody.Meta):
        verbose_name = _("федеральный проект")
        verbose_name_plural = _("федеральные проекты")
