"""RSS 2.0 and Atom of the newest documents of a place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models.functions import Coalesce
from django.utils.feedgenerator import Enclosure
from django.utils.translation import gettext as _

from centers.models import CenterDocument
from centers.views.feed_forms import FORMS, NEWEST, clean, permanent_id

if TYPE_CHECKING:
    from centers.views.document_lists import Place


def feed(place: Place, form: str, changed: dt.datetime, absolute: Callable[[str], str]) -> bytes:
    """The feed as it is sent: the newest by the day of their first publication."""
    made = FORMS[form](
        title=clean(_("Новые документы: {place}").format(place=place.name)),
        link=absolute(place.address),
        description=clean(_("Документы, опубликованные в последнее время: {place}").format(place=place.name)),
        language="ru",
        author_name=clean(place.name),
        feed_url=absolute(f"{place.address}dokumenty.{form}"),
        changed=changed,
    )
    first = Coalesce("first_published_at", "created_at")
    documents = place.documents.select_related("document", "center__school").order_by(first.desc(), "-pk")
    for document in documents[:NEWEST]:
        made.add_item(
            title=clean(document.full_title),
            link=absolute(document.get_absolute_url()),
            description=clean(". ".join(_about(document, place))),
            unique_id=permanent_id("document", document.public_id),
            unique_id_is_permalink=False,
            pubdate=document.first_published_at or document.created_at,
            updateddate=document.last_published_at or document.created_at,
            categories=[str(document.get_kind_display())],
            author_name=clean(document.center.title),
            enclosures=_enclosures(document, absolute),
        )
    return made.writeString("utf-8").encode()


def _about(document: CenterDocument, place: Place) -> list[str]:
    center = "" if place.is_center else document.center.title
    return [part for part in (document.summary.rstrip("."), center, document.file_line) if part]


def _enclosures(document: CenterDocument, absolute: Callable[[str], str]) -> list[Enclosure]:
    file = document.document
    if file is None:
        return []
    return [Enclosure(absolute(document.file_url), str(file.file_size or 0), file.content_type)]
