"""Clashes of the timetable on the screens of the staff: they warn and never stand in the way."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.panels import Panel

from centers.models import Lesson, Replacement
from centers.models.clashes import Clash, clashes_in
from centers.models.timetable import Occurrence, Timetable, local_today
from toolkit.text import count_phrase, russian_date, weekday_name

#: A message names so many; the others stand on the screen of clashes.
NAMED = 3


def clashes_of(center: Any) -> list[Clash]:
    """Clashes of a centre from today on: drafts count too, for they are about to be published."""
    today = local_today(center)
    last = today + dt.timedelta(days=366)
    return clashes_in(Timetable.of(center, today, last, published=False), today)


def edit_url(one: Occurrence) -> str:
    """The form where the lesson can be changed: that of its replacement when there is one."""
    if one.replacement is not None:
        return reverse("center_replacement:edit", args=[one.replacement.pk])
    return reverse("center_lesson:edit", args=[one.lesson.pk if one.lesson else 0])


def link_to(one: Occurrence) -> SafeString:
    """«15:20–16:50, Робототехника, 7 класс» as a link to its form."""
    words = ", ".join(part for part in (one.times, one.program.title, one.classes_label) if part)
    return format_html('<a href="{}">{}</a>', edit_url(one), words)


def described(clash: Clash) -> SafeString:
    """Who is wanted twice, when, and by which two lessons."""
    day = weekday_name(clash.day.weekday())
    when = (
        russian_date(clash.day)
        if clash.is_once
        else _("{day}, ближайший раз {date}").format(day=day, date=russian_date(clash.day))
    )
    return format_html(
        "<strong>{}</strong> ({}): {} {} {}",
        ", ".join(clash.reasons),
        when,
        link_to(clash.first),
        _("и"),
        link_to(clash.second),
    )


def warn_of_clashes(
    request: Any, center: Any, lesson_id: int | None = None, replacement_id: int | None = None
) -> None:
    """Say which lessons clash: all of the centre's, or those of one lesson or replacement."""
    found = clashes_of(center)
    if lesson_id is not None or replacement_id is not None:
        found = [one for one in found if one.concerns(lesson_id, replacement_id)]
    if not found:
        return
    count = count_phrase(len(found), _("накладка"), _("накладки"), _("накладок"))
    shown = format_html_join("", "<li>{}</li>", ((described(one),) for one in found[:NAMED]))
    more = (
        format_html(' <a href="{}">{}</a>', reverse("center_clashes", args=[center.pk]), _("Все накладки"))
        if len(found) > NAMED
        else ""
    )
    said = _("Сохранено, но в расписании {count}:").format(count=count)
    messages.warning(request, format_html("{}<ul>{}</ul>{}", said, shown, more))


class ClashesPanel(Panel):
    """In the form of a lesson or a replacement: with what it clashes as it is saved now."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "centers/admin/clashes_panel.html"

        def is_shown(self):
            return bool(self.instance.pk and self.found)

        def get_context_data(self, parent_context=None):
            return {**super().get_context_data(parent_context), "clashes": self.found}

        @property
        def found(self) -> list[SafeString]:
            if not hasattr(self, "_found"):
                row = self.instance
                numbers = {
                    "lesson_id": row.pk if isinstance(row, Lesson) else None,
                    "replacement_id": row.pk if isinstance(row, Replacement) else None,
                }
                mine = [one for one in clashes_of(row.center) if one.concerns(**numbers)]
                self._found = [described(one) for one in mine[:20]]
            return self._found
