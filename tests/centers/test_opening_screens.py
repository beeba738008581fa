"""Opening a centre in three short screens: what is asked, kept, shown, and made once."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from centers.models import Center, CenterPage, Invitation, Role, School
from centers.services.opening import AlreadyOpenedError, namesake_of, open_once, twin_of
from tests.centers.screens import errors_of, fields_of, messages_of, soup_of, words_of
from tests.factories import CenterFactory, MunicipalityFactory, SchoolFactory, member
from toolkit.mail import DUMMY

pytestmark = pytest.mark.django_db

TOKEN = "first-tab"
CENTER = {
    "year": "2026",
    "state": "open",
    "profile": "science_technology",
    "does_subjects": "on",
    "does_additional": "on",
}


def url(step: str, token: str = TOKEN) -> str:
    return reverse(f"opening_{step}", args=[token])


def send(client: Client, step: str, token: str = TOKEN, **fields: Any) -> Any:
    return client.post(url(step, token), fields, follow=True)


def fill_in(client: Client, school: School, token: str = TOKEN, **center: str) -> Any:
    """Go through the three screens; returns the preview."""
    send(client, "school", token, school=school.pk)
    send(client, "center", token, **(CENTER | center))
    return send(client, "head", token, head_name="Иванова Анна Петровна", head_post="учитель физики")


@pytest.fixture
def coordinator(network: Any, client: Client) -> Client:
    """The regional coordinator of Томская область."""
    client.force_login(member(Role.REGIONAL, network.tomsk.region))
    return client


@pytest.fixture
def school(network: Any) -> School:
    return SchoolFactory(municipality=network.tomsk.municipality, short_name="Победовская СОШ")


def test_three_screens_a_look_and_the_whole_tree(coordinator, school):
    shown = fill_in(coordinator, school)
    assert shown.redirect_chain[-1][0] == url("preview")
    assert "Победовская СОШ" in words_of(shown)
    assert "Иванова Анна Петровна, учитель физики" in words_of(shown)
    assert not Center.objects.filter(school=school).exists()
    done = send(coordinator, "preview", publish="1")
    center = Center.objects.get(school=school)
    assert done.redirect_chain[-1][0] == reverse("center_opened", args=[center.pk])
    assert (center.slug, center.year, center.head_name) == (
        "pobedovskaya-sosh",
        2026,
        "Иванова Анна Петровна",
    )
    assert (center.does_subjects, center.does_events) == (True, False)
    assert center.page.live
    assert center.page.get_children().live().count() == 10
    assert "его страница и 10 разделов созданы и видны" in words_of(done)
    assert reverse("center_desk", args=[center.pk]) in done.content.decode()
    assert coordinator.get(center.page.url).status_code == 200


def test_centre_may_begin_as_a_draft(coordinator, school):
    fill_in(coordinator, school)
    done = send(coordinator, "preview", draft="1")
    page = CenterPage.objects.get(center__school=school)
    assert not page.live
    assert "черновиком" in words_of(done)
    page.get_latest_revision().publish()
    assert coordinator.get(page.url).status_code == 200


@pytest.mark.parametrize("address", ["opening", "register_center:add"])
def test_every_door_leads_to_a_new_draft(coordinator, address):
    first = coordinator.get(reverse(address), follow=True)
    second = coordinator.get(reverse(address), follow=True)
    assert first.status_code == 200
    assert "В какой школе?" in words_of(first)
    assert first.redirect_chain[-1][0] != second.redirect_chain[-1][0]


def test_the_own_part_is_searched_by_typing(coordinator, network, school):
    results = reverse("opening_schools", args=[TOKEN])
    assert "Победовская СОШ" in words_of(coordinator.get(results, {"q": "побед"}))
    for query in ("рутул", network.dagestan.school.ogrn):
        found = words_of(coordinator.get(results, {"q": query}))
        assert "Рутульская" not in found
        assert "в вашей части реестра школ нет" in found
    assert "Победовская" in words_of(coordinator.get(results, {"q": school.ogrn[:9]}))
    whole = words_of(coordinator.get(url("school")))
    assert "Победовская" in whole
    assert "Рутульская" not in whole


def test_deleted_school_is_not_offered(coordinator, school):
    School.objects.filter(pk=school.pk).update(deleted_at=timezone.now())
    assert "Победовская" not in words_of(coordinator.get(url("school")))
    assert "нет в вашей части" in messages_of(send(coordinator, "school", school=school.pk))


def test_foreign_school_cannot_be_forged(coordinator, network):
    answer = send(coordinator, "school", school=network.dagestan.school_id)
    assert "нет в вашей части" in messages_of(answer)
    assert "Рутульская" not in words_of(answer)


def test_school_with_a_centre_says_so_and_asks_for_the_building(coordinator, network):
    listed = words_of(coordinator.get(url("school"), {"q": "баткат"}))
    assert "В этой школе уже открыт центр" in listed
    assert "Открыть ещё один корпус" in listed
    asked = send(coordinator, "school", school=network.tomsk.school_id)
    assert "Новый центр будет стоять рядом" in words_of(asked)
    refused = send(coordinator, "center", **CENTER)
    assert "Укажите, в каком корпусе" in errors_of(refused)
    send(coordinator, "center", **CENTER, building="Корпус 2")
    send(coordinator, "head", later="1")
    done = send(coordinator, "preview", publish="1")
    center = Center.objects.get(building="Корпус 2")
    assert center.school_id == network.tomsk.school_id
    assert center.page.url != network.tomsk.page.url
    assert network.tomsk.title in words_of(done)


def test_same_building_in_other_letters_is_the_same(coordinator, network):
    CenterFactory(school=network.tomsk.school, building="Корпус ёлки")
    send(coordinator, "school", school=network.tomsk.school_id)
    answer = send(coordinator, "center", **CENTER, building="корпус  Елки")
    assert "В этом корпусе у школы уже есть центр" in errors_of(answer)


TYPED = {
    "short_name": "МКОУ «Новая СОШ»",
    "full_name": "Муниципальное казённое общеобразовательное учреждение «Новая СОШ»",
    "address": "636124, Томская область, с. Новое, ул. Садовая, 2",
    "phone": "8 (38247) 3-11-22",
    "email": "new@example.ru",
    "site_url": "novaya.tomschool.ru",
}


def test_typed_in_school_is_made_with_its_centre_and_not_before(coordinator, network):
    place = network.tomsk.municipality
    answer = send(coordinator, "school", **TYPED, municipality=place.pk)
    assert "МКОУ «Новая СОШ», Шегарский район" in words_of(answer)
    send(coordinator, "center", **CENTER)
    shown = send(coordinator, "head", later="1")
    assert "новая в реестре" in words_of(shown)
    assert coordinator.get(url("page")).status_code == 200
    assert not School.objects.filter(short_name=TYPED["short_name"]).exists()
    send(coordinator, "preview", publish="1")
    school = School.objects.get(short_name=TYPED["short_name"])
    assert (school.municipality, school.site_url) == (place, "https://novaya.tomschool.ru")
    assert school.centers.get().page.live


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"short_name": ""}, "Требуется заполнить"),
        ({"full_name": ""}, "Требуется заполнить"),
        ({"municipality": ""}, "Требуется заполнить"),
        ({"phone": "позвоните нам"}, "телефон"),
        ({"ogrn": "1027000000000"}, "ОГРН"),
        ({"short_name": "мкоу «БАТКАТСКАЯ СОШ»"}, "такая школа уже есть в реестре"),
    ],
)
def test_bad_school_is_explained_and_kept(coordinator, network, fields, message):
    sent = {**TYPED, "municipality": str(network.tomsk.municipality_id), **fields}
    answer = send(coordinator, "school", **sent)
    assert message.lower() in errors_of(answer).lower()
    again = coordinator.get(url("school")).content.decode()
    assert "new@example.ru" in again
    assert re.search(r"<details[^>]* open", again)


def test_typed_school_that_exists_is_offered_instead(coordinator, network):
    answer = send(
        coordinator,
        "school",
        **{**TYPED, "short_name": network.tomsk.school.short_name},
        municipality=network.tomsk.municipality_id,
    )
    offered = soup_of(answer).select(f'details button[name=school][value="{network.tomsk.school_id}"]')
    assert len(offered) == 1


def test_foreign_municipality_cannot_be_typed(coordinator, network):
    answer = send(coordinator, "school", **TYPED, municipality=network.dagestan.municipality_id)
    assert errors_of(answer)
    assert "Рутульский" not in words_of(answer)


def test_municipal_coordinator_has_the_place_filled_in(client, network):
    client.force_login(member(Role.MUNICIPAL, network.tomsk.municipality))
    MunicipalityFactory(region=network.tomsk.region, name="Соседний район")
    shown = soup_of(client.get(url("school")))
    options = [one.text for one in shown.select("select[name=municipality] option")]
    assert options == ["Шегарский район"]


@pytest.mark.parametrize("role", [Role.HEAD, Role.EDITOR])
def test_staff_of_a_centre_open_none(client, network, role):
    client.force_login(member(role, network.tomsk))
    for step in ("school", "center", "head", "preview", "page"):
        assert client.get(url(step)).status_code in (302, 403)
        assert client.post(url(step), {"school": network.tomsk.school_id}).status_code in (302, 403, 405)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"year": "1899"}, "Первые центры открылись в 2019 году"),
        ({"year": "2999"}, "Год не позже 2100"),
        ({"year": ""}, "Укажите год открытия"),
        ({"year": "двадцать"}, "четыре цифры"),
        ({"profile": "other"}, "Назовите профиль своими словами"),
        ({"slug": "batkatskaya"}, "По этому адресу в муниципалитете уже есть центр"),
        ({"building": "к" * 149, "slug": "a"}, ""),
    ],
)
def test_bad_centre_is_explained_and_kept(coordinator, school, fields, message):
    send(coordinator, "school", school=school.pk)
    answer = send(coordinator, "center", **(CENTER | {"building_address": "ул. Лесная, 5"} | fields))
    assert message in errors_of(answer)
    assert "ул. Лесная, 5" in coordinator.get(url("center")).content.decode()


def test_planned_centre_says_as_of_when(coordinator, school):
    fill_in(coordinator, school, state="planned", year="2027")
    send(coordinator, "preview", publish="1")
    center = Center.objects.get(school=school)
    assert (center.state, center.state_as_of) == ("planned", timezone.localdate())


def test_back_keeps_what_was_typed(coordinator, school):
    fill_in(coordinator, school)
    answer = send(coordinator, "head", back="1", head_name="Петров", head_email="не адрес")
    assert answer.redirect_chain[-1][0] == url("center")
    assert soup_of(answer).select_one("[name=year]")["value"] == "2026"
    assert soup_of(coordinator.get(url("head"))).select_one("[name=head_name]")["value"] == "Петров"
    assert "выглядит так" in errors_of(coordinator.get(url("head")))


def test_a_step_that_does_not_hold_is_asked_again(coordinator, school):
    for step in ("center", "head", "preview"):
        answer = coordinator.get(url(step, "unknown"), follow=True)
        assert answer.status_code == 200
    assert coordinator.get(url("preview", "unknown"), follow=True).redirect_chain[-1][0] == url(
        "school", "unknown"
    )
    assert coordinator.get(url("page", "unknown")).status_code == 404
    fill_in(coordinator, school)
    School.objects.filter(pk=school.pk).update(deleted_at=timezone.now())
    answer = send(coordinator, "preview", publish="1")
    assert "заполнить ещё раз" in messages_of(answer)
    assert answer.redirect_chain[-1][0] == url("school")


def test_two_tabs_do_not_mix(coordinator, network, school):
    other = SchoolFactory(municipality=network.tomsk.municipality, short_name="Вторая СОШ")
    send(coordinator, "school", "one", school=school.pk)
    send(coordinator, "school", "two", school=other.pk)
    send(coordinator, "center", "one", **(CENTER | {"year": "2024"}))
    send(coordinator, "center", "two", **(CENTER | {"year": "2025"}))
    for tab in ("one", "two"):
        send(coordinator, "head", tab, later="1")
        send(coordinator, "preview", tab, publish="1")
    assert Center.objects.get(school=school).year == 2024
    assert Center.objects.get(school=other).year == 2025


def test_old_drafts_make_room(coordinator, school):
    for number in range(12):
        send(coordinator, "school", f"tab-{number}", school=school.pk)
    assert len(coordinator.session["openings"]) == 8
    assert "tab-11" in coordinator.session["openings"]


def test_second_press_leads_to_the_centre(coordinator, school):
    fill_in(coordinator, school)
    send(coordinator, "preview", publish="1")
    again = send(coordinator, "preview", publish="1")
    center = Center.objects.get(school=school)
    assert again.redirect_chain[-1][0] == reverse("center_opened", args=[center.pk])


def test_two_coordinators_at_once_make_one_centre(coordinator, network, school):
    fill_in(coordinator, school)
    second = Client()
    second.force_login(member(Role.MUNICIPAL, network.tomsk.municipality))
    fill_in(second, school)
    send(second, "preview", publish="1")
    late = send(coordinator, "preview", publish="1")
    center = Center.objects.get(school=school)
    assert "Второй раз центр не открыт" in messages_of(late)
    assert "Второй такой же не создан" in words_of(late)
    assert reverse("center_desk", args=[center.pk]) in late.content.decode()
    assert "Второй такой же не создан" in words_of(coordinator.get(url("preview")))


def test_two_typed_the_same_school_at_once(coordinator, network):
    second = Client()
    second.force_login(member(Role.MUNICIPAL, network.tomsk.municipality))
    for who in (coordinator, second):
        send(who, "school", **TYPED, municipality=network.tomsk.municipality_id)
        send(who, "center", **CENTER)
        send(who, "head", later="1")
    send(second, "preview", publish="1")
    late = send(coordinator, "preview", publish="1")
    assert "Второй такой же не создан" in words_of(late)
    assert School.objects.filter(short_name=TYPED["short_name"]).count() == 1


def test_what_another_way_wrote_meanwhile_is_told(coordinator, network, school, monkeypatch):
    """An import holds no lock: the check passes, the database refuses, and the other's centre is shown."""
    fill_in(coordinator, school)
    real = Center.save

    def late(self, *args, **kwargs):
        monkeypatch.setattr(Center, "save", real)
        # What stands when our own writing has been rolled back.
        monkeypatch.setattr("centers.services.opening.twin_of", lambda *args: network.tomsk)
        raise IntegrityError

    monkeypatch.setattr(Center, "save", late)
    answer = send(coordinator, "preview", publish="1")
    assert answer.status_code == 200
    assert "Второй такой же не создан" in words_of(answer)
    assert not Center.objects.filter(school=school).exists()


