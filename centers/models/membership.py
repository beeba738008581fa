"""Who works where, in which role: the only thing that rights follow from."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from centers.models.registry.centers import Center
from centers.models.registry.places import Municipality, Region

__all__ = ["PLACE_FIELDS", "SCOPE_OF_ROLE", "Membership", "Role", "Shelf", "rank", "scope_condition"]


class Role(models.TextChoices):
    """Roles from the lowest to the highest; the order is that of `rank()`."""

    EDITOR = "editor", _("редактор центра")
    HEAD = "head", _("руководитель центра")
    MUNICIPAL = "municipal", _("муниципальный координатор")
    REGIONAL = "regional", _("региональный координатор")
    NETWORK = "network", _("администратор сети")


#: Where a role holds: the field of `Membership` that it fills; a network has no row of its own.
SCOPE_OF_ROLE: dict[str, str] = {
    Role.EDITOR: "center",
    Role.HEAD: "center",
    Role.MUNICIPAL: "municipality",
    Role.REGIONAL: "region",
    Role.NETWORK: "",
}
PLACE_FIELDS = ("center", "municipality", "region")


def rank(role: str) -> int:
    """How high a role stands: 0 for an editor."""
    return list(Role.values).index(role)


def scope_condition() -> Q:
    """Each role has exactly the place that belongs to it, and no other."""
    condition = Q()
    for role, place in SCOPE_OF_ROLE.items():
        empty = {f"{name}__isnull": name != place for name in PLACE_FIELDS}
        condition |= Q(role=str(role), **empty)
    return condition


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        """Memberships that give rights now: neither ended nor blocked, of people who may sign in."""
        return self.filter(ended_at__isnull=True, blocked_at__isnull=True, user__is_active=True)

    def of(self, user) -> "MembershipQuerySet":
        return self.filter(user=user)

    def standing(self) -> "MembershipQuerySet":
        """Memberships that nobody has ended, blocked ones included."""
        return self.filter(ended_at__isnull=True)


class Membership(models.Model):
    """One person in one role at one place; a person may hold several."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("человек"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    role = models.CharField(_("роль"), max_length=10, choices=Role.choices)
    center = models.ForeignKey(
        Center,
        verbose_name=_("центр"),
        on_delete=models.PROTECT,
        related_name="memberships",
        null=True,
        blank=True,
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("муниципалитет"),
        on_delete=models.PROTECT,
        related_name="memberships",
        null=True,
        blank=True,
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("регион"),
        on_delete=models.PROTECT,
        related_name="memberships",
        null=True,
        blank=True,
    )
    since = models.DateTimeField(_("с какого времени"), default=timezone.now)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("кто назначил"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    blocked_at = models.DateTimeField(_("приостановлено"), null=True, blank=True)
    ended_at = models.DateTimeField(_("прекращено"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("участие")
        verbose_name_plural = _("участия")
        ordering = ["user", "-since"]
        indexes = [models.Index(fields=["user", "ended_at"], name="membership_user_standing")]
        constraints = [
            models.CheckConstraint(
                condition=scope_condition(),
                name="membership_scope_matches_role",
                violation_error_message=_(
                    "Укажите место, которое подходит роли: центр, муниципалитет или регион; "
                    "для администратора сети — никакого."
                ),
            ),
            *(
                models.UniqueConstraint(
                    fields=["user", "role", place],
                    condition=Q(ended_at__isnull=True, **{f"{place}__isnull": False}),
                    name=f"membership_{place}_unique",
                    violation_error_message=_("У этого человека уже есть такая роль в этом месте."),
                )
                for place in PLACE_FIELDS
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(ended_at__isnull=True, role="network"),
                name="membership_network_unique",
                violation_error_message=_("Этот человек уже администратор сети."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"

    @property
    def place(self) -> Center | Municipality | Region | None:
        """The row that the role holds at; None for the whole network."""
        return self.center or self.municipality or self.region

    @property
    def is_active(self) -> bool:
        return self.ended_at is None and self.blocked_at is None and self.user.is_active


class Shelf(models.Model):
    """Where the files of a place lie: a collection of their own, which nobody ever sees.

    Made with the first file, so a register of thousands of centres needs none to begin with. The
    collections stand flat below the root; the place, not the tree of collections, says whose they are,
    and so nothing moves when a school does. What lies in the root belongs to the network alone.
    """

    collection = models.OneToOneField(
        Collection, verbose_name=_("собрание"), on_delete=models.CASCADE, related_name="shelf"
    )
    center = models.OneToOneField(
        Center,
        verbose_name=_("центр"),
        on_delete=models.CASCADE,
        related_name="shelf",
        null=True,
        blank=True,
    )
    municipality = models.OneToOneField(
        Municipality,
        verbose_name=_("муниципалитет"),
        on_delete=models.CASCADE,
        related_name="shelf",
        null=True,
        blank=True,
    )
    region = models.OneToOneField(
        Region,
        verbose_name=_("регион"),
        on_delete=models.CASCADE,
        related_name="shelf",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("полка файлов")
        verbose_name_plural = _("полки файлов")
        constraints = [
            models.CheckConstraint(
                condition=Q(center__isnull=False, municipality__isnull=True, region__isnull=True)
                | Q(center__isnull=True, municipality__isnull=False, region__isnull=True)
                | Q(center__isnull=True, municipality__isnull=True, region__isnull=False),
                name="shelf_of_one_place",
            )
        ]

    def __str__(self) -> str:
        return str(self.center or self.municipality or self.region)
