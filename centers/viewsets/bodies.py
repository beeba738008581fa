"""Coordinators, operators, projects and figures in the register."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from centers.forms.register import CoordinatorForm, DatedBodyForm, FigureForm
from centers.models import Coordinator, FederalOperator, FederalProject, NationalProject, NetworkFigure
from centers.viewsets.base import DayColumn, RegisterViewSet

FROM_HELP = _("Первый день. Запись действует, пока не начнётся следующая; дату окончания ставить не нужно.")
SOURCE_HELP = _("Документ или страница, где это сказано: по ним запись можно проверить.")
VALID_FROM = DayColumn("valid_from", label=_("Действует с"), sort_key="valid_from")


class CoordinatorViewSet(RegisterViewSet):
    """Who coordinates the centres of a region, from which day."""

    model = Coordinator
    name = "register_coordinator"
    url_prefix = "register/coordinators"
    icon = "group"
    menu_label = _("Координаторы")
    add_item_label = _("Добавить координатора")
    new_item_title = _("Новый координатор")
    delete_question = _("Удалить этого координатора? На страницах его регион останется без координатора.")
    related = ("region", "municipality")
    list_display = [
        "name",
        Column("region", classname="admin-wide", label=_("Регион"), sort_key="region__name"),
        Column("municipality", label=_("Муниципалитет")),
        VALID_FROM,
    ]
    list_filter = ["region"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel(
                        "name",
                        help_text=_(
                            "Полное название, например Департамент общего образования Томской области."
                        ),
                    ),
                    FieldPanel(
                        "name_genitive", help_text=_("Кого? Департамента общего образования Томской области.")
                    ),
                ],
                heading=_("Название"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("region"),
                    FieldPanel(
                        "municipality",
                        help_text=_("Только если это координатор одного муниципалитета, а не всего региона."),
                    ),
                    FieldPanel("valid_from", help_text=FROM_HELP),
                ],
                heading=_("Где и с какого дня"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "url", help_text=_("Сайт или страница о центрах, например https://edu.tomsk.gov.ru.")
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel("phone", help_text=_("Например, +7 3822 51-25-30.")),
                            FieldPanel("email"),
                        ]
                    ),
                    FieldPanel("source", help_text=SOURCE_HELP),
                ],
                heading=_("Связь и источник"),
            ),
        ],
        base_form_class=CoordinatorForm,
    )


def dated_panels(*names, example, others=()) -> ObjectList:
    """The form of a body or project that holds from a date."""
    return ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("name", help_text=example), *(FieldPanel(name) for name in names), *others],
                heading=_("Название"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("valid_from", help_text=FROM_HELP),
                    FieldPanel("url", help_text=_("Официальная страница, например https://edu.gov.ru.")),
                    FieldPanel("source", help_text=SOURCE_HELP),
                ],
                heading=_("С какого дня и откуда известно"),
            ),
        ],
        base_form_class=DatedBodyForm,
    )


class DatedBodyViewSet(RegisterViewSet):
    """Base of the three short lists of the federation."""

    folded_fields = ("name",)
    list_display = ["name", VALID_FROM, Column("source", classname="admin-wide", label=_("Откуда известно"))]
    ordering = "-valid_from"


class FederalOperatorViewSet(DatedBodyViewSet):
    """The federal operator by the date of opening of a centre."""

    model = FederalOperator
    name = "register_operator"
    url_prefix = "register/operators"
    icon = "group"
    menu_label = _("Федеральные операторы")
    add_item_label = _("Добавить оператора")
    new_item_title = _("Новый федеральный оператор")
    delete_question = _("Удалить этого оператора? Центры, открытые при нём, перейдут к предыдущему.")
    edit_handler = dated_panels(
        "short_name",
        example=_("Полное название, например ФГАОУ ДПО «Академия Минпросвещения России»."),
    )


class NationalProjectViewSet(DatedBodyViewSet):
    """National projects."""

    model = NationalProject
    name = "register_national_project"
    url_prefix = "register/national-projects"
    icon = "clipboard-list"
    menu_label = _("Нацпроекты")
    add_item_label = _("Добавить нацпроект")
    new_item_title = _("Новый национальный проект")
    delete_question = _("Удалить этот национальный проект?")
    edit_handler = dated_panels(
        example=_("Без кавычек, например Образование."),
        others=(
            FieldPanel(
                "sign",
                help_text=_(
                    "Из официального набора проекта. Его покажут в «Общей информации» все центры, "
                    "открытые при этом проекте."
                ),
            ),
        ),
    )


class FederalProjectViewSet(DatedBodyViewSet):
    """Federal projects."""

    model = FederalProject
    name = "register_federal_project"
    url_prefix = "register/federal-projects"
    icon = "clipboard-list"
    menu_label = _("Федпроекты")
    add_item_label = _("Добавить федпроект")
    new_item_title = _("Новый федеральный проект")
    delete_question = _("Удалить этот федеральный проект? Центры, открытые при нём, перейдут к предыдущему.")
    related = ("national_project",)
    list_display = ["name", Column("national_project", label=_("Национальный проект")), VALID_FROM]
    edit_handler = dated_panels("national_project", example=_("Без кавычек, например Современная школа."))


class NetworkFigureViewSet(RegisterViewSet):
    """Figures of the network that cannot be counted from the register."""

    model = NetworkFigure
    name = "register_figure"
    url_prefix = "register/figures"
    icon = "table"
    menu_label = _("Показатели сети")
    add_item_label = _("Добавить показатель")
    new_item_title = _("Новый показатель сети")
    delete_question = _("Удалить этот показатель?")
    related = ("region", "municipality")
    folded_fields = ("region__name", "municipality__name", "source", "year")
    list_display = [
        "metric",
        Column("value", label=_("Значение"), sort_key="value"),
        Column("period", label=_("Год"), sort_key="year"),
        Column("scope", label=_("Где"), accessor=lambda row: row.municipality or row.region or _("Россия")),
        Column("source", classname="admin-wide", label=_("Источник")),
    ]
    list_filter = ["metric", "region"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("metric"),
                    FieldRowPanel(
                        [
                            FieldPanel("value", help_text=_("Целое число, например 24000.")),
                            FieldPanel(
                                "is_lower_bound",
                                help_text=_("Отметьте, если источник говорит «более 24 000»."),
                            ),
                        ]
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel("year_from", help_text=_("Только если показатель за несколько лет.")),
                            FieldPanel("year", help_text=_("Например, 2024.")),
                        ]
                    ),
                ],
                heading=_("Показатель"),
            ),
            MultiFieldPanel(
                [FieldPanel("region"), FieldPanel("municipality")],
                heading=_("Где"),
                help_text=_("Для всей России оставьте оба поля пустыми."),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("source", help_text=SOURCE_HELP),
                    FieldPanel("source_url"),
                    FieldPanel("as_of", help_text=_("Как сказано в источнике: «на конец 2024 года».")),
                ],
                heading=_("Источник"),
            ),
        ],
        base_form_class=FigureForm,
    )
