"""A centre with a host name of its own: a site whose root is its page."""

import pytest
from django.test import Client, RequestFactory, override_settings
from wagtail.models import Site

from centers.models import DocumentsPage, NewsIndexPage
from centers.models.hosts import site_of
from centers.services import move_center
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_any_host")]

HOST = "batkat.example.ru"
NETWORK_HOST = "set.example.ru"


@pytest.fixture
def _any_host():
    with override_settings(ALLOWED_HOSTS=["*"]):
        yield


@pytest.fixture
def own(network) -> Client:
    """A browser at the centre's own host; the network stands at another name."""
    Site.objects.filter(is_default_site=True).update(hostname=NETWORK_HOST)
    make.SiteFactory(hostname=HOST, root_page=network.tomsk.page)
    return Client(headers={"host": HOST})


@pytest.fixture
def alone(network) -> Client:
    """A browser at the only site of an installation for one school."""
    site = Site.objects.get()
    site.root_page = network.tomsk.page
    site.save()
    return Client()


def test_pages_of_the_centre_stand_at_the_root(network, own: Client):
    assert own.get("/").context["page"] == network.tomsk.page
    assert own.get("/dokumenty/").context["page"] == make.section_of(network.tomsk, DocumentsPage)
    assert own.get("/obshchaya-informaciya/funkcii/").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/tomskaya-oblast/", "/batkatskaya/", "/tomskaya-oblast/shegarskij-rajon/batkatskaya/", "/rutulskaya/"],
)
def test_nothing_else_stands_there(own: Client, path):
    assert own.get(path).status_code == 404


def test_places_are_the_same_as_on_the_network(network, own: Client):
    for path, depth in (("/", 5), ("/dokumenty/", 6), ("/obshchaya-informaciya/funkcii/", 7)):
        page = own.get(path).context["page"]
        assert [place.depth for place in page.places] == list(range(2, depth + 1))


def test_links_of_the_section_stay_on_the_host(network, own: Client):
    content = own.get("/dokumenty/").content.decode()
    assert 'href="/raspisanie/"' in content
    assert f'href="http://{HOST}/' not in content.replace('rel="canonical"', "").split("</head>")[1]


@pytest.mark.parametrize("row", ["region", "municipality", "center"])
def test_links_stay_on_the_host_when_an_address_above_changes(network, own: Client, commit, row):
    assert 'href="/raspisanie/"' in own.get("/dokumenty/").content.decode()
    changed = {
        "region": network.tomsk.region,
        "municipality": network.tomsk.municipality,
        "center": network.tomsk,
    }
    changed[row].slug = "novyj"
    with commit():
        changed[row].save()
    assert 'href="/raspisanie/"' in own.get("/dokumenty/").content.decode()


def test_links_stay_on_the_host_when_the_centre_moves(network, own: Client, commit):
    assert own.get("/dokumenty/").status_code == 200
    with commit():
        move_center(network.tomsk, network.dagestan.municipality)
    content = own.get("/dokumenty/").content.decode()
    assert 'href="/raspisanie/"' in content
    assert f'href="http://{NETWORK_HOST}/respublika-dagestan/"' in content


def test_link_out_of_the_root_goes_to_the_host_of_the_network(own: Client):
    content = own.get("/dokumenty/").content.decode()
    assert f'href="http://{NETWORK_HOST}/tomskaya-oblast/"' in content


def test_without_a_network_what_is_above_is_plain_text(alone: Client):
    for path in ("/", "/dokumenty/", "/obshchaya-informaciya/"):
        content = alone.get(path).content.decode()
        assert "None" not in content
        assert 'href=""' not in content
    assert "Томская область" in alone.get("/dokumenty/").content.decode()


def test_card_and_file_of_the_centre_stand_on_its_host(network, own: Client):
    document = make.CenterDocumentFactory(center=network.tomsk, published=True)
    assert own.get(document.get_absolute_url()).status_code == 200
    assert own.get(document.file_url).status_code == 200


def test_card_of_another_centre_leads_to_its_own_host(network, own: Client):
    document = make.CenterDocumentFactory(center=network.dagestan, published=True)
    response = own.get(document.get_absolute_url())
    assert response.status_code == 302
    assert response["Location"] == f"http://{NETWORK_HOST}{document.get_absolute_url()}"


