"""Centres in the register: editing, deleting, bringing back; opening one is in `opening`."""

import django_filters
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import RedirectView
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from centers.models import Center, Municipality, Region
from centers.permissions import may
from centers.services import delete_center
from centers.viewsets.base import RegisterDeleteView, RegisterEditView, RegisterViewSet
from centers.viewsets.center_panels import EDIT_HANDLER, WORK_HANDLER
from centers.viewsets.deleted import DeletedFilterSet, DeletedRowsIndexView, RestoreView


class CenterFilterSet(DeletedFilterSet):
    region = django_filters.ModelChoiceFilter(
        field_name="municipality__region", queryset=Region.objects.all(), label=gettext_lazy("Регион")
    )
    municipality = django_filters.ModelChoiceFilter(
        queryset=Municipality.objects.filter(centers__isnull=False).distinct(),
        label=gettext_lazy("Муниципалитет"),
    )

    class Meta:
        model = Center
        fields = ["region", "municipality", "state", "profile", "year", "deleted"]


class CenterIndexView(DeletedRowsIndexView):
    def get_list_more_buttons(self, instance):
        buttons = super().get_list_more_buttons(instance)
        if not instance.deleted_at:
            buttons.append(
                Button(
                    _("Разделы и материалы"),
                    url=reverse("center_desk", args=[instance.pk]),
                    icon_name="list-ul",
                    priority=5,
                )
            )
        return buttons


class CenterOpenView(RedirectView):
    """The register's button «add» leads where centres are opened step by step."""

    pattern_name = "opening"


class CenterEditView(RegisterEditView):
    """A coordinator changes the whole row; the staff of the centre what they know best."""

    work_panel = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        center = Center.objects.with_places().filter(pk=kwargs["pk"]).first()
        if center is not None and not may(request.user, "close", center):
            self.panel, self.form_class = self.work_panel, self.work_panel.get_form_class()

    @cached_property
    def header_more_buttons(self):
        return [
            *super().header_more_buttons,
            Button(
                _("Разделы и материалы"),
                url=reverse("center_desk", args=[self.object.pk]),
                icon_name="list-ul",
                priority=1,
            ),
        ]


class CenterDeleteView(RegisterDeleteView):
    consequence = gettext_lazy(
        "Центр исчезнет с сайта и из списков и окажется в корзине. Страницы, документы и файлы останутся, и "
        "центр можно будет вернуть — из корзины или через фильтр «удалённые» в списке центров."
    )

    def remove(self):
        delete_center(self.object, user=self.request.user)
        log(instance=self.object, action="wagtail.delete", user=self.request.user)


class CenterRestoreView(RestoreView):
    explanation = gettext_lazy("Центр вернётся в списки и на сайт по прежнему адресу, со всеми материалами.")


class CenterViewSet(RegisterViewSet):
    """Centres «Точка роста»."""

    model = Center
    name = "register_center"
    url_prefix = "register/centers"
    icon = "site"
    menu_label = gettext_lazy("Центры")
    add_item_label = gettext_lazy("Открыть новый центр")
    new_item_title = gettext_lazy("Новый центр")
    delete_question = gettext_lazy("Удалить этот центр?")
    index_view_class = CenterIndexView
    edit_view_class = CenterEditView
    delete_view_class = CenterDeleteView
    filterset_class = CenterFilterSet
    related = ("school", "municipality__region")
    title_label = gettext_lazy("Центр")
    title_sort_key = "school__short_name"
    list_display = [
        "title",
        Column("municipality", label=gettext_lazy("Муниципалитет"), sort_key="municipality__name"),
        Column(
            "region",
            classname="admin-wide",
            label=gettext_lazy("Регион"),
            accessor="municipality.region",
            sort_key="municipality__region__name",
        ),
        Column("state", label=gettext_lazy("Состояние"), accessor="get_state_display", sort_key="state"),
        Column("year", classname="admin-wide", label=gettext_lazy("Год"), sort_key="year"),
        DateColumn(
            "updated_at", classname="admin-wide", label=gettext_lazy("Изменён"), sort_key="updated_at"
        ),
    ]
    edit_handler = EDIT_HANDLER

    @cached_property
    def work_handler(self):
        return WORK_HANDLER.bind_to_model(self.model)

    def get_edit_view_kwargs(self, **kwargs):
        return {**super().get_edit_view_kwargs(**kwargs), "work_panel": self.work_handler}

    @cached_property
    def add_view(self):
        return CenterOpenView.as_view()

    @cached_property
    def restore_view(self):
        return self.construct_view(CenterRestoreView)

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"restore_url_name": self.get_url_name("restore"), **kwargs})

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("restore/<int:pk>/", self.restore_view, name="restore")]
