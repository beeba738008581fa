"""Replacements: what is different on one date."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from centers.forms.rows import ReplacementForm
from centers.models import Replacement
from centers.panels import CenterPanel, RowList, register_row_list
from centers.viewsets.base import DayColumn
from centers.viewsets.clashes import ClashesPanel, warn_of_clashes
from centers.viewsets.rows import (
    CENTER_COLUMN,
    CHANGED_COLUMN,
    CenterRowCreateView,
    CenterRowEditView,
    CenterRowsFilterSet,
    CenterRowViewSet,
)


class ReplacementFilterSet(CenterRowsFilterSet):
    class Meta:
        model = Replacement
        fields = ["center", "kind"]


def parse_date_or_none(words: str) -> dt.date | None:
    """The day that an address names as `2026-11-30`; None for what is no day."""
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        return None


class _Warns:
    """After saving, says with what the replacement clashes."""

    def form_valid(self, form):
        response = super().form_valid(form)
        if not form.errors:
            warn_of_clashes(self.request, self.object.center, replacement_id=self.object.pk)
        return response


class ReplacementCreateView(_Warns, CenterRowCreateView):
    def get_initial(self):
        """`?lesson=…&date=…`: from the week, where the lesson stands on its day."""
        initial = super().get_initial()
        for name in ("lesson", "date", "kind"):
            value = self.request.GET.get(name, "")
            if value and len(value) < 20 and value.isprintable():
                initial[name] = value
        if "date" in initial:
            initial["date"] = parse_date_or_none(initial["date"])
        return initial


class ReplacementEditView(_Warns, CenterRowEditView):
    pass


class ReplacementViewSet(CenterRowViewSet):
    model = Replacement
    name = "center_replacement"
    url_prefix = "centers/replacements"
    row_list_name = "replacements"
    icon = "rotate"
    menu_label = _("Замены")
    add_item_label = _("Добавить замену")
    new_item_title = _("Новая замена")
    delete_question = _("Удалить эту замену? Занятие пройдёт как обычно.")
    add_view_class = ReplacementCreateView
    edit_view_class = ReplacementEditView
    filterset_class = ReplacementFilterSet
    related = ("center__school", "program", "lesson", "teacher", "room")
    folded_fields = ("program__title", "note", "teacher__full_name")
    title_label = _("Что")
    title_sort_key = "date"
    list_display = [
        "__str__",
        DayColumn("date", label=_("Дата"), sort_key="date"),
        CENTER_COLUMN,
        Column("kind", label=_("Что изменится"), accessor="get_kind_display", sort_key="kind"),
        Column("note", classname="admin-wide", label=_("Пояснение")),
        CHANGED_COLUMN,
    ]
    edit_handler = ObjectList(
        [
            ClashesPanel(),
            CenterPanel(derived=True),
            MultiFieldPanel(
                [
                    FieldPanel("kind"),
                    FieldPanel("date"),
                    FieldPanel("lesson", help_text=_("Какое занятие меняется.")),
                    FieldPanel("program", help_text=_("Только для дополнительного занятия.")),
                ],
                heading=_("Что и когда"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("teacher"),
                    FieldPanel("room"),
                    FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
                    FieldPanel("moved_to", help_text=_("Если занятие пройдёт в другой день.")),
                    FieldPanel("classes", help_text=_("Для дополнительного занятия, например 5–7.")),
                ],
                heading=_("Как будет"),
                help_text=_("Заполните только то, что изменится."),
            ),
            FieldPanel("note", help_text=_("Его увидят семьи, например: «Педагог на соревнованиях».")),
        ],
        base_form_class=ReplacementForm,
    )


register_row_list(
    RowList(
        name="replacements",
        model=Replacement,
        title=_("Замены"),
        forms=(_("замена"), _("замены"), _("замен")),
        add_label=_("Добавить замену"),
        list_url_name="center_replacement:index",
        add_url_name="center_replacement:add",
        edit_url_name="center_replacement:edit",
        list_label=_("Все замены"),
        icon="rotate",
        rows=lambda center: Replacement.objects.of(center).select_related(
            "program", "lesson", "teacher", "room"
        ),
    )
)
