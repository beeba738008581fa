"""Sign that a requirement is not for a centre, or that it is met above; and take the word back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from centers.models import Center
from centers.permissions import Place, place_of, reach
from oversight.catalogue import LEVEL_LABELS, Level, Requirement
from oversight.models import Declaration, DeclarationKind

ALREADY = gettext_lazy("Такое решение уже подписано. Обновите страницу.")


def place_of_level(center: Center, level: Level) -> Place:
    """Where a person must hold a right to speak for the school, municipality or region of the centre.

    A school is spoken for by the heads of its centres: it has no staff of its own here.
    """
    whole = place_of(center)
    if level in (Level.CENTER, Level.SCHOOL):
        return whole
    if level == Level.MUNICIPALITY:
        return Place(municipality=whole.municipality, region=whole.region)
    return Place(region=whole.region)


def may_sign(user: Any, center: Center, level: Level, action: str = "add") -> bool:
    """Whether the person may sign for that level of the centre («delete»: take a signature back)."""
    within = reach(user, "declaration", action)
    return bool(within) and within.holds(place_of_level(center, level))


def levels_for(user: Any, center: Center, requirement: Requirement) -> list[tuple[Level, str]]:
    """For which levels the person may say that the requirement is met above."""
    return [(level, str(LEVEL_LABELS[level])) for level in requirement.above if may_sign(user, center, level)]


def declare_not_applicable(
    center: Center, requirement: Requirement, reason: str, *, user: Any
) -> Declaration:
    """Say that the centre need not meet the requirement, and why.

    Raises `PermissionDenied` for whoever may not sign, `ValidationError` without a reason or when it is
    signed already.
    """
    if not may_sign(user, center, Level.CENTER):
        raise PermissionDenied
    if len(reason.strip()) < 5:
        raise ValidationError({"reason": _("Напишите причину: её увидит координатор.")})
    row = Declaration(code=requirement.code, kind=DeclarationKind.NOT_APPLICABLE, center=center)
    row.reason = reason.strip()
    return _sign(row, center, user)


def declare_met_above(
    center: Center, requirement: Requirement, level: Level, url: str, *, user: Any
) -> Declaration:
    """Say where the requirement is met once for all centres of the school, municipality or region.

    Raises `PermissionDenied` for whoever may not speak for that level or when the requirement cannot be met
    there, `ValidationError` when it is signed already.
    """
    if level not in requirement.above or not may_sign(user, center, level):
        raise PermissionDenied
    place = {
        Level.SCHOOL: {"school": center.school},
        Level.MUNICIPALITY: {"municipality": center.municipality},
        Level.REGION: {"region": center.municipality.region},
    }[level]
    row = Declaration(code=requirement.code, kind=DeclarationKind.MET_ABOVE, url=url, **place)
    return _sign(row, center, user)


def _sign(row: Declaration, center: Center, user: Any) -> Declaration:
    row.by, row.by_name = user, str(user)
    try:
        with transaction.atomic():
            row.save()
            log(
                instance=center,
                action="oversight.declare",
                user=user,
                data={"code": row.code, "kind": row.kind, "words": row.reason or row.url},
            )
    except IntegrityError as error:
        raise ValidationError(str(ALREADY)) from error
    return row


def level_of(row: Declaration) -> Level:
    """Who the signature speaks for."""
    return next(level for level in Level if getattr(row, f"{level}_id") is not None)


def declarations_for(center: Center, code: str) -> list[Declaration]:
    """Signatures that hold for the centre, its own first."""
    municipality = center.municipality
    rows = Declaration.objects.standing().filter(
        Q(center=center.pk)
        | Q(school=center.school_id)
        | Q(municipality=municipality.pk)
        | Q(region=municipality.region_id),
        code=code,
    )
    nearness = list(Level)
    return sorted(rows, key=lambda row: nearness.index(level_of(row)))


def revoke(row: Declaration, center: Center, *, user: Any) -> None:
    """Take a signature back; the row stays. Raises `PermissionDenied` for whoever may not."""
    if not may_sign(user, center, level_of(row), "delete"):
        raise PermissionDenied
    row.revoked_by, row.revoked_at = user, timezone.now()
    with transaction.atomic():
        row.save(update_fields=["revoked_by", "revoked_at"])
        log(instance=center, action="oversight.revoke", user=user, data={"code": row.code, "kind": row.kind})
