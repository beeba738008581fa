"""What `centers.permissions` allows, said the way Wagtail asks for it.

Wagtail 8 asks the registry of policies everywhere: for pages, files, collections, and for each model of a
list or a chooser. `register()` puts ours there when the app is ready.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from wagtail.models import AbstractPage, Collection, Page
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permission_policies.collections import (
    CollectionManagementPermissionPolicy,
    CollectionOwnershipPermissionPolicy,
)
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from centers import gate, permissions
from centers.models import (
    Center,
    CenterPage,
    Membership,
    Municipality,
    MunicipalityPage,
    Region,
    RegionPage,
    Role,
)
from centers.models.querysets import BIN_PATH
from centers.permissions import (
    KIND_OF_MODEL,
    NETWORK,
    ROLE_ACTIONS,
    allowed,
    kind_of,
    may,
    parts_for,
    place_of,
    reach,
)
from centers.services.shelves import shelf_of
from library.models import Document, Image
from toolkit.lookups import beginning_with


def people(condition: Q | None = None):
    """Superusers, and the people whose active memberships the condition selects."""
    members = Membership.objects.active()
    if condition is not None:
        members = members.filter(condition)
    within = Q(is_superuser=True) | Q(pk__in=members.values("user"))
    return get_user_model()._default_manager.filter(within, is_active=True)


def _roles(kind: str, actions: Iterable[str]) -> list[Role]:
    return [role for role in Role if any(allowed(role, action, kind) for action in actions)]


def _people_over(kind: str, actions: Iterable[str], row: Any):
    place = place_of(row)
    within = Q(role=NETWORK)
    for name in ("center", "municipality", "region"):
        within |= Q(**{name: getattr(place, name)})
    return people(within & Q(role__in=_roles(kind, actions)))


class MembershipPolicy(BasePermissionPolicy):
    """Rows of the register and of centres: by the place that a row belongs to."""

    def user_has_permission(self, user, action):
        return bool(reach(user, kind_of(self.model), action))

    def user_has_permission_for_instance(self, user, action, instance):
        return may(user, action, instance)

    def instances_user_has_any_permission_for(self, user, actions):
        return self.among(user, actions, self.model._default_manager.all())

    def among(self, user, actions, queryset):
        """Those rows of the query set with which the person may do at least one of the actions."""
        return reach(user, kind_of(self.model), *actions).rows(queryset)

    def users_with_any_permission(self, actions):
        return people(Q(role__in=_roles(kind_of(self.model), actions)))

    def users_with_any_permission_for_instance(self, actions, instance):
        return _people_over(kind_of(self.model), actions, instance)


class FilePolicy(MembershipPolicy, CollectionOwnershipPermissionPolicy):
    """Images and documents: by the shelf they lie on. A new one goes to the shelf of the person's place."""

    def __init__(self, model):
        CollectionOwnershipPermissionPolicy.__init__(self, model, owner_field_name="uploaded_by_user")

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return any(may(user, action, instance) for action in actions)

    def collections_user_has_any_permission_for(self, user, actions):
        """Where a new file of the person may go: seldom more than one, so that nobody is asked.

        The root for administrators; else the shelves of the person's parts, the widest alone.
        """
        parts = [part for part in parts_for(user) if allowed(part.role, "add", "file")]
        if any(part.role == NETWORK for part in parts):
            return Collection.objects.filter(depth=1)
        for roles, model in (
            ((Role.REGIONAL,), Region),
            ((Role.MUNICIPAL,), Municipality),
            ((Role.EDITOR, Role.HEAD), Center),
        ):
            places = model.objects.filter(pk__in=[part.pk for part in parts if part.role in roles])
            if places:
                return Collection.objects.filter(pk__in=[shelf_of(place).pk for place in places])
        return Collection.objects.none()


class CollectionPolicy(CollectionManagementPermissionPolicy):
    """Collections are made by the site itself: only a superuser sees them, whatever groups were granted."""

    def get_all_permissions_for_user(self, user):
        return super().get_all_permissions_for_user(user).none()


@dataclass(frozen=True)
class _Permission:
    codename: str


@dataclass(frozen=True)
class Grant:
    """A permission at a node of the tree, as Wagtail reads it of a `GroupPagePermission`."""

    page: Page
    permission: _Permission

    @property
    def page_id(self) -> int:
        return self.page.pk


#: What the role's actions on pages are called by Wagtail. Deleting follows from changing and publishing.
_CODENAMES = {
    "add": "add_page",
    "change": "change_page",
    "publish": "publish_page",
    "delete": "bulk_delete_page",
    "lock": "lock_page",
    "unlock": "unlock_page",
}
_NODES = (
    (("editor", "head"), CenterPage, "center"),
    (("municipal",), MunicipalityPage, "municipality"),
    (("regional",), RegionPage, "region"),
)


