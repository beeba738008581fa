"""Files of the site: images, documents and the earlier versions of documents."""

from library.models.consent import ConsentBy, People
from library.models.document import Document, DocumentQuerySet
from library.models.image import Image, ImageQuerySet, ImageRendition
from library.models.reading import (
    DocumentSignature,
    FileReading,
    PageText,
    ReadingState,
    SignatureKind,
    TextLayer,
)
from library.models.version import DocumentVersion

# Wagtail and Django speak of renditions; the short name is for readers of this code.
Rendition = ImageRendition

__all__ = [
    "ConsentBy",
    "Document",
    "DocumentQuerySet",
    "DocumentSignature",
    "DocumentVersion",
    "FileReading",
    "Image",
    "ImageQuerySet",
    "ImageRendition",
    "PageText",
    "People",
    "ReadingState",
    "Rendition",
    "SignatureKind",
    "TextLayer",
]
