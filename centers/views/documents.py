"""The card of a document and its file, both at permanent addresses."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from centers.context import document_context, file_facts, signature_name
from centers.frame import is_on_host, public_center_page
from centers.models import CenterDocument, CenterPage
from library.naming import extension_of
from library.serving import serve_file
from library.types import BY_EXTENSION
from library.visibility import may_view


def _published(public_id: str) -> tuple[CenterDocument, CenterPage]:
    """The document and its centre's page.

    Raises `Http404` for what the public may not see, whether it exists or not.
    """
    document = get_object_or_404(
        CenterDocument.objects.published()
        .with_state()
        .select_related("center", "document", "accessible_alternative"),
        public_id=public_id,
    )
    page = public_center_page(document.center)
    if page is None:
        raise Http404
    return document, page


def _with_file(request: HttpRequest, public_id: str) -> tuple[CenterDocument, bool]:
    """The document that has a file, and whether the public may read it.

    Raises `Http404` for all others, and for people who may not know of it.
    """
    document = get_object_or_404(
        CenterDocument.objects.kept().select_related("center", "document"), public_id=public_id
    )
    if document.document is None:
        raise Http404
    public = document.is_public and public_center_page(document.center) is not None
    if not public and not may_view(request.user, document.document):
        raise Http404
    return document, public


@require_safe
def document_card(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Show the card; on a host of another centre, lead to the document's own host."""
    document, page = _published(public_id)
    if not is_on_host(page, request):
        address = page.get_url(request)
        if not address:
            raise Http404
        return redirect(address.removesuffix(page.get_url_parts(request)[2]) + document.get_absolute_url())
    return render(request, "centers/document_card.html", document_context(request, document, page))


@require_safe
def document_file(request: HttpRequest, public_id: str, filename: str) -> HttpResponseBase:
    """Hand out the present file of a document.

    Staff who may read the file in the admin get it before it is published too.
    Raises `Http404` for everybody else.
    """
    document, public = _with_file(request, public_id)
    return serve_file(
        request,
        document.document.file,
        filename=f"{' '.join(document.full_title.split())[:120]}.{document.document.extension}",
        content_type=document.document.content_type,
        public=public,
    )


@require_safe
def document_preview(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Show the picture of the first page of the present file, to those who may read the file.

    Raises `Http404` when there is none.
    """
    document, public = _with_file(request, public_id)
    reading = file_facts(document.document).reading
    if reading is None or not reading.preview:
        raise Http404
    extension = extension_of(reading.preview.name)
    kind = BY_EXTENSION.get(extension)
    if kind is None or not kind.is_picture:
        raise Http404
    return serve_file(
        request,
        reading.preview,
        filename=f"page-1.{extension}",
        content_type=kind.mime_type,
        public=public,
    )


@require_safe
def document_signature(request: HttpRequest, public_id: str, number: int, filename: str) -> HttpResponseBase:
    """Hand out a signature file that lies beside the present file of a document.

    Raises `Http404` for signatures of other documents and of earlier files.
    """
    document, public = _with_file(request, public_id)
    signature = next(
        (one for one in file_facts(document.document).signatures if one.pk == number and one.file), None
    )
    if signature is None:
        raise Http404
    return serve_file(
        request,
        signature.file,
        filename=signature.original_name or signature_name(signature),
        content_type="application/octet-stream",
        public=public,
    )