def in_bin(page: Page) -> bool:
    """Whether the page lies in the bin."""
    return page.path.startswith(BIN_PATH)


class TreePolicy(PagePermissionPolicy):
    """Pages: a membership is a grant on the page of its place, and so on all below it."""

    def get_all_permissions_for_user(self, user):
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return []
        return [
            Grant(page, _Permission(_CODENAMES[action]))
            for role, page in self._nodes(user)
            for action in sorted(ROLE_ACTIONS["page"].get(role, ()))
            if action in _CODENAMES
        ]

    def _nodes(self, user) -> list[tuple[Role, Page]]:
        """Each role of the person with its node; at most one query for each level of the tree."""
        parts = parts_for(user)
        nodes = []
        for roles, model, field in _NODES:
            numbers = {part.pk for part in parts if part.role in roles}
            if not numbers:
                continue
            found = model.objects.filter(**{f"{field}__in": numbers})
            if model is CenterPage:
                found = found.filter(center__deleted_at__isnull=True)
            pages = {getattr(page, f"{field}_id"): page.page_ptr for page in found.select_related("page_ptr")}
            nodes += [
                (part.role, pages[part.pk]) for part in parts if part.role in roles and part.pk in pages
            ]
        if any(part.role == NETWORK for part in parts):
            nodes.append((NETWORK, Page.get_first_root_node()))
        return nodes

    def _base_queryset_for_user(self, user):
        """All pages for a superuser, but those in the bin: they are reached through the bin alone."""
        base = super()._base_queryset_for_user(user)
        return base if base is None else base.exclude(path__startswith=BIN_PATH)

    def user_has_permission_for_instance(self, user, action, instance):
        return not in_bin(instance) and super().user_has_permission_for_instance(user, action, instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return not in_bin(instance) and super().user_has_any_permission_for_instance(user, actions, instance)

    def instances_with_direct_explore_permission(self, user):
        if user.is_superuser:
            return [Page.get_first_root_node()]
        return super().instances_with_direct_explore_permission(user)

    def instances_user_has_any_permission_for(self, user, actions):
        base = self._base_queryset_for_user(user)
        if base is not None:
            return base
        return self._below(self._granted(user, actions), self.model._default_manager.all())

    def _granted(self, user, actions) -> set[str]:
        """Paths of the nodes where one of the actions is granted."""
        names = self._get_permission_codenames(actions)
        grants = self.get_cached_permissions_for_user(user)
        return {grant.page.path for grant in grants if grant.permission.codename in names}

    @staticmethod
    def _below(paths: Iterable[str], pages):
        condition = Q(pk__in=[])
        for path in paths:
            condition |= beginning_with(path)
        return pages.filter(condition)

    def explorable_instances(self, user):
        """Own pages and the way to them from the top."""
        base = self._base_queryset_for_user(user)
        if base is not None:
            return base
        paths = {grant.page.path for grant in self.get_cached_permissions_for_user(user)}
        above = {path[:length] for path in paths for length in range(Page.steplen, len(path), Page.steplen)}
        condition = Q(path__in=above)
        for path in paths:
            condition |= beginning_with(path)
        return self.model._default_manager.filter(condition)

    def users_with_any_permission(self, actions, include_superusers=True):
        found = people(Q(role__in=_roles("page", actions)))
        return found if include_superusers else found.filter(is_superuser=False)

    def users_with_any_permission_for_instance(self, actions, instance, include_superusers=True):
        found = _people_over("page", actions, instance)
        return found if include_superusers else found.filter(is_superuser=False)


def adopt(model, kind: str, *, argument: str) -> None:
    """Take in a model of a room above: its policy, and what an argument of an address names.

    Every row of it belongs to one centre. To be called when the room's app is ready.
    """
    permissions.adopt(model, kind)
    gate.MODEL_OF_ARGUMENT[argument] = model
    register_permission_policy(model, MembershipPolicy(model))


def register() -> None:
    """Put our policies into Wagtail's registry.

    Called twice: at the top of `wagtail_hooks`, because the first list or chooser of a model that has no
    policy yet would fix Wagtail's own for good, and when all apps are ready, because those of Wagtail's
    apps for files replace ours meanwhile.
    """
    register_permission_policy(AbstractPage, TreePolicy(Page))
    register_permission_policy(Collection, CollectionPolicy(Collection))
    for model in KIND_OF_MODEL:
        policy = FilePolicy if model in (Image, Document) else MembershipPolicy
        register_permission_policy(model, policy(model))
