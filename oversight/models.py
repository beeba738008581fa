"""How complete the section of each centre is, kept ready for lists of hundreds of centres.

Freshness. `oversight.services.checking` counts a row anew from the register, the pages, their drafts and the
rows of the centre; nobody else writes here. Whatever changes one of those raises `Standing.mark` after its
transaction (`oversight.services.marking`); a row is stale while `mark` is ahead of `checked_mark`, or when it
was counted by another version of the catalogue, and a centre that has no row yet is stale as well. A stale
centre is counted when somebody opens its desk; the worker goes over the other stale ones every minute, and
over all of them every night, because days go by and documents end. So a list that reads this table is at most
a few minutes old, and says so by `checked_at`.
"""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models import Center, Municipality, Region, School
from oversight.catalogue import BY_CODE, SECTION_TITLES, VERSION


class Status(models.TextChoices):
    """How a requirement stands in a centre."""

    PRESENT = "present", _("есть")
    PARTIAL = "partial", _("есть не всё")
    MISSING = "missing", _("нет")
    NOT_APPLICABLE = "na", _("не нужно")
    MET_ABOVE = "above", _("есть выше")


#: Statuses that leave something to do.
OPEN_STATUSES = (Status.MISSING, Status.PARTIAL)


class Publication(models.TextChoices):
    """What the public sees of a centre."""

    NOT_OPENED = "not_opened", _("страниц ещё нет")
    DRAFT = "draft", _("ещё не опубликован")
    PUBLISHED = "published", _("опубликован")
    HIDDEN = "hidden", _("снят с публикации")


class StandingQuerySet(models.QuerySet["Standing"]):
    def stale(self) -> StandingQuerySet:
        """Rows that are behind what they were counted from."""
        return self.filter(Q(mark__gt=F("checked_mark")) | ~Q(catalogue_version=VERSION))

    def lacking(self, code: str) -> StandingQuerySet:
        """Centres where the requirement is missing or met in part."""
        return self.filter(items__code=code, items__status__in=OPEN_STATUSES)


class Standing(models.Model):
    """One centre: its score and how many requirements stand how.

    `score` is 0 to 100 (the formula: `oversight.scoring`, `docs/coordinators/completeness.md`); `met` of
    `applicable` is what people read, «Заполнено 14 из 20». `minutes` is the estimate for all that is left.
    `oldest_update` is the time of the section that nobody has touched for longest (UTC), `oldest_section` its
    code; both are empty while nothing is published.
    """

    center = models.OneToOneField(
        Center, verbose_name=_("центр"), on_delete=models.CASCADE, related_name="standing"
    )
    score = models.PositiveSmallIntegerField(
        _("заполнено, %"), default=0, db_index=True, validators=[MaxValueValidator(100)]
    )
    present = models.PositiveSmallIntegerField(_("есть"), default=0)
    partial = models.PositiveSmallIntegerField(_("есть не всё"), default=0)
    missing = models.PositiveSmallIntegerField(_("нет"), default=0)
    not_applicable = models.PositiveSmallIntegerField(_("не нужно"), default=0)
    met_above = models.PositiveSmallIntegerField(_("есть выше"), default=0)
    minutes = models.PositiveSmallIntegerField(_("осталось минут"), default=0)
    publication = models.CharField(
        _("что видно на сайте"),
        max_length=10,
        choices=Publication.choices,
        default=Publication.NOT_OPENED,
        db_index=True,
    )
    oldest_update = models.DateTimeField(_("давно не обновляли с"), null=True, blank=True, db_index=True)
    oldest_section = models.CharField(_("давно не обновляли"), max_length=16, blank=True)
    checked_at = models.DateTimeField(_("проверено"), default=timezone.now)
    catalogue_version = models.CharField(_("версия требований"), max_length=12, blank=True)
    mark = models.PositiveIntegerField(default=0, editable=False)
    checked_mark = models.PositiveIntegerField(default=0, editable=False)

    wagtail_reference_index_ignore = True

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("заполненность центра")
        verbose_name_plural = _("заполненность центров")
        constraints = [
            models.CheckConstraint(condition=Q(score__lte=100), name="standing_score_range"),
        ]

    def __str__(self) -> str:
        return f"{self.center}: {self.score}"

    @property
    def is_stale(self) -> bool:
        return self.mark > self.checked_mark or self.catalogue_version != VERSION

    @property
    def met(self) -> int:
        """Requirements with nothing left to do."""
        return self.present + self.met_above

    @property
    def applicable(self) -> int:
        """Requirements that this centre must meet."""
        return self.met + self.partial + self.missing

    @property
    def to_do(self) -> int:
        return self.partial + self.missing

    @property
    def oldest_section_title(self) -> str:
        """«Документы»: the section that `oldest_update` speaks of."""
        return str(SECTION_TITLES.get(self.oldest_section, ""))


