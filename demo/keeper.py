"""Puts rows of the demonstration data into the database, once each, and remembers them."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page

from centers.services.sections import add_page
from demo.fingerprints import fields_fingerprint, row_fingerprint, values_digest
from demo.indexing import index_rows
from demo.models import DemoObject
from library.models.deletion import Deletable

Row = TypeVar("Row", bound=models.Model)

#: Outcomes of `Keeper.put`, counted for the report.
MADE = "made"
RENEWED = "renewed"
UNCHANGED = "unchanged"
EDITED = "edited"  # changed by people since: left as they want it
REMOVED = "removed"  # deleted by people: not brought back
THERE = "there"  # people had entered it themselves before


class Keeper:
    """One run of the loader. `finish()` must be called at the end, when all rows have settled."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._records = {record.key: record for record in DemoObject.objects.all()}
        self._touched: list[models.Model] = []
        self._settling: dict[str, models.Model] = {}
        self._rows: dict[str, models.Model] = self._load_rows()

    def _load_rows(self) -> dict[str, models.Model]:
        """All recorded rows that still exist, with one query for each kind."""
        by_type: dict[int, dict[int, str]] = {}
        for record in self._records.values():
            by_type.setdefault(record.content_type_id, {})[record.object_id] = record.key
        found: dict[str, models.Model] = {}
        for type_id, keys in by_type.items():
            model = ContentType.objects.get_for_id(type_id).model_class()
            if model is None:
                continue
            found |= {keys[row.pk]: row for row in model._base_manager.filter(pk__in=keys)}
        return found

    def knows(self, key: str) -> bool:
        """Whether the data has ever made this row, even if somebody has deleted it since."""
        return key in self._records

    def row(self, key: str) -> models.Model | None:
        """The row made under this key, unless it has been deleted."""
        row = self._rows.get(key)
        return None if row is None or getattr(row, "deleted_at", None) else row

    def put(
        self,
        key: str,
        model: type[Row],
        values: Mapping[str, Any],
        *,
        lookup: Mapping[str, Any] | None = None,
        create: Callable[[], Row] | None = None,
        change: Callable[[Row], None] | None = None,
        source: Mapping[str, Any] | None = None,
    ) -> Row | None:
        """Make the row, renew it if its content is new, or leave it to those who edited it.

        `lookup` finds a row that people entered themselves: it is used and never recorded.
        `source` is what the content is compared by, when it is not `values`. Returns None for a row
        that people have deleted. Raises `ValidationError` when the content breaks a rule of its model.
        """
        digest = values_digest(source if source is not None else values)
        record = self._records.get(key)
        if record is not None:
            return self._put_again(record, model, values, digest, change)
        there = model._default_manager.filter(**lookup).first() if lookup else None
        if there is not None:
            self.counts[THERE] += 1
            self._rows[key] = there
            return there
        row = create() if create else self._create(model, values)
        self.adopt(key, row, digest)
        return row

    def adopt(self, key: str, row: models.Model, digest: str) -> None:
        """Record a row that has just been made."""
        self._records[key] = DemoObject.objects.create(
            key=key,
            content_type=ContentType.objects.get_for_model(row, for_concrete_model=True),
            object_id=row.pk,
            source=digest,
        )
        self._rows[key] = self._settling[key] = row
        self.counts[MADE] += 1

    def _create(self, model: type[Row], values: Mapping[str, Any]) -> Row:
        row = model(**values)
        row.full_clean()
        row.save()
        return row

    def _put_again(
        self,
        record: DemoObject,
        model: type[Row],
        values: Mapping[str, Any],
        digest: str,
        change: Callable[[Row], None] | None,
    ) -> Row | None:
        row: Any = self._rows.get(record.key)
        if isinstance(row, Deletable) and row.is_deleted and record.unloaded_at:
            row.restore()
            record.unloaded_at = None
            record.save(update_fields=["unloaded_at"])
            self._settling[record.key] = row
            self.counts[MADE] += 1
            return row
        if row is None or getattr(row, "deleted_at", None):
            self.counts[REMOVED] += 1
            return None
        if record.source == digest:
            self.counts[UNCHANGED] += 1
            return row
        if row_fingerprint(row) != record.fingerprint:
            self.counts[EDITED] += 1
            return row
        for name, value in values.items():
            setattr(row, name, value)
        if change:
            change(row)
        else:
            row.full_clean()
            row.save()
        record.source = digest
        record.save(update_fields=["source", "loaded_at"])
        self._settling[record.key] = row
        self.counts[RENEWED] += 1
        return row

    def put_page(
        self,
        key: str,
        parent: Page,
        model: type[Page],
        values: Mapping[str, Any],
        *,
        source: Mapping[str, Any] | None = None,
    ) -> Any:
        """The same for a page below `parent`; a page of that address made by people is left alone."""

        def create() -> Page:
            page = model(**values)
            add_page(parent, page, live=values.get("live", True))
            return page

        known = self.knows(key)
        there = None if known else parent.get_children().filter(slug=values["slug"]).first()
        lookup = {"pk": there.pk} if there else None
        return self.put(key, model, values, lookup=lookup, create=create, change=republish, source=source)

    def change_fields(self, key: str, row: Row, values: Mapping[str, str]) -> None:
        """Fill empty text fields of a row that is not the data's own, so that they can be emptied again."""
        record = self._records.get(key)
        digest = values_digest(values)
        if record is None:
            if any(_stored(row, name) for name in values):
                self.counts[THERE] += 1
                return
            record = DemoObject(
                key=key,
                content_type=ContentType.objects.get_for_model(row),
                object_id=row.pk,
                before=dict.fromkeys(values, ""),
            )
        elif record.source == digest or fields_fingerprint(row, values) != record.fingerprint:
            self.counts[UNCHANGED if record.source == digest else EDITED] += 1
            return
        for name, value in values.items():
            setattr(row, name, value)
        republish(row) if isinstance(row, Page) else row.save(update_fields=list(values))
        record.source = digest
        stored = type(row)._base_manager.get(pk=row.pk)
        record.fingerprint = fields_fingerprint(stored, values)
        self._touched.append(stored)
        record.save()
        self._records[key] = record
        self.counts[MADE] += 1

    def finish(self) -> None:
        """Take the fingerprints of everything made or renewed, as the database has it now, and index it."""
        by_model: dict[type[models.Model], dict[int, str]] = {}
        for key, row in self._settling.items():
            by_model.setdefault(type(row), {})[row.pk] = key
        changed: list[DemoObject] = []
        settled: list[models.Model] = [*self._touched]
        for model, keys in by_model.items():
            for row in model._base_manager.filter(pk__in=keys):
                record = self._records[keys[row.pk]]
                record.fingerprint = row_fingerprint(row)
                changed.append(record)
                settled.append(row)
        DemoObject.objects.bulk_update(changed, ["fingerprint"], batch_size=200)
        index_rows(settled)


def republish(page: Any) -> None:
    """Publish the values set on a page as its new version."""
    page.save_revision(clean=False).publish(log_action=False)


def _stored(row: models.Model, name: str) -> bool:
    value = getattr(row, name)
    return bool(value.raw_data) if hasattr(value, "raw_data") else bool(value)
