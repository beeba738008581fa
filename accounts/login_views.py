"""The door: name and password, then the code."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.account import LoginView as WagtailLoginView

from accounts import second_factor
from accounts.forms import CodeForm
from accounts.middleware import next_step
from accounts.throttling import minutes


class LoginView(WagtailLoginView):
    """Wagtail's, told when somebody was wrong too often, and leading to the next step of the door."""

    def get(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        step = next_step(self.request, self.request.user)
        return redirect(self._with_next(step)) if step else super().get(*args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponseBase:
        response = super().form_valid(form)
        step = next_step(self.request, self.request.user)
        return redirect(self._with_next(step)) if step else response

    def form_invalid(self, form: Any) -> HttpResponseBase:
        response = super().form_invalid(form)
        response.status_code = 429 if getattr(self.request, "axes_locked_out", False) else 200
        return response

    def _with_next(self, step: str) -> str:
        target = self.get_redirect_url()
        return reverse(step) + (f"?{urlencode({'next': target})}" if target else "")


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class SecondStepView(FormView):
    """Ask for the code of the application, or a recovery code."""

    template_name = "accounts/second_step.html"
    form_class = CodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not second_factor.must_pass(request, request.user):
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next=get_valid_next_url_from_request(self.request), **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponseBase:
        user = self.request.user
        left = second_factor.wait(user)
        if left is not None:
            form.add_error(
                "code",
                _("Слишком много неверных кодов. Подождите {minutes} и введите новый код.").format(
                    minutes=minutes(left)
                ),
            )
            response = self.form_invalid(form)
            response.status_code = 429
            return response
        if not second_factor.check(self.request, user, form.cleaned_data["code"]):
            form.add_error(
                "code",
                _(
                    "Код не подошёл. Код в приложении меняется каждые полминуты: "
                    "введите тот, что на экране сейчас."
                ),
            )
            return self.form_invalid(form)
        if second_factor.codes_left(user) <= LOW:
            messages.warning(
                self.request,
                _("Запасных кодов почти не осталось. Получите новые: «Учётная запись» → «Второй шаг входа»."),
            )
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return get_valid_next_url_from_request(self.request) or reverse("wagtailadmin_home")


#: So few recovery codes are worth a warning.
LOW = 3


@never_cache
def still(request: HttpRequest) -> JsonResponse:
    """Tell a page that stood open for long whether its owner is still signed in, and the token of forms."""
    inside = request.user.is_authenticated and next_step(request, request.user) is None
    return JsonResponse({"user": request.user.pk if inside else None, "token": get_token(request)})


@never_cache
@login_required
def welcome_back(request: HttpRequest) -> HttpResponseBase:
    """Where the login leads that was opened beside a page with unsaved text."""
    return render(request, "accounts/welcome_back.html")
