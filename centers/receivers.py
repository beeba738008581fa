"""Receivers: pages follow the rows of the register they stand for, in the same transaction."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext as _

from centers.models import Center, CenterPage, Municipality, Region, School
from centers.services.names import follow_center, follow_municipality, follow_region, follow_school

FOLLOWERS = {
    Region: follow_region,
    Municipality: follow_municipality,
    School: follow_school,
    Center: follow_center,
}


@receiver(post_save, sender=Region)
@receiver(post_save, sender=Municipality)
@receiver(post_save, sender=School)
@receiver(post_save, sender=Center)
def row_saved(sender: Any, instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Raises `ValidationError` when the page cannot follow; then the row is not saved either."""
    if not created and not raw:
        FOLLOWERS[sender](instance)


@receiver(pre_delete, sender=CenterPage)
def center_page_deleted(instance: CenterPage, **kwargs: Any) -> None:
    """Keep the page of a centre that stands in the register, whichever page above is being deleted.

    Raises `ValidationError`; then nothing is deleted.
    """
    if instance.center.deleted_at is None:
        raise ValidationError(
            _(
                "На этой странице стоит центр «{center}» со своими документами. "
                "Чтобы убрать его с сайта, удалите центр в реестре."
            ).format(center=instance.center.title)
        )
