"""Signatures are read, never judged, and nothing private leaves them."""

import base64
import datetime
import json
import re
from pathlib import Path

import pytest
from asn1crypto import x509
from hypothesis import given, settings
from hypothesis import strategies as st

from library.reading.certificates import serial_number
from library.reading.extract import read_file
from library.reading.facts import SignatureStamp
from library.reading.signatures import NotASignatureError, read_container
from library.reading.stamps import NOTE, TITLE, stamp_rows
from tests.library.reading import makers

FIXTURES = Path(__file__).with_name("fixtures")
CONTAINERS = sorted(path for path in FIXTURES.iterdir() if path.suffix in (".sig", ".p7s", ".sgn"))
PRIVATE = re.compile(
    r"11223344595|7017\d{8}|7017123456|1027000000001|example|@|Тайная|Луговое|СНИЛС|ИНН|\b70 "
)


def test_fixtures_hold_private_data():
    """The test of their absence would prove nothing otherwise."""
    raw = (FIXTURES / "gost256_detached.sig").read_bytes()
    assert b"11223344595" in raw
    assert b"anna.berezkina@example.org" in raw


@pytest.mark.parametrize("path", CONTAINERS, ids=lambda path: path.name)
def test_containers_of_every_form(path):
    container = read_container(path.read_bytes())
    assert container.stamps
    for stamp in container.stamps:
        assert stamp.certificate_number
        assert stamp.algorithm in (
            "RSA",
            "ECDSA",
            "ГОСТ Р 34.10-2012 (256 бит)",
            "ГОСТ Р 34.10-2012 (512 бит)",
        )
        assert datetime.datetime.fromisoformat(stamp.signed_at).tzinfo


@pytest.mark.parametrize("path", CONTAINERS, ids=lambda path: path.name)
def test_nothing_private_is_read(path):
    for stamp in read_container(path.read_bytes()).stamps:
        shown = json.dumps(
            [stamp.owner, stamp.post, stamp.organisation, stamp_rows(stamp)], ensure_ascii=False
        )
        assert not PRIVATE.search(shown)


@pytest.mark.parametrize(
    "name",
    [
        "gost256_detached.sig",
        "gost256_base64.sgn",
        "gost256_pem.sig",
        "gost256_attached.sig",
        "gost512_detached.p7s",
    ],
)
def test_gost_certificates(name):
    (stamp,) = read_container((FIXTURES / name).read_bytes()).stamps
    assert (stamp.owner, stamp.post, stamp.organisation) == (
        "Берёзкина Анна Петровна",
        "Директор",
        "МБОУ «Луговская СОШ»",
    )
    assert stamp.algorithm.startswith("ГОСТ Р 34.10-2012")
    assert stamp.kind == "qualified"
    assert stamp.valid_from <= stamp.signed_at < stamp.valid_until


def test_number_is_that_of_the_certificate():
    (stamp,) = read_container((FIXTURES / "gost256_detached.sig").read_bytes()).stamps
    assert stamp.certificate_number == "01D9F0A7B3C55D2000000001"
    assert serial_number(0x77) == "77"
    assert serial_number(0xABC) == "0ABC"


def test_attached_and_detached():
    assert read_container((FIXTURES / "rsa_detached.sig").read_bytes()).detached
    assert not read_container((FIXTURES / "rsa_attached.p7s").read_bytes()).detached
    assert not read_container((FIXTURES / "rsa_stream.sig").read_bytes()).detached


def test_two_signers():
    stamps = read_container((FIXTURES / "two.sig").read_bytes()).stamps
    assert {stamp.algorithm for stamp in stamps} == {"RSA", "ECDSA"}


def test_name_typed_carelessly_is_cleaned():
    (stamp,) = read_container((FIXTURES / "careless.sig").read_bytes()).stamps
    assert stamp.owner == "Сосновский Пётр Ильич"


