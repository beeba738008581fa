"""Settings of the version for the visually impaired."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Site

from centers.models.bodies_now import bodies_for
from toolkit.vision.addresses import is_from_here, way_back
from toolkit.vision.options import COOKIE, COOKIE_AGE, OPTIONS, SUGGESTED, Settings

NOT_KEPT = "private, no-store"


def remember(response: HttpResponse, chosen: Settings) -> None:
    """Keep the settings in the one cookie for a year from their last change."""
    response.set_cookie(
        COOKIE,
        chosen.to_cookie(),
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@csrf_exempt  # `is_from_here` guards it: a token would be a second cookie
@require_http_methods(["GET", "HEAD", "POST"])
def vision(request: HttpRequest) -> HttpResponseBase:
    """The form of the settings, itself shown in them; sent, it leads back to the page before.

    A form may say all settings or one of them; `to=ordinary` forgets them.
    """
    back = way_back(request)
    now = getattr(request, "vision", None)
    if request.method == "POST" and is_from_here(request):
        response = redirect(back)
        response.status_code = 303
        response["Cache-Control"] = NOT_KEPT
        if request.POST.get("to") == "ordinary":
            response.delete_cookie(COOKIE, samesite="Lax")
        else:
            remember(response, (now or SUGGESTED).changed(request.POST.dict()))
        return response
    site = Site.find_for_request(request)
    context = {
        "options": OPTIONS,
        "settings": now or SUGGESTED,
        "is_on": now is not None,
        "back": back,
        "bodies": bodies_for(),
        "breadcrumbs": [site.root_page] if site else [],
    }
    shown = render(request, "centers/vision.html", context)
    shown["Cache-Control"] = NOT_KEPT
    shown.vision = now or SUGGESTED  # type: ignore[attr-defined]
    return shown
