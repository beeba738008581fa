"""«Как было вчера»: what a page was at a past moment, and making it so again as a new version."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

#: Entries of the log that put a page before the public, and those that take it away.
SHOWN = ("wagtail.publish", "wagtail.publish.scheduled", "wagtail.revert.publish")
HIDDEN = ("wagtail.unpublish", "wagtail.unpublish.scheduled")


@dataclass(frozen=True)
class PastState:
    """A page as it was: `shown` is what visitors saw, `draft` the newest version, either may be absent."""

    moment: dt.datetime
    shown: Revision | None
    draft: Revision | None

    @property
    def main(self) -> Revision | None:
        """What «как было» means first of all: what visitors saw, else the draft."""
        return self.shown or self.draft

    @property
    def has_other_draft(self) -> bool:
        """Whether a newer draft was being prepared beside what visitors saw."""
        return self.shown is not None and self.draft is not None and self.shown.pk != self.draft.pk


def beginning_of(day: dt.date) -> dt.datetime:
    """Midnight at which the day begins, in the time zone of the site."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def state_before(page: Page, day: dt.date) -> PastState:
    """The page at the end of the day before `day`: three queries."""
    moment = beginning_of(day)
    draft = page.revisions.filter(created_at__lt=moment).order_by("-created_at", "-pk").first()
    entries = PageLogEntry.objects.filter(page=page.pk, timestamp__lt=moment, action__in=SHOWN + HIDDEN)
    last = entries.select_related("revision").order_by("-timestamp", "-pk").first()
    if last is not None:
        shown = (last.revision or draft) if last.action in SHOWN else None
    else:
        was_public = page.first_published_at is not None and page.first_published_at < moment
        shown = draft if was_public and page.live else None
    return PastState(moment, shown, draft)


def page_as_it_was(page: Page, revision: Revision) -> Page:
    """The page with the content of that version, at the place and address where it stands today."""
    past = revision.as_object()
    past.slug = page.slug
    past.go_live_at, past.expire_at = page.go_live_at, page.expire_at
    return past


@transaction.atomic
def return_to(page: Page, revision: Revision, *, publish: bool, user: Any) -> Revision:
    """Make the version the newest one, and show it to visitors if asked; what is there today stays in
    the history."""
    made = page_as_it_was(page, revision).save_revision(
        user=user, log_action="wagtail.revert", previous_revision=revision, changed=True, clean=False
    )
    if publish:
        made.publish(user=user, previous_revision=revision)
    return made
