"""The plan of a centre's section tree, and carrying it out.

The nine sections are those that schools keep in «Центр “Точка роста”» after the
ministry's recommendations (see `docs/adr`); the functions stand within the first one.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from centers.models import (
    AdditionalInfoPage,
    Center,
    CenterPage,
    DocumentsPage,
    EquipmentPage,
    EventIndexPage,
    FeedbackPage,
    FunctionsPage,
    GeneralInfoPage,
    HomePage,
    Municipality,
    MunicipalityPage,
    NewsIndexPage,
    ProgramIndexPage,
    Region,
    RegionPage,
    TeachersPage,
    TimetablePage,
)


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """One page to make: its model, title, slug and the pages below it."""

    model: type[Page]
    title: str
    slug: str
    below: tuple["PlannedPage", ...] = field(default=())


def build_sections(center: Center) -> tuple[PlannedPage, ...]:
    """The sections of a centre in their order; the loader of whole registers uses the same plan."""
    return (
        PlannedPage(
            GeneralInfoPage,
            _("Общая информация"),
            "obshchaya-informaciya",
            (PlannedPage(FunctionsPage, _("Функции центра"), "funkcii"),),
        ),
        PlannedPage(DocumentsPage, _("Документы"), "dokumenty"),
        PlannedPage(ProgramIndexPage, _("Образовательные программы"), "programmy"),
        PlannedPage(TeachersPage, _("Педагоги"), "pedagogi"),
        PlannedPage(EquipmentPage, _("Материально-техническая база"), "oborudovanie"),
        PlannedPage(TimetablePage, _("Режим занятий"), "raspisanie"),
        PlannedPage(EventIndexPage, _("Мероприятия"), "meropriyatiya"),
        PlannedPage(AdditionalInfoPage, _("Дополнительная информация"), "dopolnitelno"),
        PlannedPage(FeedbackPage, _("Обратная связь"), "kontakty"),
        PlannedPage(NewsIndexPage, _("Новости"), "novosti"),
    )


def carry_out(
    parent: Page, plan: tuple[PlannedPage, ...], *, live: bool, user: User | None = None
) -> list[Page]:
    """Make the planned pages below `parent` that are not there yet; returns the new ones.

    A page of the same address is left as it is, so that carrying out a plan twice changes nothing.
    """
    present = {page.slug: page for page in parent.get_children().specific()}
    made: list[Page] = []
    for planned in plan:
        page = present.get(planned.slug)
        if page is None:
            page = planned.model(title=planned.title, slug=planned.slug, live=live, owner=user)
            parent.add_child(instance=page)
            publish_as_made(page, live=live, user=user)
            made.append(page)
        made.extend(carry_out(page, planned.below, live=live, user=user))
    return made


def publish_as_made(page: Page, *, live: bool, user: User | None = None) -> None:
    """Give a new page its first revision, and publish it when it is to be seen at once."""
    revision = page.save_revision(user=user, clean=False)
    if live:
        revision.publish(user=user, log_action=False)


def region_page_for(region: Region, *, user: User | None = None) -> RegionPage:
    """The region's page; made and published below the home page when there is none."""
    page = RegionPage.objects.filter(region=region).first()
    if page is None:
        page = RegionPage(region=region, title=region.name, slug=region.slug, owner=user)
        home_page().add_child(instance=page)
        publish_as_made(page, live=True, user=user)
    return page


def municipality_page_for(municipality: Municipality, *, user: User | None = None) -> MunicipalityPage:
    """The municipality's page; made and published below its region's page when there is none."""
    page = MunicipalityPage.objects.filter(municipality=municipality).first()
    if page is None:
        page = MunicipalityPage(
            municipality=municipality, title=municipality.name, slug=municipality.slug, owner=user
        )
        region_page_for(municipality.region, user=user).add_child(instance=page)
        publish_as_made(page, live=True, user=user)
    return page


def center_page_for(center: Center) -> CenterPage | None:
    """The centre's page, or None before it was opened."""
    return CenterPage.objects.filter(center=center).first()


def home_page() -> HomePage:
    """The home page of the network: the parent of all regions.

    Raises `RuntimeError` when the installation has none (`manage.py migrate` makes it).
    """
    page = HomePage.objects.order_by("path").first()
    if page is None:
        raise RuntimeError("the installation has no home page; run migrate")
    return page
