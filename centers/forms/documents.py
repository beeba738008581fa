"""The form of an official document: the file is put in together with what is said about it."""

from django import forms
from django.core import signing
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.forms.rows import CenterRowForm
from centers.models import Center, CenterDocument
from centers.services.shelves import shelf_of
from library.checking import CheckedSignature
from library.forms import DocumentUploadField, SignatureUploadField
from library.intake import CheckedFile
from library.models import Document
from library.readings import attach_signature
from library.services import copy_document
from toolkit.forms import WebAddressField

TITLE_LENGTH = 255
#: How long a form that was refused may refer to the file it brought, in seconds.
SENT_AGE = 24 * 60 * 60


def store_file(file: CheckedFile, title: str, user, center: Center | None) -> Document:
    """Put a checked file on the shelf of the centre, or find it there.

    The same file sent again by the same person and used nowhere yet is not stored twice: a form
    refused for another field keeps its file this way.
    """
    again = (
        Document.objects.filter(sha256=file.facts.sha256, uploaded_by_user=user)
        .exclude(pk__in=CenterDocument.objects.filter(document__isnull=False).values("document"))
        .exclude(pk__in=CenterDocument.objects.filter(replacement__isnull=False).values("replacement"))
        .exclude(
            pk__in=CenterDocument.objects.filter(accessible_alternative__isnull=False).values(
                "accessible_alternative"
            )
        )
        .first()
    )
    if again is not None:
        return again
    document = Document(title=title[:TITLE_LENGTH], file=file, uploaded_by_user=user)
    if center is not None:
        document.collection = shelf_of(center)
    document.save()
    return document


