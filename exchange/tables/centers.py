"""The table of centres. New ones get their pages and all sections."""

from collections import defaultdict

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.forms.base import free_slug
from centers.forms.centers import SLUG_LENGTH, CenterForm
from centers.forms.schools import PAGE_TITLE_LENGTH
from centers.models import Center, MunicipalityPage, School
from centers.services.bulk import open_centers
from exchange.models import Kind
from exchange.tables.base import EXTERNAL_ID, REGION, SOURCE, Checked, Column
from exchange.tables.places import (
    PlacedTable,
    by_external_key,
    external_key,
    name_key,
    ogrn_of,
    written_key,
)
from toolkit.text import transliterate

SCHOOL_KEY = ("school_source", "school_id")


class CenterTable(PlacedTable):
    """A centre is known by its external number, else by its building in its school."""

    kind = Kind.CENTERS
    model = Center
    form = CenterForm
    columns = (
        REGION,
        Column(
            "municipality",
            gettext_lazy("Муниципалитет"),
            gettext_lazy("Нужен, если школа указана названием."),
            gettext_lazy("Шегарский район"),
            also=("Район", "Муниципальное образование", "Муниципальный район"),
        ),
        Column(
            "school",
            gettext_lazy("Школа"),
            gettext_lazy("Краткое название из реестра. Надёжнее ОГРН или номер в следующих столбцах."),
            gettext_lazy("МКОУ «Баткатская СОШ»"),
            width=34,
        ),
        Column(
            "school_ogrn",
            gettext_lazy("ОГРН школы"),
            gettext_lazy("13 цифр."),
            "1027003953415",
            also=("ОГРН",),
        ),
        Column(
            "school_source",
            gettext_lazy("Внешний реестр школы"),
            gettext_lazy("Как в таблице школ."),
            gettext_lazy("АИС региона"),
        ),
        Column(
            "school_id",
            gettext_lazy("Номер школы во внешнем реестре"),
            gettext_lazy("Как в таблице школ."),
            "512",
        ),
        Column(
            "building",
            gettext_lazy("Корпус или филиал"),
            gettext_lazy("Если у школы несколько центров."),
            gettext_lazy("филиал в с. Маркелово"),
            also=("Корпус", "Филиал"),
        ),
        Column(
            "building_address",
            gettext_lazy("Адрес центра"),
            gettext_lazy("Если не такой, как у школы."),
            width=40,
        ),
        Column(
            "state",
            gettext_lazy("Состояние"),
            gettext_lazy("«планируется», «открывается», «работает» или «закрыт»; пустое — «работает»."),
            gettext_lazy("работает"),
        ),
        Column(
            "year",
            gettext_lazy("Год открытия"),
            gettext_lazy("С 2019. Нужен работающему центру."),
            "2021",
            also=("Год", "Год создания"),
        ),
        Column(
            "opened_on", gettext_lazy("Дата открытия"), gettext_lazy("Например, 01.09.2021."), "01.09.2021"
        ),
        Column(
            "opening_words",
            gettext_lazy("Время открытия словами"),
            gettext_lazy("Если год точно не известен: «в 2019–2020 годах»."),
        ),
        Column(
            "profile",
            gettext_lazy("Профиль"),
            gettext_lazy("Как в списке на сайте; пустой — первый из него."),
            gettext_lazy("естественно-научная и технологическая направленности"),
            also=("Направленность",),
            width=34,
        ),
        Column(
            "profile_override", gettext_lazy("Профиль своими словами"), gettext_lazy("Для профиля «другой».")
        ),
        Column(
            "head_name",
            gettext_lazy("Руководитель"),
            gettext_lazy("Фамилия, имя, отчество."),
            gettext_lazy("Иванова Мария Петровна"),
            also=("Руководитель центра", "ФИО руководителя"),
        ),
        Column(
            "head_post", gettext_lazy("Должность руководителя"), "", gettext_lazy("заместитель директора")
        ),
        Column("phone", gettext_lazy("Телефон"), gettext_lazy("Один, с кодом."), "8 (38247) 3-11-22"),
        Column("email", gettext_lazy("Электронная почта"), "", "centr@example.ru", also=("Почта", "E-mail")),
        Column("hours", gettext_lazy("Часы работы"), "", gettext_lazy("по будням с 9 до 18 часов")),
        Column("vk_url", gettext_lazy("Страница ВКонтакте"), "", "https://vk.com/club1", also=("ВКонтакте",)),
        Column("ok_url", gettext_lazy("Страница в Одноклассниках"), "", "", also=("Одноклассники",)),
        Column("other_url", gettext_lazy("Другая страница"), ""),
        Column(
            "navigator_url",
            gettext_lazy("Запись в «Навигаторе»"),
            gettext_lazy("Адрес страницы."),
            also=("Навигатор",),
        ),
        SOURCE,
        EXTERNAL_ID,
    )
    plain_fields = (
        "building",
        "building_address",
        "state",
        "year",
        "opened_on",
        "opening_words",
        "profile",
        "profile_override",
        "head_name",
        "head_post",
        "phone",
        "email",
        "hours",
        "vk_url",
        "ok_url",
        "other_url",
        "navigator_url",
        "external_source",
        "external_id",
    )

    def missing_columns(self, names):
        present = set(names)
        missing = super().missing_columns(present)
        if not present & {"school", "school_ogrn", "school_id"}:
            missing.append(self.title_of["school"])
        return missing

    def prepare(self, rows, part):
        self.load_municipalities(rows)
        wanted = by_external_key({written_key(cells, *SCHOOL_KEY) for cells in rows})
        wanted |= Q(ogrn__in={ogrn_of(cells, "school_ogrn") for cells in rows} - {""})
        named = set()
        for cells in rows:
            region = self.region_of(Checked(cells))
            place = self.municipality_named(region, cells.get("municipality", "")) if region else None
            if place is not None:
                named.add(place.pk)
        self._schools, self._by_ogrn = {}, {}
        self._by_name_in: dict[tuple[int, str], list[School]] = defaultdict(list)
        schools = School.objects.kept().filter(wanted | Q(municipality__in=named))
        for school in schools.select_related("municipality__region"):
            if school.external_id:
                self._schools[external_key(school)] = school
            if school.ogrn:
                self._by_ogrn[school.ogrn] = school
            self._by_name_in[school.municipality_id, name_key(school.short_name)].append(school)
        self._load_centers(rows)

    def _load_centers(self, rows):
        numbered = Center.objects.filter(by_external_key({written_key(cells) for cells in rows}))
        numbered = numbered.select_related("school__municipality__region", "coordinator")
        self._deleted = {external_key(one) for one in numbered if one.deleted_at}
        self._known = {external_key(one): one for one in numbered if not one.deleted_at}
        schools = {school.pk: school for cells in rows if (school := self._school(Checked(cells)))}
        self._in_building: dict[tuple[int, str], Center] = {}
        for center in Center.objects.kept().filter(school__in=list(schools)).select_related("coordinator"):
            center.school = schools[center.school_id]
            self._in_building[center.school_id, name_key(center.building)] = center

    def _school(self, found: Checked) -> School | None:
        """The school that the row names; a complaint when there is none, or not one."""
        cells = found.cells
        key, ogrn, name = (
            written_key(cells, *SCHOOL_KEY),
            ogrn_of(cells, "school_ogrn"),
            cells.get("school", ""),
        )
        if key[1]:
            school = self._schools.get(key)
            if school is None:
                self.complain(
                    found, "school_id", _("Школы с таким номером нет в реестре. Сначала загрузите школы.")
                )
            return school
        if ogrn:
            school = self._by_ogrn.get(ogrn)
            if school is None:
                self.complain(
                    found, "school_ogrn", _("Школы с таким ОГРН нет в реестре. Сначала загрузите школы.")
                )
            return school
        if not name:
            self.complain(found, "school", _("Укажите школу: название, ОГРН или номер."))
            return None
        region = self.region_of(found)
        place = self.municipality_of(found, region) if region else None
        if place is None:
            return None
        named = self._by_name_in.get((place.pk, name_key(name)), [])
        if len(named) != 1:
            self.complain(
                found,
                "school",
                _("В муниципалитете несколько таких школ. Впишите ОГРН школы.")
                if named
                else _("Школы «{name}» нет в этом муниципалитете. Сначала загрузите школы.").format(
                    name=name
                ),
            )
            return None
        return named[0]

    def find(self, found: Checked, part):
        key = written_key(found.cells)
        building = found.cells.get("building", "")
        found.label = ", ".join(filter(None, [found.cells.get("school", ""), building]))
        school = self._school(found)
        region = None if found.problems else self.region_of(found)
        if school is None or region is None:
            return
        found.label = ", ".join(filter(None, [school.short_name, building]))
        if school.municipality.region_id != region.pk:
            self.complain(
                found, "region", _("Школа в другом регионе: {name}.").format(name=school.municipality.region)
            )
            return
        if key in self._deleted:
            self.complain(
                found, "external_id", _("Центр с этим номером удалён из реестра. Сначала восстановите его.")
            )
            return
        if len(found.label) > PAGE_TITLE_LENGTH:
            self.complain(found, "building", _("Название школы вместе с корпусом слишком длинное."))
            return
        there = self._in_building.get((school.pk, name_key(building)))
        row = (self._known.get(key) if key[1] else None) or there
        if row is not None and row.school_id != school.pk:
            self.complain(
                found, "school", _("В реестре этот центр у другой школы: {name}.").format(name=row.school)
            )
            return
        if there is not None and row is not there and row.pk != there.pk:
            self.complain(found, "building", _("Такой центр у школы уже есть. Укажите корпус или филиал."))
            return
        if row is not None and key[1] and row.external_id and external_key(row) != key:
            self.complain(
                found,
                "external_id",
                _(
                    "В реестре у этого центра другой номер: {number}. Если центр второй, укажите корпус."
                ).format(number=row.external_id),
            )
            return
        if self.refuse_foreign(found, part, (region.pk, school.municipality_id)):
            return
        found.key = f"id:{key[0]}:{key[1]}" if key[1] else f"{school.pk}:{name_key(building)}"
        found.row = row or Center(school=school, municipality=school.municipality)

    def fill(self, found: Checked):
        super().fill(found)
        row = found.row
        if not row._state.adding and "opened_on" in found.changed_fields and "year" not in found.cells:
            self.put(found, "year", row.opened_on.year)  # the year follows the day

    def create(self, rows, *, user, publish):
        taken: dict[int, set[str]] = {}
        places = {row.municipality_id for row in rows}
        for pk, slug in (
            Center.objects.kept().filter(municipality__in=places).values_list("municipality", "slug")
        ):
            taken.setdefault(pk, set()).add(slug)
        for page in MunicipalityPage.objects.filter(municipality__in=places):
            taken.setdefault(page.municipality_id, set()).update(
                page.get_children().values_list("slug", flat=True)
            )
        for row in rows:
            others = taken.setdefault(row.municipality_id, set())
            words = " ".join(filter(None, [row.school.short_name, row.building]))
            row.slug = free_slug(transliterate(words) or "centr", others, SLUG_LENGTH)
            others.add(row.slug)
        super().create(rows, user=user, publish=publish)
        open_centers(rows, user=user, publish=publish)

    def queryset(self, part):
        rows = Center.objects.kept().filter(part.filter("municipality__region", "municipality"))
        return rows.select_related("school", "municipality__region").order_by(
            "municipality__region__code", "municipality__name", "school__short_name", "building", "pk"
        )

    def cells_of(self, row):
        school, place = row.school, row.municipality
        return super().cells_of(row) | {
            "region": place.region.name,
            "municipality": place.name,
            "school": school.short_name,
            "school_ogrn": school.ogrn,
            "school_source": school.external_source if school.external_id else "",
            "school_id": school.external_id,
        }
