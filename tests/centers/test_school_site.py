"""What a school puts on its own site: on the centre's page, as HTML, as JSON; the screen that gives it."""

import datetime as dt
import json
from pathlib import Path

import extruct
import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from centers.models import Center, CenterPage, FeedbackPage, Role
from centers.services import delete_center
from tests import factories as make

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.only_on("sqlite"),  # rows are asked for as everywhere; what is new is the markup
]

NASTY = '"></script><script>alert(1)</script>'


def items_of(html: str) -> dict[str, list[dict]]:
    """Properties of the marked items by the name of their parent, as extruct reads them."""
    found: dict[str, list[dict]] = {}
    for item in extruct.extract(html, base_url="http://localhost/", syntaxes=["microdata"])["microdata"]:
        for name, value in item["properties"].items():
            values = value if isinstance(value, list) else [value]
            found.setdefault(name, []).extend(one["properties"] for one in values if isinstance(one, dict))
    return found


@pytest.fixture
def filled(network):
    """A centre with one of everything that its school must tell of."""
    center = network.tomsk
    Center.objects.filter(pk=center.pk).update(
        head_name="Иванова Анна Петровна",
        head_post="заместитель директора",
        email="centr@example.ru",
        building_address="с. Баткат, ул. Школьная, 1",
    )
    make.CenterDocumentFactory(
        center=center,
        kind="regulation",
        title="Положение о центре «Точка роста»",
        number="7",
        date=dt.date(2024, 4, 4),
        published=True,
    )
    make.CenterDocumentFactory(
        center=center,
        kind="regulation",
        title="Положение о конкурсе",
        date=dt.date(2025, 1, 1),
        published=True,
    )
    teacher = make.TeacherFactory(
        center=center, full_name="Петров Пётр Петрович", courses="2025, физика, 36 часов", experience_years=12
    )
    make.TeacherFactory(center=center, full_name="Скрытый Семён Семёнович", is_shown=False)
    make.ProgramPageFactory(center=center, title="Робототехника", teacher=teacher)
    make.ProgramPageFactory(center=center, title="Черновик", live=False)
    room = make.RoomFactory(center=center, name="Физика", number="12", is_accessible=True)
    make.EquipmentFactory(center=center, room=room, name="Микроскоп", quantity=5)
    return network


def addresses(center: Center) -> tuple[str, str]:
    return tuple(reverse(f"school_section_{form}", args=[center.pk]) for form in ("html", "json"))


class TestOnTheCentresPage:
    @pytest.mark.parametrize("model", [CenterPage, FeedbackPage])
    def test_structural_unit_is_marked_where_it_is_seen(self, filled, client: Client, model):
        html = client.get(model.objects.get(center=filled.tomsk).get_url()).content.decode()
        [unit] = items_of(html)["structOrgUprav"]
        assert unit["name"] == "Центр образования «Точка роста»"
        assert unit["fio"] == "Иванова Анна Петровна"
        assert unit["post"] == "Заместитель директора"
        assert unit["addressStr"].replace("\xa0", " ") == "с. Баткат, ул. Школьная, 1"
        assert unit["email"] == "centr@example.ru"
        assert unit["site"].endswith(f"/c/{filled.tomsk.pk}/")
        assert unit["divisionClauseDocLink"].startswith("http")

    def test_every_page_of_a_centre_links_to_the_site_of_its_school(self, filled, client: Client):
        school = filled.tomsk.school
        school.site_url = "https://batkat.example.ru/"
        school.save()
        for page in filled.tomsk.page.get_descendants(inclusive=True).live():
            assert 'href="https://batkat.example.ru/"' in client.get(page.get_url()).content.decode()


