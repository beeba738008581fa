"""Which site a request is for."""

from django.db.models import Q
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Site

from toolkit.prepared import Prepared

_SITES: Prepared[Site] = Prepared(
    lambda host: (
        Site.objects.filter(Q(hostname=host) | Q(is_default_site=True))
        .select_related("root_page")
        .order_by("pk")
    )
)


def site_of(request: HttpRequest) -> Site | None:
    """The site of the host, else the default one, by the rules of `Site.find_for_request`: one query.

    Of several sites on one host the port decides, then which is the default; without any of that it would
    be a guess.
    """
    if not hasattr(request, "_wagtail_site"):
        host = split_domain_port(request._get_raw_host())[0]
        request._wagtail_site = _best(_SITES(host=host), host, int(request.get_port()))
    return request._wagtail_site


def _best(sites: list[Site], host: str, port: int) -> Site | None:
    here = [site for site in sites if site.hostname == host]
    default = next((site for site in sites if site.is_default_site), None)
    exact = next((site for site in here if site.port == port), None)
    if exact or (default in here):
        return exact or default
    return here[0] if len(here) == 1 else default
