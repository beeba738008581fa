"""Teachers of a centre."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column

from centers.forms.rows import TeacherForm
from centers.models import Teacher
from centers.panels import CenterPanel, RowList, register_row_list
from centers.viewsets.rows import CENTER_COLUMN, CHANGED_COLUMN, CenterRowsFilterSet, CenterRowViewSet


class TeacherFilterSet(CenterRowsFilterSet):
    class Meta:
        model = Teacher
        fields = ["center", "is_shown"]


class TeacherViewSet(CenterRowViewSet):
    model = Teacher
    name = "center_teacher"
    url_prefix = "centers/teachers"
    row_list_name = "teachers"
    icon = "group"
    menu_label = _("Педагоги")
    add_item_label = _("Добавить педагога")
    new_item_title = _("Новый педагог")
    delete_question = _("Удалить этого педагога? В программах и расписании его имя исчезнет.")
    filterset_class = TeacherFilterSet
    list_display = [
        "full_name",
        CENTER_COLUMN,
        Column("post", label=_("Должность")),
        BooleanColumn("is_shown", label=_("На сайте")),
        CHANGED_COLUMN,
    ]
    edit_handler = ObjectList(
        [
            CenterPanel(),
            MultiFieldPanel(
                [
                    FieldPanel("full_name", help_text=_("Например, Иванова Анна Петровна.")),
                    FieldPanel("post", help_text=_("Например, учитель физики.")),
                    FieldPanel("subjects", help_text=_("Через запятую: физика, робототехника.")),
                    FieldRowPanel([FieldPanel("is_head"), FieldPanel("is_shown")]),
                    FieldPanel(
                        "sort_order",
                        help_text=_("Чем меньше число, тем выше в списке. Одинаковые — по алфавиту."),
                    ),
                ],
                heading=_("Кто это"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "education",
                        help_text=_("Например: высшее, ТГПУ, «Физика», учитель физики."),
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel("category", help_text=_("Например, первая.")),
                            FieldPanel("experience_years", help_text=_("Полных лет, например 12.")),
                        ]
                    ),
                    FieldPanel("degree", help_text=_("Если есть.")),
                    FieldPanel(
                        "courses",
                        help_text=_("Каждый курс с новой строки: «2025, Точка роста: физика, 36 часов»."),
                    ),
                    FieldPanel("retraining"),
                ],
                heading=_("Образование и опыт"),
                help_text=_(
                    "Эти сведения о педагогах школа обязана публиковать (ПП РФ № 1802 от 20.10.2021, п. 11)."
                ),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("about", help_text=_("Два-три предложения для родителей и учеников.")),
                    FieldPanel("photo", help_text=_("Публикуйте фотографию, только если педагог согласен.")),
                ],
                heading=_("Для страницы"),
            ),
        ],
        base_form_class=TeacherForm,
    )


register_row_list(
    RowList(
        name="teachers",
        model=Teacher,
        title=_("Педагоги центра"),
        forms=(_("педагог"), _("педагога"), _("педагогов")),
        add_label=_("Добавить педагога"),
        list_url_name="center_teacher:index",
        add_url_name="center_teacher:add",
        edit_url_name="center_teacher:edit",
        list_label=_("Все педагоги"),
        icon="group",
        empty=_("Педагогов пока нет. Начните с руководителя центра."),
        note=lambda row: row.post,
    )
)
