"""Giving, suspending and ending a role: inside the own part, never above the own role."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError

from centers.models import Role
from centers.permissions import centers_for
from centers.services.memberships import appoint, end, may_appoint, resume, suspend
from tests.factories import Network, UserFactory, member


@pytest.mark.parametrize(
    ("giver", "highest"),
    [
        (Role.EDITOR, None),
        (Role.HEAD, Role.HEAD),
        (Role.MUNICIPAL, Role.MUNICIPAL),
        (Role.REGIONAL, Role.REGIONAL),
        (Role.NETWORK, Role.NETWORK),
    ],
)
def test_nobody_gives_more_than_the_own_role(giver: Role, highest: Role | None, network: Network) -> None:
    roles = list(Role)
    allowed = roles[: roles.index(highest) + 1] if highest else []
    own, foreign = (
        {
            Role.EDITOR: center,
            Role.HEAD: center,
            Role.MUNICIPAL: center.municipality,
            Role.REGIONAL: center.region,
            Role.NETWORK: None,
        }
        for center in network.centers
    )
    by = member(giver, own[giver])
    for role in roles:
        assert may_appoint(by, role, own[role]) is (role in allowed), role
        assert may_appoint(by, role, foreign[role]) is (giver == Role.NETWORK), role


def test_a_role_is_given_suspended_resumed_and_ended(network: Network) -> None:
    by, person = member(Role.HEAD, network.tomsk), UserFactory()
    membership = appoint(person, Role.EDITOR, network.tomsk, by=by)
    assert membership.granted_by == by

    def reached() -> bool:
        return centers_for(get_user_model().objects.get(pk=person.pk)).exists()

    assert reached()
    suspend(membership, by=by)
    assert not reached()
    resume(membership, by=by)
    assert reached()
    with pytest.raises(ValidationError, match="уже есть"):
        appoint(person, Role.EDITOR, network.tomsk, by=by)
    end(membership, by=by)
    assert not reached()


def test_a_role_of_another_school_is_not_touched(network: Network) -> None:
    by = member(Role.HEAD, network.tomsk)
    foreign = member(Role.EDITOR, network.dagestan).memberships.get()
    for deed in (suspend, resume, end):
        with pytest.raises(PermissionDenied):
            deed(foreign, by=by)
    with pytest.raises(PermissionDenied):
        appoint(UserFactory(), Role.EDITOR, network.dagestan, by=by)
    with pytest.raises(PermissionDenied):
        appoint(UserFactory(), Role.MUNICIPAL, network.tomsk.municipality, by=by)
