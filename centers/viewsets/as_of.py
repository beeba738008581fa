"""The screen «Как было вчера» of a page: another day, the differences, one button."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from centers.services.as_of import page_as_it_was, return_to, state_before
from toolkit.text import russian_date


class AsOfView(WagtailAdminTemplateMixin, TemplateView):
    """What the page was at the end of a day, yesterday unless `day` says another."""

    template_name = "centers/admin/as_of.html"
    page_title = gettext_lazy("Как было")
    header_icon = "history"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(Page, pk=kwargs["page_id"]).specific
        self.permissions = self.page.permissions_for_user(request.user)
        if not self.permissions.can_edit():
            raise PermissionDenied

    @cached_property
    def day(self) -> dt.date:
        """The day whose evening is asked for; never today or later."""
        yesterday = timezone.localdate() - dt.timedelta(days=1)
        try:
            asked = parse_date(self.request.GET.get("day", ""))
        except ValueError:
            asked = None
        return min(asked, yesterday) if asked and asked.year >= 1990 else yesterday

    @cached_property
    def state(self):
        return state_before(self.page, self.day + dt.timedelta(days=1))

    @cached_property
    def wants_draft(self) -> bool:
        return self.state.has_other_draft and self.request.GET.get("what") == "draft"

    @cached_property
    def revision(self):
        return self.state.draft if self.wants_draft else self.state.main

    @property
    def may_publish(self) -> bool:
        """Whether «вернуть и опубликовать» is offered: it was published then, and the person may."""
        was_shown = self.state.shown is not None and not self.wants_draft
        return was_shown and self.permissions.can_publish()

    def get_page_subtitle(self):
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self):
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            *self.breadcrumbs_items,
            {"url": edit, "label": self.page.get_admin_display_title()},
            {"url": "", "label": _("Как было")},
        ]

    def get_differences(self):
        """Fields of the form that are not today what they were."""
        panel = self.page.get_edit_handler().get_bound_panel(
            instance=self.page, request=self.request, form=None
        )
        now = self.page.get_latest_revision_as_object()
        past = page_as_it_was(self.page, self.revision)
        found = [compare(now, past) for compare in panel.get_comparison()]
        return [one for one in found if one.has_changed()]

    def post(self, request, *args, **kwargs):
        if self.revision is None:
            raise Http404
        if self.page.permissions_for_user(request.user).page_locked():
            raise PermissionDenied
        publish = request.POST.get("action") == "publish" and self.may_publish
        return_to(self.page, self.revision, publish=publish, user=request.user)
        day = russian_date(self.day)
        text = (
            _("Страница снова такая, какой была {day}. Посетители это уже видят.")
            if publish
            else _("Черновик снова такой, каким страница была {day}. Посетители его пока не видят.")
        )
        history = reverse("wagtailadmin_pages:history", args=[self.page.pk])
        messages.success(
            request,
            " ".join([text.format(day=day), _("То, что было сегодня, осталось в истории.")]),
            buttons=[messages.button(history, _("История"))],
        )
        return redirect("wagtailadmin_pages:edit", self.page.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "page_object": self.page,
            "day": self.day,
            "yesterday": timezone.localdate() - dt.timedelta(days=1),
            "state": self.state,
            "revision": self.revision,
            "wants_draft": self.wants_draft,
            "may_publish": self.may_publish,
            "differences": self.get_differences() if self.revision else [],
            "is_shown_today": self.page.live,
        }


def offer_as_of(page, user, view_name, next_url=None):
    """`register_page_header_buttons`: in the menu of a page that has been saved before today."""
    if page.pk and page.depth > 1 and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Как было вчера"),
            url=reverse("page_as_of", args=[page.pk]),
            icon_name="history",
            priority=64,
        )


as_of_urls = [path("pages/<int:page_id>/as-of/", AsOfView.as_view(), name="page_as_of")]
