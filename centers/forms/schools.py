"""The form of a school."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.forms.base import ConstraintForm, address_is_taken
from centers.models import Center, MunicipalityPage
from toolkit.forms import InnField, OgrnField, PhoneField, WebAddressField
from toolkit.points import LONGEST, Point, read_point

PAGE_TITLE_LENGTH = 255


class SchoolForm(ConstraintForm):
    """A school. Another municipality moves it there with all its centres when the form is saved.

    Latitude and longitude are one field, into which people paste what they have copied from a map.
    """

    coordinates = forms.CharField(
        label=gettext_lazy("Координаты"),
        required=False,
        max_length=LONGEST,
        help_text=gettext_lazy(
            "По ним школа стоит на карте региона. Откройте любую карту, нажмите на школу правой кнопкой "
            "и скопируйте координаты, например 56.484, 84.948. Можно вставить и адрес карты целиком."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    also_checked = frozenset({"deleted_at", "latitude", "longitude"})
    constraint_fields = {
        "school_ogrn_unique": "ogrn",
        "school_latitude_range": "coordinates",
        "school_longitude_range": "coordinates",
        "school_coordinates_together": "coordinates",
        "school_external_key": "external_id",
    }

    class Meta(ConstraintForm.Meta):
        field_classes = {
            "ogrn": OgrnField,
            "inn": InnField,
            "phone": PhoneField,
            "site_url": WebAddressField,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.old_municipality_id = self.instance.municipality_id if self.instance.pk else None
        if self.instance.latitude is not None and self.instance.longitude is not None:
            self.initial["coordinates"] = str(Point(self.instance.latitude, self.instance.longitude))

    def clean_coordinates(self) -> str:
        """Put the point into the row; raises `ValidationError` that says what to copy instead."""
        said = self.cleaned_data["coordinates"]
        point = read_point(said)
        self.instance.latitude = point.latitude if point else None
        self.instance.longitude = point.longitude if point else None
        return said

    @property
    def moves(self) -> bool:
        """Whether saving moves the school to another municipality."""
        return (
            self.old_municipality_id is not None and self.instance.municipality_id != self.old_municipality_id
        )

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk:
            centers = list(self.instance.centers.kept())
            self._check_titles(cleaned.get("short_name", ""), centers)
            self._check_place(cleaned.get("municipality"), centers)
        return cleaned

    def _check_titles(self, short_name: str, centers: list[Center]) -> None:
        longest = max((len(center.building) + 2 for center in centers if center.building), default=0)
        if len(short_name) + longest > PAGE_TITLE_LENGTH:
            self.add_error(
                "short_name",
                _("Название вместе с корпусом длиннее {limit} знаков. Сократите название.").format(
                    limit=PAGE_TITLE_LENGTH
                ),
            )

    def _check_place(self, municipality, centers: list[Center]) -> None:
        """Refuse a municipality where an address of one of the centres is another's."""
        if municipality is None or municipality.pk == self.old_municipality_id:
            return
        page = MunicipalityPage.objects.filter(municipality=municipality).first()
        taken = set(
            Center.objects.kept()
            .in_municipality(municipality)
            .exclude(school=self.instance)
            .values_list("slug", flat=True)
        )
        for center in centers:
            if center.slug in taken or address_is_taken(page, center.slug):
                self.add_error(
                    "municipality",
                    _(
                        "В муниципалитете «{place}» уже есть страница с адресом «{slug}». "
                        "Сначала измените адрес центра «{center}» в реестре."
                    ).format(place=municipality.name, slug=center.slug, center=center.title),
                )
