"""Centres «Точка роста»: structural units of schools, one or several in a school."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from centers.models.querysets import CenterQuerySet
from centers.models.registry.base import (
    ExternallyKeyed,
    FollowedByPages,
    SoftDeleted,
    Timestamped,
    date_constraint,
    external_key_constraint,
)
from centers.models.registry.bodies import Coordinator, FederalOperator, FederalProject
from centers.models.registry.places import Municipality
from centers.models.registry.schools import School
from toolkit.choices import QuickLabels
from toolkit.validators import validate_https_or_http_url, validate_phone

FIRST_YEAR = 2019  # the first centres opened in 2019
LAST_YEAR = 2100
SCHOOL_YEAR_START = (9, 1)  # centres open with the school year when no date is known


class Profile(models.TextChoices):
    SCIENCE_TECHNOLOGY = "science_technology", _("естественно-научная и технологическая направленности")
    SCIENCE = "science", _("естественно-научная направленность")
    DIGITAL_HUMANITARIAN = "digital_humanitarian", _("цифровой и гуманитарный профили")
    OTHER = "other", _("другой профиль")


class CenterState(models.TextChoices):
    PLANNED = "planned", _("планируется")
    OPENING = "opening", _("открывается")
    OPEN = "open", _("работает")
    CLOSED = "closed", _("закрыт")


class OperatorRule(models.TextChoices):
    BY_DATE = "by_date", _("по дате открытия центра")
    OWN = "own", _("указан для этого центра")
    NOT_STATED = "not_stated", _("не указан")


class Center(QuickLabels, FollowedByPages, Timestamped, ExternallyKeyed, SoftDeleted, index.Indexed):
    """A row of the register. Its pages are built from it by `centers.services.open_center`.

    `municipality` repeats the school's one so that the address of a centre is unique in
    its municipality by a constraint; `save` keeps the two equal.
    """

    school = models.ForeignKey(
        School, verbose_name=_("школа"), on_delete=models.PROTECT, related_name="centers"
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("муниципалитет"),
        on_delete=models.PROTECT,
        related_name="centers",
        editable=False,
    )
    slug = models.SlugField(_("часть адреса"), max_length=100)
    building = models.CharField(_("корпус или филиал"), max_length=150, blank=True)
    building_address = models.CharField(_("адрес центра"), max_length=300, blank=True)
    state = models.CharField(
        _("состояние"), max_length=10, choices=CenterState.choices, default=CenterState.OPEN
    )
    state_as_of = models.DateField(_("состояние известно на дату"), null=True, blank=True)
    state_year_only = models.BooleanField(_("известен только год"), default=False)
    state_source = models.CharField(_("источник сведений о состоянии"), max_length=300, blank=True)
    state_source_url = models.URLField(
        _("ссылка на источник"), max_length=300, blank=True, validators=[validate_https_or_http_url]
    )
    year = models.PositiveSmallIntegerField(_("год открытия"), null=True, blank=True)
    opened_on = models.DateField(_("дата открытия"), null=True, blank=True)
    opening_words = models.CharField(_("время открытия словами"), max_length=100, blank=True)
    profile = models.CharField(
        _("профиль"), max_length=24, choices=Profile.choices, default=Profile.SCIENCE_TECHNOLOGY, blank=True
    )
    profile_override = models.CharField(_("профиль своими словами"), max_length=200, blank=True)
    profile_override_genitive = models.CharField(
        _("свой профиль в родительном падеже"), max_length=200, blank=True
    )
    federal_project = models.ForeignKey(
        FederalProject,
        verbose_name=_("федеральный проект"),
        on_delete=models.PROTECT,
        related_name="centers",
        null=True,
        blank=True,
    )
    operator_rule = models.CharField(
        _("федеральный оператор"),
        max_length=10,
        choices=OperatorRule.choices,
        default=OperatorRule.BY_DATE,
    )
    operator = models.ForeignKey(
        FederalOperator,
        verbose_name=_("оператор этого центра"),
        on_delete=models.PROTECT,
        related_name="centers",
        null=True,
        blank=True,
    )
    coordinator = models.ForeignKey(
        Coordinator,
        verbose_name=_("свой координатор"),
        on_delete=models.PROTECT,
        related_name="centers",
        null=True,
        blank=True,
    )
    funding_source = models.CharField(_("на какие средства создан"), max_length=300, blank=True)
    does_subjects = models.BooleanField(_("уроки по предметам"), default=True)
    does_extracurricular = models.BooleanField(_("внеурочная деятельность"), default=True)
    does_additional = models.BooleanField(_("дополнительное образование"), default=True)
    does_events = models.BooleanField(_("внеклассные мероприятия"), default=True)
    does_network_events = models.BooleanField(_("мероприятия для учеников других школ"), default=True)
    head_name = models.CharField(_("руководитель: фамилия, имя, отчество"), max_length=150, blank=True)
    head_post = models.CharField(_("должность руководителя"), max_length=150, blank=True)
    phone = models.CharField(_("телефон центра"), max_length=60, blank=True, validators=[validate_phone])
    email = models.EmailField(_("электронная почта центра"), blank=True)
    hours = models.CharField(_("часы работы"), max_length=200, blank=True)
    vk_url = models.URLField(
        _("страница ВКонтакте"), max_length=300, blank=True, validators=[validate_https_or_http_url]
    )
    ok_url = models.URLField(
        _("страница в Одноклассниках"), max_length=300, blank=True, validators=[validate_https_or_http_url]
    )
    other_url = models.URLField(
        _("другая страница центра"), max_length=300, blank=True, validators=[validate_https_or_http_url]
    )
    navigator_url = models.URLField(
        _("запись в «Навигаторе дополнительного образования»"),
        max_length=300,
        blank=True,
        validators=[validate_https_or_http_url],
    )
    is_example = models.BooleanField(_("это пример"), default=False, editable=False)

    search_fields = [
        index.SearchField("building"),
        index.SearchField("head_name"),
        index.FilterField("state"),
        index.FilterField("year"),
        index.FilterField("profile"),
        index.FilterField("municipality_id"),
        index.FilterField("deleted_at"),
        index.RelatedFields(
            "school",
            [
                index.SearchField("short_name", boost=2),
                index.SearchField("full_name"),
                index.AutocompleteField("short_name"),
            ],
        ),
        index.RelatedFields("municipality", [index.SearchField("name"), index.FilterField("region_id")]),
    ]

    objects = CenterQuerySet.as_manager()

    class Meta:
        verbose_name = _("центр")
        verbose_name_plural = _("центры")
        ordering = ["school__short_name", "building", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "slug"],
                condition=models.Q(deleted_at__isnull=True),
                name="center_slug_unique",
                violation_error_message=_(
                    "По этому адресу в муниципалитете уже есть центр. Измените часть адреса."
                ),
            ),
            models.UniqueConstraint(
                fields=["school", "building"],
                condition=models.Q(deleted_at__isnull=True),
                name="center_building_unique",
                violation_error_message=_(
                    "У этой школы уже есть такой центр. Если центр второй, укажите его корпус или филиал."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(year__isnull=True) | models.Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="center_year_range",
                violation_error_message=_(
                    "Год открытия — от 2019 (тогда открылись первые центры) до 2100. Проверьте год."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=CenterState.OPEN)
                | models.Q(year__isnull=False)
                | ~models.Q(opening_words=""),
                name="center_open_has_year",
                violation_error_message=_(
                    "Для работающего центра укажите год открытия. Если год точно не известен, "
                    "напишите словами, например «в 2019–2020 годах»."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(operator_rule=OperatorRule.OWN, operator__isnull=False)
                | (~models.Q(operator_rule=OperatorRule.OWN) & models.Q(operator__isnull=True)),
                name="center_operator_matches_rule",
                violation_error_message=_(
                    "Выберите оператора, если он указан для этого центра; иначе оставьте поле пустым."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(profile=Profile.OTHER) | ~models.Q(profile_override=""),
                name="center_other_profile_named",
                violation_error_message=_("Назовите профиль своими словами."),
            ),
            date_constraint("state_as_of", "center_state_as_of_range"),
            external_key_constraint("center_external_key"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Name of the school people use, with the building when it is one of several."""
        name = self.school.short_name
        return f"{name}, {self.building}" if self.building else name

    @property
    def place_name(self) -> str:
        """The municipality; the region when the source does not name one."""
        municipality = self.municipality
        return municipality.region.name if municipality.is_unknown else municipality.name

    @property
    def region(self):
        return self.municipality.region

    @property
    def is_listed(self) -> bool:
        """Whether the centre stands in public lists: neither closed nor deleted."""
        return self.state != CenterState.CLOSED and self.deleted_at is None

    @property
    def reckoning_date(self) -> dt.date | None:
        """The date by which project and operator are found; None while no year is known."""
        if self.opened_on:
            return self.opened_on
        return dt.date(self.year, *SCHOOL_YEAR_START) if self.year else None

    @property
    def profile_label(self) -> str:
        return self.profile_override or (str(self.get_profile_display()) if self.profile else "")

    @property
    def address(self) -> str:
        return self.building_address or self.school.address

    @property
    def contact_phone(self) -> str:
        return self.phone or self.school.phone

    @property
    def contact_email(self) -> str:
        return self.email or self.school.email

    @property
    def activities(self) -> tuple[str, ...]:
        """Codes of what is done in the centre, in the order of the standard text."""
        pairs = (
            ("subjects", self.does_subjects),
            ("extracurricular", self.does_extracurricular),
            ("additional", self.does_additional),
            ("events", self.does_events),
            ("network_events", self.does_network_events),
        )
        return tuple(code for code, done in pairs if done)

    def clean(self) -> None:
        """Derive the year from the date and refuse contradictions between the two.

        Raises `ValidationError` with a message for the field.
        """
        if self.opened_on:
            if self.year and self.year != self.opened_on.year:
                raise ValidationError(
                    {"year": _("Год не совпадает с датой открытия. Исправьте год или дату.")}
                )
            self.year = self.opened_on.year
        if self.coordinator and self.school_id:
            elsewhere = self.coordinator.region_id != self.school.municipality.region_id
            if elsewhere:
                raise ValidationError({"coordinator": _("Этот координатор работает в другом регионе.")})
        if self.school_id:
            self.municipality_id = self.school.municipality_id

    def save(self, *args, **kwargs) -> None:
        self.municipality_id = self.school.municipality_id
        if self.opened_on:
            self.year = self.opened_on.year
        super().save(*args, **kwargs)
