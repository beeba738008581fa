"""The head of every page type, read back by a reader that knows nothing of this site (extruct)."""

import datetime as dt
import json
from html import unescape

import extruct
import pytest
from django.test import Client, override_settings
from django.utils import timezone
from wagtail.models import Page, Site

from centers.metadata import indexing
from centers.metadata.linked_data import as_json, node
from centers.models import CenterPage, EventPage, HomePage, NewsPage, ProgramPage
from library.models.consent import ConsentBy, People
from tests import factories as make
from tests.scale.contents import fill

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.only_on("sqlite"),  # what is written into HTML is the same beside any database
]

NASTY = "</script><script>alert(1)</script><!-- \"&amp;' \u2028 ]]>"


def head_of(html: str) -> str:
    return html.partition("</head>")[0]


def nodes_of(html: str) -> dict[str, dict]:
    """The nodes of the graph by type, as extruct reads them."""
    found = extruct.extract(html, base_url="http://testserver/", syntaxes=["json-ld"])["json-ld"]
    return {one["@type"]: one for block in found for one in block["@graph"]}


def title_of(html: str) -> str:
    return unescape(html.partition("<title>")[2].partition("</title>")[0])


def open_graph_of(html: str) -> dict[str, str]:
    found = extruct.extract(html, syntaxes=["opengraph"])["opengraph"]
    return dict(found[0]["properties"])


@pytest.fixture
def read(client: Client):
    def read(place: Page | str, **parameters: str) -> str:
        address = place if isinstance(place, str) else place.get_url()
        response = client.get(address, parameters)
        assert response.status_code == 200
        return response.content.decode()

    return read


@pytest.fixture
def filled(network):
    fill(network, 1)
    return network


class TestEveryPageType:
    @pytest.fixture
    def pages(self, filled, read) -> dict[Page, str]:
        return {page: read(page) for page in Page.objects.live().filter(depth__gt=1).specific()}

    def test_open_graph_says_what_the_head_says(self, pages):
        assert len({type(page) for page in pages}) >= 17
        for page, html in pages.items():
            found = open_graph_of(html)
            assert found["og:url"] == page.full_url
            assert f"{found['og:title']} — {found['og:site_name']}" == title_of(html)
            assert 20 <= len(found["og:description"]) <= 200, (page, found["og:description"])
            assert found["og:locale"] == "ru_RU"

    def test_descriptions_are_their_own(self, pages):
        said = [open_graph_of(html)["og:description"] for html in pages.values()]
        assert len(set(said)) == len(said)

    def test_way_to_the_page_is_told(self, pages):
        for page, html in pages.items():
            nodes = nodes_of(html)
            trail = [item["name"] for item in nodes.get("BreadcrumbList", {}).get("itemListElement", [])]
            assert len(trail) == (page.depth - 1 if page.depth > 2 else 0), page
            shown = [place.title for place in page.get_ancestors().filter(depth__gt=1)]
            assert trail[:-1] == (shown if page.depth > 2 else [])

    def test_nothing_empty_is_written(self, pages):
        for html in pages.values():
            block = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
            assert '""' not in block
            assert "None" not in block
            assert "null" not in block


class TestTypes:
    def test_site_with_its_search(self, filled, read):
        site = nodes_of(read(filled.home))["WebSite"]
        template = site["potentialAction"]["target"]["urlTemplate"]
        assert site["potentialAction"]["query-input"] == "required name=search_term_string"
        assert "робот" in read(template.replace("{search_term_string}", "робот").partition("localhost")[2])

    def test_centre_and_its_school(self, filled, read):
        center = filled.tomsk
        center.school.full_name = "Муниципальное казённое учреждение"
        center.school.site_url, center.school.ogrn = "https://batkat.example.ru/", "1027000000001"
        center.school.save()
        type(center).objects.filter(pk=center.pk).update(
            head_name="Иванова Анна Петровна", phone="8 (38247) 2-11-22", vk_url="https://vk.com/batkat"
        )
        found = nodes_of(read(center.page))["EducationalOrganization"]
        assert found["name"] == "Центр «Точка роста», МКОУ «Баткатская СОШ»"
        assert found["telephone"] == "+73824721122"
        assert found["employee"]["name"] == "Иванова Анна Петровна"
        assert found["sameAs"] == ["https://vk.com/batkat"]
        assert found["address"]["addressRegion"] == "Томская область"
        school = found["parentOrganization"]
        assert (school["@type"], school["url"]) == ("EducationalOrganization", "https://batkat.example.ru/")
        assert school["identifier"]["value"] == "1027000000001"

    def test_programme_has_what_search_engines_ask_for(self, filled, read):
        program = ProgramPage.objects.first()
        program.hours_total, program.hours_per_week = 68, 2
        program.save()
        course = nodes_of(read(program))["Course"]
        assert {"name", "description", "provider", "offers", "hasCourseInstance"} <= course.keys()
        assert course["provider"]["name"].startswith("Центр «Точка роста»")
        assert course["offers"] == {"@type": "Offer", "category": "Free", "price": 0, "priceCurrency": "RUB"}
        instance = course["hasCourseInstance"]
        assert (instance["courseMode"], instance["courseWorkload"]) == ("onsite", "PT68H")
        lesson = program.lessons.first()
        schedule = instance["courseSchedule"][0]
        assert schedule["startTime"] == f"{lesson.start:%H:%M}"
        assert (schedule["repeatFrequency"], schedule["repeatCount"]) == ("Weekly", 34)
        assert schedule["byDay"] == ["https://schema.org/Monday"]

    def test_event_is_dated_where_the_centre_is(self, filled, read):
        event = EventPage.objects.order_by("-date").first()
        event.date, event.time, event.end_date = "2026-10-02", "15:30", None
        event.full_clean()
        event.save()
        found = nodes_of(read(event))["Event"]
        assert found["startDate"] == "2026-10-02T15:30:00+07:00"
        assert found["eventStatus"] == "https://schema.org/EventScheduled"
        assert found["location"]["address"]["addressCountry"] == "RU"
        EventPage.objects.filter(pk=event.pk).update(is_cancelled=True)
        assert nodes_of(read(event))["Event"]["eventStatus"] == "https://schema.org/EventCancelled"

    def test_news_names_its_day_and_publisher(self, filled, read):
        news = NewsPage.objects.child_of(
            Page.objects.get(path=filled.tomsk.page.path).get_children().get(slug="novosti")
        ).first()
        found = nodes_of(read(news))["NewsArticle"]
        assert found["datePublished"] == news.date.isoformat()
        assert found["publisher"]["name"].startswith("Центр «Точка роста»")
        assert open_graph_of(read(news))["og:type"] == "article"


