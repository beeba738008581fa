"""Screens of the staff: the register, the rows of a centre, its tables, the first screen, the tree."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from centers.viewsets.bodies import (
    CoordinatorViewSet,
    FederalOperatorViewSet,
    FederalProjectViewSet,
    NationalProjectViewSet,
    NetworkFigureViewSet,
)
from centers.viewsets.centers import CenterViewSet
from centers.viewsets.choosers import center_chooser
from centers.viewsets.documents import CenterDocumentViewSet
from centers.viewsets.lessons import LessonViewSet
from centers.viewsets.people import TeacherViewSet
from centers.viewsets.places import MunicipalityChooserViewSet, MunicipalityViewSet, RegionViewSet
from centers.viewsets.premises import EquipmentViewSet, RoomViewSet
from centers.viewsets.replacements import ReplacementViewSet
from centers.viewsets.schools import SchoolChooserViewSet, SchoolViewSet


class RegisterGroup(ViewSetGroup):
    """«Реестр»: the rows that pages are made from."""

    menu_label = _("Реестр")
    menu_name = "register"
    menu_icon = "table"
    menu_order = 300
    submenu_hook = "register_registry_menu_item"
    items = (
        CenterViewSet,
        SchoolViewSet,
        MunicipalityViewSet,
        RegionViewSet,
        CoordinatorViewSet,
        FederalOperatorViewSet,
        NationalProjectViewSet,
        FederalProjectViewSet,
        NetworkFigureViewSet,
    )


class CenterGroup(ViewSetGroup):
    """«Центры»: what the sections of centres show."""

    menu_label = _("Центры")
    menu_name = "centers"
    menu_icon = "site"
    menu_order = 200
    submenu_hook = "register_center_menu_item"
    items = (
        CenterDocumentViewSet,
        TeacherViewSet,
        RoomViewSet,
        EquipmentViewSet,
        LessonViewSet,
        ReplacementViewSet,
    )


CHOOSERS = (center_chooser, MunicipalityChooserViewSet(), SchoolChooserViewSet())

__all__ = ["CHOOSERS", "CenterGroup", "RegisterGroup"]
