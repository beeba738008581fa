"""Forms of the inbox."""

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from centers.models import Membership
from feedback.forms import PlainField
from feedback.models import MOST_LETTERS, AnswerWay, FeedbackSettings, Question
from feedback.replies import read_reply
from toolkit.mail import mail_is_configured

CLOSE_REASONS = (
    _("Это повтор другого вопроса"),
    _("Вопрос не к центру"),
    _("По указанному адресу не отвечают"),
    _("Человек передумал спрашивать"),
    _("В сообщении нет вопроса"),
)
TOO_LONG = _("Текст длиннее 10 000 знаков. Сократите его.")


def people_of(question: Question, user):
    """Who may be named as the one who answers: people of the centre, and whoever is at the screen."""
    members = Membership.objects.active().filter(center=question.center_id).values("user")
    people = get_user_model()._default_manager.filter(pk__in=members)
    others = get_user_model()._default_manager.filter(pk__in=[user.pk, question.assigned_to_id or user.pk])
    return (people | others).order_by("last_name", "first_name", "username")


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return obj.get_full_name() or obj.get_username()


class NoteForm(forms.Form):
    """Who answers, and what colleagues should know."""

    assigned_to = PersonField(
        label=_("Кто отвечает"), queryset=None, required=False, empty_label=_("пока никто")
    )
    note = PlainField(
        label=_("Заметка для сотрудников"),
        lines=True,
        required=False,
        max_length=MOST_LETTERS,
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Её не увидит никто, кроме сотрудников."),
    )

    def __init__(self, question: Question, user, *args, **kwargs):
        initial = {"assigned_to": question.assigned_to_id, "note": question.note}
        super().__init__(*args, initial=initial, prefix="note", **kwargs)
        self.fields["assigned_to"].queryset = people_of(question, user)


class AnswerForm(forms.Form):
    """The answer and how it is given."""

    way = forms.ChoiceField(label=_("Как вы отвечаете"), widget=forms.RadioSelect)
    text = PlainField(
        label=_("Ответ"),
        lines=True,
        required=False,
        max_length=MOST_LETTERS,
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("В письме к ответу добавятся приветствие, сам вопрос и телефон центра."),
    )

    def __init__(self, question: Question, *args, **kwargs):
        super().__init__(*args, prefix="answer", **kwargs)
        by_mail = bool(question.email) and mail_is_configured()
        closed = {AnswerWay.MAIL} if not by_mail else set()
        if not question.email:
            closed.add(AnswerWay.OWN_MAIL)
        ways = [way for way in AnswerWay if way not in closed]
        if not question.email:
            self.fields["text"].help_text = _("Что ответили, коротко: чтобы коллеги знали.")
        self.fields["way"].choices = [(way.value, way.label) for way in ways]
        self.fields["way"].initial = ways[0].value

    def clean(self):
        data = super().clean()
        if data.get("way") in (AnswerWay.MAIL, AnswerWay.OWN_MAIL) and "text" in data and not data["text"]:
            self.add_error("text", _("Напишите ответ."))
        return data


class CloseForm(forms.Form):
    """Why there will be no answer."""

    reason = PlainField(
        label=_("Почему закрываете без ответа"),
        max_length=300,
        error_messages={
            "required": _("Напишите причину."),
            "max_length": _("Причина длиннее 300 знаков. Сократите её."),
        },
        widget=forms.TextInput(attrs={"list": "close-reasons"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, prefix="close", **kwargs)
        self.fields["reason"].widget.attrs["autocomplete"] = "off"


class SettingsForm(forms.ModelForm):
    """What a centre sets for its questions."""

    class Meta:
        model = FeedbackSettings
        fields = ["is_open", "days_to_answer", "months_to_keep", "notify_email"]
        help_texts = {
            "days_to_answer": _(
                "От 1 до 30. Этот срок видят родители, и после него вопрос становится красным."
            ),
            "months_to_keep": _(
                "От 1 до 36. Потом вопросы и ответы стираются сами. Новый срок меняет текст согласия и "
                "действует для новых вопросов."
            ),
            "notify_email": _(
                "Письмо скажет, что есть вопрос, без его текста. Пусто — письмо сотрудникам центра."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("days_to_answer", "months_to_keep"):
            self.fields[name].error_messages |= {
                "required": _("Впишите число."),
                "invalid": _("Впишите целое число."),
            }
        self.use_required_attribute = False


class PersonForm(forms.Form):
    """Whose questions to find: the address or the telephone as the person left it."""

    address = PlainField(
        label=_("Электронная почта или телефон человека"),
        error_messages={"required": _("Впишите адрес или телефон.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_address(self) -> str:
        address = self.cleaned_data["address"]
        if read_reply(address) is None:
            raise ValidationError(
                _("Не получилось прочитать адрес. Впишите почту или один номер телефона с кодом.")
            )
        return address
