"""What supervisors, proxies and Prometheus ask, and the screen «Состояние сайта» of administrators."""

from __future__ import annotations

import hmac
from functools import cache as remember
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from centers.permissions import is_administrator
from tochka.backups.health import has_failed as backup_has_failed
from tochka.settings.environment import is_loopback
from tochka.watching import metrics as counts
from tochka.watching.lines import lines_of
from tochka.watching.state import cache_keeps, database_answers, state
from toolkit.addresses import client_address

PLAIN = "text/plain"


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 «ok» when the database answers and the cache keeps what it is given, 503 otherwise.

    The body never says why: anybody can ask. The reason is in the log. A second line «backup: failed»
    is for whoever watches the site: visitors are served all the same.
    """
    good = database_answers() and cache_keeps()
    body = "ok\n" if good else "unavailable\n"
    if backup_has_failed():
        body += "backup: failed\n"
    return HttpResponse(body, status=200 if good else 503, content_type=PLAIN)


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 «ready» when visitors may be sent here: all is well and no migration is left, else 503."""
    ready = database_answers() and cache_keeps() and is_migrated()
    body = "ready\n" if ready else "unavailable\n"
    return HttpResponse(body, status=200 if ready else 503, content_type=PLAIN)


def is_migrated() -> bool:
    """Whether the database has all that this code needs. A yes is remembered: code does not change."""
    try:
        return _plan_is_empty()
    except (DatabaseError, LookupError):
        return False


@remember
def _plan_is_empty() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError("migrations are left")  # so that the no is not remembered
    return True


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Metrics for Prometheus: with the word of `METRICS_TOKEN`, or without one only from this machine.

    Raises `Http404` for everybody else: whether there are metrics is nobody's business.
    """
    if not may_measure(request):
        raise Http404
    return HttpResponse(counts.text(), content_type="text/plain; version=0.0.4; charset=utf-8")


def may_measure(request: HttpRequest) -> bool:
    """Whether the metrics are for this asker."""
    token = settings.METRICS_TOKEN
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    address = client_address(request)
    return address is not None and is_loopback(address)


class StateView(WagtailAdminTemplateMixin, TemplateView):
    """What an administrator of the network should know: what works, what does not, and what to do."""

    template_name = "tochka/state.html"
    page_title = gettext_lazy("Состояние сайта")
    header_icon = "tasks"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not is_administrator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = lines_of(state())
        troubles = sum(not line.good for line in lines)
        return super().get_context_data(lines=lines, troubles=troubles, **kwargs)
