"""Receivers: pages follow the rows of the register they stand for, in the same transaction."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import Collection, Page
from wagtail.signals import page_published, post_page_move

from centers.models import (
    Center,
    CenterDocument,
    CenterPage,
    Municipality,
    NewsPage,
    Region,
    Room,
    School,
    Shelf,
    Teacher,
)
from centers.services.bin.entries import forget, keep_row
from centers.services.finding.reindexing import reindex_news_below
from centers.services.names import follow_center, follow_municipality, follow_region, follow_school
from centers.services.photos import make_photos_ready
from centers.services.shelves import shelve
from library.models import Document, Image
from library.models.deletion import row_deleted, row_restored

FOLLOWERS = {
    Region: follow_region,
    Municipality: follow_municipality,
    School: follow_school,
    Center: follow_center,
}
_CONTACTS = {"phone", "email", "external_source", "external_id", "created_at", "updated_at"}
#: Fields that neither the address and name of a page nor what the search knows of it comes from.
UNSEEN: dict[type, set[str]] = {
    School: _CONTACTS | {"site_url", "ogrn", "inn", "latitude", "longitude"},
    Center: _CONTACTS
    | {"head_post", "hours", "vk_url", "ok_url", "other_url", "navigator_url", "funding_source"}
    | {"state_as_of", "state_year_only", "state_source", "state_source_url", "opened_on", "opening_words"},
}


@receiver(post_save, sender=Region)
@receiver(post_save, sender=Municipality)
@receiver(post_save, sender=School)
@receiver(post_save, sender=Center)
def row_saved(
    sender: Any, instance: Any, created: bool, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """Raises `ValidationError` when the page cannot follow; then the row is not saved either."""
    is_unseen = update_fields is not None and set(update_fields) <= UNSEEN.get(sender, set())
    if not created and not raw and not is_unseen:
        FOLLOWERS[sender](instance)


FILES_OF_ROW = {
    CenterDocument: ("document", "replacement", "accessible_alternative"),
    Teacher: ("photo",),
    Room: ("photo",),
}


@receiver(post_save, sender=CenterDocument)
@receiver(post_save, sender=Teacher)
@receiver(post_save, sender=Room)
def files_follow_row(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A file that belongs to nobody yet belongs to the centre whose row shows it."""
    names = [name for name in FILES_OF_ROW[sender] if getattr(instance, f"{name}_id") is not None]
    if names and not raw:
        shelve(instance.center, *(getattr(instance, name) for name in names))


@receiver(post_save, sender=Teacher)
def teacher_saved(sender: Any, instance: Teacher, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Programmes are found by the name of their teacher, as long as the teacher is shown."""
    from centers.tasks import renew_teacher_in_search

    if not created and not raw:
        transaction.on_commit(lambda: renew_teacher_in_search.enqueue(instance.pk))


@receiver(post_page_move)
def page_moved(instance: Page, **kwargs: Any) -> None:
    """News are found by the place that they stand in; other pages take it from their centre."""
    if isinstance(instance.specific_deferred, NewsPage):
        reindex_news_below(instance.path)


@receiver(row_deleted, sender=Document)
@receiver(row_deleted, sender=Image)
def file_deleted(instance: Any, **kwargs: Any) -> None:
    """A deleted file or picture lies in the bin of the place on whose shelf it lay."""
    keep_row(instance)


@receiver(row_restored, sender=Document)
@receiver(row_restored, sender=Image)
def file_restored(instance: Any, **kwargs: Any) -> None:
    forget(instance)


@receiver(post_delete, sender=Shelf)
def shelf_deleted(instance: Shelf, **kwargs: Any) -> None:
    """With the place goes its collection; files that lay there go up to the root."""
    collection = Collection.objects.filter(pk=instance.collection_id).first()
    if collection is not None:
        collection.delete()


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


@receiver(page_published)
def photos_follow_page(sender: Any, instance: Any, **kwargs: Any) -> None:
    """The worker makes the files of the page's photos before somebody waits for them."""
    make_photos_ready(instance)
