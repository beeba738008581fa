"""People who work in a centre."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from centers.models.registry.base import Timestamped
from centers.models.registry.centers import Center
from centers.models.search_words import PLACED, PlacedInCenter
from library.models import Image


class Teacher(PlacedInCenter, Timestamped, index.Indexed):
    """A teacher of a centre.

    The fields of education, category and experience (years) are those that
    ПП РФ № 1802 of 20.10.2021, п. 11 lists for the teaching staff.
    """

    center = models.ForeignKey(
        Center, verbose_name=_("центр"), on_delete=models.PROTECT, related_name="teachers"
    )
    full_name = models.CharField(_("фамилия, имя, отчество"), max_length=150)
    post = models.CharField(_("должность"), max_length=150, blank=True)
    subjects = models.CharField(_("что преподаёт"), max_length=300, blank=True)
    education = models.CharField(_("образование, специальность, квалификация"), max_length=400, blank=True)
    degree = models.CharField(_("учёная степень и звание"), max_length=150, blank=True)
    category = models.CharField(_("квалификационная категория"), max_length=100, blank=True)
    courses = models.TextField(_("повышение квалификации за три года"), max_length=2000, blank=True)
    retraining = models.TextField(_("профессиональная переподготовка"), max_length=1000, blank=True)
    experience_years = models.PositiveSmallIntegerField(
        _("стаж по специальности, лет"), null=True, blank=True
    )
    about = models.TextField(_("о педагоге"), max_length=1000, blank=True)
    photo = models.ForeignKey(
        Image,
        verbose_name=_("фотография"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    is_head = models.BooleanField(_("руководит центром"), default=False)
    is_shown = models.BooleanField(_("показывать на сайте"), default=True)
    sort_order = models.PositiveSmallIntegerField(_("порядок"), default=0)

    search_kind = "педагог учитель преподаватель"
    search_fields = [
        *PLACED,
        index.SearchField("full_name", boost=2, learn=True),
        index.AutocompleteField("full_name"),
        index.SearchField("post"),
        index.SearchField("subjects", learn=True),
        index.FilterField("center_id"),
        index.FilterField("is_shown"),
    ]

    class Meta:
        verbose_name = _("педагог")
        verbose_name_plural = _("педагоги")
        ordering = ["-is_head", "sort_order", "full_name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(experience_years__isnull=True) | models.Q(experience_years__lte=80),
                name="teacher_experience_range",
                violation_error_message=_("Стаж — число лет от 0 до 80."),
            ),
            models.UniqueConstraint(
                fields=["center"],
                condition=models.Q(is_head=True),
                name="teacher_one_head",
                violation_error_message=_("Руководитель у центра один. Снимите отметку у прежнего."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def short_name(self) -> str:
        """«Иванова А. П.» (no-break spaces)."""
        family, *given = self.full_name.split()
        return "\u00a0".join([family, *(f"{name[0]}." for name in given[:2])])
