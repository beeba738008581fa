"""Electronic signatures, read and never judged: who signed, by which certificate, when.

CMS containers (`.sig`, `.p7s`, `.sgn`; DER, BER, PEM or base64; detached or attached) are
parsed as ASN.1, GOST R 34.10-2012 certificates included. Nothing here checks that a
signature is valid: 63-ФЗ leaves that to certified means, and no word says otherwise.
"""

import base64
import binascii
import datetime
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from asn1crypto import cms, core, x509

from library.reading.certificates import (
    KEY_ALGORITHMS,
    Certificate,
    iso_utc,
    serial_number,
    stamp_of_certificate,
)
from library.reading.facts import SignatureStamp
from library.reading.report import Report

MOST_BYTES = 40 * 1024 * 1024
"""A longer container is not read: attached signatures carry the whole document."""
_MOST_SIGNERS = 20

_TIME_STAMPED = "1.2.840.113549.1.9.16.2.14"
_SIGNATURES_OF_KEYS = {
    "1.2.643.7.1.1.3.2": "1.2.643.7.1.1.1.1",
    "1.2.643.7.1.1.3.3": "1.2.643.7.1.1.1.2",
    "1.2.643.2.2.3": "1.2.643.2.2.19",
    "1.2.840.113549.1.1.5": "1.2.840.113549.1.1.1",
    "1.2.840.113549.1.1.10": "1.2.840.113549.1.1.1",
    "1.2.840.113549.1.1.11": "1.2.840.113549.1.1.1",
    "1.2.840.113549.1.1.12": "1.2.840.113549.1.1.1",
    "1.2.840.113549.1.1.13": "1.2.840.113549.1.1.1",
    "1.2.840.10045.4.3.2": "1.2.840.10045.2.1",
    "1.2.840.10045.4.3.3": "1.2.840.10045.2.1",
    "1.2.840.10045.4.3.4": "1.2.840.10045.2.1",
}
"""Signature algorithms and the kinds of keys that make them."""


class NotASignatureError(ValueError):
    """The bytes are no CMS container with a signature."""


@dataclass(frozen=True, slots=True)
class Container:
    """What a signature file holds: stamps of its signers, and whether the document is inside."""

    stamps: tuple[SignatureStamp, ...]
    detached: bool
    without_certificate: int = 0


def read_container(data: bytes) -> Container:
    """Signers of a CMS container in any of the ways a `.sig` file is written.

    Raises NotASignatureError when it is none.
    """
    if len(data) > MOST_BYTES:
        raise NotASignatureError("too long")
    signed = _signed_data(unwrap(data))
    stamps: list[SignatureStamp] = []
    missing = 0
    try:
        certificates = list(_certificates(signed))
        detached = signed["encap_content_info"]["content"].native is None
        for signer in list(signed["signer_infos"])[:_MOST_SIGNERS]:
            stamp = _stamp(signer, certificates)
            missing += not stamp.owner and not stamp.organisation
            stamps.append(stamp)
    except (
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
        OverflowError,
        RecursionError,
    ) as error:
        raise NotASignatureError("damaged") from error
    if not stamps:
        raise NotASignatureError("nobody signed")
    return Container(tuple(stamps), detached, missing)


_ARMOUR = re.compile(rb"-----BEGIN [A-Z0-9 #]+-----(?P<body>.*?)-----END", re.DOTALL)


def unwrap(data: bytes) -> bytes:
    """DER or BER bytes out of PEM, base64 (spread over lines, in UTF-16) or as they are."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", "ignore").encode("ascii", "ignore")
    data = data.removeprefix(b"\xef\xbb\xbf")
    if data[:1] == b"\x30":
        return data
    armour = _ARMOUR.search(data)
    body = re.sub(rb"\s+", b"", armour["body"] if armour else data)
    try:
        return base64.b64decode(body + b"=" * (-len(body) % 4), validate=True)
    except (binascii.Error, ValueError):
        return data


def _signed_data(data: bytes) -> cms.SignedData:
    try:
        info = cms.ContentInfo.load(data)
        if info["content_type"].native != "signed_data":
            raise NotASignatureError("another kind of container")
        return info["content"]
    except NotASignatureError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError) as error:
        raise NotASignatureError("no container") from error


def _certificates(signed: cms.SignedData) -> Iterable[x509.Certificate]:
    choices = signed["certificates"]
    if isinstance(choices, core.Void):
        return
    for choice in choices:
        if choice.name == "certificate":
            yield Certificate.load(choice.chosen.dump())


def _stamp(signer: cms.SignerInfo, certificates: list[x509.Certificate]) -> SignatureStamp:
    certificate = _own_certificate(signer, certificates)
    signed_at = iso_utc(_signing_time(signer))
    algorithm = _algorithm(signer)
    if certificate is None:
        identifier = signer["sid"]
        number = ""
        if identifier.name == "issuer_and_serial_number":
            number = serial_number(identifier.chosen["serial_number"].native)
        return SignatureStamp(certificate_number=number, signed_at=signed_at, algorithm=algorithm)
    return stamp_of_certificate(certificate, signed_at=signed_at, algorithm=algorithm)


def _own_certificate(signer: cms.SignerInfo, certificates: list[x509.Certificate]) -> x509.Certificate | None:
    identifier = signer["sid"]
    for certificate in certificates:
        if identifier.name == "issuer_and_serial_number":
            body = certificate["tbs_certificate"]
            same_number = body["serial_number"].native == identifier.chosen["serial_number"].native
            if same_number and body["issuer"].dump() == identifier.chosen["issuer"].dump():
                return certificate
        elif certificate.key_identifier == identifier.chosen.native:
            return certificate
    return (
        certificates[0] if len(certificates) == 1 and identifier.name != "issuer_and_serial_number" else None
    )


def _signing_time(signer: cms.SignerInfo) -> datetime.datetime | None:
    """The time a trusted stamp gives, or else the one the signer's computer wrote."""
    return _time_stamp(signer) or _attribute_time(signer)


def _attribute_time(signer: cms.SignerInfo) -> datetime.datetime | None:
    attributes = signer["signed_attrs"]
    if isinstance(attributes, core.Void):
        return None
    for attribute in attributes:
        if attribute["type"].native == "signing_time":
            for value in attribute["values"]:
                native = value.native
                if isinstance(native, datetime.datetime):
                    return native
    return None


def _time_stamp(signer: cms.SignerInfo) -> datetime.datetime | None:
    attributes = signer["unsigned_attrs"]
    if isinstance(attributes, core.Void):
        return None
    for attribute in attributes:
        if attribute["type"].dotted != _TIME_STAMPED:
            continue
        for value in attribute["values"]:
            try:
                token = value["content"]["encap_content_info"]["content"].parsed
                native = token["gen_time"].native
            except (ValueError, TypeError, KeyError, AttributeError):
                continue
            if isinstance(native, datetime.datetime):
                return native
    return None


def _algorithm(signer: cms.SignerInfo) -> str:
    """What the signer says the signature is; the certificate's key knows better when it is there."""
    identifier: str = signer["signature_algorithm"]["algorithm"].dotted
    return KEY_ALGORITHMS.get(_SIGNATURES_OF_KEYS.get(identifier, identifier), identifier)


def report_signature_file(path: Path, report: Report) -> None:
    """Read a signature file and report its stamps."""
    report.stage("structure")
    if path.stat().st_size > MOST_BYTES:
        raise report.stop("signature_too_large")
    try:
        container = read_container(path.read_bytes())
    except NotASignatureError:
        raise report.stop("not_a_signature") from None
    report.facts(signature_detached=container.detached)
    if container.without_certificate:
        report.problem("signature_without_certificate")
    for stamp in container.stamps:
        report.signature(asdict(stamp))
