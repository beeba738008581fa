"""The poster, read back by others: words by PDFium, structure by pikepdf, the code by zxing."""

import dataclasses
import io

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse

from centers.models import Center, CenterPage
from centers.posters import Form, PosterFacts, poster_facts, poster_pdf
from tests import factories as make

FACTS = PosterFacts(
    name="МКОУ «Баткатская СОШ»",
    place="Шегарский район",
    lead="Собираем роботов и ставим опыты.",
    directions="техническая",
    programs=(
        ("Робототехника", "5–7\u00a0классы · вт, чт\u00a015:00–\u206016:30"),
        ("Физика", "8\u00a0класс"),
    ),
    more=3,
    hours="пн–пт 13:00–18:00",
    person="Иванова Анна Петровна",
    post="заместитель директора",
    phone="8\u00a0(38247)\u00a02-11-22",
    where="с. Баткат, ул. Школьная, 1",
    address="https://tochka.example.ru/c/12/",
)
LONG = (
    "Муниципальное казённое общеобразовательное учреждение «Средняя общеобразовательная школа имени дважды "
    "Героя Советского Союза маршала авиации Покрышкина с углублённым изучением отдельных предметов № 12345»"
)
CROWDED = dataclasses.replace(
    FACTS,
    name=LONG[:200],
    lead="Очень длинное предложение о том, чем здесь занимаются ученики. " * 6,
    programs=tuple((f"{number}. {LONG[:110]}", LONG[:90]) for number in range(7)),
    hours=LONG[:150],
    person="Константинопольская-Преображенская Александра Владиславовна",
    post=LONG[:150],
    where=LONG,
    address="https://centr-tochka-rosta.obrazovanie-tomskaya-oblast.example.ru/c/123456789/",
)
EMPTY = PosterFacts("Школа", "", "", "", (), 0, "", "", "", "", "", "http://127.0.0.1:8000/c/1/")


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    assert len(document) == 1
    return " ".join(document[0].get_textpage().get_text_range().replace("\u00a0", " ").split())


def codes_of(data: bytes) -> list[str]:
    picture = pypdfium2.PdfDocument(data)[0].render(scale=3).to_pil()
    return [code.text for code in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize(
    ("facts", "form"), [(FACTS, Form.A4), (FACTS, Form.A5), (CROWDED, Form.STRIPS), (EMPTY, Form.A4)]
)
def test_one_page_with_a_code_that_others_read(facts, form):
    data = poster_pdf(facts, form)
    words = text_of(data)
    codes = codes_of(data)
    assert set(codes) == {facts.address}
    assert len(codes) >= (6 if form == Form.STRIPS else 1)
    assert facts.name.replace(" ", "") in words.replace(" ", "").replace("\u00ad", "")


def test_says_what_one_asks_first():
    words = text_of(poster_pdf(FACTS, Form.A4))
    for said in (
        "Баткатская СОШ",
        "Шегарский район",
        "Робототехника",
        "5–7 классы · вт, чт 15:00–16:30",
        "И ещё 3 программы на сайте",
        "пн–пт 13:00–18:00",
        "Иванова Анна Петровна",
        "8 (38247) 2-11-22",
        "tochka.example.ru/c/12",
    ):
        assert said in words


def test_smaller_sheet_is_the_same():
    document = pypdfium2.PdfDocument(poster_pdf(FACTS, Form.A5))
    assert tuple(map(round, document[0].get_size())) == (420, 595)


def test_can_be_read_aloud():
    with pikepdf.open(io.BytesIO(poster_pdf(FACTS, Form.A4))) as document:
        root = document.Root
        assert root.Lang == "ru-RU"
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert str(document.docinfo.Title) == "Плакат: центр «Точка роста», МКОУ «Баткатская СОШ»"
        parts = list(root.StructTreeRoot.K[0].K)
        kinds = [str(part.S) for part in parts]
        assert kinds.count("/H1") == kinds.count("/Figure") == 1
        assert {"/H1", "/H2", "/P", "/Figure"} == set(kinds)
        [figure] = [part for part in parts if part.S == "/Figure"]
        assert str(figure.Alt) == "QR-код страницы центра: tochka.example.ru/c/12"
        content = document.pages[0].Contents.read_bytes()
        assert content.count(b"BDC") == len(parts)
        assert content.count(b"BDC") + content.count(b"BMC") == content.count(b"EMC")
        assert "/XObject" not in document.pages[0].Resources  # the code is drawn, not a picture


def test_nothing_leaves_the_sheet():
    page = pypdfium2.PdfDocument(poster_pdf(CROWDED, Form.STRIPS))[0]
    width, height = page.get_size()
    for thing in page.get_objects():
        left, bottom, right, top = thing.get_bounds()
        assert left >= -1
        assert bottom >= -1
        assert right <= width + 1
        assert top <= height + 1


def test_russian_domain_is_written_in_russian():
    facts = dataclasses.replace(FACTS, address="https://xn--80asehdb.xn--p1ai/c/12/")
    assert facts.readable_address == "онлайн.рф/c/12"


@pytest.mark.django_db
@pytest.mark.only_on("sqlite")  # two lists that other screens show as well
class TestOfACentre:
    def test_facts_come_from_the_register_and_the_programmes(self, network):
        center = network.tomsk
        program = make.ProgramPageFactory(center=center, title="Робототехника", grade_from=5, grade_to=7)
        make.ProgramPageFactory(center=center, title="Черновик", live=False)
        make.LessonFactory(program=program)
        Center.objects.filter(pk=center.pk).update(
            hours="", phone="8 (38247) 2-11-22", head_name="Иванова А. П."
        )
        page = CenterPage.detail_queryset().get(center=center)
        facts = poster_facts(page, "http://localhost/c/1/")
        [(title, about)] = facts.programs
        assert title == "Робототехника"
        assert "5–\u20607\u00a0классы" in about
        assert facts.hours
        assert (facts.person, facts.post) == ("Иванова А. П.", "руководитель центра")

    @pytest.mark.parametrize(("form", "status"), [("a4-poloski", 200), ("a3", 404)])
    def test_is_handed_out_to_staff(self, network, admin_client, form, status):
        response = admin_client.get(reverse("center_poster", args=[network.tomsk.pk, form]))
        assert response.status_code == status
        assert (
            response["Content-Type"].partition(";")[0] == {200: "application/pdf", 404: "text/html"}[status]
        )
