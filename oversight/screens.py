"""Parts of other screens: the tasks on the home screen and on the desk of a centre."""

from __future__ import annotations

from typing import Any

from django.db.models import Avg, Count, Q
from django.middleware.csrf import get_token
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from centers.models import Center
from centers.permissions import EDITOR, HEAD, centers_for, is_coordinator, parts_for
from oversight.catalogue import VERSION
from oversight.models import Publication, Standing, StandingItem
from oversight.services.checking import standings_of
from oversight.services.reminders import coordinated
from oversight.services.tasks import Task, about_minutes, tasks_of, words_of_score
from toolkit.text import count_phrase

FIRST = 3
#: More centres than these are looked at one by one, each on its own desk.
MOST_CENTERS = 5


def own_centers(user: Any) -> list[Center]:
    """The first few centres where the person is head or editor."""
    numbers = {part.pk for part in parts_for(user) if part.role in (EDITOR, HEAD)}
    if not numbers:
        return []
    return list(centers_for(user).filter(pk__in=numbers).with_places().order_by("pk")[:MOST_CENTERS])


def tasks_for(user: Any, centers: list[Center]) -> tuple[list[Task], dict[int, Standing]]:
    """Tasks of these centres together, the most worthwhile first, and the centres' standings."""
    standings = standings_of(centers)
    by_standing: dict[int, list[StandingItem]] = {row.pk: [] for row in standings.values()}
    for item in StandingItem.objects.filter(standing__in=by_standing):
        by_standing[item.standing_id].append(item)
    tasks = []
    for center in centers:
        tasks += tasks_of(center, by_standing[standings[center.pk].pk], user)
    return sorted(tasks, key=lambda task: (-task.worth, task.minutes)), standings


def folded(tasks: list[Task]) -> dict[str, Any]:
    """The first tasks and the rest, with the words above them."""
    minutes = sum(task.minutes for task in tasks)
    total = count_phrase(len(tasks), _("дело"), _("дела"), _("дел"))
    return {
        "first": tasks[:FIRST],
        "rest": tasks[FIRST:],
        "rest_label": _("Ещё {count}").format(
            count=count_phrase(len(tasks[FIRST:]), _("дело"), _("дела"), _("дел"))
        ),
        "headline": _("Осталось {total}, {time}").format(total=total, time=about_minutes(minutes))
        if tasks
        else "",
    }


class TasksPanel(Component):
    """What is left to do in the person's own centres."""

    name = "tasks"
    template_name = "oversight/home_tasks.html"
    order = 5

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        centers = own_centers(user)
        if not centers:
            return {}
        tasks, standings = tasks_for(user, centers)
        return {
            **folded(tasks),
            "csrf_token": get_token(parent_context["request"]),
            "back": "home",
            "several": len(centers) > 1,
            "centers": [
                (center, words_of_score(standings[center.pk]), reverse("center_report", args=[center.pk]))
                for center in centers
            ],
        }

    def render_html(self, parent_context: Any = None) -> str:
        return super().render_html(parent_context) if own_centers(parent_context["request"].user) else ""


class SummaryPanel(Component):
    """How the centres of a coordinator stand, as they were counted last: two queries."""

    name = "completeness_summary"
    template_name = "oversight/home_summary.html"
    order = 15

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        rows = Standing.objects.filter(center__in=coordinated(user))
        found = rows.aggregate(
            total=Count("pk"),
            average=Avg("score"),
            hidden=Count("pk", filter=~Q(publication=Publication.PUBLISHED)),
            half=Count("pk", filter=Q(score__lt=50)),
            done=Count("pk", filter=Q(score=100)),
        )
        return {
            "total": found["total"],
            "counting": not found["total"] and coordinated(user).exists(),
            "average": round(found["average"] or 0),
            "hidden": found["hidden"],
            "half": found["half"],
            "done": found["done"],
            "board_url": board_url(),
            "requirements_url": reverse("oversight_requirements"),
            "version": VERSION,
        }

    def render_html(self, parent_context: Any = None) -> str:
        return super().render_html(parent_context) if is_coordinator(parent_context["request"].user) else ""


def board_url() -> str:
    """Where the board of coordinators is."""
    try:
        return reverse("oversight_board")
    except NoReverseMatch:
        return ""


class DeskPanel(Component):
    """The score of a centre and its tasks, on its desk."""

    template_name = "oversight/desk_panel.html"
    order = 10

    def __init__(self, center: Center) -> None:
        self.center = center

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        tasks, standings = tasks_for(request.user, [self.center])
        standing = standings[self.center.pk]
        return {
            **folded(tasks),
            "csrf_token": get_token(request),
            "back": "desk",
            "standing": standing,
            "score_words": words_of_score(standing),
            "report_url": reverse("center_report", args=[self.center.pk]),
        }


def add_to_home(request: Any, panels: list[Component]) -> None:
    """`construct_homepage_panels`."""
    panels.extend([TasksPanel(), SummaryPanel()])


def add_to_desk(request: Any, center: Center, panels: list[Component]) -> None:
    """`construct_center_desk`."""
    panels.append(DeskPanel(center))
