"""A password of one's own, and the pictures of members of staff."""

from __future__ import annotations

import mimetypes
from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.users.models import UserProfile

from accounts.forms import NewPasswordForm

PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class NewPasswordView(FormView):
    """Ask for a password of one's own; everything else in the admin waits for it."""

    template_name = "accounts/new_password.html"
    form_class = NewPasswordForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.must_change_password:
            return redirect("wagtailadmin_home")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next=get_valid_next_url_from_request(self.request), **kwargs)

    def form_valid(self, form: NewPasswordForm) -> HttpResponseBase:
        user = form.save()
        update_session_auth_hash(self.request, user)
        messages.success(self.request, _("Новый пароль сохранён."))
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return get_valid_next_url_from_request(self.request) or reverse("wagtailadmin_home")


@require_safe
def avatar(_request: HttpRequest, user_id: int) -> FileResponse:
    """Show the picture that a member of staff has put into the account settings; for staff only.

    :raises Http404: when there is none.
    """
    profile = get_object_or_404(UserProfile, user_id=user_id)
    content_type = mimetypes.guess_type(profile.avatar.name or "")[0] or ""
    if content_type not in PICTURE_TYPES:
        raise Http404
    try:
        file = profile.avatar.storage.open(profile.avatar.name, "rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type=content_type)
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
