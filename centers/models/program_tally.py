"""How many programmes of the network have the same facts: a count reads these few rows, not all of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from centers.models.program_asked import AskedPrograms
from centers.models.program_facts import BIT_OF_DIRECTION, Direction

__all__ = ["FACTS", "FactsQuerySet", "ProgramTally"]

#: The columns that filters look at; `ProgramEntry` has the same.
FACTS = (
    "kind",
    "study_form",
    "directions",
    "grades",
    "weekdays",
    "age_from",
    "age_to",
    "can_join",
)


class FactsQuerySet(models.QuerySet):
    """Rows that have the facts of programmes."""

    def asked(self, asked: AskedPrograms, *, but: str = "") -> FactsQuerySet:
        """Those that the filters leave; `but` names one filter not to apply."""
        rows = self
        for name, bits, place in (
            ("direction", "directions", asked.direction and BIT_OF_DIRECTION[Direction(asked.direction)]),
            ("grade", "grades", asked.grade and 1 << (asked.grade - 1)),
            ("day", "weekdays", asked.day and 1 << (asked.day - 1)),
        ):
            if place and name != but:
                rows = rows.annotate(**{f"has_{name}": F(bits).bitand(place)})
                rows = rows.filter(**{f"has_{name}__gt": 0})
        if asked.kind:
            rows = rows.filter(kind=asked.kind)
        if asked.form:
            rows = rows.filter(study_form=asked.form)
        if asked.can_join:
            rows = rows.filter(can_join=True)
        if asked.age:
            low = Q(age_from__isnull=True) | Q(age_from__lte=asked.age)
            high = Q(age_to__isnull=True) | Q(age_to__gte=asked.age)
            known = Q(age_from__isnull=False) | Q(age_to__isnull=False)
            rows = rows.filter(low, high, known)
        return rows


class ProgramTallyQuerySet(FactsQuerySet):
    def direction_counts(self, asked: AskedPrograms) -> dict[int, int]:
        """As `ProgramEntryQuerySet.direction_counts`, of the whole network: one query."""
        rows = self.asked(asked, but="direction").order_by().values("directions").annotate(sum=Sum("n"))
        return {row["directions"]: row["sum"] for row in rows if row["sum"]}


class ProgramTally(models.Model):
    """`n` rows of the catalogue came with these facts, or went when it is negative; the sums are what counts.

    Triggers write it in the statement that changes the catalogue, and only add to it: two that save at once
    never wait for each other. `centers.program_tallies` has them, and now and then counts anew.
    """

    kind = models.CharField(max_length=16, editable=False)
    study_form = models.CharField(max_length=10, editable=False)
    directions = models.PositiveSmallIntegerField(editable=False)
    grades = models.PositiveSmallIntegerField(editable=False)
    weekdays = models.PositiveSmallIntegerField(editable=False)
    age_from = models.PositiveSmallIntegerField(null=True, editable=False)
    age_to = models.PositiveSmallIntegerField(null=True, editable=False)
    can_join = models.BooleanField(editable=False)
    n = models.IntegerField(editable=False)
    is_change = models.BooleanField(editable=False)  # added since all were counted

    wagtail_reference_index_ignore = True

    objects = ProgramTallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("счёт программ")
        verbose_name_plural = _("счёт программ")
        indexes = [
            models.Index(fields=["is_change"], condition=Q(is_change=True), name="program_tally_changes"),
        ]

    def __str__(self) -> str:
        return f"{self.directions}: {self.n}"
