"""Bad files: each gets a clear message, none costs more than its bounds, nothing raises."""

import io
import re
import signal
import subprocess
import sys
import zlib
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library.reading import problems
from library.reading.extract import read_file
from library.reading.limits import MEBIBYTE, Limits
from tests.library.reading import makers

TEXT = "ПРИКАЗ\n04.04.2024 № 12-о\nО назначении руководителя центра"
SCRIPT = b"/S /JavaScript /JS (app.alert\\(1\\))"
ZIP = makers.archive({"a.txt": "x"})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def _stream(filters: bytes, data: bytes) -> bytes:
    return b"<< /Filter %s /Length %d >>\nstream\n%s\nendstream" % (filters, len(data), data)


def _encrypted() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(makers.pdf([TEXT]))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user="x", owner="y"))
    return out.getvalue()


def _in_object_streams(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _attachment() -> bytes:
    return makers.pdf(
        [TEXT],
        catalog=b"/Names << /EmbeddedFiles << /Names [(a.exe) 100 0 R] >> >>",
        extra={
            100: b"<< /Type /Filespec /F (a.exe) /EF << /F 101 0 R >> >>",
            101: makers.stream(b"MZ", b"/Type /EmbeddedFile "),
        },
    )


def _docx(xml: str | bytes) -> bytes:
    return makers.archive({"[Content_Types].xml": "<Types/>", "word/document.xml": xml})


BILLION = '<!DOCTYPE a [<!ENTITY b "bbbbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
TEMPLATE = '<R><Relationship Type="http://x/attachedTemplate" Target="https://evil.example/x.dotm"/></R>'
BAD = {
    "zero bytes": ("a.pdf", lambda: b"", "empty"),
    "only zeros": ("a.pdf", lambda: b"\x00" * 5_000, "unsupported"),
    "page of HTML": ("a.pdf", lambda: b"<html><script>1</script></html>", "script_inside"),
    "PDF named docx": ("a.docx", lambda: makers.pdf([TEXT]), "wrong_extension"),
    "DOCX named pdf": ("a.pdf", lambda: makers.docx([TEXT]), "wrong_extension"),
    "picture named pdf": ("a.pdf", makers.picture, "wrong_extension"),
    "signature named pdf": ("a.pdf", lambda: b"MII" + b"A" * 80, "wrong_extension"),
    "encrypted PDF": ("a.pdf", _encrypted, "encrypted"),
    "encrypted DOCX": ("a.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "encrypted ODT": (
        "a.odt",
        lambda: makers.odt(parts={"META-INF/manifest.xml": "<encryption-data/>"}),
        "encrypted",
    ),
    "cut PDF": ("a.pdf", lambda: makers.pdf([TEXT] * 5)[:-400], "truncated"),
    "cut DOCX": ("a.docx", lambda: makers.docx([TEXT] * 50)[:-100], "truncated"),
    "cut JPEG": ("a.jpg", lambda: makers.picture(size=(2_000, 2_000))[:5_000], "truncated"),
    "cut PNG": ("a.png", lambda: makers.picture("PNG", size=(2_000, 2_000))[:-3_000], "truncated"),
    "rubbish after %PDF": ("a.pdf", lambda: b"%PDF-1.4\n" + bytes(range(250)) * 90 + b"%%EOF", "damaged"),
    "JavaScript on opening": (
        "a.pdf",
        lambda: makers.pdf([TEXT], catalog=b"/OpenAction << " + SCRIPT + b" >>"),
        "javascript",
    ),
    "JavaScript in escaped names": (
        "a.pdf",
        lambda: makers.pdf([TEXT], catalog=b"/OpenAction << /S /J#61vaScript /#4a#53 (1) >>"),
        "javascript",
    ),
    "JavaScript in a direct dictionary of a page": (
        "a.pdf",
        lambda: makers.pdf(
            [TEXT],
            page_entries=b"/AA << /O << /S /GoTo /Next [ << /S /JavaScript /JS 100 0 R >> ] >> >> ",
            extra={100: makers.stream(b"app.alert(1)")},
        ),
        "javascript",
    ),
    "JavaScript in a name tree": (
        "a.pdf",
        lambda: makers.pdf(
            [TEXT], catalog=b"/Names << /JavaScript << /Names [(a) << " + SCRIPT + b" >>] >> >>"
        ),
        "javascript",
    ),
    "JavaScript in an object stream": (
        "a.pdf",
        lambda: _in_object_streams(makers.pdf([TEXT], catalog=b"/OpenAction << " + SCRIPT + b" >>")),
        "javascript",
    ),
    "attached file": ("a.pdf", _attachment, "embedded_files"),
    "attached file in an object stream": (
        "a.pdf",
        lambda: _in_object_streams(_attachment()),
        "embedded_files",
    ),
    "starts a program": (
        "a.pdf",
        lambda: makers.pdf([TEXT], catalog=b"/OpenAction << /S /Launch /F (cmd.exe) >>"),
        "launch_action",
    ),
    "XFA form": ("a.pdf", lambda: makers.pdf([TEXT], catalog=b"/AcroForm << /XFA (x) >>"), "active_form"),
    "a million objects": (
        "a.pdf",
        lambda: makers.many_objects(1_000_000),
        "too_many_objects",
    ),
    "deep arrays": (
        "a.pdf",
        lambda: makers.pdf([TEXT], catalog=b"/X " + b"[" * 90_000 + b"]" * 90_000),
        "damaged",
    ),
    "deep dictionaries": (
        "a.pdf",
        lambda: makers.pdf([TEXT], extra={100: b"<< /JS " + b"<< /A " * 300 + b"1" + b" >>" * 300 + b" >>"}),
        "too_deep",
    ),
    "bomb in a PDF": (
        "a.pdf",
        lambda: makers.pdf([TEXT], contents=_stream(b"/FlateDecode", makers.zeros(400))),
        "decompression_bomb",
    ),
    "double bomb in a PDF": (
        "a.pdf",
        lambda: makers.pdf(
            [TEXT], contents=_stream(b"[/FlateDecode /FlateDecode]", zlib.compress(makers.zeros(400), 9))
        ),
        "decompression_bomb",
    ),
    "bomb beside the text of a DOCX": (
        "a.docx",
        lambda: makers.docx(parts={"word/media/a.bmp": b"\x00" * (30 * MEBIBYTE)}),
        "decompression_bomb",
    ),
    "bomb in the text of a DOCX": (
        "a.docx",
        lambda: _docx(b"<a>" + b" " * (30 * MEBIBYTE) + b"</a>"),
        "decompression_bomb",
    ),
    "billion laughs": ("a.docx", lambda: _docx(BILLION), "decompression_bomb"),
    "deep XML": ("a.docx", lambda: _docx("<a>" * 100_000 + "</a>" * 100_000), "too_deep"),
    "six thousand parts": (
        "a.docx",
        lambda: makers.docx(parts={f"word/{number}": "" for number in range(6_000)}),
        "too_many_objects",
    ),
    "broken XML": ("a.docx", lambda: _docx("<a><b></a>"), "damaged"),
    "macros": ("a.docx", lambda: makers.docx(parts={"word/vbaProject.bin": "x"}), "unsupported"),
    "object of another program": (
        "a.docx",
        lambda: makers.docx(parts={"word/embeddings/oleObject1.bin": "x"}),
        "embedded_objects",
    ),
    "template elsewhere": (
        "a.docx",
        lambda: makers.docx(parts={"word/_rels/settings.xml.rels": TEMPLATE}),
        "outside_template",
    ),
    "picture of 60,000 × 60,000": ("a.png", makers.huge_png, "too_many_pixels"),
    "SVG with a script": ("a.svg", lambda: SVG, "script_inside"),
    "SVG named png": ("a.png", lambda: SVG, "unsupported"),
    "PDF and ZIP": ("a.pdf", lambda: makers.pdf([TEXT]) + ZIP, "polyglot"),
    "HTML and PDF": ("a.pdf", lambda: b"<html><body>" + makers.pdf([TEXT]), "polyglot"),
    "HTML in the second line of a PDF": (
        "a.pdf",
        lambda: makers.pdf([TEXT]).replace(b"%\xe2\xe3\xcf\xd3", b"%<script>1</script>"),
        "polyglot",
    ),
    "HTML after a PDF": ("a.pdf", lambda: makers.pdf([TEXT]) + b"<html><script>1</script>", "polyglot"),
    "JPEG and ZIP": ("a.jpg", lambda: makers.picture() + ZIP, "polyglot"),
    "JPEG and HTML": ("a.jpg", lambda: makers.picture() + b"<script>1</script>", "polyglot"),
    "PNG and PDF": ("a.png", lambda: makers.picture("PNG")[:60] + makers.pdf([TEXT]), "polyglot"),
    "DOCX and HTML": ("a.docx", lambda: makers.docx([TEXT]) + b"<html><script>1</script>", "polyglot"),
    "rubbish before a PDF": ("a.pdf", lambda: b"rubbish\n" + makers.pdf([TEXT]), "rubbish"),
    "plain archive": ("a.zip", lambda: ZIP, "unsupported"),
    "archive named docx": ("a.docx", lambda: ZIP, "unsupported"),
    "old Word": ("a.doc", lambda: OLE + "WordDocument".encode("utf-16-le"), "unsupported"),
    "RTF": ("a.rtf", lambda: b"{\\rtf1 text}", "unsupported"),
    "program": ("a.pdf", lambda: b"MZ" + b"\x00" * 100, "unsupported"),
    "photo of a phone in HEIC": ("a.heic", lambda: b"\x00\x00\x00\x18ftypheic" + b"\x00" * 20, "unsupported"),
    "plain text": ("a.pdf", lambda: "Приказ".encode(), "unsupported"),
}
RUSSIAN = re.compile(r"[А-Яа-яЁё]")


@pytest.mark.parametrize("name", BAD)
def test_bad_file(read, name):
    filename, make, code = BAD[name]
    reading = read(make(), filename)
    assert code in reading.codes
    assert not reading.ok
    assert reading.seconds < 15
    assert reading.peak_memory < 300 * MEBIBYTE
    for problem in reading.problems:
        assert len(RUSSIAN.findall(problem.message_ru)) > 20
        assert not re.search(r"[{}]|—\)|Error|Traceback", problem.message_ru)


def test_gravest_problem_comes_first(read):
    reading = read(makers.pdf([TEXT, "", ""], catalog=b"/OpenAction << " + SCRIPT + b" >>"), "../a.pdf")
    assert [problem.severity for problem in reading.problems] == ["error", "warning", "note"]


def test_messages_say_what_the_file_is(read):
    (problem,) = read(makers.pdf([TEXT]), "приказ.docx").problems
    assert "«.docx»" in problem.message_ru
    assert "документ PDF" in problem.message_ru
    assert "«.pdf»" in problem.message_ru


@pytest.mark.parametrize("code", sorted(problems.codes()))
def test_every_message_is_whole(code):
    params = {
        "width": "1",
        "height": "1",
        "pages": "1",
        "page": "1",
        "safe": "а",
        "named": "pdf",
        "right": "pdf",
    }
    message = problems.problem(
        code, {**params, "content": "doc", "other": "html", "limit": "104857600"}
    ).message_ru
    assert "{" not in message
    assert message[0].isupper()
    assert message.endswith((".", "»."))
    assert "  " not in message


def test_time_over_the_bound_is_a_message(read):
    reading = read(makers.pdf([TEXT]), "a.pdf", Limits(wall_seconds=0.02))
    assert reading.codes == ["too_slow"]


def test_memory_over_the_bound_is_a_message(read):
    reading = read(makers.pdf([TEXT]), "a.pdf", Limits(memory=30 * MEBIBYTE))
    assert not reading.ok
    assert set(reading.codes) & {"crashed", "too_heavy"}


@pytest.mark.parametrize(
    ("deed", "wall", "ending"),
    [
        ("while True: pass", 60, -signal.SIGXCPU),
        ("import time; time.sleep(30)", 1, -signal.SIGALRM),
        ("bytearray(200 * 1024 * 1024)", 60, 1),
        ("open('large', 'wb').write(b'x' * 3_000_000)", 60, 1),
    ],
    ids=["processor time", "wall time", "memory", "files"],
)
def test_the_process_holds_itself_to_its_bounds(tmp_path, deed, wall, ending):
    program = (
        "from library.reading.limits import Limits, confine\n"
        f"confine(Limits(memory=100 * 1024 * 1024, cpu_seconds=1, wall_seconds={wall}))\n"
        f"{deed}\nprint('free')"
    )
    environment = {"PYTHONPATH": str(Path(problems.__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.stdout == b""
    assert done.returncode == ending


def test_too_large_a_file_is_not_even_opened(read):
    reading = read(makers.pdf([TEXT]), "a.pdf", Limits(file_size=100))
    assert reading.codes == ["too_large"]
    assert reading.sha256 == ""


def test_a_preview_that_kills_costs_only_itself(monkeypatch, tmp_path):
    """What was told before the process died is kept."""
    from library.reading import extract

    told = extract._Told()
    for line in (
        b'{"facts": {"page_count": 1}}',
        b'{"page": "text"}',
        b'{"stage": "preview"}',
        b'{"facts": {"prev',
    ):
        told.take(line)
    monkeypatch.setattr(extract, "_run", lambda *_: (told, "crash"))
    path = tmp_path / "a.pdf"
    path.write_bytes(b"x")
    reading = read_file(path)
    assert reading.ok
    assert reading.pages == ["text"]
    assert reading.codes == ["no_preview"]


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_damaged_files_never_raise(data, tmp_path_factory):
    whole = data.draw(
        st.sampled_from(
            [makers.pdf([TEXT, TEXT]), makers.docx([TEXT]), makers.odt([TEXT]), makers.picture("PNG")]
        )
    )
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("damaged") / "file.pdf"
    path.write_bytes(bytes(damaged[: data.draw(st.integers(1, len(damaged)))]))
    reading = read_file(path, "file.pdf")
    assert reading.peak_memory < 300 * MEBIBYTE
    assert "unreadable" not in reading.codes
