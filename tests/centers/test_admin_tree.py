"""What the tree refuses to do to pages of the register, of a section, of another centre."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from centers.models import CenterPage, DocumentsPage, ProgramIndexPage, ProgramPage
from tests.centers.screens import messages_of
from tests.factories import ProgramPageFactory, section_of

pytestmark = pytest.mark.django_db


def pages(network) -> dict[str, Page]:
    center = network.tomsk.page
    return {
        "home": network.home,
        "region": center.get_parent().get_parent(),
        "municipality": center.get_parent(),
        "center": center,
    }


@pytest.mark.parametrize("name", ["home", "region", "municipality", "center"])
def test_pages_of_the_register_are_not_deleted(admin_client, network, name):
    page = pages(network)[name]
    response = admin_client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
    assert "удал" in messages_of(response).lower()
    assert Page.objects.filter(pk=page.pk).exists()
    assert CenterPage.objects.count() == 2


def test_refusal_leads_to_the_register(admin_client, network):
    page = network.tomsk.page
    response = admin_client.get(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
    assert "удалите его в реестре" in messages_of(response)
    assert reverse("register_center:edit", args=[network.tomsk.pk]) in response.content.decode()


@pytest.mark.parametrize("name", ["region", "municipality", "center"])
def test_pages_of_the_register_are_not_copied(admin_client, network, name):
    page = pages(network)[name]
    before = Page.objects.count()
    response = admin_client.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {"new_title": "Копия", "new_slug": "kopiya", "new_parent_page": page.get_parent().pk},
        follow=True,
    )
    assert "копии у неё быть не может" in messages_of(response)
    assert Page.objects.count() == before


def test_centre_is_not_moved_in_the_tree(admin_client, network):
    page, target = network.tomsk.page, network.dagestan.page.get_parent()
    url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk])
    response = admin_client.post(url, follow=True)
    assert "смените муниципалитет школы в реестре" in messages_of(response)
    page.refresh_from_db()
    assert page.get_parent() != target


def test_several_pages_are_not_deleted_at_once(admin_client, network):
    page = network.tomsk.page
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    response = admin_client.post(f"{url}?id={page.pk}", follow=True)
    assert "удалите его в реестре" in messages_of(response)
    assert CenterPage.objects.filter(pk=page.pk).exists()


def test_several_pages_are_not_moved_at_once(admin_client, network):
    page = network.tomsk.page
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    data = {"chooser": network.dagestan.page.get_parent().pk}
    admin_client.post(f"{url}?id={page.pk}", data, follow=True)
    assert CenterPage.objects.filter(pk=page.pk, path=page.path).exists()


def test_section_is_not_copied(admin_client, network):
    section = section_of(network.tomsk, DocumentsPage)
    response = admin_client.post(
        reverse("wagtailadmin_pages:copy", args=[section.pk]),
        {"new_title": "Копия", "new_slug": "kopiya", "new_parent_page": network.dagestan.page.pk},
        follow=True,
    )
    assert "у центра один" in messages_of(response)
    assert DocumentsPage.objects.count() == 2


def copy_program(client, program, parent):
    return client.post(
        reverse("wagtailadmin_pages:copy", args=[program.pk]),
        {"new_title": "Копия", "new_slug": "kopiya", "new_parent_page": parent.pk},
        follow=True,
    )


def test_programme_is_copied_within_its_centre(admin_client, network):
    program = ProgramPageFactory(center=network.tomsk)
    copy_program(admin_client, program, program.get_parent())
    assert ProgramPage.objects.get(slug="kopiya").center == network.tomsk


def test_programme_is_not_copied_to_another_centre(admin_client, network):
    program = ProgramPageFactory(center=network.tomsk)
    response = copy_program(admin_client, program, section_of(network.dagestan, ProgramIndexPage))
    assert "только внутри своего центра" in messages_of(response)
    assert not ProgramPage.objects.filter(slug="kopiya").exists()


def test_other_pages_are_deleted_into_the_bin(admin_client, network):
    program = ProgramPageFactory(center=network.tomsk)
    admin_client.post(reverse("wagtailadmin_pages:delete", args=[program.pk]), follow=True)
    assert not ProgramPage.objects.filter(pk=program.pk).exists()


def test_tree_does_not_offer_what_it_refuses(admin_client, network):
    center = network.tomsk.page
    listing = admin_client.get(
        reverse("wagtailadmin_explore", args=[center.get_parent().pk])
    ).content.decode()
    for name in ("delete", "move", "copy"):
        assert f'"{reverse(f"wagtailadmin_pages:{name}", args=[center.pk])}' not in listing
    assert reverse("wagtailadmin_pages:edit", args=[center.pk]) in listing
