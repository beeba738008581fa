"""One reminder to all whose centres lack an item: on their first screen, and by mail where there is mail."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from centers.models import Center, Membership, Role
from centers.permissions import reach
from oversight.catalogue import Requirement
from oversight.models import Mailing, Notice, Reminder
from toolkit.mail import MailError, MailNotConfiguredError, mail_is_configured, send
from toolkit.text import join_and

ROLES = (Role.HEAD, Role.EDITOR)
BATCH = 500


class RemindedTodayError(Exception):
    """Some of these centres were reminded of the same thing today: `count` of them."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def coordinated(user: User) -> QuerySet[Center]:
    """Centres that the person coordinates, not those where one only works."""
    rows: QuerySet[Center] = reach(user, "center", "close").rows(Center.objects.kept())
    return rows


def recipients(centers: QuerySet[Center]) -> QuerySet[Membership]:
    """Heads and editors of the centres who can sign in now."""
    found = Membership.objects.active().filter(role__in=ROLES, center__in=centers.order_by().values("pk"))
    ordered: QuerySet[Membership] = found.select_related("user", "center__school").order_by(
        "center__school__short_name", "center", "role", "user"
    )
    return ordered


def reminded_today(requirement: Requirement, centers: QuerySet[Center]) -> int:
    """How many of the centres were reminded of this today, by whomever."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    sent = Notice.objects.filter(reminder__code=requirement.code, reminder__at__gte=today)
    return sent.filter(center__in=centers.order_by().values("pk")).values("center").distinct().count()


@transaction.atomic
def remind(
    requirement: Requirement, centers: QuerySet[Center], text: str, *, by: User, again: bool = False
) -> Reminder:
    """Put the reminder before the heads and editors of the centres, and have it mailed after the commit.

    Centres that `by` does not coordinate are left out. Raises `PermissionDenied` when none is left,
    `RemindedTodayError` when some were reminded today already and `again` does not say that this is meant.
    """
    own = coordinated(by).filter(pk__in=centers.order_by().values("pk"))
    if not own.exists():
        raise PermissionDenied
    if not again:
        count = reminded_today(requirement, own)
        if count:
            raise RemindedTodayError(count)
    reminder = Reminder.objects.create(
        code=requirement.code, text=text, by=by, by_name=by.get_full_name() or by.get_username()
    )
    mailed = mail_is_configured()
    people = dict.fromkeys(recipients(own).values_list("center", "user", "user__email"))
    Notice.objects.bulk_create(
        [
            Notice(
                reminder=reminder,
                center_id=center,
                user_id=user,
                mailing=Mailing.QUEUED if mailed and email else Mailing.NONE,
            )
            for center, user, email in people
        ],
        batch_size=BATCH,
    )
    return reminder


def send_letters(reminder_id: int, site: str) -> None:
    """Send what waits to be sent: one letter to a person, whatever the number of centres.

    What went is marked at once, so that a worker that starts anew sends nobody a second letter.
    """
    reminder = Reminder.objects.filter(pk=reminder_id).select_related("by").first()
    if reminder is None:
        return
    waiting = reminder.notices.filter(mailing=Mailing.QUEUED).select_related("user", "center__school")
    by_user: dict[int, list[Notice]] = {}
    for notice in waiting.order_by("user", "pk"):
        by_user.setdefault(notice.user_id, []).append(notice)
    for notices in by_user.values():
        mailing, error = _send(reminder, notices, site)
        numbers = [notice.pk for notice in notices]
        Notice.objects.filter(pk__in=numbers).update(mailing=mailing, mail_error=error)


def _send(reminder: Reminder, notices: Sequence[Notice], site: str) -> tuple[Mailing, str]:
    places = join_and(notice.center.title for notice in notices)
    body = _("{text}\n\nЦентр: {places}\nКто напоминает: {by}\n\nОткрыть сайт: {link}\n").format(
        text=reminder.text, places=places, by=reminder.by_name, link=f"{site}{reverse('wagtailadmin_home')}"
    )
    subject = _("Напоминание: {title}").format(title=reminder.title)
    reply_to = [reminder.by.email] if reminder.by and reminder.by.email else []
    try:
        send(subject, body, [notices[0].user.email], reply_to=reply_to)
    except MailNotConfiguredError:
        return Mailing.NONE, ""
    except MailError as error:
        return Mailing.FAILED, str(error)[:300]
    return Mailing.SENT, ""
