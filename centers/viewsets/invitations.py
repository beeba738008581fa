"""Screens of whoever invites: the form, the sheet to print, the list of those who have not answered."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User
from centers.forms.people import InviteForm
from centers.models import Invitation, Membership, Role
from centers.permissions import may, reach
from centers.services import invitations as services
from centers.services.words import place_in_words
from centers.viewsets.choosers import CenterChooserWidget
from centers.viewsets.places import MunicipalityChooserViewSet
from toolkit.addresses import readable_address
from toolkit.mail import mail_is_configured
from toolkit.numbers import row_number
from toolkit.qr import qr_svg
from toolkit.text import russian_date

CHOOSERS = {"center": CenterChooserWidget, "municipality": MunicipalityChooserViewSet().widget_class}
PLACES = ("center__school", "center__municipality__region", "municipality__region", "region")


def own_invitations(user: User) -> QuerySet[Invitation]:
    rows = Invitation.objects.select_related("created_by", "membership", *PLACES)
    return reach(user, "membership", "view").rows(rows)


class PeopleScreen(WagtailAdminTemplateMixin):
    """A screen below «Сотрудники», for those who may invite."""

    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may(request.user, "add", Membership):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("people"), "label": _("Сотрудники")},
            {"url": "", "label": self.get_page_title()},
        ]


@method_decorator(never_cache, name="dispatch")
class InviteView(PeopleScreen, FormView):
    """Whom, to what, and where; the answer is a letter sent or a sheet to print."""

    template_name = "centers/admin/invite.html"
    page_title = gettext_lazy("Пригласить сотрудника")
    form_class = InviteForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user, "choosers": CHOOSERS}

    def get_initial(self) -> dict[str, Any]:
        center = self.request.GET.get("center", "")
        initial = {"role": Role.EDITOR.value}
        return {**initial, "center": center} if row_number(center) is not None else initial

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "media": context["form"].media, "has_mail": mail_is_configured()}

    def form_valid(self, form: InviteForm) -> HttpResponseBase:
        role, place = Role(form.cleaned_data["role"]), form.cleaned_data["place"]
        invitation, code = services.invite(role, place, form.invitee(), by=self.request.user)
        return hand_over(self.request, invitation, code)


def hand_over(request: HttpRequest, invitation: Invitation, code: str) -> HttpResponseBase:
    """Send the letter if there is an address; show the sheet when no letter went."""
    if invitation.email and services.mail(
        invitation,
        request.build_absolute_uri(reverse("invite_accept", args=[code])),
        place=place_in_words(invitation.place),
        by=request.user,
    ):
        messages.success(
            request, _("Письмо с приглашением отправлено на {email}.").format(email=invitation.email)
        )
        return redirect("people_invitation", invitation.pk)
    return sheet_of_invitation(request, invitation, code)


def sheet_of_invitation(request: HttpRequest, invitation: Invitation, code: str) -> HttpResponseBase:
    """A page of A4 in large letters; the code is shown this once."""
    link = request.build_absolute_uri(reverse("invite_accept", args=[code]))
    short = request.build_absolute_uri(reverse("invite_short"))
    return render(
        request,
        "centers/admin/sheet_invitation.html",
        {
            "invitation": invitation,
            "place": place_in_words(invitation.place),
            "code": code,
            "address": readable_address(short).removesuffix("/"),
            "qr": qr_svg(link, _("Ссылка приглашения")),
            "until": russian_date(timezone.localtime(invitation.expires_at).date()),
            "back": reverse("people_invitation", args=[invitation.pk]),
        },
    )


def sheet_of_password(request: HttpRequest, person: User, password: str, *, back: str) -> HttpResponseBase:
    """The same for a one-time password in place of a forgotten one."""
    address = readable_address(request.build_absolute_uri(reverse("wagtailadmin_login")))
    return render(
        request,
        "centers/admin/sheet_password.html",
        {
            "person": person,
            "password": password,
            "address": address.removesuffix("/"),
            "qr": qr_svg(address, _("Адрес входа")),
            "until": russian_date(timezone.localtime(person_until(person)).date()),
            "back": back,
        },
    )


def person_until(person: User) -> Any:
    """Until when the one-time password that the person has now opens the door."""
    person.refresh_from_db(fields=["password_until"])
    return person.password_until


class InvitationListView(PeopleScreen, TemplateView):
    """Invitations of the own part that nobody has accepted, and those of the last days."""

    template_name = "centers/admin/invitations.html"
    page_title = gettext_lazy("Приглашения")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = own_invitations(self.request.user)
        everything = self.request.GET.get("all") == "1"
        page = Paginator(rows if everything else rows.waiting(), 50).get_page(self.request.GET.get("p"))
        for row in page:
            row.where = place_in_words(row.place)
        return {**super().get_context_data(**kwargs), "page": page, "everything": everything}


class InvitationScreen(PeopleScreen):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.invitation = get_object_or_404(own_invitations(request.user), pk=kwargs["invitation_id"])


class InvitationView(InvitationScreen, TemplateView):
    template_name = "centers/admin/invitation.html"

    def get_page_title(self) -> str:
        return _("Приглашение: {name}").format(name=self.invitation.name or self.invitation.email or "—")

    @cached_property
    def may_change(self) -> bool:
        one = self.invitation
        return services.may_appoint(self.request.user, Role(one.role), one.place)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "invitation": self.invitation,
            "place": place_in_words(self.invitation.place),
            "may_change": self.may_change and not self.invitation.used_at,
            "days": settings.INVITATION_DAYS,
            "has_mail": mail_is_configured(),
        }


@method_decorator(never_cache, name="dispatch")
class InvitationActionView(InvitationScreen, View):
    """Issue anew on paper or by mail, or revoke. Raises `PermissionDenied` through the services."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, invitation_id: int, action: str) -> HttpResponseBase:
        invitation, by = self.invitation, request.user
        try:
            if action == "print":
                return sheet_of_invitation(request, invitation, services.reissue(invitation, by=by))
            if action == "mail" and invitation.email:
                return hand_over(request, invitation, services.reissue(invitation, by=by))
            if action != "revoke":
                raise PermissionDenied
            services.revoke(invitation, by=by)
            messages.success(request, _("Приглашение отозвано, код больше ничего не откроет."))
        except services.InvitationError:
            messages.error(request, _("Приглашение уже приняли. Роль можно прекратить на странице человека."))
        return redirect("people_invitation", invitation.pk)
