"""Fields that no file can pass unchecked, whatever form, command or script brings it.

Django hands every new file of a field to `FieldFile.save()`: an admin form,
a multiple upload, a chooser, `file.save()` in a command and a factory in a
test all come through it.
"""

from __future__ import annotations

from django.core.files import File
from django.db import models
from django.db.models.fields.files import FieldFile
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from library.intake import CheckedFile, check_document, check_image


class CheckedFieldFile(FieldFile):
    """A document's file: inspected before it is stored, its facts given to the row."""

    def save(self, name: str, content: File[bytes], save: bool = True) -> None:
        """Store the file under its name as inspected.

        :raises ValidationError: when the content is not what the name says.
        """
        checked = content if isinstance(content, CheckedFile) else check_document(content, name=name)
        super().save(checked.name, checked, save=False)
        self.instance.accept_facts(checked.facts)
        if save:
            self.instance.save()

    save.alters_data = True  # type: ignore[attr-defined]


class CheckedFileField(models.FileField):
    """`FileField` of a model with `accept_facts(FileFacts)`."""

    attr_class = CheckedFieldFile


class CleanImageFieldFile(WagtailImageFieldFile):
    """A picture: decoded and written anew, without the camera's notes, before it is stored."""

    def save(self, name: str, content: File[bytes], save: bool = True) -> None:
        """Store the picture written anew.

        :raises ValidationError: when it is no picture of a known kind, is damaged or too big.
        """
        checked = content if isinstance(content, CheckedFile) else check_image(content, name=name)
        super().save(checked.name, checked, save=False)
        self.instance.accept_facts(checked.facts)
        if save:
            self.instance.save()

    save.alters_data = True  # type: ignore[attr-defined]

    def get_image_dimensions(self) -> tuple[int | None, int | None]:
        """Return the sides in pixels; of a file that has not been inspected yet nothing is read."""
        known = self._committed or isinstance(self.file, CheckedFile)
        return super().get_image_dimensions() if known else (None, None)


class CleanImageField(WagtailImageField):
    """Wagtail's image field of a model with `accept_facts(FileFacts)`."""

    attr_class = CleanImageFieldFile
