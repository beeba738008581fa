"""«Учётная запись»: one's second factor, one's sessions, one's logins; and the logins of others."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from accounts import journal, second_factor
from accounts.forms import CodeForm, PasswordForm
from accounts.models import LoginRecord, Sitting
from accounts.throttling import lockout_message
from toolkit.qr import qr_svg
from toolkit.text import count_phrase

#: How many of one's own logins the screen shows.
SHOWN = 30


class AccountScreen(WagtailAdminTemplateMixin):
    """A screen below «Учётная запись»."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtailadmin_account"), "label": _("Учётная запись")},
            {"url": "", "label": self.get_page_title()},
        ]


class SecurityView(AccountScreen, TemplateView):
    """Sessions, logins, second factor of the person who looks."""

    template_name = "accounts/security.html"
    page_title = gettext_lazy("Вход и безопасность")
    header_icon = "lock"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return {
            **super().get_context_data(**kwargs),
            "sittings": journal.sittings_of(user),
            "own_key": self.request.session.session_key,
            "logins": LoginRecord.objects.filter(user=user)[:SHOWN],
            "codes_left": count_phrase(
                second_factor.codes_left(user), _("запасной код"), _("запасных кода"), _("запасных кодов")
            ),
            "required": second_factor.is_required_for(user),
            "form": kwargs.get("form") or PasswordForm(),
        }


@require_POST
def end_sitting(request: HttpRequest, sitting_id: int) -> HttpResponseBase:
    """Sign one of the person's own browsers out. Raises `Http404` for a session of somebody else."""
    own = Sitting.objects.filter(user=request.user)
    get_object_or_404(own, pk=sitting_id)
    journal.end_sittings(own.filter(pk=sitting_id))
    messages.success(request, _("Сеанс завершён."))
    return redirect("accounts_security")


@require_POST
def end_other_sittings(request: HttpRequest) -> HttpResponseBase:
    others = Sitting.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    count = journal.end_sittings(others)
    messages.success(
        request,
        _("Завершено: {count}. Вы остались только здесь.").format(
            count=count_phrase(count, _("сеанс"), _("сеанса"), _("сеансов"))
        ),
    )
    return redirect("accounts_security")


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class SetUpView(FormView):
    """Link a telephone: a QR code, its first code back, recovery codes to print.

    Whoever has a second factor already comes here through `change_second_factor`, with the password.
    """

    template_name = "accounts/second_factor_set_up.html"
    form_class = CodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.second_factor_at and not request.session.get(REPLACING):
            return redirect("accounts_security")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def device(self) -> Any:
        return second_factor.new_device(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "qr": qr_svg(self.device.config_url, _("Код для приложения на телефоне")),
            "key": second_factor.key_as_text(self.device),
            "next": get_valid_next_url_from_request(self.request),
            "required": second_factor.must_set_up(self.request.user),
        }

    def form_valid(self, form: CodeForm) -> HttpResponseBase:
        user = self.request.user
        codes = second_factor.set_up(self.request, user, form.cleaned_data["code"])
        if codes is None:
            form.add_error(
                "code", _("Код не подошёл. Проверьте, что на телефоне верное время, и введите новый код.")
            )
            return self.form_invalid(form)
        self.request.session.pop(REPLACING, None)
        log(instance=user, action="accounts.second_factor_on", user=user)
        return show_codes(self.request, codes)


#: Where a session keeps that its owner has just given the password to link another telephone.
REPLACING = "replacing_device"


def show_codes(request: HttpRequest, codes: list[str]) -> HttpResponseBase:
    """The only time that recovery codes are seen."""
    target = get_valid_next_url_from_request(request) or reverse("wagtailadmin_home")
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "next": target})


@sensitive_post_parameters()
@never_cache
@require_POST
def change_second_factor(request: HttpRequest, action: str) -> HttpResponseBase:
    """New recovery codes, another telephone, or none at all: each asks for the password."""
    user = request.user
    form = PasswordForm(request.POST)
    username = user.get_username()
    if (
        not form.is_valid()
        or authenticate(request, username=username, password=form.cleaned_data["password"]) != user
    ):
        locked = getattr(request, "axes_locked_out", False)
        messages.error(
            request,
            lockout_message(request, username) if locked else _("Пароль не подошёл. Ничего не изменено."),
        )
        return redirect("accounts_security")
    if action == "replace":
        request.session[REPLACING] = True
        return redirect("accounts_second_factor_set_up")
    if action == "codes" and user.second_factor_at:
        log(instance=user, action="accounts.recovery_codes", user=user)
        return show_codes(request, second_factor.renew_codes(user))
    if action == "off" and second_factor.is_required_for(user):
        messages.error(request, _("В вашей роли второй шаг входа обязателен, отключить его нельзя."))
    elif action == "off":
        second_factor.take_away(user)
        log(instance=user, action="accounts.second_factor_off", user=user)
        messages.success(request, _("Второй шаг входа отключён."))
    return redirect("accounts_security")
