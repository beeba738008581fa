"""The template library `ru`."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Engine, TemplateSyntaxError
from django.utils import timezone
from django.utils.safestring import mark_safe

from toolkit.text import NARROW_NBSP, NBSP

ENGINE = Engine(libraries={"ru": "toolkit.templatetags.ru"}, builtins=["toolkit.templatetags.ru"])


def render(source: str, **context) -> str:
    """Render a template; every no-break space is shown as a plain one."""
    return ENGINE.from_string(source).render(Context(context)).replace(NBSP, " ").replace(NARROW_NBSP, " ")


@pytest.mark.parametrize(
    ("source", "value", "printed"),
    [
        ('{{ v|plural:"центр,центра,центров" }}', 2, "центра"),
        ('{{ v|plural:"центр, центра, центров" }}', "5", "центров"),
        ('{{ v|plural:"центр,центра,центров" }}', None, ""),
        ('{{ v|count_phrase:"центр,центра,центров" }}', 24000, "24 000 центров"),
        ('{{ v|count_phrase:"центр,центра,центров" }}', "", ""),
        ("{{ v|ru_number }}", 1234567, "1 234 567"),
        ("{{ v|ru_number }}", 0, "0"),
        ("{{ v|ru_number }}", None, ""),
        ("{{ v|file_size }}", 1_111_490, "1,06 МБ"),
        ("{{ v|file_size }}", 0, "0 байт"),
        ("{{ v|file_size }}", None, ""),
        ("{{ missing|file_size }}", None, ""),
        ("{{ v|ru_date }}", date(2024, 4, 4), "4 апреля 2024 г."),
        ("{{ v|ru_date }}", None, ""),
        ("{{ missing|ru_date }}", None, ""),
        ("{{ v|ru_day }}", date(2024, 4, 4), "4 апреля"),
        ("{{ v|ru_day }}", None, ""),
        ("{{ v|ru_date_short }}", date(2024, 4, 4), "04.04.2024"),
        ("{{ v|ru_date_short }}", None, ""),
        ("{{ v|ru_datetime }}", date(2024, 4, 4), "4 апреля 2024 г."),
        ("{{ v|ru_datetime }}", None, ""),
        ("{{ v|ru_date_range:None }}", date(2024, 4, 4), "с 4 апреля 2024 г."),
        ("{{ v|ru_date_range:v }}", date(2024, 4, 4), "4 апреля 2024 г."),
        ("{{ missing|ru_date_range:None }}", None, ""),
        ("{{ v|weekday_name }}", 0, "понедельник"),
        ("{{ v|weekday_name }}", None, ""),
        ("{{ v|weekday_short }}", 6, "Вс"),
        ("{{ v|weekday_short }}", None, ""),
        ("{{ v|join_and }}", ["физика", "химия", "биология"], "физика, химия и биология"),
        ("{{ v|join_and }}", None, ""),
        ("{{ v|phone }}", "8(38247)31245", "+7 (38247) 3-12-45"),
        ("{{ v|phone }}", "83824731245", "83824731245"),
        ("{{ v|phone }}", "спросите <в> школе", "спросите &lt;в&gt; школе"),
        ("{{ v|phone }}", None, ""),
        ("{{ v|phone_href }}", "8(38247)31245", "tel:+73824731245"),
        ("{{ v|phone_href }}", "спросите в школе", ""),
        ("{{ v|phone_href }}", None, ""),
        ("{{ v|host_of_url }}", "https://www.shkola.ru:8080/about", "shkola.ru"),
        ("{{ v|host_of_url }}", "https://xn--80aa3ak5a.xn--p1ai/x", "наука.рф"),
        ("{{ v|host_of_url }}", "https://школа.рф", "школа.рф"),
        ("{{ v|host_of_url }}", "https://xn--999999999.ru/", "xn--999999999.ru"),
        ("{{ v|host_of_url }}", "shkola.ru", "shkola.ru"),
        ("{{ v|host_of_url }}", "https://[::1", "https://[::1"),
        ("{{ v|host_of_url }}", None, ""),
    ],
)
def test_filters(source, value, printed):
    assert render(source, v=value) == printed


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("{{ v|ru_date }}", "5 апреля 2024 г."),
        ("{{ v|ru_day }}", "5 апреля"),
        ("{{ v|ru_date_short }}", "05.04.2024"),
        ("{{ v|ru_datetime }}", "5 апреля 2024 г. в 02:30"),
    ],
)
def test_a_moment_is_shown_in_the_current_time_zone(source, printed):
    with timezone.override("Asia/Tomsk"):
        assert render(source, v=datetime(2024, 4, 4, 19, 30, tzinfo=UTC)) == printed


@pytest.mark.parametrize("filter_name", ["plural", "count_phrase"])
def test_a_noun_has_three_forms(filter_name):
    with pytest.raises(TemplateSyntaxError, match="Three forms"):
        render(f'{{{{ 5|{filter_name}:"центр,центра" }}}}')


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ('О центре "Точка роста"', f"О{NBSP}центре «Точка роста»"),
        ('<b onclick="x">в школе</b>', f"&lt;b onclick=&quot;x&quot;&gt;в{NBSP}школе&lt;/b&gt;"),
        (mark_safe('<b class="x">в школе</b>'), '<b class="x">в школе</b>'),
        (mark_safe("в школе &amp; дома"), "в школе &amp; дома"),
        (mark_safe("в школе"), f"в{NBSP}школе"),
        (None, ""),
        (5, "5"),
    ],
)
def test_typograph_escapes_text_and_leaves_markup(value, printed):
    assert ENGINE.from_string("{{ v|typograph }}").render(Context({"v": value})) == printed


@pytest.fixture
def icons(tmp_path, settings):
    """An empty folder of icons."""
    settings.BASE_DIR = tmp_path
    folder = tmp_path / "templates" / "icons"
    folder.mkdir(parents=True)
    return folder


class TestIcon:
    def test_stands_in_the_page_hidden_from_screen_readers(self, icons):
        (icons / "phone.svg").write_text('<svg viewBox="0 0 9 9"><path d="M0 0"/></svg>\n', encoding="utf-8")
        assert render('{% icon "phone" %}') == (
            '<svg viewBox="0 0 9 9" class="icon" aria-hidden="true" focusable="false"><path d="M0 0"/></svg>'
        )

    def test_drops_the_preface_and_the_attributes_it_sets_itself(self, icons):
        (icons / "map-pin.svg").write_text(
            '<?xml version="1.0"?>\n<!-- pin -->\n<!DOCTYPE svg>\n'
            '<svg class="old" aria-hidden="false" role="img" width="9"\n height="24" ><title>x</title></svg>',
            encoding="utf-8",
        )
        assert render('{% icon "map-pin" "icon--large" %}') == (
            '<svg width="9"\n height="24" class="icon icon--large" aria-hidden="true" focusable="false">'
            "<title>x</title></svg>"
        )

    def test_a_root_without_content_is_kept_whole(self, icons):
        (icons / "dot.svg").write_text('<svg viewBox="0 0 1 1"/>', encoding="utf-8")
        assert render('{% icon "dot" %}') == (
            '<svg viewBox="0 0 1 1" class="icon" aria-hidden="true" focusable="false"/>'
        )

    def test_the_name_and_classes_may_come_from_data(self, icons):
        (icons / "phone.svg").write_text("<svg></svg>", encoding="utf-8")
        assert 'class="icon a&quot;b"' in render("{% icon name modifier %}", name="phone", modifier='a"b')

    def test_the_file_is_read_once(self, icons):
        file = icons / "phone.svg"
        file.write_text("<svg></svg>", encoding="utf-8")
        first = render('{% icon "phone" %}')
        file.unlink()
        assert render('{% icon "phone" %}') == first

    def test_a_missing_one_is_an_error_of_the_template(self, icons):
        with pytest.raises(TemplateSyntaxError, match=r"no icon .*phone\.svg"):
            render('{% icon "phone" %}')

    @pytest.mark.parametrize("name", ["../base", "a/b", "", "Phone", "a."])
    def test_a_name_cannot_lead_elsewhere(self, icons, name):
        with pytest.raises(TemplateSyntaxError, match="name is made of"):
            render("{% icon name %}", name=name)

    def test_what_is_no_drawing_is_refused(self, icons):
        (icons / "phone.svg").write_text("<html></html>", encoding="utf-8")
        with pytest.raises(TemplateSyntaxError, match="<svg>"):
            render('{% icon "phone" %}')
