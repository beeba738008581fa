"""The table of schools."""

from collections import defaultdict

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.forms.schools import SchoolForm
from centers.models import School
from exchange.models import Kind
from exchange.tables.base import EXTERNAL_ID, MUNICIPALITY, REGION, SOURCE, Checked, Column
from exchange.tables.places import (
    PlacedTable,
    by_external_key,
    external_key,
    name_key,
    ogrn_of,
    written_key,
)


class SchoolTable(PlacedTable):
    """A school is known by its external number, else by its ОГРН, else by its name in the municipality."""

    kind = Kind.SCHOOLS
    model = School
    form = SchoolForm
    distinct = ("ogrn",)
    columns = (
        REGION,
        MUNICIPALITY,
        Column(
            "short_name",
            gettext_lazy("Краткое название"),
            gettext_lazy("Как на вывеске и в документах."),
            gettext_lazy("МКОУ «Баткатская СОШ»"),
            required=True,
            also=("Школа", "Название", "Краткое наименование", "Наименование"),
            width=34,
        ),
        Column(
            "full_name",
            gettext_lazy("Полное название"),
            gettext_lazy("По уставу."),
            gettext_lazy("Муниципальное казённое общеобразовательное учреждение «Баткатская средняя школа»"),
            also=("Полное наименование",),
            width=50,
        ),
        Column(
            "name_genitive",
            gettext_lazy("На базе чего"),
            gettext_lazy("Название после слов «на базе»."),
            gettext_lazy("Баткатской СОШ"),
            also=("На базе", "Название после слов «на базе»"),
        ),
        Column(
            "address",
            gettext_lazy("Почтовый адрес"),
            gettext_lazy("С индексом."),
            gettext_lazy("636124, Томская область, с. Баткат, ул. Садовая, 2"),
            also=("Адрес",),
            width=40,
        ),
        Column(
            "site_url",
            gettext_lazy("Сайт"),
            gettext_lazy("Можно без https://."),
            "https://example.ru",
            also=("Сайт школы",),
        ),
        Column("ogrn", gettext_lazy("ОГРН"), gettext_lazy("13 цифр."), "1027003953415"),
        Column("inn", gettext_lazy("ИНН"), gettext_lazy("10 цифр."), "7016003650"),
        Column("phone", gettext_lazy("Телефон"), gettext_lazy("Один, с кодом."), "8 (38247) 3-11-22"),
        Column("email", gettext_lazy("Электронная почта"), "", "school@example.ru", also=("Почта", "E-mail")),
        Column("latitude", gettext_lazy("Широта"), gettext_lazy("Вместе с долготой."), "56.484"),
        Column("longitude", gettext_lazy("Долгота"), gettext_lazy("Вместе с широтой."), "84.948"),
        SOURCE,
        EXTERNAL_ID,
    )
    plain_fields = (
        "short_name",
        "full_name",
        "name_genitive",
        "address",
        "site_url",
        "ogrn",
        "inn",
        "phone",
        "email",
        "latitude",
        "longitude",
        "external_source",
        "external_id",
    )

    def prepare(self, rows, part):
        self.load_municipalities(rows)
        wanted = by_external_key({written_key(cells) for cells in rows})
        numbers = {ogrn_of(cells, "ogrn") for cells in rows} - {""}
        wanted |= Q(ogrn__in=numbers)
        named = set()
        for cells in rows:
            probe = Checked(cells)
            region = self.region_of(probe)
            place = self.municipality_named(region, cells.get("municipality", "")) if region else None
            if place is not None:
                named.add(place.pk)
        schools = School.objects.kept().filter(wanted | Q(municipality__in=named))
        self._known, self._by_ogrn = {}, {}
        self._by_name_in: dict[tuple[int, str], list[School]] = defaultdict(list)
        for school in schools.select_related("municipality__region"):
            if school.external_id:
                self._known[external_key(school)] = school
            if school.ogrn:
                self._by_ogrn[school.ogrn] = school
            self._by_name_in[school.municipality_id, name_key(school.short_name)].append(school)
        self._deleted = set(
            School.objects.filter(by_external_key({written_key(one) for one in rows}))
            .filter(deleted_at__isnull=False)
            .values_list("external_source", "external_id")
        )

    def find(self, found: Checked, part):
        region = self.region_of(found)
        place = self.municipality_of(found, region) if region else None
        key, ogrn = written_key(found.cells), ogrn_of(found.cells, "ogrn")
        found.label = found.cells.get("short_name", "")
        if place is None:
            return
        if key in self._deleted:
            self.complain(
                found, "external_id", _("Школа с этим номером удалена из реестра. Сначала восстановите её.")
            )
            return
        row = self._known.get(key) if key[1] else None
        owner = self._by_ogrn.get(ogrn) if ogrn else None
        if row is not None and owner is not None and owner.pk != row.pk:
            self.complain(
                found, "ogrn", _("Этот ОГРН в реестре у другой школы: {name}.").format(name=owner.short_name)
            )
            return
        row = row or owner or self._namesake(found, place.pk, key, ogrn)
        if row is not None and key[1] and row.external_id and external_key(row) != key:
            self.complain(
                found,
                "external_id",
                _("В реестре эта школа есть под другим номером: {number}.").format(number=row.external_id),
            )
            return
        where = [(place.region_id, place.pk)]
        if row is not None:
            where.append((row.municipality.region_id, row.municipality_id))
        if found.problems or self.refuse_foreign(found, part, *where):
            return
        named = f"{place.pk}:{name_key(found.label)}"
        found.key = f"id:{key[0]}:{key[1]}" if key[1] else f"ogrn:{ogrn}" if ogrn else named
        found.row = row if row is not None else School(municipality=place)
        if row is not None and row.municipality_id != place.pk:
            found.changes.append(
                {
                    "column": self.title_of["municipality"],
                    "old": row.municipality.name,
                    "new": place.name,
                }
            )
            found.changed_fields.append("municipality")
            row.municipality = place

    def _namesake(
        self, found: Checked, municipality_id: int, key: tuple[str, str], ogrn: str
    ) -> School | None:
        """The only school of that name in the municipality which no number tells apart from the row."""
        named = [
            school
            for school in self._by_name_in.get((municipality_id, name_key(found.label)), [])
            if not (ogrn and school.ogrn) and not (key[1] and school.external_id)
        ]
        if len(named) > 1:
            self.complain(
                found,
                "short_name",
                _("В муниципалитете несколько таких школ. Впишите ОГРН, чтобы было ясно, о какой речь."),
            )
        return named[0] if len(named) == 1 else None

    def queryset(self, part):
        rows = School.objects.kept().filter(part.filter("municipality__region", "municipality"))
        return rows.select_related("municipality__region").order_by(
            "municipality__region__code", "municipality__name", "short_name", "pk"
        )

    def cells_of(self, row):
        place = row.municipality
        return super().cells_of(row) | {"region": place.region.name, "municipality": place.name}
