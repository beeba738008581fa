"""What the board of a coordinator asks of the database: filters, order, figures by place; all in SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Avg, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.board_columns import board_columns
from centers.models import Center, CenterState, Municipality, Region
from centers.permissions import reach
from oversight.catalogue import BY_CODE, CATALOGUE, SECTION_TITLES
from oversight.models import OPEN_STATUSES, Publication, Standing, StandingItem
from oversight.services.reminders import coordinated
from toolkit.numbers import row_number
from toolkit.templatetags.ru import ru_date_short

ANY = ("", gettext_lazy("все"))
NAMED_LACKS = 2
BATCH = 500


def requirement_choices() -> list[tuple[str, Any]]:
    """The catalogue as a choice, by section."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for requirement in CATALOGUE:
        groups.setdefault(str(SECTION_TITLES[requirement.section]), []).append(
            (requirement.code, str(requirement.title))
        )
    return [("", _("любой")), *groups.items()]


class BoardFilter(forms.Form):
    """The filters of the board; what does not hold is shown beside its field and left out."""

    q = forms.CharField(label=gettext_lazy("Поиск"), required=False, max_length=200)
    region = forms.ModelChoiceField(
        Region.objects.order_by("name"), label=gettext_lazy("Регион"), required=False, empty_label=ANY[1]
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.order_by("name"),
        label=gettext_lazy("Муниципалитет"),
        required=False,
        empty_label=ANY[1],
    )
    lacks = forms.ChoiceField(label=gettext_lazy("Не хватает"), required=False, choices=requirement_choices)
    score_from = forms.IntegerField(
        label=gettext_lazy("Заполнено от, %"), required=False, min_value=0, max_value=100
    )
    score_to = forms.IntegerField(label=gettext_lazy("до, %"), required=False, min_value=0, max_value=100)
    state = forms.ChoiceField(
        label=gettext_lazy("Состояние"), required=False, choices=[ANY, *CenterState.choices]
    )
    publication = forms.ChoiceField(
        label=gettext_lazy("На сайте"), required=False, choices=[ANY, *Publication.choices]
    )

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data)
        self.columns = board_columns()
        for column in self.columns:
            self.fields[column.name] = forms.BooleanField(label=column.filter_label, required=False)
        within = reach(user, "center", "close")
        regions = self.fields["region"].queryset
        if not within.everywhere:
            regions = regions.filter(Q(pk__in=within.regions) | Q(municipalities__in=within.municipalities))
        self.fields["region"].queryset = regions.distinct()
        self.regions = list(regions.distinct()[:2])
        if len(self.regions) < 2:
            del self.fields["region"]
        self._offer_municipalities(within)

    def _offer_municipalities(self, within: Any) -> None:
        """Own municipalities; over the whole network those of the region that is chosen."""
        places = self.fields["municipality"].queryset.filter(centers__isnull=False).distinct()
        if not within.everywhere:
            places = places.filter(Q(region__in=within.regions) | Q(pk__in=within.municipalities))
        chosen = row_number(self.data.get("region", ""))
        if "region" in self.fields and chosen is not None:
            places = places.filter(region=chosen)
        elif within.everywhere and "region" in self.fields:
            del self.fields["municipality"]
            return
        self.fields["municipality"].queryset = places

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen and holds."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", False)}

    @property
    def requirement(self) -> Any:
        """The requirement that the centres lack, when one is chosen."""
        return BY_CODE.get(self.chosen.get("lacks", ""))

    def condition(self) -> Q:
        """The filters, the search left out."""
        chosen, condition = self.chosen, Q()
        lookups = {
            "region": "municipality__region",
            "municipality": "municipality",
            "state": "state",
            "publication": "on_site",
            "score_from": "standing__score__gte",
            "score_to": "standing__score__lte",
        }
        for name, lookup in lookups.items():
            if name in chosen:
                condition &= Q(**{lookup: chosen[name]})
        if "lacks" in chosen:
            items = StandingItem.objects.filter(
                standing__center=OuterRef("pk"), code=chosen["lacks"], status__in=OPEN_STATUSES
            )
            condition &= Q(Exists(items))
        for column in self.columns:
            if chosen.get(column.name):
                condition &= Q(**{f"{column.name}__gt": 0})
        return condition


#: Name of an order → what is sorted by.
ORDERS: dict[str, tuple[str, ...]] = {
    "name": ("school__short_name", "building"),
    "municipality": ("municipality__name", "school__short_name"),
    "state": ("state", "school__short_name"),
    "publication": ("on_site", "school__short_name"),
    "score": ("standing__score", "school__short_name"),
    "lacks": ("to_do", "school__short_name"),
    "oldest": ("standing__oldest_update", "school__short_name"),
}
DEFAULT_ORDER = "score"


def centers_of_board(user: Any, chosen: BoardFilter) -> QuerySet[Center]:
    """The person's centres with the figures of the board; the search is for the caller to add."""
    figures = {column.name: column.count() for column in chosen.columns}
    to_do = F("standing__missing") + F("standing__partial")
    on_site = Coalesce(F("standing__publication"), Value(Publication.NOT_OPENED))
    rows = coordinated(user).annotate(**figures, to_do=to_do, on_site=on_site).filter(chosen.condition())
    return rows.select_related("school", "municipality__region", "standing")


