"""Take a place out of the register, and bring a deleted school back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.delete import DeleteAction

from accounts.models import User
from centers.models import Municipality, Region, School


@transaction.atomic
def delete_place(place: Region | Municipality, *, user: User | None = None) -> None:
    """Delete a place with its own page, which by then has nothing below it.

    Raises `ValidationError` while other pages stand below the place's page, and
    `ProtectedError` while rows of the register refer to the place.
    """
    page = getattr(place, "page", None)
    if page is not None:
        if page.get_children().exists():
            raise ValidationError(
                _(
                    "На сайте ниже страницы «{name}» есть другие страницы. Сначала удалите или перенесите их."
                ).format(name=place)
            )
        page.delete(user=user)
    DeleteAction(place, user=user).execute(skip_permission_checks=True)


@transaction.atomic
def restore_school(school: School) -> None:
    """Bring a deleted school back into the lists.

    Raises `ValidationError` when another school has taken its register numbers meanwhile.
    """
    school.deleted_at = None
    school.validate_constraints()
    school.save(update_fields=["deleted_at", "updated_at"])
