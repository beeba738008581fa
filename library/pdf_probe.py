"""Read a PDF from standard input, write what it is as JSON.

Run by `library.pdf` as a script of its own (`python -I pdf_probe.py`), never
imported: a file made to crash, hang or swell its reader takes only this
process along. Nothing of the site is loaded here.
"""

import json
import sys

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 10


def limit_myself() -> None:
    """Cap memory, processor time and written bytes; Windows has no such limits."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def probe(content: bytes) -> dict[str, object]:
    """Return `{"pages": n}` or `{"error": "password" | "damaged"}`."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
        return {"error": "password" if locked else "damaged"}
    try:
        pages = len(document)
        if pages:
            document[0].get_size()
    except pypdfium2.PdfiumError:
        return {"error": "damaged"}
    return {"pages": pages}


if __name__ == "__main__":
    limit_myself()
    json.dump(probe(sys.stdin.buffer.read()), sys.stdout)
