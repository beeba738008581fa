"""A table that holds all rows of one kind of a centre: typed, pasted, checked and saved together.

Each row carries a fingerprint of what it was when the page was opened (`seen`). Whoever saves
later than somebody else therefore overwrites nothing by accident: only rows that both have
changed are asked about again.
"""

import copy
import csv
import datetime as dt
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import models, transaction
from django.forms.models import construct_instance
from django.utils.translation import gettext as _

from centers.forms.cells import KnownRows
from toolkit.numbers import row_number
from toolkit.text import fold

BLANK_ROWS = 5
MORE_ROWS = 10
ROWS_ON_PAGE = 500
#: Rows of one form; each sends ten fields, and the server takes `DATA_UPLOAD_MAX_NUMBER_FIELDS` of them.
MOST_ROWS = 900


class TooManyRowsError(ValueError):
    """More rows than one form can send back."""


class GridForm(forms.ModelForm):
    """One row. Cells are text, so that whatever was pasted stays visible when it is refused."""

    id = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    remove = forms.BooleanField(required=False)

    #: Other words that a pasted heading may use for a column, in folded form.
    headings: dict[str, tuple[str, ...]] = {}
    use_required_attribute = False

    class Meta:
        fields: list[str] = []

    def __init__(self, *args, lookups: dict[str, KnownRows] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        for name, rows in (lookups or {}).items():
            self.fields[name].known = rows

    @classmethod
    def cells(cls) -> list[str]:
        """Names of the columns in their order."""
        return [name for name in cls.base_fields if name not in ("id", "seen", "remove")]

    @property
    def bound_cells(self) -> list[forms.BoundField]:
        return [self[name] for name in self.cells()]

    def is_blank(self) -> bool:
        """A row that nobody has put anything into."""
        return not any(str(self[name].value() or "").strip() for name in self.cells())

    @classmethod
    def check_together(cls, rows: list["GridRow"]) -> None:
        """Note at rows what is wrong with them beside each other."""

    def save_row(self) -> int:
        """Write the row; returns how many rows more it made."""
        self.instance.save()
        return 0

    def _post_clean(self):
        """Build the row and check its values; what the database checks waits for `check_constraints`."""
        exclude = self._get_validation_exclusions()
        self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
        try:
            self.instance.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)
        except forms.ValidationError as error:
            self._update_errors(error)

    def check_constraints(self) -> None:
        """Ask for the constraints, each of them by a query: only for a row that is going to be written."""
        try:
            self.instance.validate_constraints(exclude=self._get_validation_exclusions())
        except forms.ValidationError as error:
            self._update_errors(error)

    def _get_validation_exclusions(self):
        # Related rows come from the lists given to the form: they exist, and asking for each is 300 queries.
        related = {one.name for one in self._meta.model._meta.concrete_fields if one.is_relation}
        return super()._get_validation_exclusions() | related


def plain_value(value) -> str:
    """One spelling of a value, whether it comes from the database or from a form."""
    if value is None or value is False:
        return ""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    return str(value)


def fingerprint(row: models.Model, cells: list[str]) -> str:
    """What the row says in the columns of the table, as a short digest."""
    names = [row._meta.get_field(name).attname for name in cells]
    words = "\n".join(plain_value(getattr(row, name)) for name in names)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


@dataclass
class GridRow:
    """A row on the screen: its form, the row of the database it stands for, and what to say about it."""

    form: GridForm
    saved: models.Model | None = None
    notes: list[str] = field(default_factory=list)
    wants_removal: bool = False
    changed: bool = False

    @property
    def problems(self) -> list[tuple[forms.BoundField | None, str]]:
        """What is wrong: with a cell, or (None) with the row."""
        found: list[tuple[forms.BoundField | None, str]] = [(None, note) for note in self.notes]
        if self.form.is_bound:
            found += [(None, str(error)) for error in self.form.non_field_errors()]
            found += [(cell, str(error)) for cell in self.form.bound_cells for error in cell.errors]
        return found

    @property
    def has_problems(self) -> bool:
        return bool(self.notes or (self.form.is_bound and self.form.errors))


