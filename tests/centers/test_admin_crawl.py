"""What each role below the administrator can reach by following links: all of it opens, all in Russian."""

import pytest
from django.test import Client
from django.utils.functional import cached_property

from centers.models import Role
from centers.permissions import ROLE_ACTIONS
from tests.centers.latin import latin_words
from tests.centers.walk_world import World, build_world
from tests.crawling import Screen, screens

# Minutes long, and no screen reads other words beside another database.
pytestmark = [pytest.mark.only_on("sqlite"), pytest.mark.django_db]

#: An editor reaches nothing that a head does not, nor a municipal coordinator what a regional one does not.
ROLES = ("head", "regional")
LOWER = {Role.EDITOR: Role.HEAD, Role.MUNICIPAL: Role.REGIONAL}
#: Names that the screens show because the tests call things so.
NAMES = {"localhost", "example", "RU-TOM"}
#: Programs for one-time codes have no Russian names.
NAMES |= {"FreeOTP", "Google", "Authenticator", "ID"}
#: Refused when the browser's script adds no objects to the address.
NEEDS_SCRIPT = ("wagtail_bulk_action",)
#: Lists of the whole site that the gate keeps closed; scripts know their addresses, people never open them.
CLOSED = (
    "wagtailadmin_tag_autocomplete",
    "wagtailadmin_tag_model_autocomplete",
    "wagtailadmin_block_preview",
    "wagtailadmin_api:documents:listing",
    "wagtailadmin_api:images:listing",
)


class Words:
    """What `latin_words` reads: a screen, or a dialog inside its JSON."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen

    @cached_property
    def content(self) -> bytes:
        return self.screen.html.encode()


@pytest.fixture
def world(db: None) -> World:
    return build_world()


@pytest.mark.parametrize("kind", ROLE_ACTIONS)
@pytest.mark.parametrize(("lower", "higher"), LOWER.items())
def test_what_a_lower_role_may_the_higher_one_may_too(lower: Role, higher: Role, kind: str) -> None:
    actions = ROLE_ACTIONS[kind]
    assert actions.get(lower, frozenset()) <= actions.get(higher, frozenset())


@pytest.mark.parametrize("role", ROLES)
def test_all_that_can_be_reached_opens_and_is_in_russian(role: str, world: World) -> None:
    user, _foreign = world.people()[role]
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    NAMES.add(user.username)
    english, broken, count = [], [], 0
    for screen in screens(client):
        count += 1
        status = screen.response.status_code
        if status == 404 and screen.name.startswith((*NEEDS_SCRIPT, *CLOSED)):
            continue
        if status != 200:
            broken.append(f"{status} {screen.name} {screen.url}")
        words = set(latin_words(Words(screen))) - NAMES
        english += [f"{screen.name} {screen.url}: {' '.join(sorted(words))}"] * bool(words)
    assert not broken, "\n".join(broken)
    assert not english, "\n".join(english)
    assert count > 90
