"""The numbers of a release as they were on the day of its publication; they never change afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from centers.blocks.numbers import COUNTED, NETWORK, OPENINGS, PLACES, PROGRAMS, STATED, NumbersBlock
from centers.models.numbers import (
    Chart,
    Figure,
    Numbers,
    numbers_of_network,
    numbers_of_region,
    stated_figures,
    stated_openings,
)
from centers.models.registry import NetworkFigure, Region

if TYPE_CHECKING:
    from centers.models.pages.news import NewsPage

__all__ = ["NumbersSnapshot", "keep_numbers", "numbers_of_day"]


class NumbersSnapshot(models.Model):
    """What one block of a page showed when it was first published.

    Found by the block's own identifier, which drafts, earlier versions and later publications of the
    page share; a block that is told to show something else (`asked`) gets a row of its own.
    """

    page = models.ForeignKey(
        Page, verbose_name=_("страница"), on_delete=models.CASCADE, related_name="numbers_snapshots"
    )
    block_id = models.CharField(_("блок"), max_length=36)
    asked = models.CharField(_("что показано"), max_length=40)
    content = models.JSONField(_("числа"))
    taken_at = models.DateTimeField(_("когда"), default=timezone.now)

    # Nothing refers to pages from the numbers.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("числа на день публикации")
        verbose_name_plural = _("числа на день публикации")
        constraints = [
            models.UniqueConstraint(fields=["page", "block_id", "asked"], name="numbers_snapshot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.asked}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only a new row is written: a number of a day stays what it was."""
        if not self._state.adding:
            raise ValueError("The numbers of a day are never changed.")
        super().save(*args, **kwargs)


def _blocks(page: NewsPage) -> dict[tuple[str, str], dict[str, Any]]:
    """The blocks of numbers in the text, by their identifier and what they ask for."""
    return {
        (str(block.id), f"{block.value['what']}/{block.value['place']}"): block.value
        for block in page.body
        if isinstance(block.block, NumbersBlock)
    }


def keep_numbers(page: NewsPage) -> None:
    """Keep the numbers of all blocks of a published page that have none yet."""
    wanted = _blocks(page)
    if not wanted:
        return
    rows = NumbersSnapshot.objects.filter(page=page.pk)
    known = set(rows.values_list("block_id", "asked"))
    missing = {key: value for key, value in wanted.items() if key not in known}
    if missing:
        counted = _Counted(page)
        NumbersSnapshot.objects.bulk_create(
            [
                NumbersSnapshot(page_id=page.pk, block_id=key[0], asked=key[1], content=counted.of(value))
                for key, value in missing.items()
            ],
            ignore_conflicts=True,  # somebody else published the page at the same moment
        )


def numbers_of_day(page: NewsPage) -> dict[str, dict[str, Any]]:
    """What each block of numbers shows, by its identifier: the kept numbers, or today's in a draft."""
    wanted = _blocks(page)
    if not wanted:
        return {}
    rows = NumbersSnapshot.objects.filter(page=page.pk) if page.pk else []
    kept = {(row.block_id, row.asked): row.content for row in rows}
    today = _Counted(page)
    shown = {}
    for key, value in wanted.items():
        is_kept = key in kept
        content = kept[key] if is_kept else today.of(value)
        shown[key[0]] = {
            "title": value["title"],
            "charts": [Chart.of_json(chart) for chart in content["charts"]],
            "groups": [[Figure(**figure) for figure in group] for group in content["groups"]],
            "is_kept": is_kept,
        }
    return shown


class _Counted:
    """The numbers of today, each place counted once however many blocks ask for it."""

    def __init__(self, page: NewsPage) -> None:
        self.region = page.region_of_news
        self.known: dict[int | None, Numbers] = {}

    def of(self, value: dict[str, Any]) -> dict[str, Any]:
        region = None if value["place"] == NETWORK else self.region
        charts: list[Chart | None] = []
        groups: list[list[Figure]] = []
        if value["what"] == STATED:
            groups = grouped(stated_figures(region))
        elif value["what"] == COUNTED:
            groups = [self._numbers(region).counted()]
        elif value["what"] == OPENINGS:
            charts = list(stated_openings(stated_figures(region))) or [self._numbers(region).openings()]
        elif value["what"] == PLACES:
            numbers = self._numbers(region)
            charts = [numbers.municipalities() if region else numbers.regions()]
        elif value["what"] == PROGRAMS:
            charts = [self._numbers(region).focuses()]
        return {
            "charts": [chart.as_json() for chart in charts if chart],
            "groups": [[_as_json(figure) for figure in group] for group in groups if group],
        }

    def _numbers(self, region: Region | None) -> Numbers:
        key = region.pk if region else None
        if key not in self.known:
            self.known[key] = numbers_of_region(region) if region else numbers_of_network(_regions())
        return self.known[key]


def _regions() -> list[Region]:
    return list(Region.objects.filter(page__live=True))


def _as_json(figure: Figure) -> dict[str, Any]:
    return {name: getattr(figure, name) for name in Figure.__dataclass_fields__}


def grouped(figures: list[NetworkFigure]) -> list[list[Figure]]:
    """Stated figures by their source, which is then named once."""
    groups: dict[tuple[str, str, str], list[Figure]] = {}
    for row in figures:
        figure = Figure(row.value, str(row.label), row.is_lower_bound, row.source, row.source_url, row.as_of)
        groups.setdefault((row.source, row.source_url, row.as_of), []).append(figure)
    return list(groups.values())
