"""Signatures inside a PDF: its signature dictionaries, each with a CMS container."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import pikepdf

from library.reading.certificates import stamp_of_certificate_bytes
from library.reading.dates import in_utc, pdf_date
from library.reading.facts import SignatureStamp
from library.reading.report import Report
from library.reading.signatures import NotASignatureError, read_container

_TIME_STAMP = "/ETSI.RFC3161"
"""A stamp of time over the whole document is nobody's signature."""
_MOST = 20


def stamps_of(fields: Sequence[pikepdf.Object], path: Path, report: Report) -> None:
    """Report the stamps of the signature dictionaries, and whether bytes were added after the last one."""
    size = path.stat().st_size
    covered = 0
    for field in fields[:_MOST]:
        covered = max(covered, _covered(field))
        if str(field.get("/SubFilter", "")) == _TIME_STAMP:
            continue
        for stamp in _stamps(field, report):
            report.signature(asdict(stamp))
    if 0 < covered < size - 2:
        report.problem("changed_after_signing")


def _stamps(field: pikepdf.Object, report: Report) -> list[SignatureStamp]:
    try:
        contents = bytes(field["/Contents"])
        if str(field.get("/SubFilter", "")) == "/adbe.x509.rsa_sha1":
            stamps = [_of_certificate(field)]
        else:
            container = read_container(contents)
            stamps = list(container.stamps)
            if container.without_certificate:
                report.problem("signature_without_certificate")
    except (NotASignatureError, ValueError, TypeError, KeyError, pikepdf.PdfError):
        report.problem("signature_unreadable")
        return []
    return [stamp if stamp.signed_at else replace(stamp, signed_at=_said_time(field)) for stamp in stamps]


def _of_certificate(field: pikepdf.Object) -> SignatureStamp:
    """The oldest form: a bare signature, the certificate beside it."""
    said = field["/Cert"]
    first = said[0] if isinstance(said, pikepdf.Array) else said
    return stamp_of_certificate_bytes(bytes(first))


def _said_time(field: pikepdf.Object) -> str:
    """`/M`: the time that the signing program wrote."""
    said = field.get("/M")
    return in_utc(pdf_date(str(said))) if isinstance(said, pikepdf.String) else ""


def _covered(field: pikepdf.Object) -> int:
    try:
        numbers = [int(number) for number in field["/ByteRange"]]
    except (TypeError, ValueError, KeyError):
        return 0
    return max(
        (start + length for start, length in zip(numbers[::2], numbers[1::2], strict=False)), default=0
    )
