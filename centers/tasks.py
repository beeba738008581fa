"""Work of the centres that no request waits for."""

from django_tasks import task

from centers.services.intake import read_item
from centers.services.program_entries import refresh_below


@task()
def read_intake_item(item_id: int) -> None:
    """Read a dropped file; harmless when it has been read already."""
    read_item(item_id)


@task()
def refresh_programs_below(path: str) -> None:
    """Write the catalogue's rows of all centres below a page of the tree anew."""
    refresh_below(path)
