"""Regions and municipalities in the register."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from centers.forms.register import MunicipalityForm, RegionForm
from centers.models import Municipality, Region
from centers.services import bin_row
from centers.viewsets.base import RegisterDeleteView, RegisterViewSet
from centers.viewsets.choosers import NumberChooser, OwnRowsMixin
from toolkit.lists import ROWS
from toolkit.text import count_phrase

SLUG_HELP = gettext_lazy(
    "Часть адреса страницы латинскими буквами, например tomskaya-oblast. "
    "Если оставить пустым, составим из названия. После смены адреса старые ссылки продолжат работать."
)


class PlaceDeleteView(RegisterDeleteView):
    """A place goes together with its empty page; what stands on it is named."""

    def get_obstacles(self):
        place = self.object
        counted = [
            (place.coordinators.count(), (_("координатор"), _("координатора"), _("координаторов"))),
            (place.figures.count(), (_("показатель"), _("показателя"), _("показателей"))),
        ]
        if isinstance(place, Region):
            forms = (_("муниципалитет"), _("муниципалитета"), _("муниципалитетов"))
            counted.insert(0, (place.municipalities.count(), forms))
        else:
            counted.insert(0, (place.schools.count(), (_("школа"), _("школы"), _("школ"))))
        listed = [count_phrase(count, *forms) for count, forms in counted if count]
        if not listed:
            return []
        return [
            _(
                "Удалить «{name}» нельзя: к этой записи относятся {what}. Сначала перенесите или удалите их."
            ).format(name=place, what=", ".join(listed))
        ]

    def remove(self):
        bin_row(self.object, user=self.request.user)


class RegionViewSet(RegisterViewSet):
    """The 89 subjects of the Federation."""

    model = Region
    name = "register_region"
    url_prefix = "register/regions"
    icon = "globe"
    menu_label = gettext_lazy("Регионы")
    add_item_label = gettext_lazy("Добавить регион")
    new_item_title = gettext_lazy("Новый регион")
    delete_question = gettext_lazy("Удалить этот регион?")
    delete_view_class = PlaceDeleteView
    list_display = [
        "name",
        Column("code", label=gettext_lazy("Код"), sort_key="code"),
        Column(
            "federal_district",
            classname="admin-wide",
            label=gettext_lazy("Федеральный округ"),
            accessor="get_federal_district_display",
            sort_key="federal_district",
        ),
        DateColumn(
            "updated_at", classname="admin-wide", label=gettext_lazy("Изменён"), sort_key="updated_at"
        ),
    ]
    list_filter = ["federal_district"]
    ordering = "name"
    list_per_page = ROWS
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [
                            FieldPanel("name", help_text=gettext_lazy("Как в Конституции: Томская область.")),
                            FieldPanel("code", help_text=gettext_lazy("Две цифры, например 70.")),
                        ]
                    ),
                    FieldPanel("slug", help_text=SLUG_HELP),
                    FieldPanel("federal_district"),
                    FieldPanel(
                        "time_zone", help_text=gettext_lazy("По нему считаются «сегодня» и время занятий.")
                    ),
                ],
                heading=gettext_lazy("Регион"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("name_genitive", help_text=gettext_lazy("Чего? Томской области.")),
                    FieldRowPanel(
                        [
                            FieldPanel("preposition", help_text=gettext_lazy("«в», «во» или «на».")),
                            FieldPanel("name_prepositional", help_text=gettext_lazy("Где? Томской области.")),
                        ]
                    ),
                ],
                heading=gettext_lazy("Падежи"),
                help_text=gettext_lazy("Из них составляются тексты страниц: «в Томской области»."),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [
                            FieldPanel("iso_code", help_text=gettext_lazy("Например, RU-TOM.")),
                            FieldPanel("okato", help_text=gettext_lazy("Например, 69.")),
                        ]
                    )
                ],
                heading=gettext_lazy("Коды"),
            ),
            FieldPanel(
                "navigator_url",
                help_text=gettext_lazy(
                    "Туда ведёт кнопка «Записаться», если у программы и центра нет своей ссылки. "
                    "Например, https://navigator.example.ru/."
                ),
            ),
        ],
        base_form_class=RegionForm,
    )


class MunicipalityViewSet(RegisterViewSet):
    """Municipal districts and city districts."""

    model = Municipality
    name = "register_municipality"
    url_prefix = "register/municipalities"
    icon = "home"
    menu_label = gettext_lazy("Муниципалитеты")
    add_item_label = gettext_lazy("Добавить муниципалитет")
    new_item_title = gettext_lazy("Новый муниципалитет")
    delete_question = gettext_lazy("Удалить этот муниципалитет?")
    delete_view_class = PlaceDeleteView
    related = ("region",)
    list_display = [
        "name",
        Column("region", classname="admin-wide", label=gettext_lazy("Регион"), sort_key="region__name"),
        Column("oktmo", classname="admin-wide", label=gettext_lazy("ОКТМО")),
        DateColumn(
            "updated_at", classname="admin-wide", label=gettext_lazy("Изменён"), sort_key="updated_at"
        ),
    ]
    list_filter = ["region"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("region"),
                    FieldPanel("name", help_text=gettext_lazy("Например, Шегарский район.")),
                    FieldPanel("slug", help_text=SLUG_HELP),
                ],
                heading=gettext_lazy("Муниципалитет"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("name_genitive", help_text=gettext_lazy("Чего? Шегарского района.")),
                    FieldPanel("name_prepositional", help_text=gettext_lazy("В чём? Шегарском районе.")),
                ],
                heading=gettext_lazy("Падежи"),
                help_text=gettext_lazy("Из них составляются тексты страниц: «школы Шегарского района»."),
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "time_zone",
                        help_text=gettext_lazy("Только если он не такой, как во всём регионе."),
                    ),
                    FieldPanel("oktmo", help_text=gettext_lazy("8 или 11 цифр, например 69658000.")),
                    FieldPanel(
                        "is_unknown",
                        help_text=gettext_lazy(
                            "Служебная строка: сюда попадают школы, о которых источник не говорит, где они."
                        ),
                    ),
                    FieldRowPanel([FieldPanel("external_source"), FieldPanel("external_id")]),
                ],
                heading=gettext_lazy("Дополнительно"),
                classname="collapsed",
            ),
        ],
        base_form_class=MunicipalityForm,
    )


class MunicipalityChooseView(OwnRowsMixin, chooser.ChooseView):
    pass


class MunicipalityChooseResultsView(OwnRowsMixin, chooser.ChooseResultsView):
    pass


class MunicipalityChooserViewSet(ChooserViewSet):
    """Choosing one of the two thousand municipalities by the beginning of its name."""

    model = Municipality
    base_widget_class = NumberChooser
    name = "register_municipality_chooser"
    choose_view_class = MunicipalityChooseView
    choose_results_view_class = MunicipalityChooseResultsView
    url_prefix = "register/choose/municipality"
    icon = "home"
    page_title = gettext_lazy("Выберите муниципалитет")
    choose_one_text = gettext_lazy("Выбрать муниципалитет")
    choose_another_text = gettext_lazy("Выбрать другой")
    edit_item_text = gettext_lazy("Открыть в реестре")
    per_page = 20
