"""The rows of a centre that a section shows, listed inside the section's own form."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.urls import reverse
from wagtail.admin.panels import Panel

from toolkit.text import count_phrase

SHOWN_ROWS = 8


@dataclass(frozen=True, slots=True)
class RowList:
    """How the rows of one kind are counted, shown and reached.

    `forms` are the three Russian forms for counting; `others` are further screens:
    pairs of a label and the name of an address that takes the centre's number.
    """

    name: str
    model: type[Model]
    title: Any
    forms: tuple[Any, Any, Any]
    add_label: Any
    list_url_name: str
    add_url_name: str
    edit_url_name: str
    #: «Все документы»
    list_label: Any
    icon: str = "list-ul"
    others: tuple[tuple[Any, str], ...] = field(default=())
    #: What the list is about before anything is in it.
    empty: Any = ""
    rows: Callable[[Any], QuerySet] | None = None
    note: Callable[[Model], str] | None = None
    #: Work on such rows that somebody has begun: labels and addresses.
    begun: Callable[[int], list[tuple[str, str]]] | None = None

    def of(self, center_id: int) -> QuerySet:
        """The rows of the centre, in the order of the list."""
        if self.rows is not None:
            return self.rows(center_id)
        return self.model._default_manager.filter(center=center_id)

    def count_label(self, count: int) -> str:
        """«12 документов»."""
        return count_phrase(count, *(str(form) for form in self.forms))

    def list_url(self, center_id: int) -> str:
        return f"{reverse(self.list_url_name)}?{urlencode({'center': center_id})}"

    def add_url(self, center_id: int) -> str:
        return f"{reverse(self.add_url_name)}?{urlencode({'center': center_id})}"

    def other_links(self, center_id: int) -> list[tuple[str, str]]:
        return [(str(label), reverse(name, args=[center_id])) for label, name in self.others]


_row_lists: dict[str, RowList] = {}


def register_row_list(rows: RowList) -> None:
    """Make a kind of rows known to the forms of sections and to the screen of a centre."""
    _row_lists[rows.name] = rows


def row_list(name: str) -> RowList | None:
    return _row_lists.get(name)


def row_lists() -> list[RowList]:
    """All kinds of rows in the order they were registered."""
    return list(_row_lists.values())


class RowListPanel(Panel):
    """The first rows of a kind with buttons: open the list, add one, add many.

    The rows are not part of the page and are saved on screens of their own, so that an
    older draft of the page can never bring back an older list.
    """

    def __init__(self, rows: str, **kwargs):
        super().__init__(**kwargs)
        self.rows = rows

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "rows": self.rows}

    class BoundPanel(Panel.BoundPanel):
        template_name = "centers/admin/row_list_panel.html"

        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.list = row_list(self.panel.rows)
            if self.list is not None and not self.heading:
                self.heading = self.list.title

        def is_shown(self):
            return bool(self.list is not None and self.instance.pk and self.instance.center_id)

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            center_id = self.instance.center_id
            rows = self.list.of(center_id)
            total = rows.count()
            context |= {
                "list": self.list,
                "total": total,
                "count_label": self.list.count_label(total),
                "rows": [
                    {
                        "title": str(row),
                        "url": reverse(self.list.edit_url_name, args=[row.pk]),
                        "note": self.list.note(row) if self.list.note else "",
                    }
                    for row in rows[:SHOWN_ROWS]
                ],
                "more": max(total - SHOWN_ROWS, 0),
                "list_url": self.list.list_url(center_id),
                "add_url": self.list.add_url(center_id),
                "other_links": self.list.other_links(center_id),
                "begun": self.list.begun(center_id) if self.list.begun else [],
            }
            return context


class CenterPanel(Panel):
    """Says whose row it is; the centre itself stands in a hidden field and is never chosen here.

    `derived` is for rows that take their centre from something else in the form.
    """

    def __init__(self, derived: bool = False, **kwargs):
        super().__init__(**kwargs)
        self.derived = derived

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "derived": self.derived}

    def get_form_options(self):
        return {} if self.derived else {"fields": ["center"]}

    class BoundPanel(Panel.BoundPanel):
        template_name = "centers/admin/center_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            context["center"] = self.form.center
            context["field"] = None if self.panel.derived else self.form["center"]
            context["errors"] = self.form["center"].errors
            return context
