"""Official documents of a centre: drafts, scheduled publication, history, a preview of the card."""

from django.urls import path
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, PublishingPanel
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.log_actions import log
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.views import snippets

from centers.forms.documents import CenterDocumentForm
from centers.models import CenterDocument
from centers.panels import CenterPanel, FileFactsPanel, RowList, register_row_list
from centers.services import delete_document, restore_document
from centers.viewsets.base import NOT_SAVED, CarefulSaving, DayColumn, RegisterDeleteView, Wording
from centers.viewsets.deleted import DeletedFilterSet, DeletedRowsIndexView, RestoreView
from centers.viewsets.intake import unfinished_links
from centers.viewsets.rows import (
    CENTER_COLUMN,
    CenterRowCreateMixin,
    CenterRowEditMixin,
    CenterRowMixin,
    CenterRowsFilterSet,
    CenterRowsIndexMixin,
)


class CenterDocumentFilterSet(CenterRowsFilterSet, DeletedFilterSet):
    class Meta:
        model = CenterDocument
        fields = ["center", "kind", "live", "deleted"]


class DocumentIndexView(CenterRowsIndexMixin, DeletedRowsIndexView):
    """The list of documents; drafts and published ones together."""

    related = ("center__school", "document")
    title_label = gettext_lazy("Документ")
    title_sort_key = "title"


class DocumentWording(Wording):
    """Messages that name the document and say whether the public sees it."""

    add_item_label = gettext_lazy("Добавить документ")
    new_item_title = gettext_lazy("Новый документ")
    delete_question = gettext_lazy("Удалить этот документ?")

    def get_success_message(self, instance=None):
        row = instance or self.object
        name = row.full_title
        if self.action != "publish":
            return _("Черновик сохранён, на сайте его не видно: {name}.").format(name=name)
        if row.go_live_at and row.go_live_at > timezone.now():
            return _("Будет опубликовано в назначенное время: {name}.").format(name=name)
        return _("Опубликовано: {name}.").format(name=name)

    def get_success_buttons(self):
        buttons = super().get_success_buttons()
        live = CenterDocument.objects.published().filter(pk=self.object.pk).exists()
        if self.action == "publish" and live:
            url = self.object.get_absolute_url()
            buttons.append(messages.button(url, _("Открыть на сайте"), new_window=True))
        return buttons

    def get_error_message(self):
        return str(NOT_SAVED)


