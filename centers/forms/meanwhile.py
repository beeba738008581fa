"""Two people with one form open: neither overwrites the other without knowing.

Pages are guarded so (`centers.viewsets.page_editing`), and the rows of a table (`centers.forms.grid`). A form
of one row sends along what each field said when it was opened. Where only the other person has changed a
field, their value stays; where both have, the field says so and is asked about again.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.log_actions import registry

from toolkit.templatetags.ru import ru_date_short
from toolkit.text import clock

#: The hidden field that says what stood in the others.
SEEN = "seen"
#: So far apart may the moments of a row and of its entry in the history be, if both are of one saving.
TOGETHER = dt.timedelta(seconds=5)
SHOWN_LENGTH = 80  # letters of the other's value in a message


def last_saved(row: Model) -> str:
    """Who saved the row last and when: «Иванова Анна, 23.11.2026 10:42»; without a name nobody knows."""
    revision = getattr(row, "latest_revision", None)
    moment = revision.created_at if revision else getattr(row, "updated_at", None)
    who = revision.user if revision else None
    if revision is None and moment is not None:
        entry = registry.get_logs_for_instance(row).order_by("-timestamp").first()
        who = entry.user if entry and abs(entry.timestamp - moment) < TOGETHER else None
    name = (who.get_full_name() or who.get_username()) if who else ""
    local = localtime(moment) if moment else None
    when = f"{ru_date_short(local.date())} {clock(local.time())}" if local else ""
    return ", ".join(filter(None, [name, when]))


class MeanwhileForm(WagtailAdminModelForm):
    """A form of a row that is there already knows what has been saved since it was opened.

    A form without a person is made by a program, not by a request, and remembers nothing.
    """

    class Meta(WagtailAdminModelForm.Meta):
        pass

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: Labels of the fields in which another person's newer value was left.
        self.newer: list[str] = []
        self._contested: dict[str, str] = {}
        self._who = ""
        if self.for_user is not None and self.instance.pk and not self.instance._state.adding:
            self.fields[SEEN] = forms.CharField(required=False, widget=forms.HiddenInput)
            self.initial[SEEN] = self._print

    def full_clean(self) -> None:
        """Compare first: what is checked and saved must be what is meant."""
        if self.is_bound and SEEN in self.fields:
            self._compare()
        super().full_clean()
        for name, message in self._contested.items():
            self.add_error(name, message)

    def _compare(self) -> None:
        data: Any = self.data.copy()
        sent_print = data.get(self.add_prefix(SEEN), "")
        seen = dict(part.split(":", 1) for part in sent_print.split(";") if ":" in part)
        for name in self._watched():
            now, sent = self._now(name), self._sent(name)
            if name not in seen or _digest(now) == seen[name] or sent in (now, None):
                continue
            self._who = self._who or last_saved(self.instance)
            if _digest(sent) == seen[name]:
                data.setlist(self.add_prefix(name), now)
                self.newer.append(str(self[name].label))
            else:
                self._contested[name] = self._question(name)
        if self.newer or self._contested:
            # Who sends the form once more has seen what is said here.
            data[self.add_prefix(SEEN)] = self._print()
            self.data = data

    def _watched(self) -> list[str]:
        """Fields that show what the row says; not those that bring files or have several parts."""
        return [
            name
            for name, field in self.fields.items()
            if name in self.initial
            and name != SEEN
            and not field.disabled
            and not field.widget.needs_multipart_form
            and not isinstance(field.widget, forms.MultiWidget)
        ]

    def _print(self) -> str:
        """What each field says now, in short."""
        return ";".join(f"{name}:{_digest(self._now(name))}" for name in self._watched())

    def _now(self, name: str) -> list[str]:
        """What a browser would send for the field if nobody touched it."""
        field = self.fields[name]
        value = self.get_initial_for_field(field, name)
        if isinstance(field.widget, forms.CheckboxInput):
            return ["on"] if field.widget.check_test(value) else []
        shown: Any = field.widget.format_value(field.prepare_value(value))
        if not isinstance(shown, list | tuple):
            shown = [shown]
        return _plain(field, shown)

    def _sent(self, name: str) -> list[str] | None:
        """What the browser has sent for the field; None when it was not in the form at all."""
        field, key = self.fields[name], self.add_prefix(name)
        widget = field.widget
        if isinstance(widget, forms.CheckboxInput):
            return ["on"] if widget.value_from_datadict(self.data, self.files, key) else []
        if widget.value_omitted_from_data(self.data, self.files, key):
            return None
        sent = self.data.getlist(key)
        return _plain(field, sent if _is_set(field) else sent[-1:])

    def _question(self, name: str) -> str:
        """What the other person has put there, and how to insist."""
        value, who = self._in_words(name), last_saved(self.instance)
        if not value:
            return _(
                "Пока вы правили, это поле очистили ({who}). Если верно ваше, сохраните ещё раз."
            ).format(who=who)
        return _(
            "Пока вы правили, здесь сохранили другое: «{value}» ({who}). Если верно ваше, сохраните ещё раз."
        ).format(value=value, who=who)

    def _in_words(self, name: str) -> str:
        """The value of the row as a person reads it."""
        field = self.fields[name]
        value = self.get_initial_for_field(field, name)
        if isinstance(field.widget, forms.CheckboxInput):
            return _("да") if value else _("нет")
        said = ", ".join(_labels(field, [one for one in self._now(name) if one]))
        return said if len(said) <= SHOWN_LENGTH else f"{said[:SHOWN_LENGTH].rstrip()}…"

    def news(self) -> str:
        """What to tell whoever saves: whose changes stay beside theirs; empty when there are none."""
        if not self.newer:
            return ""
        return _(
            "Пока вы правили, в другом окне сохранили: {fields} ({who}). Эти правки остаются вместе с вашими."
        ).format(fields=", ".join(f"«{label}»" for label in self.newer), who=self._who)


def _labels(field: forms.Field, values: list[str]) -> list[str]:
    """What stands on the screen for these values."""
    if isinstance(field, forms.ModelChoiceField):
        rows = field.queryset.filter(pk__in=values) if field.queryset is not None else ()
        return [field.label_from_instance(row) for row in rows]
    if isinstance(field, forms.ChoiceField):
        flat: list[tuple[Any, Any]] = []
        for key, label in field.choices:
            flat += label if isinstance(label, list | tuple) else [(key, label)]
        known = {str(key): str(label) for key, label in flat}
        return [known.get(one, one) for one in values]
    return values


def _is_set(field: forms.Field) -> bool:
    return bool(getattr(field.widget, "allow_multiple_selected", False))


def _plain(field: forms.Field, values: Any) -> list[str]:
    """One spelling: browsers end lines in their own way, and a telephone is kept as the field writes it."""
    plain = ["" if one is None else str(one).replace("\r\n", "\n").replace("\r", "\n") for one in values]
    if _is_set(field):  # browsers send what is chosen in the order of the list
        return sorted(plain)
    if isinstance(field, forms.CharField):
        with contextlib.suppress(forms.ValidationError):
            return [str(field.to_python(one) or "") for one in plain]
    return plain


def _digest(values: list[str]) -> str:
    return hashlib.sha256("\0".join(values).encode()).hexdigest()[:12]
