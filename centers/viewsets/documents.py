"""Official documents of a centre: drafts, scheduled publication, history, a preview of the card."""

from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, PublishingPanel
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.log_actions import log
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.views import chooser as snippet_chooser
from wagtail.snippets.views import snippets

from centers.forms.documents import CenterDocumentForm
from centers.models import CenterDocument, DocumentKind
from centers.panels import CenterPanel, FileFactsPanel, RowList, register_row_list
from centers.permissions import centers_for
from centers.services import delete_document, hide_document, put_back
from centers.viewsets.base import NOT_SAVED, CarefulSaving, DayColumn, RegisterDeleteView, Wording
from centers.viewsets.choosers import OwnRowsMixin
from centers.viewsets.deleted import DeletedFilterSet, DeletedRowsIndexView, RestoreView
from centers.viewsets.intake import require as require_documents
from centers.viewsets.intake import unfinished_links
from centers.viewsets.rows import (
    CENTER_COLUMN,
    CenterRowCreateMixin,
    CenterRowEditMixin,
    CenterRowMixin,
    CenterRowsFilterSet,
    CenterRowsIndexMixin,
)
from library.undo import changed_since, with_undo
from library.undo import register as register_undo
from toolkit.lists import ROWS
from toolkit.text import count_phrase


class CenterDocumentFilterSet(CenterRowsFilterSet, DeletedFilterSet):
    class Meta:
        model = CenterDocument
        fields = ["center", "kind", "live", "deleted"]


class DocumentIndexView(CenterRowsIndexMixin, DeletedRowsIndexView):
    """The list of documents; drafts and published ones together."""

    related = ("center__school", "document")
    title_label = gettext_lazy("Документ")
    title_sort_key = "title"

    def get_base_queryset(self):
        return super().get_base_queryset().with_schedule()


class DocumentWording(Wording):
    """Messages that name the document and say whether the public sees it."""

    add_item_label = gettext_lazy("Добавить документ")
    new_item_title = gettext_lazy("Новый документ")
    delete_question = gettext_lazy("Удалить этот документ?")

    def get_success_message(self, instance=None):
        row = instance or self.object
        name = row.full_title.rstrip(".")  # «2026 г.» ends the sentence already
        if self.action != "publish":
            return " ".join([self._draft_text(row, name), *self._told()])
        if row.go_live_at and row.go_live_at > timezone.now():
            text = _("Будет опубликовано в назначенное время: {name}.").format(name=name)
        else:
            text = _("Опубликовано: {name}.").format(name=name)
        return " ".join([text, *self._told()])

    def _draft_text(self, row, name: str) -> str:
        if not row.live:
            return _("Черновик сохранён, на сайте его не видно: {name}.").format(name=name)
        if row.replacement_id and row.document and row.replacement.sha256 != row.document.sha256:
            return _(
                "Черновик сохранён: {name}. Новый файл посетители увидят после публикации, "
                "пока они видят прежний."
            ).format(name=name)
        return _("Черновик сохранён: {name}. Посетители видят прежнее, пока вы не опубликуете.").format(
            name=name
        )

    def _told(self) -> list[str]:
        """What is worth knowing of the files that came with the form."""
        return [str(notice) for notice in getattr(self.form, "notices", ())]

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
    def get_initial(self):
        """`?kind=order` chooses the kind for whoever comes from a task."""
        kind = self.request.GET.get("kind")
        asked = {"kind": kind} if kind in DocumentKind.values else {}
        return {**super().get_initial(), **asked}

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
        "Документ исчезнет с сайта и из списков и окажется в корзине. Файл и история останутся, и документ "
        "можно будет вернуть — из корзины или через фильтр «удалённые» в списке документов."
    )

    def remove(self):
        self.state = delete_document(self.object, user=self.request.user)
        log(instance=self.object, action="wagtail.delete", user=self.request.user)

    def get_success_message(self):
        text = _("Удалено: {name}. Лежит в корзине.").format(name=self.object.full_title.rstrip("."))
        return with_undo(
            self.request,
            text,
            "centers.documents",
            [self.state],
            back=self.with_center(reverse(self.index_url_name)),
        )


