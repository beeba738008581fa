"""Give a person a role, suspend it, bring it back, end it: inside the own part, never above the own role."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from centers.models import Center, Membership, Municipality, Region, Role, rank
from centers.permissions import Place, allowed, parts_for, place_of, reach_of
from centers.services.shelves import FIELD_OF_PLACE

AnyPlace = Center | Municipality | Region | None


def may_appoint(by: User, role: Role, place: AnyPlace, *, action: str = "add") -> bool:
    """Whether the person may give, suspend or end that role at that place; `None` is the whole network."""
    parts = [
        part
        for part in parts_for(by)
        if allowed(part.role, action, "membership") and rank(part.role) >= rank(role)
    ]
    return reach_of(parts).holds(place_of(place) if place is not None else Place())


@transaction.atomic
def appoint(user: User, role: Role, place: AnyPlace = None, *, by: User) -> Membership:
    """Give the person the role.

    Raises `PermissionDenied` when it is not for `by` to give, `ValidationError` when the place does not fit
    the role or the person has it already.
    """
    if not may_appoint(by, role, place):
        raise PermissionDenied
    membership = Membership(user=user, role=role, granted_by=by)
    if place is not None:
        setattr(membership, FIELD_OF_PLACE[type(place)], place)
    membership.full_clean()
    membership.save()
    return membership


def _set_moment(membership: Membership, field: str, *, by: User, on: bool) -> None:
    if not may_appoint(by, Role(membership.role), membership.place, action="change"):
        raise PermissionDenied
    setattr(membership, field, timezone.now() if on else None)
    membership.save(update_fields=[field])


def suspend(membership: Membership, *, by: User) -> None:
    """Block the role until it is restored. Raises `PermissionDenied` as `appoint` does."""
    _set_moment(membership, "blocked_at", by=by, on=True)


def resume(membership: Membership, *, by: User) -> None:
    """Let a blocked role give rights again. Raises `PermissionDenied` as `appoint` does."""
    _set_moment(membership, "blocked_at", by=by, on=False)


def end(membership: Membership, *, by: User) -> None:
    """End the role for good; the row stays as a record. Raises `PermissionDenied` as `appoint` does."""
    _set_moment(membership, "ended_at", by=by, on=True)
