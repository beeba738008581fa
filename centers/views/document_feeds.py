"""RSS 2.0 and Atom of the newest documents of a place."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models.functions import Coalesce
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.translation import gettext as _

from centers.models import CenterDocument

if TYPE_CHECKING:
    from centers.views.document_lists import Place

NEWEST = 50  # documents in a feed

_NOT_FOR_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class _Dated:
    """A feed dated by its data: one of now would differ each time that it is asked for."""

    feed: dict

    def latest_post_date(self) -> dt.datetime:
        return self.feed["changed"]


class _Rss(_Dated, Rss201rev2Feed):
    pass


class _Atom(_Dated, Atom1Feed):
    pass


def permanent_id(document: CenterDocument) -> str:
    """An identifier that no change of host, title or file changes."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"tochka-rosta/document/{document.public_id}").urn


def clean(text: str) -> str:
    """Text without the characters that XML has no way to write, and without no-break spaces."""
    return _NOT_FOR_XML.sub("", text).replace("\u00a0", " ").replace("\u202f", " ")


def feed(place: Place, form: str, changed: dt.datetime, absolute: Callable[[str], str]) -> bytes:
    """The feed as it is sent: the newest by the day of their first publication."""
    made = (_Atom if form == "atom" else _Rss)(
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
            unique_id=permanent_id(document),
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
