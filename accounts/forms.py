"""Forms of people: signing in, a password of one's own, the user screens of the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm
from wagtail.users.forms import UserCreationForm as WagtailUserCreationForm
from wagtail.users.forms import UserEditForm as WagtailUserEditForm

from accounts.models import User
from accounts.throttling import lockout_message

OWN_FIELDS = {"patronymic", "must_change_password"}
MUST_CHANGE_HELP = _(
    "Пока человек не придумает свой пароль, ничего другого в управлении сайтом он не увидит. "
    "Оставьте отметку, если пароль придумали вы."
)


class LoginForm(WagtailLoginForm):
    """`WAGTAILADMIN_USER_LOGIN_FORM`: Wagtail's, with the one label that it leaves in English."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Имя для входа")
        self.fields["username"].widget.attrs["placeholder"] = ""
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].label = _("Пароль")
        self.fields["password"].widget.attrs["placeholder"] = ""
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"

    def confirm_login_allowed(self, user: User) -> None:
        super().confirm_login_allowed(user)
        if user.password_is_over:
            message = _("Срок одноразового пароля истёк. Попросите новый у того, кто выдал этот.")
            raise ValidationError(message, code="over")

    def get_invalid_login_error(self) -> ValidationError:
        if getattr(self.request, "axes_locked_out", False):
            message = lockout_message(self.request, self.cleaned_data.get("username") or "")
            return ValidationError(message, code="locked")
        message = _("Имя или пароль не подошли. Проверьте раскладку клавиатуры и заглавные буквы.")
        return ValidationError(message, code="invalid_login")


class CodeForm(forms.Form):
    """One code: of the application, or from paper."""

    code = forms.CharField(
        label=_("Код"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autofocus": "",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("Введите код.")},
    )


class PasswordForm(forms.Form):
    """The person's own password, asked again before something serious."""

    password = forms.CharField(
        label=_("Ваш пароль"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Введите пароль.")},
    )


class NewPasswordForm(SetPasswordForm):
    """A password of one's own in place of a one-time one."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["new_password1"].label = _("Новый пароль")
        self.fields["new_password1"].widget.attrs["autofocus"] = ""
        self.fields["new_password2"].label = _("Новый пароль ещё раз")
        self.fields["new_password2"].help_text = ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.errors and self.user.check_password(cleaned["new_password1"]):
            message = _("Это прежний, одноразовый пароль. Придумайте другой, который знаете только вы.")
            self.add_error("new_password1", ValidationError(message, code="same"))
        return cleaned

    def save(self, commit: bool = True) -> User:
        self.user.must_change_password = False
        self.user.password_until = None
        user: User = super().save(commit)
        return user


class PatronymicForm(forms.ModelForm):
    """The part of one's name that Wagtail's account page does not know, and an address if there is one."""

    class Meta:
        model = User
        fields = ("patronymic", "email")
        labels = {"email": _("Электронная почта")}
        help_texts = {"email": _("Для писем сайта. Если почты нет, оставьте пустым.")}


class UserCreationForm(WagtailUserCreationForm):
    """A new member of staff."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = False
        self.fields["must_change_password"].initial = True
        self.fields["must_change_password"].help_text = MUST_CHANGE_HELP

    class Meta(WagtailUserCreationForm.Meta):
        fields = WagtailUserCreationForm.Meta.fields | OWN_FIELDS


class UserEditForm(WagtailUserEditForm):
    """A member of staff, edited by an administrator or by themselves."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        editing_self = kwargs.get("editing_self", False)
        super().__init__(*args, **kwargs)
        self.fields["email"].required = False
        self.fields["must_change_password"].help_text = MUST_CHANGE_HELP
        if editing_self:
            del self.fields["must_change_password"]

    class Meta(WagtailUserEditForm.Meta):
        fields = WagtailUserEditForm.Meta.fields | OWN_FIELDS
