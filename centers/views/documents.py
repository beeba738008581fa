"""The card of a document and its file, both at permanent addresses."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from centers.context import document_context
from centers.frame import is_on_host, public_center_page
from centers.models import CenterDocument, CenterPage
from library.serving import serve_file
from library.visibility import may_view


def _published(public_id: str) -> tuple[CenterDocument, CenterPage]:
    """The document and its centre's page.

    Raises `Http404` for what the public may not see, whether it exists or not.
    """
    document = get_object_or_404(
        CenterDocument.objects.published().select_related("center", "document"), public_id=public_id
    )
    page = public_center_page(document.center)
    if page is None:
        raise Http404
    return document, page


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
    document = get_object_or_404(
        CenterDocument.objects.kept().select_related("center", "document"), public_id=public_id
    )
    if document.document is None:
        raise Http404
    public = document.is_public and public_center_page(document.center) is not None
    if not public and not may_view(request.user, document.document):
        raise Http404
    return serve_file(
        request,
        document.document.file,
        filename=f"{' '.join(document.full_title.split())[:120]}.{document.document.extension}",
        content_type=document.document.content_type,
        public=public,
    )
