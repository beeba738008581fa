"""The comparison of pages refuses to compare what is not the same."""

from bench.compare import reading

OURS = """
<html><head><title>Не считается</title><style>p { color: red }</style></head><body>
<main><h1>Школа</h1>
<section><h2>Кого спросить</h2><dl><dt>Телефон</dt>
<dd><a href="tel:+73822000012">12-34</a></dd></dl></section>
<section><h2>Документы</h2><ul><li><article><h3><a href="/d/abc/prikaz.pdf">Приказ № 5</a></h3>
<p>О <b>создании</b> центра<br>и его работе</p></article></li><li>Положение</li><li>План</li></ul></section>
<script>ignored()</script></main></body></html>
"""


def test_text_keeps_words_links_and_order():
    text = reading.text_of(reading.parsed(OURS).main)
    assert text.splitlines() == [
        "<p>Школа</p>",
        "<h2>Кого спросить</h2>",
        "<p>Телефон</p>",
        '<p><a href="tel:+73822000012">12-34</a></p>',
        "<h2>Документы</h2>",
        '<h3><a href="/d/abc/prikaz.pdf">Приказ № 5</a></h3>',
        "<p>О <b>создании</b> центра и его работе</p>",
        "<ul><li>Положение</li><li>План</li></ul>",
    ]


def test_sections_are_those_of_the_second_headings():
    sections = reading.sections("<p>Начало</p>\n<h2>Один</h2>\n<p>Раз</p>\n<h2>Два</h2>\n<p>Два</p>")
    assert sections == [("", "<p>Начало</p>"), ("Один", "<p>Раз</p>"), ("Два", "<p>Два</p>")]


def test_a_page_with_the_same_words_and_links_is_the_same():
    copied = f"<body>{reading.text_of(reading.parsed(OURS).main)}</body>"
    assert reading.difference(OURS, copied) == (1.0, 2, 2)
    assert reading.is_same(OURS, copied)


def test_a_page_without_some_of_the_words_is_another():
    assert not reading.is_same(OURS, OURS.replace("О <b>создании</b> центра", ""))


def test_a_page_without_some_of_the_links_is_another():
    assert not reading.is_same(OURS, OURS.replace('<a href="tel:+73822000012">12-34</a>', "12-34"))


def test_words_are_counted_with_how_often_they_stand():
    assert not reading.is_same("<p>раз раз раз раз</p>", "<p>раз два три</p>")
