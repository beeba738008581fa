"""The form of a centre; the steps of opening one are in `centers.forms.opening`."""

from django.utils.translation import gettext as _

from centers.forms.base import ConstraintForm, address_is_taken, free_slug
from centers.forms.schools import PAGE_TITLE_LENGTH
from centers.models import Center, MunicipalityPage, School
from toolkit.forms import PhoneField, WebAddressField
from toolkit.text import transliterate

SLUG_LENGTH = 100


class CenterForm(ConstraintForm):
    """A centre. An empty address is made from the names of school and building."""

    # The form has neither: the municipality is the school's, and deleting has a screen of its own.
    also_checked = frozenset({"municipality", "deleted_at"})
    constraint_fields = {
        "center_slug_unique": "slug",
        "center_building_unique": "building",
        "center_year_range": "year",
        "center_open_has_year": "year",
        "center_operator_matches_rule": "operator",
        "center_other_profile_named": "profile_override",
        "center_external_key": "external_id",
    }

    class Meta(ConstraintForm.Meta):
        field_classes = {
            "phone": PhoneField,
            "state_source_url": WebAddressField,
            "vk_url": WebAddressField,
            "ok_url": WebAddressField,
            "other_url": WebAddressField,
            "navigator_url": WebAddressField,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def _get_validation_exclusions(self):
        exclude = super()._get_validation_exclusions()
        return exclude if self._school() else exclude | {"municipality"}

    def _school(self) -> School | None:
        if "school" in self.fields:
            return self.cleaned_data.get("school")
        return self.instance.school if self.instance.school_id else None

    def clean(self):
        cleaned = super().clean()
        school = self._school()
        if school is None:
            return cleaned
        self.instance.municipality_id = school.municipality_id
        building = cleaned.get("building", "")
        if not cleaned.get("slug") and "slug" not in self.errors:
            cleaned["slug"] = self._new_slug(school, building)
        title = f"{school.short_name}, {building}" if building else school.short_name
        if len(title) > PAGE_TITLE_LENGTH:
            self.add_error(
                "building",
                _("Название школы вместе с корпусом длиннее {limit} знаков. Сократите корпус.").format(
                    limit=PAGE_TITLE_LENGTH
                ),
            )
        page = getattr(self.instance, "page", None) if self.instance.pk else None
        if self._is_anothers_page(school, cleaned.get("slug", ""), page):
            self.add_error(
                "slug", _("По этому адресу в муниципалитете уже есть другая страница. Измените адрес.")
            )
        return cleaned

    def _place(self, school: School) -> MunicipalityPage | None:
        return MunicipalityPage.objects.filter(municipality=school.municipality_id).first()

    def _new_slug(self, school: School, building: str) -> str:
        taken = set(
            Center.objects.kept()
            .in_municipality(school.municipality_id)
            .exclude(pk=self.instance.pk)
            .values_list("slug", flat=True)
        )
        place = self._place(school)
        if place is not None:
            taken |= set(place.get_children().values_list("slug", flat=True))
        words = " ".join(filter(None, [school.short_name, building]))
        return free_slug(transliterate(words) or "centr", taken, SLUG_LENGTH)

    def _is_anothers_page(self, school: School, slug: str, page) -> bool:
        """Whether the address belongs to a page that is not a centre's; a centre's has its own message."""
        centers = Center.objects.kept().in_municipality(school.municipality_id)
        if centers.exclude(pk=self.instance.pk).filter(slug=slug).exists():
            return False
        return address_is_taken(self._place(school), slug, page)


class CenterWorkForm(ConstraintForm):
    """What the staff of a centre keep up to date; where and whether it works is for a coordinator to say."""

    class Meta(CenterForm.Meta):
        pass