def test_without_a_certificate_only_its_number_is_known():
    container = read_container((FIXTURES / "rsa_without_certificate.sig").read_bytes())
    assert container.without_certificate == 1
    assert container.stamps[0].owner == ""
    assert container.stamps[0].certificate_number == "0A1B2C3D4E5F"


@pytest.mark.parametrize("name", ["gost256_signed.pdf", "rsa_signed.pdf"])
def test_signatures_inside_a_pdf(name):
    reading = read_file(FIXTURES / name)
    (stamp,) = reading.signatures
    assert reading.ok
    assert stamp.owner == "Берёзкина Анна Петровна"
    assert "changed_after_signing" not in reading.codes
    assert not PRIVATE.search(json.dumps(reading.to_dict()["signatures"], ensure_ascii=False))


def test_bytes_after_a_signature_are_noticed(read):
    data = (FIXTURES / "rsa_signed.pdf").read_bytes() + b"\n99 0 obj\nnull\nendobj\n%%EOF\n"
    assert "changed_after_signing" in read(data, "приказ.pdf").codes


def test_time_of_the_signing_program_counts_when_there_is_no_other(read):
    certificate = x509.Certificate.load(_first_certificate())
    field = (
        b"<< /Type /Sig /SubFilter /adbe.x509.rsa_sha1 /M (D:20240405101500+07'00') /ByteRange [0 10 20 10] "
        b"/Contents <00> /Cert <" + certificate.dump().hex().encode() + b"> >>"
    )
    reading = read(makers.pdf(["Приказ о назначении"], extra={100: field}), "приказ.pdf")
    assert [stamp.signed_at for stamp in reading.signatures] == ["2024-04-05T03:15:00+00:00"]


def _first_certificate() -> bytes:
    from asn1crypto import cms

    signed = cms.ContentInfo.load((FIXTURES / "rsa_detached.sig").read_bytes())["content"]
    return signed["certificates"][0].chosen.dump()


def test_signature_file_in_a_process_of_its_own():
    reading = read_file(FIXTURES / "gost256_base64.sgn")
    assert reading.format == "signature"
    assert reading.signature_detached
    assert reading.ok


@pytest.mark.parametrize(
    "data", [b"", b"\x30\x80", b"\x30\x03\x02\x01\x01", b"MIIB" + b"A" * 60, b"\x30" * 500, b"abc"]
)
def test_what_is_no_signature(data):
    with pytest.raises(NotASignatureError):
        read_container(data)


def test_a_broken_signature_file_gets_a_message(read):
    good = (FIXTURES / "rsa_detached.sig").read_bytes()
    reading = read(good[:300], "приказ.pdf.sig")
    assert reading.codes == ["not_a_signature"]


@settings(max_examples=150, deadline=2_000)
@given(st.data())
def test_damaged_containers_never_fail_otherwise(data):
    good = bytearray((FIXTURES / "gost256_detached.sig").read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(good)))
    try:
        stamps = read_container(bytes(good[:cut])).stamps
    except NotASignatureError:
        stamps = ()
    for stamp in stamps:
        assert isinstance(stamp, SignatureStamp)


@settings(deadline=1_000)
@given(st.binary(max_size=300))
def test_any_bytes(data):
    for form in (data, base64.b64encode(data)):
        with pytest.raises(NotASignatureError):
            read_container(form)


def test_the_stamp_says_signed_and_never_valid():
    (stamp,) = read_container((FIXTURES / "gost256_detached.sig").read_bytes()).stamps
    rows = dict(stamp_rows(stamp, datetime.timezone(datetime.timedelta(hours=7))))
    assert str(TITLE) == "Документ подписан электронной подписью"
    assert rows["Сертификат"] == "01D9F0A7B3C55D2000000001"
    assert rows["Владелец"] == "Берёзкина Анна Петровна"
    assert rows["Действителен"].startswith("с ")
    words = f"{TITLE} {NOTE} {rows}".casefold()
    assert "подпись верна" not in words
    assert "подпись действительна" not in words
    assert "не проверяет" in words
