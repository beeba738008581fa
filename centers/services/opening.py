"""Opening one centre by hand: shown before anything is made, and made once, whoever presses first."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from accounts.models import User
from centers.models import Center, CenterPage, GeneralInfoPage, Municipality, School
from centers.models.pages.section import CenterScopedPage
from centers.permissions import may
from centers.services.bulk import insert_pages, municipality_pages, open_centers, place_pages
from centers.services.sections import build_sections
from toolkit.text import fold


class AlreadyOpenedError(Exception):
    """Somebody has opened this very centre meanwhile: `center` is the one that stands."""

    def __init__(self, center: Center) -> None:
        super().__init__(center.pk)
        self.center = center


def namesake_of(school: School) -> School | None:
    """The school of the register that a typed-in one repeats: the same name in the same municipality.

    The letters ё and е, capitals and spaces make no difference.
    """
    if school.municipality_id is None:
        return None
    names = School.objects.kept().filter(municipality=school.municipality_id).exclude(pk=school.pk)
    wanted = _key(school.short_name)
    found = next((pk for pk, name in names.values_list("pk", "short_name") if _key(name) == wanted), None)
    return names.select_related("municipality__region").get(pk=found) if found else None


def twin_of(school: School, building: str) -> Center | None:
    """The centre that stands in this building of the school already."""
    known = school if school.pk else namesake_of(school)
    if known is None:
        return None
    wanted = _key(building)
    centers = known.centers.kept().select_related("school", "municipality__region")
    return next((center for center in centers if _key(center.building) == wanted), None)


def _key(words: str) -> str:
    return " ".join(fold(words).split())


def open_once(
    municipality: Municipality, build: Callable[[], Center], *, user: User, publish: bool
) -> CenterPage:
    """Open the centre that `build` returns, unsaved and checked, its new school with it.

    `build` is called while nobody else can open a centre in the same region, so that what it finds
    free stays free. All of it is one transaction.

    Raises `AlreadyOpenedError` when the centre stands already, `PermissionDenied` when the place is not
    the person's, and whatever `build` raises; then nothing has been made.
    """
    built: list[Center] = []
    try:
        with transaction.atomic():
            _hold(municipality)
            center = build()
            built.append(center)
            return _open(center, user=user, publish=publish)
    except IntegrityError:
        # Written by a way that holds no lock: an import of the register, or a form of the old kind.
        twin = twin_of(built[0].school, built[0].building) if built else None
        if twin is None:
            raise
        raise AlreadyOpenedError(twin) from None


def _hold(municipality: Municipality) -> None:
    """Let the others wait: the pages of the municipality and of its region may have to be made."""
    places = Municipality.objects.select_for_update().select_related("region")
    if not list(places.filter(pk=municipality.pk)):
        raise ValidationError(_("Этот муниципалитет убрали из реестра. Выберите другой."))


def _open(center: Center, *, user: User, publish: bool) -> CenterPage:
    school = center.school
    twin = twin_of(school, center.building)
    if twin is not None:
        raise AlreadyOpenedError(twin)
    if school.pk is None:
        if not may(user, "add", school):
            raise PermissionDenied
        school.save()
        log(instance=school, action="wagtail.create", user=user)
        center.school = school
    if not may(user, "add", center):
        raise PermissionDenied
    center.save()
    log(instance=center, action="wagtail.create", user=user)
    (page,) = open_centers([center], user=user, publish=publish)
    if publish:
        log(instance=page, action="wagtail.publish", user=user)
    return page


@contextmanager
def as_if_opened(center: Center, section: str = "") -> Iterator[CenterPage]:
    """Inside, the centre and its published tree exist; afterwards there is no trace of them.

    `center` and its school may be unsaved. Of the sections only what shows on the centre's first page
    is whole, and `section`, the address of one of them. Nothing is indexed, purged or logged.

    Raises `IntegrityError` or `ValidationError` when such a centre cannot be made.
    """
    with transaction.atomic():
        try:
            if center.school.pk is None:
                School.objects.bulk_create([center.school])
                center.school_id = center.school.pk
            center.municipality = center.school.municipality
            Center.objects.bulk_create([center])
            page = CenterPage(center=center)
            above = municipality_pages([center], None)[center.municipality_id]
            _show([(above, page)], [page])
            sections = [one.model(title=one.title, slug=one.slug) for one in build_sections(center)]
            for below in sections:
                if isinstance(below, CenterScopedPage):
                    below.center = center
            whole = [one for one in sections if isinstance(one, GeneralInfoPage) or one.slug == section]
            _show([(page, below) for below in sections], whole)
            page.numchild = len(sections)
            yield page
        finally:
            transaction.set_rollback(True)


def _show(pairs: list[tuple[Page, Page]], whole: list[Page]) -> None:
    pages = [page for _parent, page in pairs]
    place_pages(pairs)
    for page in pages:
        page.live = True
    insert_pages(pages, whole=whole)
