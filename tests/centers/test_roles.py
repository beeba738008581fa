"""Roles by membership: what the table says, the page for people says, and the site does."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.permissions import policy_registry

from centers import gate, models
from centers.models import (
    Center,
    CenterDocument,
    CenterPage,
    Coordinator,
    FederalOperator,
    Membership,
    Municipality,
    NewsIndexPage,
    Region,
    Role,
    School,
    Teacher,
)
from centers.panels.scoped import files_shown_by, refuse_foreign_files
from centers.permissions import KIND_OF_MODEL, ROLE_ACTIONS, centers_for, may, parts_for
from centers.policies import CollectionPolicy, FilePolicy, MembershipPolicy, TreePolicy
from centers.services.shelves import shelf_of
from library.models import Document, Image
from tests.factories import (
    CenterDocumentFactory,
    CenterFactory,
    DocumentFactory,
    ImageFactory,
    MunicipalityFactory,
    Network,
    NewsPageFactory,
    TeacherFactory,
    UserFactory,
    member,
    section_of,
)

PAGE = (settings.BASE_DIR / "docs" / "coordinators" / "roles.md").read_text(encoding="utf-8")
KINDS = {
    "страницы": "page",
    "документы, педагоги, помещения, оборудование, занятия": "row",
    "файлы и картинки": "file",
    "центр в реестре": "center",
    "школа": "school",
    "муниципалитет": "municipality",
    "регион": "region",
    "координатор (орган)": "coordinator",
    "показатель сети": "figure",
    "федеральные операторы и проекты": "federation",
    "участие человека, приглашение": "membership",
    "вопросы посетителей": "question",
    "решения «не нужно» и «опубликовано выше»": "declaration",
    "журнал публикаций": "ledger",
    "адреса сайта и перенаправления": "site",
}
ACTIONS = {
    "видеть": "view",
    "выбирать": "choose",
    "добавлять": "add",
    "править": "change",
    "публиковать": "publish",
    "удалять": "delete",
    "переводить": "move",
    "закрывать": "close",
    "блокировать": "lock",
    "снимать блокировку": "unlock",
}


def table_of_the_page() -> dict[str, dict[Role, frozenset[str]]]:
    """The table of `docs/coordinators/roles.md`, in the terms of the code."""
    lines = [line.strip("| ").split("|") for line in PAGE.splitlines() if line.startswith("| ")][1:]
    table = {}
    for what, *cells in lines:
        words = [
            [word.strip() for word in cell.split(",") if word.strip()] for cell in [*cells, *[""] * 5][:5]
        ]
        table[KINDS[what.strip()]] = {
            role: frozenset(ACTIONS[word] for word in said)
            for role, said in zip(Role, words, strict=True)
            if said
        }
    return table


def place_of(role: Role, center: Center) -> Any:
    places = {
        Role.EDITOR: center,
        Role.HEAD: center,
        Role.MUNICIPAL: center.municipality,
        Role.REGIONAL: center.region,
        Role.NETWORK: None,
    }
    return places[role]


def test_the_page_says_what_the_code_does() -> None:
    assert table_of_the_page() == ROLE_ACTIONS


@pytest.mark.parametrize("role", Role)
def test_the_table_holds_in_the_own_part_and_nowhere_else(role: Role, network: Network) -> None:
    own, foreign = network.tomsk, network.dagestan
    user = member(role, place_of(role, own))
    rows = {
        "center": lambda center: center,
        "school": lambda center: center.school,
        "municipality": lambda center: center.municipality,
        "region": lambda center: center.region,
        "coordinator": lambda center: Coordinator.objects.get(region=center.region),
        "row": lambda center: TeacherFactory(center=center),
        "file": lambda center: ImageFactory(collection=shelf_of(center)),
        "page": lambda center: section_of(center, NewsIndexPage),
    }
    reachable_kinds = {"coordinator": {Role.REGIONAL, Role.NETWORK}}
    for kind, make in rows.items():
        mine, theirs = make(own), make(foreign)
        reached = role in reachable_kinds.get(kind, set(Role))
        for action in ACTIONS.values():
            expected = action in ROLE_ACTIONS[kind].get(role, ()) and reached
            assert may(user, action, mine) is expected, (kind, action)
            assert may(user, action, theirs) is (expected and role == Role.NETWORK), (kind, action)


@pytest.mark.parametrize("role", Role)
def test_wagtail_answers_as_the_table(role: Role, network: Network) -> None:
    user = member(role, place_of(role, network.tomsk))
    for center in network.centers:
        within = center == network.tomsk or role == Role.NETWORK
        for row in (center, center.school, TeacherFactory(center=center), DocumentFactory()):
            policy = policy_registry.get(row)
            for action in ("view", "change", "delete"):
                assert policy.user_has_permission_for_instance(user, action, row) is may(user, action, row)
                found = policy.instances_user_has_permission_for(user, action).filter(pk=row.pk).exists()
                assert found is may(user, action, row), (row, action)
        tester = section_of(center, NewsIndexPage).permissions_for_user(user)
        assert tester.can_edit() is within
        assert tester.can_publish() is within
        assert tester.can_add_subpage() is within


@pytest.mark.parametrize(
    ("model", "policy"),
    [
        (Page, TreePolicy),
        (CenterPage, TreePolicy),
        (Collection, CollectionPolicy),
        (Image, FilePolicy),
        (Document, FilePolicy),
        *((model, MembershipPolicy) for model in KIND_OF_MODEL if model not in (Image, Document)),
    ],
)
def test_the_registry_of_wagtail_holds_our_policy(model: Any, policy: type) -> None:
    assert type(policy_registry.get_by_type(model)) is policy


def test_every_model_of_the_register_has_its_row_in_the_table() -> None:
    managed = {Center, School, Municipality, Region, Coordinator, FederalOperator, CenterDocument, Teacher}
    assert managed <= set(KIND_OF_MODEL)
    assert set(KIND_OF_MODEL.values()) <= set(ROLE_ACTIONS)


def test_nobody_has_rights_from_the_groups_of_wagtail(db: None) -> None:
    assert not GroupPagePermission.objects.exists()
    assert not GroupCollectionPermission.objects.exists()
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()


@pytest.mark.parametrize("role", Role)
def test_a_role_has_the_place_that_belongs_to_it(role: Role, network: Network) -> None:
    center = network.tomsk
    wrong = {"region": center.region} if role != Role.REGIONAL else {"center": center}
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=UserFactory(), role=role, **wrong)
    with pytest.raises(ValidationError, match="подходит роли"):
        Membership(user=UserFactory(), role=role, **wrong).full_clean()


def test_the_same_role_is_not_held_twice_but_again_after_it_ended(network: Network, at: Any) -> None:
    user = member(Role.EDITOR, network.tomsk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, role=Role.EDITOR, center=network.tomsk)
    Membership.objects.update(ended_at="2026-01-01T00:00:00Z")
    Membership.objects.create(user=user, role=Role.EDITOR, center=network.tomsk)
    Membership.objects.create(user=user, role=Role.HEAD, center=network.dagestan)
    assert set(centers_for(user)) == set(network.centers)


def test_one_query_finds_the_parts_and_one_the_centres(
    network: Network, django_assert_num_queries: Any
) -> None:
    user = member(Role.REGIONAL, network.tomsk.region)
    for _number in range(3):
        CenterFactory(school__municipality=MunicipalityFactory(region=network.tomsk.region))
    with django_assert_num_queries(2) as queries:
        assert len(centers_for(user)) == 4
    assert not re.search(r"\d+, \d+", queries[1]["sql"].partition("WHERE")[2])
    with django_assert_num_queries(0):
        parts_for(user)


def test_roles_have_an_order() -> None:
    assert [models.rank(role) for role in Role] == [0, 1, 2, 3, 4]


def test_a_new_file_goes_to_the_own_centre_without_a_question(network: Network, client: Any) -> None:
    client.force_login(member(Role.EDITOR, network.tomsk))
    screen = client.get(reverse("wagtaildocs:add"))
    assert 'name="collection"' not in screen.content.decode()
    (collection,) = policy_registry.get_by_type(Document).collections_user_has_permission_for(
        screen.wsgi_request.user, "add"
    )
    assert collection == shelf_of(network.tomsk)


def test_an_editor_changes_of_a_centre_what_the_staff_know_best(network: Network, client: Any) -> None:
    client.force_login(member(Role.EDITOR, network.tomsk))
    screen = client.get(reverse("register_center:edit", args=[network.tomsk.pk])).content.decode()
    assert 'name="hours"' in screen
    for field in ("state", "slug", "building", "operator_rule", "coordinator"):
        assert f'name="{field}"' not in screen
    assert client.get(reverse("register_center:delete", args=[network.tomsk.pk])).status_code in (302, 404)


def test_a_school_is_not_moved_out_of_the_own_part(network: Network, client: Any) -> None:
    client.force_login(member(Role.REGIONAL, network.tomsk.region))
    school = network.tomsk.school
    url = reverse("register_school:edit", args=[school.pk])
    client.post(url, {"municipality": network.dagestan.municipality_id, "short_name": school.short_name})
    school.refresh_from_db()
    assert school.municipality == network.tomsk.municipality


def test_a_photo_of_another_school_cannot_be_forged_into_a_form(network: Network, client: Any) -> None:
    client.force_login(member(Role.EDITOR, network.tomsk))
    teacher = TeacherFactory(center=network.tomsk)
    foreign = ImageFactory(title="Тайный снимок", collection=shelf_of(network.dagestan))
    url = reverse("center_teacher:edit", args=[teacher.pk])
    response = client.post(
        url, {"center": teacher.center_id, "full_name": "Иванова Анна", "photo": foreign.pk, "sort_order": 0}
    )
    teacher.refresh_from_db()
    assert teacher.photo is None
    assert "Тайный снимок" not in response.content.decode()


def test_a_page_shows_no_picture_of_another_school(network: Network) -> None:
    user = member(Role.EDITOR, network.tomsk)
    page = NewsPageFactory(center=network.tomsk)
    page.photo = ImageFactory(collection=shelf_of(network.tomsk))
    refuse_foreign_files(user, page, set())
    page.photo = ImageFactory(collection=shelf_of(network.dagestan))
    refuse_foreign_files(user, page, files_shown_by(page))  # it stood there before
    with pytest.raises(PermissionDenied):
        refuse_foreign_files(user, page, set())


def test_a_page_leads_to_no_draft_of_another_school(network: Network) -> None:
    """The editor would say the address of the draft, which says its title."""
    user = member(Role.EDITOR, network.tomsk)
    page = NewsPageFactory(center=network.tomsk)
    foreign = NewsPageFactory(center=network.dagestan)
    page.body = [{"type": "paragraph", "value": f'<p><a linktype="page" id="{foreign.pk}">Соседи</a></p>'}]
    refuse_foreign_files(user, page, set())
    foreign.unpublish()
    with pytest.raises(PermissionDenied):
        refuse_foreign_files(user, page, set())
    own = NewsPageFactory(center=network.tomsk, live=False)
    page.body = [{"type": "paragraph", "value": f'<p><a linktype="page" id="{own.pk}">Наше</a></p>'}]
    refuse_foreign_files(user, page, set())


@pytest.mark.parametrize("action", ["delete", "copy", "move", "publish", "unpublish"])
def test_pages_are_changed_through_their_screens_alone(network: Network, client: Any, action: str) -> None:
    """What Wagtail's interface for programs does goes past the bin and past the refusals of the tree."""
    client.force_login(member(Role.REGIONAL, network.tomsk.region))
    page = NewsPageFactory(center=network.tomsk)
    address = reverse("wagtailadmin_api:pages:detail", args=[page.pk])
    assert client.get(address).status_code == 200
    sent = {"destination_page_id": section_of(network.tomsk, NewsIndexPage).pk}
    answer = client.post(f"{address}action/{action}/", sent, content_type="application/json")
    assert answer.status_code == 404
    page.refresh_from_db()
    assert page.live


