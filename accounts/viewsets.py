"""Screens of the admin about people."""

from __future__ import annotations

from django import forms
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from accounts.forms import UserCreationForm, UserEditForm


class UserViewSet(WagtailUserViewSet):
    """Wagtail's users, with patronymic and one-time passwords."""

    create_template_name = "accounts/user_create.html"
    edit_template_name = "accounts/user_edit.html"

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return UserEditForm if for_update else UserCreationForm
