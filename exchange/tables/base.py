"""What the tables of all kinds share: columns, the check of a row, old and new values."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.forms import modelform_factory
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.services.bulk import create_rows
from exchange.models import Kind, RowState
from exchange.permissions import Part
from exchange.reading import MAX_CELL, Cells, title_key
from exchange.rules import broken_rules
from toolkit.text import fold
from toolkit.validators import normalize_digits

Text = str | Promise
YES = {"да", "1", "+", "true", "истина", "есть"}
NO = {"нет", "0", "-", "–", "—", "false", "ложь"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `name` is that of the model's field unless the table looks it up itself."""

    name: str
    title: Text
    help: Text
    example: Text = ""
    required: bool = False
    also: tuple[str, ...] = ()
    width: int = 24


@dataclass
class Checked:
    """A row after the check: the row of the register as it would be, and what is wrong with it.

    `found` keeps the state that the check found, for when writing has changed the row.
    """

    cells: Cells
    row: Any = None
    key: str = ""
    label: str = ""
    problems: list[dict[str, str]] = field(default_factory=list)
    changes: list[dict[str, str]] = field(default_factory=list)
    changed_fields: list[str] = field(default_factory=list)
    found: RowState = RowState.WAITING

    @property
    def state(self) -> RowState:
        if self.problems:
            return RowState.FAULTY
        if self.row._state.adding:
            return RowState.NEW
        return RowState.CHANGED if self.changes else RowState.SAME


