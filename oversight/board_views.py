"""Screens of coordinators: the board of centres, the same by place, and both as files."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from centers.models import Region
from centers.permissions import is_coordinator, reach
from centers.viewsets.base import FoundInList
from oversight import board
from toolkit.lists import ROWS
from toolkit.tables import csv_lines, workbook
from toolkit.text import count_phrase

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def centers_phrase(count: int) -> str:
    return count_phrase(count, _("центр"), _("центра"), _("центров"))


class OfCoordinator(FoundInList):
    """What all screens of the board stand on: who asks, and which centres are meant."""

    digit_fields = ("school__ogrn", "school__inn")

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not is_coordinator(request.user):
            raise PermissionDenied

    @cached_property
    def chosen(self) -> board.BoardFilter:
        return board.BoardFilter(self.request.GET, user=self.request.user)

    @property
    def search_query(self) -> str:
        return self.chosen.chosen.get("q", "")

    @property
    def is_searching(self) -> bool:
        return bool(self.search_query)

    @cached_property
    def centers(self) -> Any:
        """The chosen centres in the chosen order, not yet asked for."""
        found = self.search_queryset(board.centers_of_board(self.request.user, self.chosen))
        return board.in_order(found, self.order, self.orders, board.DEFAULT_ORDER)

    @cached_property
    def orders(self) -> dict[str, tuple[str, ...]]:
        own = {column.name: (column.name, "school__short_name") for column in self.chosen.columns}
        return board.ORDERS | own

    @cached_property
    def order(self) -> str:
        asked = self.request.GET.get("order", "")
        return asked if asked.removeprefix("-") in self.orders else board.DEFAULT_ORDER

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def query(self, **changes: Any) -> str:
        """The address's query with changes; an empty value leaves a name out, the page is left out anyway."""
        known = [*self.chosen.fields, "order"]
        values = {name: self.request.GET.get(name, "") for name in known} | changes
        return urlencode({name: value for name, value in values.items() if value not in ("", None)})

    def headings(self, named: list[tuple[str, str]], orders: Any, order: str) -> list[dict[str, str]]:
        """Heads of columns: each a link that sorts, and turns round what it sorts already."""
        heads = []
        for name, label in named:
            current = order.removeprefix("-") == name
            down = order.startswith("-")
            asked = f"-{name}" if current and not down else name
            heads.append(
                {
                    "name": name,
                    "label": label,
                    "url": f"?{self.query(order=asked)}" if name in orders else "",
                    "sorted": ("descending" if down else "ascending") if current else "none",
                }
            )
        return heads


class BoardView(OfCoordinator, WagtailAdminTemplateMixin, TemplateView):
    """The centres of the coordinator's part, worst filled in first."""

    template_name = "oversight/board.html"
    page_title = gettext_lazy("Обзор центров")
    header_icon = "table"

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        buttons = [HeaderButton(_("Напоминания"), url=reverse("oversight_reminders"), icon_name="mail")]
        if reach(self.request.user, "center", "close").regions or self.chosen.fields.get("region"):
            buttons.insert(
                0,
                HeaderButton(_("По территориям"), url=reverse("oversight_places"), icon_name="list-ul"),
            )
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.chosen
        page = Paginator(self.centers, ROWS).get_page(self.request.GET.get("p"))
        named = [
            ("name", _("Центр")),
            ("municipality", _("Муниципалитет")),
            ("state", _("Состояние")),
            ("publication", _("На сайте")),
            ("score", _("Заполнено")),
            ("lacks", _("Не хватает")),
            ("oldest", _("Давно не обновляли")),
            *((column.name, str(column.label)) for column in chosen.columns),
        ]
        requirement, found = chosen.requirement, page.paginator.count
        return super().get_context_data(
            form=chosen,
            filtered=bool(chosen.chosen),
            page=page,
            rows=board.rows_of(page.object_list, chosen),
            total=centers_phrase(found),
            heads=self.headings(named, self.orders, self.order),
            orders=[(name, label) for name, label in named if name in self.orders],
            order=self.order,
            query=self.query(),
            file_urls=[
                (label, f"{reverse('oversight_board_file', args=[form])}?{self.query()}")
                for form, label in (("xlsx", "XLSX"), ("csv", "CSV"))
            ],
            clear_url=self.request.path,
            requirement=requirement,
            remind_url=(
                f"{reverse('oversight_remind')}?{self.query()}"
                if requirement and page.paginator.count
                else ""
            ),
            **kwargs,
        )


class BoardFileView(OfCoordinator, View):
    """All rows of the board as the filters leave them, as XLSX or CSV."""

    def get(self, request: Any, form: str) -> HttpResponse | StreamingHttpResponse | FileResponse:
        rows = board.rows_of_file(self.centers, self.chosen)
        return as_file(form, _("Обзор центров"), board.titles_of_file(self.chosen), rows)


