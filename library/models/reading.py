"""What was read out of the files of documents: facts, text by page, signatures."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelsearch.queryset import SearchableQuerySetMixin
from wagtail.search import index

from library.models.document import Document
from library.models.version import DocumentVersion
from library.naming import preview_path, signature_path


class ReadingState(models.TextChoices):
    WAITING = "waiting", _("ждёт чтения")
    READING = "reading", _("читается")
    DONE = "done", _("прочитан")
    FAILED = "failed", _("не прочитан")


class TextLayer(models.TextChoices):
    """Whether the pages hold text that can be searched and copied (приказ № 1493, п. 23–24)."""

    FULL = "full", _("есть")
    PARTIAL = "partial", _("не на всех страницах")
    NONE = "none", _("нет")
    UNKNOWN = "unknown", _("неизвестно")


class FileReading(models.Model):
    """What was read from one version of a document's file.

    `facts` is `library.reading.facts.Reading` without text and preview; the columns repeat
    what is asked for in queries. `tagged` speaks of ГОСТ Р 70176-2022; None is «not applicable».
    """

    version = models.OneToOneField(
        DocumentVersion, verbose_name=_("версия"), on_delete=models.PROTECT, related_name="reading"
    )
    state = models.CharField(
        _("состояние"), max_length=8, choices=ReadingState.choices, default=ReadingState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("попыток"), default=0)
    started_at = models.DateTimeField(_("начато"), null=True, blank=True)
    finished_at = models.DateTimeField(_("закончено"), null=True, blank=True)
    text_layer = models.CharField(
        _("текстовый слой"), max_length=8, choices=TextLayer.choices, default=TextLayer.UNKNOWN
    )
    is_scan = models.BooleanField(_("скан"), default=False)
    tagged = models.BooleanField(_("размечен для чтения вслух"), null=True)
    encrypted = models.BooleanField(_("зашифрован"), default=False)
    preview = models.FileField(_("первая страница"), upload_to=preview_path, max_length=200, blank=True)
    facts = models.JSONField(_("прочитанное"), default=dict)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("чтение файла")
        verbose_name_plural = _("чтения файлов")
        indexes = [models.Index(fields=["state", "started_at"], name="library_reading_state")]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_state_display()}"

    @property
    def problems(self) -> list[dict[str, str]]:
        """`[{"code", "message_ru", "severity"}, …]` in the order they were met."""
        return self.facts.get("problems", [])


class PageTextQuerySet(SearchableQuerySetMixin, models.QuerySet["PageText"]):
    """Texts of pages; `search()` finds words in any of their forms."""


class PageText(index.Indexed, models.Model):
    """The text of one page of a document's present file; `number` counts from 1."""

    reading = models.ForeignKey(FileReading, on_delete=models.CASCADE, related_name="pages")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="page_texts")
    number = models.PositiveIntegerField(_("страница"))
    text = models.TextField(_("текст"))
    is_current = models.BooleanField(_("нынешнего файла"), default=True)

    search_fields = [
        index.SearchField("text"),
        index.FilterField("document_id"),
        index.FilterField("is_current"),
    ]

    wagtail_reference_index_ignore = True

    objects = PageTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("текст страницы")
        verbose_name_plural = _("тексты страниц")
        ordering = ["document_id", "number"]
        constraints = [models.UniqueConstraint(fields=["reading", "number"], name="library_page_text_unique")]

    def __str__(self) -> str:
        return f"{self.document_id}, {self.number}"


class SignatureKind(models.TextChoices):
    ADVANCED = "advanced", _("усиленная электронная подпись")
    QUALIFIED = "qualified", _("усиленная квалифицированная электронная подпись")


class DocumentSignature(models.Model):
    """A signature found in a file or lying beside it; nothing here has been verified.

    Holds what the stamp of ГОСТ Р 7.0.97-2016 shows and nothing else: СНИЛС, ИНН, e-mail and
    address of the person in the certificate are never stored.
    """

    version = models.ForeignKey(
        DocumentVersion, verbose_name=_("версия"), on_delete=models.PROTECT, related_name="signatures"
    )
    file = models.FileField(_("файл подписи"), upload_to=signature_path, max_length=200, blank=True)
    original_name = models.CharField(_("имя файла подписи"), max_length=255, blank=True)
    owner = models.CharField(_("владелец"), max_length=255, blank=True)
    post = models.CharField(_("должность"), max_length=255, blank=True)
    organisation = models.CharField(_("организация"), max_length=500, blank=True)
    certificate_number = models.CharField(_("номер сертификата"), max_length=100, blank=True)
    valid_from = models.DateTimeField(_("сертификат действует с"), null=True, blank=True)
    valid_until = models.DateTimeField(_("сертификат действует до"), null=True, blank=True)
    signed_at = models.DateTimeField(_("время подписания"), null=True, blank=True)
    algorithm = models.CharField(_("алгоритм"), max_length=100, blank=True)
    kind = models.CharField(
        _("вид"), max_length=9, choices=SignatureKind.choices, default=SignatureKind.ADVANCED
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("подпись")
        verbose_name_plural = _("подписи")
        ordering = ["signed_at", "pk"]

    def __str__(self) -> str:
        return self.owner or self.certificate_number
