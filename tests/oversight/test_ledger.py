# ruff: noqa: S608 - statements are made of what stands in this file
"""The log of publications: every deed in it, nothing changed in it, each reader in their own part."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from centers.models import BinEntry, Center, GeneralInfoPage, NewsPage, Role
from centers.services.bin.pages import bin_page
from centers.services.bin.purging import purge_entry
from centers.services.bin.returning import return_entry
from centers.services.centers import delete_center, move_center
from centers.services.documents import delete_document, hide_document
from ledger import guards
from ledger.checking import check
from ledger.models import Deed, Entry, Kind, Link, Via
from ledger.writing import as_one, at_work, record
from library.models import Image
from library.services import replace_file
from library.showing import take_down_over
from tests.centers.screens import soup_of, words_of
from tests.factories import (
    CenterDocumentFactory,
    DocumentFactory,
    ImageFactory,
    MunicipalityFactory,
    Network,
    NewsPageFactory,
    TeacherFactory,
    UserFactory,
    member,
    pdf_bytes,
    section_of,
)
from tochka.timers import MINUTE, Timer, run_timer

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(network: Network) -> Any:
    return member(Role.HEAD, network.tomsk, last_name="Орлова", first_name="Анна")


def since(number: int) -> list[tuple[str, str, str]]:
    """Deed, kind and title of the entries after that number, the oldest first."""
    return list(Entry.objects.filter(pk__gt=number).order_by("pk").values_list("deed", "kind", "title"))


def last() -> int:
    return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def sealed() -> Any:
    """The chain as after a commit: PostgreSQL writes the links at the end of the transaction."""
    connection.check_constraints()
    return check()


def publish(page: Any, user: Any = None, **values: Any) -> Any:
    page = type(page)._base_manager.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in values.items():
        setattr(page, name, value)
    revision = page.save_revision(user=user)
    revision.publish(user=user)
    return revision


def test_a_public_page_that_goes_past_the_bin_is_written_down_once(network: Network) -> None:
    page = NewsPageFactory(center=network.tomsk, title="Мимо корзины")
    number = last()
    type(page).objects.get(pk=page.pk).delete()
    assert since(number) == [("purged", "page", "Мимо корзины")]


def test_pages_come_change_move_and_go(network: Network, head: Any) -> None:
    page = NewsPageFactory(center=network.tomsk, title="Открытие", slug="otkrytie")
    before = last()
    revision = publish(page, head, title="Открытие центра")
    publish(page, head, slug="pervyj-den")
    NewsPage.objects.get(pk=page.pk).unpublish(user=head)
    publish(page, head)
    assert since(before) == [
        ("changed", "page", "Открытие центра"),
        ("moved", "page", "Открытие центра"),
        ("changed", "page", "Открытие центра"),
        ("withdrawn", "page", "Открытие центра"),
        ("published", "page", "Открытие центра"),
    ]
    first, moved = Entry.objects.filter(pk__gt=before).order_by("pk")[:2]
    center = network.tomsk
    assert (first.revision_id, first.user_id, first.user_name) == (revision.pk, head.pk, "Орлова Анна")
    assert (first.center_id, first.center_title, first.via) == (center.pk, center.title, "")
    assert (first.municipality_id, first.region_id) == (
        center.municipality_id,
        center.municipality.region_id,
    )
    assert moved.former_address == first.address
    assert moved.address.endswith("/novosti/pervyj-den/")
    assert sealed().wrong == 0


def test_a_draft_is_nobodys_business(network: Network, head: Any) -> None:
    page, before = NewsPageFactory(center=network.tomsk), last()
    page.save_revision(user=head)
    CenterDocumentFactory(center=network.tomsk).save_revision(user=head)
    assert since(before) == []


def test_what_the_clock_publishes_is_the_clocks(network: Network, head: Any) -> None:
    page = NewsPageFactory(center=network.tomsk, title="Новость")
    publish(page, head)
    before, soon = last(), timezone.now() + dt.timedelta(hours=1)
    revision = publish(page, head, title="Завтра", go_live_at=soon)
    revision.refresh_from_db()
    planned = Entry.objects.latest("pk")
    assert (planned.deed, planned.revision_id, planned.user_id) == (Deed.SCHEDULED, revision.pk, head.pk)
    type(revision).objects.filter(pk=revision.pk).update(
        approved_go_live_at=timezone.now() - dt.timedelta(minutes=1)
    )
    with at_work(Via.TIMER, "часы сайта: публикация по расписанию"):
        draft = NewsPage.objects.get(pk=page.pk).get_latest_revision()
        draft.content["go_live_at"] = None
        draft.save()
        call_command("publish_scheduled", verbosity=0)
    done = Entry.objects.latest("pk")
    assert (done.deed, done.user_id, done.via) == (Deed.CHANGED, None, Via.TIMER)
    assert done.user_name == "часы сайта: публикация по расписанию"
    assert len(since(before)) == 2


def test_documents_with_the_hash_of_their_file(network: Network, head: Any) -> None:
    document = CenterDocumentFactory(center=network.tomsk, title="О назначении", document=DocumentFactory())
    before = last()
    document.save_revision(user=head).publish(user=head)
    document.refresh_from_db()
    shown = Entry.objects.latest("pk")
    assert (shown.deed, shown.address) == (Deed.PUBLISHED, f"/d/{document.public_id}/")
    assert shown.file_hash == f"sha256:{document.document.sha256}"
    version = replace_file(document.document, ContentFile(pdf_bytes(3), "new.pdf"), head)
    replaced = Entry.objects.latest("pk")
    assert (replaced.deed, replaced.file_hash) == (Deed.REPLACED, f"sha256:{version.sha256}")
    assert replaced.user_id == head.pk
    hide_document(document, user=head)
    document.refresh_from_db()
    state = delete_document(document, user=head)
    return_entry(binned(document), user=head)
    assert state
    assert [deed for deed, _kind, _title in since(before)] == [
        "published",
        "replaced",
        "withdrawn",
        "deleted",
        "restored",
    ]


def binned(row: Any) -> Any:
    return BinEntry.objects.of(row).get()


def test_pages_in_the_bin(network: Network, head: Any) -> None:
    page = NewsPageFactory(center=network.tomsk, title="Лишняя")
    before = last()
    return_entry(bin_page(page, user=head), user=head)
    purge_entry(bin_page(NewsPage.objects.get(pk=page.pk), user=head))
    assert [deed for deed, _kind, _title in since(before)] == ["deleted", "restored", "deleted", "purged"]
    assert {kind for _deed, kind, _title in since(before)} == {"page"}
    assert Entry.objects.latest("pk").center_id == network.tomsk.pk


def test_photos_of_pages_and_people(network: Network, head: Any) -> None:
    page = NewsPageFactory(center=network.tomsk, title="Выставка")
    photo, portrait = ImageFactory(title="Робот"), ImageFactory(title="Портрет")
    before = last()
    publish(page, head, photo=photo)
    publish(page, head, photo=None)
    teacher = TeacherFactory(center=network.tomsk, photo=portrait)
    teacher.is_shown = False
    teacher.save()
    photos = Entry.objects.filter(pk__gt=before, kind=Kind.IMAGE).order_by("pk")
    assert list(photos.values_list("deed", "title")) == [
        ("published", "Робот"),
        ("withdrawn", "Робот"),
        ("published", "Портрет"),
        ("withdrawn", "Портрет"),
    ]
    assert photos[0].note == "на странице «Выставка»"
    assert photos[0].file_hash == f"sha1:{photo.file_hash}"
    assert photos[2].center_id == network.tomsk.pk


def test_a_photo_whose_time_is_over(network: Network, commit: Any) -> None:
    photo = ImageFactory()
    photo.get_rendition("width-32")
    Image.everything.filter(pk=photo.pk).update(publish_until=dt.date(2020, 1, 1))
    take_down_over()
    assert since(0)[-1] == ("withdrawn", "image", photo.title)
    take_down_over()
    assert Entry.objects.filter(kind=Kind.IMAGE).count() == 1


def test_a_center_moves_and_goes(network: Network, head: Any) -> None:
    center, before = network.tomsk, last()
    place = MunicipalityFactory(region=center.municipality.region, name="Бакчарский район")
    move_center(center, place, user=head)
    delete_center(Center.objects.get(pk=center.pk), user=head)
    deeds = [(deed, kind) for deed, kind, _title in since(before)]
    assert deeds == [
        ("published", "page"),
        ("moved", "page"),
        ("withdrawn", "page"),
        ("deleted", "center"),
    ]
    assert Entry.objects.latest("pk").address == f"/c/{center.pk}/"


def test_the_log_outlives_those_it_tells_of(network: Network) -> None:
    person = UserFactory(last_name="Уволенная", first_name="Нина", is_superuser=True)
    page = NewsPageFactory(center=network.tomsk)
    publish(page, person)
    number = person.pk
    NewsPage.objects.get(pk=page.pk).get_latest_revision().delete()
    person.delete()
    entry = Entry.objects.latest("pk")
    assert (entry.user_id, entry.user_name) == (number, "Уволенная Нина")


def test_many_at_once_are_one_entry(network: Network) -> None:
    before = last()
    with as_one("Загружена демонстрационная сеть"), at_work(Via.IMPORT):
        NewsPageFactory(center=network.tomsk)
        NewsPageFactory(center=network.tomsk)
    assert since(before) == [("many", "network", "Загружена демонстрационная сеть")]
    assert Entry.objects.latest("pk").note == "страница — опубликовано: 2"


def publish_and_fail(page: Any) -> None:
    publish(page)
    raise ZeroDivisionError


def test_with_the_deed_goes_its_entry(network: Network) -> None:
    page, before = NewsPageFactory(center=network.tomsk), last()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish_and_fail(page)
    assert since(before) == []


CHANGES = (
    "UPDATE ledger_entry SET title = 'x'",
    "DELETE FROM ledger_entry",
    "UPDATE ledger_link SET hash = previous",
    "DELETE FROM ledger_link",
)
EMPTYING = {
    "postgresql": "TRUNCATE ledger_entry, ledger_link",
    "sqlite": "REPLACE INTO ledger_link SELECT * FROM ledger_link",
}


@pytest.mark.parametrize("number", range(5))
def test_the_database_refuses_all_but_adding(network: Network, number: int) -> None:
    sealed()
    statement = [*CHANGES, EMPTYING[connection.vendor]][number]
    with (
        pytest.raises(DatabaseError, match="только добавлять"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert guards.missing(connection) == set()


def tampered(*statements: str) -> list[str]:
    """What the check says when somebody has taken the guards off, changed the log and put them on again."""
    sealed()
    guards.remove(connection)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    guards.install(connection)
    return sealed().words


THIRD = "(SELECT entry_id FROM ledger_link WHERE number = 3)"


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        ([f"UPDATE ledger_entry SET user_name = 'Иванов' WHERE id = {THIRD}"], ["изменена"]),
        ([f"UPDATE ledger_entry SET digest = '{'0' * 64}' WHERE id = {THIRD}"], ["изменена", "не сходится"]),
        ([f"DELETE FROM ledger_entry WHERE id = {THIRD}"], ["нет"]),
        (
            ["DELETE FROM ledger_link WHERE number = 3"],
            ["Нет звеньев с 3 по 3", "не продолжает", "мимо цепочки"],
        ),
        (
            [f"UPDATE ledger_link SET hash = '{'0' * 64}' WHERE number = 3"],
            ["не сходится", "Звено 4 не продолжает"],
        ),
    ],
)
def test_tampering_is_seen(network: Network, statements: list[str], words: list[str]) -> None:
    said = tampered(*statements)
    assert len(said) == len(words)
    assert all(word in line for word, line in zip(words, said, strict=True))


def test_an_end_cut_off_is_seen_by_who_wrote_it_down(network: Network) -> None:
    known = sealed().last
    number, _colon, digest = known.partition(":")
    key = Link.objects.get(number=number).entry_id
    said = tampered(
        f"DELETE FROM ledger_link WHERE number = {number}", f"DELETE FROM ledger_entry WHERE id = {key}"
    )
    assert said == []
    with pytest.raises(CommandError, match=f"звена {number} нет: конец журнала отрезан"):
        call_command("check_ledger", known=known)
    with pytest.raises(CommandError, match="НОМЕР:ОТПЕЧАТОК"):
        call_command("check_ledger", known=digest)


def test_guards_taken_off_are_seen(network: Network) -> None:
    said = io.StringIO()
    sealed()
    call_command("check_ledger", stdout=said)
    assert said.getvalue().startswith("Журнал публикаций цел: ")
    guards.remove(connection)
    with pytest.raises(CommandError, match="Сняты запреты в базе данных: ledger_entry_no_"):
        call_command("check_ledger")
    guards.install(connection)


def listed(response: Any) -> list[str]:
    return [row.get_text(" ", strip=True) for row in soup_of(response).select("table.board tbody th")]


@pytest.fixture
def told(network: Network, head: Any) -> None:
    """An entry of each of two centres."""
    publish(section_of(network.tomsk, GeneralInfoPage), head, title="Своя страница")
    with at_work(Via.IMPORT):
        publish(section_of(network.dagestan, GeneralInfoPage), title="Чужая страница")


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.HEAD, "tomsk"),
        (Role.MUNICIPAL, "tomsk.municipality"),
        (Role.REGIONAL, "tomsk.municipality.region"),
    ],
)
def test_each_reader_in_their_own_part(
    client: Client, network: Network, told: None, role: Role, place: str
) -> None:
    at: Any = network
    for name in place.split("."):
        at = getattr(at, name)
    client.force_login(member(role, at))
    shown = client.get(reverse("oversight_ledger"))
    assert "Своя страница" in words_of(shown)
    assert "Чужая" not in words_of(shown)
    file = b"".join(client.get(reverse("oversight_ledger_file"))).decode()
    assert "Своя страница" in file
    assert "Чужая" not in file


def test_editors_have_no_log(client: Client, network: Network) -> None:
    client.force_login(member(Role.EDITOR, network.tomsk))
    assert client.get(reverse("oversight_ledger")).status_code in (302, 403)
    assert reverse("oversight_ledger") not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_filters(admin_client: Client, network: Network, told: None) -> None:
    def found(**query: str) -> list[str]:
        return [name.split(" ")[0] for name in listed(admin_client.get(reverse("oversight_ledger"), query))]

    today, tomorrow = timezone.localdate(), timezone.localdate() + dt.timedelta(days=1)
    assert found(deed="changed") == ["Чужая", "Своя"]
    assert found(q="рутул", deed="changed") == ["Чужая"]
    assert found(who="орлова") == ["Своя"]
    assert found(who="загрузка таблицы") == ["Чужая"]
    assert found(deed="changed", since=str(today), until=str(today)) == ["Чужая", "Своя"]
    assert found(since=str(tomorrow)) == []
    assert found(who="Никто такой") == []


def test_the_file_has_all_and_no_formulas(admin_client: Client, network: Network) -> None:
    record(
        Entry(
            deed=Deed.CHANGED, kind=Kind.PAGE, object_id=7, title="=1+1", user_name="x", file_hash="sha256:ab"
        )
    )
    response = admin_client.get(reverse("oversight_ledger_file"), {"deed": "changed"})
    titles, row = csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig")), delimiter=";")
    named = dict(zip(titles, row, strict=True))
    assert named["Название"] == "'=1+1"
    assert named["Отпечаток файла"] == "sha256:ab"
    assert named["Каким путём"] == "команда сервера"


def test_a_long_log_costs_no_more(admin_client: Client, network: Network) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert admin_client.get(reverse("oversight_ledger"), {"q": "Баткат"}).status_code == 200
        return len(seen)

    queries()
    few = queries()
    for number in range(60):
        record(
            Entry(
                deed=Deed.CHANGED,
                kind=Kind.PAGE,
                object_id=number,
                title=f"Страница {number}",
                center_id=network.tomsk.pk,
                center_title=network.tomsk.title,
            )
        )
    shown = admin_client.get(reverse("oversight_ledger"), {"q": "Баткат"})
    assert len(listed(shown)) == 25
    assert "Страница 1 из 3" in words_of(shown)
    assert queries() == few
    assert few <= 30


def test_the_timer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def told_by_timer(*_arguments: Any, **_options: Any) -> None:
        record(Entry(deed=Deed.WITHDRAWN, kind=Kind.IMAGE, title="Снимок"))

    monkeypatch.setattr("tochka.timers.call_command", told_by_timer)
    monkeypatch.setattr("tochka.timers.close_old_connections", lambda: None)
    run_timer(Timer("take_down_photos", MINUTE))
    assert Entry.objects.latest("pk").user_name == "часы сайта: срок показа фотографий"
