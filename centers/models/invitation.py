"""An invitation: a role at a place that waits for the person, behind a code that is used once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models.membership import PLACE_FIELDS, Membership, Role, scope_condition
from centers.models.registry.centers import Center
from centers.models.registry.places import Municipality, Region

__all__ = ["Invitation", "InvitationState"]


class InvitationState(models.TextChoices):
    """What has become of an invitation; it is computed, not stored."""

    OPEN = "open", _("ждёт ответа")
    USED = "used", _("принято")
    EXPIRED = "expired", _("срок истёк")
    REVOKED = "revoked", _("отозвано")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> InvitationQuerySet:
        """Invitations that may still be accepted."""
        return self.waiting().filter(expires_at__gt=timezone.now())

    def waiting(self) -> InvitationQuerySet:
        """Invitations that nobody has accepted or revoked, expired ones included."""
        return self.filter(used_at__isnull=True, revoked_at__isnull=True)


class Invitation(models.Model):
    """Made by somebody who may give the role; of the code only a keyed digest is kept."""

    role = models.CharField(_("роль"), max_length=10, choices=Role.choices)
    center = models.ForeignKey(
        Center,
        verbose_name=_("центр"),
        on_delete=models.CASCADE,
        related_name="invitations",
        null=True,
        blank=True,
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("муниципалитет"),
        on_delete=models.CASCADE,
        related_name="invitations",
        null=True,
        blank=True,
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("регион"),
        on_delete=models.CASCADE,
        related_name="invitations",
        null=True,
        blank=True,
    )
    last_name = models.CharField(_("фамилия"), max_length=150, blank=True)
    first_name = models.CharField(_("имя"), max_length=150, blank=True)
    patronymic = models.CharField(_("отчество"), max_length=150, blank=True)
    email = models.EmailField(_("электронная почта"), blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("кто пригласил"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    created_at = models.DateTimeField(_("когда"), default=timezone.now)
    expires_at = models.DateTimeField(_("действует до"))
    mailed_at = models.DateTimeField(_("письмо отправлено"), null=True, blank=True)
    mail_error = models.CharField(_("почему письмо не отправлено"), max_length=200, blank=True)
    revoked_at = models.DateTimeField(_("отозвано"), null=True, blank=True)
    used_at = models.DateTimeField(_("принято"), null=True, blank=True)
    membership = models.OneToOneField(
        Membership,
        verbose_name=_("участие"),
        on_delete=models.SET_NULL,
        related_name="invitation",
        null=True,
        blank=True,
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("приглашение")
        verbose_name_plural = _("приглашения")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=scope_condition(), name="invitation_scope_matches_role"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_used_or_revoked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.email or _('без имени')}, {self.get_role_display()}"

    @property
    def name(self) -> str:
        """«Фамилия Имя Отчество», as far as the inviter wrote it."""
        return " ".join(part for part in (self.last_name, self.first_name, self.patronymic) if part)

    @property
    def place(self) -> Center | Municipality | Region | None:
        """The row that the role will hold at; None for the whole network."""
        return next((getattr(self, name) for name in PLACE_FIELDS if getattr(self, f"{name}_id")), None)

    @property
    def state(self) -> InvitationState:
        if self.used_at:
            return InvitationState.USED
        if self.revoked_at:
            return InvitationState.REVOKED
        return InvitationState.EXPIRED if self.expires_at <= timezone.now() else InvitationState.OPEN
