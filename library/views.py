"""Addresses of files: documents by their permanent number, renditions by their path."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import Storage, storages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe
from wagtail import hooks

from library.models import Document
from library.naming import extension_of
from library.serving import serve_file
from library.types import BY_EXTENSION
from library.visibility import is_public, may_view

RENDITION_TYPES = {extension: kind.mime_type for extension, kind in BY_EXTENSION.items() if kind.is_picture}
RENDITION_TYPES |= {"avif": "image/avif", "gif": "image/gif"}
# A file never changes, but a photo may be withdrawn: no cache shows it for longer than a day after that.
RENDITION_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Rendition:
    """A file on the public shelf."""

    storage: Storage
    name: str


@require_safe
def document_file(request: HttpRequest, public_id: str, filename: str = "") -> HttpResponseBase:
    """Hand out the present file of a document to the public, or to staff while it is not published.

    An address with an earlier file name leads on to the present one, so no
    printed link dies when the file is replaced.

    :raises Http404: when there is no such document or the reader may not know of it.
    """
    document = get_object_or_404(Document, public_id=public_id)
    public = is_public(document)
    if not public and not may_view(request.user, document):
        raise Http404
    if public and (refusal := _refusal_of_collection(request, document)):
        return refusal
    if filename != document.filename:
        return _onward(document, public=public)
    return serve_file(
        request,
        document.file,
        filename=document.download_name,
        content_type=document.content_type,
        public=public,
    )


@require_safe
def document_by_number(request: HttpRequest, document_id: int, filename: str) -> HttpResponseBase:
    """Lead from Wagtail's address with a countable number to the permanent one, under the same rules.

    :raises Http404: as `document_file()`.
    """
    document = get_object_or_404(Document, pk=document_id)
    public = is_public(document)
    if not public and not may_view(request.user, document):
        raise Http404
    return _onward(document, public=public)


@require_safe
def rendition(request: HttpRequest, path: str) -> HttpResponseBase:
    """Hand out a rendition; nothing but pictures lies on the public shelf.

    :raises Http404: for anything else, a path that leads out of the shelf included.
    """
    content_type = RENDITION_TYPES.get(extension_of(path))
    if content_type is None or "\\" in path:
        raise Http404
    try:
        return serve_file(
            request,
            Rendition(storages["renditions"], path),
            filename=path.rpartition("/")[2],
            content_type=content_type,
            public=True,
            max_age=RENDITION_SECONDS,
        )
    except SuspiciousOperation as error:
        raise Http404 from error


def _onward(document: Document, *, public: bool) -> HttpResponseRedirect:
    response = HttpResponseRedirect(document.url)
    if public:
        response["Cache-Control"] = "public, no-cache"
    else:
        add_never_cache_headers(response)
    return response


def _refusal_of_collection(request: HttpRequest, document: Document) -> HttpResponse | None:
    """Ask Wagtail's hooks, which know whether the collection asks for a password."""
    for check in hooks.get_hooks("before_serve_document"):
        answer = check(document, request)
        if isinstance(answer, HttpResponse):
            return answer
    return None
