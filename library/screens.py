"""Screens of the staff for files: versions and signatures, deleting that can be undone."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.documents.views.documents import DeleteView as WagtailDocumentDeleteView
from wagtail.images.views.images import DeleteView as WagtailImageDeleteView
from wagtail.log_actions import log

from library.deeds import deletion_of, require, take_signature_away
from library.models import Document, DocumentSignature, DocumentVersion, Image
from library.naming import extension_of
from library.services import restore_version
from library.serving import serve_file
from library.undo import with_undo
from library.visibility import is_public
from toolkit.numbers import row_number


def back_of(request: HttpRequest) -> str:
    """The screen of the admin that the person came from; empty when none is given."""
    back = request.POST.get("next", request.GET.get("next", ""))
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) else ""


class VersionsView(WagtailAdminTemplateMixin, TemplateView):
    """All files that a document has had, newest first; each can be looked at and brought back."""

    template_name = "library/admin/versions.html"
    page_title = gettext_lazy("Файлы и версии")
    header_icon = "history"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.document = get_object_or_404(Document, pk=kwargs["document_id"])
        require(request.user, "change", self.document)
        self.back = back_of(request)

    def get_page_subtitle(self) -> str:
        return self.document.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtaildocs:index"), "label": _("Файлы")},
            {"url": reverse("wagtaildocs:edit", args=[self.document.pk]), "label": self.document.title},
            {"url": "", "label": self.get_page_title()},
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        action, _colon, said = request.POST.get("action", "").partition(":")
        number = row_number(said)
        if action == "restore" and number is not None:
            self.restore(get_object_or_404(self.document.versions, pk=number))
        elif action == "unsign" and number is not None:
            signatures = DocumentSignature.objects.filter(version__document=self.document).exclude(file="")
            self.unsign(get_object_or_404(signatures, pk=number))
        else:
            raise Http404
        return redirect(self.own_url)

    @property
    def own_url(self) -> str:
        return versions_url(self.document, self.back)

    def restore(self, version: DocumentVersion) -> None:
        person: Any = self.request.user
        try:
            restore_version(self.document, version, person)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return
        log(instance=self.document, action="library.version", user=self.request.user)
        messages.success(
            self.request,
            _("Файл от {day} снова действует. Прежний остался в списке: вернуть можно и его.").format(
                day=f"{version.at:%d.%m.%Y}"
            ),
        )

    def unsign(self, signature: DocumentSignature) -> None:
        data = take_signature_away(signature)
        log(instance=self.document, action="library.unsign", user=self.request.user)
        text = _("Подпись убрана.")
        messages.success(
            self.request, with_undo(self.request, text, "library.signature", data, back=self.own_url)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        versions = list(self.document.versions.select_related("restored_from").prefetch_related("signatures"))
        asked = self.request.GET.get("restore", ""), self.request.GET.get("unsign", "")
        present = versions[0] if versions else None
        context |= {
            "document": self.document,
            "versions": [
                {
                    "row": version,
                    "is_present": version == present,
                    "is_same": present is not None and version.file.name == present.file.name,
                    "is_asked": asked[0] == str(version.pk),
                    "open_url": reverse("library_version_file", args=[version.pk, file_name(version)]),
                    "signatures": [
                        {
                            "row": one,
                            "url": signature_url(one) if one.file else "",
                            "is_asked": asked[1] == str(one.pk),
                        }
                        for one in version.signatures.all()
                    ],
                }
                for version in versions
            ],
            "is_public": is_public(self.document),
            "back": self.back,
            "own_url": self.own_url,
        }
        return context


def versions_url(document: Document, back: str = "") -> str:
    """The screen of the document's versions, with a way back to `back`."""
    url = reverse("library_versions", args=[document.pk])
    return f"{url}?{urlencode({'next': back})}" if back else url


def file_name(version: DocumentVersion) -> str:
    """A Latin name for the address of a version's file."""
    return f"file.{extension_of(version.file.name or '') or 'bin'}"


def signature_url(signature: DocumentSignature) -> str:
    """Where staff get a signature file, published or not."""
    name = f"podpis.{extension_of(signature.file.name or '') or 'sig'}"
    return reverse("library_signature_file", args=[signature.pk, name])


@require_safe
def version_file(request: HttpRequest, version_id: int, filename: str) -> HttpResponseBase:
    """The file of a version, present or earlier, for staff alone."""
    version = get_object_or_404(DocumentVersion.objects.select_related("document"), pk=version_id)
    require(request.user, "change", version.document)
    return serve_file(
        request,
        version.file,
        filename=version.original_name or filename,
        content_type=version.mime_type,
        public=False,
    )


@require_safe
def signature_file(request: HttpRequest, signature_id: int, filename: str) -> HttpResponseBase:
    """A signature file, for staff alone."""
    rows = DocumentSignature.objects.select_related("version__document").exclude(file="")
    signature = get_object_or_404(rows, pk=signature_id)
    require(request.user, "change", signature.version.document)
    return serve_file(
        request,
        signature.file,
        filename=signature.original_name or filename,
        content_type="application/octet-stream",
        public=False,
    )


class Undoable:
    """A screen that deletes a file or a picture: its message has the button «Отменить»."""

    request: HttpRequest
    object: Document | Image

    def get_success_message(self) -> SafeString:
        text = deleted_text([self.object])
        data = deletion_of([self.object])
        return with_undo(self.request, text, "library.deletion", data, back=list_of(self.object))


def list_of(row: Document | Image) -> str:
    """The list in which the file or picture stands."""
    return reverse("wagtaildocs:index" if isinstance(row, Document) else "wagtailimages:index")


def deleted_text(rows: list[Any]) -> str:
    names = ", ".join(f"«{row.title}»" for row in rows[:5])
    more = _(" и ещё {count}").format(count=len(rows) - 5) if len(rows) > 5 else ""
    return _("Удалено: {names}{more}. Лежит в корзине.").format(names=names, more=more)


class DocumentDeleteView(Undoable, WagtailDocumentDeleteView):
    pass


class ImageDeleteView(Undoable, WagtailImageDeleteView):
    pass


def offer_undo(request: HttpRequest, action_type: str, objects: Any, action: Any) -> None:
    """After several files or pictures have been deleted at once: the same button."""
    rows = [row for row in objects if isinstance(row, (Document, Image))]
    if action_type != "delete" or not rows:
        return
    data = deletion_of([row for row in rows if row.__class__.everything.deleted().filter(pk=row.pk).exists()])
    if data:
        text = deleted_text(rows)
        messages.info(request, with_undo(request, text, "library.deletion", data, back=list_of(rows[0])))
