"""Rows of a centre: lists that remember the centre, forms that keep it, ways back to it."""

from urllib.parse import urlencode

import django_filters
from django.contrib.admin.utils import quote
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import Button

from centers.models import Center
from centers.panels import row_list
from centers.permissions import centers_for
from centers.viewsets.base import (
    RegisterCreateView,
    RegisterDeleteView,
    RegisterEditView,
    RegisterIndexView,
    RegisterViewSet,
)
from centers.viewsets.choosers import CenterChooserWidget
from toolkit.numbers import row_number


def permitted_centers(request):
    return Center.objects.none() if request is None else centers_for(request.user).select_related("school")


class CenterRowsFilterSet(WagtailFilterSet):
    """Every list of rows can be narrowed to one centre."""

    center = django_filters.ModelChoiceFilter(
        queryset=permitted_centers, label=_("Центр"), widget=CenterChooserWidget
    )


class OfCenter:
    """A screen that may be about one centre: `?center=…`, or the centre of the row being edited."""

    row_list_name = ""

    @cached_property
    def center(self) -> Center | None:
        row = getattr(self, "object", None)
        if row is not None and getattr(row, "center_id", None):
            return row.center
        number = row_number(self.request.GET.get("center", ""))
        if number is None:
            return None
        return centers_for(self.request.user).select_related("school").filter(pk=number).first()

    def with_center(self, url: str) -> str:
        """The address with the centre added to it."""
        return f"{url}?{urlencode({'center': self.center.pk})}" if self.center else url

    @property
    def rows(self):
        return row_list(self.row_list_name)

    def center_crumbs(self) -> list[dict]:
        if not self.center:
            return []
        return [{"url": reverse("center_desk", args=[self.center.pk]), "label": self.center.title}]


class CenterRowsIndexMixin(OfCenter):
    """A list of rows; about one centre it has that centre's buttons and no column of centres."""

    def get_base_queryset(self):
        return super().get_base_queryset().filter(center__in=centers_for(self.request.user))

    @cached_property
    def columns(self):
        return [column for column in super().columns if not (self.center and column.name == "center")]

    def get_add_url(self):
        url = super().get_add_url()
        return self.with_center(url) if url else url

    def get_page_subtitle(self):
        return self.center.title if self.center else ""

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        items[-1].pop("sublabel", None)
        return [*items[:-1], *self.center_crumbs(), items[-1]]

    @cached_property
    def header_more_buttons(self):
        buttons = list(super().header_more_buttons)
        if self.center and self.rows:
            for priority, (label, url) in enumerate(self.rows.other_links(self.center.pk)):
                buttons.append(Button(label, url=url, icon_name="table", priority=priority))
        return buttons


class CenterRowCreateMixin(OfCenter):
    """A new row of a centre; without one in the address it is asked for first."""

    def dispatch(self, request, *args, **kwargs):
        if self.center is None:
            centers = list(centers_for(request.user).values_list("pk", flat=True)[:2])
            if len(centers) == 1:
                return redirect(f"{reverse(self.add_url_name)}?{urlencode({'center': centers[0]})}")
            return redirect(f"{reverse('center_list')}?{urlencode({'add': self.row_list_name})}")
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {**super().get_initial(), "center": self.center.pk}

    def get_add_url(self):
        return self.with_center(super().get_add_url())

    def get_success_url(self):
        if getattr(self, "draftstate_enabled", False) and self.action == "create":
            return super().get_success_url()
        return self.with_center(reverse(self.index_url_name))

    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        items[-1]["label"] = self.new_item_title
        items[-2]["url"] = self.with_center(items[-2]["url"])
        return [*items[:-2], *self.center_crumbs(), *items[-2:]]


class CenterRowMixin(OfCenter):
    """Editing or deleting a row: found only among the person's own centres, ends in the centre's list."""

    def get_queryset(self):
        return super().get_queryset().filter(center__in=centers_for(self.request.user))

    def get_success_url(self):
        if getattr(self, "draftstate_enabled", False) and self.action == "edit":
            return reverse(self.edit_url_name, args=[quote(self.object.pk)])
        return self.with_center(reverse(self.index_url_name))


class CenterRowEditMixin(CenterRowMixin):
    def get_breadcrumbs_items(self):
        items = super().get_breadcrumbs_items()
        items[-2]["url"] = self.with_center(items[-2]["url"])
        return [*items[:-2], *self.center_crumbs(), *items[-2:]]


class CenterRowIndexView(CenterRowsIndexMixin, RegisterIndexView):
    pass


class CenterRowCreateView(CenterRowCreateMixin, RegisterCreateView):
    pass


class CenterRowEditView(CenterRowEditMixin, RegisterEditView):
    pass


class CenterRowDeleteView(CenterRowMixin, RegisterDeleteView):
    pass


CENTER_COLUMN = Column(
    "center", label=_("Центр"), accessor="center.title", sort_key="center__school__short_name"
)
CHANGED_COLUMN = DateColumn("updated_at", classname="admin-wide", label=_("Изменено"), sort_key="updated_at")


class CenterRowViewSet(RegisterViewSet):
    """Base of the lists of a centre's rows."""

    index_view_class = CenterRowIndexView
    add_view_class = CenterRowCreateView
    edit_view_class = CenterRowEditView
    delete_view_class = CenterRowDeleteView
    related = ("center__school",)
    row_list_name = ""

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"row_list_name": self.row_list_name, **kwargs})
