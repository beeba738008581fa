"""The shelves in a bucket do what those on a disk do; the storage is moto's, in this process."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from botocore.exceptions import EndpointConnectionError
from django.core.exceptions import SuspiciousOperation
from django.core.files.base import ContentFile
from django.http import Http404
from django.test import RequestFactory
from moto import mock_aws

from library.buckets import PrivateBucket, PublicBucket
from library.reading.extract import read_stream
from library.services import sweep_orphans
from library.serving import serve_file
from library.storage import ShelfError
from tests.library.samples import pdf_bytes
from tests.servers.two_shelves import SHELVES
from tochka.backups import restoring
from tochka.backups.errors import BackupError
from tochka.backups.manifest import Entry
from tochka.errors import server_error
from tochka.settings.environment import Bucket

BODY = bytes(range(256)) * 1000
NAME = "documents/ab/abc/prikaz.pdf"
PLACE = Bucket("https://s3.amazonaws.com", "tochka", "site/", "key", "secret", "us-east-1")


@pytest.fixture
def shelf(settings: Any) -> Iterator[PrivateBucket]:
    settings.STORAGE = PLACE
    settings.STORAGES = {**settings.STORAGES, **SHELVES}
    with mock_aws():
        made = PrivateBucket()
        made.connection.create_bucket(Bucket="tochka")
        yield made


def serve(shelf: PrivateBucket, name: str, **headers: str) -> Any:
    request = RequestFactory().get("/f/x", headers=headers)
    stored = mock.Mock(storage=shelf, name="file")
    stored.name = name
    return serve_file(request, stored, filename="Приказ.pdf", content_type="application/pdf", public=True)


def test_a_name_is_taken_once(shelf: PrivateBucket) -> None:
    first = shelf.save(NAME, ContentFile(BODY))
    second = shelf.save(NAME, ContentFile(b"other"))
    assert (first, second != first) == (NAME, True)
    assert shelf.open(first).read() == BODY
    assert (shelf.exists(first), shelf.exists("documents/none.pdf")) == (True, False)
    assert {fact.name: fact.size for fact in shelf.facts()} == {first: len(BODY), second: 5}


def test_files_and_their_parts_are_served(shelf: PrivateBucket, settings: Any) -> None:
    settings.USE_X_ACCEL = True  # is of no use here
    name = shelf.save(NAME, ContentFile(BODY))
    whole = serve(shelf, name)
    assert (whole.status_code, b"".join(whole)) == (200, BODY)
    assert whole["Content-Length"] == str(len(BODY))
    assert "X-Accel-Redirect" not in whole
    for asked, wanted in (("bytes=0-3", BODY[:4]), ("bytes=5-", BODY[5:]), ("bytes=-7", BODY[-7:])):
        part = serve(shelf, name, range=asked)
        assert (part.status_code, b"".join(part)) == (206, wanted)
    assert serve(shelf, name, range=f"bytes={len(BODY)}-").status_code == 416
    assert serve(shelf, name, if_none_match=whole["ETag"]).status_code == 304
    with pytest.raises(Http404):
        serve(shelf, "documents/none.pdf")


def test_no_name_leads_out_of_the_shelf(shelf: PrivateBucket) -> None:
    with pytest.raises(SuspiciousOperation):
        shelf.fact("../public/photo.jpg")


def test_nothing_in_the_bucket_has_an_address(shelf: PrivateBucket) -> None:
    name = shelf.save(NAME, ContentFile(BODY))
    with pytest.raises(NotImplementedError):
        shelf.url(name)
    with pytest.raises(NotImplementedError):
        shelf.path(name)
    assert PublicBucket().url("images/a b.jpg") == "/media/images/a%20b.jpg"
    grants = shelf.bucket.Object(f"site/private/{name}").Acl().grants
    assert [one["Grantee"]["Type"] for one in grants] == ["CanonicalUser"]


def test_a_dropped_file_stays_and_its_age_begins_anew(shelf: PrivateBucket) -> None:
    name = shelf.save(NAME, ContentFile(BODY))
    before = shelf.fact(name)
    time.sleep(1.1)
    shelf.delete(name)
    after = shelf.fact(name)
    assert before
    assert after
    assert (after.size, after.time > before.time) == (len(BODY), True)
    shelf.delete("documents/none.pdf")
    shelf.purge(name)
    assert shelf.fact(name) is None


@pytest.mark.django_db
def test_orphans_of_both_shelves_are_swept(shelf: PrivateBucket) -> None:
    shelf.save(NAME, ContentFile(BODY))
    PublicBucket().save("images/a.jpg", ContentFile(b"cut"))
    assert sweep_orphans(older_than_days=1).files == 0
    swept = sweep_orphans(older_than_days=-1)
    assert (swept.files, swept.size) == (2, len(BODY) + 3)
    assert list(shelf.facts()) == []


def test_a_document_is_read_from_there(shelf: PrivateBucket) -> None:
    name = shelf.save(NAME, ContentFile(pdf_bytes()))
    with shelf.open(name) as stream:
        assert read_stream(stream, "Приказ.pdf").pages


def test_while_it_is_away_the_site_says_so(shelf: PrivateBucket, rf: RequestFactory) -> None:
    away = EndpointConnectionError(endpoint_url="https://s3.amazonaws.com")
    with mock.patch.object(shelf.connection.meta.client, "head_object", side_effect=away):
        with pytest.raises(ShelfError) as told:
            shelf.fact(NAME)
        try:
            raise told.value
        except ShelfError:
            answer = server_error(rf.get("/"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert os.strerror(told.value.errno or 0)


def test_files_of_a_copy_from_a_disk_go_into_the_bucket(shelf: PrivateBucket) -> None:
    entry = Entry(len(BODY), hashlib.sha256(BODY).hexdigest())
    archive = mock.Mock(file_names=[NAME], entry=lambda name: entry)
    archive.blocks = lambda name: iter((BODY[:1000], BODY[1000:]))
    with pytest.raises(BackupError):
        restoring._check_files(archive)
    restoring._put_files(archive)
    restoring._check_files(archive)
    assert shelf.open(NAME).read() == BODY
    archive.blocks = mock.Mock(side_effect=AssertionError)
    restoring._put_files(archive)  # what is there is not sent again
