"""Settings of the version for the visually impaired: one cookie strictly read, and the same page dressed."""

import pytest
from django.test import RequestFactory

from toolkit.vision.addresses import is_from_here, own_address, safe_return, way_back
from toolkit.vision.dressing import dress, without_pictures
from toolkit.vision.options import LONGEST_COOKIE, OPTIONS, Settings

PAGE = (
    '<!DOCTYPE html><html lang="ru"><head><title>Т</title></head><body>'
    '<a class="skip-link" href="#content">К тексту</a><p>Текст</p></body></html>'
)


class TestCookie:
    @pytest.mark.parametrize(
        ("cookie", "settings"),
        [
            ("size-200", Settings(size="200")),
            ("size-200.scheme-white", Settings(size="200", scheme="white")),
            ("size-300.scheme-white", Settings(scheme="white")),
            ("theme-dark.scheme-green.x", Settings(scheme="green")),
            ('scheme-"><script>.size-150', Settings(size="150")),
            ("size-100", Settings()),
        ],
    )
    def test_is_read_strictly(self, cookie, settings):
        assert Settings.from_cookie(cookie) == settings

    @pytest.mark.parametrize(
        "cookie",
        ["", "x", "size", "size-", "-200", "size-300", "SIZE-200", "size-200" + ".x" * LONGEST_COOKIE],
    )
    def test_that_says_nothing_known_is_none(self, cookie):
        assert Settings.from_cookie(cookie) is None

    def test_is_written_as_it_is_read(self):
        last = Settings(**{option.name: option.choices[-1].value for option in OPTIONS})
        assert Settings.from_cookie(last.to_cookie()) == last
        assert len(last.to_cookie()) < LONGEST_COOKIE
        assert last.to_cookie().replace(".", "").replace("-", "").isalnum()

    def test_every_setting_has_its_place_and_its_ordinary_value_first(self):
        assert Settings() == Settings(**{option.name: option.ordinary for option in OPTIONS})

    def test_a_form_changes_what_it_says_rightly(self):
        answers = {"size": "150", "scheme": "pink", "back": "/", "csrf": "x"}
        assert Settings(scheme="blue").changed(answers) == Settings(size="150", scheme="blue")


class TestDressing:
    def test_swaps_attributes_of_the_root_alone(self):
        html = dress(PAGE, Settings(size="200", pictures="off"), "/")
        assert '<html data-size="200" data-scheme="black" data-pictures="off" lang="ru">' in html

    def test_bar_follows_the_skip_link_and_leads_back(self):
        html = dress(PAGE, Settings(), '/poisk/?q="><b>')
        assert html.index('"skip-link"') < html.index('"vision-bar"') < html.index("<p>Текст")
        assert 'value="/poisk/?q=&quot;&gt;&lt;b&gt;"' in html

    def test_page_of_settings_has_no_bar(self):
        assert "<form" not in dress(PAGE, Settings(), "/", bar=False)

    @pytest.mark.parametrize(
        ("html", "rest"),
        [
            ('<img src="/a.webp" alt="Дети у микроскопа" width="4">', "Дети у микроскопа"),
            ('<img alt="" src="/a.webp">', ""),
            ('<img src="/a.webp">', ""),
            ('<img src="/a.webp" data-alt="Нет" alt="Да">', "Да"),
            ('<img src="/a.webp" alt="&lt;b&gt;">', "&lt;b&gt;"),
            ('<picture><source srcset="/a.avif"><img src="/a.jpg" alt="Зал"></picture>', "Зал"),
        ],
    )
    def test_description_stands_where_the_picture_stood(self, html, rest):
        shown = without_pictures(f"<p>{html}</p>")
        assert "src" not in shown
        assert shown.removeprefix("<p>").removesuffix("</p>") in (
            rest,
            f'<span class="no-picture" role="img" aria-label="{rest}">{rest}</span>',
        )


class TestWayBack:
    @pytest.mark.parametrize(
        "address", ["/", "/poisk/?q=%D1%80&page=2", "/tomskaya-oblast/", "/c/1/#sections"]
    )
    def test_leads_to_a_page_of_this_host(self, address):
        assert safe_return(address) == address

    @pytest.mark.parametrize(
        "address",
        [
            "https://evil.example/",
            "//evil.example/",
            "///evil.example/",
            "/\\evil.example/",
            "\\\\evil.example",
            "javascript:alert(1)",
            "evil.example",
            "/a\r\nSet-Cookie: x=y",
            "/\x00",
            "/\t/evil.example",
            " //evil.example",
            "",
            "/" + "a" * 10_000,
            "/dlya-slabovidyashchih/?back=/",
        ],
    )
    def test_never_leads_elsewhere(self, address):
        assert safe_return(address) == "/"

    @pytest.mark.parametrize(
        ("before", "back"),
        [
            ("http://testserver/politika/?a=1", "/politika/?a=1"),
            ("http://evil.example/politika/", "/"),
            ("http://testserver.evil.example/", "/"),
            ("", "/"),
        ],
    )
    def test_is_the_page_before_when_nothing_is_said(self, before, back):
        assert way_back(RequestFactory().get("/", headers={"referer": before})) == back

    def test_of_a_very_long_address_forgets_the_question(self):
        assert own_address(RequestFactory().get("/poisk/", {"q": "я" * 10_000})) == "/poisk/"

    @pytest.mark.parametrize(
        ("headers", "expected"),
        [
            ({}, True),
            ({"sec-fetch-site": "same-origin"}, True),
            ({"sec-fetch-site": "cross-site"}, False),
            ({"sec-fetch-site": "same-site"}, False),
            ({"origin": "http://testserver"}, True),
            ({"origin": "http://evil.example"}, False),
            ({"origin": "null"}, False),
        ],
    )
    def test_forms_of_strangers_are_known(self, headers, expected):
        assert is_from_here(RequestFactory().post("/", headers=headers)) is expected
