"""Who came in, when and from where; and the sessions that are open."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts.devices import name_of_device
from accounts.models import LoginRecord, Sitting, User, Way
from toolkit.addresses import client_address

#: How exactly the last action of a session is known, so that not every click writes.
PRECISION = timedelta(minutes=5)
#: The session's own copy of what its row says: key and the last moment written.
NOTE = "sitting"
#: Set on a request before `login()` when somebody comes in by something other than the password.
WAY_ATTRIBUTE = "way_of_login"


def device_of(request: HttpRequest) -> str:
    return name_of_device(request.META.get("HTTP_USER_AGENT", ""))


def record(
    request: HttpRequest, user: User | None, way: str, *, success: bool, locked: bool = False
) -> LoginRecord:
    """Write one line into the log of logins."""
    return LoginRecord.objects.create(
        user=user,
        way=way,
        success=success,
        locked=locked,
        address=client_address(request),
        device=device_of(request),
    )


@receiver(user_logged_in, dispatch_uid="accounts.journal.logged_in")
def note_login(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    record(request, user, getattr(request, WAY_ATTRIBUTE, Way.PASSWORD), success=True)
    begin_sitting(request, user)


@receiver(user_login_failed, dispatch_uid="accounts.journal.failed")
def note_failure(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    if request is None:
        return  # a check by a program, not a visitor
    name = str(credentials.get("username") or "")
    user = get_user_model()._default_manager.filter(username=name).first() if name else None
    record(request, user, Way.PASSWORD, success=False, locked=getattr(request, "axes_locked_out", False))


def begin_sitting(request: HttpRequest, user: User) -> None:
    """Remember the browser in which the person has just signed in."""
    if not request.session.session_key:
        request.session.save()
    _write(request, user)


def touch_sitting(request: HttpRequest, user: User) -> None:
    """Note, at most every `PRECISION`, that the session is in use; and its new key after a new password."""
    key, at = request.session.get(NOTE) or ("", 0.0)
    if key != request.session.session_key or timezone.now().timestamp() - at > PRECISION.total_seconds():
        _write(request, user, former=key)


def _write(request: HttpRequest, user: User, former: str = "") -> None:
    key = request.session.session_key
    if key is None:
        return
    now = timezone.now()
    seen = {"address": client_address(request), "device": device_of(request), "seen_at": now}
    if former and former != key:
        Sitting.objects.filter(session_key=former, user=user).update(session_key=key)
    Sitting.objects.update_or_create(session_key=key, defaults={"user": user, **seen})
    request.session[NOTE] = [key, now.timestamp()]


def sittings_of(user: User) -> QuerySet[Sitting]:
    """Sessions of the person that are open now."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return Sitting.objects.filter(user=user, session_key__in=alive)


def end_sittings(sittings: QuerySet[Sitting]) -> int:
    """Sign those browsers out; return how many there were."""
    keys = list(sittings.values_list("session_key", flat=True))
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in keys:
        store(key).delete()
    Sitting.objects.filter(session_key__in=keys).delete()
    return len(keys)


def end_all_sittings(user: User) -> int:
    """Sign the person out everywhere."""
    return end_sittings(Sitting.objects.filter(user=user))


def purge(now: datetime | None = None) -> tuple[int, int]:
    """Drop lines of the log older than `LOGINS_KEPT` days, and rows of sessions that are gone.

    Returns how many of each went.
    """
    now = now or timezone.now()
    old = LoginRecord.objects.filter(at__lt=now - timedelta(days=settings.LOGINS_KEPT))
    gone = Sitting.objects.exclude(session_key__in=Session.objects.values("session_key"))
    return old.delete()[0], gone.delete()[0]
