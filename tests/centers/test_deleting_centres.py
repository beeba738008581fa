"""A deleted centre leaves the site and keeps all it has; restoring brings back what was there."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from centers.models import Center, CenterPage
from centers.services import delete_center, delete_school, restore_center
from tests import factories as make

pytestmark = pytest.mark.django_db

CENTER = "/tomskaya-oblast/shegarskij-rajon/batkatskaya/"


@pytest.fixture
def deleted(network, commit) -> Center:
    make.ProgramPageFactory(center=network.tomsk, title="Астрономия")
    make.CenterDocumentFactory(center=network.tomsk, published=True)
    with commit():
        delete_center(network.tomsk, user=make.UserFactory(admin=True))
    return Center.objects.get(pk=network.tomsk.pk)


def restore(center: Center) -> None:
    restore_center(Center.objects.get(pk=center.pk))


def test_nothing_of_it_is_seen(deleted, client: Client):
    document = deleted.documents.get()
    hidden = [
        CENTER,
        f"{CENTER}dokumenty/",
        deleted.page.url,
        f"/c/{deleted.pk}/",
        document.get_absolute_url(),
        document.file_url,
        document.document.url,
    ]
    assert [client.get(address).status_code for address in hidden] == [404] * 7
    assert client.get("/").context["center_total"] == 1
    assert client.get("/tomskaya-oblast/").context["center_total"] == 0
    assert client.get("/poisk/", {"q": "баткатская астрономия назначении"}).context["total"] == 0


def test_nothing_of_it_is_lost(deleted):
    assert deleted.page.get_descendants().count() == 12
    assert deleted.documents.get().live


def test_restoring_brings_everything_back_to_its_address(deleted, client: Client, commit):
    with commit():
        restore(deleted)
    document = deleted.documents.get()
    seen = [CENTER, f"{CENTER}programmy/", document.get_absolute_url(), document.file_url]
    assert [client.get(address).status_code for address in seen] == [200] * 4
    assert client.get("/tomskaya-oblast/").context["center_total"] == 1


def test_centre_that_was_a_draft_comes_back_as_a_draft(network):
    center = make.CenterFactory(school__municipality=network.tomsk.municipality, drafted=True)
    delete_center(center)
    restore(center)
    assert not CenterPage.objects.get(center=center).live


def test_unpublished_changes_of_the_page_come_back_as_a_draft(network, client: Client):
    page = network.tomsk.page
    page.lead = "Ещё не показываем"
    page.save_revision()
    delete_center(network.tomsk)
    restore(network.tomsk)
    page = CenterPage.objects.get(center=network.tomsk)
    assert (page.live, page.lead, page.has_unpublished_changes) == (True, "", True)
    assert page.get_latest_revision_as_object().lead == "Ещё не показываем"


def test_address_is_free_for_another_centre_at_once(deleted, client: Client):
    other = make.CenterFactory(school__municipality=deleted.municipality, slug="batkatskaya", published=True)
    assert other.page.url == CENTER
    assert client.get(CENTER).context["center"] == other


def test_second_centre_of_the_school_can_take_its_place(deleted, client: Client):
    other = make.CenterFactory(school=deleted.school, slug="batkatskaya", published=True)
    assert client.get(CENTER).context["center"] == other


def test_restoring_to_a_taken_address_is_refused(deleted):
    make.CenterFactory(school__municipality=deleted.municipality, slug="batkatskaya", published=True)
    with pytest.raises(ValidationError, match="По этому адресу в муниципалитете уже есть центр"):
        restore(deleted)
    assert Center.objects.get(pk=deleted.pk).deleted_at is not None


def test_restoring_to_the_address_of_a_plain_page_is_refused(deleted):
    district = deleted.page.get_parent().specific
    make.PlainPageFactory(parent=district, slug="batkatskaya")
    with pytest.raises(ValidationError):
        restore(deleted)
    assert Center.objects.get(pk=deleted.pk).deleted_at is not None


def test_deleting_twice_and_restoring_once_is_enough(deleted, client: Client, commit):
    delete_center(Center.objects.get(pk=deleted.pk))
    with commit():
        restore(deleted)
    assert client.get(CENTER).status_code == 200


def test_restoring_brings_its_deleted_school_back(deleted, client: Client, commit):
    delete_school(deleted.school)
    with commit():
        restore(deleted)
    center = Center.objects.get(pk=deleted.pk)
    assert center.school.deleted_at is None
    assert client.get(CENTER).status_code == 200


def test_school_whose_number_is_taken_keeps_its_centre_deleted(deleted):
    delete_school(deleted.school)
    make.SchoolFactory(ogrn=deleted.school.ogrn)
    with pytest.raises(ValidationError, match="Школа с таким ОГРН уже есть"):
        restore(deleted)
    assert Center.objects.get(pk=deleted.pk).deleted_at is not None


def test_other_faults_of_the_row_do_not_keep_it_from_coming_back(deleted, client: Client, commit):
    Center.objects.filter(pk=deleted.pk).update(phone="нет")
    with commit():
        restore(deleted)
    assert client.get(CENTER).status_code == 200


def test_deleting_changes_nothing_of_the_other_centre(network, deleted, client: Client):
    assert client.get(network.dagestan.page.url).status_code == 200


def test_deleted_centre_can_be_taken_out_for_good(deleted):
    deleted.documents.all().delete()
    deleted.page.delete()
    Center.objects.filter(pk=deleted.pk).delete()
    assert not Center.objects.filter(pk=deleted.pk).exists()
