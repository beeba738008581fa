"""What the first screen of the staff says about photos."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from library.models import Image, People
from library.models.consent import DAYS_OF_WARNING, is_over, site_today


class PhotoPanel(Component):
    """Photos whose last day comes, and photos nobody has said a word about: one query."""

    name = "photos"
    template_name = "library/admin/home_photos.html"
    order = 40

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        policy = policy_registry.get_by_type(Image)
        today = site_today()
        shown = ~is_over(today)
        soon = Q(publish_until__lte=today + dt.timedelta(days=DAYS_OF_WARNING))
        permitted = policy.instances_user_has_permission_for(user, "change")
        counts = permitted.aggregate(
            ending=Count("pk", filter=shown & soon),
            unstated=Count("pk", filter=shown & Q(people=People.UNSTATED)),
        )
        return {**counts, "days": DAYS_OF_WARNING, "list_url": reverse("wagtailimages:index")}

    def render_html(self, parent_context: dict[str, Any] | None = None) -> str:
        context = self.get_context_data(parent_context or {})
        return super().render_html(parent_context) if context["ending"] or context["unstated"] else ""
