"""«Где используется»: what stands on a row, a page of it at once and not object by object."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.admin.views.generic import usage
from wagtail.models import ReferenceIndex

from toolkit.lists import ROWS

#: What the name of a row asks for, by the row's first foreign key.
NAMED_BY = ("center__school__municipality", "school__municipality", "municipality__region", "region")


class Users:
    """The objects that stand on a row, with their references; as long as the paginator needs, no further.

    Wagtail asks for every object by itself, and for all that come before the page shown.
    """

    def __init__(self, references: QuerySet[ReferenceIndex]) -> None:
        self.references = references
        self.keys = (
            references.order_by("base_content_type_id", "object_id")
            .values_list("base_content_type_id", "object_id")
            .distinct()
        )

    def __len__(self) -> int:
        return self.keys.count()

    def __getitem__(self, part: slice) -> list[tuple[Model, list[ReferenceIndex]]]:
        by_type: dict[int, list[str]] = defaultdict(list)
        keys = list(self.keys[part])
        for type_id, object_id in keys:
            by_type[type_id].append(object_id)
        condition = Q(pk__in=[])
        objects: dict[tuple[int, str], Model] = {}
        for type_id, ids in by_type.items():
            condition |= Q(base_content_type_id=type_id, object_id__in=ids)
            objects |= {(type_id, str(one.pk)): one for one in self._objects(type_id, ids)}
        grouped: dict[tuple[int, str], list[ReferenceIndex]] = defaultdict(list)
        for one in self.references.filter(condition):
            grouped[one.base_content_type_id, one.object_id].append(one)
        return [(objects[key], grouped[key]) for key in keys if key in objects]

    @staticmethod
    def _objects(type_id: int, ids: list[str]) -> QuerySet[Any]:
        model: Any = ContentType.objects.get_for_id(type_id).model_class()
        fields = {field.name for field in model._meta.concrete_fields if field.many_to_one}
        related = [path for path in NAMED_BY if path.partition("__")[0] in fields]
        found: QuerySet[Any] = model._base_manager.filter(pk__in=ids)
        return found.select_related(*related) if related else found


class RegisterUsageView(usage.UsageView):
    """The list for a row of the register."""

    paginate_by = ROWS

    def get_page_title(self) -> str:
        return _("Где используется")

    def get_queryset(self) -> Any:
        return Users(ReferenceIndex.get_references_to(self.object))