@pytest.mark.parametrize(
    "address",
    [
        "/admin/questions/?center=²",
        "/admin/people/?center=²",
        "/admin/bin/?center=²",
        "/admin/centers/documents/?center=²",
        "/admin/centers/teachers/new/?center=²",
        "/admin/centers/lessons/new/?center=²&copy=²",
        "/admin/oversight/board/?region=²",
        "/admin/oversight/publications/?until=9999-12-31",
        "/admin/oversight/publications/?since=0001-01-01",
        f"/admin/register/choose/center/chosen-multiple/?id={'9' * 26}",
        "/admin/bin/?q=%00",
        "/admin/centers/teachers/?center=%00",
        "/admin/bulk/library/image/delete/?id=all&childOf=",
        "/admin/bulk/library/image/delete/?id=²",
    ],
)
@pytest.mark.parametrize("role", [Role.HEAD, Role.REGIONAL, Role.NETWORK])
def test_odd_numbers_in_addresses_break_nothing(
    network: Network, client: Any, role: Role, address: str
) -> None:
    """«²» is a digit to Python and no number; PostgreSQL refuses NUL; days have a first and a last."""
    places = {Role.HEAD: network.tomsk, Role.REGIONAL: network.tomsk.region, Role.NETWORK: None}
    client.force_login(member(role, places[role]))
    assert client.get(address).status_code in {200, 302, 400, 404}


