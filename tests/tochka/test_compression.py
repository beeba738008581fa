"""Public pages come compressed, and the policy lets in only our own style sheets."""

import gzip

import brotli
import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from tochka.compression import CompressionMiddleware, coding_for
from tochka.csp import PolicyByPathMiddleware
from toolkit import sheets

LONG = "Кружок робототехники. " * 200


def answer(accept: str, response: HttpResponse, path: str = "/") -> HttpResponse:
    request = RequestFactory().get(path, headers={"accept-encoding": accept})
    return CompressionMiddleware(lambda _request: response)(request)


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=1.0", "br"),
        ("", ""),
        ("identity", ""),
        ("gzip;q=0", ""),
        ("gzip;q=x", ""),
        ("x" * 10_000, ""),
    ],
)
def test_coding_is_what_the_visitor_takes(accept, coding):
    assert coding_for(accept) == coding


@pytest.mark.parametrize(("accept", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_text_is_sent_smaller_and_whole(accept, unpack):
    response = answer(accept, HttpResponse(LONG, headers={"ETag": '"1"'}))
    assert response["Content-Encoding"] == accept
    assert unpack(response.content).decode() == LONG
    assert response["Content-Length"] == str(len(response.content))
    assert response["Vary"] == "Accept-Encoding"
    assert response["ETag"] == 'W/"1"'


def test_vary_stands_on_the_uncompressed_answer_too():
    response = answer("", HttpResponse(LONG))
    assert (response["Vary"], response.content.decode()) == ("Accept-Encoding", LONG)


@pytest.mark.parametrize(
    ("response", "path"),
    [
        (HttpResponse("short"), "/"),
        (HttpResponse(LONG, content_type="application/pdf"), "/"),
        (HttpResponse(LONG, headers={"Content-Encoding": "br"}), "/"),
        (HttpResponse(LONG), "/admin/pages/"),
    ],
)
def test_what_is_small_packed_or_of_the_staff_is_left_alone(response, path):
    before = response.content
    assert answer("br, gzip", response, path).content == before


class TestPolicy:
    @pytest.mark.django_db
    def test_names_the_hash_of_the_style_in_the_page(self, client: Client):
        response = client.get("/no-such-page/")
        sheet = sheets.sheet("css/site.css")
        assert f"<style>{sheet.text}</style>" in response.content.decode()
        assert sheet.source in response["Content-Security-Policy"]
        assert "unsafe-inline" not in response["Content-Security-Policy"]

    def test_does_not_let_in_the_style_of_a_stranger(self):
        html = f"<style>{sheets.sheet('css/site.css').text}</style><p><style>body{{display:none}}</style>"
        request = RequestFactory().get("/")
        response = PolicyByPathMiddleware(lambda _request: HttpResponse(html))(request)
        assert response["Content-Security-Policy"].count("sha256-") == 1


class TestSheets:
    def test_are_written_without_comments_and_spaces(self):
        text = "/* Note */\n.a > .b {\n  color: red;\n  margin: calc(1px + 2px) 0;\n}\n"
        assert sheets.squeeze(text) == ".a > .b{color:red;margin:calc(1px + 2px) 0}"

    def test_point_at_nothing_by_a_path(self):
        """In a page a path of a sheet would be looked for beside the page."""
        for name in ("css/site.css", "css/vision.css"):
            assert "url(" not in sheets.sheet(name).text

    def test_missing_one_is_named(self):
        with pytest.raises(FileNotFoundError, match=r"css/none\.css"):
            sheets.sheet("css/none.css")
