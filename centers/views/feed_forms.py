"""What all feeds of the site share: RSS 2.0 and Atom dated by their data, clean text, one answer."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import uuid

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.http import http_date

from library.models import Image, People
from library.shapes import photo_files

TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
}
NEWEST = 50  # entries of a feed

_NOT_FOR_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class _Dated:
    """A feed dated by its data: one of now would differ each time that it is asked for."""

    feed: dict

    def latest_post_date(self) -> dt.datetime:
        return self.feed["changed"]


class Rss(_Dated, Rss201rev2Feed):
    pass


class Atom(_Dated, Atom1Feed):
    pass


FORMS = {"rss": Rss, "atom": Atom}


def clean(text: str) -> str:
    """Text without the characters that XML has no way to write, and without no-break spaces."""
    return _NOT_FOR_XML.sub("", text).replace("\u00a0", " ").replace("\u202f", " ").replace("\u2060", "")


def permanent_id(kind: str, key: object) -> str:
    """An identifier that no change of host, title or address changes."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"tochka-rosta/{kind}/{key}").urn


def photo_enclosures(photo: Image | None, absolute) -> list[Enclosure]:
    """The photo of an entry, if the public may see it today.

    Readers of feeds keep copies that no withdrawn consent reaches, so photos of children stay here.
    """
    if photo is None or not photo.is_shown or photo.people == People.CHILDREN:
        return []
    file = photo_files(photo, "text").jpeg
    return [Enclosure(absolute(file.url), "0", "image/jpeg")]


def answer(
    request: HttpRequest, body: bytes, form: str, changed: dt.datetime, *, filename: str = ""
) -> HttpResponseBase:
    """The body, or 304 when the reader has it already; caches ask each time, so nothing hidden stays."""
    etag = f'"{hashlib.blake2s(body, digest_size=12).hexdigest()}"'
    response = HttpResponse(body, content_type=TYPES[form])
    response["ETag"] = etag
    response["Last-Modified"] = http_date(changed.timestamp())
    response["Cache-Control"] = "public, no-cache"
    if filename:
        response["Content-Disposition"] = f'inline; filename="{filename}"'
    return get_conditional_response(request, etag, int(changed.timestamp()), response)
