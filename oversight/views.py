"""Screens of completeness: the requirements, the report of a centre, signing, and what the panel asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from centers.models import Center, CenterDocument, CenterPage, School, Teacher
from centers.permissions import centers_for, may
from oversight.catalogue import BY_CODE, CATALOGUE, SECTION_TITLES, VERSION, Level
from oversight.models import Status
from oversight.services import declarations
from oversight.services.checking import standings_of
from oversight.services.panel import lacks
from oversight.services.tasks import about_minutes, report_of, tasks_of, words_of_score
from toolkit.text import count_phrase
from toolkit.validators import validate_https_or_http_url

#: New pages whose forms have a panel.
NEW_PAGES = frozenset({"programpage", "eventpage", "plainpage", "newspage"})
NEW_ROWS = {"document": "centers.centerdocument", "teacher": "centers.teacher"}


class RequirementsView(WagtailAdminTemplateMixin, TemplateView):
    """The whole catalogue with its sources."""

    template_name = "oversight/requirements.html"
    page_title = gettext_lazy("Требования к разделам центра")
    header_icon = "list-ul"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        groups: dict[str, list] = {}
        for requirement in CATALOGUE:
            groups.setdefault(str(SECTION_TITLES[requirement.section]), []).append(requirement)
        return context | {"version": VERSION, "groups": list(groups.items())}


class OfCenter(WagtailAdminTemplateMixin, TemplateView):
    """A screen about one centre of the person's own."""

    header_icon = "site"
    center: Center

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            centers = centers_for(request.user).with_places()
            self.center = get_object_or_404(centers, pk=kwargs["center_id"])

    def get_page_subtitle(self) -> str:
        return self.center.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("center_desk", args=[self.center.pk]), "label": self.center.title},
            {"url": "", "label": self.get_page_title()},
        ]


class CenterReportView(OfCenter):
    """Every requirement of the centre by section, with its tasks first."""

    template_name = "oversight/report.html"
    page_title = gettext_lazy("Чего не хватает")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        standing = standings_of([self.center])[self.center.pk]
        items = list(standing.items.all())
        return context | {
            "center": self.center,
            "standing": standing,
            "score_words": words_of_score(standing),
            "tasks": tasks_of(self.center, items, self.request.user),
            "sections": report_of(self.center, items, self.request.user),
            "left": about_minutes(standing.minutes),
        }


class NotApplicableForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Почему этому центру это не нужно"),
        max_length=300,
        min_length=5,
        help_text=gettext_lazy(
            "Например: «В центре нет уроков, только кружки». Под решением будет ваше имя."
        ),
        error_messages={
            "required": gettext_lazy("Напишите причину."),
            "min_length": gettext_lazy("Напишите причину подробнее."),
        },
    )


