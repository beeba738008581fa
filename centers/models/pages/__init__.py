"""Page types of the site, one a file."""

from centers.models.pages.additional_info import AdditionalInfoPage
from centers.models.pages.base import BasePage
from centers.models.pages.center import CenterPage
from centers.models.pages.documents import DocumentsPage
from centers.models.pages.equipment import EquipmentPage
from centers.models.pages.events import EventIndexPage, EventKind, EventPage
from centers.models.pages.feedback import FeedbackPage
from centers.models.pages.gallery import AlbumPage, GalleryPage
from centers.models.pages.general_info import FunctionsPage, GeneralInfoPage
from centers.models.pages.home import HomePage
from centers.models.pages.municipality import MunicipalityPage
from centers.models.pages.news import NewsIndexPage, NewsKind, NewsPage
from centers.models.pages.plain import PlainPage
from centers.models.pages.programs import ProgramIndexPage, ProgramKind, ProgramPage, StudyForm
from centers.models.pages.region import RegionPage
from centers.models.pages.teachers import TeachersPage
from centers.models.pages.timetable import TimetablePage

__all__ = [
    "AdditionalInfoPage",
    "AlbumPage",
    "BasePage",
    "CenterPage",
    "DocumentsPage",
    "EquipmentPage",
    "EventIndexPage",
    "EventKind",
    "EventPage",
    "FeedbackPage",
    "FunctionsPage",
    "GalleryPage",
    "GeneralInfoPage",
    "HomePage",
    "MunicipalityPage",
    "NewsIndexPage",
    "NewsKind",
    "NewsPage",
    "PlainPage",
    "ProgramIndexPage",
    "ProgramKind",
    "ProgramPage",
    "RegionPage",
    "StudyForm",
    "TeachersPage",
    "TimetablePage",
]
