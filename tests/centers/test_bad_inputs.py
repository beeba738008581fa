"""Bad files through the real screens: each gets its words, costs its share of time, and hurts no other."""

import time
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from centers.models import CenterDocument, IntakeItem, IntakeState
from centers.services import intake
from library.checking import WALL_SECONDS
from library.models import Document
from library.reading.limits import MEBIBYTE, Limits
from tests.centers.bad_inputs import DOCUMENTATION, INPUTS, NAMES, NOTICED, table
from tests.centers.intake_files import order_pdf
from tests.centers.screens import errors_of, fields_of, words_of

pytestmark = pytest.mark.django_db


def plain(text: str) -> str:
    return " ".join(str(text).replace("\u00a0", " ").split())


def put(client, batch, key: str, name: str, data: bytes):
    url = f"{reverse('intake_file', args=[batch.pk, key])}?{urlencode({'name': name})}"
    return client.put(url, data, content_type="application/octet-stream")


def test_all_dropped_at_once_and_the_good_one_survives(admin_client, network, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    batch = intake.start_batch(network.tomsk, None)
    thrown = [*INPUTS, *NAMES, *NOTICED]
    for number, one in enumerate(thrown):
        began = time.monotonic()
        assert put(admin_client, batch, f"k{number}", one.name, one.make()).status_code == 201
        assert time.monotonic() - began < 10  # nothing is read while the person waits
    put(admin_client, batch, "good", "Хороший.pdf", order_pdf())
    for item in IntakeItem.objects.filter(state=IntakeState.WAITING):
        began = time.monotonic()
        intake.read_item(item.pk)
        assert time.monotonic() - began < Limits().wall_seconds + 5
    rows = {item.client_key: item for item in batch.items.all()}
    assert len(rows) == len(thrown) + 1
    assert rows["good"].state == IntakeState.READY
    assert not rows["good"].problems
    states = {"не принят": IntakeState.REFUSED, "принят": IntakeState.READY}
    for number, one in enumerate(thrown):
        item = rows[f"k{number}"]
        told = [problem["message_ru"] for problem in item.problems]
        assert (one.what, item.state) == (one.what, states[one.outcome]), told
        assert (one.what, one.message in told) == (one.what, True), told
        assert item.reading.get("peak_memory", 0) < 300 * MEBIBYTE
    screen = words_of(admin_client.get(reverse("intake_batch", args=[batch.pk])))
    assert [one.what for one in thrown if plain(one.message) not in screen] == []


def test_each_in_the_form_of_one_document(admin_client, network):
    url = f"{reverse('center_document:add')}?center={network.tomsk.pk}"
    typed = {
        **fields_of(admin_client.get(url)),
        "title": "О назначении",
        "number": "12",
        "date": "2024-04-04",
    }
    for one in INPUTS:
        began = time.monotonic()
        response = admin_client.post(url, {**typed, "upload": SimpleUploadedFile(one.name, one.make())})
        assert time.monotonic() - began < WALL_SECONDS + 10
        said = plain(errors_of(response))
        assert (one.what, plain(one.message) in said) == (one.what, True), said
        assert "О назначении" in response.content.decode()
    assert not CenterDocument.objects.exists()
    assert not Document.objects.exists()


@pytest.mark.parametrize("one", [*NAMES, *NOTICED], ids=lambda one: one.code)
def test_what_is_accepted_in_the_form(admin_client, network, one):
    url = f"{reverse('center_document:add')}?center={network.tomsk.pk}"
    typed = {**fields_of(admin_client.get(url)), "title": "О назначении", "date": "2024-04-04"}
    admin_client.post(url, {**typed, "upload": SimpleUploadedFile(one.name, one.make())})
    stored = CenterDocument.objects.get().document
    assert stored.extension in {"pdf", "jpg"}
    assert stored.original_name.isprintable()
    assert not set("/\\") & set(stored.original_name)
    assert len(stored.original_name) <= 255


def test_the_table_for_schools_says_the_same():
    """`python -m tests.centers.bad_inputs` prints it anew."""
    written = DOCUMENTATION.read_text(encoding="utf-8")
    assert [line for line in table() if line not in written] == []
