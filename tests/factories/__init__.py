"""Rows, pages and files for the tests; the traits say in what state a thing is.

Everything they make is valid: it passes `full_clean()` as if a person had typed it.
"""

from tests.factories.files import DocumentFactory, ImageFactory, pdf_bytes
from tests.factories.network import Network, build_network
from tests.factories.pages import (
    EventPageFactory,
    NewsPageFactory,
    PlainPageFactory,
    ProgramPageFactory,
    SiteFactory,
    section_of,
)
from tests.factories.registry import (
    CenterFactory,
    CoordinatorFactory,
    FederalOperatorFactory,
    FederalProjectFactory,
    MunicipalityFactory,
    NationalProjectFactory,
    NetworkFigureFactory,
    RegionFactory,
    SchoolFactory,
    inn,
    ogrn,
)
from tests.factories.rows import (
    CenterDocumentFactory,
    EquipmentFactory,
    LessonFactory,
    RoomFactory,
    TeacherFactory,
)
from tests.factories.users import UserFactory, member

__all__ = [
    "CenterDocumentFactory",
    "CenterFactory",
    "CoordinatorFactory",
    "DocumentFactory",
    "EquipmentFactory",
    "EventPageFactory",
    "FederalOperatorFactory",
    "FederalProjectFactory",
    "ImageFactory",
    "LessonFactory",
    "MunicipalityFactory",
    "NationalProjectFactory",
    "Network",
    "NetworkFigureFactory",
    "NewsPageFactory",
    "PlainPageFactory",
    "ProgramPageFactory",
    "RegionFactory",
    "RoomFactory",
    "SchoolFactory",
    "SiteFactory",
    "TeacherFactory",
    "UserFactory",
    "build_network",
    "inn",
    "member",
    "ogrn",
    "pdf_bytes",
    "section_of",
]
