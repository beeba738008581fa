"""«Сотрудники»: who works in the own part, and what can be done about it.

The address of a person is that of a membership, so that the gate can say whose it is; only memberships of
the own part are shown, wherever else the person works.
"""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import ModelLogEntry

from accounts.models import LoginRecord, User
from centers.forms.people import RoleForm, SameScopeRoleForm
from centers.models import Invitation, Membership, Role
from centers.permissions import is_administrator, may, reach
from centers.services import memberships as services
from centers.services.words import place_in_words
from centers.viewsets.base import RegisterIndexView
from centers.viewsets.choosers import CenterChooserWidget
from centers.viewsets.invitations import (
    CHOOSERS,
    InvitationActionView,
    InvitationListView,
    InvitationView,
    InviteView,
    sheet_of_password,
)
from centers.viewsets.rows import permitted_centers
from toolkit.lists import ROWS

PLACES = ("center__school", "center__municipality__region", "municipality__region", "region")


class PeopleMenuItem(MenuItem):
    """For heads and above."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, "view", Membership)


def own_memberships(user: User) -> QuerySet[Membership]:
    """Memberships of the own part."""
    rows = Membership.objects.select_related("user", *PLACES)
    return reach(user, "membership", "view").rows(rows)


def state_of(membership: Membership) -> str:
    """«работает», «приостановлен», «прекращён»."""
    if membership.ended_at:
        return str(_("прекращён"))
    if membership.blocked_at or not membership.user.is_active:
        return str(_("приостановлен"))
    return str(_("работает"))


class PeopleFilterSet(WagtailFilterSet):
    role = django_filters.ChoiceFilter(
        label=gettext_lazy("Роль"), choices=Role.choices, empty_label=gettext_lazy("Любая")
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Состояние"),
        method="of_state",
        empty_label=gettext_lazy("Все, кроме прекращённых"),
        choices=[
            ("working", gettext_lazy("работает")),
            ("suspended", gettext_lazy("приостановлен")),
            ("ended", gettext_lazy("прекращён")),
        ],
    )
    center = django_filters.ModelChoiceFilter(
        queryset=permitted_centers, label=gettext_lazy("Центр"), widget=CenterChooserWidget
    )

    class Meta:
        model = Membership
        fields = ["role", "state", "center"]

    def of_state(self, queryset: QuerySet[Membership], _name: str, value: str) -> QuerySet[Membership]:
        stopped = Q(blocked_at__isnull=False) | Q(user__is_active=False)
        return {
            "working": queryset.active(),
            "suspended": queryset.standing().filter(stopped),
            "ended": queryset.filter(ended_at__isnull=False),
        }[value]


class PeopleListView(RegisterIndexView):
    """People of the own part with role, place and state."""

    model = Membership
    page_title = gettext_lazy("Сотрудники")
    header_icon = "group"
    index_url_name = "people"
    index_results_url_name = "people_results"
    template_name = "centers/admin/people.html"
    filterset_class = PeopleFilterSet
    is_searchable = True
    search_fields = None
    paginate_by = ROWS
    default_ordering = "user__last_name"
    any_permission_required = None
    add_item_label = gettext_lazy("Пригласить")

    def get_base_queryset(self) -> QuerySet[Membership]:
        rows = own_memberships(self.request.user)
        return rows if self.request.GET.get("state") == "ended" else rows.standing()

    def search_queryset(self, queryset: QuerySet[Membership]) -> QuerySet[Membership]:
        return named(queryset, self.search_query, "user__") if self.is_searching else queryset

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "user",
                label=_("Человек"),
                accessor=lambda row: row.user.get_full_name() or row.user.get_username(),
                get_url=lambda row: reverse("person", args=[row.pk]),
                sort_key="user__last_name",
            ),
            Column("role", label=_("Роль"), accessor="get_role_display", sort_key="role"),
            Column(
                "place",
                classname="admin-wide",
                label=_("Где"),
                accessor=lambda row: place_in_words(row.place),
            ),
            Column("state", label=_("Состояние"), accessor=state_of),
        ]

    @property
    def add_url(self) -> str | None:
        return reverse("people_invite") if may(self.request.user, "add", Membership) else None

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        waiting = reach(self.request.user, "membership", "view").rows(Invitation.objects.waiting())
        context["invited"] = waiting.count()
        return context


def named(queryset: QuerySet, query: str, prefix: str) -> QuerySet:
    """Rows of people each word of the query begins a name of; SQLite knows capitals of Latin letters only."""
    for word in query.split()[:5]:
        condition = Q()
        for name in ("last_name", "first_name", "patronymic", "username", "email"):
            for form in {word, word.lower(), word.capitalize()}:
                condition |= Q(**{f"{prefix}{name}__startswith": form})
        queryset = queryset.filter(condition)
    return queryset


class PersonScreen(WagtailAdminTemplateMixin):
    """A screen about one person of the own part."""

    header_icon = "user"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.membership = get_object_or_404(own_memberships(request.user), pk=kwargs["membership_id"])
        self.person = self.membership.user

    def get_page_title(self) -> str:
        return self.person.get_full_name() or self.person.get_username()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("people"), "label": _("Сотрудники")},
            {"url": "", "label": self.get_page_title()},
        ]


class PersonView(PersonScreen, TemplateView):
    """The roles of a person in the own part, their buttons, what was done and when they came in."""

    template_name = "centers/admin/person.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        by, person = self.request.user, self.person
        rows = list(own_memberships(by).filter(user=person).order_by("ended_at", "-since"))
        may_reset = services.may_reset(by, person)
        return {
            **super().get_context_data(**kwargs),
            "person": person,
            "membership": self.membership,
            "is_self": person.pk == by.pk,
            "cards": [self.card(row) for row in rows],
            "may_reset": may_reset,
            "may_reset_factor": bool(person.second_factor_at)
            and services.may_reset(by, person, from_above=True),
            "new_role": RoleForm(by=by, choosers=CHOOSERS, prefix="new"),
            "history": self.history(rows, with_account=may_reset or is_administrator(by)),
            "logins": LoginRecord.objects.filter(user=person).select_related("user")[:10],
        }

    def card(self, row: Membership) -> dict[str, Any]:
        by = self.request.user
        changes = (
            row.ended_at is None
            and (row.user_id != by.pk or by.is_superuser)
            and services.may_appoint(by, Role(row.role), row.place, action="change")
        )
        return {
            "row": row,
            "place": place_in_words(row.place),
            "state": state_of(row),
            "changes": changes,
            "form": SameScopeRoleForm(membership=row, by=by) if changes else None,
        }

    @staticmethod
    def history(rows: list[Membership], *, with_account: bool) -> QuerySet[ModelLogEntry]:
        """What was done with these roles, and with the account when the whole person is of the own part."""
        found = ModelLogEntry.objects.for_instance(rows[0]).none()
        for row in rows:
            found |= ModelLogEntry.objects.for_instance(row)
        if with_account:
            found |= ModelLogEntry.objects.for_instance(rows[0].user).filter(action__startswith="accounts.")
        return found.select_related("user").order_by("-timestamp")[:20]


@method_decorator(never_cache, name="dispatch")
class PersonActionView(PersonScreen, View):
    """One button of the person's screen. Raises `PermissionDenied` through the services."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, membership_id: int, action: str) -> HttpResponseBase:
        deed = getattr(self, f"do_{action.replace('-', '_')}", None)
        if deed is None:
            raise PermissionDenied
        return deed() or redirect("person", self.membership.pk)

    def do_suspend(self) -> None:
        services.suspend(self.membership, by=self.request.user)
        messages.success(self.request, _("Роль приостановлена. В других местах человек работает как прежде."))

    def do_resume(self) -> None:
        services.resume(self.membership, by=self.request.user)
        messages.success(self.request, _("Роль возвращена."))

    def do_end(self) -> None:
        services.end(self.membership, by=self.request.user)
        messages.success(self.request, _("Роль прекращена. Всё, что человек сделал, остаётся на сайте."))

    def do_role(self) -> HttpResponseBase | None:
        form = SameScopeRoleForm(self.request.POST, membership=self.membership, by=self.request.user)
        if not form.is_valid():
            raise PermissionDenied  # the form offers what may be given; whoever sends another has forged it
        try:
            changed = services.change_role(
                self.membership, Role(form.cleaned_data["role"]), by=self.request.user
            )
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return None
        messages.success(self.request, _("Новая роль: {role}.").format(role=changed.get_role_display()))
        return redirect("person", changed.pk)

    def do_appoint(self) -> None:
        form = RoleForm(self.request.POST, by=self.request.user, choosers=CHOOSERS, prefix="new")
        if not form.is_valid():
            for errors in form.errors.values():
                messages.error(self.request, " ".join(errors))
            return
        role, place = Role(form.cleaned_data["role"]), form.cleaned_data["place"]
        try:
            services.appoint(self.person, role, place, by=self.request.user)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
        else:
            messages.success(
                self.request,
                _("Добавлена роль: {role}, {place}.").format(role=role.label, place=place_in_words(place)),
            )

    def do_password(self) -> HttpResponseBase:
        password = services.reset_password(self.person, by=self.request.user)
        return sheet_of_password(
            self.request, self.person, password, back=reverse("person", args=[self.membership.pk])
        )

    def do_second_factor(self) -> None:
        services.reset_second_factor(self.person, by=self.request.user)
        messages.success(
            self.request, _("Второй шаг входа снят. При следующем входе человек подключит новый телефон.")
        )


