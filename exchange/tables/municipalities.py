"""The table of municipalities."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.forms.base import free_slug
from centers.forms.register import ZONES, MunicipalityForm
from centers.models import Municipality
from exchange.models import Kind
from exchange.tables.base import EXTERNAL_ID, REGION, SOURCE, Checked, Column, choice
from exchange.tables.places import PlacedTable, by_external_key, external_key, name_key, written_key
from toolkit.text import transliterate


class MunicipalityTable(PlacedTable):
    kind = Kind.MUNICIPALITIES
    model = Municipality
    form = MunicipalityForm
    columns = (
        REGION,
        Column(
            "name",
            gettext_lazy("Название"),
            gettext_lazy("Полностью: «Шегарский район»."),
            gettext_lazy("Шегарский район"),
            required=True,
            also=("Муниципалитет", "Район", "Наименование"),
        ),
        Column(
            "name_genitive",
            gettext_lazy("Чего? (родительный падеж)"),
            gettext_lazy("Из падежей составляются тексты страниц."),
            gettext_lazy("Шегарского района"),
            also=("Родительный падеж",),
        ),
        Column(
            "name_prepositional",
            gettext_lazy("В чём? (предложный падеж)"),
            gettext_lazy("Без предлога."),
            gettext_lazy("Шегарском районе"),
            also=("Предложный падеж",),
        ),
        Column(
            "oktmo", gettext_lazy("ОКТМО"), gettext_lazy("8 или 11 цифр."), "69658000", also=("Код ОКТМО",)
        ),
        Column(
            "time_zone",
            gettext_lazy("Часовой пояс"),
            gettext_lazy("Только если он не такой, как во всём регионе: «Томск, МСК+4»."),
            "",
        ),
        SOURCE,
        EXTERNAL_ID,
    )
    plain_fields = (
        "name",
        "name_genitive",
        "name_prepositional",
        "oktmo",
        "time_zone",
        "external_source",
        "external_id",
    )

    def prepare(self, rows, part):
        keys = {written_key(cells) for cells in rows}
        self._known = {
            external_key(one): one
            for one in Municipality.objects.filter(by_external_key(keys)).select_related("region")
        }
        self.load_municipalities(rows)

    def find(self, found: Checked, part):
        region = self.region_of(found)
        if region is None:
            return
        name, key = found.cells.get("name", ""), written_key(found.cells)
        row = self._known.get(key) if key[1] else None
        if row is None and name:
            row = self.municipality_named(region, name)
            if row is not None and key[1] and row.external_id and external_key(row) != key:
                self.complain(
                    found,
                    "external_id",
                    _("В регионе уже есть такой муниципалитет, но с другим номером: {number}.").format(
                        number=row.external_id
                    ),
                )
                return
        found.label = name
        found.key = f"id:{key[0]}:{key[1]}" if key[1] else f"{region.code}:{name_key(name)}"
        if row is not None and row.region_id != region.pk:
            self.complain(
                found,
                "region",
                _("В реестре этот муниципалитет в другом регионе: {name}.").format(name=row.region),
            )
            return
        own = row.pk if row is not None else None
        if self.refuse_foreign(found, part, (region.pk, own)):
            return
        found.row = row if row is not None else Municipality(region=region)

    def clean(self, name: str, text: str) -> Any:
        return choice(ZONES, text) if name == "time_zone" else super().clean(name, text)

    def shown(self, name: str, value: Any) -> str:
        if name == "time_zone" and value:
            return str(dict(ZONES).get(value, value))
        return super().shown(name, value)

    def create(self, rows, *, user, publish):
        taken: dict[int, set[str]] = {}
        for row in rows:
            if row.region_id not in taken:
                page = getattr(row.region, "page", None)
                below = set(page.get_children().values_list("slug", flat=True)) if page else set()
                own = Municipality.objects.in_region(row.region).values_list("slug", flat=True)
                taken[row.region_id] = below | set(own)
            row.slug = free_slug(transliterate(row.name) or "municipality", taken[row.region_id], 100)
            taken[row.region_id].add(row.slug)
        super().create(rows, user=user, publish=publish)

    def queryset(self, part):
        rows = Municipality.objects.filter(part.filter("region", "pk"), is_unknown=False)
        return rows.select_related("region").order_by("region__code", "name")

    def cells_of(self, row):
        return super().cells_of(row) | {"region": row.region.name}
