"""Inviting: a code that works once, for the one who was invited, while the inviter may still invite."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts.models import LoginRecord, User
from accounts.throttling import CODES_LIMIT
from centers.models import Invitation, Membership, Role
from centers.services import invitations as services
from centers.services.invitations import InvitationError, Invitee, accept, invite, reissue, revoke
from centers.services.memberships import end
from tests.factories import Network, UserFactory, member

ANNA = Invitee(last_name="Петрова", first_name="Анна")
PASSWORD = "Lesnaya-polyana-2026"
ACCOUNT = {"username": "petrova", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def head(network: Network) -> User:
    return member(Role.HEAD, network.tomsk, last_name="Смирнова", first_name="Ольга")


@pytest.fixture
def invited(head: User, network: Network) -> tuple[Invitation, str]:
    return invite(Role.EDITOR, network.tomsk, ANNA, by=head)


def address(code: str) -> str:
    return f"/admin/invite/{code}/"


def text_of(response) -> str:
    return response.content.decode()


def reason_of(code: str, user: User) -> str:
    with pytest.raises(InvitationError) as error:
        accept(code, user)
    return error.value.reason


class TestServices:
    def test_only_a_digest_is_kept(self, invited) -> None:
        invitation, code = invited
        stored = str(Invitation.objects.filter(pk=invitation.pk).values().get())
        assert code not in stored
        assert code.replace("-", "") not in stored

    def test_is_accepted_once(self, invited, network) -> None:
        _invitation, code = invited
        person = UserFactory(last_name="Петрова", first_name="Анна")
        membership = accept(code, person)
        assert (membership.role, membership.center) == (Role.EDITOR, network.tomsk)
        other = UserFactory(last_name="Петрова", first_name="Анна")
        assert reason_of(code, other) == "used"
        assert not other.memberships.exists()

    def test_of_two_at_once_one_wins(self, invited, monkeypatch) -> None:
        """The second one has looked before the first one accepted, and comes to write after."""
        invitation, code = invited
        checked = services._checked

        def beaten(row):
            found = checked(row)
            Invitation.objects.filter(pk=invitation.pk).update(used_at=timezone.now())
            return found

        monkeypatch.setattr(services, "_checked", beaten)
        person = User(username="late", last_name="Петрова", first_name="Анна")
        assert reason_of(code, person) == "used"
        assert not User.objects.filter(username="late").exists()
        assert not Membership.objects.filter(user__username="late").exists()

    def test_expires(self, invited) -> None:
        invitation, code = invited
        Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
        assert reason_of(code, UserFactory()) == "expired"

    def test_is_revoked_and_issued_anew(self, invited, head) -> None:
        invitation, code = invited
        revoke(invitation, by=head)
        assert reason_of(code, UserFactory()) == "revoked"
        anew = reissue(invitation, by=head)
        assert reason_of(code, UserFactory()) == "unknown"
        assert accept(anew, UserFactory(last_name="Петрова")).role == Role.EDITOR

    def test_is_void_when_the_inviter_lost_the_right(self, invited, head, network) -> None:
        _invitation, code = invited
        end(head.memberships.get(), by=member(Role.MUNICIPAL, network.tomsk.municipality))
        assert reason_of(code, UserFactory(last_name="Петрова", first_name="Анна")) == "void"

    def test_a_superior_who_issues_anew_answers_for_it(self, invited, head, network) -> None:
        invitation, _code = invited
        above = member(Role.MUNICIPAL, network.tomsk.municipality)
        code = reissue(invitation, by=above)
        end(head.memberships.get(), by=above)
        assert accept(code, UserFactory(last_name="Петрова", first_name="Анна")).granted_by == above

    def test_nobody_invites_above_or_elsewhere(self, head, network) -> None:
        for role, place in (
            (Role.MUNICIPAL, network.tomsk.municipality),
            (Role.EDITOR, network.dagestan),
            (Role.NETWORK, None),
        ):
            with pytest.raises(PermissionDenied):
                invite(role, place, ANNA, by=head)

    def test_the_same_again_is_no_twin(self, invited, head, network) -> None:
        invitation, code = invited
        again, other = invite(Role.EDITOR, network.tomsk, ANNA, by=head)
        assert (again.pk, Invitation.objects.count()) == (invitation.pk, 1)
        assert reason_of(code, UserFactory()) == "unknown"
        assert services.find(other).pk == invitation.pk

    def test_another_role_at_the_place_is_said_to_be_held(self, invited, network) -> None:
        _invitation, code = invited
        held = member(Role.EDITOR, network.tomsk, last_name="Петрова", first_name="Анна")
        assert reason_of(code, held) == "held"


class TestPerson:
    def test_makes_an_account_and_comes_in(self, client: Client, invited, network) -> None:
        invitation, code = invited
        page = text_of(client.get(address(code)))
        assert "Петрова Анна" in page
        assert "редактор центра" in page
        assert 'name="last_name"' not in page
        response = client.post(address(code), ACCOUNT)
        assert response.url == f"/admin/centers/{network.tomsk.pk}/"
        person = User.objects.get(username="petrova")
        assert (person.last_name, person.is_staff, person.is_superuser) == ("Петрова", False, False)
        assert client.get(response.url).status_code == 200
        assert LoginRecord.objects.get(user=person).way == "invitation"
        invitation.refresh_from_db()
        assert invitation.membership.user == person

    def test_code_is_typed_any_way(self, client: Client, invited) -> None:
        _invitation, code = invited
        response = client.post("/admin/invite/", {"code": f" {code.replace('-', ' ').upper()} "})
        assert response.url == address(code)
        assert client.get("/invite/").url == "/admin/invite/"
        assert "раскладку" in text_of(client.post("/admin/invite/", {"code": "лщву"}))

    def test_bad_passwords_and_taken_names_are_explained(self, client: Client, invited) -> None:
        _invitation, code = invited
        UserFactory(username="Petrova")
        page = text_of(client.post(address(code), {**ACCOUNT, "password2": "другой"}))
        assert "Пароли не совпали" in page
        assert "Такое имя уже занято" in page
        page = text_of(client.post(address(code), {"username": "p", "password1": "1", "password2": "1"}))
        assert "короткий" in page
        assert Invitation.objects.open().count() == 1

    def test_no_right_is_smuggled_in(self, client: Client, invited, network) -> None:
        _invitation, code = invited
        forged = {"role": "network", "is_superuser": "1", "is_staff": "1", "center": network.dagestan.pk}
        client.post(address(code), {**ACCOUNT, **forged})
        person = User.objects.get(username="petrova")
        assert not person.is_superuser
        assert [(one.role, one.center) for one in person.memberships.all()] == [("editor", network.tomsk)]

    def test_signed_in_person_takes_the_role(self, client: Client, invited, network) -> None:
        _invitation, code = invited
        person = member(Role.EDITOR, network.dagestan, last_name="Петрова", first_name="Анна")
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        assert "Вы вошли как Петрова Анна" in text_of(client.get(address(code)))
        assert person.memberships.count() == 1
        client.post(address(code))
        assert person.memberships.count() == 2

    def test_forwarded_to_somebody_signed_in(self, client: Client, invited, network) -> None:
        _invitation, code = invited
        other = member(Role.EDITOR, network.dagestan, last_name="Сидоров", first_name="Пётр")
        client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
        page = text_of(client.get(address(code)))
        assert "Вы вошли как Сидоров Пётр" in page
        assert "для другого человека" in page
        response = client.post(address(code))
        assert response.status_code == 410
        assert other.memberships.count() == 1
        client.post(address(code), {"leave": "1"})
        assert "Завести вход" in text_of(client.get(address(code)))

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"used_at": timezone.now()}, "уже приняли"),
            ({"revoked_at": timezone.now()}, "отозвано"),
            ({"expires_at": timezone.now() - timedelta(days=1)}, "Срок приглашения истёк"),
        ],
    )
    def test_says_why_and_what_to_do(self, client: Client, invited, change, words) -> None:
        invitation, code = invited
        Invitation.objects.filter(pk=invitation.pk).update(**change)
        for response in (client.get(address(code)), client.post(address(code), ACCOUNT)):
            assert response.status_code == 410
            assert words in text_of(response)
        assert not User.objects.filter(username="petrova").exists()

    def test_guessing_codes_ends_soon(self, client: Client, invited) -> None:
        _invitation, code = invited
        statuses = [client.get(address("aaaa-bbbb-cccc")).status_code for _ in range(CODES_LIMIT + 1)]
        assert statuses == [404] * CODES_LIMIT + [429]
        assert client.get(address(code)).status_code == 429
        assert client.get(address(code), REMOTE_ADDR="203.0.113.9").status_code == 200


class TestInviter:
    @pytest.fixture
    def browser(self, client: Client, head: User) -> Client:
        client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
        return client

    FORM = {"last_name": "Петрова", "first_name": "Анна", "role": "editor"}

    def test_paper(self, browser: Client, network) -> None:
        response = browser.post("/admin/people/invite/", {**self.FORM, "center": network.tomsk.pk})
        page = text_of(response)
        (code,) = re.findall(r"[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}", page)
        assert "<svg" in page
        assert "http://testserver/invite" in page
        assert "no-store" in response["Cache-Control"]
        assert services.find(code).name == "Петрова Анна"
        assert code not in text_of(browser.get("/admin/people/invitations/"))

    def test_mail(self, browser: Client, network) -> None:
        data = {**self.FORM, "center": network.tomsk.pk, "email": "anna@example.ru"}
        response = browser.post("/admin/people/invite/", data)
        (letter,) = mail.outbox
        (link,) = re.findall(r"http://testserver(/admin/invite/\S+/)", letter.body)
        assert letter.to == ["anna@example.ru"]
        assert "отправлено" in text_of(browser.get(response.url))
        assert Client().get(link).status_code == 200

    def test_mail_that_cannot_be_sent_loses_nothing(self, browser: Client, network, monkeypatch) -> None:
        def refuse(*_args, **_kwargs):
            raise ConnectionRefusedError

        monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
        data = {**self.FORM, "center": network.tomsk.pk, "email": "anna@example.ru"}
        page = text_of(browser.post("/admin/people/invite/", data))
        assert "Письмо не отправлено" in page
        (code,) = re.findall(r"[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}", page)
        assert services.find(code).mail_error
        assert "письмо не отправлено" in text_of(browser.get("/admin/people/invitations/"))

    @pytest.mark.parametrize("role", ["municipal", "regional", "network"])
    def test_a_forged_role_is_refused(self, browser: Client, network, role) -> None:
        places = {"municipality": network.tomsk.municipality.pk, "region": network.tomsk.region.pk}
        response = browser.post("/admin/people/invite/", {**self.FORM, "role": role, **places})
        assert response.status_code == 200
        assert not Invitation.objects.exists()

    def test_a_forged_centre_is_refused(self, browser: Client, network) -> None:
        browser.post("/admin/people/invite/", {**self.FORM, "center": network.dagestan.pk})
        assert not Invitation.objects.exists()

    def test_buttons_of_an_invitation(self, browser: Client, invited) -> None:
        invitation, code = invited
        url = f"/admin/people/invitations/{invitation.pk}/"
        assert "Новый лист" in text_of(browser.get(url))
        assert browser.post(f"{url}print/").status_code == 200
        assert reason_of(code, UserFactory()) == "unknown"
        browser.post(f"{url}revoke/")
        invitation.refresh_from_db()
        assert invitation.state == "revoked"
