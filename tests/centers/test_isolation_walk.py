"""The walk: every address of the admin, as every role, with own and with foreign objects.

Addresses come from the configuration of the URLs, not from a list: an address whose arguments the walk
cannot fill fails it. Foreign objects carry a word that must stand in no answer, and an address that names
one must refuse.
"""

import functools
import re
import sys
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.template import Template
from django.test import Client
from django.test.utils import _TestState  # type: ignore[attr-defined]
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page, sites

from centers.models import CenterDocument, Membership
from library.models import Document, Image
from tests.centers.walk_world import Estate, World, build_world
from tests.factories import UserFactory

# Minutes long, and no address asks the database in words of its own.
pytestmark = pytest.mark.only_on("sqlite")

ROLES = ("editor", "head", "municipal", "regional", "network")

#: Arguments of addresses → what of an estate they name, wherever they stand.
OBJECT_OF_ARGUMENT = {
    "entry_id": "entry",
    "page_id": "program",
    "page_pk": "program",
    "page_to_move_id": "program",
    "parent_page_id": "section",
    "destination_id": "news_index",
    "center_id": "center",
    "document_id": "document",
    "doc_id": "document",
    "image_id": "image",
    "version_id": "version",
    "signature_id": "signature",
    "batch_id": "batch",
    "question_id": "question",
    "item_id": "item",
    "order_id": "order",
    "teacher_id": "teacher",
    "school_id": "school",
    "membership_id": "membership",
    "invitation_id": "invitation",
    "user_id": "person",
    "revision_id": "revision",
    "revision_id_a": "revision",
}
#: The beginning of a name → what `pk` and the like mean there.
OBJECT_OF_NAMESPACE = {
    "wagtailadmin_api:pages": "program",
    "wagtailadmin_api:documents": "document",
    "wagtailadmin_api:images": "image",
    "wagtailadmin_pages": "program",
    "wagtaildocs_chooser": "document",
    "wagtailimages_chooser": "image",
    "wagtailsnippetchoosers_centers_centerdocument": "order",
    "wagtailusers_users": "person",
    "center_document": "order",
    "center_teacher": "teacher",
    "center_room": "room",
    "center_equipment": "equipment",
    "center_lesson": "lesson",
    "center_replacement": "replacement",
    "register_center_chooser": "center",
    "register_municipality_chooser": "municipality",
    "register_school_chooser": "school",
    "register_center": "center",
    "register_school": "school",
    "register_municipality": "municipality",
    "register_region": "region",
    "register_coordinator": "coordinator",
    "register_figure": "figure",
}
#: Namespaces whose objects belong to no part of the network: only administrators get there at all.
OF_NOBODY = (
    "register_operator",
    "register_national_project",
    "register_federal_project",
    "wagtailadmin_collections",
    "wagtailadmin_workflows",
    "wagtailredirects",
    "wagtailsites",
    "wagtailusers_groups",
)
ARGUMENTS_OF_NOBODY = ("pk", "redirect_id", "collection_id", "task_id")
PLAIN_ARGUMENTS = {
    "action": "print",
    "invitation_code": "aaaa-bbbb-cccc",
    "sitting_id": "1",
    "action_name": "delete",
    "client_key": "walk",
    "code": "act-region",
    "filename": "file.pdf",
    "filter_spec": "max-200x200",
    "form": "csv",
    "kind": "schools",
    "revision_id_b": "live",
    "row_kind": "teacher",
    "run_id": "1",
    "session_id": "1",
    "task_id": "1",
    "task_state_id": "1",
    "token": "set-password",
    "uidb64": "MQ",
    "uploaded_file_id": "1",
    "workflow_pk": "1",
    "workflow_state_id": "1",
    "app_name": "library",
    "content_type_app_name": "centers",
    "content_type_model_name": "programpage",
}
#: Ends the session, speaks to nobody in particular, or fails on purpose.
LEFT_OUT = frozenset({"wagtailadmin_logout", "wagtailadmin_error_test"})
#: What stands for «no».
REFUSALS = frozenset({302, 400, 403, 404, 405})


#: Where Wagtail itself trips over a form without the fields that its own page sends.
STUMBLES = frozenset(
    {
        ("post", "/admin/choose-external-link/"),
        ("post", "/admin/snippets/choose/centers/centerdocument/create/"),
        ("post", "/admin/register/choose/center/create/"),
        ("post", "/admin/register/choose/municipality/create/"),
        ("post", "/admin/register/choose/school/create/"),
    }
)


class Address:
    """One address with the names of its arguments."""

    def __init__(self, route: str, name: str) -> None:
        self.route, self.name = route, name
        self.arguments = re.findall(r"<(?:\w+:)?(\w+)>", route.replace("(?P<", "<"))

    @property
    def namespace(self) -> str:
        return self.name.rpartition(":")[0]

    def __repr__(self) -> str:
        return self.name or self.route


