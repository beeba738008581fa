"""Short addresses, the map of the site and the policy."""

from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from centers.frame import drop_hidden
from centers.models import CenterPage, PlainPage
from centers.models.bodies_now import bodies_for

MAP_DEPTH = 3  # levels below the root of the site that the map shows
MAP_LIMIT = 3000  # pages; a network's map ends at its municipalities, a school's shows all
POLICY_SLUG = "personalnye-dannye"


@require_safe
def center_by_number(request: HttpRequest, center_id: int) -> HttpResponseBase:
    """Lead from the permanent short address to where the centre's page stands today.

    Raises `Http404` when there is none that the public may see, or the number is larger
    than any a database gives.
    """
    if center_id > BigIntegerField.MAX_BIGINT:
        raise Http404
    page = CenterPage.objects.filter(center__pk=center_id, live=True, center__deleted_at__isnull=True).first()
    if page is None or not drop_hidden([page]):
        raise Http404
    address = page.get_url(request)
    if not address:
        raise Http404
    return redirect(address)


def _root(request: HttpRequest) -> Page:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site.root_page


@require_safe
def site_map(request: HttpRequest) -> HttpResponseBase:
    """The pages of this host as nested lists (ПП РФ № 1802, п. 17)."""
    root = _root(request)
    pages = list(
        Page.objects.live()
        .descendant_of(root)
        .filter(depth__lte=root.depth + MAP_DEPTH, show_in_menus=True)
        .order_by("path")[:MAP_LIMIT]
    )
    pages = drop_hidden(pages)
    context = {
        "root_page": root,
        "pages": [(page, page.depth - root.depth) for page in pages],
        "bodies": bodies_for(),
        "breadcrumbs": [root],
    }
    return render(request, "centers/site_map.html", context)


@require_safe
def privacy_policy(request: HttpRequest) -> HttpResponseBase:
    """The policy of this host: its own page when it has one, else what is true of the site itself."""
    root = _root(request)
    own = PlainPage.objects.child_of(root).live().filter(slug=POLICY_SLUG).first()
    if own is not None:
        return redirect(own.get_url(request))
    context = {"bodies": bodies_for(), "breadcrumbs": [root]}
    return render(request, "centers/privacy_policy.html", context)
