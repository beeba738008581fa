"""Who stands on a row: other rows that point to it, pages below it, texts that show it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Length, Substr
from wagtail.models import Page, ReferenceIndex

from demo.fingerprints import identity, identity_of
from demo.models import DemoObject

Identity = tuple[str, int]

#: Rows that come and go with what they point to and hold nothing that a person has made.
_TRAILING = {
    "centers.numberssnapshot",
    "centers.programentry",
    "centers.regiontally",
    "centers.shelf",
    "feedback.attempt",
    "library.documentversion",
    "library.imagerendition",
    "wagtailredirects.redirect",
    "wagtailcore.pagelogentry",
    "wagtailcore.modellogentry",
    "wagtailcore.pagesubscription",
    "wagtailcore.referenceindex",
    "wagtailcore.taskstate",
    "wagtailcore.workflowstate",
    "wagtailsearch.indexentry",
}


@dataclass(frozen=True, slots=True)
class Holder:
    """A row that stands on another one."""

    identity: Identity
    label: str


class Holders:
    """All holders of the given rows, found with one query for each relation."""

    def __init__(self, rows: Iterable[models.Model]) -> None:
        self.of: dict[Identity, set[Holder]] = defaultdict(set)
        by_model: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        for row in rows:
            by_model[type(row)].append(row)
        for model, found in by_model.items():
            self._add_relations(model, found)
            self._add_references(model, found)
        self._add_children([row for found in by_model.values() for row in found if isinstance(row, Page)])

    def _add(self, target: Identity, model: type[models.Model], pk: int) -> None:
        holder = identity_of(model, pk)
        if holder != target:
            self.of[target].add(Holder(holder, str(model._meta.verbose_name)))

    def _add_relations(self, model: type[models.Model], rows: list[models.Model]) -> None:
        """Rows with a foreign key to one of these, hidden ones included."""
        numbers = [row.pk for row in rows]
        for relation in model._meta.get_fields(include_hidden=True):
            if (
                not relation.auto_created
                or relation.concrete
                or not (relation.one_to_many or relation.one_to_one)
            ):
                continue
            other = relation.related_model
            if other._meta.label_lower in _TRAILING or other is DemoObject or issubclass(model, other):
                continue
            name = relation.field.name
            if getattr(relation.field.remote_field, "parent_link", False):
                continue
            pairs = other._base_manager.filter(**{f"{name}__in": numbers}).values_list(name, "pk")
            for target, pk in pairs:
                self._add(identity_of(model, target), other, pk)

    def _add_references(self, model: type[models.Model], rows: list[models.Model]) -> None:
        """Texts that show a picture, link a page or offer a file."""
        kind = ContentType.objects.get_for_model(Page if issubclass(model, Page) else model)
        found = ReferenceIndex.objects.filter(
            to_content_type=kind, to_object_id__in=[str(row.pk) for row in rows]
        ).values_list("to_object_id", "base_content_type", "object_id")
        for target, type_id, pk in found.distinct():
            other = ContentType.objects.get_for_id(type_id).model_class()
            if other is not None and other._meta.label_lower not in _TRAILING:
                self._add(identity_of(model, target), other, int(pk))

    def _add_children(self, pages: list[Page]) -> None:
        """A page holds the page above it."""
        above = {page.path: identity(page) for page in pages}
        children = (
            Page.objects.annotate(parent_path=Substr("path", 1, Length("path") - Page.steplen))
            .filter(parent_path__in=list(above))
            .values_list("parent_path", "pk")
        )
        for path, pk in children:
            self._add(above[path], Page, pk)
