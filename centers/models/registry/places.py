"""Where a centre is: subjects of the Federation and their municipalities."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from centers.models.querysets import MunicipalityQuerySet, RegisterQuerySet
from centers.models.registry.base import (
    ExternallyKeyed,
    FollowedByPages,
    Timestamped,
    external_key_constraint,
)
from toolkit.validators import validate_https_or_http_url, validate_time_zone


class FederalDistrict(models.TextChoices):
    CENTRAL = "central", _("Центральный")
    NORTHWESTERN = "northwestern", _("Северо-Западный")
    SOUTHERN = "southern", _("Южный")
    NORTH_CAUCASIAN = "north_caucasian", _("Северо-Кавказский")
    VOLGA = "volga", _("Приволжский")
    URAL = "ural", _("Уральский")
    SIBERIAN = "siberian", _("Сибирский")
    FAR_EASTERN = "far_eastern", _("Дальневосточный")


class Region(FollowedByPages, Timestamped, index.Indexed):
    """A subject of the Federation; keyed by its two-digit code, because ISO lacks some."""

    code = models.CharField(
        _("код субъекта"),
        max_length=2,
        unique=True,
        validators=[RegexValidator(r"^\d{2}$", _("Код субъекта — две цифры, например 70."))],
        error_messages={"unique": _("Регион с таким кодом уже есть в реестре.")},
    )
    name = models.CharField(_("название"), max_length=100, unique=True)
    name_genitive = models.CharField(_("название в родительном падеже"), max_length=110)
    name_prepositional = models.CharField(_("название в предложном падеже"), max_length=110)
    preposition = models.CharField(_("предлог"), max_length=2, default="в")
    federal_district = models.CharField(
        _("федеральный округ"), max_length=20, choices=FederalDistrict.choices, blank=True
    )
    time_zone = models.CharField(_("часовой пояс"), max_length=40, validators=[validate_time_zone])
    slug = models.SlugField(
        _("часть адреса"),
        max_length=80,
        unique=True,
        error_messages={"unique": _("Такой адрес уже занят другим регионом. Измените его.")},
    )
    iso_code = models.CharField(_("код ISO 3166-2"), max_length=6, blank=True)
    okato = models.CharField(_("код ОКАТО"), max_length=5, blank=True)
    navigator_url = models.URLField(
        _("«Навигатор дополнительного образования» региона"),
        max_length=300,
        blank=True,
        validators=[validate_https_or_http_url],
    )

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("name_genitive"),
        index.FilterField("federal_district"),
    ]

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = _("регион")
        verbose_name_plural = _("регионы")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def where(self) -> str:
        """«в Томской области»: preposition and prepositional case, both from data."""
        return f"{self.preposition} {self.name_prepositional}"


class Municipality(FollowedByPages, Timestamped, ExternallyKeyed, index.Indexed):
    """A municipal district or city district of a region.

    `is_unknown` marks the one row of a region that stands for «муниципалитет не указан».
    """

    region = models.ForeignKey(
        Region, verbose_name=_("регион"), on_delete=models.PROTECT, related_name="municipalities"
    )
    name = models.CharField(_("название"), max_length=150)
    name_genitive = models.CharField(_("название в родительном падеже"), max_length=160, blank=True)
    name_prepositional = models.CharField(_("название в предложном падеже"), max_length=160, blank=True)
    slug = models.SlugField(_("часть адреса"), max_length=100)
    oktmo = models.CharField(
        _("код ОКТМО"),
        max_length=11,
        blank=True,
        validators=[RegexValidator(r"^\d{8}(\d{3})?$", _("Код ОКТМО — 8 или 11 цифр, например 69658000."))],
    )
    time_zone = models.CharField(
        _("часовой пояс"), max_length=40, blank=True, validators=[validate_time_zone]
    )
    is_unknown = models.BooleanField(_("муниципалитет не указан в источнике"), default=False)

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("region_id"),
    ]

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("муниципалитет")
        verbose_name_plural = _("муниципалитеты")
        ordering = ["region__name", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "slug"],
                name="municipality_slug_unique",
                violation_error_message=_(
                    "В этом регионе уже есть муниципалитет с таким адресом. Измените часть адреса."
                ),
            ),
            models.UniqueConstraint(
                fields=["region", "name"],
                name="municipality_name_unique",
                violation_error_message=_("В этом регионе уже есть муниципалитет с таким названием."),
            ),
            models.UniqueConstraint(
                fields=["region"],
                condition=models.Q(is_unknown=True),
                name="municipality_one_unknown",
                violation_error_message=_("В регионе уже есть строка «муниципалитет не указан»."),
            ),
            external_key_constraint("municipality_external_key"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> str:
        """IANA name of the zone: the municipality's own, or the region's."""
        return self.time_zone or self.region.time_zone
