"""Verbs of accounts."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction

from accounts.models import User

# Without letters and digits that look alike on paper: 0 and o, 1, i and l.
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
GROUPS = 3
GROUP_LENGTH = 4  # 12 letters of 31: about 59 bits


class InactiveAccountError(ValueError):
    """The account was switched off by somebody; a password would not open it."""


def readable_password() -> str:
    """Return a random password that can be read out and typed: «k7mf-2wqx-9bte»."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def set_one_time_password(user: User, *, until: datetime | None = None) -> str:
    """Return a new password for the person, to be changed at the first login; save the person.

    The former password is gone, and all sessions end. After `until` the new one opens nothing.
    """
    password = readable_password()
    user.set_password(password)
    user.must_change_password = True
    user.password_until = until
    user.save()
    return password


@transaction.atomic
def issue_one_time_password(username: str) -> str:
    """Return a new password for `username`, to be changed at the first login.

    A superuser of that name is created when there is nobody of that name; an
    existing person keeps their rights, loses the old password and is signed
    out everywhere.

    :raises InactiveAccountError: when the account has been switched off.
    """
    users = get_user_model()
    user = users.objects.select_for_update().filter(username=username).first()
    if user is None:
        user = users(username=username, is_staff=True, is_superuser=True)
    elif not user.is_active:
        raise InactiveAccountError(username)
    return set_one_time_password(user)
