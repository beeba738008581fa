"""Photos whose time is over leave the public shelf, whoever looked at them last."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction
from django.dispatch import Signal

from library.models import Image, ImageRendition

logger = logging.getLogger(__name__)

#: The last day of a photo has gone by: its public files are away. `instance` is the photo.
photo_taken_down = Signal()


def take_down_over(day: dt.date | None = None) -> int:
    """Delete the public files of all pictures that may not be seen on `day`; return how many pictures.

    `Image.save()` does the same at once for a picture that is changed; this is for those whose last
    day has simply gone by, and for a file made by a reader in the very moment of the change.
    """
    numbers = ImageRendition.objects.order_by().values_list("image_id", flat=True)
    hidden = Image.everything.deleted() | Image.everything.over(day)
    count = 0
    for image in list(hidden.filter(pk__in=numbers)):
        try:
            with transaction.atomic():
                image.take_down()
                if not image.is_deleted:
                    photo_taken_down.send(sender=Image, instance=image)
            count += 1
        except OSError:
            logger.exception("The public files of image %s could not be deleted", image.pk)
    return count
