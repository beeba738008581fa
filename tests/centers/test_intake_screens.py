"""The screen of dropped files: addresses, rights, the table, what is typed."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from centers.models import CenterDocument, IntakeBatch, IntakeItem, IntakeState
from centers.services import intake
from tests.centers.intake_files import order_pdf, signature
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shelves(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def office(client):
    client.force_login(UserFactory(admin=True))
    return client


@pytest.fixture
def batch(network):
    return intake.start_batch(network.tomsk, None)


def file_url(batch, key="k1", name="Приказ.pdf"):
    return reverse("intake_file", args=[batch.pk, key], query={"name": name})


def put(client, batch, data=None, key="k1", name="Приказ.pdf"):
    return client.put(
        file_url(batch, key, name),
        data=order_pdf() if data is None else data,
        content_type="application/octet-stream",
    )


@pytest.fixture
def item(office, batch):
    put(office, batch)
    row = batch.items.get()
    intake.read_item(row.pk)
    row.refresh_from_db()
    return row


def page_of(client, batch):
    return client.get(reverse("intake_batch", args=[batch.pk])).content.decode()


def cells(item, **changes):
    values = {
        "kind": item.kind,
        "number": item.number,
        "date": f"{item.date:%d.%m.%Y}",
        "title": item.title,
        "issuer": item.issuer,
        "academic_year": item.academic_year,
        **changes,
    }
    return {f"row-{item.pk}-{name}": value for name, value in values.items()}


def act(client, item, action, **more):
    return client.post(reverse("intake_batch", args=[item.batch_id]), {"action": action, **more}, follow=True)


def test_a_script_opens_a_batch_and_puts_files(office, network):
    start = reverse("documents_upload", args=[network.tomsk.pk])
    assert "Перетащите" in office.get(start).content.decode()
    answer = office.post(start, headers={"X-Requested-With": "XMLHttpRequest"})
    assert answer.status_code == 201
    sent = office.put(
        answer.json()["file"].replace("KEY", "k1") + "?name=%D0%9F.pdf",
        data=order_pdf(),
        content_type="application/octet-stream",
    )
    assert (sent.status_code, sent.json()["state"]) == (201, "waiting")
    assert IntakeItem.objects.get().original_name == "П.pdf"


def test_a_file_put_again_is_not_doubled(office, batch):
    assert put(office, batch).json() == put(office, batch).json()
    assert batch.items.count() == 1


def test_half_a_file_is_told_and_not_kept(office, batch, monkeypatch):
    def half(*_arguments, **_options):
        raise intake.Interrupted

    monkeypatch.setattr(intake, "accept_stream", half)
    response = put(office, batch)
    assert response.status_code == 400
    assert "Связь оборвалась" in response.json()["error"]
    assert not batch.items.exists()


def test_a_file_too_large_is_refused_in_its_row(office, batch, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 100
    assert "больше" in put(office, batch).json()["reason"]
    told = office.post(file_url(batch, "k2"), {"name": "скан.pdf", "size": "101"})
    assert told.status_code == 201
    assert batch.items.filter(state=IntakeState.REFUSED).count() == 2
    assert page_of(office, batch).count("Уменьшите") == 2


def test_files_come_by_a_plain_form_too(office, network):
    start = reverse("documents_upload", args=[network.tomsk.pk])
    files = [SimpleUploadedFile(name, order_pdf(name)) for name in ("1.pdf", "2.pdf")]
    response = office.post(start, {"files": files, "action": "files"})
    batch = IntakeBatch.objects.get()
    assert response.url == reverse("intake_batch", args=[batch.pk])
    assert batch.items.count() == 2
    assert "Обновить" in page_of(office, batch)
    assert office.post(start, {"action": "files"}).url == start


def test_nobody_else_comes_in(client, batch, item):
    client.force_login(UserFactory())
    for address in (
        reverse("documents_upload", args=[batch.center_id]),
        reverse("intake_batch", args=[batch.pk]),
        reverse("intake_state", args=[batch.pk]),
        reverse("intake_open", args=[batch.pk, item.pk, "file.pdf"]),
    ):
        assert client.get(address).status_code in {302, 403, 404}
    assert put(client, batch, key="k9").status_code in {302, 403, 404}
    assert batch.items.count() == 1


def test_a_deleted_centre_takes_no_files(office, batch):
    type(batch.center).objects.filter(pk=batch.center_id).update(deleted_at="2026-01-01T00:00:00Z")
    assert put(office, batch).status_code == 404


def test_the_table_shows_values_and_marks(office, batch, item):
    page = page_of(office, batch)
    assert 'value="12-о"' in page
    assert 'value="04.04.2024"' in page
    assert "из текста" in page
    assert "предположение" in page
    assert f'value="confirm:{item.pk}"' in page


def test_the_state_tells_only_what_changed(office, batch, item):
    address = reverse("intake_state", args=[batch.pk])
    (row,) = office.get(address).json()["rows"]
    assert "12-о" in row["html"]
    again = office.get(address, {"known": f"{row['id']}:{row['stamp']}"}).json()
    assert again == {"waiting": 0, "rows": []}


def test_what_is_typed_is_kept_at_once(office, batch, item):
    url = reverse("intake_row", args=[batch.pk, item.pk])
    answer = office.post(url, cells(item, number="№ 77", date="5 мая 2023 года")).json()
    assert answer["faults"] == []
    assert answer["marks"]["number"] == "ваше"
    item.refresh_from_db()
    assert (item.number, f"{item.date:%Y-%m-%d}") == ("77", "2023-05-05")


def test_what_cannot_be_understood_stays_as_typed(office, batch, item):
    url = reverse("intake_row", args=[batch.pk, item.pk])
    answer = office.post(url, cells(item, date="32 марта", title="", academic_year="2026")).json()
    assert answer["faults"] == ["date", "title", "academic_year"]
    page = page_of(office, batch)
    assert 'value="32 марта"' in page
    assert "Напишите дату так" in page
    assert "Впишите название" in page


def test_confirming_takes_along_what_was_just_typed(office, item):
    response = act(office, item, f"confirm:{item.pk}", **cells(item, title="О  другом"))
    assert "Опубликовано: 1\xa0документ" in response.content.decode()
    row = CenterDocument.objects.get()
    assert (row.title, row.live) == ("О другом", True)


def test_a_wrong_row_is_not_published_and_keeps_its_words(office, item):
    response = act(office, item, "confirm_all", **cells(item, date="завтра"))
    page = response.content.decode()
    assert "Не опубликовано" in page
    assert 'value="завтра"' in page
    assert not CenterDocument.objects.exists()


def test_only_what_is_marked(office, batch, item):
    put(office, batch, order_pdf("2"), "k2", "2.pdf")
    second = batch.items.get(client_key="k2")
    intake.read_item(second.pk)
    act(office, item, "confirm_picked", pick=[second.pk])
    assert CenterDocument.objects.get().number == "2"


def test_confirming_all_leaves_repeats(office, batch, item):
    put(office, batch, key="k2", name="копия.pdf")
    intake.read_item(batch.items.get(client_key="k2").pk)
    assert "Тот же файл, что «Приказ.pdf» выше" in page_of(office, batch)
    page = act(office, item, "confirm_all").content.decode()
    assert "Повторы не опубликованы" in page
    assert CenterDocument.objects.count() == 1


def test_put_aside_and_back(office, batch, item):
    assert "Убранные файлы" in act(office, item, f"discard:{item.pk}").content.decode()
    act(office, item, f"restore:{item.pk}")
    item.refresh_from_db()
    assert item.state == IntakeState.READY


def test_a_signature_shows_with_its_file(office, batch, item):
    put(office, batch, signature(), "k2", "Приказ.pdf.sig")
    intake.read_item(batch.items.get(client_key="k2").pk)
    page = page_of(office, batch)
    assert "с подписью «Приказ.pdf.sig»" in page
    assert "добавится вместе с ним" in page


def test_an_unfinished_batch_is_offered_again(office, batch, item, network):
    label = "осталось подтвердить 1\xa0файл"
    assert label in office.get(reverse("documents_upload", args=[network.tomsk.pk])).content.decode()
    section = network.tomsk.page.get_children().get(slug="dokumenty")
    edit = office.get(reverse("wagtailadmin_pages:edit", args=[section.pk])).content.decode()
    assert label in edit
    intake.discard(batch, [item.pk])
    assert label not in office.get(reverse("documents_upload", args=[network.tomsk.pk])).content.decode()


def test_the_dropped_file_opens_for_its_staff_alone(office, client, batch, item):
    url = reverse("intake_open", args=[batch.pk, item.pk, "file.pdf"])
    response = office.get(url)
    assert response.getvalue() == order_pdf()
    assert "no-store" in response["Cache-Control"]
    client.logout()
    assert client.get(url).status_code == 302


def test_no_english_in_the_table(office, batch, item):
    page = page_of(office, batch)
    table = page[page.index('<table class="intake"') :].partition("</table>")[0]
    text = re.sub(r"<[^>]+>|&\w+;", " ", table)
    assert set(re.findall(r"[A-Za-z]{3,}", text)) <= {"pdf"}