def as_file(form: str, name: str, titles: list[str], rows: Any) -> Any:
    """The table as a download. Raises `Http404` for another form than XLSX and CSV."""
    day = timezone.localdate().isoformat()
    if form == "csv":
        response = StreamingHttpResponse(csv_lines(titles, rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="centers-{day}.csv"'
        return response
    if form == "xlsx":
        file = workbook(name, titles, rows, widths=[44, 28, 28] + [18] * (len(titles) - 3))
        return FileResponse(file, as_attachment=True, filename=f"centers-{day}.xlsx", content_type=XLSX)
    raise Http404


class OfPlaces(OfCoordinator):
    """Figures by region, or by municipality of one region."""

    @cached_property
    def region(self) -> Region | None:
        """The region drilled into; the only one of a regional coordinator by itself."""
        fields = self.chosen.fields
        if "region" not in fields:
            return self.chosen.regions[0] if self.chosen.regions else None
        return self.chosen.chosen.get("region")

    @cached_property
    def orders(self) -> dict[str, tuple[str, ...]]:
        sums = {f"sum_{column.name}": (f"sum_{column.name}", "name") for column in self.chosen.columns}
        return board.PLACE_ORDERS | sums

    @cached_property
    def order(self) -> str:
        asked = self.request.GET.get("order", "")
        return asked if asked.removeprefix("-") in self.orders else "name"

    @cached_property
    def places(self) -> Any:
        rows = board.places_of_board(self.request.user, self.region)
        name = self.order.removeprefix("-")
        sign = "-" if self.order.startswith("-") else ""
        return rows.order_by(f"{sign}{name}", "name", "place")

    @property
    def named(self) -> list[tuple[str, str]]:
        return [
            ("name", _("Муниципалитет") if self.region else _("Регион")),
            ("total", _("Центров")),
            ("average", _("В среднем заполнено")),
            ("published", _("Опубликовано")),
            ("share", _("Доля опубликованных")),
            ("half", _("Меньше половины")),
            *((f"sum_{column.name}", str(column.label)) for column in self.chosen.columns),
        ]


class PlacesView(OfPlaces, WagtailAdminTemplateMixin, TemplateView):
    """The network by region, a region by municipality."""

    template_name = "oversight/board_places.html"
    page_title = gettext_lazy("Обзор по территориям")
    header_icon = "list-ul"

    def get_page_subtitle(self) -> str:
        return self.region.name if self.region else ""

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Список центров"), url=reverse("oversight_board"), icon_name="table")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [self.row(place) for place in self.places]
        return super().get_context_data(
            region=self.region,
            back_url=reverse("oversight_places") if "region" in self.chosen.fields and self.region else "",
            rows=rows,
            heads=self.headings(self.named, self.orders, self.order),
            file_urls=[
                (label, f"{reverse('oversight_places_file', args=[form])}?{self.query()}")
                for form, label in (("xlsx", "XLSX"), ("csv", "CSV"))
            ],
            **kwargs,
        )

    def row(self, place: dict[str, Any]) -> dict[str, Any]:
        listing, places = reverse("oversight_board"), reverse("oversight_places")
        pk = place["place"]
        if self.region:
            region = f"region={self.region.pk}&" if "region" in self.chosen.fields else ""
            url = drill = f"{listing}?{region}municipality={pk}"
        else:
            url, drill = f"{places}?region={pk}", f"{listing}?region={pk}"
        figures = [
            (column, place[f"sum_{column.name}"], f"{drill}&{column.name}=on")
            for column in self.chosen.columns
        ]
        average = place["average"]
        return place | {
            "url": url,
            "list_url": drill,
            "average": None if average is None else round(average),
            "half_url": f"{drill}&score_to=49",
            "figures": figures,
        }


class PlacesFileView(OfPlaces, View):
    """The same table as a file."""

    def get(self, request: Any, form: str) -> Any:
        names = [name for name, _label in self.named]
        rows = (
            [round(place[name]) if isinstance(place[name], float) else place[name] for name in names]
            for place in self.places
        )
        return as_file(form, _("Обзор по территориям"), [label for _name, label in self.named], rows)


board_urls = [
    path("oversight/board/", BoardView.as_view(), name="oversight_board"),
    path("oversight/board/file/<str:form>/", BoardFileView.as_view(), name="oversight_board_file"),
    path("oversight/places/", PlacesView.as_view(), name="oversight_places"),
    path("oversight/places/file/<str:form>/", PlacesFileView.as_view(), name="oversight_places_file"),
]
