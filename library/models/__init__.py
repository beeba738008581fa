"""Files of the site: images, documents and the earlier versions of documents."""

from library.models.document import Document, DocumentQuerySet
from library.models.image import Image, ImageQuerySet, ImageRendition
from library.models.version import DocumentVersion

# Wagtail and Django speak of renditions; the short name is for readers of this code.
Rendition = ImageRendition

__all__ = [
    "Document",
    "DocumentQuerySet",
    "DocumentVersion",
    "Image",
    "ImageQuerySet",
    "ImageRendition",
    "Rendition",
]
