"""At most fifteen queries for a whole response, and as many on a network ten times larger.

A search of all kinds may take twenty-five.

What is warm, as on a running server: types of content, which Django keeps in the process; templates;
the addresses of sites, which Wagtail keeps in Django's cache for an hour; renditions of pictures, which
stand on the disk once anybody has looked at the page; the counts of regions, which stand in rows. Nothing
else: the rest of Django's cache is emptied before every count.
"""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from centers.models import (
    CenterDocument,
    CenterPage,
    Equipment,
    EventPage,
    Lesson,
    NewsPage,
    ProgramPage,
    Region,
    RegionTally,
)
from centers.models.tally import count, keep
from tests.factories import Network, SiteFactory
from tests.scale.contents import add_centers, addresses, decorate, fill

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15  # of a centre's page with lessons, replacements, pictures, files and its regulation
MOST_QUERIES_OF_SEARCH = 25  # of seven kinds each is asked for, and each is shown
TIMES = 10


def queries_of(client: Client, address: str) -> list[str]:
    """SQL of all queries of the whole response, the second time that the page is looked at."""
    client.get(address)
    keep_counts()
    cache.clear()
    Site.get_site_root_paths()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
        b"".join(response.streaming_content if response.streaming else [response.content])
    assert response.status_code == 200, address
    return [query["sql"] for query in queries]


def keep_counts() -> None:
    """As the first reader outside of a transaction does."""
    numbers = list(Region.objects.filter(page__isnull=False).values_list("pk", flat=True))
    rows = [RegionTally.objects.get_or_create(region_id=number)[0] for number in numbers]
    keep(rows, count(numbers))


def counts(network: Network) -> dict[str, int]:
    client = Client()
    return {name: len(queries_of(client, address)) for name, address in addresses(network).items()}


def rows(network: Network) -> list[int]:
    center = network.tomsk
    of_center = [CenterDocument, ProgramPage, EventPage, Equipment, Lesson]
    return [
        CenterPage.objects.count(),
        *(model.objects.filter(center=center).count() for model in of_center),
        NewsPage.objects.count(),
    ]


def test_few_queries_are_enough_whatever_the_size(network):
    fill(network, 1)
    decorate(network)
    small_rows, small = rows(network), counts(network)
    add_centers(network, (TIMES - 1) * 2)
    fill(network, TIMES - 1)
    large_rows, large = rows(network), counts(network)
    assert large_rows == [TIMES * count for count in small_rows]
    assert small.pop("search") <= MOST_QUERIES_OF_SEARCH >= large.pop("search")
    assert {name: count for name, count in small.items() if count > MOST_QUERIES} == {}
    assert large == small


def test_few_queries_are_enough_on_a_host_of_its_own(network, settings):
    settings.ALLOWED_HOSTS = ["*"]
    site = SiteFactory(root_page=network.tomsk.page)
    fill(network, 1)
    client = Client(headers={"host": site.hostname})
    sections = network.tomsk.page.get_children().values_list("slug", flat=True)
    paths = ["/", *(f"/{slug}/" for slug in sections), "/obshchaya-informaciya/funkcii/"]
    own = {path: len(queries_of(client, path)) for path in paths}
    assert {path: count for path, count in own.items() if count > MOST_QUERIES} == {}