class MetAboveForm(forms.Form):
    level = forms.ChoiceField(label=gettext_lazy("Кто опубликовал"))
    url = forms.CharField(
        label=gettext_lazy("Адрес страницы или файла"),
        max_length=500,
        validators=[validate_https_or_http_url],
        help_text=gettext_lazy("Скопируйте адрес целиком, например https://school.example.ru/sveden/struct."),
        error_messages={"required": gettext_lazy("Вставьте адрес, по которому это опубликовано.")},
    )

    def __init__(self, levels: list[tuple[Level, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [(level.value, label) for level, label in levels]


class RequirementView(OfCenter):
    """One requirement of a centre: where it comes from, how it stands, and who has signed what about it."""

    template_name = "oversight/requirement.html"

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["code"] not in BY_CODE:
            raise Http404
        self.requirement = BY_CODE[kwargs["code"]]

    def get_page_title(self) -> str:
        return str(self.requirement.title)

    @cached_property
    def levels(self) -> list[tuple[Level, str]]:
        return declarations.levels_for(self.request.user, self.center, self.requirement)

    @cached_property
    def may_sign(self) -> bool:
        return declarations.may_sign(self.request.user, self.center, Level.CENTER)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """`what`: «na» (not for this centre), «above» (met above) or «revoke»."""
        deed = {"na": self._not_applicable, "above": self._met_above, "revoke": self._revoke}.get(
            request.POST.get("what", "")
        )
        if deed is None:
            raise Http404
        return deed()

    def _not_applicable(self) -> Any:
        form = NotApplicableForm(self.request.POST)
        if not self.may_sign:
            raise PermissionDenied
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            return self._signed(
                form,
                lambda: declarations.declare_not_applicable(
                    self.center, self.requirement, reason, user=self.request.user
                ),
            )
        return self._again(na_form=form)

    def _met_above(self) -> Any:
        if not self.levels:
            raise PermissionDenied
        form = MetAboveForm(self.levels, self.request.POST)
        if form.is_valid():
            level, url = Level(form.cleaned_data["level"]), form.cleaned_data["url"]
            return self._signed(
                form,
                lambda: declarations.declare_met_above(
                    self.center, self.requirement, level, url, user=self.request.user
                ),
            )
        return self._again(above_form=form)

    def _signed(self, form: forms.Form, sign: Any) -> Any:
        try:
            sign()
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return self._again()
        messages.success(self.request, _("Подписано: {title}.").format(title=self.requirement.title))
        return redirect("center_report", self.center.pk)

    def _revoke(self) -> Any:
        number = self.request.POST.get("declaration", "")
        rows = declarations.declarations_for(self.center, self.requirement.code)
        row = next((row for row in rows if str(row.pk) == number), None)
        if row is None:
            raise Http404
        declarations.revoke(row, self.center, user=self.request.user)
        messages.success(self.request, _("Решение отозвано: {title}.").format(title=self.requirement.title))
        return redirect("center_requirement", self.center.pk, self.requirement.code)

    def _again(self, **given: Any) -> Any:
        return self.render_to_response(self.get_context_data(**given))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = declarations.declarations_for(self.center, self.requirement.code)
        standing = standings_of([self.center])[self.center.pk]
        item = standing.items.filter(code=self.requirement.code).first()
        user = self.request.user
        context |= {
            "center": self.center,
            "requirement": self.requirement,
            "status": Status(item.status) if item else Status.PRESENT,
            "item": item,
            "signed": [
                (row, declarations.may_sign(user, self.center, declarations.level_of(row), "delete"))
                for row in rows
            ],
        }
        own = any(row.center_id for row in rows)
        if self.may_sign and not own:
            context.setdefault("na_form", NotApplicableForm())
        if self.levels and not own:
            context.setdefault("above_form", MetAboveForm(self.levels))
        return context


def _in_json(center: Center, model: str, pk: int | None, user: Any) -> JsonResponse:
    found = lacks(center, model, pk, user)
    minutes = sum(lack.requirement.minutes for lack in found)
    total = count_phrase(len(found), _("пункт"), _("пункта"), _("пунктов"))
    return JsonResponse(
        {
            "items": [lack.as_json() for lack in found],
            "summary": _("Осталось {total}, {time}").format(total=total, time=about_minutes(minutes))
            if found
            else "",
        }
    )


def _own_center(user: Any, center_id: int) -> Center:
    return get_object_or_404(centers_for(user).with_places(), pk=center_id)


class PagePanelView(View):
    """What a page lacks; an empty answer for pages that stand in no centre."""

    def get(self, request: Any, page_id: int) -> JsonResponse:
        page = get_object_or_404(Page, pk=page_id)
        place = CenterPage.objects.ancestor_of(page, inclusive=True).first()
        if place is None:
            return JsonResponse({"items": [], "summary": "", "outside": True})
        center = _own_center(request.user, place.center_id)
        return _in_json(center, f"centers.{page.specific_class._meta.model_name}", page.pk, request.user)


class NewPagePanelView(View):
    """What a new page will need."""

    def get(self, request: Any, parent_page_id: int, model_name: str) -> JsonResponse:
        parent = get_object_or_404(Page, pk=parent_page_id)
        place = CenterPage.objects.ancestor_of(parent, inclusive=True).first()
        if place is None or model_name not in NEW_PAGES:
            return JsonResponse({"items": [], "summary": "", "outside": True})
        return _in_json(
            _own_center(request.user, place.center_id), f"centers.{model_name}", None, request.user
        )


class RowPanelView(View):
    """What a row of a centre lacks: `model` says of which kind."""

    model: type[Any] = CenterDocument

    def get(self, request: Any, **named: int) -> JsonResponse:
        (pk,) = named.values()
        center = self.center_of(request.user, pk)
        return _in_json(center, self.model._meta.label_lower, pk, request.user)

    def center_of(self, user: Any, pk: int) -> Center:
        if self.model is Center:
            return _own_center(user, pk)
        if self.model is School:
            school = get_object_or_404(School, pk=pk)
            if not may(user, "change", school):
                raise Http404
            return get_object_or_404(centers_for(user).with_places().filter(school=school).order_by("pk")[:1])
        return _own_center(user, get_object_or_404(self.model, pk=pk).center_id)


class NewRowPanelView(View):
    """What a new row of a centre will need."""

    def get(self, request: Any, center_id: int, row_kind: str) -> JsonResponse:
        if row_kind not in NEW_ROWS:
            raise Http404
        return _in_json(_own_center(request.user, center_id), NEW_ROWS[row_kind], None, request.user)


class PublishView(View):
    """One press on the list of tasks: publish the newest draft of a page of a centre."""

    def post(self, request: Any, page_id: int) -> Any:
        page = get_object_or_404(Page, pk=page_id).specific
        place = CenterPage.objects.ancestor_of(page, inclusive=True).first()
        if place is None:
            raise Http404
        center = _own_center(request.user, place.center_id)
        if not page.permissions_for_user(request.user).can_publish() or page.locked:
            raise PermissionDenied
        draft = page.get_latest_revision_as_object()
        try:
            draft.full_clean()
        except ValidationError:
            messages.error(
                request,
                _("Страницу «{title}» пока нельзя опубликовать: исправьте поля, отмеченные красным.").format(
                    title=page.get_admin_display_title()
                ),
            )
            return redirect("wagtailadmin_pages:edit", page.pk)
        revision = page.latest_revision or page.save_revision(user=request.user)
        revision.publish(user=request.user)
        messages.success(
            request,
            _("Опубликовано: {title}.").format(title=page.get_admin_display_title()),
            buttons=[messages.button(page.get_url(request), _("Открыть на сайте"), new_window=True)],
        )
        return redirect(self.next_of(request, center))

    @staticmethod
    def next_of(request: Any, center: Center) -> str:
        """Back to one of the three screens that have the button."""
        known = {
            "home": reverse("wagtailadmin_home"),
            "report": reverse("center_report", args=[center.pk]),
        }
        return known.get(request.POST.get("back", ""), reverse("center_desk", args=[center.pk]))


oversight_urls = [
    path("oversight/requirements/", RequirementsView.as_view(), name="oversight_requirements"),
    path("oversight/centers/<int:center_id>/", CenterReportView.as_view(), name="center_report"),
    path(
        "oversight/centers/<int:center_id>/requirements/<str:code>/",
        RequirementView.as_view(),
        name="center_requirement",
    ),
    path("oversight/pages/<int:page_id>/publish/", PublishView.as_view(), name="oversight_publish"),
    path("oversight/pages/<int:page_id>/panel/", PagePanelView.as_view(), name="oversight_page_panel"),
    path(
        "oversight/pages/<int:parent_page_id>/panel/<str:model_name>/",
        NewPagePanelView.as_view(),
        name="oversight_new_page_panel",
    ),
    path(
        "oversight/documents/<int:order_id>/panel/",
        RowPanelView.as_view(model=CenterDocument),
        name="oversight_document_panel",
    ),
    path(
        "oversight/teachers/<int:teacher_id>/panel/",
        RowPanelView.as_view(model=Teacher),
        name="oversight_teacher_panel",
    ),
    path(
        "oversight/register/<int:center_id>/panel/",
        RowPanelView.as_view(model=Center),
        name="oversight_center_panel",
    ),
    path(
        "oversight/schools/<int:school_id>/panel/",
        RowPanelView.as_view(model=School),
        name="oversight_school_panel",
    ),
    path(
        "oversight/centers/<int:center_id>/panel/<str:row_kind>/",
        NewRowPanelView.as_view(),
        name="oversight_new_row_panel",
    ),
]
