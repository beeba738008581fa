"""Work of the centres that no request waits for."""

from django_tasks import task

from centers.services.finding.reindexing import reindex_centers, reindex_programs_of
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


@task()
def renew_places_in_search(centers: list[int]) -> None:
    """Let everything in these centres be found by the present names of its place."""
    reindex_centers(centers)


@task()
def renew_teacher_in_search(teacher: int) -> None:
    """Let the programmes of a teacher be found by the present name."""
    reindex_programs_of(teacher)
