"""Two content security policies: a strict one for the public, a looser one for Wagtail's admin."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

ADMIN_PREFIX = "/admin/"


class PolicyByPathMiddleware(CSPMiddleware):
    """Send `ADMIN_CONTENT_SECURITY_POLICY` below `/admin/` and `CONTENT_SECURITY_POLICY` elsewhere.

    A view that sets its own policy (a served file, for one) keeps it.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(ADMIN_PREFIX) and not report_only and parts.config is None:
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts
