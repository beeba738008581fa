"""Work of the library that no request waits for."""

from django_tasks import task

from library.readings import read_version


@task()
def read_document_version(version_id: int) -> None:
    """Read the file of a version; harmless when it has been read already."""
    read_version(version_id)
