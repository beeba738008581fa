"""A centre filled so that every page has something of every kind, in any amount."""

import datetime as dt

from django.db.models import F
from wagtail.models import Page
from wagtail.search import index

from centers.models import (
    AdditionalInfoPage,
    CenterDocument,
    CenterPage,
    DocumentsPage,
    Equipment,
    EventIndexPage,
    EventPage,
    FeedbackPage,
    FunctionsPage,
    GeneralInfoPage,
    HomePage,
    NationalProject,
    NewsIndexPage,
    NewsPage,
    ProgramPage,
)
from centers.services.sections import add_page, municipality_page_for
from library.models import Document, DocumentVersion, FileReading, PageText, ReadingState
from tests import factories as make
from tests.factories import Network

KINDS = ("order", "regulation", "plan")
SEARCH_KINDS = ("centers", "programs", "events", "news", "documents")
#: Stands in the name of every centre, programme, event and piece of news, and in every document.
WORDS = "робототехника"


def fill(network: Network, amount: int) -> None:
    """Add so many rows of each kind to the first centre, and so much news to each place above it."""
    center = network.tomsk
    teachers = make.TeacherFactory.create_batch(amount, center=center, photographed=True)
    rooms = make.RoomFactory.create_batch(amount, center=center, photographed=True)
    documents = add_documents(center, amount)
    programs = [
        make.ProgramPageFactory(
            center=center,
            photographed=True,
            teacher=teachers[number],
            document=documents[number],
            kind=("additional", "subject")[number % 2],
            body=body(make.ImageFactory(), documents[number].document, center.page),
        )
        for number in range(amount)
    ]
    for number in range(amount):
        make.LessonFactory(
            program=programs[number], teacher=teachers[number], room=rooms[number], weekday=number % 5 + 1
        )
        make.EventPageFactory(center=center, photographed=True, responsible=teachers[number], lead=WORDS)
        make.EventPageFactory(center=center, photographed=True, date=dt.date(2022, 5, number + 1))
    Equipment.objects.bulk_create(
        make.EquipmentFactory.build(center=center, room=rooms[number], subject=f"Предмет {number}")
        for number in range(amount)
    )
    for section in news_sections(network):
        for _ in range(amount):
            make.NewsPageFactory(parent=section, photographed=True, lead=WORDS)


def add_documents(center, amount: int) -> list[CenterDocument]:
    """Published documents, each with a file of its own in the library (one PDF stands for all)."""
    pdf = make.DocumentFactory()
    copies = [
        Document(title=f"Файл {number}", file=pdf.file.name, mime_type=pdf.mime_type, file_size=pdf.file_size)
        for number in range(amount)
    ]
    files = Document.objects.bulk_create(copies)
    rows = [
        make.CenterDocumentFactory.build(
            center=center,
            document=file,
            live=True,
            kind=KINDS[number % 3],
            date=dt.date(2026 - number % 4, 4, 4),
            title=f"О кружке: {WORDS}",
        )
        for number, file in enumerate(files)
    ]
    documents = CenterDocument.objects.bulk_create(rows)
    for document in documents:
        index.insert_or_update_object(document)
        add_text(document)
    # A single document can only replace itself; what is counted is the same.
    CenterDocument.objects.filter(center=center).update(supersedes=F("pk"))
    return documents


def add_text(row: CenterDocument) -> None:
    """As if two pages had been read in the file of a document."""
    version = DocumentVersion.objects.create_for(row.document, by=None)
    reading = FileReading.objects.create(version=version, state=ReadingState.DONE)
    for number in (1, 2):
        PageText.objects.create(
            reading=reading, document=row.document, number=number, text=f"Кружок: {WORDS}."
        )


def body(image, file, page: Page | None) -> list:
    """A text with a picture, a gallery and a file, and a link to a page of the site if one is given."""
    picture = {"image": image, "caption": "Подпись"}
    link = f' <a linktype="page" id="{page.pk}">страницу центра</a>' if page else ""
    return [
        ("paragraph", f"<p>Смотрите{link}.</p>"),
        ("picture", picture),
        ("gallery", {"title": "Фото", "pictures": [picture]}),
        ("file", {"document": file, "title": ""}),
    ]