class DocumentUnpublishView(CenterRowMixin, snippets.UnpublishView):
    """Taking a document off the site; the message has the button «Отменить»."""

    action = "unpublish"
    page_title = gettext_lazy("Снять с публикации")
    template_name = "centers/admin/confirm_unpublish.html"

    def get_object(self, queryset=None):
        rows = self.model.objects.kept().filter(center__in=centers_for(self.request.user))
        return get_object_or_404(rows, pk=self.pk)

    def get_page_subtitle(self):
        return str(self.object)

    def unpublish(self):
        self.state = hide_document(self.object, user=self.request.user)

    def get_next_url(self):
        return reverse(self.edit_url_name, args=[self.object.pk])

    def get_success_message(self):
        text = _("Снято с публикации, посетители документ больше не видят: {name}.").format(
            name=self.object.full_title.rstrip(".")
        )
        return with_undo(self.request, text, "centers.documents", [self.state], back=self.get_next_url())

    def get_success_buttons(self):
        return []


@register_undo("centers.documents")
def put_documents_back(user, data):
    """Undo hiding or deleting documents. Raises `ValidationError` when one has been changed since."""
    require_documents(user, "publish")
    mine = centers_for(user)
    names = []
    for state in data:
        known = CenterDocument.objects.filter(pk=state["pk"], center__in=mine).exists()
        row = put_back(state, user=user) if known else None
        if row is None:
            raise changed_since()
        names.append(row.full_title.rstrip("."))
    shown = "; ".join(names[:5]) + (
        _(" и ещё {count}").format(count=len(names) - 5) if len(names) > 5 else ""
    )
    return _("Отменено, всё как было: {names}.").format(names=shown)


def offer_undo(request, action_type, objects, action):
    """After several documents have been deleted at once: one button for all of them."""
    states = getattr(action, "states", [])
    if states:
        text = _("Удалено: {documents}.").format(
            documents=count_phrase(len(states), _("документ"), _("документа"), _("документов"))
        )
        back = reverse("center_document:list")
        messages.info(request, with_undo(request, text, "centers.documents", states, back=back))


class DocumentRestoreView(RestoreView):
    explanation = gettext_lazy(
        "Документ вернётся на прежнее место и по прежнему адресу. Если он был опубликован, посетители снова "
        "его увидят."
    )


class DocumentsDeleteAction(DeleteBulkAction):
    """Deleting several documents at once hides them, as deleting one does."""

    models = [CenterDocument]

    def get_execution_context(self):
        self.states = []
        return {**super().get_execution_context(), "states": self.states}

    @classmethod
    def execute_action(cls, objects, user=None, states=None, **kwargs):
        for row in objects:
            state = delete_document(row, user=user)
            log(instance=row, action="wagtail.delete", user=user)
            if states is not None:
                states.append(state)
        return len(objects), 0


class DocumentChooseView(OwnRowsMixin, snippet_chooser.ChooseView):
    pass


class DocumentChooseResultsView(OwnRowsMixin, snippet_chooser.ChooseResultsView):
    pass


class DocumentChooserViewSet(snippet_chooser.SnippetChooserViewSet):
    choose_view_class = DocumentChooseView
    choose_results_view_class = DocumentChooseResultsView


class CenterDocumentViewSet(DocumentWording, snippets.SnippetViewSet):
    model = CenterDocument
    chooser_viewset_class = DocumentChooserViewSet
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
    unpublish_view_class = DocumentUnpublishView
    filterset_class = CenterDocumentFilterSet
    copy_view_enabled = False
    list_per_page = ROWS
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
                    FieldPanel(
                        "upload",
                        help_text=gettext_lazy(
                            "Новый файл заменит прежний, когда вы опубликуете документ: адрес останется "
                            "тем же, прежний файл сохранится в версиях."
                        ),
                    ),
                    FieldPanel("keep_former"),
                    FieldPanel("document", heading=gettext_lazy("Или файл, который уже загружен на сайт")),
                    FieldPanel(
                        "signature",
                        help_text=gettext_lazy(
                            "Отсоединённая подпись к этому файлу: .sig, .p7s или .sgn. Если подписан новый "
                            "файл, приложите оба сразу."
                        ),
                    ),
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
                    FieldPanel("alternative_upload"),
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
