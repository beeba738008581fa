"""Contexts that both a public view and a preview in the admin use."""

from dataclasses import dataclass, field
from itertools import pairwise

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from centers.frame import center_frame
from centers.models import CenterDocument, CenterPage, DocumentsPage
from centers.models.document_list import name_successors
from library.models import (
    Document,
    DocumentSignature,
    DocumentVersion,
    FileReading,
    PageText,
    ReadingState,
    TextLayer,
)
from library.naming import extension_of
from library.types import PDF, PICTURES

#: The card shows so many pages of text; the rest is in the file.
MOST_PAGES_OF_TEXT = 60


@dataclass(slots=True)
class FileFacts:
    """What the card says of the present file of a document, and of those before it."""

    reading: FileReading | None = None
    signatures: list[DocumentSignature] = field(default_factory=list)
    earlier: list[DocumentVersion] = field(default_factory=list)
    pages: list[PageText] = field(default_factory=list)

    @property
    def access(self) -> str:
        """In plain words: can the text be searched and copied, can a program read it aloud."""
        reading = self.reading
        if reading is None or reading.state != ReadingState.DONE:
            return ""
        if reading.version.mime_type in PICTURES:
            return _("Это снимок: найти в нём слова поиском, выделить и скопировать текст нельзя.")
        if reading.is_scan or reading.text_layer == TextLayer.NONE:
            return _("Это скан: найти в нём слова поиском, выделить и скопировать текст нельзя.")
        if reading.text_layer == TextLayer.PARTIAL:
            return _("Часть страниц — скан: найти слова поиском и скопировать текст можно не везде.")
        if reading.text_layer != TextLayer.FULL:
            return ""
        if reading.version.mime_type != PDF or reading.tagged is None:
            return _("Текст можно искать и копировать.")
        if reading.tagged:
            return _("Текст можно искать и копировать, файл размечен для чтения вслух.")
        return _("Текст можно искать и копировать, но для чтения вслух файл не размечен.")


def file_facts(document: Document | None, *, with_text: bool = False) -> FileFacts:
    """What is known of the file of a document; nothing for a document without one."""
    if document is None:
        return FileFacts()
    versions = list(document.versions.select_related("reading").prefetch_related("signatures"))
    if not versions:
        return FileFacts()
    present = versions[0]
    reading = getattr(present, "reading", None)
    pages = []
    if with_text and reading is not None:
        pages = list(reading.pages.order_by("number")[:MOST_PAGES_OF_TEXT])
    for newer, older in pairwise(versions):
        older.replaced_at = newer.at
    return FileFacts(reading, list(present.signatures.all()), versions[1:], pages)


def seen_versions(document: CenterDocument, facts: FileFacts) -> list[DocumentVersion]:
    """Earlier files that the public could have read: those that were replaced after the first publication."""
    if document.first_published_at is None:
        return facts.earlier if document.live else []
    return [version for version in facts.earlier if version.replaced_at > document.first_published_at]


def signature_name(signature: DocumentSignature) -> str:
    """A Latin name for the address of a signature file: «podpis.sig»."""
    return f"podpis.{extension_of(signature.file.name or '') or 'sig'}"


def signature_stamps(document: CenterDocument, facts: FileFacts) -> list[dict]:
    """Stamps of the card; the one of a signature inside the file itself has no file of its own.

    Several signers share one signature file.
    """
    return [
        {
            "signature": one,
            "url": reverse("document_signature", args=[document.public_id, one.pk, signature_name(one)])
            if one.file
            else "",
        }
        for one in facts.signatures
    ]


def predecessor_of(document: CenterDocument) -> CenterDocument | None:
    """The document that this one replaced, if the public may see it."""
    if document.supersedes_id is None:
        return None
    return CenterDocument.objects.of(document.center_id).published().filter(pk=document.supersedes_id).first()


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
    name_successors([document])
    facts = file_facts(document.document, with_text=True)
    has_preview = facts.reading is not None and bool(facts.reading.preview)
    return {
        **frame,
        "document": document,
        "documents_section": section,
        "predecessor": predecessor_of(document),
        "updated_on": changed,
        "file_facts": facts,
        "earlier_files": seen_versions(document, facts),
        "stamps": signature_stamps(document, facts),
        "preview_url": reverse("document_preview", args=[document.public_id]) if has_preview else "",
    }