class LoginsView(WagtailAdminTemplateMixin, TemplateView):
    """The log of logins of the own part's people; administrators see all, unknown names included."""

    template_name = "centers/admin/logins.html"
    page_title = gettext_lazy("Журнал входов")
    header_icon = "history"
    per_page = ROWS

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("people"), "label": _("Сотрудники")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        if not may(user, "view", Membership):
            raise PermissionDenied
        logins = LoginRecord.objects.select_related("user")
        if not is_administrator(user):
            people = reach(user, "membership", "view").rows(Membership.objects.standing())
            logins = logins.filter(user__in=people.values("user"))
        only = self.request.GET.get("only", "")
        if only == "failed":
            logins = logins.filter(success=False)
        query = self.request.GET.get("q", "").strip()
        if query:
            logins = named(logins, query, "user__")
        page = Paginator(logins, self.per_page).get_page(self.request.GET.get("p"))
        return {**super().get_context_data(**kwargs), "page": page, "only": only, "query": query}


people_urls = [
    path("people/", PeopleListView.as_view(), name="people"),
    path("people/results/", PeopleListView.as_view(results_only=True), name="people_results"),
    path("people/logins/", LoginsView.as_view(), name="people_logins"),
    path("people/invite/", InviteView.as_view(), name="people_invite"),
    path("people/invitations/", InvitationListView.as_view(), name="people_invitations"),
    path("people/invitations/<int:invitation_id>/", InvitationView.as_view(), name="people_invitation"),
    path(
        "people/invitations/<int:invitation_id>/<str:action>/",
        InvitationActionView.as_view(),
        name="people_invitation_action",
    ),
    path("people/<int:membership_id>/", PersonView.as_view(), name="person"),
    path("people/<int:membership_id>/<str:action>/", PersonActionView.as_view(), name="person_action"),
]
