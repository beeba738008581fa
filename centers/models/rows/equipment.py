"""Rooms of a centre and what stands in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from centers.models.registry.base import Timestamped
from centers.models.registry.centers import Center
from library.models import Image


class Room(Timestamped, index.Indexed):
    """A room of a centre; `area` in square metres."""

    center = models.ForeignKey(
        Center, verbose_name=_("центр"), on_delete=models.PROTECT, related_name="rooms"
    )
    name = models.CharField(_("название"), max_length=150)
    number = models.CharField(_("номер"), max_length=20, blank=True)
    area = models.DecimalField(_("площадь, м²"), max_digits=6, decimal_places=1, null=True, blank=True)
    description = models.TextField(_("что здесь делают"), max_length=1000, blank=True)
    is_accessible = models.BooleanField(_("доступно для людей с инвалидностью"), default=False)
    photo = models.ForeignKey(
        Image,
        verbose_name=_("фотография"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    sort_order = models.PositiveSmallIntegerField(_("порядок"), default=0)

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("center_id"),
    ]

    class Meta:
        verbose_name = _("помещение")
        verbose_name_plural = _("помещения")
        ordering = ["sort_order", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["center", "name", "number"],
                name="room_unique",
                violation_error_message=_("Такое помещение у центра уже есть."),
            ),
            models.CheckConstraint(
                condition=models.Q(area__isnull=True) | models.Q(area__gt=0),
                name="room_area_positive",
                violation_error_message=_("Площадь — положительное число, например 48,5."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, каб.\u00a0{self.number}" if self.number else self.name


class Equipment(Timestamped, index.Indexed):
    """One line of the equipment list; `quantity` counts `unit`s (pieces by default)."""

    center = models.ForeignKey(
        Center, verbose_name=_("центр"), on_delete=models.PROTECT, related_name="equipment"
    )
    name = models.CharField(_("наименование"), max_length=300)
    kit = models.CharField(_("комплект"), max_length=150, blank=True)
    subject = models.CharField(_("предмет"), max_length=100, blank=True)
    quantity = models.PositiveIntegerField(_("количество"), default=1)
    unit = models.CharField(_("единица"), max_length=20, default="шт.")
    room = models.ForeignKey(
        Room,
        verbose_name=_("помещение"),
        on_delete=models.SET_NULL,
        related_name="equipment",
        null=True,
        blank=True,
    )
    year = models.PositiveSmallIntegerField(_("год поставки"), null=True, blank=True)
    for_disabled = models.BooleanField(_("подходит для детей с ОВЗ"), default=False)
    sort_order = models.PositiveIntegerField(_("порядок"), default=0)

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("kit"),
        index.FilterField("center_id"),
        index.FilterField("subject"),
    ]

    class Meta:
        verbose_name = _("оборудование")
        verbose_name_plural = _("оборудование")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quantity__gte=1, quantity__lte=100_000),
                name="equipment_quantity_range",
                violation_error_message=_("Количество — целое число от 1 до 100 000."),
            ),
            models.CheckConstraint(
                condition=models.Q(year__isnull=True) | models.Q(year__gte=1950, year__lte=2100),
                name="equipment_year_range",
                violation_error_message=_("Год поставки — от 1950 до 2100."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
