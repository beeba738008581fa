"""The form of an official document: the file is put in together with what is said about it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.forms.rows import CenterRowForm
from centers.models import CenterDocument
from library.forms import DocumentUploadField
from library.intake import CheckedFile
from library.models import Document
from toolkit.forms import WebAddressField

TITLE_LENGTH = 255


def store_file(file: CheckedFile, title: str, user) -> Document:
    """Put a checked file into the library, or find it there.

    The same file sent again by the same person and used nowhere yet is not stored twice: a form
    refused for another field keeps its file this way.
    """
    again = Document.objects.filter(
        sha256=file.facts.sha256, uploaded_by_user=user, center_documents__isnull=True
    ).first()
    if again is not None:
        return again
    document = Document(title=title[:TITLE_LENGTH], file=file, uploaded_by_user=user)
    document.save()
    return document


class CenterDocumentForm(CenterRowForm):
    """An official document with its file.

    A file sent with the form is stored even when another field is refused, and the form then
    refers to it: nobody has to choose it twice.
    """

    upload = DocumentUploadField(label=gettext_lazy("Файл с компьютера"), required=False)
    constraint_fields = {
        "document_date_range": "date",
        "document_validity_ordered": "valid_until",
    }

    class Meta(CenterRowForm.Meta):
        field_classes = {"stated_url": WebAddressField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "supersedes" in self.fields:
            former = self.fields["supersedes"]
            former.queryset = former.queryset.exclude(pk=self.instance.pk)
            former.widget.choices = former.choices

    def clean_number(self):
        """«№ 12» and «N 12» are the number 12: the sign is written by the page."""
        return self.cleaned_data["number"].strip().lstrip("№NnСс ").strip()

    def clean(self):
        cleaned = super().clean()
        upload = cleaned.get("upload")
        if upload is not None:
            stored = store_file(upload, self._file_title(cleaned, upload), self.for_user)
            cleaned["document"] = stored
            self.data = self.data.copy()
            self.data[self.add_prefix("document")] = str(stored.pk)
        if cleaned.get("date") and cleaned["date"] > timezone.localdate():
            self.add_error("date", _("Дата документа ещё не наступила. Проверьте год."))
        return cleaned

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
