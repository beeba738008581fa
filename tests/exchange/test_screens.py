"""The screens: who sees them, what they say, that they work without a script."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from centers.models import School
from exchange import permissions
from exchange.models import ImportRun, Kind
from exchange.permissions import Part
from exchange.services import runs
from tests.centers.latin import latin_words
from tests.centers.screens import words_of
from tests.exchange.conftest import csv_bytes, problems
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

HEAD = ["Регион", "Муниципалитет", "Краткое название", "ОГРН", "Примечание"]
ROWS = (
    ["70", "Шегарский район", "Первая школа", "", "новая"],
    ["05", "Рутульский район", "Вторая школа", "", ""],
    ["70", "Шегарский район", "Третья школа", "12", ""],
)


@pytest.fixture
def signed_in(client, admin):
    client.force_login(admin)
    return client


def upload(client, content: bytes, kind: str = "schools"):
    file = SimpleUploadedFile("школы.csv", content)
    return client.post(reverse("exchange"), {"kind": kind, "file": file}, follow=True)


def test_way_of_a_table(signed_in, network, commit):
    with commit():
        upload(signed_in, csv_bytes(HEAD, *ROWS))
    run = ImportRun.objects.get()
    url = reverse("exchange_run", args=[run.pk])
    screen = words_of(signed_in.get(url))
    assert "проверена, ждёт подтверждения" in screen
    assert "Записать в реестр: 2 строки" in screen
    assert "не читает: Примечание" in screen
    with commit():
        signed_in.post(url, {"action": "confirm"})
    screen = words_of(signed_in.get(url))
    assert "Таблица записана" in screen
    assert School.objects.filter(short_name__in=["Первая школа", "Вторая школа"]).count() == 2
    assert signed_in.get(reverse("exchange_faulty", args=[run.pk])).status_code == 200


def test_busy_screen_renews_itself(signed_in, network):
    upload(signed_in, csv_bytes(HEAD, *ROWS))
    response = signed_in.get(reverse("exchange_run", args=[ImportRun.objects.get().pk]))
    assert b"js/admin-exchange.js" in response.content
    assert "Обновить сейчас" in words_of(response)


def test_refused_file_is_told_at_the_field(signed_in, network):
    assert "пустой" in words_of(upload(signed_in, b""))
    assert "нет столбцов" in words_of(upload(signed_in, csv_bytes(HEAD[:2], ROWS[0][:2])))
    assert not ImportRun.objects.exists()


def test_no_english(signed_in, network, commit):
    with commit():
        upload(signed_in, csv_bytes(HEAD, *ROWS))
    urls = [reverse("exchange"), reverse("exchange_run", args=[ImportRun.objects.get().pk])]
    names = {"XLSX", "CSV", "admin"}
    found = {word for url in urls for word in latin_words(signed_in.get(url))} - names
    assert {word for word in found if not word.startswith("user")} == set()


def test_downloads(signed_in, network):
    for kind in Kind.values:
        for name, args in (
            ("exchange_sample", [kind]),
            ("exchange_export", [kind, "xlsx"]),
            ("exchange_export", [kind, "csv"]),
        ):
            response = signed_in.get(reverse(name, args=args))
            assert response.status_code == 200
            assert response.headers["Content-Disposition"].startswith("attachment")
    assert signed_in.get(reverse("exchange_export", args=["secrets", "csv"])).status_code == 404
    assert signed_in.get(reverse("exchange_export", args=["schools", "exe"])).status_code == 404


def test_it_stands_in_the_menu(signed_in, network):
    assert reverse("exchange") in signed_in.get("/admin/").content.decode()


def test_nobody_else(client, network):
    client.force_login(UserFactory())
    for url in (reverse("exchange"), reverse("exchange_sample", args=["schools"])):
        assert client.get(url).status_code in (302, 403, 404)


def test_rows_of_a_foreign_region_are_refused_one_by_one(network, take, monkeypatch):
    part = Part(regions=frozenset([network.tomsk.region.pk]))
    monkeypatch.setattr(runs, "part_of", lambda user, kind: part)
    run = take("schools", HEAD, *ROWS, write=True)
    assert problems(run) == [(3, "Регион"), (4, "ОГРН")]
    assert "чужом регионе" in run.rows.get(number=3).problems[0]["text"]
    assert School.objects.filter(short_name="Первая школа").exists()


def test_import_of_another_person_is_not_shown(client, network, take, monkeypatch):
    run = take("schools", HEAD, ROWS[0])
    part = Part(regions=frozenset([network.tomsk.region.pk]))
    monkeypatch.setattr("exchange.views.part_of", lambda user, kind: part)
    monkeypatch.setattr("exchange.views.kinds_for", lambda user: list(permissions.OBJECTS))
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(reverse("exchange_run", args=[run.pk])).status_code == 404
