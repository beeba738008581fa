"""The three short forms of opening a centre: its school, itself, its head."""

from django import forms
from django.forms.models import construct_instance
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.forms.centers import CenterForm
from centers.forms.schools import SchoolForm
from centers.models import Center, CenterState, Profile, School
from centers.models.registry.centers import FIRST_YEAR, LAST_YEAR
from centers.permissions import reach
from centers.services.opening import namesake_of, twin_of

#: The address of a centre that is only looked at.
SKETCH_SLUG = "budushchij-centr"
#: A centre is not opened as a closed one.
STATES = (
    (CenterState.OPEN, gettext_lazy("работает")),
    (CenterState.OPENING, gettext_lazy("открывается: дети ещё не занимаются")),
    (CenterState.PLANNED, gettext_lazy("планируется")),
)


class NewSchoolForm(SchoolForm):
    """A school that the register does not have yet: the little that pages are made of."""

    class Meta(SchoolForm.Meta):
        model = School
        fields = (
            "short_name",
            "full_name",
            "name_genitive",
            "municipality",
            "address",
            "phone",
            "email",
            "site_url",
            "ogrn",
            "inn",
        )
        help_texts = {
            "short_name": gettext_lazy("Как школу называют люди, например МКОУ «Баткатская СОШ»."),
            "full_name": gettext_lazy("Как в уставе, целиком."),
            "name_genitive": gettext_lazy(
                "Как сказать после слов «создан на базе», например Баткатской СОШ. Можно заполнить позже."
            ),
            "address": gettext_lazy("Например: 636124, Томская область, с. Баткат, ул. Садовая, 2."),
            "phone": gettext_lazy("Например, 8 (38247) 3-11-22."),
            "site_url": gettext_lazy("Можно без https://, например batkat.tomschool.ru."),
            "ogrn": gettext_lazy("13 цифр, пробелы не мешают. Можно заполнить позже."),
            "inn": gettext_lazy("10 цифр. Можно заполнить позже."),
        }

    #: Asked in the register only: an opening is short.
    coordinates = None

    #: The school of the register that the typed-in one repeats, when there is one.
    namesake: School | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["full_name"].required = True
        self._offer_places(self.fields["municipality"])

    def _offer_places(self, field) -> None:
        """A plain list for a coordinator; over the whole network the chooser of thousands stays."""
        field.queryset = field.queryset.filter(is_unknown=False).select_related("region").order_by("name")
        within = reach(self.for_user, "municipality", "view") if self.for_user else None
        if within is None or within.everywhere:
            return
        places = list(field.queryset)
        if len({place.region_id for place in places}) > 1:
            field.label_from_instance = lambda place: f"{place.name}, {place.region.name}"
        field.empty_label = _("Выберите муниципалитет")
        if len(places) == 1:
            field.initial, field.empty_label = places[0], None
        field.widget = forms.Select()
        field.widget.choices = field.choices
        field.widget.is_required = field.required

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("municipality") and cleaned.get("short_name"):
            asked = School(municipality=cleaned["municipality"], short_name=cleaned["short_name"])
            self.namesake = namesake_of(asked)
            if self.namesake:
                self.add_error(
                    "short_name",
                    _("В муниципалитете «{place}» такая школа уже есть в реестре. Выберите её ниже.").format(
                        place=cleaned["municipality"].name
                    ),
                )
        return cleaned


