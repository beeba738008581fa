"""Schools in the register: moving one to another municipality, deleting, bringing back."""

import django_filters
from django.core.exceptions import ValidationError
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.log_actions import log

from centers.forms.schools import SchoolForm
from centers.models import Region, School
from centers.permissions import reach
from centers.services import delete_school
from centers.viewsets.base import RegisterDeleteView, RegisterEditView, RegisterViewSet
from centers.viewsets.choosers import NumberChooser, OwnRowsMixin
from centers.viewsets.deleted import DeletedFilterSet, DeletedRowsIndexView, RestoreView


class SchoolFilterSet(DeletedFilterSet):
    region = django_filters.ModelChoiceFilter(
        field_name="municipality__region", queryset=Region.objects.all(), label=gettext_lazy("Регион")
    )

    class Meta:
        model = School
        fields = ["region", "deleted"]


class SchoolEditView(RegisterEditView):
    """Saving a school with another municipality moves its centres, their pages and files along."""

    def save_instance(self):
        school = super().save_instance()
        if self.form.moves:
            log(instance=school, action="centers.move", user=self.request.user)
        return school

    def explain(self, form, error):
        if isinstance(error, ValidationError) and form.moves and not hasattr(error, "error_dict"):
            error = ValidationError({"municipality": error.messages})
        super().explain(form, error)


class SchoolDeleteView(RegisterDeleteView):
    consequence = gettext_lazy(
        "Школа исчезнет из списков и окажется в корзине: оттуда её можно вернуть, "
        "как и через фильтр «удалённые»."
    )

    def get_obstacles(self):
        centers = [center.title for center in self.object.centers.kept().select_related("school")]
        if not centers:
            return []
        return [
            _(
                "Школу «{school}» нельзя удалить: в ней есть центры — {centers}. "
                "Сначала удалите центры или, если школа переехала, смените ей муниципалитет."
            ).format(school=self.object, centers=", ".join(f"«{title}»" for title in centers))
        ]

    def remove(self):
        delete_school(self.object, user=self.request.user)
        log(instance=self.object, action="wagtail.delete", user=self.request.user)


class SchoolRestoreView(RestoreView):
    pass


class SchoolViewSet(RegisterViewSet):
    """Legal entities that centres belong to."""

    model = School
    name = "register_school"
    url_prefix = "register/schools"
    icon = "home"
    menu_label = gettext_lazy("Школы")
    add_item_label = gettext_lazy("Добавить школу")
    new_item_title = gettext_lazy("Новая школа")
    delete_question = gettext_lazy("Удалить эту школу?")
    index_view_class = DeletedRowsIndexView
    edit_view_class = SchoolEditView
    delete_view_class = SchoolDeleteView
    filterset_class = SchoolFilterSet
    related = ("municipality__region",)
    digit_fields = ("ogrn", "inn")
    list_display = [
        "short_name",
        Column("municipality", label=gettext_lazy("Муниципалитет"), sort_key="municipality__name"),
        Column(
            "region",
            classname="admin-wide",
            label=gettext_lazy("Регион"),
            accessor="municipality.region",
            sort_key="municipality__region__name",
        ),
        Column("ogrn", classname="admin-wide", label=gettext_lazy("ОГРН")),
        DateColumn(
            "updated_at", classname="admin-wide", label=gettext_lazy("Изменена"), sort_key="updated_at"
        ),
    ]
    ordering = "short_name"
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel(
                        "short_name",
                        help_text=gettext_lazy("Как школу называют люди, например Баткатская СОШ."),
                    ),
                    FieldPanel("full_name", help_text=gettext_lazy("Как в уставе, целиком.")),
                    FieldPanel(
                        "name_genitive",
                        help_text=gettext_lazy(
                            "Как сказать после слов «создан на базе»: Баткатской СОШ, МБОУ «СОШ № 2»."
                        ),
                    ),
                    FieldPanel(
                        "name_is_stated",
                        help_text=gettext_lazy("Снимите отметку, если источник названия не приводит."),
                    ),
                ],
                heading=gettext_lazy("Название"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "municipality",
                        help_text=gettext_lazy(
                            "Если сменить муниципалитет, центры школы переедут туда со страницами и файлами; "
                            "старые ссылки продолжат работать."
                        ),
                    ),
                    FieldPanel(
                        "address",
                        help_text=gettext_lazy(
                            "Например: 636124, Томская область, с. Баткат, ул. Садовая, 2."
                        ),
                    ),
                    FieldPanel("coordinates"),
                ],
                heading=gettext_lazy("Где находится"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "site_url",
                        help_text=gettext_lazy("Можно без https://, например batkat.tomschool.ru."),
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel("phone", help_text=gettext_lazy("Например, 8 (38247) 3-11-22.")),
                            FieldPanel("email"),
                        ]
                    ),
                ],
                heading=gettext_lazy("Связь"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [
                            FieldPanel("ogrn", help_text=gettext_lazy("13 цифр, пробелы не мешают.")),
                            FieldPanel("inn", help_text=gettext_lazy("10 цифр.")),
                        ]
                    ),
                    FieldRowPanel([FieldPanel("external_source"), FieldPanel("external_id")]),
                ],
                heading=gettext_lazy("Номера"),
            ),
        ],
        base_form_class=SchoolForm,
    )

    @cached_property
    def restore_view(self):
        return self.construct_view(SchoolRestoreView)

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"restore_url_name": self.get_url_name("restore"), **kwargs})

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("restore/<int:pk>/", self.restore_view, name="restore")]


class SchoolChooseMixin(OwnRowsMixin):
    """Deleted schools cannot be chosen; the municipality tells namesakes apart."""

    def get_object_list(self):
        rows = School.objects.kept().select_related("municipality__region")
        return reach(self.request.user, "school", "view").rows(rows)

    @property
    def columns(self):
        title, *others = super().columns
        title.label = gettext_lazy("Школа")
        return [
            title,
            *others,
            Column("municipality", label=gettext_lazy("Муниципалитет")),
            Column(
                "region", classname="admin-wide", label=gettext_lazy("Регион"), accessor="municipality.region"
            ),
        ]


class SchoolChooseView(SchoolChooseMixin, chooser.ChooseView):
    pass


class SchoolChooseResultsView(SchoolChooseMixin, chooser.ChooseResultsView):
    pass


class SchoolChooserViewSet(ChooserViewSet):
    model = School
    base_widget_class = NumberChooser
    name = "register_school_chooser"
    url_prefix = "register/choose/school"
    icon = "home"
    choose_view_class = SchoolChooseView
    choose_results_view_class = SchoolChooseResultsView
    page_title = gettext_lazy("Выберите школу")
    choose_one_text = gettext_lazy("Выбрать школу")
    choose_another_text = gettext_lazy("Выбрать другую")
    edit_item_text = gettext_lazy("Открыть в реестре")
    per_page = 20
