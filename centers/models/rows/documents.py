"""Official documents of a centre: orders, regulations, plans and the like."""

import contextlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin
from wagtail.search import index

from centers.models.querysets import DocumentQuerySet
from centers.models.registry.base import SoftDeleted, Timestamped
from centers.models.registry.centers import Center
from centers.models.search_words import PLACED, PlacedInCenter
from ledger.writing import by_person
from library.models import Document
from library.naming import new_public_id
from library.services import adopt_file
from toolkit.choices import QuickLabels
from toolkit.text import file_size, russian_date, transliterate
from toolkit.validators import validate_academic_year, validate_https_or_http_url


class DocumentKind(models.TextChoices):
    """Kinds of official documents, in the order of the public list."""

    ORDER = "order", _("Приказ")
    REGULATION = "regulation", _("Положение")
    PLAN = "plan", _("План")
    PROGRAM = "program", _("Программа")
    TIMETABLE = "timetable", _("Режим занятий")
    INDICATORS = "indicators", _("Показатели")
    LIST = "list", _("Перечень")
    ACT = "act", _("Акт")
    MEDIA_PLAN = "media_plan", _("Медиаплан")
    REPORT = "report", _("Отчёт")
    CONTRACT = "contract", _("Договор")
    PROTOCOL = "protocol", _("Протокол")
    REFERENCE = "reference", _("Справка")
    OTHER = "other", _("Другой документ")


KIND_PLURALS = {
    DocumentKind.ORDER: _("Приказы"),
    DocumentKind.REGULATION: _("Положения"),
    DocumentKind.PLAN: _("Планы"),
    DocumentKind.PROGRAM: _("Программы"),
    DocumentKind.TIMETABLE: _("Режим занятий"),
    DocumentKind.INDICATORS: _("Показатели"),
    DocumentKind.LIST: _("Перечни"),
    DocumentKind.ACT: _("Акты"),
    DocumentKind.MEDIA_PLAN: _("Медиапланы"),
    DocumentKind.REPORT: _("Отчёты"),
    DocumentKind.CONTRACT: _("Договоры"),
    DocumentKind.PROTOCOL: _("Протоколы"),
    DocumentKind.REFERENCE: _("Справки"),
    DocumentKind.OTHER: _("Другие документы"),
}


class Issuer(models.TextChoices):
    SCHOOL = "school", _("школа")
    MUNICIPALITY = "municipality", _("муниципалитет")
    REGION = "region", _("регион")
    FEDERATION = "federation", _("федеральный орган")


