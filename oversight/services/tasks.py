"""From what a centre lacks to what a person does next: tasks in the order in which they are worth doing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from centers.models import Center
from centers.permissions import may
from oversight.catalogue import BY_CODE, SECTION_TITLES, Level, Requirement
from oversight.models import OPEN_STATUSES, Standing, StandingItem, Status
from oversight.places import address_of
from oversight.scoring import MOST_COUNTED
from toolkit.text import count_phrase


@dataclass(slots=True)
class Task:
    """One thing to do: what, where, how long.

    `publish_id` is the page that a single press publishes. A task without `url` and `publish_id` is somebody
    else's, and `todo` says whose.
    """

    title: str
    todo: str
    minutes: int
    worth: float
    section: str
    url: str = ""
    publish_id: int | None = None
    note: str = ""
    names: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    center: Center | None = None

    @property
    def minutes_label(self) -> str:
        return about_minutes(self.minutes)


def about_minutes(minutes: int) -> str:
    """«около 5 минут», «около 2 часов»."""
    if minutes >= 90:
        hours = round(minutes / 60)
        return _("около {time}").format(time=count_phrase(hours, _("часа"), _("часов"), _("часов")))
    return _("около {time}").format(time=count_phrase(minutes, _("минуты"), _("минут"), _("минут")))


def tasks_of(center: Center, items: Iterable[StandingItem], user: Any) -> list[Task]:
    """What the person can do for the centre, the most worthwhile first: many points in few minutes."""
    coordinates = may(user, "close", center)
    publish: dict[int, Task] = {}
    tasks: list[Task] = []
    for item in items:
        requirement = BY_CODE.get(item.code)
        if requirement is None or item.status not in OPEN_STATUSES:
            continue
        pages = [target for target in item.targets if target["draft"] and _is_page(target)]
        if pages and len(pages) == len(item.targets):
            for target in pages:
                _add_to_publish(publish, target, requirement, center)
            continue
        task = _task_of(item, requirement, center, coordinates=coordinates)
        if task is not None:
            tasks.append(task)
    return sorted([*publish.values(), *tasks], key=lambda task: (-task.worth, task.minutes, task.title))


def _is_page(target: dict[str, Any]) -> bool:
    return target["pk"] is not None and target["model"].endswith("page")


def _add_to_publish(
    publish: dict[int, Task], target: dict[str, Any], requirement: Requirement, center: Center
) -> None:
    task = publish.get(target["pk"])
    if task is None:
        task = publish[target["pk"]] = Task(
            title=_("Опубликовать: {name}").format(name=target["name"]),
            todo=_("Всё готово, осталось нажать кнопку."),
            minutes=1,
            worth=0,
            section=requirement.section,
            url=reverse("wagtailadmin_pages:edit", args=[target["pk"]]),
            publish_id=target["pk"],
            center=center,
        )
    task.worth += requirement.weight
    task.codes.append(requirement.code)


def _task_of(
    item: StandingItem, requirement: Requirement, center: Center, *, coordinates: bool
) -> Task | None:
    """None for what cannot be begun yet, and for what is another's and the person can do nothing about."""
    todo, url = str(requirement.todo), ""
    if item.targets:
        url = address_of(item.targets[0], center.pk, coordinates=coordinates)
        if not url:
            todo = _("{todo} Это делает координатор: напишите ему.").format(todo=todo)
    elif Level.SCHOOL in requirement.above:
        url = reverse("center_requirement", args=[center.pk, requirement.code])
    else:
        return None
    if requirement.level in (Level.REGION, Level.MUNICIPALITY):
        if not coordinates:
            return None
        url = reverse("center_requirement", args=[center.pk, requirement.code]) if requirement.above else url
    places = max(1, min(item.total, MOST_COUNTED))
    worth = requirement.weight / (requirement.minutes * places) if url else 0
    return Task(
        title=str(requirement.title),
        todo=todo,
        minutes=requirement.minutes * places,
        worth=worth,
        section=requirement.section,
        url=url,
        note=item.note,
        names=[target["name"] for target in item.targets[:3] if target["pk"] and target["name"]],
        codes=[requirement.code],
        center=center,
    )


@dataclass(slots=True)
class Line:
    """One requirement as the report of a centre shows it."""

    requirement: Requirement
    status: Status
    note: str = ""
    places: list[tuple[str, str]] = field(default_factory=list)
    more: int = 0
    publish_id: int | None = None
    url: str = ""

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES


@dataclass(slots=True)
class SectionReport:
    """The requirements of one section and how many of them are done."""

    title: str
    lines: list[Line]

    @property
    def counted(self) -> list[Line]:
        return [line for line in self.lines if line.status != Status.NOT_APPLICABLE]

    @property
    def done(self) -> int:
        return sum(not line.is_open for line in self.counted)

    @property
    def left(self) -> int:
        return len(self.counted) - self.done


def report_of(center: Center, items: Iterable[StandingItem], user: Any) -> list[SectionReport]:
    """All requirements by section; what has no item is present."""
    coordinates = may(user, "close", center)
    by_code = {item.code: item for item in items}
    sections: dict[str, SectionReport] = {}
    for requirement in BY_CODE.values():
        report = sections.get(requirement.section)
        if report is None:
            title = str(SECTION_TITLES[requirement.section])
            report = sections[requirement.section] = SectionReport(title, [])
        report.lines.append(_line_of(requirement, by_code.get(requirement.code), center, coordinates))
    return list(sections.values())


def _line_of(requirement: Requirement, item: StandingItem | None, center: Center, coordinates: bool) -> Line:
    url = reverse("center_requirement", args=[center.pk, requirement.code])
    if item is None:
        return Line(requirement, Status.PRESENT, url=url)
    line = Line(requirement, Status(item.status), item.note, url=url)
    if not line.is_open:
        return line
    for target in item.targets:
        address = address_of(target, center.pk, coordinates=coordinates)
        line.places.append((target["name"] or str(requirement.title), address))
    line.more = max(item.total - len(item.targets), 0)
    drafts = [target["pk"] for target in item.targets if target["draft"] and _is_page(target)]
    if drafts and len(drafts) == len(item.targets):
        line.publish_id = drafts[0]
    return line


def words_of_score(standing: Standing) -> str:
    """«Заполнено 14 из 20»."""
    return _("Заполнено {met} из {applicable}").format(met=standing.met, applicable=standing.applicable)