class CenterDocumentForm(CenterRowForm):
    """An official document with its file.

    A file sent with the form is stored even when another field is refused, and the form then
    refers to it: nobody has to choose it twice. In the place of a present file it waits as
    `replacement` until the document is published.
    """

    upload = DocumentUploadField(label=gettext_lazy("Файл с компьютера"), required=False)
    sent = forms.CharField(widget=forms.HiddenInput, required=False)
    keep_former = forms.BooleanField(
        label=gettext_lazy("Оставить прежний файл, а новый не публиковать"), required=False
    )
    signature = SignatureUploadField(label=gettext_lazy("Файл подписи"), required=False)
    alternative_upload = DocumentUploadField(
        label=gettext_lazy("Доступный вариант: файл с компьютера"), required=False
    )
    constraint_fields = {
        "document_date_range": "date",
        "document_validity_ordered": "valid_until",
    }

    class Meta(CenterRowForm.Meta):
        field_classes = {"stated_url": WebAddressField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.instance
        self.present = row.document if row.pk else None
        self.replaces = self.present is not None and not row.shares_its_file
        self.new_file: Document | None = None
        self.borrowed: Document | None = None
        self.notices: list[str] = []
        if "supersedes" in self.fields:
            self._limit_supersedes()
        if "accessible_alternative" in self.fields:
            self._limit_alternatives()
        if not (row.pk and row.replacement_id):
            self.fields.pop("keep_former", None)

    def _limit_supersedes(self) -> None:
        former = self.fields["supersedes"]
        if self.instance.pk:
            former.queryset = former.queryset.exclude(pk=self.instance.pk)
        former.queryset = former.queryset.select_related(None)
        former.widget.choices = former.choices

    def _limit_alternatives(self) -> None:
        """Leave files of the same centre's documents, as a plain list."""
        field = self.fields["accessible_alternative"]
        known = (
            CenterDocument.objects.filter(center=self.center)
            if self.center
            else CenterDocument.objects.none()
        )
        field.queryset = Document.objects.filter(
            Q(pk__in=known.filter(document__isnull=False).values("document"))
            | Q(pk__in=known.filter(accessible_alternative__isnull=False).values("accessible_alternative"))
            | Q(pk=self.instance.accessible_alternative_id)
        ).order_by("title")
        field.widget = forms.Select(attrs=field.widget.attrs)
        field.widget.choices = field.choices

    def clean_number(self):
        """«№ 12» and «N 12» are the number 12: the sign is written by the page."""
        return self.cleaned_data["number"].strip().lstrip("№NnСс ").strip()

    def clean(self):
        cleaned = super().clean()
        self._take_upload(cleaned)
        self._take_alternative(cleaned)
        self._check_signature(cleaned)
        if cleaned.get("date") and cleaned["date"] > timezone.localdate():
            self.add_error("date", _("Дата документа ещё не наступила. Проверьте год."))
        return cleaned

    def _take_upload(self, cleaned: dict) -> None:
        """Find out what becomes of the file: the first one of the document, or one that waits."""
        upload = cleaned.get("upload")
        chosen = cleaned.get("document")
        if upload is None:
            if self.replaces and chosen is not None and chosen.pk != self.present.pk:
                self.borrowed = chosen
                cleaned["document"] = self.present
            elif self.replaces and chosen is not None:
                self.new_file = self._sent_before(cleaned.get("sent", ""))
            return
        self.notices += upload.notices
        title = self._file_title(cleaned, upload)
        if not self.replaces:
            stored = store_file(upload, title, self.for_user, self.center)
            cleaned["document"] = stored
            self._answer("document", str(stored.pk))
            return
        cleaned["document"] = self.present
        if upload.facts.sha256 == self.present.sha256:
            self.notices.append(_("Это тот же файл, который уже приложен: заменять нечего."))
            return
        waiting = _("{title} (новый файл, ждёт публикации)").format(title=title[: TITLE_LENGTH - 40])
        self.new_file = store_file(upload, waiting, self.for_user, self.center)
        self._answer("sent", signing.dumps(self.new_file.pk, salt="document-form"))

    def _sent_before(self, sent: str) -> Document | None:
        """The file that this form brought along when it was refused for something else."""
        try:
            number = signing.loads(sent, salt="document-form", max_age=SENT_AGE) if sent else None
        except signing.BadSignature:
            return None
        return Document.objects.filter(pk=number).first() if number else None

    def _take_alternative(self, cleaned: dict) -> None:
        upload = cleaned.get("alternative_upload")
        if upload is None:
            return
        title = _("{title} (доступный вариант)").format(
            title=self._file_title(cleaned, upload)[: TITLE_LENGTH - 30]
        )
        stored = store_file(upload, title, self.for_user, self.center)
        self.notices += upload.notices
        cleaned["accessible_alternative"] = stored
        field = self.fields["accessible_alternative"]
        field.queryset = field.queryset | Document.objects.filter(pk=stored.pk)
        field.widget.choices = field.choices
        self._answer("accessible_alternative", str(stored.pk))

    def _check_signature(self, cleaned: dict) -> None:
        signature = cleaned.get("signature")
        if signature is None:
            return
        target = self.new_file or self.borrowed or cleaned.get("document")
        if target is None:
            self.add_error("signature", _("Сначала приложите файл, который подписан."))
            return
        if self.new_file is None and self.borrowed is None and self.instance.replacement_id:
            target = self.instance.replacement
        said = {(stamp.certificate_number, stamp.signed_at_time) for stamp in signature.stamps}
        there = target.versions.latest().signatures.exclude(file="")
        if said & set(there.values_list("certificate_number", "signed_at")):
            self.add_error("signature", _("Эта подпись уже приложена к файлу."))
        self.notices += signature.notices

    def _answer(self, name: str, value: str) -> None:
        """Let the form, shown again, say what has been stored already."""
        self.data = self.data.copy()
        self.data[self.add_prefix(name)] = value

    def save(self, commit=True):
        row = self.instance
        if self.cleaned_data.get("keep_former"):
            row.replacement = None
        if self.borrowed is not None:
            title = _("{title} (новый файл, ждёт публикации)").format(
                title=row.full_title[: TITLE_LENGTH - 40]
            )
            row.replacement = copy_document(self.borrowed, title=title, user=self.for_user)
        elif self.new_file is not None:
            row.replacement = self.new_file
        if row.document is None or not self.replaces:
            row.replacement = None
        if signature := self.cleaned_data.get("signature"):
            self._add_signature(signature)
        return super().save(commit)

    def _add_signature(self, signature: CheckedSignature) -> None:
        """Beside the file that waits; beside the present one only while the public does not see it."""
        row = self.instance
        target = row.replacement or row.document
        if row.live and row.replacement is None:
            title = _("{title} (новая подпись, ждёт публикации)").format(
                title=row.full_title[: TITLE_LENGTH - 42]
            )
            target = copy_document(row.document, title=title, user=self.for_user)
            if self.replaces:
                row.replacement = target
            else:
                row.document = target
        attach_signature(target.versions.latest(), signature.file, signature.name, signature.stamps)

    def _file_title(self, cleaned: dict, upload: CheckedFile) -> str:
        draft = CenterDocument(
            kind=cleaned.get("kind") or CenterDocument._meta.get_field("kind").default,
            number=cleaned.get("number", ""),
            date=cleaned.get("date"),
            title=cleaned.get("title") or upload.facts.name,
        )
        return draft.full_title

    def _get_validation_exclusions(self):
        # «Выберите файл» beside a file that was refused would only confuse.
        exclude = super()._get_validation_exclusions()
        return exclude | {"document"} if "upload" in self.errors else exclude

    def _update_errors(self, errors):
        if "upload" in self.errors and hasattr(errors, "error_dict"):
            errors.error_dict.pop("document", None)
            if not errors.error_dict:
                return
        super()._update_errors(errors)


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files; each is checked later, so that one bad file stops no other."""

    widget = ManyFilesInput

    def clean(self, data, initial=None):
        files = (data if isinstance(data, (list, tuple)) else [data]) or [None]
        return [super(ManyFilesField, self).clean(file, initial) for file in files]
