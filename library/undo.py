"""«Отменить»: a button beside the message that says what has been done.

What is needed to go back is signed and stands in the button itself; it works for the person
who did the deed, for a day, and only while nobody has changed the thing since. Rooms above
register how their deeds are undone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

#: Brings back what the data say; returns the message. Raises `ValidationError` when it cannot be.
Way = Callable[[Any, Any], str]

SALT = "library.undo"
AGE_SECONDS = 24 * 60 * 60

_ways: dict[str, Way] = {}


def register(name: str) -> Callable[[Way], Way]:
    """Make known how a kind of deed is undone."""

    def keep(way: Way) -> Way:
        _ways[name] = way
        return way

    return keep


def changed_since() -> ValidationError:
    """What a way raises when somebody has changed the thing meanwhile."""
    return ValidationError(
        _("Отменить нельзя: с тех пор это уже изменили. Посмотрите, как всё выглядит сейчас.")
    )


def with_undo(
    request: HttpRequest, text: str, name: str, data: Any, *, back: str = "", label: str = ""
) -> SafeString:
    """The text of a message followed by the button, «Отменить» or `label`; `back` is where it returns to."""
    assert request.user.pk is not None  # noqa: S101 - the admin lets nobody else in
    token = signing.dumps({"do": name, "by": request.user.pk, "data": data}, salt=SALT, compress=True)
    return format_html(
        '{} <form class="undo" method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" '
        'value="{}"><input type="hidden" name="token" value="{}"><input type="hidden" name="next" value="{}">'
        '<button class="button button-small button-secondary" type="submit">{}</button></form>',
        text,
        reverse("library_undo"),
        get_token(request),
        token,
        back,
        label or _("Отменить"),
    )


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Carry out the button: `token`, and `next`, the screen to return to.

    Raises `PermissionDenied` when the button was made for somebody else.
    """
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("wagtailadmin_home")
    try:
        said = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=AGE_SECONDS)
    except signing.BadSignature:
        messages.error(request, _("Отменить уже нельзя: прошло больше суток. Поищите в корзине."))
        return redirect(back)
    if said["by"] != request.user.pk:
        raise PermissionDenied
    try:
        with transaction.atomic():
            text = _ways[said["do"]](request.user, said["data"])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, text)
    return redirect(back)
