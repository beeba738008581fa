"""The second step of signing in: a code of six figures from an application, or a recovery code.

The devices, the arithmetic and their throttling are django-otp's. Who has a second factor stands in
`User.second_factor_at`, so that no request asks the tables of devices; a session that has passed the step
holds that moment, and taking the factor away or setting it up anew sends all other sessions to the step.
"""

from __future__ import annotations

import secrets
from base64 import b32encode
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.journal import record
from accounts.models import User, Way
from accounts.services import LETTERS

#: Where a session keeps that it has passed the step.
PASSED = "second_step"
CODES = 10
CODE_LENGTH = 8  # of 31 letters: about 40 bits, and each wrong one doubles the wait for the next
_RULES: list[Callable[[User], bool]] = []


def require_for(rule: Callable[[User], bool]) -> None:
    """Ask a second factor of the people of whom the rule says so; higher rooms register theirs."""
    _RULES.append(rule)


def is_required_for(user: User) -> bool:
    """Whether the installation lets the person work only with a second factor."""
    if not settings.REQUIRE_SECOND_FACTOR:
        return False
    return user.is_superuser or any(rule(user) for rule in _RULES)


def _stamp(user: User) -> str:
    return user.second_factor_at.isoformat() if user.second_factor_at else ""


def must_pass(request: HttpRequest, user: User) -> bool:
    """Whether this session has still to pass the second step."""
    return user.second_factor_at is not None and request.session.get(PASSED) != _stamp(user)


def must_set_up(user: User) -> bool:
    """Whether the person has to set up a second factor before anything else."""
    return user.second_factor_at is None and is_required_for(user)


def note_passed(request: HttpRequest, user: User) -> None:
    """Let this session on; its key changes, as at each step up."""
    request.session[PASSED] = _stamp(user)
    request.session.cycle_key()


def new_device(user: User) -> TOTPDevice:
    """The device that the person is about to confirm; the same one until it is confirmed."""
    device, _created = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": "app"})
    return device


def key_as_text(device: TOTPDevice) -> str:
    """The secret as applications take it, in groups of four: «JBSW Y3DP …»."""
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def set_up(request: HttpRequest, user: User, code: str) -> list[str] | None:
    """Confirm the new device by its first code; return new recovery codes, or None for a wrong code.

    Former devices and recovery codes are gone then, and all other sessions have to pass the step.
    """
    device = new_device(user)
    if not verify_token(user, device.persistent_id, plain(code)):
        return None
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
        codes = renew_codes(user)
        user.second_factor_at = timezone.now()
        user.save(update_fields=["second_factor_at"])
    note_passed(request, user)
    return codes


@transaction.atomic
def renew_codes(user: User) -> list[str]:
    """New recovery codes in place of the former; only their digests are kept."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="paper")
    codes = ["".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH)) for _ in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=digest(code)) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def plain(text: str) -> str:
    """The code as it was meant: without spaces and dashes, in small letters."""
    return "".join(text.split()).replace("-", "").lower()


def digest(code: str) -> str:
    """What is kept of a recovery code: 80 bits of a keyed digest, as long as django-otp's column."""
    return b32encode(salted_hmac("accounts.recovery", code, algorithm="sha256").digest()[:10]).decode()


def check(request: HttpRequest, user: User, text: str) -> bool:
    """Whether the text is a code of the person's; a right one lets the session on and is used up."""
    code = plain(text)
    by_app = code.isdecimal() and len(code) <= TOTPDevice._meta.get_field("digits").default
    way = Way.CODE if by_app else Way.RECOVERY
    device = device_for(user, way)
    token = code if by_app else digest(code)
    right = device is not None and verify_token(user, device.persistent_id, token) is not None
    record(request, user, way, success=right)
    if right:
        note_passed(request, user)
    return right


def device_for(user: User, way: str) -> Device | None:
    model = TOTPDevice if way == Way.CODE else StaticDevice
    return model.objects.filter(user=user, confirmed=True).first()


def wait(user: User) -> timedelta | None:
    """How long the next attempt has to wait after wrong ones; None when it need not."""
    ends = []
    for way in (Way.CODE, Way.RECOVERY):
        device = device_for(user, way)
        if device is None:
            continue
        allowed, why = device.verify_is_allowed()
        if not allowed:
            ends.append(why["locked_until"])
    left = max(ends) - timezone.now() if ends else timedelta()
    return left if left > timedelta() else None


@transaction.atomic
def take_away(user: User) -> None:
    """Drop the person's second factor: the telephone is lost, or it is no longer wanted."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    user.second_factor_at = None
    user.save(update_fields=["second_factor_at"])
