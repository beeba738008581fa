"""The language of questions that views and templates ask of the register."""

import datetime as dt
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Cast, Left, Length
from django.utils import timezone
from modelsearch.queryset import SearchableQuerySetMixin
from wagtail.models import Page, PageManager, Revision

#: Where deleted pages lie: the path of a root of their own, outside of every site and of everybody's part.
BIN_PATH = "0BIN"
#: Home, region and municipality, counted from the root of the tree.
LEVELS_ABOVE_CENTER = (2, 3, 4)


#: Levels below a page that `below` looks at.
DEEPEST_BELOW = 8
#: From the home page to the section of a centre, in which programmes, events and documents stand.
LEVELS_ABOVE_CONTENT = (2, 3, 4, 5, 6)


class KeptPageManager(PageManager):
    """Pages of a kind that do not lie in the bin."""

    def get_queryset(self):
        return super().get_queryset().exclude(path__startswith=BIN_PATH)


def below(page: Page) -> dict[str, str]:
    """The `first` path that the pages below a page come after, and the `last` that they may have.

    For what is prepared: `path__startswith` would turn a slot into a pattern that no index answers.
    """
    return {"first": page.path, "last": page.path + "Z" * (Page.steplen * DEEPEST_BELOW)}


def parent_is_live(path: str = "path") -> Exists:
    """Condition that the page right above the page of that `path` is published.

    A page that stands below a hidden section must not be listed: its address answers 404.
    """
    above = Left(OuterRef(path), Length(OuterRef(path)) - Page.steplen)
    return Exists(Page.objects.filter(live=True, path=above))


def hidden_above(path: str = "path") -> Exists:
    """Condition that a page above the page of that `path` is not published, whichever it is.

    Hidden pages are few and have an index of their own: this costs less than one join (ADR-0038).
    """
    above = [Left(OuterRef(path), Page.steplen * level) for level in LEVELS_ABOVE_CONTENT]
    return Exists(Page.objects.filter(live=False, path__in=above))


class RegisterQuerySet(SearchableQuerySetMixin, models.QuerySet):
    """Query set that the site's own search can search in."""


class MunicipalityQuerySet(RegisterQuerySet):
    def in_region(self, region) -> "MunicipalityQuerySet":
        return self.filter(region=region)


class SchoolQuerySet(RegisterQuerySet):
    def kept(self) -> "SchoolQuerySet":
        """Rows that nobody has deleted."""
        return self.filter(deleted_at__isnull=True)

    def in_region(self, region) -> "SchoolQuerySet":
        return self.filter(municipality__region=region)


class CenterQuerySet(RegisterQuerySet):
    def kept(self) -> "CenterQuerySet":
        """Rows that nobody has deleted."""
        return self.filter(deleted_at__isnull=True)

    def listed(self) -> "CenterQuerySet":
        """Centres that stand in public lists: kept and not closed."""
        return self.kept().exclude(state="closed")

    def in_region(self, region) -> "CenterQuerySet":
        return self.filter(municipality__region=region)

    def in_municipality(self, municipality) -> "CenterQuerySet":
        return self.filter(municipality=municipality)

    def open_in(self, year: int) -> "CenterQuerySet":
        """Centres working in the given year, as far as the register knows."""
        return self.kept().filter(state="open", year__lte=year)

    def openings_by_year(self) -> list[dict[str, int]]:
        """`[{"year": 2021, "count": 12}, …]`: how many centres, still working or not, opened in each year."""
        return list(
            self.kept()
            .filter(state__in=["open", "closed"], year__isnull=False)
            .order_by("year")
            .values("year")
            .annotate(count=Count("pk"))
        )

    def with_places(self) -> "CenterQuerySet":
        """Join what the address and the standard texts of a centre are made of."""
        return self.select_related(
            "school",
            "municipality__region",
            "operator",
            "coordinator",
            "federal_project__national_project",
        )


class DocumentQuerySet(RegisterQuerySet):
    def kept(self) -> "DocumentQuerySet":
        return self.filter(deleted_at__isnull=True)

    def published(self) -> "DocumentQuerySet":
        """Documents the public may see: confirmed by a person, not hidden, not deleted."""
        return self.kept().filter(live=True, center__deleted_at__isnull=True)

    def of(self, center) -> "DocumentQuerySet":
        return self.filter(center=center)

    def with_schedule(self) -> "DocumentQuerySet":
        """Each with `_approved_schedule`: whether it waits for its hour. For lists: else each row asks."""
        waiting = Revision.objects.filter(
            base_content_type=ContentType.objects.get_for_model(self.model),
            object_id=Cast(OuterRef("pk"), models.CharField()),
            approved_go_live_at__isnull=False,
        )
        return self.annotate(_approved_schedule=Exists(waiting))

    def shown_below(self, place: Page) -> "DocumentQuerySet":
        """Published documents of the centres below a page, or of the centre whose page it is.

        The centre's page and every page above it must be published too, as for the document's card.
        """
        path = "center__page__path"
        above = [Left(OuterRef(path), Page.steplen * level) for level in LEVELS_ABOVE_CENTER]
        hidden = Page.objects.filter(live=False, path__in=above)
        below = {f"{path}__startswith": place.path}
        return self.published().filter(~Exists(hidden), center__page__live=True, **below)

    def in_force_today(self, today: Any = None) -> "DocumentQuerySet":
        """Documents that have come into force, as far as their dates say."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=today or timezone.localdate()))

    def with_state(self, today: Any = None) -> "DocumentQuerySet":
        """Tell in `is_superseded` whether a published document in force has replaced the row."""
        later = self.model.objects.published().in_force_today(today)
        later = later.filter(supersedes=OuterRef("pk"), center=OuterRef("center"))
        return self.annotate(is_superseded=Exists(later))


class LessonQuerySet(models.QuerySet):
    def of(self, center) -> "LessonQuerySet":
        return self.filter(center=center)

    def valid_on(self, day: dt.date) -> "LessonQuerySet":
        """Lessons whose period contains the day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        )

    def published(self) -> "LessonQuerySet":
        """Lessons of programmes that are published, as is the section they stand in."""
        return self.filter(parent_is_live("program__path"), program__live=True)


class ReplacementQuerySet(models.QuerySet):
    def of(self, center) -> "ReplacementQuerySet":
        return self.filter(center=center)

    def touching(self, first: dt.date, last: dt.date) -> "ReplacementQuerySet":
        """Replacements of lessons of these days, or moved to one of them."""
        return self.filter(Q(date__range=(first, last)) | Q(moved_to__range=(first, last)))

    def published(self) -> "ReplacementQuerySet":
        """Those of programmes that are published, as is the section they stand in."""
        return self.filter(parent_is_live("program__path"), program__live=True)
