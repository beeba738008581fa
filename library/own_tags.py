"""Tags that lists offer as filters: those of files that the person may work with, and no others."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from taggit.models import Tag
from wagtail.documents.views import documents
from wagtail.images.views import chooser
from wagtail.permissions import policy_registry

from library.models import Document, Image

OFFERED = 10


def popular_tags(user: Any, model: type[Document] | type[Image]) -> Any:
    """The tags that stand most often on the person's own files."""
    policy = policy_registry.get_by_type(model)
    own = policy.instances_user_has_any_permission_for(user, ("change", "choose"))
    items = {
        "taggit_taggeditem_items__content_type": ContentType.objects.get_for_model(model),
        "taggit_taggeditem_items__object_id__in": own.order_by().values("pk"),
    }
    tags = Tag.objects.filter(**items).annotate(times=Count("taggit_taggeditem_items"))
    return tags.order_by("-times", "name")[:OFFERED]


class OwnTagsMixin:
    """A set of filters of files: Wagtail's own offers the tags of the whole site."""

    filters: dict[str, Any]

    def __init__(self, *args: Any, request: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)  # type: ignore[call-arg]
        if "tag" in self.filters:
            names = [tag.name for tag in popular_tags(request.user, self._meta.model)]  # type: ignore[attr-defined]
            self.filters["tag"].extra["choices"] = [(name, name) for name in names]


class DocumentFilterSet(OwnTagsMixin, documents.DocumentsFilterSet):
    class Meta(documents.DocumentsFilterSet.Meta):
        pass


class DocumentIndexView(documents.IndexView):
    filterset_class = DocumentFilterSet


class ImageChooseView(chooser.ImageChooseView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "popular_tags": popular_tags(self.request.user, Image)}
