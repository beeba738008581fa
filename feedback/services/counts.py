"""How many questions wait, for boards and badges."""

from collections.abc import Iterable

from django.db.models import Count, Expression, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from centers.models import Center
from feedback.models import Question


def unanswered_counts(centers: "QuerySet[Center] | Iterable[int]") -> dict[int, tuple[int, int]]:
    """Number of a centre → how many of its questions wait for an answer, and how many of them too long.

    One query; centres where nothing waits are left out. `centers` is a query set of centres or their numbers.
    """
    if isinstance(centers, QuerySet):
        centers = centers.order_by().values("pk")
    rows = (
        Question.objects.waiting()
        .filter(center__in=centers)
        .order_by()
        .values("center")
        .annotate(waiting=Count("pk"), late=Count("pk", filter=Q(due_on__lt=timezone.localdate())))
        .values_list("center", "waiting", "late")
    )
    return {center: (waiting, late) for center, waiting, late in rows}


def waiting_of_center() -> Expression:
    """How many questions wait, as an expression of a query set of centres."""
    waiting = Question.objects.waiting().filter(center=OuterRef("pk")).order_by().values("center")
    count = Subquery(waiting.annotate(waiting=Count("pk")).values("waiting"), output_field=IntegerField())
    return Coalesce(count, Value(0))