def in_order(rows: QuerySet, order: str, orders: dict[str, tuple[str, ...]], default: str) -> QuerySet:
    """Sorted by the name of an order, «-» before it turns it round; what is not known comes last."""
    name = order.removeprefix("-")
    if name not in orders:
        order = name = default
    first, *others = orders[name]
    down = order.startswith("-")
    key = F(first).desc(nulls_last=True) if down else F(first).asc(nulls_last=True)
    return rows.order_by(key, *others, "pk")


@dataclass(slots=True)
class Row:
    """A centre as the board shows it.

    `lacks` are titles of what is missing, the weightiest first; `figures` the columns of other rooms.
    """

    center: Center
    standing: Standing | None
    lacks: list[str] = field(default_factory=list)
    figures: list[tuple[str, int]] = field(default_factory=list)

    @property
    def named(self) -> list[str]:
        return self.lacks[:NAMED_LACKS]

    @property
    def more(self) -> int:
        return len(self.lacks) - len(self.named)

    @property
    def publication(self) -> str:
        return str(Publication(self.center.on_site).label)


def rows_of(centers: Iterable[Center], chosen: BoardFilter) -> list[Row]:
    """The rows with what each centre lacks: one query for all of them."""
    listed = list(centers)
    rows = {center.pk: Row(center, getattr(center, "standing", None)) for center in listed}
    items = StandingItem.objects.filter(standing__center__in=rows, status__in=OPEN_STATUSES)
    wanted = chosen.chosen.get("lacks")
    found: dict[int, list[tuple[bool, int, str]]] = {}
    for center, code in items.values_list("standing__center", "code"):
        requirement = BY_CODE.get(code)
        if requirement is not None:
            found.setdefault(center, []).append((code != wanted, -requirement.weight, str(requirement.title)))
    for center in listed:
        rows[center.pk].lacks = [title for _first, _weight, title in sorted(found.get(center.pk, []))]
        rows[center.pk].figures = [
            (str(column.label), getattr(center, column.name)) for column in chosen.columns
        ]
    return list(rows.values())


def titles_of_file(chosen: BoardFilter) -> list[str]:
    """Headings of the exported columns."""
    return [
        _("Центр"),
        _("Муниципалитет"),
        _("Регион"),
        _("Состояние"),
        _("На сайте"),
        _("Заполнено, %"),
        _("Есть пунктов"),
        _("Из пунктов"),
        _("Чего не хватает"),
        _("Давно не обновляли с"),
        _("Раздел"),
        *(str(column.label) for column in chosen.columns),
    ]


def rows_of_file(centers: QuerySet[Center], chosen: BoardFilter) -> Iterator[list[Any]]:
    """The same rows as on the screen, all of them, read in batches."""
    batch: list[Center] = []
    for center in centers.iterator(chunk_size=BATCH):
        batch.append(center)
        if len(batch) == BATCH:
            yield from map(_cells, rows_of(batch, chosen))
            batch = []
    yield from map(_cells, rows_of(batch, chosen))


def _cells(row: Row) -> list[Any]:
    center, standing = row.center, row.standing
    return [
        center.title,
        center.municipality.name,
        center.municipality.region.name,
        str(center.get_state_display()),
        row.publication,
        standing.score if standing else None,
        standing.met if standing else None,
        standing.applicable if standing else None,
        "; ".join(row.lacks),
        ru_date_short(standing.oldest_update) if standing and standing.oldest_update else "",
        standing.oldest_section_title if standing else "",
        *(figure for _label, figure in row.figures),
    ]


#: Orders of the table of places.
PLACE_ORDERS: dict[str, tuple[str, ...]] = {
    name: (name, "name") for name in ("name", "total", "average", "published", "share", "half")
}


def places_of_board(user: Any, region: Region | None) -> QuerySet:
    """Figures by region; by municipality of the region when one is given. Dictionaries, one a place.

    `average` is the mean score, `published` how many centres the public sees, `share` the same in per cent,
    `half` how many are less than half filled in.
    """
    field_name = "municipality" if region else "municipality__region"
    rows = coordinated(user)
    if region:
        rows = rows.filter(municipality__region=region)
    columns = board_columns()
    published = Count("pk", filter=Q(standing__publication=Publication.PUBLISHED))
    return (
        rows.annotate(**{column.name: column.count() for column in columns})
        .order_by()
        .values(place=F(field_name), name=F(f"{field_name}__name"))
        .annotate(
            total=Count("pk"),
            average=Avg("standing__score"),
            published=published,
            share=published * 100 / Count("pk"),
            half=Count("pk", filter=Q(standing__score__lt=50)),
            **{
                f"sum_{column.name}": Coalesce(Sum(column.name), 0, output_field=IntegerField())
                for column in columns
            },
        )
    )