class Grid:
    """All rows of a centre in one form.

    `rows` are the saved ones of the page in order; `make` builds a new row of the centre.
    """

    def __init__(self, form_class: type[GridForm], rows: list[models.Model], make, lookups=None):
        self.form_class = form_class
        self.saved = {row.pk: row for row in rows}
        self.make = make
        self.lookups = lookups or {}
        self.rows: list[GridRow] = []

    @property
    def cells(self) -> list[str]:
        return self.form_class.cells()

    def show(self) -> None:
        """Fill the table from the database, with some empty rows at the end."""
        for row in self.saved.values():
            self._append_saved(row)
        self.add_blank(BLANK_ROWS)

    def _append_saved(self, row: models.Model) -> None:
        initial = {"id": row.pk, "seen": fingerprint(row, self.cells)}
        form = self._form(prefix=self._next_prefix(), instance=row, initial=initial)
        self.rows.append(GridRow(form, saved=row))

    def _next_prefix(self) -> str:
        return f"rows-{len(self.rows)}"

    def _form(self, **kwargs) -> GridForm:
        return self.form_class(lookups=self.lookups, **kwargs)

    def add_blank(self, count: int) -> None:
        for _number in range(count):
            self.rows.append(GridRow(self.blank_form(self._next_prefix())))

    def blank_form(self, prefix: str) -> GridForm:
        """An empty row: what the model would fill in by itself stays out of the cells."""
        return self._form(prefix=prefix, instance=self.make(), initial=dict.fromkeys(self.cells, ""))

    def load(self, data) -> None:
        """Take what was sent: rows in their order, empty ones left out."""
        try:
            total = min(int(data.get("rows-TOTAL", 0)), 2 * MOST_ROWS)
        except ValueError:
            total = 0
        for number in range(total):
            old_prefix = f"rows-{number}"
            values = {
                name: data.get(f"{old_prefix}-{name}", "") for name in (*self.cells, "id", "seen", "remove")
            }
            self._append_sent(values)

    def _append_sent(self, values: dict[str, str]) -> None:
        prefix = self._next_prefix()
        pk = values.get("id", "")
        number = row_number(pk)
        saved = self.saved.get(number) if number is not None else None
        instance = copy.copy(saved) if saved is not None else self.make()
        sent = {f"{prefix}-{name}": value for name, value in values.items()}
        form = self._form(data=sent, prefix=prefix, instance=instance)
        if not pk and form.is_blank():
            return
        self.rows.append(GridRow(form, saved=saved))

    def paste(self, text: str) -> int:
        """Append rows from text copied out of a table; returns how many.

        Raises `TooManyRowsError` when the form could not send them all back.
        """
        pasted = parse_table(text, self.form_class)
        if len(self.rows) + len(pasted) > MOST_ROWS:
            raise TooManyRowsError(len(pasted))
        for values in pasted:
            self._append_sent({**dict.fromkeys((*self.cells, "id", "seen", "remove"), ""), **values})
        return len(pasted)

    def check(self) -> bool:
        """Check every row, and find what others have changed meanwhile; True when all may be saved."""
        sent = set()
        for row in self.rows:
            row.wants_removal = bool(row.form["remove"].value() and row.form["remove"].value() != "False")
            pk, seen = row.form["id"].value(), row.form["seen"].value()
            if row.saved is not None:
                sent.add(row.saved.pk)
                self._check_saved(row, seen)
            elif pk:
                self._check_vanished(row, seen)
            elif not row.wants_removal:
                row.changed = True
                self._check_changed(row)
        self.form_class.check_together([row for row in self.rows if not row.wants_removal])
        return not any(row.has_problems for row in self.rows)

    def _check_changed(self, row: GridRow) -> None:
        if row.form.is_valid():
            row.form.check_constraints()

    def _check_saved(self, row: GridRow, seen: str) -> None:
        now = fingerprint(row.saved, self.cells)
        changed_by_others = seen != now
        if row.wants_removal:
            row.form.errors.clear()
            if changed_by_others:
                self._ask_again(row, now)
            return
        if not row.form.is_valid():
            row.changed = True
            return
        mine = fingerprint(row.form.instance, self.cells)
        row.changed = mine not in (seen, now)
        if row.changed:
            row.form.check_constraints()
        if changed_by_others and row.changed:
            self._ask_again(row, now)

    def _ask_again(self, row: GridRow, now: str) -> None:
        values = ", ".join(filter(None, (self._shown(row.saved, name) for name in self.cells)))
        row.notes.append(
            _(
                "Пока вы работали, эту строку изменил кто-то другой, теперь в ней: {values}. "
                "Чтобы оставить своё, сохраните ещё раз."
            ).format(values=values)
        )
        row.form.data[row.form.add_prefix("seen")] = now

    def _shown(self, row: models.Model, name: str) -> str:
        display = getattr(row, f"get_{name}_display", None)
        value = display() if display else getattr(row, name)
        return plain_value(str(value) if isinstance(value, models.Model) else value)

    def _check_vanished(self, row: GridRow, seen: str) -> None:
        """Somebody deleted the row meanwhile: gone for good if it was not touched here."""
        if row.wants_removal or (row.form.is_valid() and fingerprint(row.form.instance, self.cells) == seen):
            row.form.errors.clear()
            row.wants_removal = True
            return
        row.changed = True
        self._check_changed(row)
        row.notes.append(
            _("Пока вы работали, эту строку удалил кто-то другой. Сохраните ещё раз, и она появится снова.")
        )
        for name in ("id", "seen"):
            row.form.data[row.form.add_prefix(name)] = ""

    @transaction.atomic
    def save(self, remove: Callable[[Any], Any] = lambda row: row.delete()) -> dict[str, int]:
        """Write what has changed, in the order of the table; call only after `check()`.

        `remove` takes a row away that is not wanted any more.
        """
        count = {"added": 0, "changed": 0, "deleted": 0}
        for row in self.rows:
            if row.wants_removal:
                if row.saved is not None:
                    remove(row.saved)
                    count["deleted"] += 1
            elif row.changed:
                count["changed" if row.saved is not None else "added"] += 1
                count["added"] += row.form.save_row()
        return count


