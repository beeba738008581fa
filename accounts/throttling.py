"""How often one may be wrong at the door. ADR-0020 says why these numbers.

django-axes counts wrong passwords in the database by name and address together, so that somebody who
guesses from a school's computers closes one name there for a quarter of an hour, and nobody else's. A whole
address is closed only after many more, and even then not for people who have come in from it lately: a
school sits behind one address.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from axes.backends import AxesStandaloneBackend
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import LoginRecord, Way
from toolkit.addresses import counted_address, counted_as
from toolkit.text import count_phrase

#: Wrong passwords from one address, whatever the names, before it is closed to strangers.
CROWD_LIMIT = 60
#: How long an address stays known to a person who came in from it.
KNOWN_FOR = timedelta(days=60)
#: Codes of invitations that nobody issued, from one address within `COOLOFF`.
CODES_LIMIT = 20
#: So many of the newest are looked at, whoever tried them.
MOST_WRONG_CODES = 5000


def cooloff() -> timedelta:
    """How long a closed door stays closed."""
    return settings.AXES_COOLOFF_TIME


class Backend(AxesStandaloneBackend):
    """Stands first among the backends and lets nobody past who was wrong too often."""

    def authenticate(self, request: HttpRequest | None, *args: Any, **kwargs: Any) -> None:
        if request is not None:  # a program that checks a password has no door to close
            super().authenticate(request, *args, **kwargs)


class Handler(AxesDatabaseHandler):
    """Locks by name and address together, and an address with too many failures."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        return super().is_locked(request, credentials) or self._crowd_is_locked(request, credentials)

    def _crowd_is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None) -> bool:
        address = request.axes_ip_address
        recent = AccessAttempt.objects.filter(
            ip_address=address, attempt_time__gte=timezone.now() - cooloff()
        )
        failures = recent.aggregate(total=Sum("failures_since_start"))["total"] or 0
        if failures < CROWD_LIMIT:
            return False
        known = LoginRecord.objects.filter(
            user__username=get_client_username(request, credentials) or "",
            success=True,
            at__gte=timezone.now() - KNOWN_FOR,
        )
        addresses = known.order_by().values_list("address", flat=True).distinct()
        return all(counted_as(one) != address for one in addresses)


def lockout_message(request: HttpRequest, username: str) -> str:
    """How long the door stays closed to that name, and what to do meanwhile."""
    latest = (
        AccessAttempt.objects.filter(ip_address=counted_address(request))
        .filter(username=username)
        .order_by("-attempt_time")
        .values_list("attempt_time", flat=True)
        .first()
    )
    left = cooloff() - (timezone.now() - latest) if latest else cooloff()
    return _(
        "Слишком много неудачных попыток. Вход с этого компьютера закрыт, подождите {minutes} и попробуйте "
        "снова. Если забыли пароль, новый выдаст руководитель центра или координатор."
    ).format(minutes=minutes(left))


def minutes(left: timedelta) -> str:
    """«12 минут», never less than one."""
    count = max(1, -(-int(left.total_seconds()) // 60))
    return count_phrase(count, _("минуту"), _("минуты"), _("минут"))


def too_many_codes(request: HttpRequest) -> bool:
    """Whether that address has tried too many codes of invitations that nobody issued."""
    wrong = LoginRecord.objects.filter(way=Way.INVITATION, success=False, at__gte=timezone.now() - cooloff())
    address = counted_address(request)
    addresses = wrong.order_by("-at").values_list("address", flat=True)[:MOST_WRONG_CODES]
    return sum(counted_as(one) == address for one in addresses) >= CODES_LIMIT
