"""Pages of the tree."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from wagtail.url_routing import RouteResult
from wagtail.views import serve as serve_routed

from centers.models.hosts import site_of
from centers.models.pages.base import find_page


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Show the page of this address; Wagtail would read the root of the site once more to ask it.

    Raises `Http404` when there is none that the public may see.
    """
    site = site_of(request)
    if site is None:
        raise Http404
    components = [component for component in path.split("/") if component]
    # The place where Wagtail keeps the route of a request once it has been found.
    request._wagtail_route_for_request = RouteResult(find_page(site.root_page, components))
    return serve_routed(request, path)
