"""What the demonstration data has put into the database."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class DemoObject(models.Model):
    """One row or page that `load_demo` made, found again by the `key` of its content.

    `source` is the digest of the content it was made from; `fingerprint` that of the row right
    after, so that a row edited since is recognised. `before` holds the former values of a row that
    was there already and only changed. `unloaded_at` (UTC) is set when a file has been put away by
    `unload_demo`: files are never destroyed, and the next load brings the same row back.
    """

    key = models.CharField(_("ключ"), max_length=120, unique=True)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField(_("номер строки"))
    source = models.CharField(_("отпечаток содержания"), max_length=64)
    fingerprint = models.CharField(_("отпечаток строки"), max_length=64, blank=True)
    before = models.JSONField(_("прежние значения"), null=True, blank=True)
    loaded_at = models.DateTimeField(_("загружено"), auto_now=True)
    unloaded_at = models.DateTimeField(_("убрано"), null=True, blank=True)

    class Meta:
        verbose_name = _("строка демонстрационных данных")
        verbose_name_plural = _("строки демонстрационных данных")
        ordering = ["pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="demo_object_row")]

    def __str__(self) -> str:
        return self.key