def test_odd_numbers_in_forms_break_nothing(network: Network, client: Any) -> None:
    client.force_login(member(Role.HEAD, network.tomsk))
    page = NewsPageFactory(center=network.tomsk)
    teacher = {"center": network.tomsk.pk, "full_name": "Иванова Анна", "sort_order": 0}
    for address, sent in (
        ("/admin/bin/", {"entry": ["²", "9" * 30]}),
        ("/admin/oversight/notice/hide/", {"notice": "²"}),
        (reverse("wagtailadmin_pages:copy", args=[page.pk]), {"new_parent_page": "²"}),
        (f"/admin/bulk/wagtailcore/page/move/?id={page.pk}", {"chooser": "²"}),
        ("/admin/centers/teachers/new/", {**teacher, "photo": "²"}),
        ("/admin/centers/documents/add/", {"center": network.tomsk.pk, "document": "²"}),
    ):
        assert client.post(address, sent).status_code in {200, 302, 404}, address


def test_an_action_for_several_rows_sees_own_rows_alone(network: Network, client: Any) -> None:
    client.force_login(member(Role.HEAD, network.tomsk))
    own, foreign = (CenterDocumentFactory(center=one) for one in (network.tomsk, network.dagestan))
    CenterDocumentFactory(center=network.tomsk)
    foreign.title = "Тайный приказ"
    foreign.save()
    address = "/admin/bulk/centers/centerdocument/delete/"
    assert client.get(f"{address}?id={foreign.pk}").status_code == 404
    assert client.get(f"{address}?id={own.pk}&id={foreign.pk}").status_code == 404
    everything = client.get(f"{address}?id=all")
    assert everything.status_code == 200
    assert own.title in everything.content.decode()
    assert "Удалить отмеченное (документы центров: 2)?" in everything.content.decode()
    assert "Тайный приказ" not in everything.content.decode()
    section = section_of(network.dagestan, NewsIndexPage)
    children = f"/admin/bulk/wagtailcore/page/publish/?id=all&childOf={section.pk}"
    assert client.get(children).status_code == 404


