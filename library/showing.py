"""Photos whose time is over leave the public shelf, whoever looked at them last."""

from __future__ import annotations

import datetime as dt
import logging

from library.models import Image, ImageRendition

logger = logging.getLogger(__name__)


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
            image.take_down()
            count += 1
        except OSError:
            logger.exception("The public files of image %s could not be deleted", image.pk)
    return count
