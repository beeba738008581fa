"""Work of the centres that no request waits for."""

from django_tasks import task

from centers.services.intake import read_item


@task()
def read_intake_item(item_id: int) -> None:
    """Read a dropped file; harmless when it has been read already."""
    read_item(item_id)