class WithoutAutosave:
    """A form with a file: saving it every few seconds would send the file every few seconds."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False


class DocumentCreateView(
    WithoutAutosave, DocumentWording, CenterRowCreateMixin, CarefulSaving, snippets.CreateView
):
    def get_page_title(self):
        return self.new_item_title

    def get_page_subtitle(self):
        return ""


class DocumentEditView(
    WithoutAutosave, DocumentWording, CenterRowEditMixin, CarefulSaving, snippets.EditView
):
    pass


class DocumentDeleteView(CenterRowMixin, RegisterDeleteView):
    consequence = gettext_lazy(
        "Документ исчезнет с сайта и из списков. Файл и история останутся, и документ можно будет "
        "восстановить: откройте в списке документов фильтр «удалённые»."
    )

    def remove(self):
        delete_document(self.object, user=self.request.user)
        log(instance=self.object, action="wagtail.delete", user=self.request.user)


class DocumentRestoreView(RestoreView):
    explanation = gettext_lazy("Документ вернётся в список черновиком. Опубликуйте его, когда проверите.")

    def restore(self):
        restore_document(self.object)


class DocumentsDeleteAction(DeleteBulkAction):
    """Deleting several documents at once hides them, as deleting one does."""

    models = [CenterDocument]

    @classmethod
    def execute_action(cls, objects, user=None, **kwargs):
        for row in objects:
            delete_document(row, user=user)
            log(instance=row, action="wagtail.delete", user=user)
        return len(objects), 0


class CenterDocumentViewSet(DocumentWording, snippets.SnippetViewSet):
    model = CenterDocument
    url_prefix = "centers/documents"
    url_namespace = "center_document"
    row_list_name = "documents"
    icon = "doc-full"
    menu_label = gettext_lazy("Документы центров")
    menu_item_is_registered = True
    index_view_class = DocumentIndexView
    add_view_class = DocumentCreateView
    edit_view_class = DocumentEditView
    delete_view_class = DocumentDeleteView
    filterset_class = CenterDocumentFilterSet
    copy_view_enabled = False
    list_per_page = 50
    list_display = [
        "full_title",
        CENTER_COLUMN,
        DayColumn("date", label=gettext_lazy("Дата"), sort_key="date"),
        Column("file_line", classname="admin-wide", label=gettext_lazy("Файл")),
        LiveStatusTagColumn(),
    ]
    edit_handler = ObjectList(
        [
            CenterPanel(),
            MultiFieldPanel(
                [
                    FileFactsPanel(),
                    FieldPanel("upload"),
                    FieldPanel("document", heading=gettext_lazy("Или файл, который уже загружен на сайт")),
                ],
                heading=gettext_lazy("Файл"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("kind"),
                    FieldRowPanel(
                        [
                            FieldPanel(
                                "number", help_text=gettext_lazy("Например, 12 или 15-ОД. Знак № не нужен.")
                            ),
                            FieldPanel("date", help_text=gettext_lazy("Дата на самом документе.")),
                        ]
                    ),
                    FieldPanel(
                        "title",
                        help_text=gettext_lazy(
                            "Без вида, номера и даты: «О назначении руководителя центра»."
                        ),
                    ),
                    FieldPanel("academic_year", help_text=gettext_lazy("Например, 2026/2027.")),
                    FieldPanel(
                        "summary",
                        help_text=gettext_lazy("Одно предложение для родителей: что меняется и для кого."),
                    ),
                ],
                heading=gettext_lazy("Что это за документ"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("issuer"),
                    FieldPanel("issuer_name", help_text=gettext_lazy("Если издала не школа.")),
                    FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
                    FieldPanel(
                        "supersedes",
                        help_text=gettext_lazy("Прежний документ, который этот отменяет или заменяет."),
                    ),
                    FieldPanel(
                        "accessible_alternative",
                        help_text=gettext_lazy(
                            "Тот же документ в виде, который прочтёт и незрячий: например, DOCX вместо скана."
                        ),
                    ),
                ],
                heading=gettext_lazy("Кто издал и сколько действует"),
                classname="collapsed",
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "stated_url", help_text=gettext_lazy("Прямая ссылка на файл или страницу с ним.")
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel("stated_type", help_text=gettext_lazy("Например, PDF.")),
                            FieldPanel("stated_size", help_text=gettext_lazy("В байтах, если он указан.")),
                        ]
                    ),
                ],
                heading=gettext_lazy("Если файл лежит только на сайте школы"),
                classname="collapsed",
            ),
            PublishingPanel(),
        ],
        base_form_class=CenterDocumentForm,
    )

    def get_index_view_kwargs(self, **kwargs):
        return {**super().get_index_view_kwargs(**kwargs), "queryset": None}

    @cached_property
    def restore_view(self):
        return self.construct_view(DocumentRestoreView)

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(
            **{
                "row_list_name": self.row_list_name,
                "restore_url_name": self.get_url_name("restore"),
                "add_item_label": self.add_item_label,
                "new_item_title": self.new_item_title,
                "delete_question": self.delete_question,
                **kwargs,
            }
        )

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("restore/<int:pk>/", self.restore_view, name="restore")]


register_row_list(
    RowList(
        name="documents",
        model=CenterDocument,
        title=gettext_lazy("Документы центра"),
        forms=(gettext_lazy("документ"), gettext_lazy("документа"), gettext_lazy("документов")),
        add_label=gettext_lazy("Добавить документ"),
        list_url_name="center_document:list",
        add_url_name="center_document:add",
        edit_url_name="center_document:edit",
        list_label=gettext_lazy("Все документы"),
        icon="doc-full",
        others=((gettext_lazy("Загрузить несколько"), "documents_upload"),),
        empty=gettext_lazy("Документов пока нет. Обычно начинают с приказа о создании центра и положения."),
        rows=lambda center: CenterDocument.objects.kept().of(center),
        note=lambda row: str(_("опубликован") if row.live else _("черновик")),
        begun=unfinished_links,
    )
)
