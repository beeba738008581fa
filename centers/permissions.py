"""Who may work with which centre. Every screen of the staff asks here, and nowhere else.

The action itself (add, change, delete) is asked of the policy that Wagtail's registry
holds for the model; this module answers for which centres.
"""

from centers.models import Center
from centers.models.querysets import CenterQuerySet


def centers_for(user) -> CenterQuerySet:
    """The centres, deleted ones left out, whose pages and rows the person may work with."""
    if user.is_active and user.is_superuser:
        return Center.objects.kept()
    return Center.objects.none()
