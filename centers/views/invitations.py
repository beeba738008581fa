"""What an invited person sees: a code, an account, and a clear word when the code is of no use."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login, logout
from django.db import IntegrityError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, View
from wagtail.admin import messages

from accounts.journal import record
from accounts.models import Way
from accounts.throttling import cooloff, minutes, too_many_codes
from centers.forms.people import CodeForm, NewPersonForm
from centers.models import Invitation
from centers.services.invitations import InvitationError, Reason, accept, find, is_for
from centers.services.words import place_in_words

PASSWORD_BACKEND = "django.contrib.auth.backends.ModelBackend"  # noqa: S105 - the name of a class


def _refusal(reason: str) -> tuple[str, str]:
    """What happened, and what to do about it."""
    return {
        Reason.UNKNOWN: (
            _("Такого приглашения нет"),
            _(
                "Сверьте код с листом: в нём нет нуля, единицы и букв o, i, l. Если код верен, лист "
                "устарел: попросите новый."
            ),
        ),
        Reason.USED: (
            _("Это приглашение уже приняли"),
            _(
                "Если приняли вы, войдите со своим именем и паролем. Если не вы, скажите об этом тому, кто "
                "пригласил: он закроет чужой вход и даст новое приглашение."
            ),
        ),
        Reason.EXPIRED: (
            _("Срок приглашения истёк"),
            _("Попросите того, кто вас пригласил, выдать новое: это одна кнопка."),
        ),
        Reason.REVOKED: (
            _("Приглашение отозвано"),
            _("Тот, кто вас пригласил, отменил это приглашение. Если это ошибка, попросите новое."),
        ),
        Reason.VOID: (
            _("Приглашение больше не действует"),
            _(
                "У того, кто вас пригласил, уже нет права приглашать. Обратитесь к руководителю центра или "
                "координатору."
            ),
        ),
        Reason.OTHER_PERSON: (
            _("Это приглашение для другого человека"),
            _(
                "Выйдите и откройте ссылку снова, чтобы завести свой вход. Если приглашение всё же ваше, "
                "попросите выдать его без почты или с теми фамилией и именем, что записаны в вашей учётной "
                "записи."
            ),
        ),
        Reason.HELD: (
            _("Эта роль у вас уже есть"),
            _(
                "Принимать приглашение не нужно: просто войдите. Если роль приостановлена, её вернёт тот, "
                "кто пригласил."
            ),
        ),
    }[reason]


class TypeCodeView(FormView):
    """For the code on paper."""

    template_name = "centers/invitation/code.html"
    form_class = CodeForm

    def form_valid(self, form: CodeForm) -> HttpResponseBase:
        return redirect("invite_accept", form.cleaned_data["code"])


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class AcceptView(View):
    """Take the invitation into a new account, or into that of whoever is signed in."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if too_many_codes(request):
            text = _("Подождите {minutes} и попробуйте снова.").format(minutes=minutes(cooloff()))
            return self._answer({"title": _("Слишком много неверных кодов"), "advice": text}, status=429)
        try:
            self.invitation = find(kwargs["invitation_code"])
            response = super().dispatch(request, *args, **kwargs)
        except InvitationError as error:
            return self._refuse(error.reason)
        # The address holds the code. `no-referrer` would be too much: a browser then sends the form with
        # «Origin: null», which the protection against forged forms refuses.
        response["Referrer-Policy"] = "same-origin"
        return response

    def get(self, request: HttpRequest, invitation_code: str) -> HttpResponseBase:
        if request.user.is_authenticated:
            return self._show(fits=is_for(self.invitation, request.user))
        return self._show(form=NewPersonForm(invitation=self.invitation))

    def post(self, request: HttpRequest, invitation_code: str) -> HttpResponseBase:
        if "leave" in request.POST:
            logout(request)
            return redirect("invite_accept", invitation_code)
        if request.user.is_authenticated:
            accept(invitation_code, request.user)
            return self._welcome()
        form = NewPersonForm(request.POST, invitation=self.invitation)
        if not form.is_valid():
            return self._show(form=form)
        person = form.person()
        try:
            accept(invitation_code, person)
        except IntegrityError:  # somebody took the name a moment ago
            form.add_error("username", _("Такое имя уже занято. Добавьте к нему цифру или инициал."))
            return self._show(form=form)
        request.way_of_login = Way.INVITATION
        login(request, person, backend=PASSWORD_BACKEND)
        return self._welcome()

    def _welcome(self) -> HttpResponseBase:
        invitation = self.invitation
        messages.success(
            self.request,
            _("Готово. Ваша роль: {role}, {place}.").format(
                role=invitation.get_role_display(), place=place_in_words(invitation.place)
            ),
        )
        if invitation.center_id:
            return redirect("center_desk", invitation.center_id)
        return redirect("wagtailadmin_home")

    def _show(self, **context: Any) -> HttpResponseBase:
        target = {"next": reverse("invite_accept", args=[self.kwargs["invitation_code"]])}
        return self._answer(
            {
                "invitation": self.invitation,
                "place": place_in_words(self.invitation.place),
                "login_url": f"{reverse('wagtailadmin_login')}?{urlencode(target)}",
                **context,
            },
            template="accept",
        )

    def _refuse(self, reason: str) -> HttpResponseBase:
        if reason == Reason.UNKNOWN:
            user = self.request.user
            record(self.request, user if user.is_authenticated else None, Way.INVITATION, success=False)
        title, advice = _refusal(reason)
        invitation: Invitation | None = getattr(self, "invitation", None)
        context = {"title": title, "advice": advice, "other": reason == Reason.OTHER_PERSON}
        return self._answer(
            {**context, "invitation": invitation}, status=410 if reason != Reason.UNKNOWN else 404
        )

    def _answer(
        self, context: dict[str, Any], *, template: str = "refused", status: int = 200
    ) -> HttpResponseBase:
        return render(self.request, f"centers/invitation/{template}.html", context, status=status)
