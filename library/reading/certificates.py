"""Certificates of signers: what of them a stamp shows, and nothing else.

A certificate carries the person's СНИЛС, ИНН, e-mail and address; none of these is
ever taken out of it. Keys of GOST R 34.10-2012, unknown to the ASN.1 library, are no obstacle.
"""

import datetime
import re
from typing import Any, Literal

from asn1crypto import algos, core, x509

from library.reading.facts import SignatureStamp

KEY_ALGORITHMS = {
    "1.2.643.7.1.1.1.1": "ГОСТ Р 34.10-2012 (256 бит)",
    "1.2.643.7.1.1.1.2": "ГОСТ Р 34.10-2012 (512 бит)",
    "1.2.643.2.2.19": "ГОСТ Р 34.10-2001",
    "1.2.840.113549.1.1.1": "RSA",
    "1.2.840.10045.2.1": "ECDSA",
    "1.3.101.112": "Ed25519",
    "1.3.101.113": "Ed448",
}
_SURNAME, _GIVEN_NAME, _COMMON_NAME = "2.5.4.4", "2.5.4.42", "2.5.4.3"
_ORGANISATION, _UNIT, _TITLE = "2.5.4.10", "2.5.4.11", "2.5.4.12"
_SUBJECT_SIGN_TOOL, _ISSUER_SIGN_TOOL = "1.2.643.100.111", "1.2.643.100.112"
"""Extensions that приказ ФСБ № 795 demands of a qualified certificate."""

_PRIVATE = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # e-mail
    r"|\b\d{3}-\d{3}-\d{3}[ -]?\d\d\b"  # СНИЛС as printed
    r"|\b\d{10,15}\b"  # ИНН, СНИЛС, ОГРН in a row
    r"|\b(?:СНИЛС|ИНН|ОГРНИП|SNILS|INN|OGRNIP|e-?mail)\b[ :=№]*",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)? [А-ЯЁ][а-яё]+(?: [А-ЯЁ][а-яё]+(?: (?:оглы|кызы))?)?", re.IGNORECASE
)


class _KeyInfo(core.Sequence):  # type: ignore[misc]
    """Public key information of any algorithm: the library knows no GOST R 34.10."""

    _fields = [("algorithm", algos.AlgorithmIdentifier), ("public_key", core.Any)]


class _TbsCertificate(x509.TbsCertificate):  # type: ignore[misc]
    """The body of a certificate with a key of any algorithm."""

    _fields = [
        ("subject_public_key_info", _KeyInfo) if field[0] == "subject_public_key_info" else field
        for field in x509.TbsCertificate._fields
    ]


class Certificate(x509.Certificate):  # type: ignore[misc]
    """A certificate with a key of any algorithm."""

    _fields = [("tbs_certificate", _TbsCertificate), *x509.Certificate._fields[1:]]


def stamp_of_certificate(
    certificate: x509.Certificate, *, signed_at: str = "", algorithm: str = ""
) -> SignatureStamp:
    """The stamp's lines out of a certificate; personal numbers, e-mail and address stay in it."""
    body = certificate["tbs_certificate"]
    subject = _names(body["subject"])
    owner, organisation = _owner(subject)
    return SignatureStamp(
        owner=owner,
        post=_public(subject.get(_TITLE, "")),
        organisation=organisation,
        certificate_number=serial_number(body["serial_number"].native),
        valid_from=iso_utc(body["validity"]["not_before"].native),
        valid_until=iso_utc(body["validity"]["not_after"].native),
        signed_at=signed_at,
        algorithm=_key_algorithm(body) or algorithm,
        kind=_kind(body),
    )


def stamp_of_certificate_bytes(data: bytes) -> SignatureStamp:
    """The stamp's lines out of a certificate in DER; raises ValueError when it is none."""
    return stamp_of_certificate(Certificate.load(data))


def _names(name: x509.Name) -> dict[str, str]:
    """Parts of a distinguished name by their object identifiers; the first of each."""
    parts: dict[str, str] = {}
    for level in name.chosen:
        for pair in level:
            oid = pair["type"].dotted
            if oid not in parts:
                parts[oid] = _string(pair["value"])
    return parts


def _string(value: Any) -> str:
    try:
        native = value.native
    except (ValueError, TypeError):
        return ""
    return native.strip() if isinstance(native, str) else ""


def _owner(subject: dict[str, str]) -> tuple[str, str]:
    """The person and the organisation: the certificate of an organisation has the person in SN and G."""
    surname, given = subject.get(_SURNAME, ""), subject.get(_GIVEN_NAME, "")
    common = subject.get(_COMMON_NAME, "")
    organisation = subject.get(_ORGANISATION, "")
    person = f"{surname} {given}".strip() if surname and given else ""
    if not person and _PERSON.fullmatch(_public(common)):
        person = common
    if not organisation and common and common != person:
        organisation = common if person or not _PERSON.fullmatch(_public(common)) else ""
    if not person and not organisation:
        person = surname or given
    return _public(person), _public(organisation)


def _public(text: str) -> str:
    """The text without anything that must not be shown: e-mail, СНИЛС, ИНН."""
    text = "".join(char if char.isprintable() else " " for char in text)
    text = _PRIVATE.sub(" ", text)
    return re.sub(r"\s+", " ", text).strip(" ,;:-")[:300]


def serial_number(number: int) -> str:
    """A certificate's number as stamps show it: an even count of hexadecimal digits."""
    digits = f"{abs(number):X}"
    return digits if len(digits) % 2 == 0 else f"0{digits}"


def iso_utc(time: datetime.datetime | None) -> str:
    """An ISO time in UTC; empty when there is none."""
    if not isinstance(time, datetime.datetime):
        return ""
    aware = time if time.tzinfo else time.replace(tzinfo=datetime.UTC)
    try:
        return aware.astimezone(datetime.UTC).isoformat(timespec="seconds")
    except OverflowError:
        return ""


def _key_algorithm(body: x509.TbsCertificate) -> str:
    identifier = body["subject_public_key_info"]["algorithm"]["algorithm"]
    return KEY_ALGORITHMS.get(identifier.dotted, "")


def _kind(body: x509.TbsCertificate) -> Literal["qualified", "advanced"]:
    """Qualified by its own description: it names the signing tools of its owner and its issuer."""
    extensions = body["extensions"]
    if isinstance(extensions, core.Void):
        return "advanced"
    present = {extension["extn_id"].dotted for extension in extensions}
    return "qualified" if {_SUBJECT_SIGN_TOOL, _ISSUER_SIGN_TOOL} <= present else "advanced"
