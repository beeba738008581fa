"""Open, move, delete and restore a centre: each is one transaction."""

from contextlib import nullcontext

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext, log

from accounts.models import User
from centers.models import Center, CenterPage, Municipality, School
from centers.services.bin.entries import forget, keep_row
from centers.services.names import refuse_taken_addresses
from centers.services.sections import (
    add_page,
    build_sections,
    carry_out,
    center_page_for,
    municipality_page_for,
)


@transaction.atomic
def open_center(center: Center, *, user: User | None = None, publish: bool = True) -> CenterPage:
    """Build the page of a centre and its whole section tree from the register row.

    Texts are rendered from data when they are read, so nothing is copied into the pages.
    With `publish=False` the centre's own page stays a draft, which hides all below it.
    A second call makes only what is missing.

    Raises `ValidationError` when the row has been deleted.
    """
    if center.deleted_at is not None:
        raise ValidationError(_("Этот центр удалён из реестра. Сначала восстановите его."))
    page = center_page_for(center)
    if page is None:
        page = CenterPage(center=center)
        add_page(municipality_page_for(center.municipality, user=user), page, live=publish, user=user)
    carry_out(page, build_sections(center), live=True, user=user)
    return page


@transaction.atomic
def move_school(school: School, municipality: Municipality, *, user: User | None = None) -> None:
    """Move a school with all its centres, their pages and files to another municipality.

    Permanent addresses (`/c/…`, `/d/…`) stay, old addresses are redirected. The pages follow
    the school because it is saved (`centers.receivers`).

    Raises `ValidationError` when an address of one of the centres is taken there; then
    nothing has moved.
    """
    refuse_taken_addresses(school, municipality)
    school.municipality = municipality
    with LogContext(user=user) if user else nullcontext():
        school.save(update_fields=["municipality", "updated_at"])


def move_center(center: Center, municipality: Municipality, *, user: User | None = None) -> None:
    """Move a centre: it belongs to its school, so the school moves with all it has.

    Raises `ValidationError` as `move_school` does.
    """
    move_school(center.school, municipality, user=user)


@transaction.atomic
def delete_center(center: Center, *, user: User | None = None) -> None:
    """Take a centre off the site and out of the lists; `restore_center` brings it back.

    Pages, documents and files stay: the centre's own page is hidden, and everything below with
    it. Its address is free for another centre.
    """
    page = center_page_for(center)
    if page is not None and page.live:
        log(instance=page, action="wagtail.unpublish", user=user)
    center.deleted_at = timezone.now()
    center.save(update_fields=["deleted_at", "updated_at"])
    keep_row(center, user=user)


@transaction.atomic
def restore_center(center: Center, *, user: User | None = None) -> None:
    """Bring a deleted centre back to its old place and address, and its school if that went too.

    The page is published again if it was when the centre was deleted.

    Raises `ValidationError` when another centre, school or page has taken its place meanwhile.
    """
    if center.school.deleted_at is not None:
        _bring_back(center.school)
    _bring_back(center)
    page = center_page_for(center)
    if page is not None and page.live_revision and not page.live:
        page.live_revision.publish(user=user)


def _bring_back(row: School | Center) -> None:
    deleted_at, row.deleted_at = row.deleted_at, None
    try:
        row.validate_constraints()
        row.save(update_fields=["deleted_at", "updated_at"])
        forget(row)
    except ValidationError:
        row.deleted_at = deleted_at
        raise


@transaction.atomic
def delete_school(school: School, *, user: User | None = None) -> None:
    """Take a school without centres out of the register.

    Raises `ValidationError` while it has a centre, so that none is orphaned.
    """
    count = school.centers.kept().count()
    if count:
        raise ValidationError(
            _("Школу «{name}» нельзя удалить: в ней есть центр. Сначала удалите центр.").format(
                name=school.short_name
            )
        )
    school.deleted_at = timezone.now()
    school.save(update_fields=["deleted_at", "updated_at"])
    keep_row(school, user=user)
