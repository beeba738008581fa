"""Forms about people: inviting one, giving a role, the invited person's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import policy_registry

from accounts.models import User
from accounts.second_factor import plain
from centers.models import SCOPE_OF_ROLE, Center, Municipality, Region, Role
from centers.permissions import centers_for, reach
from centers.services.invitations import Invitee
from centers.services.memberships import may_appoint
from toolkit.text import transliterate

#: Name of a field of a place → the widget of its window with a search.
Choosers = dict[str, type[forms.Widget]]
#: So few places are shown as a list; of more one is chosen in a window with a search.
FEW = 30


def roles_of(by: User) -> list[Role]:
    """Roles that the person may give somewhere: all up to the own highest one."""
    within = reach(by, "membership", "add")
    places = {
        "center": within.everywhere or within.centers or within.municipalities or within.regions,
        "municipality": within.everywhere or within.municipalities or within.regions,
        "region": within.everywhere or within.regions,
        "": within.everywhere,
    }
    return [role for role in Role if places[SCOPE_OF_ROLE[role]]]


class RoleForm(forms.Form):
    """A role and its place, both inside the part of whoever gives it."""

    role = forms.ChoiceField(label=_("Роль"), choices=[], error_messages={"required": _("Выберите роль.")})
    center = forms.ModelChoiceField(queryset=Center.objects.none(), label=_("Центр"), required=False)
    municipality = forms.ModelChoiceField(
        queryset=Municipality.objects.none(), label=_("Муниципалитет"), required=False
    )
    region = forms.ModelChoiceField(queryset=Region.objects.none(), label=_("Регион"), required=False)

    def __init__(self, *args: Any, by: User, choosers: Choosers | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.choosers = choosers or {}
        roles = roles_of(by)
        self.fields["role"].choices = [(role.value, role.label[0].upper() + role.label[1:]) for role in roles]
        needed = {SCOPE_OF_ROLE[role] for role in roles}
        for name in ("center", "municipality", "region"):
            if name not in needed:
                del self.fields[name]
        if "center" in self.fields:
            centers = centers_for(by).select_related("school", "municipality")
            self._offer("center", centers)
        if "municipality" in self.fields:
            rows = policy_registry.get_by_type(Municipality).among(by, ("view",), Municipality.objects.all())
            self._offer("municipality", rows)
        if "region" in self.fields:
            self._offer("region", reach(by, "membership", "add").rows(Region.objects.all()))

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        field.queryset = rows
        few = list(rows[: FEW + 1])
        if name in self.choosers and len(few) > FEW:
            field.widget = self.choosers[name]()
        elif len(few) == 1:
            field.initial = few[0].pk

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "role" not in cleaned:
            return cleaned
        role = Role(cleaned["role"])
        name = SCOPE_OF_ROLE[role]
        place = cleaned.get(name) if name else None
        if name and place is None:
            if name not in self.errors:
                words = {
                    "center": _("Выберите центр, в котором человек будет работать."),
                    "municipality": _("Выберите муниципалитет."),
                    "region": _("Выберите регион."),
                }
                self.add_error(name, words[name])
        elif not may_appoint(self.by, role, place):
            self.add_error("role", _("Такую роль в этом месте вы дать не можете."))
        cleaned["place"] = place
        return cleaned

    @property
    def media(self) -> forms.Media:
        return sum((field.widget.media for field in self.fields.values()), forms.Media())


class InviteForm(RoleForm):
    """Whom to invite, and to what."""

    last_name = forms.CharField(
        label=_("Фамилия"), max_length=150, error_messages={"required": _("Напишите фамилию.")}
    )
    first_name = forms.CharField(
        label=_("Имя"), max_length=150, error_messages={"required": _("Напишите имя.")}
    )
    patronymic = forms.CharField(label=_("Отчество"), max_length=150, required=False)
    email = forms.EmailField(
        label=_("Электронная почта"),
        required=False,
        help_text=_("Если указать, отправим ссылку письмом. Без неё дадим лист, который можно распечатать."),
        error_messages={"invalid": _("Проверьте адрес: он должен быть вида anna@example.ru.")},
    )
    field_order = (
        "last_name",
        "first_name",
        "patronymic",
        "email",
        "role",
        "center",
        "municipality",
        "region",
    )

    def invitee(self) -> Invitee:
        names = ("last_name", "first_name", "patronymic", "email")
        return Invitee(**{name: " ".join(self.cleaned_data[name].split()) for name in names})


class SameScopeRoleForm(forms.Form):
    """Another role at the same place."""

    role = forms.ChoiceField(label=_("Новая роль"))

    def __init__(self, *args: Any, membership: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [
            (role.value, role.label)
            for role in Role
            if role != membership.role
            and SCOPE_OF_ROLE[role] == SCOPE_OF_ROLE[membership.role]
            and may_appoint(by, role, membership.place)
        ]

    @property
    def is_offered(self) -> bool:
        return bool(self.fields["role"].choices)


class CodeForm(forms.Form):
    """The code of an invitation, typed from paper."""

    code = forms.CharField(
        label=_("Код с листа"),
        max_length=30,
        help_text=_("Например, k7mf-2wqx-9bte. Чёрточки можно не набирать."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "autofocus": ""}
        ),
        error_messages={"required": _("Введите код с листа.")},
    )

    def clean_code(self) -> str:
        code = plain(self.cleaned_data["code"])
        if not code.isascii() or not code.isalnum():
            raise ValidationError(
                _("В коде только латинские буквы и цифры. Переключите раскладку клавиатуры.")
            )
        return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


class NewPersonForm(forms.ModelForm):
    """The account of somebody who was invited: names that the inviter wrote are not asked again."""

    password1 = forms.CharField(
        label=_("Пароль"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html,
        error_messages={"required": _("Придумайте пароль.")},
    )
    password2 = forms.CharField(
        label=_("Пароль ещё раз"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Повторите пароль.")},
    )

    class Meta:
        model = User
        fields = ("last_name", "first_name", "patronymic", "username")

    def __init__(self, *args: Any, invitation: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("last_name", "first_name", "patronymic", "email"):
            setattr(self.instance, name, getattr(invitation, name))
        for name in ("last_name", "first_name", "patronymic"):
            if getattr(invitation, name):
                del self.fields[name]
        for name in {"last_name", "first_name"} & set(self.fields):
            self.fields[name].required = True
        field = self.fields["username"]
        field.label = _("Имя для входа")
        field.help_text = _("Латинские буквы и цифры. Его вы будете набирать при каждом входе.")
        field.widget.attrs |= {"autocomplete": "username", "autocapitalize": "none"}
        field.widget.attrs.pop("autofocus", None)
        field.initial = suggested_username(invitation.last_name, invitation.first_name)

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError(_("Такое имя уже занято. Добавьте к нему цифру или инициал."))
        return username

    def _post_clean(self) -> None:
        super()._post_clean()
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if not first:
            return
        try:
            validate_password(first, self.instance)
        except ValidationError as error:
            self.add_error("password1", error)
        if second and first != second:
            self.add_error("password2", _("Пароли не совпали. Наберите оба ещё раз."))

    def person(self) -> User:
        """The new account, not saved yet."""
        self.instance.set_password(self.cleaned_data["password1"])
        return self.instance


def suggested_username(last_name: str, first_name: str) -> str:
    """A free name for signing in made of the surname: «petrova», «petrova-a», «petrova2»."""
    base = transliterate(last_name)[:30]
    if not base:
        return ""
    initial = transliterate(first_name)[:1]
    wished = [
        base,
        *([f"{base}-{initial}"] if initial else []),
        *(f"{base}{number}" for number in range(2, 20)),
    ]
    condition = Q()
    for name in wished:
        condition |= Q(username__iexact=name)
    taken = {name.lower() for name in User.objects.filter(condition).values_list("username", flat=True)}
    return next((name for name in wished if name not in taken), "")
