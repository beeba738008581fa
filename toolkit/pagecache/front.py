"""What the nginx of `deploy/` says of itself when it asks for a page that it keeps (`kept.conf`)."""

from __future__ import annotations

from typing import Any

from django.conf import settings

#: It states the headers below itself, and knows where else the page may lie.
KEEPS = "HTTP_X_FRONT_KEEPS"
#: The same on every page: what is kept with each of them would be read again for each reader.
STATED = frozenset(
    {"cross-origin-opener-policy", "permissions-policy", "x-content-type-options", "x-frame-options"}
)
#: Its location for a page that it keeps of the other part of the second.
OTHER_PART = "@kept_in_other_part"


def is_kept_in_front(environ: dict[str, Any]) -> bool:
    """Whether the answer goes to a proxy that keeps it for many readers."""
    return environ.get(KEEPS) == "yes"


def states_headers(environ: dict[str, Any]) -> bool:
    """Whether the proxy states the headers of `STATED`.

    A visitor may send the word themselves where another proxy stands in front, and that one may keep what it
    gets. So whoever hosts the site must have said that it is nginx (`USE_X_ACCEL`).
    """
    return is_kept_in_front(environ) and settings.USE_X_ACCEL
