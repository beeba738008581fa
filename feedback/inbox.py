"""Whose questions a person sees, and how many of them wait; the policy itself is `centers.permissions`."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from centers.permissions import centers_for, reach
from feedback.models import OPEN_STATES, Answer, Delivery, Question, QuestionState
from toolkit.numbers import row_number


def questions_for(user: Any):
    """The questions that the person may read: of the own part, of centres that stand in the register."""
    return reach(user, "question", "view").rows(Question.objects.filter(center__deleted_at__isnull=True))


def keeps_questions(user: Any) -> bool:
    """Whether the person has an inbox at all."""
    return bool(reach(user, "question", "view"))


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many questions wait for an answer, and how many of them too long."""

    total: int
    late: int


def waiting_for(request: HttpRequest) -> Waiting:
    """Counts for the menu and the first screen: one query for a request."""
    known = getattr(request, "_feedback_waiting", None)
    if known is None:
        counts = (
            questions_for(request.user)
            .waiting()
            .aggregate(total=Count("pk"), late=Count("pk", filter=Q(due_on__lt=timezone.localdate())))
        )
        known = Waiting(counts["total"], counts["late"])
        request._feedback_waiting = known  # type: ignore[attr-defined]
    return known


def with_delivery(questions):
    """Tell in `is_undelivered` and `is_sending` what became of the letters with answers."""
    letters = Answer.objects.filter(question=OuterRef("pk"))
    return questions.annotate(
        is_undelivered=Exists(letters.filter(delivery=Delivery.FAILED)),
        is_sending=Exists(letters.filter(delivery__in=[Delivery.QUEUED, Delivery.SENDING])),
    )


#: Tabs of the inbox: name in the address, words, states.
TABS: tuple[tuple[str, Any, tuple[QuestionState, ...]], ...] = (
    ("open", _("Ждут ответа"), OPEN_STATES),
    ("answered", _("Отвечены"), (QuestionState.ANSWERED,)),
    ("closed", _("Закрыты без ответа"), (QuestionState.CLOSED,)),
    ("suspicious", _("Подозрительные"), (QuestionState.SUSPICIOUS,)),
    ("spam", _("Спам"), (QuestionState.SPAM,)),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address of the list asks for; anything strange in it is passed over."""

    tab: str = "open"
    center: Center | None = None
    number: str = ""
    mine: bool = False
    late: bool = False

    @classmethod
    def read(cls, request: HttpRequest) -> "Wanted":
        said = request.GET
        tab = said.get("tab", "open")
        center = row_number(said.get("center", ""))
        found = None
        if center is not None:
            found = centers_for(request.user).select_related("school").filter(pk=center).first()
        return cls(
            tab if tab in [name for name, _label, _states in TABS] else "open",
            found,
            "".join(one for one in said.get("number", "") if one.isdecimal())[:9],
            "mine" in said,
            "late" in said,
        )

    @property
    def states(self) -> tuple[QuestionState, ...]:
        return next(states for name, _label, states in TABS if name == self.tab)

    def within(self, questions):
        """The questions of the centre that was chosen, or all."""
        return questions.filter(center=self.center) if self.center else questions

    def choose(self, questions, user: Any):
        """The questions that were asked for, those to answer first at the top."""
        questions = self.within(questions)
        if self.number:
            return questions.filter(number=self.number).order_by("-created_at", "-pk")
        questions = questions.filter(state__in=self.states)
        if self.mine:
            questions = questions.filter(assigned_to=user)
        if self.late:
            questions = questions.filter(due_on__lt=timezone.localdate())
        if self.tab == "open":
            return questions.order_by("due_on", "pk")
        return questions.order_by("-created_at", "-pk")

    def query(self, **changes: Any) -> str:
        """The same list with something else: the part of an address after the question mark."""
        from urllib.parse import urlencode

        kept = {
            "tab": self.tab,
            "center": self.center.pk if self.center else "",
            "mine": "1" if self.mine else "",
            "late": "1" if self.late else "",
            **changes,
        }
        return urlencode({name: value for name, value in kept.items() if value})
