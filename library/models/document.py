"""Documents: a permanent address, a file behind it, and what was read out of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import DocumentQuerySet as WagtailDocumentQuerySet
from wagtail.models import Collection, get_root_collection_id
from wagtail.search import index

from library.fields import CheckedFileField
from library.inspection import FileFacts
from library.intake import check_document
from library.models.deletion import Deletable, DeletableQuerySet
from library.naming import document_path, extension_of, new_public_id, reader_name
from library.types import type_label_of
from toolkit.text import count_phrase, file_size

if TYPE_CHECKING:
    from library.models.version import DocumentVersion


class DocumentQuerySet(DeletableQuerySet["Document"], WagtailDocumentQuerySet):
    """Questions about documents."""


class DocumentManager(models.Manager.from_queryset(DocumentQuerySet)):  # type: ignore[misc]
    """Documents that nobody has deleted."""

    def get_queryset(self) -> DocumentQuerySet:
        return super().get_queryset().alive()


class Document(Deletable, AbstractDocument):
    """A file with a permanent address that outlives the replacement of the file.

    Each new file adds a `DocumentVersion`; none is ever overwritten or deleted.
    """

    file = CheckedFileField(_("файл"), upload_to=document_path, max_length=200)
    public_id = models.CharField(
        _("постоянный номер"), max_length=10, unique=True, default=new_public_id, editable=False
    )
    original_name = models.CharField(_("имя файла при загрузке"), max_length=255, blank=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False, db_index=True)
    mime_type = models.CharField(_("тип содержимого"), max_length=100, blank=True, editable=False)
    page_count = models.PositiveIntegerField(_("страниц"), null=True, blank=True, editable=False)
    # Wagtail's own model of this name has the plain reverse accessors.
    tags = TaggableManager(_("метки"), help_text=None, blank=True, related_name="library_documents")
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("кто загрузил"),
        null=True,
        blank=True,
        editable=False,
        related_name="library_documents",
        on_delete=models.SET_NULL,
    )
    uploaded_by_user.wagtail_reference_index_ignore = True
    # A collection may go, its documents move up to the root.
    collection = models.ForeignKey(
        Collection,
        verbose_name=_("коллекция"),
        default=get_root_collection_id,
        related_name="+",
        on_delete=models.SET(get_root_collection_id),
    )

    objects = DocumentManager()
    everything = DocumentQuerySet.as_manager()

    admin_form_fields = ("title", "file", "collection", "tags")
    search_fields = [
        *AbstractDocument.search_fields,
        index.FilterField("deleted_at"),
        index.FilterField("public_id"),
    ]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("документ")
        verbose_name_plural = _("документы")
        permissions = [("choose_document", "Can choose document")]

    # Set when a file has been stored, until its version is written.
    has_new_file = False
    # Who puts the file in now; the person who uploaded the document otherwise.
    changed_by: AbstractBaseUser | None = None
    # The version that is being brought back, while `restore_version()` runs.
    restored_from: DocumentVersion | None = None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row and, when it has a new file, add the version.

        :raises ValidationError: when the content of the file is not what its name says.
        """
        if self.file and not self.file._committed:
            self.file.save(self.file.name, self.file.file, save=False)
        with transaction.atomic():
            super().save(*args, **kwargs)
            if self.file and self.has_new_file:
                self._add_version()

    def clean(self) -> None:
        """Refuse a file whose content is not what its name says, with the reason in Russian."""
        super().clean()
        if self.file and not self.file._committed:
            try:
                self.file = check_document(self.file.file, name=self.file.name)
            except ValidationError as error:
                raise ValidationError({"file": error.messages}) from error

    def accept_facts(self, facts: FileFacts) -> None:
        """Take over what was read from the file that has just been stored."""
        self.original_name = facts.name
        self.file_size = facts.size
        self.file_hash = facts.sha1
        self.sha256 = facts.sha256
        self.mime_type = facts.mime_type
        self.page_count = facts.page_count
        self.has_new_file = True

    def take_version(self, version: DocumentVersion) -> None:
        """Refer to the file of `version`, own or another document's; `save()` then adds the version of it."""
        self.file = version.file.name
        self.original_name = version.original_name
        self.file_size = version.size
        self.file_hash = ""
        self.sha256 = version.sha256
        self.mime_type = version.mime_type
        self.page_count = version.page_count
        self.restored_from = version if version.document_id == self.pk else None
        self.has_new_file = True

    @property
    def extension(self) -> str:
        """The extension in lower case, without the dot."""
        return extension_of(self.file.name or "")

    @property
    def type_label(self) -> str:
        """The kind of file as readers know it: «PDF», «DOCX»."""
        return type_label_of(self.mime_type, self.extension)

    @property
    def size_label(self) -> str:
        """«1,06 МБ»; empty while the size is unknown."""
        return file_size(self.file_size) if self.file_size else ""

    @property
    def pages_label(self) -> str:
        """«2 страницы»; empty for files that have no fixed pages."""
        if not self.page_count:
            return ""
        return count_phrase(self.page_count, _("страница"), _("страницы"), _("страниц"))

    @property
    def facts_label(self) -> str:
        """«PDF, 1,06 МБ, 2 страницы»."""
        return ", ".join(part for part in (self.type_label, self.size_label, self.pages_label) if part)

    @property
    def download_name(self) -> str:
        """The name for the reader's own disk: the title, with the extension."""
        return reader_name(self.title, self.extension)

    @property
    def content_type(self) -> str:
        """The type that was found in the content, never guessed from the name."""
        return self.mime_type or "application/octet-stream"

    @property
    def url(self) -> str:
        """`/f/<public id>/<file name>`: answers only to those who may see the document."""
        return reverse("library_file", args=[self.public_id, self.filename])

    def own_models(self) -> tuple[type[models.Model], ...]:
        from library.models.version import DocumentVersion

        return (DocumentVersion,)

    def _set_document_file_metadata(self) -> None:
        """Do nothing: Wagtail's forms ask for it, and `accept_facts()` has done it."""

    def _add_version(self) -> None:
        from library.models.version import DocumentVersion

        DocumentVersion.objects.create_for(self, by=self.changed_by or self.uploaded_by_user)
        self.has_new_file = False
        self.restored_from = None
