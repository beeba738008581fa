"""The catalogue of programmes, kept ready: one small row for each programme of each centre."""

from __future__ import annotations

from django.db import models
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from centers.models.pages.programs import ProgramKind, ProgramPage, StudyForm
from centers.models.program_asked import AskedPrograms
from centers.models.program_tally import FactsQuerySet
from centers.models.registry import Center

__all__ = ["ProgramEntry"]

#: Clubs come before lessons of the school, and what one can join before what is full.
RANK_OF_KIND = {ProgramKind.ADDITIONAL: 0, ProgramKind.EXTRACURRICULAR: 1, ProgramKind.SUBJECT: 2}


def is_only_tree(place: Page) -> bool:
    """Whether all that is published stands below a page: one query at most."""
    return place.depth == 2 and not Page.objects.filter(depth=2, live=True).exclude(pk=place.pk).exists()


class ProgramEntryQuerySet(FactsQuerySet):
    def below(self, place: Page) -> ProgramEntryQuerySet:
        """Programmes that the public may see below a page whose own ancestors are published.

        Where all stand below it (`is_only_tree`) this is not asked: a condition that holds for all rows only
        leads the database away from the index of the order.
        """
        return self.filter(path__startswith=place.path)

    def direction_counts(self, asked: AskedPrograms) -> dict[int, int]:
        """How many programmes have each set of directions, whatever direction is asked for: one query."""
        rows = self.asked(asked, but="direction").order_by().values("directions").annotate(n=Count("pk"))
        return {row["directions"]: row["n"] for row in rows}

    def in_order(self) -> ProgramEntryQuerySet:
        return self.order_by("rank", "title", "pk")


class ProgramEntry(models.Model):
    """A programme that the public may see, as the catalogue sees it.

    There is a row while the programme and everything above it up to its region is published and its
    centre is neither closed nor deleted; `centers.services.program_entries` alone writes it.
    `directions`, `grades`, `weekdays` are bits, see `centers.models.program_facts`.
    """

    program = models.OneToOneField(
        ProgramPage, on_delete=models.CASCADE, primary_key=True, related_name="entry", editable=False
    )
    center = models.ForeignKey(Center, on_delete=models.CASCADE, related_name="+", editable=False)
    path = models.CharField(max_length=255, db_index=True, editable=False)
    rank = models.PositiveSmallIntegerField(editable=False)
    title = models.CharField(max_length=255, editable=False)
    kind = models.CharField(max_length=16, choices=ProgramKind.choices, editable=False)
    study_form = models.CharField(max_length=10, choices=StudyForm.choices, editable=False)
    directions = models.PositiveSmallIntegerField(editable=False)
    grades = models.PositiveSmallIntegerField(editable=False)
    weekdays = models.PositiveSmallIntegerField(editable=False)
    age_from = models.PositiveSmallIntegerField(null=True, editable=False)
    age_to = models.PositiveSmallIntegerField(null=True, editable=False)
    can_join = models.BooleanField(editable=False)

    objects = ProgramEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("строка каталога программ")
        verbose_name_plural = _("каталог программ")
        indexes = [
            models.Index(fields=["rank", "title", "program"], name="program_entry_order"),
        ]

    def __str__(self) -> str:
        return self.title


def rank_of(program: ProgramPage) -> int:
    """Where a programme stands in the catalogue: what one can join first, lessons of the school last."""
    return RANK_OF_KIND[ProgramKind(program.kind)] * 2 + (not program.can_join)
