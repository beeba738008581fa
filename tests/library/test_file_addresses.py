"""Who gets a file at which address, and who does not even learn that it exists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import CollectionViewRestriction

from centers.models import Role
from centers.services.shelves import shelf_of
from library import visibility
from library.models import Document, Image
from library.services import replace_file
from tests.factories import CenterFactory
from tests.factories.users import member
from tests.library.samples import content, docx_bytes, pdf_bytes

Make = Callable[..., Document]


def fetched(client: Client, address: str, **options: Any) -> bytes:
    response: Any = client.get(address, **options)
    assert response.status_code == 200
    return b"".join(response)


class TestPublishedDocument:
    def test_anybody_reads_it(self, client: Client, make_document: Make, published: set[int]) -> None:
        data = pdf_bytes(2)
        document = make_document(data)
        published.add(document.pk)

        assert fetched(client, document.url) == data

    def test_answer_does_not_depend_on_who_asks(
        self, client: Client, make_document: Make, published: set[int]
    ) -> None:
        document = make_document()
        published.add(document.pk)

        response = client.get(document.url)

        assert "Cookie" not in response.get("Vary", "")
        assert response["Cache-Control"] == "public, no-cache"
        assert response["Content-Security-Policy"].startswith("default-src 'none'")

    @pytest.mark.parametrize("tail", ["", "old-name.pdf", "Приказ.pdf"])
    def test_every_earlier_name_leads_to_the_present_one(
        self, client: Client, make_document: Make, published: set[int], tail: str
    ) -> None:
        document = make_document()
        published.add(document.pk)

        response = client.get(f"/f/{document.public_id}/{tail}")

        assert (response.status_code, response["Location"]) == (302, document.url)

    def test_address_survives_replacement(
        self, client: Client, make_document: Make, published: set[int]
    ) -> None:
        document = make_document()
        published.add(document.pk)
        printed = document.url
        new = docx_bytes()

        replace_file(document, content(new, "Новый приказ.docx"), None)

        assert fetched(client, printed, follow=True) == new

    def test_part_of_it(self, client: Client, make_document: Make, published: set[int]) -> None:
        data = pdf_bytes(2)
        document = make_document(data)
        published.add(document.pk)

        response: Any = client.get(document.url, headers={"range": "bytes=0-4"})

        assert (response.status_code, b"".join(response)) == (206, data[:5])

    def test_head(self, client: Client, make_document: Make, published: set[int]) -> None:
        document = make_document()
        published.add(document.pk)

        assert client.head(document.url)["Content-Length"] == str(document.file_size)

    @pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
    def test_nothing_but_reading(
        self, client: Client, make_document: Make, published: set[int], method: str
    ) -> None:
        document = make_document()
        published.add(document.pk)

        assert getattr(client, method)(document.url).status_code == 405

    def test_number_of_wagtail_leads_to_the_permanent_address(
        self, client: Client, make_document: Make, published: set[int]
    ) -> None:
        document = make_document()
        published.add(document.pk)

        response = client.get(f"/documents/{document.pk}/{document.filename}")

        assert (response.status_code, response["Location"]) == (302, document.url)

    def test_collection_with_a_password_asks_for_it(
        self, client: Client, make_document: Make, published: set[int]
    ) -> None:
        document = make_document()
        published.add(document.pk)
        lock = CollectionViewRestriction.objects.create(
            collection=document.collection,
            restriction_type=CollectionViewRestriction.PASSWORD,
            password="secret",
        )

        response = client.get(document.url)

        assert response["Content-Type"].startswith("text/html")
        assert f"/documents/authenticate_with_password/{lock.pk}/" in response.content.decode()

    def test_deleted_is_gone(self, client: Client, make_document: Make, published: set[int]) -> None:
        document = make_document()
        published.add(document.pk)

        document.delete()

        assert client.get(document.url).status_code == 404

    def test_lost_on_the_disk_is_gone(self, client: Client, make_document: Make, published: set[int]) -> None:
        document = make_document()
        published.add(document.pk)
        document.file.storage.purge(document.file.name)

        assert client.get(document.url).status_code == 404


class TestUnpublishedDocument:
    def addresses(self, document: Document) -> list[str]:
        return [
            document.url,
            f"/f/{document.public_id}/",
            f"/f/{document.public_id}/other.pdf",
            f"/documents/{document.pk}/{document.filename}",
            f"/documents/{document.pk}/other.pdf",
            f"/media/{document.file.name}",
            f"/media/private/{document.file.name}",
            f"/media/../private/{document.file.name}",
            f"/media/%2e%2e/private/{document.file.name}",
            f"/static/../media/private/{document.file.name}",
        ]

    def test_the_public_gets_nothing_anywhere(
        self, client: Client, make_document: Make, published: set[int]
    ) -> None:
        document = make_document()

        answers = {address: client.get(address).status_code for address in self.addresses(document)}

        assert answers == dict.fromkeys(answers, 404)

    def test_staff_who_may_use_it_read_it(
        self, office: Client, make_document: Make, published: set[int]
    ) -> None:
        document = make_document()

        response = office.get(document.url)

        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"

    def test_staff_of_another_centre_do_not(
        self, client: Client, make_document: Make, published: set[int]
    ) -> None:
        own, foreign = CenterFactory(), CenterFactory()
        client.force_login(member(Role.EDITOR, own))

        assert client.get(make_document(collection=shelf_of(own)).url).status_code == 200
        assert client.get(make_document(collection=shelf_of(foreign)).url).status_code == 404

    def test_visitor_with_an_account_does_not(
        self, client: Client, make_document: Make, published: set[int]
    ) -> None:
        client.force_login(get_user_model().objects.create_user("parent"))

        assert client.get(make_document().url).status_code == 404

    def test_one_time_password_does_not_open_it(
        self, office: Client, secretary: Any, make_document: Make, published: set[int]
    ) -> None:
        secretary.must_change_password = True
        secretary.save()

        assert office.get(make_document().url).status_code == 404

    @pytest.mark.parametrize(
        "address", ["/f/nothing/a.pdf", "/f/nothing/", "/documents/999999/a.pdf", "/f/../f/x/a.pdf"]
    )
    def test_no_such_document(self, client: Client, db: None, address: str) -> None:
        assert client.get(address).status_code == 404


class TestRules:
    def test_without_rules_nothing_is_public(
        self, make_document: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(visibility, "_rules", [])

        assert not visibility.is_public(make_document())

    def test_one_rule_is_enough_and_counts_once(
        self, make_document: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rules: list[Any] = []
        monkeypatch.setattr(visibility, "_rules", rules)

        @visibility.register
        def never(document: Document) -> bool:
            return False

        @visibility.register
        def always(document: Document) -> bool:
            return True

        visibility.register(always)
        assert len(rules) == 2
        assert visibility.is_public(make_document())
        visibility.unregister(always)
        visibility.unregister(always)
        assert not visibility.is_public(make_document())

    def test_deleted_is_never_public(self, make_document: Make, published: set[int]) -> None:
        document = make_document()
        published.add(document.pk)
        document.delete()

        assert not visibility.is_public(document)


class TestRenditions:
    def test_anybody_sees_them(self, client: Client, make_image: Callable[..., Image]) -> None:
        rendition = make_image().get_rendition("width-20|format-webp")

        response = client.get(rendition.url)

        assert response.status_code == 200
        assert response["Content-Type"] == "image/webp"
        assert response["Cache-Control"] == "public, max-age=86400"
        assert "Cookie" not in response.get("Vary", "")

    def test_originals_are_not_there(self, client: Client, make_image: Callable[..., Image]) -> None:
        assert client.get(f"/media/{make_image().file.name}").status_code == 404

    @pytest.mark.parametrize(
        "address",
        [
            "/media/",
            "/media/images",
            "/media/images/",
            "/media/../settings.py",
            "/media/..%2f..%2fsecret.png",
            "/media/..\\..\\secret.png",
            "/media//etc/passwd.png",
            "/media/%00.png",
            "/media/page.html",
            "/media/picture.svg",
            "/media/" + "a" * 3000 + ".png",
            "/media/images/none.png",
        ],
    )
    def test_nothing_else(self, client: Client, db: None, media: Path, address: str) -> None:
        (media / "public" / "images").mkdir(parents=True)
        (media / "public" / "page.html").write_text("<script>")
        (media / "public" / "picture.svg").write_text("<svg/>")
        (media / "secret.png").write_text("secret")

        assert client.get(address).status_code == 404
