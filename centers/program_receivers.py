"""Whatever a row of the catalogue of programmes is made of brings it up to date."""

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from centers.models import (
    BinEntry,
    Center,
    CenterPage,
    Lesson,
    MunicipalityPage,
    ProgramEntry,
    ProgramIndexPage,
    ProgramPage,
    RegionPage,
)
from centers.services.program_entries import hide_below, refresh, refresh_centers
from centers.tasks import refresh_programs_below

OF_ONE_CENTER = (ProgramPage, ProgramIndexPage, CenterPage)
OF_MANY_CENTERS = (MunicipalityPage, RegionPage)


def saved(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A page of a centre was saved, published or not, or its row of the register."""
    if not raw:
        center_id = instance.pk if isinstance(instance, Center) else instance.center_id
        refresh(center_id)


for model in (*OF_ONE_CENTER, Center):
    post_save.connect(saved, sender=model, dispatch_uid=f"program-entries-{model.__name__}")


@receiver(page_published)
@receiver(page_unpublished)
def shown_or_hidden(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Wagtail writes `live` past the signals of saving when a page above takes others along."""
    if issubclass(sender, OF_ONE_CENTER):
        refresh(instance.center_id)
    elif issubclass(sender, OF_MANY_CENTERS):
        if not instance.live:
            hide_below(instance.path)
        elif not ProgramEntry.objects.filter(path__startswith=instance.path).exists():
            # It was hidden, or there is nothing: rows below a shown page follow by themselves.
            path = instance.path
            transaction.on_commit(lambda: refresh_programs_below.enqueue(path))


@receiver(post_page_move)
def moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    if issubclass(sender, OF_ONE_CENTER):
        refresh_centers([instance.specific.center_id])
    elif issubclass(sender, OF_MANY_CENTERS):
        path = Page.objects.get(pk=instance.pk).path
        transaction.on_commit(lambda: refresh_programs_below.enqueue(path))


@receiver(post_save, sender=BinEntry)
@receiver(post_delete, sender=BinEntry)
def thrown_away_or_back(sender: Any, instance: BinEntry, **kwargs: Any) -> None:
    """Pages go to the bin and come back by no signal of their own."""
    if instance.center_id is not None:
        refresh(instance.center_id)


@dataclass(slots=True)
class Refresh:
    """What waits for the end of a transaction; two of one centre are the same."""

    center_id: int
    is_done: bool = False

    def __call__(self) -> None:
        self.is_done = True
        refresh_centers([self.center_id])


@receiver(post_save, sender=Lesson)
@receiver(post_delete, sender=Lesson)
def lesson_changed(sender: Any, instance: Lesson, raw: bool = False, **kwargs: Any) -> None:
    """After the transaction and once for each centre: a grid saves dozens of lessons at once."""
    refresh = Refresh(instance.center_id)
    inside = set(connection.savepoint_ids)
    waits = any(func == refresh and sids <= inside for sids, func, _robust in connection.run_on_commit)
    if not raw and not waits:
        transaction.on_commit(refresh)
