"""Pasted markup made safe and tidy."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.html import ALLOWED_TAGS, clean_rich_text, strip_markup

FROM_WORD = """
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style>p.MsoNormal {mso-style-parent:""; font-family:"Times New Roman"}</style>
<p class=MsoNormal style='text-align:justify;mso-margin-top-alt:auto'><span lang=RU
style='font-size:14.0pt;mso-fareast-language:RU'>Центр <b style='mso-bidi-font-weight:normal'>открыт</b>
в&nbsp;школе.<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph><![if !supportLists]>1.<span style='mso-list:Ignore'>&nbsp;&nbsp; </span>
<![endif]>Физика</p>
"""

TAGS = st.sampled_from(
    "p div h1 h2 h5 b i em strong a ul ol li table tbody tr td th caption blockquote br span sup script "
    "style o:p svg title pre textarea button select form dl dt dd center font xml noscript iframe".split()
)
PIECES = st.one_of(
    st.sampled_from(
        ["&nbsp;", " ", "\n", "слово", "&lt;b&gt;", "<!-- c -->", "<![if x]>", "a < b", "<", ">", '"']
    ),
    st.builds("<{}>".format, TAGS),
    st.builds("</{}>".format, TAGS),
    st.builds(
        '<a href="{}">'.format, st.sampled_from(["https://x.ru/?a=1&b=<p>", "javascript:x", "#y", "/z"])
    ),
    st.builds("<td colspan={}>".format, st.sampled_from(["2", "x"])),
)
MARKUP = st.one_of(st.text(), st.lists(PIECES, max_size=25).map("".join))


def test_a_text_from_word_reads_like_one_typed_here():
    cleaned = clean_rich_text(FROM_WORD)
    assert re.sub(r"\s", " ", cleaned) == "<p>Центр <b>открыт</b> в школе.</p><p>1. Физика</p>"
    assert "в\u00a0школе" in cleaned


@pytest.mark.parametrize(
    ("pasted", "cleaned"),
    [
        ("", ""),
        ("Просто текст", "Просто текст"),
        ("<p>Да<script>alert(1)</script></p>", "<p>Да</p>"),
        ('<p onclick="x()" style="color:red" class="a">Да</p>', "<p>Да</p>"),
        ('<img src="x" onerror="alert(1)">Да', "Да"),
        ("<svg><script>alert(1)</script></svg>Да", "Да"),
        ("<div>один</div><div>два <div>три</div></div>", "<p>один</p><p>два</p><p>три</p>"),
        ("<h1>Главное</h1><h6>Мелкое</h6>", "<h2>Главное</h2><h4>Мелкое</h4>"),
        ("<dl><dt>слово<dd>смысл</dl>", "<p>слово</p><p>смысл</p>"),
        ("<p>а</p>\n\n<p>&nbsp;</p><p><b> </b><br></p><p>б</p>", "<p>а</p><p>б</p>"),
        ("а<p></p>б", "а\nб"),
        ("<p>№&nbsp;5</p>", "<p>№\u00a05</p>"),
        ("<p>а&nbsp;&nbsp; &nbsp;б</p>", "<p>а б</p>"),
        ("<p>а&nbsp;<b></b>&nbsp;б</p>", "<p>а б</p>"),
        ("<p>а<b> </b>б</p>", "<p>а б</p>"),
        ("<p><br>а<br>б<br></p>", "<p>а<br>б</p>"),
        ("<ul><li>а</li><li></li></ul><ul><li> </li></ul>", "<ul><li>а</li></ul>"),
        (
            '<table border=1><tr><th scope="col" width=5>а</th><td colspan="2"></td></tr><tr></tr></table>',
            '<table><tbody><tr><th scope="col">а</th><td colspan="2"></td></tr></tbody></table>',
        ),
        ('<td colspan="2;x">а</td>', "а"),
        (
            "H<sub>2</sub>O, м<sup>2</sup>, <i>и</i> <em>е</em>",
            "H<sub>2</sub>O, м<sup>2</sup>, <i>и</i> <em>е</em>",
        ),
        ("2 < 3 &amp; &lt;b&gt;", "2 &lt; 3 &amp; &lt;b&gt;"),
    ],
)
def test_cleans_and_keeps_the_text(pasted, cleaned):
    assert clean_rich_text(pasted) == cleaned


@pytest.mark.parametrize(
    ("pasted", "cleaned"),
    [
        (
            '<a href="https://x.ru/?a=1&b=2" target="_blank">я</a>',
            '<a href="https://x.ru/?a=1&amp;b=2">я</a>',
        ),
        ('<a href="mailto:a@b.ru">я</a>', '<a href="mailto:a@b.ru">я</a>'),
        ('<a href="tel:+73824731245">я</a>', '<a href="tel:+73824731245">я</a>'),
        ('<a href="/news/">я</a>', '<a href="/news/">я</a>'),
        ('<a linktype="page" id="5">я</a>', '<a linktype="page" id="5">я</a>'),
        ('<a linktype="x" id="y">я</a>', "я"),
        ('<a href="javascript:alert(1)">я</a>', "я"),
        ('<a href="java&#09;script:alert(1)">я</a>', "я"),
        ('<a href="data:text/html,x">я</a>', "я"),
        ('<a href="file:///C:/план.doc">я</a>', "я"),
        ('<a name="_Toc1"></a><a href="#_Toc1">я</a>', "я"),
        ('<a href="https://x.ru"> </a>я', "я"),
    ],
)
def test_links_lead_where_they_may(pasted, cleaned):
    assert clean_rich_text(pasted) == cleaned


def test_the_list_of_elements_can_be_narrowed_but_not_widened():
    pasted = '<h2>а</h2><p>б <b>в</b> <a href="/x">г</a></p><script>x</script>'
    assert clean_rich_text(pasted, {"p", "b", "script", "iframe"}) == "а<p>б <b>в</b> г</p>"
    assert clean_rich_text(pasted, {"b"}).split() == ["а", "б", "<b>в</b>", "г"]
    assert clean_rich_text("<p>а</p><p>б</p>", set()).split() == ["а", "б"]


def test_much_empty_markup_does_not_confuse_it():
    pasted = "<p>" + " " * 50_000 + "а" + "&nbsp; " * 20_000 + "б" + "<p>&nbsp;</p>" * 5_000
    assert clean_rich_text(pasted) == "<p>а б</p>"


@given(MARKUP)
def test_cleaning_twice_changes_nothing_more(pasted):
    once = clean_rich_text(pasted)
    assert clean_rich_text(once) == once


@given(MARKUP)
def test_nothing_is_left_that_was_not_allowed(pasted):
    cleaned = clean_rich_text(pasted)
    assert set(re.findall(r"</?([^\s>]+)", cleaned)) <= ALLOWED_TAGS
    assert not re.search(r"<(p|h[2-4]|li|ul|ol|table|a|b|i)>\s*</\1>", cleaned)
    assert "javascript:" not in "".join(re.findall(r"<[^>]*>", cleaned))


@given(
    st.lists(st.sampled_from(["слово", "<p>", "</p>", "<div>", "<b>", "</b>", "<td>", "<li>", " ", "<o:p>"]))
)
def test_no_word_is_lost(pieces):
    words = pieces.count("слово")
    assert clean_rich_text("".join(pieces)).count("слово") == words
    assert strip_markup("".join(pieces)).count("слово") == words


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        ("", ""),
        ("<p>один</p><p>два<br>три</p>", "один\nдва\nтри"),
        ("<p>а\n   б</p>", "а б"),
        ("<table><tr><td>а</td><td>б</td></tr><tr><td>в</td></tr></table>", "а б\nв"),
        ("2 &lt; 3 &amp;&nbsp;4", "2 < 3 &\u00a04"),
        ("&lt;script&gt;x&lt;/script&gt;", "<script>x</script>"),
        ("<script>x</script><style>y</style>я", "я"),
    ],
)
def test_plain_text_of_markup(markup, plain):
    assert strip_markup(markup) == plain


@given(MARKUP)
def test_plain_text_survives_as_text(markup):
    plain = strip_markup(markup)
    assert "\n\n" not in plain
    assert plain == plain.strip()
