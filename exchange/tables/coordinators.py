"""The table of coordinators."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.forms.register import CoordinatorForm
from centers.models import Coordinator
from exchange.models import Kind
from exchange.tables.base import REGION, Checked, Column, day
from exchange.tables.places import PlacedTable


class CoordinatorTable(PlacedTable):
    """A coordinator is known by its region or municipality and its first day."""

    kind = Kind.COORDINATORS
    model = Coordinator
    form = CoordinatorForm
    columns = (
        REGION,
        Column(
            "municipality",
            gettext_lazy("Муниципалитет"),
            gettext_lazy("Только для координатора одного муниципалитета."),
            "",
            also=("Район",),
        ),
        Column(
            "name",
            gettext_lazy("Название"),
            gettext_lazy("Полное название органа."),
            gettext_lazy("Департамент общего образования Томской области"),
            required=True,
            also=("Координатор", "Наименование"),
            width=50,
        ),
        Column(
            "name_genitive",
            gettext_lazy("Кого? (родительный падеж)"),
            "",
            gettext_lazy("Департамента общего образования Томской области"),
            also=("Родительный падеж",),
            width=50,
        ),
        Column("url", gettext_lazy("Сайт"), gettext_lazy("Можно без https://."), "https://example.ru"),
        Column("phone", gettext_lazy("Телефон"), gettext_lazy("Один, с кодом."), "+7 3822 51-25-30"),
        Column("email", gettext_lazy("Электронная почта"), "", "edu@example.ru", also=("Почта", "E-mail")),
        Column(
            "valid_from",
            gettext_lazy("Действует с"),
            gettext_lazy("Первый день, например 01.09.2021."),
            "01.09.2021",
            required=True,
            also=("С какого дня",),
        ),
        Column("source", gettext_lazy("Откуда известно"), gettext_lazy("Документ или страница.")),
    )
    plain_fields = ("name", "name_genitive", "url", "phone", "email", "valid_from", "source")

    def prepare(self, rows, part):
        self.load_municipalities(rows)
        regions = {region.pk for cells in rows if (region := self.region_of(Checked(cells)))}
        self._known = {
            (one.region_id, one.municipality_id, one.valid_from): one
            for one in Coordinator.objects.filter(region__in=regions).select_related("region", "municipality")
        }

    def find(self, found: Checked, part):
        found.label = found.cells.get("name", "")
        region = self.region_of(found)
        if region is None:
            return
        place = self.municipality_of(found, region) if found.cells.get("municipality") else None
        if found.problems:
            return
        text = found.cells.get("valid_from", "")
        try:
            first_day = day(text) if text else None
        except ValidationError as error:
            self.complain(found, "valid_from", error.messages[0])
            return
        if first_day is None:
            self.complain(found, "valid_from", _("Заполните эту ячейку: с какого дня действует."))
            return
        if self.refuse_foreign(found, part, (region.pk, place.pk if place else None)):
            return
        where = (region.pk, place.pk if place else None, first_day)
        found.key = ":".join(map(str, where))
        found.row = self._known.get(where) or Coordinator(region=region, municipality=place)

    def queryset(self, part):
        rows = Coordinator.objects.filter(part.filter("region", "municipality"))
        return rows.select_related("region", "municipality").order_by("region__code", "valid_from", "pk")

    def cells_of(self, row):
        place = row.municipality
        return super().cells_of(row) | {
            "region": row.region.name,
            "municipality": place.name if place else "",
        }
