"""Rows that are deleted by hiding them: a filter that shows them and a screen that brings them back."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from centers.models import BinEntry
from centers.services import return_entry
from centers.viewsets.base import RegisterIndexView


class DeletedFilterSet(WagtailFilterSet):
    """Kept rows unless the deleted ones are asked for."""

    deleted = django_filters.ChoiceFilter(
        label=gettext_lazy("Показать"),
        choices=[("only", gettext_lazy("удалённые")), ("all", gettext_lazy("все"))],
        empty_label=gettext_lazy("действующие"),
        widget=forms.RadioSelect,
        method="filter_deleted",
    )

    def filter_deleted(self, queryset, name, value):
        return queryset.filter(deleted_at__isnull=False) if value == "only" else queryset

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("deleted"):
            return queryset
        return queryset.filter(deleted_at__isnull=True)


class DeletedRowsIndexView(RegisterIndexView):
    """A list with deleted rows behind a filter; their title leads to bringing them back."""

    restore_url_name = None

    def filter_queryset(self, queryset: models.QuerySet) -> models.QuerySet:
        if self.filters and self.filters.is_valid():
            return super().filter_queryset(queryset)
        return queryset.filter(deleted_at__isnull=True)

    def get_edit_url(self, instance):
        if instance.deleted_at:
            return reverse(self.restore_url_name, args=[instance.pk])
        return super().get_edit_url(instance)

    def get_list_more_buttons(self, instance):
        if not instance.deleted_at:
            return super().get_list_more_buttons(instance)
        restore = reverse(self.restore_url_name, args=[instance.pk])
        return [MenuItem(_("Восстановить"), url=restore, icon_name="rotate", priority=10)]


class RestoreView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    """Asks before bringing a deleted row back; GET changes nothing."""

    permission_required = "delete"
    index_url_name = None
    edit_url_name = None
    restore_url_name = None
    template_name = "centers/admin/confirm_restore.html"
    page_title = gettext_lazy("Восстановление")
    header_icon = "rotate"
    explanation = ""

    def get_base_object_queryset(self):
        return super().get_base_object_queryset().filter(deleted_at__isnull=False)

    def get_page_subtitle(self):
        return str(self.object)

    def get_breadcrumbs_items(self):
        return []

    def post(self, request, *args, **kwargs):
        try:
            return_entry(BinEntry.objects.of(self.object).get(), user=request.user)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
            return self.render_to_response(self.get_context_data())
        messages.success(request, _("Восстановлено: «{name}».").format(name=self.object))
        return redirect(self.edit_url_name, self.object.pk)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["object"] = self.object
        context["explanation"] = self.explanation
        context["restore_url"] = reverse(self.restore_url_name, args=[self.object.pk])
        context["index_url"] = reverse(self.index_url_name)
        return context
