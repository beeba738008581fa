"""What the application and the nginx in front of it leave to each other."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import RequestFactory

from tests import factories as make
from tests.pages.kept_pages import page_cache, visitor
from tochka.errors import server_error
from tochka.watching.requests import Watched
from toolkit.pagecache.front import OTHER_PART, STATED
from toolkit.pagecache.wsgi import ASKED

KEPT_CONF = Path(settings.BASE_DIR, "deploy", "nginx", "kept.conf")


def stated_by_nginx() -> dict[str, str]:
    text = KEPT_CONF.read_text(encoding="utf-8")
    lines = re.findall(r'^add_header (\S+) "?(.+?)"? always;$', text, re.M)
    return {name.lower(): value for name, value in lines}


def test_nginx_states_what_the_application_leaves_out() -> None:
    text = KEPT_CONF.read_text(encoding="utf-8")
    hidden = {name.lower() for name in re.findall(r"^proxy_hide_header (\S+);$", text, re.M)}
    assert set(stated_by_nginx()) == hidden == STATED


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/robots.txt", "/no-such-page/", "/poisk/"])
def test_with_the_words_of_the_application(client, address: str) -> None:
    make.build_network()
    response = client.get(address)
    assert {name: response[name] for name in STATED} == stated_by_nginx()


@pytest.mark.django_db
class TestKeptPages:
    @pytest.fixture(autouse=True)
    def keeping(self, tmp_path, settings):
        make.build_network()
        settings.USE_X_ACCEL = True
        with page_cache(tmp_path):
            yield

    def test_only_nginx_gets_them_without(self):
        for _made_and_kept in range(2):
            assert not STATED & {name.lower() for name in visitor(x_front_keeps="yes").get("/").headers}
            assert {name.lower() for name in visitor().get("/").headers} >= STATED

    def test_another_proxy_gets_them_whatever_visitors_say(self, settings):
        settings.USE_X_ACCEL = False
        assert {name.lower() for name in visitor(x_front_keeps="yes").get("/").headers} >= STATED


def numbered(environ: dict[str, str], headers: list[tuple[str, str]]) -> bool:
    """Whether the answer with these headers goes out with the number of its request."""
    sent: list[tuple[str, str]] = []

    def page(_environ, start_response):
        start_response("200 OK", headers)
        return [b""]

    Watched(page)(
        {"REQUEST_METHOD": "GET", **environ}, lambda _line, found, *_rest: sent.extend(found)
    ).close()
    return "X-Request-ID" in dict(sent)


def test_a_page_for_many_has_no_number_of_one_request() -> None:
    for_many = [("X-Accel-Expires", "@1")]
    assert not numbered({"HTTP_X_FRONT_KEEPS": "yes"}, for_many)
    assert numbered({"HTTP_X_FRONT_KEEPS": "yes"}, [("Cache-Control", "no-store")])
    assert numbered({}, for_many)


def failed(error: Exception, **environ: object) -> object:
    try:
        raise error
    except type(error):
        return server_error(RequestFactory().get("/", **environ))


@pytest.mark.django_db
def test_nginx_is_sent_to_its_other_part_when_the_database_is_away() -> None:
    from django.db import OperationalError

    away, keeps = OperationalError("away"), {"HTTP_X_FRONT_KEEPS": "yes"}
    sent = failed(away, **keeps, **{ASKED: "a page"})
    assert (sent.status_code, sent["X-Accel-Redirect"]) == (503, OTHER_PART)
    assert f"location {OTHER_PART} " in (KEPT_CONF.parent / "locations.conf").read_text(encoding="utf-8")
    assert "X-Accel-Redirect" not in failed(away, **keeps, **{ASKED: None}), "a visitor with something own"
    assert "X-Accel-Redirect" not in failed(away, **{ASKED: "a page"}), "no nginx in front"
    assert "X-Accel-Redirect" not in failed(ValueError("ours"), **keeps, **{ASKED: "a page"})
