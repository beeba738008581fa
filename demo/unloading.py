"""Takes the demonstration data away, except what people have made their own."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from wagtail.models import Page

from centers.models import Center, CenterPage
from demo.fingerprints import fields_fingerprint, identity, identity_of, row_fingerprint
from demo.holders import Holder, Holders
from demo.keeper import republish
from demo.models import DemoObject
from library.models.deletion import Deletable


@dataclass(frozen=True, slots=True)
class Kept:
    """A row that stays, and why, in words for the person who ran the command."""

    name: str
    reason: str


@dataclass(slots=True)
class UnloadReport:
    """How many rows and pages went, and which stayed."""

    removed: int = 0
    kept: list[Kept] = field(default_factory=list)


class Unloader:
    """One run. A row goes when nobody has edited it and nothing that stays stands on it."""

    def __init__(self) -> None:
        self.report = UnloadReport()
        self.records: dict[tuple[str, int], DemoObject] = {}
        self.rows: dict[tuple[str, int], models.Model] = {}
        self.reasons: dict[tuple[str, int], str] = {}

    def run(self) -> UnloadReport:
        """Find what stays, remove the rest."""
        self._collect()
        holders = Holders(self.rows.values())
        for key, row in self.rows.items():
            if isinstance(row, CenterPage):
                # The page of a centre may not be deleted while the centre stands in the register.
                holders.of[key].add(
                    Holder(identity_of(Center, row.center_id), str(Center._meta.verbose_name))
                )
        self._spread(holders)
        for key, reason in self.reasons.items():
            row = self.rows[key]
            self.report.kept.append(Kept(f"{row._meta.verbose_name} «{row}»", reason))
        self._remove()
        return self.report

    def _collect(self) -> None:
        """Read the recorded rows; forget those that are gone, give back what was only changed."""
        by_type: dict[int, list[DemoObject]] = {}
        for record in DemoObject.objects.all():
            by_type.setdefault(record.content_type_id, []).append(record)
        for type_id, records in by_type.items():
            model = ContentType.objects.get_for_id(type_id).model_class()
            numbers = [record.object_id for record in records]
            found = {row.pk: row for row in model._base_manager.filter(pk__in=numbers)} if model else {}
            for record in records:
                self._take(record, found.get(record.object_id))

    def _take(self, record: DemoObject, row: models.Model | None) -> None:
        if row is None:
            record.delete()
        elif record.before is not None:
            self._give_back(record, row)
        elif record.unloaded_at is None:
            key = identity(row)
            self.records[key], self.rows[key] = record, row
            if isinstance(row, Deletable) and row.is_deleted:
                self.reasons[key] = "это уже удалено вами и лежит в корзине"
            elif row_fingerprint(row) != record.fingerprint:
                self.reasons[key] = "вы это изменили"

    def _give_back(self, record: DemoObject, row: models.Model) -> None:
        """Return the former values of a row that was there before, unless somebody wrote others."""
        names = list(record.before)
        if fields_fingerprint(row, names) == record.fingerprint:
            for name, value in record.before.items():
                setattr(row, name, value)
            if isinstance(row, Page):
                republish(row)
            else:
                row.save(update_fields=names)
            self.report.removed += 1
        record.delete()

    def _spread(self, holders: Holders) -> None:
        """Keep whatever a kept row or a row of people stands on, down to the last one."""
        queue = list(self.rows)
        while queue:
            key = queue.pop()
            if key in self.reasons:
                continue
            holder = next((h for h in sorted(holders.of[key], key=str) if self._stays(h)), None)
            if holder is None:
                continue
            self.reasons[key] = self._because(holder)
            # What this row stands on must be looked at again.
            queue.extend(
                other for other, found in holders.of.items() if any(h.identity == key for h in found)
            )

    def _stays(self, holder: Holder) -> bool:
        return holder.identity not in self.rows or holder.identity in self.reasons

    def _because(self, holder: Holder) -> str:
        row = self.rows.get(holder.identity)
        if row is not None:
            return f"на этом держится то, что осталось: {row._meta.verbose_name} «{row}»"
        return f"на этом держится то, что сделали вы: {holder.label}, № {holder.identity[1]}"

    def _remove(self) -> None:
        """Delete the rows that nothing stands on any more, round by round."""
        going = {key: row for key, row in self.rows.items() if key not in self.reasons}
        self._remove_pages([row for row in going.values() if isinstance(row, Page)])
        left = {key: row for key, row in going.items() if not isinstance(row, Page)}
        while left:
            holders = Holders(left.values())
            free = [key for key in left if not any(h.identity in left for h in holders.of[key])]
            for key in free or list(left):
                self._remove_row(key, left.pop(key))

    def _remove_pages(self, pages: Iterable[Page]) -> None:
        """Delete whole branches from their top: everything below goes too."""
        pages = list(pages)
        centers = [page.center_id for page in pages if isinstance(page, CenterPage)]
        Center._base_manager.filter(pk__in=centers).update(deleted_at=timezone.now())
        done: list[str] = []
        for page in sorted(pages, key=lambda page: page.path):
            self.report.removed += 1
            self.records[identity(page)].delete()
            if not any(page.path.startswith(path) for path in done):
                done.append(page.path)
                Page.objects.get(pk=page.pk).delete()

    def _remove_row(self, key: tuple[str, int], row: models.Model) -> None:
        """Delete a row for good; files are only put away, as the library does with all files."""
        record = self.records[key]
        row.delete()
        self.report.removed += 1
        if isinstance(row, Deletable):
            record.unloaded_at = timezone.now()
            record.save(update_fields=["unloaded_at"])
        else:
            record.delete()
