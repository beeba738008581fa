"""Links inside texts: to what the public may see, and never to nothing."""

import pytest
from django.test import Client
from wagtail.models import Site
from wagtail.rich_text import expand_db_html

from centers.models import AdditionalInfoPage, DocumentsPage
from tests import factories as make

pytestmark = pytest.mark.django_db


def link_to(*numbers) -> str:
    return "".join(f'<p><a linktype="page" id="{number}">там</a></p>' for number in numbers)


@pytest.fixture
def section(network) -> DocumentsPage:
    return make.section_of(network.tomsk, DocumentsPage)


def test_link_to_a_page_is_its_address(section):
    assert expand_db_html(link_to(section.pk)) == f'<p><a href="{section.url}">там</a></p>'


def test_link_to_a_page_that_has_moved_is_its_new_address(section):
    section.slug = "prikazy"
    section.save()
    assert '/batkatskaya/prikazy/"' in expand_db_html(link_to(section.pk))


@pytest.mark.parametrize("depth", [3, 4, 5, 6], ids=["region", "municipality", "centre", "page itself"])
def test_link_to_a_hidden_page_leaves_the_words(network, section, depth):
    section.get_ancestors(inclusive=True).get(depth=depth).specific.unpublish()
    assert expand_db_html(link_to(section.pk)) == "<p><a>там</a></p>"


@pytest.mark.parametrize("number", ["999999", "", "abc", "1' OR '1'='1", "-1"])
def test_link_to_no_page_leaves_the_words(network, number):
    assert expand_db_html(link_to(number)) == "<p><a>там</a></p>"


def test_link_out_of_the_only_host_leaves_the_words(network):
    Site.objects.update(root_page=network.tomsk.page)
    Site.clear_site_root_paths_cache()
    assert expand_db_html(link_to(network.dagestan.page.pk)) == "<p><a>там</a></p>"
    assert expand_db_html(link_to(network.tomsk.page.pk)) == '<p><a href="/">там</a></p>'


def test_links_of_a_text_take_one_query(network, section, django_assert_num_queries):
    Site.get_site_root_paths()
    text = link_to(section.pk, network.home.pk, network.dagestan.page.pk)
    with django_assert_num_queries(1):
        assert expand_db_html(text).count("href") == 3


def test_page_with_links_is_shown(network, section, client: Client):
    page = make.section_of(network.tomsk, AdditionalInfoPage)
    page.body = [("paragraph", link_to(section.pk, 999_999))]
    page.save()
    content = client.get(page.url).content.decode()
    assert f'<a href="{section.url}">там</a>' in content
    assert "<a>там</a>" in content
