"""Upload fields and forms of Wagtail's admin: add, edit, multiple upload and choosers all use them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from library.checking import SIGNATURE_EXTENSIONS, CheckedSignature, check_sent, check_signature
from library.inspection import empty_text, max_upload_bytes, too_large_text
from library.intake import CheckedFile, check_image, max_image_bytes
from library.photo_questions import PhotoQuestions
from library.reading.problems import problem
from library.types import BY_EXTENSION, BY_MIME_TYPE, PICTURES
from toolkit.text import file_size

ACCEPTED = "PDF, DOCX, ODT, XLSX, ODS, JPEG, PNG"
DOCUMENT_SUFFIXES = ",".join(f".{extension}" for extension in BY_EXTENSION if extension != "webp")
IMAGE_SUFFIXES = ",".join(
    f".{extension}" for kind in sorted(PICTURES) for extension in BY_MIME_TYPE[kind].extensions
)


class DocumentUploadField(WagtailDocumentField):
    """A document that nothing forbids to publish: the same rules as for files dropped many at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_upload_size = max_upload_bytes()
        self.help_text = _("%(kinds)s, не больше %(limit)s.") % {
            "kinds": ACCEPTED,
            "limit": file_size(self.max_upload_size),
        }
        self.error_messages["empty"] = problem("empty").message_ru
        self.error_messages["file_too_large_unknown_size"] = too_large_text(self.max_upload_size)

    def to_python(self, data: Any) -> CheckedFile | None:
        """Return the inspected file.

        :raises ValidationError: when it is refused.
        """
        file = forms.FileField.to_python(self, data)
        return None if file is None else check_sent(file)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": DOCUMENT_SUFFIXES}


class SignatureUploadField(forms.FileField):
    """A file with an electronic signature, to lie beside the file it signs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages["empty"] = problem("empty").message_ru

    def to_python(self, data: Any) -> CheckedSignature | None:
        """Return the signature with what it says.

        :raises ValidationError: when there is none in the file.
        """
        file = super().to_python(data)
        return None if file is None else check_signature(file)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        accepted = ",".join(f".{extension}" for extension in SIGNATURE_EXTENSIONS)
        return {**super().widget_attrs(widget), "accept": accepted}


class ImageUploadField(WagtailImageField):
    """A picture that comes out without the camera's notes, upright and of a modest size."""

    default_validators = []  # the content decides, and the name follows it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_upload_size = max_image_bytes()
        self.help_text = _(
            "JPEG, PNG или WebP, не больше %(limit)s. Место съёмки и другие отметки камеры удаляются сами."
        ) % {"limit": file_size(self.max_upload_size)}
        self.error_messages["empty"] = empty_text("")
        self.error_messages["file_too_large_unknown_size"] = too_large_text(self.max_upload_size)

    def to_python(self, data: Any) -> File | None:
        """Return the picture written anew.

        :raises ValidationError: when it is refused.
        """
        file = forms.FileField.to_python(self, data)
        if file is None:
            return None
        checked = check_image(file)
        file.checked = checked  # so that `clean_waiting_upload()` need not write it anew once more
        return checked

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": IMAGE_SUFFIXES}


class UploadForm(forms.ModelForm):
    """What the two forms share: the checked field, the person, and the old file kept on refusal."""

    upload_field: type[forms.FileField]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.get("user")
        super().__init__(*args, **kwargs)
        if old := self.fields.get("file"):
            self.fields["file"] = self.upload_field(label=old.label, required=old.required, widget=old.widget)

    def full_clean(self) -> None:
        """Leave the stored file on the row when another field is refused, so that the page still shows it."""
        super().full_clean()
        if self.is_bound and self.errors and "file" in self.fields and self.instance.pk:
            self.instance.file = self.original_file


class DocumentForm(UploadForm, BaseDocumentForm):
    """`WAGTAILDOCS_DOCUMENT_FORM_BASE`."""

    upload_field = DocumentUploadField

    def save(self, commit: bool = True) -> Any:
        self.instance.changed_by = self.user
        return super().save(commit=commit)

    class Meta(BaseDocumentForm.Meta):
        pass


class ImageForm(PhotoQuestions, UploadForm, BaseImageForm):
    """`WAGTAILIMAGES_IMAGE_FORM_BASE`."""

    upload_field = ImageUploadField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "description" in self.fields:
            self.fields["description"].help_text = _(
                "Опишите одной фразой, что видно: эти слова услышит незрячий посетитель, их же покажет "
                "страница без картинок. Например: «Ребята собирают робота на занятии по технологии». "
                "Имён и фамилий детей не пишите."
            )

    class Meta(BaseImageForm.Meta):
        pass