class OpeningForm(CenterForm):
    """The centre itself. Give `school`, saved or not, as a keyword.

    With `sketch` the answers were checked before and only the row is wanted: nothing is asked again.
    """

    year = forms.IntegerField(
        label=gettext_lazy("Год открытия"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=gettext_lazy("Например, 2026. Для будущего центра — год, когда он должен открыться."),
        error_messages={
            "required": gettext_lazy("Укажите год открытия, например 2026."),
            "invalid": gettext_lazy("Год — четыре цифры, например 2026."),
            "min_value": gettext_lazy("Первые центры открылись в 2019 году. Проверьте год."),
            "max_value": gettext_lazy("Год не позже 2100. Проверьте год."),
        },
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Состояние"), choices=STATES, initial=CenterState.OPEN, widget=forms.RadioSelect
    )
    profile = forms.ChoiceField(
        label=gettext_lazy("Профиль"),
        choices=Profile.choices,
        initial=Profile.SCIENCE_TECHNOLOGY,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Он стоит в документах о создании центра; от него зависят тексты страниц."),
    )

    class Meta(CenterForm.Meta):
        model = Center
        fields = (
            "building",
            "building_address",
            "year",
            "state",
            "profile",
            "profile_override",
            "profile_override_genitive",
            "does_subjects",
            "does_extracurricular",
            "does_additional",
            "does_events",
            "does_network_events",
            "slug",
        )
        help_texts = {
            "building": gettext_lazy("Например, «корпус 2» или «филиал в с. Победа»."),
            "building_address": gettext_lazy("Только если центр не по адресу школы."),
            "profile_override": gettext_lazy("Например, «спортивная направленность»."),
            "profile_override_genitive": gettext_lazy(
                "Он же после слов «центр образования»: «спортивной направленности»."
            ),
            "slug": gettext_lazy(
                "Латинскими буквами, например batkatskaya-sosh. Если оставить пустым, составим сами."
            ),
        }

    def __init__(self, *args, school: School, sketch: bool = False, **kwargs):
        self.school, self.sketch = school, sketch
        super().__init__(*args, **kwargs)
        self.instance.school = school
        if school.pk:
            self.also_checked = self.also_checked | {"school"}
        self.neighbours = [] if sketch else neighbours_of(school)
        self.fields["building"].required = bool(self.neighbours)
        self.fields["building"].error_messages["required"] = _(
            "В этой школе уже есть центр. Укажите, в каком корпусе или филиале будет новый."
        )
        self.fields["slug"].help_text = str(self.Meta.help_texts["slug"])
        self.initial.setdefault("year", timezone.localdate().year)

    def _school(self) -> School:
        return self.school

    def _post_clean(self):
        if self.sketch:
            self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
        else:
            super()._post_clean()

    def clean(self):
        if self.sketch:
            self.cleaned_data["slug"] = self.cleaned_data["slug"] or SKETCH_SLUG
            return self.cleaned_data
        cleaned = super().clean()
        building = " ".join((cleaned.get("building") or "").split())
        cleaned["building"] = building
        if "building" not in self.errors and twin_of(self.school, building):
            self.add_error(
                "building",
                _("В этом корпусе у школы уже есть центр. Проверьте, не его ли вы открываете."),
            )
        if cleaned.get("profile") != Profile.OTHER:
            cleaned["profile_override"] = cleaned["profile_override_genitive"] = ""
        elif not cleaned.get("profile_override"):
            self.add_error("profile_override", _("Назовите профиль своими словами."))
        if cleaned.get("state") in (CenterState.PLANNED, CenterState.OPENING):
            self.instance.state_as_of = timezone.localdate()
        return cleaned


def neighbours_of(school: School) -> list[Center]:
    """The centres that the school has already."""
    if not school.pk:
        return []
    return list(school.centers.kept().select_related("school").order_by("building", "pk"))


class HeadForm(forms.Form):
    """Who will lead the centre; may be left for later."""

    head_name = forms.CharField(
        label=gettext_lazy("Фамилия, имя, отчество"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("Например, Иванова Анна Петровна. Имя будет стоять на странице центра."),
    )
    head_post = forms.CharField(
        label=gettext_lazy("Должность в школе"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("Например, заместитель директора. Можно заполнить позже."),
    )
    head_email = forms.EmailField(
        label=gettext_lazy("Электронная почта"),
        required=False,
        help_text=gettext_lazy(
            "Для приглашения в админку; на сайте её не видно. Нет почты — напечатаете приглашение на бумаге."
        ),
        error_messages={"invalid": gettext_lazy("Адрес почты выглядит так: ivanova@school.ru.")},
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("head_email") and not cleaned.get("head_name"):
            self.add_error("head_name", _("Назовите, кому эта почта: фамилия, имя, отчество."))
        return cleaned
