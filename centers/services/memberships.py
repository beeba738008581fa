"""Give a person a role, suspend it, bring it back, end it: inside the own part, never above the own role.

Also what may be done to the account of a person who works here: a new one-time password, a second factor
taken away. Whoever can do that can become that person, so it is asked of all the person's roles at once.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from accounts import second_factor
from accounts.journal import end_all_sittings
from accounts.models import User
from accounts.services import set_one_time_password
from centers.models import Center, Membership, Municipality, Region, Role, rank
from centers.permissions import Place, allowed, is_administrator, parts_for, place_of, reach_of
from centers.services.shelves import FIELD_OF_PLACE

AnyPlace = Center | Municipality | Region | None


def may_appoint(
    by: User, role: Role, place: AnyPlace, *, action: str = "add", from_above: bool = False
) -> bool:
    """Whether the person may give, suspend or end that role at that place; `None` is the whole network.

    With `from_above`, only by a role that is higher.
    """
    least = rank(role) + (1 if from_above else 0)
    parts = [
        part
        for part in parts_for(by)
        if allowed(part.role, action, "membership") and rank(part.role) >= least
    ]
    return reach_of(parts).holds(place_of(place) if place is not None else Place())


def _new(user: User, role: Role, place: AnyPlace, *, by: User) -> Membership:
    membership = Membership(user=user, role=role, granted_by=by)
    if place is not None:
        setattr(membership, FIELD_OF_PLACE[type(place)], place)
    membership.full_clean()
    membership.save()
    return membership


@transaction.atomic
def appoint(user: User, role: Role, place: AnyPlace = None, *, by: User) -> Membership:
    """Give the person the role.

    Raises `PermissionDenied` when it is not for `by` to give, `ValidationError` when the place does not fit
    the role or the person has it already.
    """
    if not may_appoint(by, role, place):
        raise PermissionDenied
    membership = _new(user, role, place, by=by)
    _log(membership, "appoint", by)
    return membership


def _locked(membership: Membership, *, by: User) -> Membership:
    """The row as it is now, kept from others. Raises `PermissionDenied` for one that `by` may not change.

    Nobody changes a role of their own: an administrator or a head who slips would have no way back.
    """
    now = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    own = now.user_id == by.pk and not by.is_superuser
    if own or not may_appoint(by, Role(now.role), now.place, action="change"):
        raise PermissionDenied
    return now


def _log(membership: Membership, action: str, by: User, **data: str) -> None:
    log(instance=membership, action=f"centers.{action}", user=by, data=data or None)


@transaction.atomic
def _set_moment(membership: Membership, field: str, action: str, *, by: User, on: bool) -> None:
    now = _locked(membership, by=by)
    moment: datetime | None = timezone.now() if on else None
    if now.ended_at is None and (getattr(now, field) is not None) != on:
        setattr(now, field, moment)
        now.save(update_fields=[field])
        _log(now, action, by)
    setattr(membership, field, getattr(now, field))


def suspend(membership: Membership, *, by: User) -> None:
    """Block the role until it is restored. Raises `PermissionDenied` as `appoint` does."""
    _set_moment(membership, "blocked_at", "suspend", by=by, on=True)


def resume(membership: Membership, *, by: User) -> None:
    """Let a blocked role give rights again. Raises `PermissionDenied` as `appoint` does."""
    _set_moment(membership, "blocked_at", "resume", by=by, on=False)


def end(membership: Membership, *, by: User) -> None:
    """End the role for good; the row stays as a record. Raises `PermissionDenied` as `appoint` does."""
    _set_moment(membership, "ended_at", "end", by=by, on=True)


@transaction.atomic
def change_role(membership: Membership, role: Role, *, by: User) -> Membership:
    """Give the person another role at the same place: the former ends, and a new row begins.

    A suspended role stays suspended. Raises `PermissionDenied` as `appoint` does, `ValidationError` when
    the role does not fit the place, the person has it already, or the former has ended.
    """
    now = _locked(membership, by=by)
    if now.ended_at is not None or not may_appoint(by, role, now.place):
        raise PermissionDenied
    now.ended_at = timezone.now()
    now.save(update_fields=["ended_at"])
    changed = _new(now.user, role, now.place, by=by)
    if now.blocked_at is not None:
        changed.blocked_at = now.blocked_at
        changed.save(update_fields=["blocked_at"])
    _log(changed, "role", by, former=now.get_role_display())
    return changed


def may_reset(by: User, user: User, *, from_above: bool = False) -> bool:
    """Whether `by` may reset what the person signs in with.

    All standing roles of the person must lie in the part of `by`, and none may be above: else a head could
    become a coordinator who also teaches at the school. With `from_above`, all must be below.
    """
    if by.pk == user.pk or not user.is_active:
        return False
    if by.is_superuser:
        return True
    if user.is_superuser or user.groups.exists() or user.user_permissions.exists():
        return False
    standing = list(
        Membership.objects.standing().of(user).select_related("center__municipality", "municipality")
    )
    if not standing:
        return is_administrator(by)
    return all(
        may_appoint(by, Role(one.role), one.place, action="change", from_above=from_above) for one in standing
    )


@transaction.atomic
def reset_password(user: User, *, by: User) -> str:
    """Return a one-time password for the person, who is signed out everywhere.

    It opens the door for `INVITATION_DAYS` days. Raises `PermissionDenied` when `may_reset` says no.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if not may_reset(by, user):
        raise PermissionDenied
    password = set_one_time_password(user, until=timezone.now() + timedelta(days=settings.INVITATION_DAYS))
    end_all_sittings(user)
    log(instance=user, action="accounts.password_reset", user=by)
    return password


@transaction.atomic
def reset_second_factor(user: User, *, by: User) -> None:
    """Take away the second factor of a person who has lost the telephone and the recovery codes.

    Raises `PermissionDenied` unless `by` is above all roles of the person.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if not may_reset(by, user, from_above=True):
        raise PermissionDenied
    second_factor.take_away(user)
    end_all_sittings(user)
    log(instance=user, action="accounts.second_factor_reset", user=by)