class TestHtml:
    def test_reader_of_others_finds_all_that_is_asked(self, filled, client: Client):
        response = client.get(addresses(filled.tomsk)[0])
        assert response["Content-Type"] == "text/html; charset=utf-8"
        html = response.content.decode()
        found = items_of(html)
        unit = found["structOrgUprav"][0]
        assert set(unit) == {"name", "fio", "post", "addressStr", "site", "email", "divisionClauseDocLink"}
        assert "Положение о центре" in html
        assert "Положение о конкурсе" not in html
        [teacher] = found["teachingStaff"]
        assert (teacher["fio"], teacher["teachingOp"]) == ("Петров Пётр Петрович", "Робототехника")
        assert teacher["specExperience"].replace("\xa0", " ") == "12 лет"
        assert set(teacher) == set(
            "fio post teachingDiscipline teachingLevel degree qualification profDevelopment "
            "specExperience teachingOp".split()
        )
        [program] = found["eduOp"]
        assert program["eduName"] == "Робототехника"
        assert program["eduLevel"] == "дополнительное образование детей и взрослых"
        [room] = found["purposeCab"]
        assert "Микроскоп — 5" in room["osnCab"]
        assert "доступно" in room["ovzCab"]

    def test_can_be_pasted_anywhere(self, filled, client: Client):
        html = client.get(addresses(filled.tomsk)[0]).content.decode()
        assert "<script" not in html
        assert "style" not in html
        assert 'href="/' not in html
        assert html.count("<section") == html.count("</section>") == 1

    def test_says_what_there_is_not(self, network, client: Client):
        Center.objects.filter(pk=network.tomsk.pk).update(head_name="", email="")
        unit = items_of(client.get(addresses(network.tomsk)[0]).content.decode())["structOrgUprav"][0]
        assert (unit["fio"], unit["divisionClauseDocLink"]) == ("нет", "нет")

    def test_stored_text_stays_text(self, filled, client: Client):
        Center.objects.filter(pk=filled.tomsk.pk).update(head_name=NASTY)
        assert "<script>" not in client.get(addresses(filled.tomsk)[0]).content.decode()
        assert client.get(addresses(filled.tomsk)[1]).json()["structOrgUprav"]["fio"] == NASTY


class TestJson:
    def test_says_the_same(self, filled, client: Client):
        found = client.get(addresses(filled.tomsk)[1]).json()
        assert found["version"] == "1.0"
        assert found["id"] == filled.tomsk.pk
        assert found["url"] == f"http://localhost/c/{filled.tomsk.pk}/"
        assert found["structOrgUprav"]["divisionClauseDocLink"]["url"].startswith("http://localhost/d/")
        assert found["eduOp"][0]["url"].startswith("http://localhost/")
        assert found["eduOp"][0]["opMain"] is None
        assert dt.datetime.fromisoformat(found["updated"]).tzinfo

    def test_every_key_is_described(self, filled, client: Client):
        guide = Path(settings.BASE_DIR, "docs/schools/school-site.md").read_text(encoding="utf-8")

        def keys_of(value) -> set[str]:
            if isinstance(value, dict):
                return set(value).union(*map(keys_of, value.values()))
            return set().union(*map(keys_of, value)) if isinstance(value, list) else set()

        keys = keys_of(client.get(addresses(filled.tomsk)[1]).json())
        assert {key for key in keys if f"`{key}`" not in guide} == set()

    def test_pages_of_any_host_may_read_it(self, filled, client: Client):
        path = addresses(filled.tomsk)[1]
        assert (
            client.get(path, headers={"origin": "https://school.example.ru"})["Access-Control-Allow-Origin"]
            == "*"
        )
        asked = client.options(path)
        assert (asked.status_code, asked["Access-Control-Allow-Headers"]) == (204, "If-None-Match")
        assert "Access-Control-Allow-Origin" not in client.get(filled.tomsk.page.get_url())


