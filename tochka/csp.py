"""Two content security policies: a strict one for the public, a looser one for Wagtail's admin."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from toolkit.sheets import sources_in

ADMIN_PREFIX = "/admin/"


class PolicyByPathMiddleware(CSPMiddleware):
    """Send `ADMIN_CONTENT_SECURITY_POLICY` below `/admin/` and `CONTENT_SECURITY_POLICY` elsewhere.

    The public one names the hashes of our own style sheets that stand in the page. A view that sets its
    own policy (a served file, for one) keeps it.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if report_only or parts.config is not None:
            return parts
        if request.path_info.startswith(ADMIN_PREFIX):
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        elif isinstance(response, HttpResponse) and (sources := sources_in(response.content)):
            parts.update = {**(parts.update or {}), "style-src": sources}
        return parts
