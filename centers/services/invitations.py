"""Invite a person: by a letter, or by a code on paper. The code is used once, and nobody keeps it.

What was decided, and why, stands in ADR-0020.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from accounts.second_factor import plain
from accounts.services import readable_password
from centers.models import Invitation, InvitationState, Membership, Role
from centers.services.memberships import AnyPlace, appoint, may_appoint
from centers.services.shelves import FIELD_OF_PLACE
from toolkit.mail import MailError, send
from toolkit.text import fold, russian_date


class InvitationError(Exception):
    """The invitation cannot be accepted; `reason` is one of `Reason`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Reason:
    """Why an invitation is of no use."""

    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"
    VOID = "void"  # the inviter no longer has the right
    OTHER_PERSON = "other"  # the account is not the one that was invited
    HELD = "held"  # the person has the role already


@dataclass(frozen=True)
class Invitee:
    """Whom the inviter has in mind; every part may be empty."""

    last_name: str = ""
    first_name: str = ""
    patronymic: str = ""
    email: str = ""


def digest(code: str) -> str:
    """What is kept of a code: without the installation's secret nobody finds the code from it."""
    return salted_hmac("centers.invitation", plain(code), algorithm="sha256").hexdigest()


def _until() -> Any:
    return timezone.now() + timedelta(days=settings.INVITATION_DAYS)


def _log(invitation: Invitation, action: str, by: User) -> None:
    log(instance=invitation, action=f"centers.{action}", user=by)


@transaction.atomic
def invite(role: Role, place: AnyPlace, invitee: Invitee, *, by: User) -> tuple[Invitation, str]:
    """Invite somebody to a role; return the invitation and its code, which is seen this once.

    The same invitation, sent again (a page loaded twice), gets a new code instead of a twin. Raises
    `PermissionDenied` when the role is not for `by` to give, `ValidationError` for a place that does not fit.
    """
    if not may_appoint(by, role, place):
        raise PermissionDenied
    wanted = {"role": role, **vars(invitee)}
    scope = {FIELD_OF_PLACE[type(place)]: place} if place is not None else {}
    same = Invitation.objects.waiting().filter(created_by=by, **wanted, **scope).first()
    if same is not None:
        return same, reissue(same, by=by)
    code = readable_password()
    invitation = Invitation(**wanted, **scope, created_by=by, digest=digest(code), expires_at=_until())
    invitation.full_clean()
    invitation.save()
    _log(invitation, "invite", by)
    return invitation, code


def _locked(invitation: Invitation, *, by: User) -> Invitation:
    now = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if not may_appoint(by, Role(now.role), now.place):
        raise PermissionDenied
    return now


@transaction.atomic
def reissue(invitation: Invitation, *, by: User) -> str:
    """Return a new code with a new term; the former opens nothing, and `by` answers for the invitation.

    Raises `PermissionDenied` as `invite` does, `InvitationError` when it was accepted meanwhile.
    """
    now = _locked(invitation, by=by)
    if now.used_at is not None:
        raise InvitationError(Reason.USED)
    code = readable_password()
    now.digest, now.expires_at, now.created_by = digest(code), _until(), by
    now.revoked_at = now.mailed_at = None
    now.mail_error = ""
    now.save()
    invitation.__dict__.update({k: v for k, v in now.__dict__.items() if k != "_state"})
    _log(now, "reissue", by)
    return code


@transaction.atomic
def revoke(invitation: Invitation, *, by: User) -> None:
    """Make the code worthless. Raises as `reissue` does."""
    now = _locked(invitation, by=by)
    if now.used_at is not None:
        raise InvitationError(Reason.USED)
    if now.revoked_at is None:
        now.revoked_at = timezone.now()
        now.save(update_fields=["revoked_at"])
        _log(now, "revoke", by)


def mail(invitation: Invitation, link: str, *, place: str, by: User) -> bool:
    """Send the link by mail; whether it went, and why not, is kept with the invitation.

    Call it outside a transaction: the mail server may take its time.
    """
    greeting = " ".join(part for part in (invitation.first_name, invitation.patronymic) if part)
    body = _(
        "Здравствуйте{name}!\n\n"
        "{inviter} приглашает вас на сайт «Точка роста».\n"
        "Ваша роль: {role}. Где: {place}.\n\n"
        "Откройте ссылку и придумайте имя для входа и пароль:\n{link}\n\n"
        "Ссылка сработает один раз и действует до {until} включительно. Никому её не пересылайте.\n"
        "Если вы не ждали этого письма, просто удалите его.\n"
    ).format(
        name=f", {greeting}" if greeting else "",
        inviter=by.get_full_name() or by.get_username(),
        role=invitation.get_role_display(),
        place=place,
        link=link,
        until=russian_date(timezone.localtime(invitation.expires_at).date()),
    )
    try:
        send(_("Приглашение на сайт «Точка роста»"), body, [invitation.email])
    except MailError as error:
        invitation.mailed_at, invitation.mail_error = None, str(error)[:200]
    else:
        invitation.mailed_at, invitation.mail_error = timezone.now(), ""
    invitation.save(update_fields=["mailed_at", "mail_error"])
    return invitation.mailed_at is not None


def find(code: str) -> Invitation:
    """The invitation that the code opens now. Raises `InvitationError` with the reason when it opens none."""
    rows = Invitation.objects.select_related(
        "created_by", "center__municipality", "center__school", "municipality", "region"
    )
    return _checked(rows.filter(digest=digest(code)).first())


def _checked(invitation: Invitation | None) -> Invitation:
    if invitation is None:
        raise InvitationError(Reason.UNKNOWN)
    reasons = {
        InvitationState.USED: Reason.USED,
        InvitationState.REVOKED: Reason.REVOKED,
        InvitationState.EXPIRED: Reason.EXPIRED,
    }
    if invitation.state in reasons:
        raise InvitationError(reasons[invitation.state])
    inviter = invitation.created_by
    if not (inviter.is_active and may_appoint(inviter, Role(invitation.role), invitation.place)):
        raise InvitationError(Reason.VOID)
    return invitation


def is_for(invitation: Invitation, user: User) -> bool:
    """Whether what the inviter wrote of the person fits the account: an e-mail, a surname, a given name.

    A forwarded letter must not give the role to the account of whoever opened it.
    """
    for name in ("email", "last_name", "first_name"):
        wanted, has = getattr(invitation, name), getattr(user, name)
        if wanted and has and fold(wanted) != fold(has):
            return False
    return True


@transaction.atomic
def accept(code: str, user: User) -> Membership:
    """Give the role of the invitation to the person, who is new or signed in; of two at once one wins.

    Raises `InvitationError` with the reason when the invitation is of no use to the person; an unsaved
    person is saved only when it is.
    """
    row = Invitation.objects.select_for_update(of=("self",)).filter(digest=digest(code)).first()
    invitation = _checked(row)
    if not user._state.adding and not is_for(invitation, user):
        raise InvitationError(Reason.OTHER_PERSON)
    if user._state.adding:
        user.save()
    try:
        with transaction.atomic():
            membership = appoint(user, Role(invitation.role), invitation.place, by=invitation.created_by)
    except ValidationError as error:
        raise InvitationError(Reason.HELD) from error
    taken = Invitation.objects.waiting().filter(pk=invitation.pk)
    if not taken.update(used_at=timezone.now(), membership=membership):
        raise InvitationError(Reason.USED)
    log(instance=invitation, action="centers.accept", user=user)
    return membership