def test_refusal_of_another_kind_is_no_500(coordinator, school, monkeypatch):
    fill_in(coordinator, school)

    def refuse(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr(Center, "save", refuse)
    answer = send(coordinator, "preview", publish="1")
    assert "Попробуйте ещё раз" in messages_of(answer)
    assert "Иванова Анна Петровна" in words_of(answer)


def test_service_refuses_a_place_that_is_not_the_persons(network, school):
    stranger = member(Role.REGIONAL, network.dagestan.region)
    center = Center(school=school, slug="novyj", year=2026)
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        open_once(school.municipality, lambda: center, user=stranger, publish=True)
    assert not Center.objects.filter(school=school).exists()


def test_twins_and_namesakes(network):
    center = network.tomsk
    typed = School(municipality=center.municipality, short_name="мкоу  «баткатская СОШ»")
    assert namesake_of(typed) == center.school
    assert twin_of(typed, "") == center
    assert twin_of(typed, "корпус 2") is None
    typed.municipality = network.dagestan.municipality
    assert namesake_of(typed) is None
    user = member(Role.REGIONAL, center.region)
    again = Center(school=center.school, slug="eshchyo", year=2026)
    with pytest.raises(AlreadyOpenedError) as found:
        open_once(center.municipality, lambda: again, user=user, publish=True)
    assert found.value.center == center


def rows() -> tuple[int, ...]:
    from wagtail.models import Page, PageLogEntry, Revision

    return tuple(model.objects.count() for model in (School, Center, Page, Revision, PageLogEntry))


@pytest.mark.parametrize("section", ["", "obshchaya-informaciya", "dokumenty", "raspisanie", "kontakty"])
def test_preview_shows_the_page_and_leaves_no_trace(coordinator, school, section):
    fill_in(coordinator, school)
    before = rows()
    shown = coordinator.get(url("page"), {"path": section})
    assert shown.status_code == 200
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert "Победовская СОШ" in words_of(shown)
    assert rows() == before
    links = {link["href"] for link in soup_of(shown).select("main a[href]")}
    assert all(link.startswith(("#", url("page"))) for link in links)


def test_preview_leads_from_section_to_section(coordinator, school):
    fill_in(coordinator, school)
    links = {link["href"] for link in soup_of(coordinator.get(url("page"))).select("a[href]")}
    assert f"{url('page')}?path=dokumenty" in links
    assert coordinator.get(url("page"), {"path": "netu"}).status_code == 404
    assert coordinator.get(url("page"), {"path": "../"}).status_code == 404


def test_preview_in_an_empty_region_makes_no_pages_above(admin_client, network):
    school = SchoolFactory(municipality=MunicipalityFactory(region__code="50"))
    fill_in(admin_client, school)
    before = rows()
    assert admin_client.get(url("page")).status_code == 200
    assert rows() == before
    send(admin_client, "preview", publish="1")
    assert school.centers.get().page.live


def test_number_of_the_school_may_stay_empty_or_must_be_its_own(coordinator, network):
    taken = SchoolFactory(municipality=network.tomsk.municipality)
    answer = send(coordinator, "school", **TYPED, municipality=network.tomsk.municipality_id, ogrn=taken.ogrn)
    assert "Школа с таким ОГРН уже есть" in errors_of(answer)


@pytest.mark.parametrize("step", ["school", "center", "head", "preview", "page"])
def test_screens_ask_little_of_the_database(coordinator, school, step):
    fill_in(coordinator, school)
    coordinator.get(url(step))
    with CaptureQueriesContext(connection) as queries:
        assert coordinator.get(url(step)).status_code == 200
    assert len(queries) <= 40, len(queries)


def test_no_more_is_asked_than_must_be(coordinator, school):
    """Fields to fill in when the school is in the register: the search, then what is not filled in yet."""
    send(coordinator, "school", school=school.pk)
    center = soup_of(coordinator.get(url("center")))
    assert {one["name"] for one in center.select("input[type=radio][checked]")} == {"state", "profile"}
    assert center.select_one("[name=year]")["value"] == str(timezone.localdate().year)
    answer = send(coordinator, "center", **fields_of(coordinator.get(url("center")), "form[method=post]"))
    assert answer.redirect_chain[-1][0] == url("head")
    head = soup_of(coordinator.get(url("head")))
    assert [one["name"] for one in head.select("form[method=post] input[id]")] == [
        "head_name",
        "head_post",
        "head_email",
    ]


def test_head_is_invited_and_the_sheet_can_be_printed(coordinator, school, settings):
    settings.EMAIL_BACKEND = DUMMY
    fill_in(coordinator, school)
    done = send(coordinator, "preview", publish="1")
    invitation = Invitation.objects.get(center__school=school)
    assert (invitation.role, invitation.last_name, invitation.patronymic) == ("head", "Иванова", "Петровна")
    form = soup_of(done).select_one("form[target=_blank]")
    sheet = coordinator.post(form["action"])
    assert "Победовская СОШ" in words_of(sheet)
    assert "Иванова" in words_of(sheet)


def test_head_with_mail_gets_a_letter(coordinator, school, mailoutbox):
    fill_in(coordinator, school)
    send(coordinator, "head", head_name="Иванова Анна", head_email="anna@example.ru")
    done = send(coordinator, "preview", publish="1")
    assert [letter.to for letter in mailoutbox] == [["anna@example.ru"]]
    assert "отправлено на anna@example.ru" in words_of(done)


def test_later_invites_nobody(coordinator, school):
    fill_in(coordinator, school)
    send(coordinator, "head", later="1")
    done = send(coordinator, "preview", publish="1")
    assert not Invitation.objects.exists()
    assert "Пригласить руководителя" in words_of(done)


def test_name_too_long_for_an_invitation_does_not_undo_the_centre(coordinator, school, monkeypatch):
    from django.core.exceptions import ValidationError

    def refuse(*args, **kwargs):
        raise ValidationError("нет")

    monkeypatch.setattr("centers.services.invitations.invite", refuse)
    fill_in(coordinator, school)
    done = send(coordinator, "preview", publish="1")
    assert Center.objects.filter(school=school).exists()
    assert "приглашение руководителю не создано" in messages_of(done)
