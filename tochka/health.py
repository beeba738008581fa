"""The address a supervisor or a proxy asks whether this process can serve."""

import logging

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tochka.backups.health import has_failed as backup_has_failed

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 «ok» when the database answers and the cache keeps what it is given, 503 otherwise.

    The body never says why: anybody can ask. The reason is in the log. A second line «backup: failed»
    is for whoever watches the site: visitors are served all the same.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        cache.set("healthz", "ok", 10)
        cached = cache.get("healthz") == "ok"
    except (DatabaseError, OSError):
        logger.exception("The health check failed")
        cached = False
    body = "ok\n" if cached else "unavailable\n"
    if backup_has_failed():
        body += "backup: failed\n"
    return HttpResponse(body, status=200 if cached else 503, content_type="text/plain")