def all_addresses() -> list[Address]:
    """Every address below `/admin/` that the project serves."""

    def below(resolver: Any, prefix: str, names: tuple[str, ...]) -> Iterator[Address]:
        for pattern in resolver.url_patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield Address(route, ":".join((*names, pattern.name or "")) if pattern.name else "")
            else:
                inner = (*names, pattern.namespace) if pattern.namespace else names
                yield from below(pattern, route, inner)

    found = [one for one in below(get_resolver(), "", ()) if one.route.startswith("admin/")]
    return [one for one in found if one.name not in LEFT_OUT and one.route != "admin/^.*/$"]


def object_named(address: Address, argument: str) -> str | None:
    """What of an estate the argument names; None when it names nothing of anybody's."""
    if address.namespace == "center_document" and argument.startswith("revision_id"):
        return "order_revision"
    if argument in OBJECT_OF_ARGUMENT:
        return OBJECT_OF_ARGUMENT[argument]
    if argument in ("pk", "object_id"):
        return OBJECT_OF_NAMESPACE.get(address.namespace)
    return None


def variants(address: Address) -> list[dict[str, str]]:
    """The kinds of thing that an address for many models is tried with."""
    if "editing-sessions/ping" in address.route:
        named = {"centers": ("centerdocument", "teacher", "programpage"), "library": ("document", "image")}
        return [{"app_label": app, "model_name": one} for app, models in named.items() for one in models]
    if address.name == "wagtail_bulk_action":
        return [
            {
                "app_label": model._meta.app_label,
                "model_name": model._meta.model_name,
                "action": action.action_type,
            }
            for model in (Page, Document, Image, CenterDocument)
            for action in bulk_action_registry.get_bulk_actions_for_model(
                model._meta.app_label, model._meta.model_name
            )
        ]
    if "model_name" in address.arguments:
        return [{"app_label": "centers", "app_name": "library", "model_name": "programpage"}]
    return [{}]


BULK_OBJECT = {"page": "program", "document": "document", "image": "image", "centerdocument": "order"}
PING_OBJECT = {**BULK_OBJECT, "centerdocument": "order", "teacher": "teacher", "programpage": "program"}


def arguments_of(address: Address, estate: Estate, variant: dict[str, str]) -> dict[str, str]:
    """Values for the arguments. Raises `KeyError` for an argument that the walk cannot classify."""
    values = {}
    for argument in address.arguments:
        what = object_named(address, argument)
        if argument == "object_id":
            what = PING_OBJECT[variant["model_name"]]
        if what is not None:
            values[argument] = str(estate.rows[what].pk)
        elif argument in variant:
            values[argument] = variant[argument]
        elif address.namespace in OF_NOBODY and argument in ARGUMENTS_OF_NOBODY:
            values[argument] = "1"
        else:
            values[argument] = PLAIN_ARGUMENTS[argument]
    return values


def url_of(address: Address, values: dict[str, str]) -> str:
    try:
        if address.name:
            return reverse(address.name, kwargs=values)
    except NoReverseMatch:
        pass
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], address.route)


def classified_addresses(estate: Estate) -> list[Address]:
    """Those whose arguments can be filled; another test fails while there are others."""
    unknown = {address for address, _argument in unclassified(estate)}
    return [address for address in all_addresses() if str(address) not in unknown]


def unclassified(estate: Estate) -> list[tuple[str, str]]:
    """Addresses with an argument that the walk cannot fill."""
    found = []
    for address in all_addresses():
        for variant in variants(address):
            try:
                arguments_of(address, estate, variant)
            except KeyError as argument:
                found.append((str(address), str(argument)))
    return found


