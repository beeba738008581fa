"""What the factories make is valid: no test may stand on a row that no person could enter."""

import pytest
from django.test import Client

from centers.models import EventPage, NewsPage, ProgramPage
from tests import factories as make

pytestmark = pytest.mark.django_db

ROWS = [
    (make.RegionFactory, {}),
    (make.MunicipalityFactory, {}),
    (make.MunicipalityFactory, {"unknown": True}),
    (make.CoordinatorFactory, {}),
    (make.CoordinatorFactory, {"future": True}),
    (make.NationalProjectFactory, {}),
    (make.FederalProjectFactory, {}),
    (make.FederalOperatorFactory, {}),
    (make.SchoolFactory, {}),
    (make.SchoolFactory, {"long_named": True}),
    (make.CenterFactory, {}),
    (make.CenterFactory, {"planned": True}),
    (make.CenterFactory, {"opening": True}),
    (make.CenterFactory, {"closed": True}),
    (make.CenterFactory, {"own_operator": True}),
    (make.CenterFactory, {"operator_not_stated": True}),
    (make.NetworkFigureFactory, {}),
    (make.CenterDocumentFactory, {}),
    (make.CenterDocumentFactory, {"elsewhere": True}),
    (make.TeacherFactory, {"photographed": True}),
    (make.RoomFactory, {}),
    (make.EquipmentFactory, {}),
]


def _name(value) -> str:
    return ",".join(value) if isinstance(value, dict) else value.__name__


@pytest.mark.parametrize(("factory", "traits"), ROWS, ids=_name)
def test_row_of_a_factory_is_valid(factory, traits):
    factory(**traits).full_clean()


def test_pages_of_factories_are_published_below_their_centre(network, client: Client):
    center = network.tomsk
    program = make.ProgramPageFactory(center=center)
    pages = [program, make.EventPageFactory(center=center), make.NewsPageFactory(center=center)]
    make.LessonFactory(program=program).full_clean()
    assert [type(page) for page in pages] == [ProgramPage, EventPage, NewsPage]
    assert [client.get(page.url).status_code for page in pages] == [200, 200, 200]


def test_document_of_a_factory_holds_a_real_pdf_of_two_pages():
    row = make.CenterDocumentFactory(published=True)
    assert row.live
    assert row.last_published_at is not None
    assert row.document.page_count == 2