def parse_table(text: str, form_class: type[GridForm]) -> list[dict[str, str]]:
    """Rows of text copied from Excel or Word: cells divided by tabs, or else one cell a line.

    A heading row that names the columns sets their order; a first column that only numbers
    the rows is dropped. Cells beyond the last column are added to it, so that nothing is lost.
    """
    lines = list(csv.reader(io.StringIO(text.strip("\r\n")), delimiter="\t"))
    table = [[" ".join(cell.split()) for cell in line] for line in lines]
    table = [line for line in table if any(line)]
    if not table:
        return []
    cells = form_class.cells()
    columns = _heading_columns(table[0], form_class)
    if columns:
        table = table[1:]
    else:
        if len(table) > 1 and all(
            len(line) > 1 and line[0].rstrip(".") == str(number) for number, line in enumerate(table, 1)
        ):
            table = [line[1:] for line in table]
        columns = list(cells)
    rows = []
    for line in table:
        values: dict[str, str] = {}
        for place, cell in enumerate(line):
            name = columns[place] if place < len(columns) else None
            if name:
                values[name] = cell
            elif cell and place >= len(columns):
                values[columns[-1]] = " ".join(filter(None, [values.get(columns[-1], ""), cell]))
        if any(values.values()):
            rows.append(values)
    return rows


def _heading_columns(line: list[str], form_class: type[GridForm]) -> list[str | None] | None:
    """The columns that a heading row names, in its order; None when it is no heading."""
    known: dict[str, str] = {}
    for name, one in form_class.base_fields.items():
        known[fold(str(one.label or name))] = name
        known.update(dict.fromkeys(form_class.headings.get(name, ()), name))
    found = [known.get(fold(cell).strip(" .:№")) for cell in line]
    return found if sum(name is not None for name in found) >= min(2, len(line)) else None