def test_card_of_a_centre_without_a_host_is_not_found(network, alone: Client):
    document = make.CenterDocumentFactory(center=network.dagestan, published=True)
    assert alone.get(document.get_absolute_url()).status_code == 404
    assert alone.get(f"/c/{network.dagestan.pk}/").status_code == 404


def test_short_address_leads_to_the_root_of_the_host(network, own: Client):
    assert own.get(f"/c/{network.tomsk.pk}/")["Location"] == "/"
    other = own.get(f"/c/{network.dagestan.pk}/")["Location"]
    assert other == f"http://{NETWORK_HOST}/respublika-dagestan/rutulskij-rajon/rutulskaya/"


def test_search_knows_only_the_pages_and_documents_of_the_host(network, own: Client):
    for center in network.centers:
        make.ProgramPageFactory(center=center, title="Астрономия")
        make.CenterDocumentFactory(center=center, title="О кружке астрономии", published=True)
    for client, count in ((own, 1), (Client(headers={"host": NETWORK_HOST}), 2)):
        found = client.get("/poisk/", {"q": "астрономия"}).context["found"]
        counted = {option.value: option.count for option in found.kinds}
        assert counted == {"programs": count, "documents": count}


def test_site_map_shows_only_the_host(network, own: Client):
    pages = [page for page, _level in own.get("/karta-sajta/").context["pages"]]
    assert pages
    assert all(page.is_descendant_of(network.tomsk.page) for page in pages)


def test_policy_of_the_host_is_its_own(network, own: Client):
    make.PlainPageFactory(parent=network.tomsk.page, slug="personalnye-dannye")
    assert own.get("/politika/")["Location"] == "/personalnye-dannye/"
    assert Client(headers={"host": NETWORK_HOST}).get("/politika/").status_code == 200


def test_news_of_the_centre_are_found_on_its_host(network, own: Client):
    news = make.NewsPageFactory(center=network.tomsk)
    assert news in own.get("/").context["news"]
    assert own.get(f"/novosti/{news.slug}/").context["center"] == network.tomsk
    assert news in list(own.get("/novosti/").context["news"])
    assert make.section_of(network.tomsk, NewsIndexPage).get_url() is not None


@pytest.mark.parametrize("depth", [3, 4, 5], ids=["region", "municipality", "centre"])
def test_hidden_ancestor_hides_the_host_too(network, own: Client, depth):
    network.tomsk.page.get_ancestors(inclusive=True).get(depth=depth).specific.unpublish()
    for path in ("/", "/dokumenty/", f"/c/{network.tomsk.pk}/"):
        assert own.get(path).status_code == 404


def test_unknown_host_shows_the_network(network, own: Client):
    response = Client(headers={"host": "drugoj.example.ru"}).get("/")
    assert response.context["page"] == network.home


#: Hosts and ports of the other sites beside the default one at `NETWORK_HOST`.
OTHERS = [
    (),
    ((HOST, 80),),
    ((HOST, 80), (HOST, 8000)),
    ((NETWORK_HOST, 8000),),
    ((HOST, 8000), (NETWORK_HOST, 81)),
]


@pytest.mark.parametrize("others", OTHERS)
@pytest.mark.parametrize("has_default", [True, False])
@pytest.mark.parametrize(
    "host", [HOST, NETWORK_HOST, f"{HOST}:8000", f"{NETWORK_HOST}:8000", "else.example.ru"]
)
def test_the_site_of_a_host_is_the_one_that_wagtail_takes(network, others, has_default, host):
    Site.objects.update(hostname=NETWORK_HOST, is_default_site=has_default)
    for name, port in others:
        make.SiteFactory(hostname=name, port=port, root_page=network.tomsk.page)
    name, _colon, port = host.partition(":")
    asked = {"SERVER_NAME": name, "SERVER_PORT": port or "80", "HTTP_HOST": host}
    ours, theirs = (RequestFactory().get("/", **asked) for _ in range(2))
    assert site_of(ours) == Site.find_for_request(theirs)
    assert Site.find_for_request(ours) == site_of(ours)
