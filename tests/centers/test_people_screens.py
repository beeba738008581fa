"""«Сотрудники»: the own part's people, and only what may be done with them."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.journal import record
from accounts.models import LoginRecord, User
from accounts.services import set_one_time_password
from centers.models import Membership, Role
from centers.services.memberships import may_reset
from tests.factories import Network, UserFactory, member

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def head(network: Network) -> User:
    return member(Role.HEAD, network.tomsk, last_name="Смирнова", first_name="Ольга")


@pytest.fixture
def editor(network: Network) -> User:
    return member(Role.EDITOR, network.tomsk, last_name="Петрова", first_name="Анна")


@pytest.fixture
def browser(client: Client, head: User) -> Client:
    client.force_login(head, backend=BACKEND)
    return client


def url_of(person: User, action: str = "") -> str:
    return f"/admin/people/{person.memberships.order_by('pk').first().pk}/" + (f"{action}/" if action else "")


def page_of(browser: Client, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def signed_in(person: User) -> Client:
    browser = Client()
    browser.force_login(person, backend=BACKEND)
    return browser


def test_lists_the_own_part_only(browser, editor, network) -> None:
    member(Role.EDITOR, network.dagestan, last_name="Тайнова")
    member(Role.MUNICIPAL, network.tomsk.municipality, last_name="Верхова")
    page = page_of(browser, "/admin/people/")
    assert "Петрова Анна" in page
    assert "Смирнова Ольга" in page
    assert "Тайнова" not in page
    assert "Верхова" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=петр", True),
        ("q=Петрова+анна", True),
        ("q=сидор", False),
        ("role=editor", True),
        ("role=head", False),
        ("state=working", True),
        ("state=suspended", False),
        ("state=ended", False),
    ],
)
def test_is_searched_and_filtered(browser, editor, query, found) -> None:
    assert ("Петрова" in page_of(browser, f"/admin/people/results/?{query}")) is found


def test_editors_have_no_such_screen(editor, network) -> None:
    browser = signed_in(editor)
    assert "Сотрудники" not in page_of(browser, f"/admin/centers/{network.tomsk.pk}/")
    for url in ("/admin/people/invite/", "/admin/people/logins/", "/admin/people/invitations/"):
        assert browser.get(url).status_code in {302, 403, 404}
    assert "Петрова" not in page_of(browser, "/admin/people/results/")
    assert browser.get(url_of(editor)).status_code == 404


def test_the_desk_leads_to_the_people_of_the_centre(browser, network) -> None:
    assert f"/admin/people/?center={network.tomsk.pk}" in page_of(
        browser, f"/admin/centers/{network.tomsk.pk}/"
    )


def test_suspending_leaves_the_other_school_open(browser, editor, network) -> None:
    Membership.objects.create(user=editor, role=Role.EDITOR, center=network.dagestan)
    theirs = signed_in(editor)
    browser.post(url_of(editor, "suspend"))
    assert "приостановлен" in page_of(browser, url_of(editor))
    assert theirs.get(f"/admin/centers/{network.dagestan.pk}/").status_code == 200
    assert theirs.get(f"/admin/centers/{network.tomsk.pk}/").status_code == 404
    browser.post(url_of(editor, "resume"))
    assert theirs.get(f"/admin/centers/{network.tomsk.pk}/").status_code == 200


def test_a_place_elsewhere_is_not_told(browser, editor, network) -> None:
    network.dagestan.school.short_name = "Тайносинь"
    network.dagestan.school.save()
    Membership.objects.create(user=editor, role=Role.EDITOR, center=network.dagestan)
    page = page_of(browser, url_of(editor))
    assert "Тайносинь" not in page
    assert "Пароль этого человека сбросит не вы" in page


def test_role_is_changed_and_ended_and_each_is_logged(browser, head, editor) -> None:
    browser.post(url_of(editor, "role"), {"role": "head"})
    now = editor.memberships.get(ended_at__isnull=True)
    assert (now.role, now.granted_by) == ("head", head)
    browser.post(f"/admin/people/{now.pk}/end/")
    assert not editor.memberships.standing().exists()
    actions = {(entry.action, entry.user) for entry in ModelLogEntry.objects.all()}
    assert {("centers.role", head), ("centers.end", head)} <= actions
    assert "Роль прекращена" in page_of(browser, f"/admin/people/{now.pk}/")


@pytest.mark.parametrize("role", ["municipal", "regional", "network", "editor", "nonsense"])
def test_a_forged_role_is_refused(browser, editor, role) -> None:
    assert browser.post(url_of(editor, "role"), {"role": role}).status_code in {302, 403}
    assert [one.role for one in editor.memberships.all()] == ["editor"]


def test_nobody_changes_an_own_role(browser, head) -> None:
    for action in ("suspend", "end", "role"):
        browser.post(url_of(head, action), {"role": "editor"})
    membership = head.memberships.get()
    assert (membership.role, membership.blocked_at, membership.ended_at) == ("head", None, None)
    assert "Свою роль" in page_of(browser, url_of(head))


def test_one_more_role_inside_the_own_part(browser, editor, network) -> None:
    browser.post(url_of(editor, "appoint"), {"new-role": "head", "new-center": network.tomsk.pk})
    assert editor.memberships.filter(role="head").exists()
    browser.post(url_of(editor, "appoint"), {"new-role": "head", "new-center": network.dagestan.pk})
    browser.post(url_of(editor, "appoint"), {"new-role": "network"})
    assert editor.memberships.count() == 2


class TestPassword:
    def test_is_given_on_paper(self, browser, editor) -> None:
        theirs = signed_in(editor)
        response = browser.post(url_of(editor, "password"))
        (password,) = re.findall(r"[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}", response.content.decode())
        assert "no-store" in response["Cache-Control"]
        assert theirs.get("/admin/").url.startswith("/admin/login/")
        fresh = Client()
        data = {"username": editor.username, "password": password, "next": "/admin/"}
        assert fresh.post("/admin/login/", data).url.startswith("/admin/new-password/")

    def test_is_not_given_to_whoever_works_elsewhere_too(self, browser, head, editor, network) -> None:
        old = editor.password
        Membership.objects.create(user=editor, role=Role.EDITOR, center=network.dagestan)
        assert browser.post(url_of(editor, "password")).status_code in {302, 403}
        editor.refresh_from_db()
        assert editor.password == old
        assert may_reset(member(Role.NETWORK), editor)

    @pytest.mark.parametrize("blocked", [False, True])
    def test_a_head_does_not_become_the_coordinator(self, head, editor, network, blocked) -> None:
        moment = timezone.now() if blocked else None
        Membership.objects.create(
            user=editor, role=Role.MUNICIPAL, municipality=network.tomsk.municipality, blocked_at=moment
        )
        assert not may_reset(head, editor)
        peer = member(Role.MUNICIPAL, network.tomsk.municipality)
        assert may_reset(peer, editor)
        assert not may_reset(peer, editor, from_above=True)
        assert may_reset(member(Role.REGIONAL, network.tomsk.region), editor, from_above=True)

    def test_nobody_takes_over_a_superuser(self, network) -> None:
        by = member(Role.NETWORK)
        assert not may_reset(by, UserFactory(admin=True))
        assert may_reset(UserFactory(admin=True), by)
        assert not may_reset(by, by)

    def test_works_for_its_days(self, editor) -> None:
        password = set_one_time_password(editor, until=timezone.now() - timedelta(minutes=1))
        data = {"username": editor.username, "password": password, "next": "/admin/"}
        page = Client().post("/admin/login/", data).content.decode()
        assert "Срок одноразового пароля истёк" in page


def test_log_of_logins_is_that_of_the_own_part(browser, rf, editor, network) -> None:
    foreign = member(Role.EDITOR, network.dagestan, last_name="Тайнова")
    request = rf.get("/", REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="Mozilla Firefox/140.0 Windows")
    for user in (editor, foreign, None):
        record(request, user, "password", success=False)
    page = page_of(browser, "/admin/people/logins/?only=failed")
    assert "Петрова" in page
    assert "Firefox, Windows" in page
    assert "Тайнова" not in page
    assert page.count("203.0.113.7") == 1
    assert page_of(signed_in(member(Role.NETWORK)), "/admin/people/logins/").count("203.0.113.7") == 3
    assert LoginRecord.objects.filter(user=None).count() == 1


def test_queries_do_not_grow_with_the_people(browser, network, django_assert_max_num_queries) -> None:
    for _number in range(30):
        member(Role.EDITOR, network.tomsk)
    for url in ("/admin/people/", "/admin/people/invitations/", "/admin/people/logins/"):
        with django_assert_max_num_queries(25):
            page_of(browser, url)
