"""Open, move, delete and restore a centre: each is one transaction."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction

from accounts.models import User
from centers.models import Center, CenterPage, Municipality, School
from centers.services.sections import (
    build_sections,
    carry_out,
    center_page_for,
    municipality_page_for,
    publish_as_made,
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
        page = CenterPage(center=center, title=center.title, slug=center.slug, live=publish, owner=user)
        municipality_page_for(center.municipality, user=user).add_child(instance=page)
        publish_as_made(page, live=publish, user=user)
    carry_out(page, build_sections(center), live=True, user=user)
    return page


@transaction.atomic
def move_school(school: School, municipality: Municipality, *, user: User | None = None) -> None:
    """Move a school with all its centres, their pages and files to another municipality.

    Permanent addresses (`/c/…`, `/d/…`) stay, old addresses are redirected.

    Raises `ValidationError` when an address of one of the centres is taken there; then
    nothing has moved.
    """
    centers = list(school.centers.select_related("municipality"))
    taken = set(
        Center.objects.kept()
        .in_municipality(municipality)
        .exclude(school=school)
        .values_list("slug", flat=True)
    )
    for center in centers:
        if center.deleted_at is None and center.slug in taken:
            raise ValidationError(
                _(
                    "В муниципалитете «{place}» уже есть центр с адресом «{slug}». "
                    "Сначала измените адрес одного из центров."
                ).format(place=municipality.name, slug=center.slug)
            )
    school.municipality = municipality
    school.save(update_fields=["municipality", "updated_at"])
    for center in centers:
        center.school = school
        if center.coordinator and center.coordinator.region_id != municipality.region_id:
            center.coordinator = None
        center.save()
        page = center_page_for(center)
        if page is not None:
            parent = municipality_page_for(municipality, user=user)
            if page.get_parent().pk != parent.pk:
                page.move(parent, pos="last-child", user=user)


def move_center(center: Center, municipality: Municipality, *, user: User | None = None) -> None:
    """Move a centre: it belongs to its school, so the school moves with all it has.

    Raises `ValidationError` as `move_school` does.
    """
    move_school(center.school, municipality, user=user)


@transaction.atomic
def delete_center(center: Center, *, user: User | None = None) -> None:
    """Take a centre off the site and out of the lists; `restore_center` brings it back.

    Pages, documents and files stay in place, unpublished with the centre's own page.
    """
    center.deleted_at = timezone.now()
    center.save(update_fields=["deleted_at", "updated_at"])
    page = center_page_for(center)
    if page is not None and page.live:
        UnpublishPageAction(page, user=user, log_action=True).execute(skip_permission_checks=True)


@transaction.atomic
def restore_center(center: Center, *, user: User | None = None) -> None:
    """Bring a deleted centre back to its old place and address.

    Raises `ValidationError` when another centre has taken its address or place meanwhile.
    """
    center.deleted_at = None
    center.full_clean()
    center.save(update_fields=["deleted_at", "updated_at"])
    page = center_page_for(center)
    if page is not None and not page.live:
        page.save_revision(user=user, clean=False).publish(user=user)


@transaction.atomic
def delete_school(school: School) -> None:
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