def test_no_more_rows_at_once_than_can_be_done(
    network: Network, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "MOST_AT_ONCE", 1)
    client.force_login(member(Role.HEAD, network.tomsk))
    CenterDocumentFactory.create_batch(2, center=network.tomsk)
    answer = client.get("/admin/bulk/centers/centerdocument/delete/?id=all", follow=True)
    assert "не больше" in answer.content.decode()


def test_a_page_is_not_copied_into_another_school(network: Network, client: Any) -> None:
    client.force_login(member(Role.EDITOR, network.tomsk))
    page = NewsPageFactory(center=network.tomsk)
    target = section_of(network.dagestan, NewsIndexPage)
    sent = {"new_title": "Копия", "new_slug": "kopiya", "new_parent_page": target.pk}
    response = client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), sent)
    assert response.status_code == 404
    assert not target.get_children().exists()


def test_the_chooser_of_pages_begins_at_the_own_centre(network: Network, client: Any) -> None:
    client.force_login(member(Role.EDITOR, network.tomsk))
    shown = client.get(reverse("wagtailadmin_choose_page")).json()["html"]
    assert "Баткатская" in shown
    assert "Рутульская" not in shown


def test_the_menu_offers_nothing_that_is_closed(network: Network, client: Any) -> None:
    client.force_login(member(Role.EDITOR, network.tomsk))
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    for name in (
        "wagtailusers_users:index",
        "wagtailsites:index",
        "wagtailredirects:index",
        "wagtailadmin_collections:index",
        "wagtailadmin_reports:site_history",
        "wagtailadmin_reports:page_types_usage",
        "register_school:index",
        "opening",
    ):
        assert f'"{reverse(name)}"' not in home, name
    assert f'"{reverse("center_list")}"' in home
