"""What stands between a right password and the admin, whichever way somebody came in."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from accounts import second_factor
from accounts.journal import touch_sitting
from accounts.models import User

# What the forms at the door themselves need, and the way out.
OPEN_NAMES = (
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
    "accounts_still",
)
SECOND_STEP = "accounts_second_step"
NEW_PASSWORD = "accounts_new_password"  # noqa: S105 - the name of an address
SET_UP = "accounts_second_factor_set_up"


def next_step(request: HttpRequest, user: User) -> str | None:
    """Name of the form that the person has to pass before anything else; None when all are passed.

    The code comes before the new password: who has found a one-time password on paper must not be able to
    choose the next one.
    """
    if not user.is_authenticated:
        return None
    if second_factor.must_pass(request, user):
        return SECOND_STEP
    if user.must_change_password:
        return NEW_PASSWORD
    if second_factor.must_set_up(user):
        return SET_UP
    return None


class DoorMiddleware:
    """Send whoever has a step before them to its form; outside the admin they are nobody yet.

    Stands after `AuthenticationMiddleware`. Requests for public pages do not open the session unless
    something asks who is there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(self._admin):
            request.user = self._outside(request, request.user)
            return self.get_response(request)
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        if user.password_is_over:
            logout(request)
            return HttpResponseRedirect(reverse("wagtailadmin_login"))
        step = next_step(request, user)
        if step is not None and request.path not in self._open | {reverse(step)}:
            return self._to_the_form(request, step)
        response = self.get_response(request)
        if request.user.is_authenticated:
            touch_sitting(request, request.user)
        return response

    @cached_property
    def _admin(self) -> str:
        return reverse("wagtailadmin_home")

    @cached_property
    def _open(self) -> frozenset[str]:
        return frozenset(reverse(name) for name in OPEN_NAMES)

    @staticmethod
    def _outside(request: HttpRequest, user: User) -> User | AnonymousUser:
        """The visitor of a public address, looked at when somebody asks."""
        return SimpleLazyObject(lambda: AnonymousUser() if next_step(request, user) else user)

    def _to_the_form(self, request: HttpRequest, step: str) -> HttpResponseBase:
        address = reverse(step)
        if request.method == "GET" and request.path != self._admin:
            address += "?" + urlencode({"next": request.get_full_path()})
        response = HttpResponseRedirect(address)
        add_never_cache_headers(response)
        return response
