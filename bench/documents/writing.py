"""A paper's bytes in the format it is saved in."""

from bench.documents.office_writer import write_docx, write_odt
from bench.documents.paper import Specimen
from bench.documents.pdf_writer import write_pdf, write_photo, write_scan

WRITERS = {
    "pdf": write_pdf,
    "docx": write_docx,
    "odt": write_odt,
    "scan": write_scan,
    "photo": write_photo,
}
EXTENSIONS = {"pdf": "pdf", "scan": "pdf", "docx": "docx", "odt": "odt", "photo": "jpg"}


def write(specimen: Specimen) -> bytes:
    """The file's content."""
    return WRITERS[specimen.format](specimen)


def file_name(specimen: Specimen) -> str:
    """The file's name with its extension."""
    return f"{specimen.name}.{EXTENSIONS[specimen.format]}"
