"""The screen «Корзина»: own things alone, filter, search, pages of it, letting go for good."""

import datetime as dt

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from centers.models import BinEntry, CenterDocument, NewsPage, Role
from centers.services import bin_page, bin_row, delete_center, delete_document
from library.models import Document, DocumentVersion, Image
from tests.centers.latin import latin_words
from tests.centers.screens import messages_of, words_of
from tests.factories import (
    CenterDocumentFactory,
    ImageFactory,
    NewsPageFactory,
    TeacherFactory,
    member,
)

pytestmark = pytest.mark.django_db


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def fill(center, word) -> list[BinEntry]:
    page = bin_page(NewsPageFactory(center=center, title=f"Новость {word}"))
    row = bin_row(TeacherFactory(center=center, full_name=f"Педагог {word}"))
    delete_document(CenterDocumentFactory(center=center, title=f"О {word}", published=True))
    return [page, row, BinEntry.objects.get(kind="document", center=center)]


def seen(user, **query) -> str:
    return words_of(client_of(user).get(reverse("center_bin"), query))


def test_everybody_sees_the_own_part_alone(network):
    fill(network.tomsk, "Шегарка")
    foreign = fill(network.dagestan, "Рутул")
    people = [
        member(Role.EDITOR, network.tomsk),
        member(Role.HEAD, network.tomsk),
        member(Role.MUNICIPAL, network.tomsk.municipality),
        member(Role.REGIONAL, network.tomsk.region),
    ]
    for user in people:
        words = seen(user)
        assert "Новость Шегарка" in words
        assert "Рутул" not in words
        client = client_of(user)
        for entry in foreign:
            for name in ("center_bin_entry", "center_bin_purge"):
                assert client.get(reverse(name, args=[entry.pk])).status_code == 404
                assert client.post(reverse(name, args=[entry.pk])).status_code == 404
        client.post(reverse("center_bin"), {"entry": [entry.pk for entry in foreign]})
        assert BinEntry.objects.filter(pk__in=[entry.pk for entry in foreign]).count() == 3
    both = seen(member(Role.NETWORK))
    assert "Шегарка" in both
    assert "Рутул" in both


def test_filter_search_and_who(network):
    editor = member(Role.EDITOR, network.tomsk, first_name="Анна", last_name="Зимина")
    bin_page(NewsPageFactory(center=network.tomsk, title="Ёлка"), user=editor)
    bin_row(TeacherFactory(center=network.tomsk, full_name="Петров Пётр"), user=editor)
    words = seen(editor)
    assert "Зимина" in words
    assert "90 дней" in words
    assert "Новости — МКОУ «Баткатская СОШ»" in words or "Баткатская" in words
    assert "Ёлка" in seen(editor, q="елка")
    assert "Петров" not in seen(editor, q="елка")
    assert "Ёлка" not in seen(editor, kind="teacher")
    assert "Такого в корзине нет" in seen(editor, q="трактор")
    assert "Ёлка" in seen(editor, center=network.tomsk.pk)


def test_editor_lets_nothing_go_for_good_and_a_coordinator_may(network):
    page, row, _document = fill(network.tomsk, "Шегарка")
    editor = client_of(member(Role.EDITOR, network.tomsk))
    assert editor.post(reverse("center_bin_purge", args=[row.pk])).status_code == 404
    coordinator = client_of(member(Role.REGIONAL, network.tomsk.region))
    for name in ("center_bin_entry", "center_bin_purge"):
        assert not latin_words(coordinator.get(reverse(name, args=[page.pk])))
    assert "исчезнет насовсем" in words_of(coordinator.get(reverse("center_bin_purge", args=[page.pk])))
    response = coordinator.post(reverse("center_bin_purge", args=[page.pk]), follow=True)
    assert "Удалено навсегда" in messages_of(response)
    assert not NewsPage._base_manager.filter(pk=page.object_id).exists()


def test_what_belongs_to_a_deleted_centre_waits_for_it(network):
    fill(network.tomsk, "Шегарка")
    delete_center(network.tomsk)
    words = seen(member(Role.REGIONAL, network.tomsk.region))
    assert "Новость Шегарка" not in words
    assert network.tomsk.title in words
    assert "Шегарка" not in seen(member(Role.NETWORK), q="шегарка")


def test_long_list_is_paged_and_few_queries_are_asked(network, django_assert_max_num_queries):
    kind = bin_row(TeacherFactory(center=network.tomsk))
    BinEntry.objects.bulk_create(
        BinEntry(
            kind="teacher",
            content_type=kind.content_type,
            object_id=10_000 + number,
            title=f"Педагог {number}",
            search_key=f"педагог {number}",
            center=network.tomsk,
        )
        for number in range(120)
    )
    client = client_of(member(Role.REGIONAL, network.tomsk.region))
    with django_assert_max_num_queries(40):
        response = client.get(reverse("center_bin"))
    assert "Страница 1 из 3" in words_of(response)
    assert "Педагог 0" in words_of(client.get(reverse("center_bin"), {"p": 3}))


class TestPurge:
    def test_everything_goes_after_ninety_days_and_not_before(self, network, at, commit):
        fill(network.tomsk, "Шегарка")
        image = ImageFactory()
        image.delete()
        document = CenterDocument.objects.get().document
        files = [document.file, image.file]
        day = timezone.now() + dt.timedelta(days=settings.BIN_DAYS)
        before = day - dt.timedelta(hours=1)
        after = day + dt.timedelta(hours=1)
        at(*before.timetuple()[:6])
        with commit():
            call_command("purge_bin")
        assert BinEntry.objects.count() == 4
        at(*after.timetuple()[:6])
        with commit():
            call_command("purge_bin")
        assert not BinEntry.objects.exists()
        assert not NewsPage._base_manager.exists()
        assert not CenterDocument.objects.exists()
        assert not Document.everything.exists()
        assert not DocumentVersion._base_manager.exists()
        assert not Image.everything.exists()
        assert [file.storage.exists(file.name) for file in files] == [False, False]

    def test_file_that_another_document_shows_stays(self, network, at, commit):
        first = CenterDocumentFactory(center=network.tomsk, published=True)
        CenterDocumentFactory(center=network.tomsk, document=first.document, published=True)
        delete_document(first)
        later = timezone.now() + dt.timedelta(days=settings.BIN_DAYS + 1)
        at(*later.timetuple()[:6])
        with commit():
            call_command("purge_bin")
        assert CenterDocument.objects.count() == 1
        assert first.document.file.storage.exists(first.document.file.name)

    def test_deleted_centres_stay_in_the_register(self, network, at):
        delete_center(network.tomsk)
        later = timezone.now() + dt.timedelta(days=400)
        at(*later.timetuple()[:6])
        call_command("purge_bin")
        assert BinEntry.objects.filter(kind="center").exists()