class Table:
    """One kind of table. Subclasses name the model, its columns, and find places and rows.

    An empty cell says nothing: it never erases what the register holds.
    """

    kind: Kind
    model: type[models.Model]
    form: type[forms.ModelForm]
    columns: tuple[Column, ...]
    #: Fields of the model that are filled from the column of the same name.
    plain_fields: tuple[str, ...]
    #: Columns that must differ from row to row of one file.
    distinct: tuple[str, ...] = ()

    @cached_property
    def titles(self) -> dict[str, str]:
        """Name of a column by each folded title it goes by."""
        return {
            title_key(title): column.name for column in self.columns for title in (column.title, *column.also)
        }

    @cached_property
    def title_of(self) -> dict[str, str]:
        return {column.name: str(column.title) for column in self.columns}

    @cached_property
    def fields(self) -> dict[str, forms.Field]:
        """The form fields of the register: they clean and refuse as its forms do."""
        fields: dict[str, forms.Field] = modelform_factory(
            self.model, form=self.form, fields=self.plain_fields
        ).base_fields
        return fields

    def missing_columns(self, names: Iterable[str]) -> list[str]:
        """Titles of the columns without which no row can be read."""
        present = set(names)
        return [str(one.title) for one in self.columns if one.required and one.name not in present]

    # The check

    def check(self, rows: Sequence[Cells], part: Part) -> list[Checked]:
        """Check rows against the register as it is now; some queries for all of them together."""
        self.prepare(rows, part)
        return [self._check_row(cells, part) for cells in rows]

    def prepare(self, rows: Sequence[Cells], part: Part) -> None:
        """Fetch what the rows speak of."""
        raise NotImplementedError

    def find(self, found: Checked, part: Part) -> None:
        """Set `found.row` to the row of the register that is meant or to a new one; name key and label."""
        raise NotImplementedError

    def _check_row(self, cells: Cells, part: Part) -> Checked:
        found = Checked(cells)
        for column in self.columns:
            text = cells.get(column.name, "")
            if text.startswith("="):
                self.complain(
                    found,
                    column.name,
                    _("В ячейке формула. Скопируйте столбец и вставьте его «только значения»."),
                )
            elif len(text) > MAX_CELL:
                self.complain(found, column.name, _("Текст слишком длинный."))
        if found.problems:
            return found
        self.find(found, part)
        if found.row is not None:
            self.fill(found)
            self._check_rules(found)
        return found

    def complain(self, found: Checked, name: str, text: str) -> None:
        """Note what is wrong with the cell; an empty name speaks of the whole row."""
        found.problems.append({"column": self.title_of.get(name, ""), "text": str(text)})

    def fill(self, found: Checked) -> None:
        """Put the cells into the row and note what changes."""
        for name in self.plain_fields:
            text = found.cells.get(name, "")
            column_required = not text and found.row._state.adding and self._is_required(name)
            if column_required:
                self.complain(found, name, _("Заполните эту ячейку."))
            if not text or text == self.shown(name, getattr(found.row, name)).strip():
                continue  # also what an export gave, however it once got into the register
            try:
                self.put(found, name, self.clean(name, text))
            except ValidationError as error:
                for message in error.messages:
                    self.complain(found, name, message)

    def _is_required(self, name: str) -> bool:
        return any(column.name == name and column.required for column in self.columns)

    def clean(self, name: str, text: str) -> Any:
        """The value of the field for the text of the cell.

        Raises `ValidationError` when the text is none.
        """
        model_field: Any = self.model._meta.get_field(name)
        if isinstance(model_field, models.BooleanField):
            return yes_or_no(text)
        if model_field.choices:
            return choice(model_field.choices, text)
        if isinstance(model_field, models.DateField):
            return day(text)
        if isinstance(model_field, models.DecimalField):
            text = text.replace(",", ".").replace("−", "-")
        elif isinstance(model_field, models.IntegerField):
            text = re.sub(r"\s*г\.?$", "", text)
        return self.fields[name].clean(text)

    def put(self, found: Checked, name: str, value: Any) -> None:
        """Give the row the value; note the change of a row that is there already."""
        old = getattr(found.row, name)
        if old == value:
            return
        setattr(found.row, name, value)
        if not found.row._state.adding:
            found.changed_fields.append(name)
            found.changes.append(
                {"column": self.title_of[name], "old": self.shown(name, old), "new": self.shown(name, value)}
            )

    def _check_rules(self, found: Checked) -> None:
        if found.problems:
            return
        try:
            found.row.clean()
        except ValidationError as error:
            for name, messages in error.update_error_dict({}).items():
                for message in ValidationError(messages).messages:
                    self.complain(found, "" if name == NON_FIELD_ERRORS else name, message)
        places = getattr(self.form, "constraint_fields", {})
        for rule in broken_rules(found.row):
            self.complain(found, places.get(rule.name, ""), str(rule.violation_error_message))

    # Writing

    def create(self, rows: Sequence[Any], *, user: Any, publish: bool) -> None:
        """Put new checked rows into the register.

        Raises `IntegrityError` or `ValidationError`; then none is in.
        """
        create_rows(rows)

    # Export

    def queryset(self, part: Part) -> models.QuerySet:
        """The rows of the part, with what the columns need, in a steady order."""
        raise NotImplementedError

    def cells_of(self, row: Any) -> Cells:
        """The cells of a row of the register, as the import reads them."""
        return {name: self.shown(name, getattr(row, name)) for name in self.plain_fields}

    def export(self, part: Part) -> Iterator[list[str]]:
        """The table of the part, row by row."""
        for row in self.queryset(part).iterator(chunk_size=500):
            cells = self.cells_of(row)
            yield [cells.get(column.name, "") for column in self.columns]

    def shown(self, name: str, value: Any) -> str:
        """The value as a person writes it in a cell."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return "да" if value else "нет"
        if isinstance(value, dt.date):
            return f"{value:%d.%m.%Y}"
        model_field: Any = self.model._meta.get_field(name)
        if model_field.choices:
            return str(dict(model_field.flatchoices).get(value, value))
        return str(value)


def yes_or_no(text: str) -> bool:
    """Raises `ValidationError` for any other word."""
    word = fold(text)
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValidationError(_("Напишите «да» или «нет»."))


def choice(choices: Iterable[tuple[Any, Any]], text: str) -> Any:
    """The choice whose code or Russian name was written. Raises `ValidationError` for none."""
    listed = list(choices)
    for value, label in listed:
        if fold(text) in (fold(str(value)), fold(str(label))):
            return value
    names = ", ".join(f"«{label}»" for value, label in listed if value)
    raise ValidationError(_("Такого значения нет. Напишите одно из: {names}.").format(names=names))


def day(text: str) -> dt.date:
    """01.09.2021, 2021-09-01 and 2021-09-01 00:00:00. Raises `ValidationError`."""
    word = re.sub(r"\s*г(ода|\.)?$|[ T]00:00(:00)?$", "", text.strip())
    for form in ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(word, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValidationError(_("Не поняли дату. Напишите её так: 01.09.2021."))


def digits(text: str) -> str:
    return normalize_digits(text)


SOURCE = Column(
    "external_source",
    gettext_lazy("Внешний реестр"),
    gettext_lazy("Откуда номер в следующем столбце, например «АИС региона»."),
    gettext_lazy("АИС региона"),
)
EXTERNAL_ID = Column(
    "external_id",
    gettext_lazy("Номер во внешнем реестре"),
    gettext_lazy("По нему строка узнаётся при следующей загрузке, даже если название изменилось."),
    "1024",
)
REGION = Column(
    "region",
    gettext_lazy("Регион"),
    gettext_lazy("Название или код субъекта: «Томская область» или 70."),
    gettext_lazy("Томская область"),
    required=True,
    also=("Субъект", "Субъект РФ", "Код региона", "Регион (код или название)"),
)
MUNICIPALITY = Column(
    "municipality",
    gettext_lazy("Муниципалитет"),
    gettext_lazy("Название района или округа, как в реестре сайта."),
    gettext_lazy("Шегарский район"),
    required=True,
    also=("Район", "Муниципальное образование", "Муниципальный район"),
)