def names_object(address: Address) -> bool:
    """Whether the address names something that belongs to a part of the network."""
    return (
        any(object_named(address, one) is not None or one == "object_id" for one in address.arguments)
        or address.name == "wagtail_bulk_action"
    )


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once: each request runs in a savepoint of its own."""
    outer = transaction.atomic()
    with django_db_blocker.unblock():
        outer.__enter__()
        world = build_world()
    yield world
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture(scope="module", autouse=True)
def _quick_answers() -> Iterator[None]:
    """Thousands of answers: no template keeps copies of its context, and the only site is asked for once."""
    plain = _TestState.saved_data.template_render  # type: ignore[attr-defined]
    once = functools.cache(sites.get_site_for_hostname)
    with (
        mock.patch.object(Template, "_render", plain),
        mock.patch.object(sites, "get_site_for_hostname", once),
    ):
        yield


class Walk:
    """Tries addresses as one person and notes what should not be."""

    def __init__(self, user: Any, foreign: tuple[Estate, ...]) -> None:
        self.client = Client(raise_request_exception=False)
        self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        self.words = [one.word for one in foreign]
        self.tried: set[tuple[str, str, str]] = set()
        self.faults: list[str] = []

    def ask(self, method: str, url: str, label: str, data: dict[str, Any] | None = None) -> int:
        with transaction.atomic():
            response = getattr(self.client, method)(url, data or {})
            body = b"".join(response) if response.streaming else response.content
            transaction.set_rollback(True)
        text = body.decode(errors="replace") + str(response.headers.get("Location", ""))
        self.tried.add((method, url.partition("?")[0], label))
        if response.status_code >= 500 and (method, url) not in STUMBLES:
            self.faults.append(f"{response.status_code} {method} {url} ({label})")
        self.faults += [f"leak of «{word}»: {method} {url} ({label})" for word in self.words if word in text]
        return int(response.status_code)

    def expect_refusal(self, method: str, url: str, label: str, data: dict[str, Any] | None = None) -> None:
        status = self.ask(method, url, label, data)
        if status not in REFUSALS:
            self.faults.append(f"success {status}: {method} {url} ({label})")


def smuggled(estate: Estate) -> dict[str, str]:
    """A query that names foreign objects in every way that screens know, and searches for them."""
    rows = estate.rows
    return {
        "q": estate.call,
        "center": str(rows["center"].pk),
        "id": str(rows["program"].pk),
        "region": str(rows["region"].pk),
        "municipality": str(rows["municipality"].pk),
        "school": str(rows["school"].pk),
        "document": str(rows["document"].pk),
        "photo": str(rows["image"].pk),
        "collection_id": str(rows["document"].collection_id),
        "child_of": str(rows["section"].pk),
        "term": estate.call,
    }


def walk_as(user: Any, own: Estate, foreign: tuple[Estate, ...]) -> Walk:
    walk = Walk(user, foreign)
    for address in classified_addresses(own):
        for variant in variants(address):
            if not names_object(address):
                url = url_of(address, arguments_of(address, own, variant))
                walk.ask("get", url, "own")
                for estate in foreign:
                    query = smuggled(estate)
                    walk.ask("get", f"{url}?" + "&".join(f"{k}={v}" for k, v in query.items()), estate.call)
                    walk.ask("post", url, estate.call, query)
                continue
            bulk = address.name == "wagtail_bulk_action"
            url = url_of(address, arguments_of(address, own, variant))
            mine = f"?id={own.rows[BULK_OBJECT[variant['model_name']]].pk}" if bulk else ""
            walk.ask("get", url + mine, "own")
            for estate in foreign:
                url = url_of(address, arguments_of(address, estate, variant))
                named = f"?id={estate.rows[BULK_OBJECT[variant['model_name']]].pk}" if bulk else ""
                asked = walk.ask if address.name == "accounts_avatar" else walk.expect_refusal
                asked("get", url + named, estate.call)
                asked("post", url + named, estate.call, {"is_editing": "1"})
                if bulk:
                    mixed = f"{mine}&id={named.rpartition('=')[2]}"
                    walk.expect_refusal("get", url + mixed, estate.call)
                    walk.ask("get", f"{url}?id=all", estate.call)
                    section = estate.rows["section"].pk
                    walk.ask("get", f"{url}?id=all&childOf={section}", estate.call)
                    walk.expect_refusal("get", f"{url}?id=all&childOf=", estate.call)
    return walk


def test_no_address_escapes_classification(world: World, db: None) -> None:
    assert unclassified(world.own) == []
    (bulk,) = [address for address in all_addresses() if address.name == "wagtail_bulk_action"]
    assert len(variants(bulk)) > 8
    assert len(all_addresses()) > 300


@pytest.mark.parametrize("role", ROLES)
def test_nobody_reaches_another_school(role: str, world: World, db: None, record_property: Any) -> None:
    user, foreign = world.people()[role]
    walk = walk_as(user, world.own, foreign)
    record_property("triples", len(walk.tried))
    sys.stdout.write(f"{role}: {len(walk.tried)} triples of role, address and object\n")
    assert not walk.faults, "\n".join(sorted(set(walk.faults)))


@pytest.mark.parametrize("role", ROLES)
def test_nobody_opens_a_page_in_the_bin(role: str, world: World, db: None) -> None:
    user, _foreign = world.people()[role]
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    number = world.own.rows["binned_page"].pk
    for name in ("edit", "delete", "history", "usage", "copy", "move", "view_draft"):
        assert client.get(reverse(f"wagtailadmin_pages:{name}", args=[number])).status_code in REFUSALS
    found = client.get(reverse("center_bin")).content.decode()
    assert world.own.rows["binned_page"].title in found


def test_without_a_membership_there_is_no_way_in(world: World, db: None) -> None:
    stranger = UserFactory()
    walk = Walk(stranger, (world.own, world.near, world.far))
    for address in classified_addresses(world.own):
        for variant in variants(address):
            walk.ask("get", url_of(address, arguments_of(address, world.own, variant)), "own")
    assert not walk.faults, "\n".join(sorted(set(walk.faults)))
    assert not stranger.has_perm("wagtailadmin.access_admin")


def test_an_ended_or_blocked_membership_opens_nothing(world: World, db: None) -> None:
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    user, _foreign = world.people()["regional"]
    for moment in ("ended_at", "blocked_at"):
        Membership.objects.filter(user=user).update(ended_at=None, blocked_at=None)
        Membership.objects.filter(user=user).update(**{moment: timezone.now()})
        assert not get_user_model().objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin")
