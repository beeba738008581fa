"""Work of the library that no request waits for."""

from django_tasks import task

from library.models import Image
from library.readings import read_version
from library.shapes import make_files


@task()
def read_document_version(version_id: int) -> None:
    """Read the file of a version; harmless when it has been read already."""
    read_version(version_id)


@task(priority=-10)
def make_photo_files(image_id: int, shapes: list[str]) -> None:
    """Make the files of a photo in these shapes; harmless when they are there or the photo is gone."""
    image = Image.objects.filter(pk=image_id).first()
    if image is not None:
        make_files(image, shapes)
