"""When the public may read a file: rules that `library.visibility` asks."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, ReferenceIndex

from centers.frame import drop_hidden, public_center_page
from centers.models import CenterDocument
from library.models import Document


def is_published_document(document: Document) -> bool:
    """Whether it is the file, or the second form, of a published document that the public may see."""
    shown = Q(document=document) | Q(accessible_alternative=document)
    cards = CenterDocument.objects.published().filter(shown).select_related("center")
    return any(public_center_page(card.center) is not None for card in cards)


def is_on_published_page(document: Document) -> bool:
    """Whether a published page shows the file.

    Wagtail's index of references names the candidates; what counts is the page as it is
    published, so a file that only a draft mentions stays private.
    """
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Document),
        to_object_id=str(document.pk),
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    ids = {int(pk) for pk in references.values_list("object_id", flat=True)}
    pages = drop_hidden(list(Page.objects.filter(pk__in=ids, live=True)))
    target = ContentType.objects.get_for_model(Document).pk
    return any(
        to_type == target and str(to_id) == str(document.pk)
        for page in pages
        for to_type, to_id, _model_path, _content_path in ReferenceIndex._extract_references_from_object(
            page.specific
        )
    )
