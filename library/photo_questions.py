"""The questions that the image forms ask about people on a picture and the consent to show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from library.models.consent import OF_PARENTS, ConsentBy, People, site_today
from toolkit.text import russian_date

ANSWERS = (
    (People.NOBODY, _("Людей нет или их не узнать: помещение, прибор, руки, съёмка со спины")),
    (People.ADULTS, _("Только взрослые")),
    (People.CHILDREN, _("Есть дети, которых можно узнать")),
)
CONSENT_FIELDS = ("consent_by", "consent_place", "consent_date", "publish_until", "consent_note", "withdrawn")
#: The years in which a date of a consent or of a last day is no slip of the pen.
FIRST_YEAR, LAST_YEAR = 2000, 2100

LABELS = {
    "people": _("Кто на снимке?"),
    "consent_by": _("Кто дал согласие"),
    "consent_date": _("Дата согласия"),
    "consent_place": _("Где хранится согласие"),
    "publish_until": _("Последний день показа"),
    "consent_note": _("Пометка для сотрудников"),
}
HELP = {
    "people": _("От ответа зависит, нужно ли согласие."),
    "consent_by": _("Имён не пишите: они есть в самом согласии."),
    "consent_date": _("Если согласий несколько — дата последнего из них."),
    "consent_place": _("Например: «Папка 07-12 у заместителя директора, согласия № 14–21»."),
    "publish_until": _(
        "В этот день снимок ещё виден, на следующий сайт уберёт его отовсюду сам. "
        "Если сроки у согласий разные — самый ранний. Например: 31.08.2027."
    ),
    "consent_note": _("На сайте её не видно. Имён детей не пишите."),
}


class PhotoQuestions(forms.ModelForm):
    """Asks who is on the picture without suggesting an answer; children lead to the consent."""

    withdrawn = forms.BooleanField(
        label=_("Согласие отозвано: убрать снимок с сайта сейчас"),
        required=False,
        help_text=_("Снимок исчезнет со всех страниц, его файл — с сайта. Отметку можно снять."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.asks_about_people:
            self.fields.pop("withdrawn", None)
            return
        self._ask_who()
        for name, label in LABELS.items():
            self.fields[name].label = label
            self.fields[name].help_text = HELP[name]
        for name in ("consent_date", "publish_until"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        self.fields["consent_by"].choices = [("", _("— выберите —")), *ConsentBy.choices]
        self._offer_withdrawal()

    @property
    def asks_about_people(self) -> bool:
        """Whether all the questions stand in the form: a partial update may leave them out."""
        return all(name in self.fields for name in LABELS)

    def _ask_who(self) -> None:
        stored = self.instance.people if self.instance.pk else People.UNSTATED
        initial = "" if stored == People.UNSTATED else stored
        self.initial["people"] = initial
        self.fields["people"] = forms.ChoiceField(
            choices=ANSWERS,
            widget=forms.RadioSelect,
            initial=initial,
            error_messages={
                "required": _("Ответьте, кто на снимке: от этого зависит, можно ли его показать.")
            },
        )

    def _offer_withdrawal(self) -> None:
        """A new picture has no consent yet that could be withdrawn."""
        if not self.instance.pk:
            del self.fields["withdrawn"]
            return
        day: dt.date | None = self.instance.consent_withdrawn_on
        self.initial["withdrawn"] = day is not None
        if day is not None:
            self.fields["withdrawn"].label = _(
                "Согласие отозвано %(day)s: снимок на сайте не показывается"
            ) % {"day": russian_date(day)}
            self.fields["withdrawn"].help_text = _("Если согласие дали снова, снимите отметку.")

    @property
    def consent_fields(self) -> Iterator[BoundField]:
        """The questions that stand together under «Согласие»."""
        return (self[name] for name in CONSENT_FIELDS if name in self.fields)

    @property
    def plain_fields(self) -> Iterator[BoundField]:
        """Visible fields of the form that are no questions about people."""
        asked = {"people", *CONSENT_FIELDS} if self.asks_about_people else set()
        return (field for field in self.visible_fields() if field.name not in asked)

    @property
    def is_unstated(self) -> bool:
        """A picture from before the question was asked."""
        return bool(self.instance.pk) and self.instance.people == People.UNSTATED

    @property
    def shown_with_consent(self) -> str:
        """The rule of Wagtail's `w-rules` that opens the consent: for people who can be recognised."""
        return f'{{"{self.add_prefix("people")}": ["{People.ADULTS}", "{People.CHILDREN}"]}}'

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.asks_about_people:
            return cleaned
        if cleaned.get("people") == People.NOBODY:
            # What was typed before the answer was changed says nothing about this picture.
            cleaned |= {"consent_by": "", "consent_date": None, "consent_place": "", "consent_note": ""}
        self._check_days(cleaned)
        if cleaned.get("people") == People.CHILDREN:
            self._check_children(cleaned)
        return cleaned

    def _check_days(self, cleaned: dict[str, Any]) -> None:
        given, last = cleaned.get("consent_date"), cleaned.get("publish_until")
        for name, day in (("consent_date", given), ("publish_until", last)):
            if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                self.add_error(
                    name,
                    _("Дата — от %(first)s до %(last)s года. Проверьте год.")
                    % {"first": FIRST_YEAR, "last": LAST_YEAR},
                )
                return
        if given and given > site_today():
            self.add_error("consent_date", _("Этот день ещё не наступил. Укажите дату с самого согласия."))
        if given and last and last < given:
            self.add_error(
                "publish_until",
                _("Последний день показа раньше даты согласия (%(day)s). Проверьте обе даты.")
                % {"day": russian_date(given)},
            )
        elif last and last < site_today() and not self.instance.pk:
            self.add_error("publish_until", _("Этот день уже прошёл: снимок не появился бы на сайте."))

    def _check_children(self, cleaned: dict[str, Any]) -> None:
        missing = {
            "consent_by": _("Укажите, кто дал согласие."),
            "consent_date": _("Укажите дату согласия."),
            "consent_place": _("Укажите, где лежит согласие, чтобы его можно было найти."),
            "publish_until": _("Укажите последний день показа."),
        }
        for name, words in missing.items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, words)
        if cleaned.get("consent_by") and cleaned["consent_by"] not in OF_PARENTS:
            self.add_error(
                "consent_by",
                _("За детей согласие дают родители (законные представители). Нет его — выберите другой."),
            )

    def _post_clean(self) -> None:
        """Note the day of the withdrawal before the row is checked and saved."""
        if self.asks_about_people and "withdrawn" in self.fields:
            if not self.cleaned_data.get("withdrawn"):
                self.instance.consent_withdrawn_on = None
            elif self.instance.consent_withdrawn_on is None:
                self.instance.consent_withdrawn_on = site_today()
        super()._post_clean()
