"""Many files of a centre at once: each becomes a draft, none is lost for the fault of another."""

from pathlib import PurePosixPath

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from centers.forms.documents import ManyDocumentsForm, store_file
from centers.models import Center, CenterDocument, DocumentKind
from centers.panels import row_list
from centers.permissions import centers_for
from library.intake import check_document
from toolkit.text import count_phrase, fold


def guess_kind(name: str) -> DocumentKind:
    """The kind whose name the file's name begins with or contains; «другой документ» if none does."""
    folded = fold(name)
    for kind in DocumentKind:
        if kind is not DocumentKind.OTHER and fold(str(kind.label)) in folded:
            return kind
    return DocumentKind.OTHER


def title_of(file_name: str) -> str:
    """«prikaz_o-sozdanii.pdf» without its ending and with spaces for underscores."""
    words = " ".join(PurePosixPath(file_name).stem.replace("_", " ").split())
    return words[:400] or file_name[:400]


@transaction.atomic
def draft_from_file(center: Center, file, user) -> CenterDocument:
    """Store one file and make a draft of it.

    Raises `ValidationError` in Russian when the file is refused.
    """
    checked = check_document(file)
    title = title_of(checked.facts.name)
    row = CenterDocument(center=center, kind=guess_kind(title), title=title, live=False)
    row.document = store_file(checked, title, user)
    row.full_clean()
    row.save()
    row.save_revision(user=user)
    log(instance=row, action="wagtail.create", user=user)
    return row


class DocumentsUploadView(WagtailAdminTemplateMixin, FormView):
    form_class = ManyDocumentsForm
    template_name = "centers/admin/upload.html"
    page_title = gettext_lazy("Загрузить несколько документов")
    header_icon = "upload"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.center = get_object_or_404(centers_for(request.user), pk=kwargs["center_id"])

    def dispatch(self, request, *args, **kwargs):
        if not policy_registry.get_by_type(CenterDocument).user_has_permission(request.user, "add"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.center.title

    def get_breadcrumbs_items(self):
        rows = row_list("documents")
        return [
            *self.breadcrumbs_items,
            {"url": reverse("center_desk", args=[self.center.pk]), "label": self.center.title},
            {"url": rows.list_url(self.center.pk), "label": rows.title},
            {"url": "", "label": self.get_page_title()},
        ]

    def form_valid(self, form):
        made, refused = [], []
        for file in form.cleaned_data["files"]:
            try:
                made.append(draft_from_file(self.center, file, self.request.user))
            except ValidationError as error:
                refused.append((file.name, " ".join(error.messages)))
        for name, reason in refused:
            messages.error(self.request, _("«{name}» не загружен. {reason}").format(name=name, reason=reason))
        if not made:
            return self.render_to_response(self.get_context_data(form=form))
        drafts = count_phrase(len(made), _("черновик"), _("черновика"), _("черновиков"))
        messages.success(
            self.request,
            _("Загружено: {drafts}. Откройте каждый, проверьте вид, номер и дату и опубликуйте.").format(
                drafts=drafts
            ),
        )
        return redirect(f"{row_list('documents').list_url(self.center.pk)}&live=false")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["center"] = self.center
        context["list_url"] = row_list("documents").list_url(self.center.pk)
        return context


upload_urls = [
    path("centers/<int:center_id>/documents/upload/", DocumentsUploadView.as_view(), name="documents_upload"),
]
