"""Contexts that both a public view and a preview in the admin use."""

from django.http import HttpRequest

from centers.frame import center_frame
from centers.models import CenterDocument, CenterPage, DocumentsPage


def document_context(
    request: HttpRequest, document: CenterDocument, center_page: CenterPage | None = None
) -> dict:
    """Context of a document's card inside the frame of its centre."""
    page = center_page or CenterPage.detail_queryset().get(center=document.center)
    frame = center_frame(page)
    section = next(
        (place for place in frame["sections"] if place.cached_content_type.model_class() is DocumentsPage),
        None,
    )
    if section is not None:
        frame["breadcrumbs"] = [*frame["breadcrumbs"], section]
        frame["current_paths"] = [*frame["current_paths"], section.url_path]
    changed = document.last_published_at or document.updated_at
    return {**frame, "document": document, "documents_section": section, "updated_on": changed}
