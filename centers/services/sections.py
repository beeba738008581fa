"""The plan of a centre's section tree, and carrying it out.

The nine sections are those that schools keep in «Центр “Точка роста”» after the
ministry's recommendations (see `docs/adr`); the functions stand within the first one.
"""

from dataclasses import dataclass, field
from itertools import chain, count

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.signals import page_published

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

    There is one page of each planned type below a parent. One that its editors have renamed or
    moved to another address is left as it is, so that carrying out a plan twice changes nothing.
    """
    children = list(parent.get_children().specific())
    present = {type(page): page for page in children}
    taken = {page.slug for page in children}
    made: list[Page] = []
    for planned in plan:
        page = present.get(planned.model)
        if page is None:
            page = planned.model(title=planned.title, slug=free_slug(planned.slug, taken))
            add_page(parent, page, live=live, user=user)
            made.append(page)
        made.extend(carry_out(page, planned.below, live=live, user=user))
    return made


def free_slug(wanted: str, taken: set[str]) -> str:
    """`wanted`, or the first of «wanted-2», «wanted-3»… that is not taken."""
    numbered = (f"{wanted}-{number}" for number in count(2))
    return next(slug for slug in chain([wanted], numbered) if slug not in taken)


def add_page(parent: Page, page: Page, *, live: bool, user: User | None = None) -> None:
    """Put a new page below `parent` with its first revision, published or as a draft.

    The same as adding a draft and publishing it, at half the price: a centre has a dozen pages.

    Raises `ValidationError` when the page breaks a rule or its address is taken.
    """
    page.owner = user
    page.live, page.has_unpublished_changes = live, not live
    if live:
        page.first_published_at = page.last_published_at = timezone.now()
    parent.add_child(instance=page)
    revision = page.save_revision(user=user, changed=False, clean=False)
    if live:
        page.live_revision = revision
        Page.objects.filter(pk=page.pk).update(live_revision=revision)
        page_published.send(sender=type(page), instance=page, revision=revision)


def region_page_for(region: Region, *, user: User | None = None) -> RegionPage:
    """The region's page; made and published below the home page when there is none."""
    page = RegionPage.objects.filter(region=region).first()
    if page is None:
        page = RegionPage(region=region)
        add_page(home_page(), page, live=True, user=user)
    return page


def municipality_page_for(municipality: Municipality, *, user: User | None = None) -> MunicipalityPage:
    """The municipality's page; made and published below its region's page when there is none."""
    page = MunicipalityPage.objects.filter(municipality=municipality).first()
    if page is None:
        page = MunicipalityPage(municipality=municipality)
        add_page(region_page_for(municipality.region, user=user), page, live=True, user=user)
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
