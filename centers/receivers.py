"""Receivers: pages take their name and address from the register rows they stand for."""

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from centers.models import Center, Municipality, Region, School
from centers.services.names import refresh_center_pages, refresh_page


@receiver(post_save, sender=Region)
def region_saved(instance: Region, created: bool, raw: bool = False, **kwargs) -> None:
    if not created and not raw:
        transaction.on_commit(lambda: refresh_page(getattr(instance, "page", None)))


@receiver(post_save, sender=Municipality)
def municipality_saved(instance: Municipality, created: bool, raw: bool = False, **kwargs) -> None:
    if not created and not raw:
        transaction.on_commit(lambda: refresh_page(getattr(instance, "page", None)))


@receiver(post_save, sender=School)
def school_saved(instance: School, created: bool, raw: bool = False, **kwargs) -> None:
    if not created and not raw:
        transaction.on_commit(lambda: refresh_center_pages(instance.centers.all()))


@receiver(post_save, sender=Center)
def center_saved(instance: Center, created: bool, raw: bool = False, **kwargs) -> None:
    if not created and not raw:
        transaction.on_commit(lambda: refresh_page(getattr(instance, "page", None)))
