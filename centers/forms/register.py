"""Forms of places and bodies: regions, municipalities, coordinators, projects, figures."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.forms.base import ConstraintForm, address_is_taken, free_slug
from centers.models import HomePage, Municipality, Region
from toolkit.forms import PhoneField, WebAddressField
from toolkit.text import transliterate
from toolkit.zones import ZONES


class RegionForm(ConstraintForm):
    """A subject of the Federation; an empty address is made from the name."""

    time_zone = forms.ChoiceField(label=gettext_lazy("Часовой пояс"), choices=ZONES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("slug") and cleaned.get("name") and "slug" not in self.errors:
            others = Region.objects.exclude(pk=self.instance.pk)
            cleaned["slug"] = free_slug(
                transliterate(cleaned["name"]) or "region", set(others.values_list("slug", flat=True)), 80
            )
        home = HomePage.objects.order_by("path").first()
        page = getattr(self.instance, "page", None) if self.instance.pk else None
        if address_is_taken(home, cleaned.get("slug", ""), page):
            self.add_error("slug", _("По этому адресу на главной уже есть другая страница. Измените адрес."))
        return cleaned


class MunicipalityForm(ConstraintForm):
    """A municipality; an empty address is made from the name."""

    time_zone = forms.ChoiceField(
        label=gettext_lazy("Часовой пояс"),
        choices=[("", gettext_lazy("как у региона")), *ZONES],
        required=False,
    )
    constraint_fields = {
        "municipality_slug_unique": "slug",
        "municipality_name_unique": "name",
        "municipality_one_unknown": "is_unknown",
        "municipality_external_key": "external_id",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self):
        cleaned = super().clean()
        region = cleaned.get("region") or (self.instance.region if self.instance.pk else None)
        if region and not cleaned.get("slug") and cleaned.get("name") and "slug" not in self.errors:
            others = Municipality.objects.in_region(region).exclude(pk=self.instance.pk)
            cleaned["slug"] = free_slug(
                transliterate(cleaned["name"]) or "municipality",
                set(others.values_list("slug", flat=True)),
                100,
            )
        parent = getattr(region, "page", None) if region else None
        page = getattr(self.instance, "page", None) if self.instance.pk else None
        if address_is_taken(parent, cleaned.get("slug", ""), page):
            self.add_error(
                "slug", _("В этом регионе по такому адресу уже есть другая страница. Измените адрес.")
            )
        return cleaned


class CoordinatorForm(ConstraintForm):
    """A coordinator from its first day; the region follows from the municipality when one is chosen."""

    constraint_fields = {
        "coordinator_region_from_unique": "valid_from",
        "coordinator_municipality_from_unique": "valid_from",
    }

    class Meta(ConstraintForm.Meta):
        field_classes = {"url": WebAddressField, "phone": PhoneField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].required = False

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("region") and "region" not in self.errors:
            if cleaned.get("municipality"):
                cleaned["region"] = cleaned["municipality"].region
            else:
                self.add_error("region", _("Выберите регион, который координирует этот орган."))
        return cleaned


class DatedBodyForm(ConstraintForm):
    """A federal operator or a project from its first day."""

    class Meta(ConstraintForm.Meta):
        field_classes = {"url": WebAddressField}


class FigureForm(ConstraintForm):
    """A figure of the network with its source."""

    constraint_fields = {
        "figure_year_range": "year",
        "figure_years_ordered": "year_from",
        "figure_municipality_has_region": "region",
    }

    class Meta(ConstraintForm.Meta):
        field_classes = {"source_url": WebAddressField}

    def clean(self):
        cleaned = super().clean()
        region, municipality = cleaned.get("region"), cleaned.get("municipality")
        if region and municipality and municipality.region_id != region.pk:
            self.add_error("municipality", _("Этот муниципалитет относится к другому региону."))
        return cleaned
