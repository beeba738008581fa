"""A one-time password opens nothing but the form for a new one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

# What the form for a new password itself needs, and the way out.
OPEN_NAMES = (
    "accounts_new_password",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
)


class PasswordChangeMiddleware:
    """Send whoever must change the password to that form before anything else in the admin.

    Stands after `AuthenticationMiddleware`. Public pages are not touched, and
    their requests do not open the session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if self._is_closed(request.path) and getattr(request.user, "must_change_password", False):
            return self._to_the_form(request)
        return self.get_response(request)

    @cached_property
    def _admin(self) -> str:
        return reverse("wagtailadmin_home")

    @cached_property
    def _open(self) -> frozenset[str]:
        return frozenset(reverse(name) for name in OPEN_NAMES)

    def _is_closed(self, path: str) -> bool:
        return path.startswith(self._admin) and path not in self._open

    def _to_the_form(self, request: HttpRequest) -> HttpResponseBase:
        address = reverse("accounts_new_password")
        if request.method == "GET" and request.path != self._admin:
            address += "?" + urlencode({"next": request.get_full_path()})
        response = HttpResponseRedirect(address)
        add_never_cache_headers(response)
        return response
