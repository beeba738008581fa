"""Lessons: the rows of the timetable."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from centers.forms.rows import LessonForm
from centers.models import Lesson
from centers.panels import CenterPanel, RowList, register_row_list
from centers.viewsets.rows import CENTER_COLUMN, CHANGED_COLUMN, CenterRowsFilterSet, CenterRowViewSet


class LessonFilterSet(CenterRowsFilterSet):
    class Meta:
        model = Lesson
        fields = ["center", "weekday"]


def lesson_note(lesson: Lesson) -> str:
    """«Робототехника, 5–7 классы»: what a row of the timetable is about."""
    return ", ".join(filter(None, [lesson.program.title, lesson.classes]))


class LessonViewSet(CenterRowViewSet):
    model = Lesson
    name = "center_lesson"
    url_prefix = "centers/lessons"
    row_list_name = "lessons"
    icon = "calendar-alt"
    menu_label = _("Занятия")
    add_item_label = _("Добавить занятие")
    new_item_title = _("Новое занятие")
    delete_question = _("Удалить это занятие из расписания?")
    filterset_class = LessonFilterSet
    related = ("center__school", "program", "teacher", "room")
    folded_fields = ("program__title", "classes", "teacher__full_name")
    title_label = _("Когда")
    list_display = [
        "__str__",
        Column("program", label=_("Программа"), accessor="program.title", sort_key="program__title"),
        CENTER_COLUMN,
        Column("classes", classname="admin-wide", label=_("Классы")),
        Column("teacher", classname="admin-wide", label=_("Педагог")),
        Column("room", label=_("Помещение")),
        CHANGED_COLUMN,
    ]
    edit_handler = ObjectList(
        [
            CenterPanel(derived=True),
            MultiFieldPanel(
                [
                    FieldPanel("program"),
                    FieldPanel("weekday"),
                    FieldRowPanel(
                        [
                            FieldPanel("start", help_text=_("Например, 14:00.")),
                            FieldPanel("end", help_text=_("Например, 14:45.")),
                        ]
                    ),
                    FieldPanel("week_parity"),
                ],
                heading=_("Что и когда"),
                help_text=_("Время — местное, как на часах в школе."),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("classes", help_text=_("Например, 5–7.")),
                    FieldPanel("teacher"),
                    FieldPanel("room"),
                ],
                heading=_("Кто и где"),
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")])],
                heading=_("Если занятие не весь год"),
                classname="collapsed",
            ),
        ],
        base_form_class=LessonForm,
    )


register_row_list(
    RowList(
        name="lessons",
        model=Lesson,
        title=_("Занятия центра"),
        forms=(_("занятие"), _("занятия"), _("занятий")),
        add_label=_("Добавить занятие"),
        list_url_name="center_lesson:index",
        add_url_name="center_lesson:add",
        edit_url_name="center_lesson:edit",
        list_label=_("Все занятия"),
        icon="calendar-alt",
        others=((_("Занятия таблицей"), "lesson_grid"),),
        empty=_("Занятий пока нет. Сначала нужна хотя бы одна программа."),
        rows=lambda center: Lesson.objects.of(center).select_related("program"),
        note=lesson_note,
    )
)
