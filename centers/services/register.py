"""Bring a deleted school back."""

from django.db import transaction

from centers.models import School
from centers.services.bin.entries import forget


@transaction.atomic
def restore_school(school: School) -> None:
    """Bring a deleted school back into the lists.

    Raises `ValidationError` when another school has taken its register numbers meanwhile.
    """
    school.deleted_at = None
    school.validate_constraints()
    school.save(update_fields=["deleted_at", "updated_at"])
    forget(school)