class CenterDocument(
    QuickLabels,
    PlacedInCenter,
    DraftStateMixin,
    RevisionMixin,
    PreviewableMixin,
    Timestamped,
    SoftDeleted,
    index.Indexed,
):
    """One official document of a centre, with a card of its own at `/d/<public_id>/`.

    `document` keeps its address and its history when the file is replaced: a new file waits in
    `replacement`, a document of the library that the public cannot see, and `publish()` makes it the
    present version of `document`.

    `document` may be absent while the file stands on the school's own site; then
    `stated_type` and `stated_size` (bytes) repeat what that site says.
    """

    center = models.ForeignKey(
        Center, verbose_name=_("центр"), on_delete=models.PROTECT, related_name="documents"
    )
    public_id = models.CharField(max_length=10, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("вид"), max_length=12, choices=DocumentKind.choices, default=DocumentKind.ORDER)
    number = models.CharField(_("номер"), max_length=40, blank=True)
    date = models.DateField(_("дата"), null=True, blank=True)
    title = models.CharField(_("название"), max_length=400)
    issuer = models.CharField(_("кто издал"), max_length=12, choices=Issuer.choices, default=Issuer.SCHOOL)
    issuer_name = models.CharField(_("название издавшего органа"), max_length=255, blank=True)
    academic_year = models.CharField(
        _("учебный год"), max_length=9, blank=True, validators=[validate_academic_year]
    )
    summary = models.CharField(_("о чём документ, простыми словами"), max_length=300, blank=True)
    document = models.ForeignKey(
        Document,
        verbose_name=_("файл"),
        on_delete=models.PROTECT,
        related_name="center_documents",
        null=True,
        blank=True,
    )
    replacement = models.ForeignKey(
        Document,
        verbose_name=_("новый файл, ещё не опубликован"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    stated_type = models.CharField(_("тип файла на сайте школы"), max_length=10, blank=True)
    stated_size = models.PositiveBigIntegerField(
        _("размер файла на сайте школы, байт"), null=True, blank=True
    )
    stated_url = models.URLField(
        _("адрес файла на сайте школы"), max_length=500, blank=True, validators=[validate_https_or_http_url]
    )
    valid_from = models.DateField(_("действует с"), null=True, blank=True)
    valid_until = models.DateField(_("действует до"), null=True, blank=True)

    supersedes = models.ForeignKey(
        "self",
        verbose_name=_("заменяет документ"),
        on_delete=models.SET_NULL,
        related_name="superseded_by",
        null=True,
        blank=True,
    )
    accessible_alternative = models.ForeignKey(
        Document,
        verbose_name=_("доступный вариант"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )

    search_fields = [
        *PLACED,
        index.SearchField("title", boost=2, learn=True),
        index.AutocompleteField("title"),
        index.SearchField("number"),
        index.SearchField("full_title"),
        index.SearchField("summary"),
        index.FilterField("kind"),
        index.FilterField("center_id"),
        index.FilterField("live"),
        index.FilterField("deleted_at"),
        index.RelatedFields("center", [index.FilterField("deleted_at")]),
    ]

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("документ центра")
        verbose_name_plural = _("документы центров")
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["center", "kind", "-date"], name="document_center_kind_date")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(date__isnull=True)
                | models.Q(date__gte="1990-01-01", date__lte="2100-12-31"),
                name="document_date_range",
                violation_error_message=_("Дата документа — от 1990 до 2100 года. Проверьте год."),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="document_validity_ordered",
                violation_error_message=_("Документ не может перестать действовать раньше, чем начал."),
            ),
        ]

    # A preview of a draft shows the file that waits.
    shows_draft_file = False

    def __str__(self) -> str:
        return self.full_title

    def save(self, *args, **kwargs) -> None:
        """A deleted document is never published, whatever is planned.

        In one transaction with what the log of publications says of it.
        """
        if self.deleted_at is not None:
            self.live = False
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Keep the draft; a new file that it waits with cannot be deleted in the library meanwhile."""
        revision = super().save_revision(*args, **kwargs)
        type(self)._base_manager.filter(pk=self.pk).update(replacement=self.replacement_id)
        return revision

    @transaction.atomic
    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish the revision; when that happens now, its new file becomes the present one.

        At the first publication that comes before `first_published_at`: nobody has seen the file before.
        """
        is_first = self.first_published_at is None and not self.live
        with by_person(kwargs.get("user")):
            result = super().publish(revision, *args, **kwargs)
        rows = type(self)._base_manager.filter(pk=self.pk)
        row = rows.get()
        if row.live and row.live_revision_id == revision.pk:
            row.take_replacement()
            if is_first:
                rows.update(first_published_at=timezone.now())
        return result

    def take_replacement(self) -> None:
        """Make the file that waits the present version of the document; the earlier one is kept."""
        new = self.replacement
        if new is None:
            return
        self.replacement = None
        if self.document is None:
            self.document = new
        else:
            adopt_file(self.document, new)
        self.save(update_fields=["document", "replacement", "updated_at"])
        if self.document_id != new.pk:
            with contextlib.suppress(models.ProtectedError):
                new.delete()

    def with_content_json(self, content):
        """A draft brings back neither a deleted document or file nor an earlier address or centre."""
        kept = {"document": self.document_id, "replacement": None, "accessible_alternative": None}
        wanted = {content.get(name) for name in kept} - {None}
        there = set(Document.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        lost = {name: kept[name] for name in kept if content.get(name) not in {None, *there}}
        document = super().with_content_json({**content, **lost})
        document.public_id = self.public_id
        document.center_id = self.center_id
        document.deleted_at = self.deleted_at
        return document

    def clean(self) -> None:
        if self.document_id is None and not (self.stated_type or self.stated_url):
            raise ValidationError(
                {"document": _("Выберите файл. Если файл лежит на сайте школы, укажите его тип или адрес.")}
            )

    @property
    def search_facts(self) -> str:
        """What a query may call it, its year and who issued it."""
        return f"документ {self.get_kind_display()}. {self.academic_year}. {self.issuer_name}"

    @property
    def full_title(self) -> str:
        """«Приказ № 12 от 4 апреля 2024 г. «О назначении руководителя центра»».

        A title that already says the kind («Положение о центре…») goes first, so that nothing is said twice.
        """
        kind = str(self.get_kind_display())
        parts = []
        if self.number:
            parts.append(f"№\u00a0{self.number}")
        if self.date:
            parts.append(f"от\u00a0{russian_date(self.date)}")
        if not parts:
            return self.title
        if self.kind == DocumentKind.OTHER or kind.casefold() in self.title.casefold():
            return " ".join([self.title, *parts])
        inner = self.title.translate({ord("«"): "„", ord("»"): "“"})
        return f"{' '.join([kind, *parts])} «{inner}»"

    @property
    def approved_schedule(self) -> bool:
        """Whether a version waits for its hour; a list has asked for all its rows (`with_schedule`)."""
        known: bool | None = self.__dict__.get("_approved_schedule")
        return super().approved_schedule if known is None else known

    @property
    def shares_its_file(self) -> bool:
        """Whether another document of a centre stands on the same file."""
        if self.document_id is None:
            return False
        shown = models.Q(document=self.document_id) | models.Q(accessible_alternative=self.document_id)
        return type(self)._base_manager.filter(shown).exclude(pk=self.pk).exists()

    @cached_property
    def successor(self) -> "CenterDocument | None":
        """The published document that replaces this one; None while it is in force."""
        return self.superseded_by.published().order_by("-date", "-pk").first() if self.pk else None

    @property
    def is_elsewhere(self) -> bool:
        """Whether the file stands on the school's own site."""
        return self.document_id is None

    @property
    def file_line(self) -> str:
        """«PDF, 1,06 МБ, 2 страницы» — read from the file, or as the school's site states it."""
        if self.document:
            facts = [self.document.type_label, self.document.size_label, self.document.pages_label]
        else:
            facts = [self.stated_type.upper(), file_size(self.stated_size) if self.stated_size else ""]
        return ", ".join(fact for fact in facts if fact)

    @property
    def type_mark(self) -> str:
        """«PDF»: the type in capitals, for the mark beside a line."""
        return self.document.type_label if self.document else self.stated_type.upper()

    @property
    def file_url(self) -> str:
        """Permanent address of the file; empty when there is none here."""
        if not self.document:
            return ""
        if self.shows_draft_file:
            return self.document.url
        stem = transliterate(f"{self.get_kind_display()} {self.number}")
        return reverse("document_file", args=[self.public_id, f"{stem}.{self.document.extension}"])

    def get_absolute_url(self) -> str:
        """Permanent address of the card."""
        return reverse("document_card", args=[self.public_id])

    @property
    def is_public(self) -> bool:
        return bool(self.live and self.deleted_at is None and self.center.deleted_at is None)

    @property
    def in_force(self) -> bool:
        """Whether the document is in force today, as far as its dates say."""
        today = timezone.localdate()
        return not (self.valid_until and self.valid_until < today)

    def get_preview_template(self, request, mode_name):
        return "centers/document_card.html"

    def get_preview_context(self, request, mode_name):
        from centers.context import document_context

        if self.replacement:
            self.document, self.shows_draft_file = self.replacement, True
        return document_context(request, self)