class TestSafety:
    def test_no_stored_text_ends_the_block(self, network, read):
        program = make.ProgramPageFactory(center=network.tomsk, title=NASTY, lead=NASTY)
        html = read(program)
        assert "<script>alert" not in html
        assert "</script><script>alert" not in html
        course = nodes_of(html)["Course"]
        assert course["name"] == " ".join(NASTY.split())
        assert html.count("<script") == html.count("</script>") == 1

    def test_json_is_whole_for_any_text(self):
        text = "".join(map(chr, [*range(32, 256), 0x2028, 0x2029, 0x1F600])) + NASTY
        written = as_json([node("Thing", name=text)])
        assert not set("<>&\u2028\u2029") & set(written)
        assert json.loads(written)["@graph"][0]["name"] == " ".join(text.replace("\xad", "").split())

    def test_photo_of_a_withdrawn_consent_or_of_children_is_not_offered(self, network, read):
        page = CenterPage.objects.get(pk=network.tomsk.page.pk)
        page.photo = make.ImageFactory(people=People.NOBODY)
        page.save()
        html = read(page)
        assert open_graph_of(html)["og:image"].startswith("http://localhost/media/")
        assert nodes_of(html)["EducationalOrganization"]["image"]["width"] <= 1200
        type(page.photo).objects.filter(pk=page.photo.pk).update(consent_withdrawn_on="2026-01-01")
        assert "og:image" not in read(page)
        children = make.ImageFactory(
            people=People.CHILDREN,
            consent_by=ConsentBy.PARENTS,
            consent_date=dt.date(2026, 9, 1),
            consent_place="Кабинет 5",
            publish_until=timezone.localdate() + dt.timedelta(days=100),
        )
        CenterPage.objects.filter(pk=page.pk).update(photo=children)
        assert "og:image" not in read(page)


class TestAddresses:
    def test_pages_of_a_list_keep_their_number(self, filled, read):
        make.NewsPageFactory.create_batch(21, center=filled.tomsk)
        section = Page.objects.get(path=filled.tomsk.page.path).get_children().get(slug="novosti")
        second = head_of(read(section, page="2", utm_source="vk"))
        assert f'<link rel="canonical" href="{section.full_url}?page=2">' in second
        assert ", страница 2 —" in second
        assert f'<link rel="canonical" href="{section.full_url}">' in head_of(read(section, page="1"))
        assert f'href="{section.full_url}?page=2">' in head_of(read(section, page="1000000000"))

    def test_search_is_not_kept(self, filled, read):
        assert "noindex" in head_of(read("/poisk/", q="робот"))

    @override_settings(ALLOWED_HOSTS=["*"])
    def test_centre_with_a_host_of_its_own_has_one_address(self, network, client: Client):
        make.SiteFactory(hostname="batkat.example.ru", root_page=network.tomsk.page)
        below = network.tomsk.page.url_path.removeprefix(network.home.url_path.rstrip("/"))
        for host, path in (("localhost", below), ("batkat.example.ru", "/")):
            html = client.get(path, headers={"host": host}).content.decode()
            assert '<link rel="canonical" href="http://batkat.example.ru/">' in html
        card = make.CenterDocumentFactory(center=network.tomsk, published=True).get_absolute_url()
        html = client.get(card, headers={"host": "localhost"}).content.decode()
        assert f'<link rel="canonical" href="http://batkat.example.ru{card}">' in html


class TestClosedSite:
    @pytest.fixture
    def closed(self, settings):
        settings.SEARCH_ENGINES = False

    def test_everything_says_noindex(self, closed, filled, client: Client):
        for address in ("/", filled.tomsk.page.get_url(), "/robots.txt", "/poisk/"):
            response = client.get(address)
            assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert '<meta name="robots" content="noindex, nofollow">' in client.get("/").content.decode()
        robots = client.get("/robots.txt").content.decode()
        assert "Sitemap" not in robots
        assert "Disallow: /\n" not in robots

    def test_staff_screens_say_so_everywhere(self, client: Client):
        assert client.get("/admin/login/")["X-Robots-Tag"] == "noindex, nofollow"
        assert "X-Robots-Tag" not in client.get("/healthz")

    def test_site_without_https_is_closed_and_the_demonstration_too(self, settings, monkeypatch, db):
        settings.SEARCH_ENGINES, settings.HTTPS = None, False
        assert not indexing.may_be_indexed()
        settings.HTTPS = True
        assert indexing.may_be_indexed()
        monkeypatch.setattr(indexing, "_reasons", [lambda: True])
        assert indexing.may_be_indexed()  # for ten minutes the earlier answer holds
        indexing.forget()
        assert not indexing.may_be_indexed()

    def test_home_is_the_home(self, network):
        assert Site.objects.get(is_default_site=True).root_page.specific_class is HomePage