class StandingItem(models.Model):
    """A requirement that is not simply present in a centre; what has no row here is present.

    `note` is one Russian sentence about this centre. `targets` are the places to mend it, at most ten:
    `[{"model": "centers.programpage", "pk": 5, "field": "lead", "name": "Робототехника", "draft": false}]`;
    `draft` says that it is done there and only not published. `total` counts all places.
    """

    standing = models.ForeignKey(Standing, on_delete=models.CASCADE, related_name="items")
    code = models.CharField(_("требование"), max_length=40)
    status = models.CharField(_("как обстоит"), max_length=8, choices=Status.choices)
    note = models.CharField(_("пояснение"), max_length=300, blank=True)
    total = models.PositiveSmallIntegerField(_("мест"), default=0)
    targets = models.JSONField(default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("требование к центру")
        verbose_name_plural = _("требования к центрам")
        constraints = [
            models.UniqueConstraint(fields=["standing", "code"], name="standing_item_unique"),
        ]
        indexes = [models.Index(fields=["code", "status"], name="standing_item_code_status")]

    def __str__(self) -> str:
        return f"{self.code}: {self.status}"

    @property
    def title(self) -> str:
        """The requirement in words; the code when the catalogue no longer has it."""
        requirement = BY_CODE.get(self.code)
        return str(requirement.title) if requirement else self.code


class DeclarationKind(models.TextChoices):
    NOT_APPLICABLE = "na", _("не нужно этому центру")
    MET_ABOVE = "above", _("опубликовано выше")


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    def standing(self) -> DeclarationQuerySet:
        """Declarations that nobody has taken back."""
        return self.filter(revoked_at__isnull=True)


PLACES = ("center", "school", "municipality", "region")


def _one_place() -> Q:
    """Exactly one of the places is set."""
    condition = Q()
    for place in PLACES:
        condition |= Q(**{f"{name}__isnull": name != place for name in PLACES})
    return condition


class Declaration(models.Model):
    """Somebody's word, signed: this requirement is not for this centre, or it is met once for many.

    A centre's own row says «не нужно» with the reason; a row of a school, municipality or region says
    where the thing is published for all its centres (`url`). Rows are never deleted, only taken back.
    """

    code = models.CharField(_("требование"), max_length=40)
    kind = models.CharField(_("что сказано"), max_length=8, choices=DeclarationKind.choices)
    center = models.ForeignKey(
        Center, on_delete=models.CASCADE, related_name="declarations", null=True, blank=True
    )
    school = models.ForeignKey(
        School, on_delete=models.CASCADE, related_name="declarations", null=True, blank=True
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="declarations", null=True, blank=True
    )
    region = models.ForeignKey(
        Region, on_delete=models.CASCADE, related_name="declarations", null=True, blank=True
    )
    reason = models.CharField(_("почему"), max_length=300, blank=True)
    url = models.URLField(_("где опубликовано"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("кто подписал"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )
    by_name = models.CharField(_("имя подписавшего"), max_length=255)
    at = models.DateTimeField(_("когда"), default=timezone.now)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("кто отозвал"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    revoked_at = models.DateTimeField(_("отозвано"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = _("подписанное решение")
        verbose_name_plural = _("подписанные решения")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(condition=_one_place(), name="declaration_of_one_place"),
            models.CheckConstraint(
                condition=Q(kind=DeclarationKind.NOT_APPLICABLE, center__isnull=False) & ~Q(reason="")
                | Q(kind=DeclarationKind.MET_ABOVE, center__isnull=True) & ~Q(url=""),
                name="declaration_says_why_or_where",
            ),
            *(
                models.UniqueConstraint(
                    fields=["code", place],
                    condition=Q(revoked_at__isnull=True, **{f"{place}__isnull": False}),
                    name=f"declaration_{place}_unique",
                )
                for place in PLACES
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.get_kind_display()}"


from oversight.reminder_models import Mailing, Notice, Reminder  # noqa: E402, F401 - models of this app
