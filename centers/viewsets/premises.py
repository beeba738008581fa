"""Rooms of a centre and the equipment in them."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from centers.forms.rows import EquipmentForm, RoomForm
from centers.models import Equipment, Room
from centers.panels import CenterPanel, RowList, register_row_list
from centers.viewsets.rows import CENTER_COLUMN, CHANGED_COLUMN, CenterRowsFilterSet, CenterRowViewSet


class RoomFilterSet(CenterRowsFilterSet):
    class Meta:
        model = Room
        fields = ["center"]


class EquipmentFilterSet(CenterRowsFilterSet):
    class Meta:
        model = Equipment
        fields = ["center", "for_disabled"]


class RoomViewSet(CenterRowViewSet):
    model = Room
    name = "center_room"
    url_prefix = "centers/rooms"
    row_list_name = "rooms"
    icon = "home"
    menu_label = _("Помещения")
    add_item_label = _("Добавить помещение")
    new_item_title = _("Новое помещение")
    delete_question = _("Удалить это помещение? У оборудования и занятий оно перестанет быть указано.")
    filterset_class = RoomFilterSet
    list_display = [
        "name",
        CENTER_COLUMN,
        Column("number", label=_("Номер")),
        Column("area", label=_("Площадь, м²"), sort_key="area"),
        CHANGED_COLUMN,
    ]
    edit_handler = ObjectList(
        [
            CenterPanel(),
            MultiFieldPanel(
                [
                    FieldPanel("name", help_text=_("Например, Кабинет физики.")),
                    FieldRowPanel(
                        [
                            FieldPanel("number", help_text=_("Например, 12.")),
                            FieldPanel("area", help_text=_("Например, 48,5.")),
                        ]
                    ),
                    FieldPanel("description", help_text=_("Одно-два предложения: чем здесь занимаются.")),
                    FieldPanel("is_accessible"),
                    FieldPanel("photo", help_text=_("Помещение без людей или со спины.")),
                    FieldPanel("sort_order", help_text=_("Чем меньше число, тем выше в списке.")),
                ],
                heading=_("Помещение"),
            ),
        ],
        base_form_class=RoomForm,
    )


class EquipmentViewSet(CenterRowViewSet):
    model = Equipment
    name = "center_equipment"
    url_prefix = "centers/equipment"
    row_list_name = "equipment"
    icon = "desktop"
    menu_label = _("Оборудование")
    add_item_label = _("Добавить оборудование")
    new_item_title = _("Новое оборудование")
    delete_question = _("Удалить эту строку оборудования?")
    filterset_class = EquipmentFilterSet
    related = ("center__school", "room")
    list_per_page = 100
    list_display = [
        "name",
        CENTER_COLUMN,
        Column("quantity", label=_("Количество"), sort_key="quantity"),
        Column("subject", classname="admin-wide", label=_("Предмет"), sort_key="subject"),
        Column("room", label=_("Помещение")),
        CHANGED_COLUMN,
    ]
    edit_handler = ObjectList(
        [
            CenterPanel(),
            MultiFieldPanel(
                [
                    FieldPanel("name", help_text=_("Как в накладной: Цифровая лаборатория по физике.")),
                    FieldRowPanel([FieldPanel("quantity"), FieldPanel("unit")]),
                    FieldRowPanel(
                        [
                            FieldPanel("subject", help_text=_("По предметам строки собираются в группы.")),
                            FieldPanel("kit", help_text=_("Название набора, если строка его часть.")),
                        ]
                    ),
                    FieldRowPanel([FieldPanel("room"), FieldPanel("year", help_text=_("Например, 2021."))]),
                    FieldPanel("for_disabled"),
                    FieldPanel("sort_order", help_text=_("Чем меньше число, тем выше в списке.")),
                ],
                heading=_("Оборудование"),
            ),
        ],
        base_form_class=EquipmentForm,
    )


register_row_list(
    RowList(
        name="rooms",
        model=Room,
        title=_("Помещения центра"),
        forms=(_("помещение"), _("помещения"), _("помещений")),
        add_label=_("Добавить помещение"),
        list_url_name="center_room:index",
        add_url_name="center_room:add",
        edit_url_name="center_room:edit",
        list_label=_("Все помещения"),
        icon="home",
        empty=_("Помещений пока нет."),
    )
)
register_row_list(
    RowList(
        name="equipment",
        model=Equipment,
        title=_("Оборудование центра"),
        forms=(_("позиция оборудования"), _("позиции оборудования"), _("позиций оборудования")),
        add_label=_("Добавить оборудование"),
        list_url_name="center_equipment:index",
        add_url_name="center_equipment:add",
        edit_url_name="center_equipment:edit",
        list_label=_("Всё оборудование"),
        icon="desktop",
        others=((_("Оборудование таблицей"), "equipment_grid"),),
        empty=_("Оборудования пока нет. Список из накладной удобнее вставить таблицей."),
        note=lambda row: f"{row.quantity}\u00a0{row.unit}",
    )
)
