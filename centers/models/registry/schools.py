"""Schools: the legal entities that centres belong to."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from centers.models.querysets import SchoolQuerySet
from centers.models.registry.base import (
    ExternallyKeyed,
    FollowedByPages,
    SoftDeleted,
    Timestamped,
    external_key_constraint,
)
from centers.models.registry.places import Municipality
from centers.models.search_words import PLACED, Placed, municipality_marks, place_of_municipality
from toolkit.validators import validate_https_or_http_url, validate_inn, validate_ogrn, validate_phone


class School(Placed, FollowedByPages, Timestamped, ExternallyKeyed, SoftDeleted, index.Indexed):
    """A school. `name_genitive` is the form that stands after «на базе»."""

    municipality = models.ForeignKey(
        Municipality, verbose_name=_("муниципалитет"), on_delete=models.PROTECT, related_name="schools"
    )
    short_name = models.CharField(_("краткое название"), max_length=200)
    full_name = models.CharField(_("полное название"), max_length=500, blank=True)
    name_genitive = models.CharField(_("название после слов «на базе»"), max_length=300, blank=True)
    address = models.CharField(_("почтовый адрес"), max_length=300, blank=True)
    site_url = models.URLField(
        _("сайт школы"), max_length=300, blank=True, validators=[validate_https_or_http_url]
    )
    ogrn = models.CharField(_("ОГРН"), max_length=13, blank=True, validators=[validate_ogrn])
    inn = models.CharField(_("ИНН"), max_length=10, blank=True, validators=[validate_inn])
    phone = models.CharField(_("телефон"), max_length=60, blank=True, validators=[validate_phone])
    email = models.EmailField(_("электронная почта"), blank=True)
    latitude = models.DecimalField(_("широта"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("долгота"), max_digits=9, decimal_places=6, null=True, blank=True)
    name_is_stated = models.BooleanField(_("название указано в источнике"), default=True)

    place_joins = ("municipality__region",)
    search_fields = [
        *PLACED,
        index.SearchField("short_name", boost=2, learn=True),
        index.AutocompleteField("short_name"),
        index.SearchField("full_name"),
        index.SearchField("ogrn"),
        index.SearchField("inn"),
        index.FilterField("municipality_id"),
        index.FilterField("deleted_at"),
        index.RelatedFields("municipality", [index.SearchField("name"), index.FilterField("region_id")]),
    ]

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("школа")
        verbose_name_plural = _("школы")
        ordering = ["short_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ogrn"],
                condition=models.Q(deleted_at__isnull=True) & ~models.Q(ogrn=""),
                name="school_ogrn_unique",
                violation_error_message=_(
                    "Школа с таким ОГРН уже есть в реестре. Откройте её или проверьте номер."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True) | models.Q(latitude__gte=-90, latitude__lte=90),
                name="school_latitude_range",
                violation_error_message=_("Широта — число от −90 до 90, например 56.484."),
            ),
            models.CheckConstraint(
                condition=models.Q(longitude__isnull=True)
                | models.Q(longitude__gte=-180, longitude__lte=180),
                name="school_longitude_range",
                violation_error_message=_("Долгота — число от −180 до 180, например 84.948."),
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="school_coordinates_together",
                violation_error_message=_("Укажите и широту, и долготу — или оставьте оба поля пустыми."),
            ),
            external_key_constraint("school_external_key"),
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def search_place(self) -> str:
        """Words of the place, for the search of the site."""
        return f"{place_of_municipality(self.municipality)}. {self.address}"

    @property
    def search_facts(self) -> str:
        """What a query may call it."""
        return "школа"

    @property
    def search_marks(self) -> list[str]:
        """Where the school is, for the search of the site."""
        return municipality_marks(self.municipality)

    @property
    def based_on(self) -> str:
        """The name after «на базе»: the stored genitive, else the short name as it is."""
        return self.name_genitive or self.short_name
