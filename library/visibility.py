"""Who may see a document.

The library does not know pages, centres or orders. Rooms above it register
rules; a document is public when one of them says so, and private otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wagtail.permissions import policy_registry

from library.models import Document

Rule = Callable[[Document], bool]

VIEWING_ACTIONS = ("choose", "change", "delete")

_rules: list[Rule] = []


def register(rule: Rule) -> Rule:
    """Add `rule`, which says whether the public may read the document; usable as a decorator."""
    if rule not in _rules:
        _rules.append(rule)
    return rule


def unregister(rule: Rule) -> None:
    """Take `rule` away again; nothing happens when it is not there."""
    if rule in _rules:
        _rules.remove(rule)


def is_public(document: Document) -> bool:
    """Whether anybody may read the document: it is not deleted and some rule says yes."""
    return not document.is_deleted and any(rule(document) for rule in _rules)


def may_view(user: Any, document: Document) -> bool:
    """Whether `user` may read the document in the admin, published or not.

    Somebody who still has a one-time password may see nothing but the form for a new one.
    """
    if document.is_deleted or not user.is_active or getattr(user, "must_change_password", False):
        return False
    if not user.has_perm("wagtailadmin.access_admin"):
        return False
    policy = policy_registry.get_by_type(Document)
    return policy.user_has_any_permission_for_instance(user, VIEWING_ACTIONS, document)
