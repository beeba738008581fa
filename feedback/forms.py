"""The form of the public. Whatever is typed comes back to the field when something is wrong."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from feedback.models import MOST_LETTERS
from feedback.replies import Reply, read_reply
from feedback.texts import AGE_BOX, CONSENT_BOX
from toolkit.text import count_phrase

MOST_IN_NAME = 100
_LETTER = re.compile(r"[^\W_]")
#: Marks that turn the direction of a text round, and such as cannot be seen.
_HIDDEN = frozenset("\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain_text(text: str, *, lines: bool = False) -> str:
    """The text without control characters and hidden marks; line breaks stay where there are lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "\n\t" if lines else ""
    return "".join(
        one if one in kept or unicodedata.category(one)[0] != "C" or one == "\u200d" else " "
        for one in text
        if one not in _HIDDEN
    ).strip()


class PlainField(forms.CharField):
    """Text as people write it: trimmed, without what keyboards do not have."""

    def __init__(self, *, lines: bool = False, **options):
        self.lines = lines
        super().__init__(strip=False, **options)

    def to_python(self, value):
        return plain_text(super().to_python(value), lines=self.lines)


class QuestionForm(forms.Form):
    """A question to a centre; `clean_reply` gives the address as `Reply`.

    `homepage` is a trap: people do not see it, programs fill it in.
    """

    name = PlainField(
        label=_("Ваше имя"),
        error_messages={"required": _("Напишите, как к вам обращаться.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    reply = PlainField(
        label=_("Куда ответить: электронная почта или телефон"),
        error_messages={"required": _("Напишите адрес электронной почты или номер телефона для ответа.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "email", "autocapitalize": "off", "spellcheck": "false"}
        ),
    )
    text = PlainField(
        label=_("Ваш вопрос"),
        lines=True,
        error_messages={"required": _("Напишите вопрос.")},
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    homepage = forms.CharField(
        label=_("Оставьте это поле пустым"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    age = forms.BooleanField(
        label=AGE_BOX,
        error_messages={
            "required": _(
                "Отметьте, что вам есть 14 лет или вы родитель. Если вам меньше, попросите родителей."
            )
        },
    )
    consent = forms.BooleanField(
        label=CONSENT_BOX,
        error_messages={
            "required": _(
                "Без согласия школа не может принять имя и адрес. Отметьте согласие или спросите по телефону."
            )
        },
    )
    mark = forms.CharField(widget=forms.HiddenInput, required=False, strip=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            described = [f"id_{name}_hint"] if name in ("reply", "text") else []
            if self.is_bound and name in self.errors:
                described.insert(0, f"id_{name}_error")
                field.widget.attrs["aria-invalid"] = "true"
            if described:
                field.widget.attrs["aria-describedby"] = " ".join(described)
            if field.required:
                # Not `required`: the browser's own messages are short and in its own language.
                field.widget.attrs["aria-required"] = "true"
        self.use_required_attribute = False

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if len(name) > MOST_IN_NAME:
            raise ValidationError(_("Имя длиннее 100 знаков. Сократите его."))
        if not _LETTER.search(name):
            raise ValidationError(_("Напишите, как к вам обращаться."))
        return name

    def clean_reply(self) -> Reply:
        reply = read_reply(self.cleaned_data["reply"])
        if reply is None:
            raise ValidationError(
                _(
                    "Не получилось прочитать адрес. Напишите почту, например ivanova@example.ru, или один "
                    "номер телефона с кодом, например +7 913 123-45-67."
                )
            )
        return reply

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if len(text) > MOST_LETTERS:
            written = count_phrase(len(text), "знак", "знака", "знаков")
            raise ValidationError(
                _("Вы написали {written}, а помещается 10 000. Сократите вопрос.").format(written=written)
            )
        if not _LETTER.search(text):
            raise ValidationError(_("Напишите вопрос словами."))
        return text
