"""Names of files: safe, plain, paired."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.reading.filenames import (
    MAX_CHARS,
    has_control_characters,
    has_path,
    pair_signatures,
    plain_stem,
    repair_encoding,
    safe_name,
    split_extension,
)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Приказы\\Приказ 1.PDF", "Приказ 1.pdf"),
        ("Приказ\x00\x07\n1.pdf", "Приказ 1.pdf"),
        ("exe\u202efdp.pdf", "exefdp.pdf"),
        ('a<b>c:d"e|f?g*.pdf', "a_b_c_d_e_f_g_.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("  .pdf", "документ.pdf"),
        ("", "документ"),
        ("...", "документ"),
        ("Приказ 1. pdf", "Приказ 1. pdf"),
        ("и\u0306од.pdf", "йод.pdf"),
    ],
)
def test_safe_names(name, safe):
    assert safe_name(name) == safe


def test_long_names_are_cut_before_the_extension():
    name = safe_name("я" * 300 + ".pdf")
    assert len(name) == MAX_CHARS
    assert name.endswith("я.pdf")
    assert len(name.encode()) < 255


@given(st.text(max_size=400))
def test_safe_name_is_safe_for_anything(name):
    safe = safe_name(name)
    assert safe == safe_name(safe)
    assert 0 < len(safe) <= MAX_CHARS
    assert not has_path(safe)
    assert not has_control_characters(safe)
    assert safe not in (".", "..")
    assert not safe.startswith(".")


@given(st.text(max_size=100))
def test_plain_stem_never_fails(name):
    assert plain_stem(plain_stem(name)) is not None


def test_extension():
    assert split_extension("a.b.PDF") == ("a.b", ".pdf")
    assert split_extension("нет") == ("нет", "")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Ïðèêàç", "Приказ"),
        ("%D0%9F%D1%80%D0%B8%D0%BA%D0%B0%D0%B7", "Приказ"),
        ("Приказ".encode().decode("latin-1"), "Приказ"),
        ("Приказ".encode("cp866").decode("cp437"), "Приказ"),
        ("Приказ".encode().decode("cp1251"), "Приказ"),
        ("Приказ 100%", "Приказ 100%"),
        ("plan.pdf", "plan.pdf"),
    ],
)
def test_encodings(wrong, right):
    assert repair_encoding(wrong) == right


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Приказ1(2).pdf", "Приказ1"),
        ("Положение_о_Центре — копия.docx", "Положение о Центре"),
        ("Приказ (подписан).pdf.sig", "Приказ"),
        ("prikaz-12-ot-04.pdf", "prikaz 12 ot 04"),
    ],
)
def test_plain_stems(name, stem):
    assert plain_stem(name) == stem


def test_signatures_find_their_files():
    names = [
        "Приказ 1.pdf",
        "Приказ 1.pdf.sig",
        "План.docx",
        "план.P7S",
        "Акт.pdf",
        "Акт.docx",
        "Акт.sig",
        "чужая.sgn",
    ]
    assert pair_signatures(names) == {
        "Приказ 1.pdf.sig": "Приказ 1.pdf",
        "план.P7S": "План.docx",
        "Акт.sig": None,
        "чужая.sgn": None,
    }


def test_several_signatures_of_one_file():
    names = [
        "Приказ.pdf",
        "Приказ.pdf.sig",
        "Приказ.pdf (1).sig",
        "Приказ.pdf.подпись2.sig",
        "Приказ.pdf.sig.sig",
    ]
    assert set(pair_signatures(names).values()) == {"Приказ.pdf"}


@given(st.lists(st.text(max_size=30).map(lambda text: text + ".sig") | st.text(max_size=30), max_size=10))
def test_pairing_never_fails(names):
    pairs = pair_signatures(names)
    assert set(pairs) <= set(names)
