"""Charts and figures of the network or a region: from the register's own counts and from stated figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models.registry import Metric, Municipality, NetworkFigure, Region
from centers.models.tally import Tally, tallies
from toolkit.text import count_phrase, number, plural, russian_date

COLUMNS, BARS = "columns", "bars"
MOST_BARS = 30  # municipalities; the rest stands in one row
#: Which figure goes first where only a few are shown.
ORDER = [
    Metric.OPENED_TOTAL,
    Metric.OPENING,
    Metric.OPENED,
    Metric.MUNICIPALITIES,
    Metric.SUBJECTS,
    Metric.PLANNED_TOTAL,
]
OPENINGS = (Metric.OPENED, Metric.OPENING)

Rows = list[tuple[str, int]]


@dataclass(slots=True)
class Chart:
    """Numbers to draw, with their table: `rows` are pairs of a label and a number."""

    code: str
    shape: str
    title: str
    label_title: str
    value_title: str
    rows: Rows
    as_of: str = ""
    source: str = ""
    source_url: str = ""

    @property
    def compares(self) -> bool:
        """Whether there is anything to compare: one bar says no more than its number."""
        return len(self.rows) > 1

    @property
    def most(self) -> int:
        return max((value for _label, value in self.rows), default=0)

    @property
    def in_words(self) -> str:
        """«2021 — 5, 2022 — 3»: what the drawing says, for those who do not see it."""
        return ", ".join(f"{label} — {number(value)}" for label, value in self.rows)

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> Chart:
        return cls(**{**data, "rows": [(label, value) for label, value in data["rows"]]})


@dataclass(slots=True)
class Figure:
    """A number with what it counts: «более 24 000», «школ в сети — план к концу 2024 года»."""

    value: int
    label: str
    is_lower_bound: bool = False
    source: str = ""
    source_url: str = ""
    as_of: str = ""


@dataclass(slots=True)
class Numbers:
    """All that is counted and stated of a place; `region` is None for the network."""

    tally: Tally
    region: Region | None
    by_region: list[tuple[Region, int]] = field(default_factory=list)
    day: dt.date = field(default_factory=timezone.localdate)

    @property
    def where(self) -> str:
        return self.region.where if self.region else ""

    @property
    def source(self) -> str:
        """Where the counts come from, and of which day: said under each chart."""
        said = _("Сосчитано по центрам этого сайта {day}").format(day=russian_date(self.day))
        return said + (_(", вместе с выдуманным центром-примером") if self.tally.examples else "")

    def openings(self) -> Chart | None:
        years = sorted(self.tally.years.items())
        if not years:
            return None
        first, last = years[0][0], years[-1][0]
        every = [(str(year), self.tally.years[year]) for year in range(first, last + 1)]
        return self._chart(
            "openings", COLUMNS, _("Сколько центров открылось по годам"), _("Год"), _("Центров"), every
        )

    def growth(self) -> Chart | None:
        """The openings where there are several years to compare, for a page to draw."""
        chart = self.openings()
        return chart if chart and chart.compares else None

    def regions(self) -> Chart | None:
        rows = [(region.name, count) for region, count in self.by_region if count]
        rows.sort(key=lambda row: (-row[1], row[0]))
        return self._places("regions", _("Центры по регионам"), _("Регион"), rows)

    def municipalities(self) -> Chart | None:
        names = Municipality.objects.in_bulk(list(self.tally.municipalities))
        rows = [(names[key].name, count) for key, count in self.tally.municipalities.items() if key in names]
        rows.sort(key=lambda row: (-row[1], row[0]))
        if len(rows) > MOST_BARS + 1:
            rest = rows[MOST_BARS:]
            phrase = count_phrase(len(rest), _("муниципалитет"), _("муниципалитета"), _("муниципалитетов"))
            rows = [
                *rows[:MOST_BARS],
                (_("ещё {places} вместе").format(places=phrase), sum(count for _name, count in rest)),
            ]
        return self._places("municipalities", _("Центры по муниципалитетам"), _("Муниципалитет"), rows)

    def _places(self, code: str, title: str, label: str, rows: Rows) -> Chart | None:
        if len(rows) < 2:
            return None
        return self._chart(code, BARS, title, label, _("Центров"), rows)

    def focuses(self) -> Chart | None:
        from centers.models.pages.programs import AdditionalFocus

        return self._programs(
            "focuses",
            _("Программы дополнительного образования по направленностям"),
            _("Направленность"),
            {**dict(AdditionalFocus.choices), "": _("не указана")},
            self.tally.focuses,
        )

    def kinds(self) -> Chart | None:
        from centers.models.pages.programs import ProgramKind

        return self._programs(
            "kinds", _("Программы по видам"), _("Вид"), dict(ProgramKind.choices), self.tally.kinds
        )

    def _programs(
        self, code: str, title: str, label: str, names: Mapping[str, Any], counts: Mapping[str, int]
    ) -> Chart | None:
        rows = [(str(names[key]), count) for key, count in counts.items() if key in names and count]
        rows.sort(key=lambda row: (-row[1], row[0]))
        return self._chart(code, BARS, title, label, _("Программ"), rows) if rows else None

    def _chart(self, code: str, shape: str, title: str, label: str, value: str, rows: Rows) -> Chart:
        return Chart(code, shape, title, label, value, rows, source=self.source)

    def counted(self) -> list[Figure]:
        """The main counts as figures."""
        tally = self.tally
        places = sum(1 for count in tally.municipalities.values() if count)
        found = [
            (tally.centers, plural(tally.centers, _("центр"), _("центра"), _("центров"))),
            (places, plural(places, _("муниципалитет"), _("муниципалитета"), _("муниципалитетов"))),
            (tally.programs, plural(tally.programs, _("программа"), _("программы"), _("программ"))),
        ]
        return [Figure(value, label, source=self.source) for value, label in found if value]


def numbers_of_region(region: Region) -> Numbers:
    """Counts of one region."""
    return Numbers(tallies([region.pk])[region.pk], region)


def numbers_of_network(regions: Sequence[Region]) -> Numbers:
    """Counts of the regions together: one query, whatever stands in them."""
    counted = tallies([region.pk for region in regions], spots=False)
    by_region = [(region, counted[region.pk].centers) for region in regions]
    return Numbers(Tally.together(counted.values()), None, by_region)


def stated_figures(region: Region | None) -> list[NetworkFigure]:
    """Figures stated for the place, the newest year first and of a year in the order of `ORDER`."""
    found = NetworkFigure.objects.filter(region=region, municipality__isnull=True)
    return sorted(found, key=lambda figure: (-figure.year, ORDER.index(Metric(figure.metric)), figure.pk))


def main_figures(figures: Iterable[NetworkFigure], count: int = 3) -> list[NetworkFigure]:
    """The newest figure of each metric, in the order of `ORDER`: as many as are wanted."""
    newest: dict[str, NetworkFigure] = {}
    for figure in figures:
        newest.setdefault(figure.metric, figure)
    return sorted(newest.values(), key=lambda figure: ORDER.index(Metric(figure.metric)))[:count]


def stated_openings(figures: Iterable[NetworkFigure]) -> list[Chart]:
    """Openings as sources state them, a chart for each source."""
    by_source: dict[tuple[str, str, str], list[NetworkFigure]] = {}
    for figure in sorted(figures, key=lambda figure: (figure.year, figure.metric)):
        if figure.metric in OPENINGS:
            key = figure.source, figure.source_url, figure.as_of
            by_source.setdefault(key, []).append(figure)
    return [
        Chart(
            f"stated-{place}",
            BARS,
            _("Сколько центров открылось"),
            _("Год"),
            _("Центров"),
            [(_label(figure), figure.value) for figure in found],
            as_of=as_of,
            source=source,
            source_url=url,
        )
        for place, ((source, url, as_of), found) in enumerate(by_source.items(), start=1)
    ]


def _label(figure: NetworkFigure) -> str:
    if figure.metric == Metric.OPENING:
        return _("{year}, открываются").format(year=figure.period)
    return figure.period