class TestCaching:
    @pytest.mark.parametrize("number", [0, 1], ids=["html", "json"])
    def test_unchanged_costs_304(self, filled, client: Client, number):
        path = addresses(filled.tomsk)[number]
        first = client.get(path)
        assert first["Cache-Control"] == "public, max-age=300"
        again = client.get(path, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        head = client.head(path)
        assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
        Center.objects.filter(pk=filled.tomsk.pk).update(head_name="Другая Дарья Денисовна")
        assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 200
        assert client.post(path).status_code == 405

    def test_bounded(self, filled, client: Client, django_assert_max_num_queries):
        make.TeacherFactory.create_batch(8, center=filled.tomsk)
        for _number in range(4):
            make.ProgramPageFactory(center=filled.tomsk)
        path = addresses(filled.tomsk)[1]
        client.get(path)
        with django_assert_max_num_queries(10):
            client.get(path)


class TestBadInput:
    @pytest.mark.parametrize("number", ["0", "999999", "9" * 30, "-1", "1a", "%00", "1%20OR%201=1"])
    @pytest.mark.parametrize("form", ["html", "json", "xml"])
    def test_unknown_centre(self, network, client: Client, number, form):
        assert client.get(f"/c/{number}/svedeniya.{form}").status_code == 404

    def test_hidden_and_deleted_centres(self, filled, client: Client):
        network = filled
        network.tomsk.page.get_parent().unpublish()
        delete_center(network.dagestan)
        for center in network.centers:
            assert [client.get(path).status_code for path in addresses(center)] == [404, 404]

    @override_settings(ALLOWED_HOSTS=["*"])
    def test_other_hosts_know_nothing_of_it(self, filled):
        make.SiteFactory(hostname="batkat.example.ru", root_page=filled.tomsk.page)
        own = Client(headers={"host": "batkat.example.ru"})
        found = own.get(addresses(filled.tomsk)[1]).json()
        assert found["url"] == f"http://batkat.example.ru/c/{filled.tomsk.pk}/"
        assert found["eduOp"][0]["url"].startswith("http://batkat.example.ru/")
        assert own.get(addresses(filled.dagestan)[1]).status_code == 404

    def test_short_address_typed_with_a_russian_letter(self, network, client: Client):
        assert client.get(f"/с/{network.tomsk.pk}/")["Location"] == f"/c/{network.tomsk.pk}/"


class TestScreen:
    @pytest.fixture
    def screen(self, filled) -> str:
        return reverse("center_school_site", args=[filled.tomsk.pk])

    def test_gives_the_text_to_copy(self, filled, client: Client, screen):
        client.force_login(make.member(Role.EDITOR, filled.tomsk))
        response = client.get(screen)
        assert response.context["text"] == client.get(addresses(filled.tomsk)[0]).content.decode()
        html = response.content.decode()
        assert "&lt;section itemscope" in html
        assert f"http://localhost{addresses(filled.tomsk)[1]}" in html
        assert reverse("center_poster", args=[filled.tomsk.pk, "a4"]) in html
        assert screen in client.get(reverse("center_desk", args=[filled.tomsk.pk])).content.decode()

    def test_is_closed_to_others(self, filled, client: Client, screen):
        client.force_login(make.member(Role.HEAD, filled.dagestan))
        assert client.get(screen).status_code == 404
        assert client.get(reverse("center_poster", args=[filled.tomsk.pk, "a4"])).status_code == 404

    def test_hidden_centre_is_told_so(self, filled, admin_client: Client, screen):
        CenterPage.objects.filter(pk=filled.tomsk.page.pk).update(live=False)
        html = admin_client.get(screen).content.decode()
        assert "брать отсюда пока нечего" in html
        assert "<textarea" not in html
        assert admin_client.get(reverse("center_poster", args=[filled.tomsk.pk, "a4"])).status_code == 404

    def test_missing_site_of_the_school_is_named(self, filled, admin_client: Client, screen):
        type(filled.tomsk.school).objects.update(site_url="")
        assert "Указать адрес сайта школы" in admin_client.get(screen).content.decode()


def test_json_of_the_guide_is_json():
    guide = Path(settings.BASE_DIR, "docs/schools/school-site.md").read_text(encoding="utf-8")
    json.loads(guide.partition("```json\n")[2].partition("```")[0])
