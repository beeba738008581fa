"""People who work in the admin."""

from typing import Any

import factory
from django.contrib.auth import get_user_model
from factory.django import DjangoModelFactory

from centers.models import SCOPE_OF_ROLE, Membership, Role


class UserFactory(DjangoModelFactory):
    """A person without any right; `admin=True` may do everything."""

    class Meta:
        model = get_user_model()

    class Params:
        admin = factory.Trait(is_staff=True, is_superuser=True)

    username = factory.Sequence(lambda n: f"user-{n}")
    email = factory.Sequence(lambda n: f"user-{n}@example.ru")


def member(role: Role, place: Any = None, **traits: Any) -> Any:
    """A person who holds the role at the place: a centre, a municipality, a region; none for the network."""
    user = UserFactory(**traits)
    scope = {SCOPE_OF_ROLE[role]: place} if SCOPE_OF_ROLE[role] else {}
    Membership.objects.create(user=user, role=role, **scope)
    return user
