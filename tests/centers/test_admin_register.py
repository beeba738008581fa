"""The register as a person fills it in: opening, moving, deleting, and what is said when it cannot be."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from centers.models import Center, CenterPage, Coordinator, Municipality, Region, School
from centers.services import delete_center
from tests.centers.screens import errors_of, messages_of, submit, words_of
from tests.factories import CenterFactory, MunicipalityFactory, RegionFactory, SchoolFactory, ogrn

pytestmark = pytest.mark.django_db


def test_editing_keeps_the_school(admin_client, network):
    center = network.tomsk
    other = SchoolFactory(municipality=center.municipality)
    url = reverse("register_center:edit", args=[center.pk])
    response = submit(admin_client, url, school=other.pk, hours="вт 15:00")
    assert "Сохранено" in messages_of(response)
    center.refresh_from_db()
    assert center.school != other
    assert center.hours == "вт 15:00"


def test_pasted_numbers_are_tidied(admin_client, network):
    number = ogrn(7)
    url = reverse("register_school:edit", args=[network.tomsk.school_id])
    response = submit(admin_client, url, ogrn=f" {number[:5]} {number[5:]} ", site_url="batkat.tomschool.ru")
    assert "Сохранено" in messages_of(response)
    school = School.objects.get(pk=network.tomsk.school_id)
    assert school.ogrn == number
    assert school.site_url == "https://batkat.tomschool.ru"


def test_wrong_ogrn_is_explained(admin_client, network):
    url = reverse("register_school:edit", args=[network.tomsk.school_id])
    response = submit(admin_client, url, ogrn="1027000000000", short_name="Новое имя школы")
    assert "ОГРН" in errors_of(response)
    assert "Новое имя школы" in response.content.decode()


def test_school_takes_its_centres_to_another_municipality(admin_client, network, commit):
    target = MunicipalityFactory(region=network.dagestan.municipality.region, name="Левашинский район")
    url = reverse("register_school:edit", args=[network.tomsk.school_id])
    with commit():
        response = submit(admin_client, url, municipality=target.pk)
    assert "Сохранено" in messages_of(response)
    center = Center.objects.get(pk=network.tomsk.pk)
    assert center.municipality == target
    assert CenterPage.objects.get(center=center).get_parent().specific.municipality == target


def test_move_to_a_taken_address_is_refused_at_the_field(admin_client, network):
    target = network.dagestan.municipality
    CenterFactory(school=SchoolFactory(municipality=target), slug="batkatskaya", published=True)
    url = reverse("register_school:edit", args=[network.tomsk.school_id])
    response = submit(admin_client, url, municipality=target.pk, address="с. Баткат")
    assert "Сначала измените адрес центра" in errors_of(response)
    assert "с. Баткат" in response.content.decode()
    assert School.objects.get(pk=network.tomsk.school_id).municipality == network.tomsk.municipality


def test_school_with_a_centre_stays_and_names_it(admin_client, network):
    url = reverse("register_school:delete", args=[network.tomsk.school_id])
    for response in (admin_client.get(url), admin_client.post(url)):
        assert response.status_code == 200
        assert f"в ней есть центры — «{network.tomsk.title}»" in words_of(response)
    assert School.objects.kept().filter(pk=network.tomsk.school_id).exists()


def test_school_without_centres_goes_and_comes_back(admin_client, network):
    school = SchoolFactory(municipality=network.tomsk.municipality, short_name="Лишняя СОШ")
    admin_client.post(reverse("register_school:delete", args=[school.pk]), follow=True)
    assert not School.objects.kept().filter(pk=school.pk).exists()
    listed = reverse("register_school:index")
    assert "Лишняя СОШ" not in words_of(admin_client.get(listed))
    assert "Лишняя СОШ" in words_of(admin_client.get(listed, {"deleted": "only"}))
    admin_client.post(reverse("register_school:restore", args=[school.pk]))
    assert School.objects.kept().filter(pk=school.pk).exists()


def test_deleted_centre_comes_back(admin_client, network):
    center = network.tomsk
    response = admin_client.post(reverse("register_center:delete", args=[center.pk]), follow=True)
    assert "Удалено: центр" in messages_of(response)
    center.refresh_from_db()
    assert center.deleted_at
    assert not CenterPage.objects.get(center=center).live
    deleted = words_of(admin_client.get(reverse("register_center:index"), {"deleted": "only"}))
    assert center.title in deleted
    assert "Восстановить" in deleted
    asked = admin_client.get(reverse("register_center:restore", args=[center.pk]))
    assert "Восстановить?" in words_of(asked)
    center.refresh_from_db()
    assert center.deleted_at, "looking changes nothing"
    admin_client.post(reverse("register_center:restore", args=[center.pk]))
    center.refresh_from_db()
    assert center.deleted_at is None
    assert CenterPage.objects.get(center=center).live


def test_restoring_into_a_taken_place_is_explained(admin_client, network):
    center = network.tomsk
    delete_center(center)
    CenterFactory(school=center.school, slug="drugoj")
    response = admin_client.post(reverse("register_center:restore", args=[center.pk]))
    assert "У этой школы уже есть такой центр" in messages_of(response)
    center.refresh_from_db()
    assert center.deleted_at


@pytest.mark.parametrize("name", ["region", "municipality"])
def test_place_in_use_is_not_deleted(admin_client, network, name):
    row = {"region": network.tomsk.region, "municipality": network.tomsk.municipality}[name]
    url = reverse(f"register_{name}:delete", args=[row.pk])
    for response in (admin_client.get(url), admin_client.post(url)):
        assert response.status_code == 200
        assert "Удалить" in words_of(response)
        assert "нельзя" in words_of(response)
    assert type(row).objects.filter(pk=row.pk).exists()


def test_empty_place_goes_with_its_page(admin_client, network):
    from centers.services.sections import municipality_page_for

    place = MunicipalityFactory(region=network.tomsk.region, name="Пустой район")
    municipality_page_for(place)
    response = admin_client.post(reverse("register_municipality:delete", args=[place.pk]), follow=True)
    assert "Удалено" in messages_of(response)
    assert not Municipality.objects.filter(pk=place.pk).exists()


def test_body_in_use_is_not_deleted(admin_client, network):
    coordinator = Coordinator.objects.get(region=network.tomsk.region)
    network.tomsk.coordinator = coordinator
    network.tomsk.save()
    response = admin_client.post(reverse("register_coordinator:delete", args=[coordinator.pk]))
    assert response.status_code == 200
    assert network.tomsk.title in messages_of(response)
    assert Coordinator.objects.filter(pk=coordinator.pk).exists()


def test_two_coordinators_from_one_day(admin_client, network):
    first = Coordinator.objects.get(region=network.tomsk.region)
    response = submit(
        admin_client,
        reverse("register_coordinator:add"),
        name="Другой департамент",
        region=first.region_id,
        valid_from=first.valid_from.isoformat(),
    )
    assert "уже есть координатор с этой даты" in errors_of(response)
    assert "Другой департамент" in response.content.decode()


def test_region_of_a_coordinator_follows_from_the_municipality(admin_client, network):
    response = submit(
        admin_client,
        reverse("register_coordinator:add"),
        name="Управление образования",
        municipality=network.tomsk.municipality_id,
        valid_from="2024-01-01",
    )
    assert "Сохранено" in messages_of(response)
    assert Coordinator.objects.get(name="Управление образования").region == network.tomsk.region


@pytest.mark.parametrize("query", ["баткатск", "БАТКАТ", "Шегарский"])
def test_search_of_centres(admin_client, network, query):
    found = words_of(admin_client.get(reverse("register_center:index"), {"q": query}))
    assert "Баткатская СОШ" in found
    assert "Рутульская СОШ" not in found


def test_search_with_filter_and_order(admin_client, network):
    url = reverse("register_center:index")
    parameters = {"q": "сош", "region": network.dagestan.region.pk, "ordering": "-municipality__name"}
    found = words_of(admin_client.get(url, parameters))
    assert "Рутульская СОШ" in found
    assert "Баткатская СОШ" not in found


def test_search_of_schools_by_number(admin_client, network):
    number = ogrn(987_654)  # far from those that the factory counts
    SchoolFactory(municipality=network.tomsk.municipality, short_name="Найденная СОШ", ogrn=number)
    found = words_of(
        admin_client.get(reverse("register_school:index"), {"q": f"{number[:4]} {number[4:12]}"})
    )
    assert "Найденная СОШ" in found
    assert "Рутульская" not in found


@pytest.mark.parametrize("query", ["ФОНД", "фонд новых"])
def test_search_of_small_tables_ignores_case(admin_client, query):
    found = words_of(admin_client.get(reverse("register_operator:index"), {"q": query}))
    assert "Фонд новых форм" in found
    assert "Академия" not in found


def test_history_tells_who_did_what(admin_client, network):
    center = network.tomsk
    submit(admin_client, reverse("register_center:edit", args=[center.pk]), hours="пн")
    admin_client.post(reverse("register_center:delete", args=[center.pk]))
    admin_client.post(reverse("register_center:restore", args=[center.pk]))
    history = words_of(admin_client.get(reverse("register_center:history", args=[center.pk])))
    assert "Возвращено из корзины" in history


def test_new_region_gets_its_address(admin_client):
    response = submit(
        admin_client,
        reverse("register_region:add"),
        name="Новая область",
        code="99",
        name_genitive="Новой области",
        name_prepositional="Новой области",
        time_zone="Europe/Moscow",
    )
    assert "Сохранено" in messages_of(response)
    assert Region.objects.get(code="99").slug == "novaya-oblast"


def test_anonymous_sees_nothing(client, network):
    response = client.get(reverse("register_center:index"))
    assert response.status_code == 302
    assert "login" in response.url


def test_integrity_error_is_not_a_500(admin_client, network, monkeypatch):
    def refuse(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr(Region, "save", refuse)
    region = RegionFactory.build()
    response = submit(
        admin_client,
        reverse("register_region:add"),
        name="Ещё одна область",
        code="98",
        name_genitive=region.name_genitive or "Области",
        name_prepositional="Области",
        time_zone="Europe/Moscow",
    )
    assert response.status_code == 200
    assert "кто-то другой сохранил" in response.content.decode()
