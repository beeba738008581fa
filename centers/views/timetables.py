"""Calendars to subscribe to: of a centre, a class, a teacher and a programme.

They stand beside the page that they belong to: `…/rezhim-zanyatij/raspisanie-klass-7a.ics`, and
`…/programmy/robototehnika/raspisanie.ics`.
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from centers.models import ProgramPage, TimetablePage
from centers.models import timetable_view as view
from centers.models.pages.base import find_page
from centers.models.rows.classes import classes_label
from centers.models.timetable import Occurrence, Timetable, local_today
from centers.models.timetable_ics import Feed

FIRST_DAY = dt.datetime(2019, 1, 1, tzinfo=dt.UTC)  # of the first centres
#: How long it is remembered since when a calendar is what it is; a forgotten one is as of now.
REMEMBERED_SECONDS = 90 * 24 * 60 * 60
MOST_LETTERS = 20


@require_safe
def timetable_feed(request: HttpRequest, path: str, part: str = "", key: str = "") -> HttpResponseBase:
    """The calendar of the page at `path`; `part` is `klass` or `pedagog`, `key` which one.

    Raises `Http404` for pages without a timetable, and for a class or teacher that it does not have.
    """
    site = Site.find_for_request(request)
    if site is None or len(key) > MOST_LETTERS:
        raise Http404
    page = find_page(site.root_page, [one for one in path.split("/") if one])
    if not isinstance(page, TimetablePage | ProgramPage) or (part and isinstance(page, ProgramPage)):
        raise Http404
    center = page.center
    today = local_today(center)
    # The bounds ask only for the day, so the calendar need not be known yet.
    timetable = Timetable.of(center, *Timetable([]).calendar.bounds(today))
    whose, wanted = _part(page, timetable, part, key)
    rows = [*timetable.lessons, *timetable.replacements, *timetable.calendar.entries]
    stamp = max([row.updated_at for row in rows], default=FIRST_DAY).replace(microsecond=0)
    feed = Feed(
        name=f"{whose} — {center.title}" if whose else _("{center}: расписание").format(center=center.title),
        timetable=timetable,
        bounds=timetable.calendar.bounds(today),
        zone=center.municipality.zone,
        address=center.address,
        stamp=stamp,
        wanted=wanted,
        absolute=lambda program: request.build_absolute_uri(program.get_url(request)),
        url=request.build_absolute_uri(page.get_url(request)),
    )
    return _answer(request, feed.body())


def _part(page: Any, timetable: Timetable, part: str, key: str) -> tuple[str, Callable[[Occurrence], bool]]:
    """Whose calendar it is, and what belongs to it. Raises `Http404` for what is not there."""
    choices = view.Choices.of(timetable)
    if isinstance(page, ProgramPage):
        return page.title, lambda one: bool(one.program.pk == page.pk)
    if part == "klass":
        name = choices.class_named(key)
        if not name:
            raise Http404
        label = classes_label(name) if name.isdecimal() else _("{name} класс").format(name=name)
        return label, lambda one: view.is_for_class(one, key)
    if part == "pedagog":
        teacher = choices.teacher(int(key)) if key.isascii() and key.isdecimal() else None
        if teacher is None:
            raise Http404
        return teacher.short_name, lambda one: bool(one.teacher and one.teacher.pk == teacher.pk)
    return "", lambda one: True


def _answer(request: HttpRequest, body: bytes) -> HttpResponseBase:
    """The calendar, or 304 when the reader has it already. Caches ask each time."""
    digest = hashlib.blake2s(body, digest_size=12).hexdigest()
    changed = _since(request.get_host() + request.path, digest)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = f'"{digest}"'
    response["Last-Modified"] = http_date(changed)
    response["Cache-Control"] = "public, no-cache"
    response["Content-Disposition"] = 'inline; filename="raspisanie.ics"'
    return get_conditional_response(request, response["ETag"], changed, response)


def _since(address: str, digest: str) -> int:
    """Since when the calendar is what it is (seconds): what is deleted leaves no date in any row."""
    key = "timetable-feed:" + hashlib.blake2s(address.encode(), digest_size=16).hexdigest()
    known = cache.get(key)
    if known is not None and known[0] == digest:
        return int(known[1])
    now = int(timezone.now().timestamp())
    cache.set(key, (digest, now), REMEMBERED_SECONDS)
    return now