def decorate(network: Network) -> None:
    """Give every page that has free text the same text with pictures, and the centre a photo.

    A text with links inside costs one query more: it fits everywhere but on a centre's first page.
    """
    center, file = network.tomsk, make.DocumentFactory()
    page = center.page
    text = body(make.ImageFactory(), file, page)
    for model in (AdditionalInfoPage, FeedbackPage, GeneralInfoPage, FunctionsPage):
        _set(make.section_of(center, model), body=text)
    without_link = body(make.ImageFactory(), file, None)
    _set(CenterPage.objects.get(pk=page.pk), lead=WORDS, body=without_link, photo=make.ImageFactory())
    for place in page.get_ancestors().filter(depth__gt=1).specific():
        _set(place, body=text)
    program, event, news = (model.objects.first() for model in (ProgramPage, EventPage, NewsPage))
    for one in (program, event, news):
        _set(one, body=text)
    plan = CenterDocument.objects.filter(center=center).first()
    _set(make.section_of(center, EventIndexPage), plan=plan)
    make.NetworkFigureFactory()
    make.NetworkFigureFactory(region=center.region)
    _set(HomePage.objects.get(), ministry_sign=make.ImageFactory())
    NationalProject.objects.update(sign=make.ImageFactory())


def _set(page: Page, **values) -> None:
    for name, value in values.items():
        setattr(page, name, value)
    page.save()


def news_sections(network: Network) -> list[NewsIndexPage]:
    """The news of the centre, of its region and of the network; the last two are made when there are none."""
    region = network.tomsk.page.get_ancestors().get(depth=3).specific
    for place in (region, network.home):
        if not NewsIndexPage.objects.child_of(place).exists():
            add_page(place, NewsIndexPage(title="Новости", slug="novosti"), live=True)
    above = NewsIndexPage.objects.filter(depth__lte=region.depth + 1).order_by("depth")
    return [*above, make.section_of(network.tomsk, NewsIndexPage)]


def add_centers(network: Network, amount: int) -> None:
    """So many more centres, half of them in the first municipality and half in others of its region.

    They get their own pages only: what lists show of them. Sections would not change a count.
    """
    district = network.tomsk.municipality
    for number in range(amount):
        place = district if number % 2 else make.MunicipalityFactory(region=district.region)
        center = make.CenterFactory(school__municipality=place)
        add_page(municipality_page_for(place), CenterPage(center=center, lead=WORDS), live=True)


def addresses(network: Network) -> dict[str, str]:
    """Address of one page of every type, by its name."""
    center = network.tomsk
    pages = [
        *center.page.get_ancestors(inclusive=True).filter(depth__gt=1),
        *center.page.get_children().live(),
        make.section_of(center, FunctionsPage),
        ProgramPage.objects.first(),
        EventPage.objects.first(),
        NewsPage.objects.filter(path__startswith=center.page.path).first(),
        NewsPage.objects.exclude(path__startswith=center.page.path).first(),
        *NewsIndexPage.objects.exclude(path__startswith=center.page.path),
    ]
    found = {f"{page.specific_class.__name__} {page.depth}": page.url for page in pages}
    document = CenterDocument.objects.filter(center=center, document__isnull=False).first()
    section = make.section_of(center, DocumentsPage).url
    region = center.page.get_ancestors().get(depth=3).url
    return found | {
        "documents of a kind": f"{section}?kind=order",
        "documents of a year": f"{section}?year=2026",
        "words in documents": f"{section}?q={WORDS}",
        **{f"documents as {form}": f"{section}dokumenty.{form}" for form in ("rss", "atom", "csv", "json")},
        "feed of a region": f"{region}dokumenty.rss",
        "search": f"/poisk/?q={WORDS}",
        **{f"search of {kind}": f"/poisk/?q={WORDS}&kind={kind}" for kind in SEARCH_KINDS},
        "document card": document.get_absolute_url(),
        "document file": document.file_url,
        "site map": "/karta-sajta/",
        "policy": "/politika/",
    }
