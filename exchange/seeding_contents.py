"""What the centres of an invented network hold: programmes, lessons, documents, people, events, questions.

Together with 24,000 centres of about twelve pages this makes some 550,000 pages, 200,000 programmes and
500,000 documents: the network that benchmarks measure. The documents share a few small files.
"""

import datetime as dt
import random
from collections.abc import Iterator, Sequence

from django.core.files.base import ContentFile
from django.utils import timezone
from fpdf import FPDF

from centers.models import (
    Center,
    CenterDocument,
    DocumentKind,
    Equipment,
    EventIndexPage,
    EventPage,
    Lesson,
    ProgramIndexPage,
    ProgramPage,
    Room,
    Teacher,
)
from centers.services.bulk import add_pages, create_rows
from centers.signals import centers_invented
from library.models import Document
from toolkit.text import transliterate

FILES = 8
FIRST_ORDER = dt.date(2021, 9, 1)
#: Weights of 7, 8, 9 and 10 programmes of a centre: 200,000 for 24,000 centres.
PROGRAMS = (7, 8, 9, 10), (3, 11, 9, 1)
DOCUMENTS = (19, 20, 21, 22, 23)
EVENTS = 2

#: Title, kind and the directions that go with it (`focus`, `additional_focus`, `extracurricular_focus`).
_KINDS = {
    "subject": {"focus": "natural_science"},
    "extracurricular": {"focus": "natural_science", "extracurricular_focus": "research"},
    "additional": {"focus": "technology", "additional_focus": "technical"},
}
_TITLES = (
    ("Физика вокруг нас", "subject"),
    ("Практическая химия", "subject"),
    ("Живая биология", "subject"),
    ("Информатика без компьютера и с ним", "subject"),
    ("Шахматный кружок", "additional"),
    ("Робототехника для начинающих", "additional"),
    ("Моделирование и печать деталей", "additional"),
    ("Съёмка с воздуха", "additional"),
    ("Юный исследователь", "extracurricular"),
    ("Цифровая лаборатория", "extracurricular"),
    ("Погода нашего села", "extracurricular"),
    ("Первая помощь", "extracurricular"),
)
_ORDERS = ("О создании центра", "Об утверждении плана", "О назначении руководителя", "Об итогах работы")


class Contents:
    """Fills centres; one object for the whole network keeps the files that all documents share."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.files = [_file(number) for number in range(1, FILES + 1)]

    def fill(self, centers: Sequence[Center]) -> None:
        """Give opened centres of one batch everything; inside the caller's transaction."""
        people = [self._teacher(center, number) for center in centers for number in range(1, 3)]
        rooms = [Room(center=center, name="Выдуманная лаборатория", number="12") for center in centers]
        create_rows([*people, *rooms, *(self._equipment(center) for center in centers)])
        teachers: dict[int, list[Teacher]] = {}
        for person in people:
            teachers.setdefault(person.center_id, []).append(person)
        self._add_programs(centers, teachers, {room.center_id: room for room in rooms})
        create_rows([row for center in centers for row in self._documents(center)])
        centers_invented.send(sender=type(self), centers=centers, chance=self.chance)

    def _add_programs(
        self, centers: Sequence[Center], teachers: dict[int, list[Teacher]], rooms: dict[int, Room]
    ) -> None:
        by_pk = {center.pk: center for center in centers}
        programs, pairs = [], []
        for index in ProgramIndexPage.objects.filter(center__in=by_pk):
            for page in self._programs(by_pk[index.center_id], teachers[index.center_id]):
                programs.append(page)
                pairs.append((index, page))
        for index in EventIndexPage.objects.filter(center__in=by_pk):
            pairs += [(index, page) for page in self._events(by_pk[index.center_id])]
        lessons = [lesson for page in programs for lesson in self._lessons(page, rooms[page.center_id])]
        add_pages(pairs, then=lambda: create_rows(_with_programs(lessons)))

    def _teacher(self, center: Center, number: int) -> Teacher:
        name = self.chance.choice(("Придуманова Анна", "Небывалов Пётр", "Вымышленная Ольга"))
        return Teacher(center=center, full_name=f"{name} {number}-я", post="педагог")

    def _equipment(self, center: Center) -> Equipment:
        return Equipment(center=center, name="Цифровая лаборатория", subject="Физика", quantity=3)

    def _programs(self, center: Center, teachers: Sequence[Teacher]) -> Iterator[ProgramPage]:
        counts, weights = PROGRAMS
        for title, kind in self.chance.sample(_TITLES, self.chance.choices(counts, weights)[0]):
            grade = self.chance.randint(1, 9)
            yield ProgramPage(
                center=center,
                title=title,
                slug=transliterate(title),
                kind=kind,
                grade_from=grade,
                grade_to=min(11, grade + self.chance.randint(0, 3)),
                lead=f"Выдуманная программа «{title}» для замеров.",
                teacher=self.chance.choice(teachers),
                places_total=15,
                places_free=self.chance.randint(0, 15),
                places_as_of=dt.date(2026, 9, 1),
                **_KINDS[kind],
            )

    def _lessons(self, page: ProgramPage, room: Room) -> Iterator[Lesson]:
        hour = self.chance.randint(8, 17)
        for weekday in self.chance.sample(range(1, 7), 2):
            yield Lesson(
                center_id=page.center_id,
                program=page,
                weekday=weekday,
                start=dt.time(hour),
                end=dt.time(hour, 45),
                teacher=page.teacher,
                room=room,
            )

    def _events(self, center: Center) -> Iterator[EventPage]:
        today = timezone.localdate()
        for number in range(1, EVENTS + 1):
            day = today + dt.timedelta(days=self.chance.randint(-200, 200))
            yield EventPage(
                center=center,
                title=f"Выдуманный день науки № {number}",
                slug=f"den-nauki-{number}",
                date=day,
                last_day=day,
            )

    def _documents(self, center: Center) -> Iterator[CenterDocument]:
        now = timezone.now()
        for number in range(1, self.chance.choice(DOCUMENTS) + 1):
            yield CenterDocument(
                center=center,
                kind=DocumentKind.ORDER,
                number=str(number),
                date=FIRST_ORDER + dt.timedelta(days=self.chance.randint(0, 1800)),
                title=self.chance.choice(_ORDERS),
                document=self.chance.choice(self.files),
                live=True,
                first_published_at=now,
                last_published_at=now,
            )


def _with_programs(lessons: Sequence[Lesson]) -> list[Lesson]:
    """The lessons with the keys that their programmes have got by now."""
    for lesson in lessons:
        lesson.program_id = lesson.program.pk
    return list(lessons)


def _file(number: int) -> Document:
    """A document of the library with a PDF of one page."""
    paper = FPDF()
    paper.add_page()
    paper.set_font("helvetica", size=14)
    paper.cell(text=f"Invented order {number}")
    document = Document(title=f"Выдуманный приказ № {number}")
    document.file.save(f"vydumannyj-prikaz-{number}.pdf", ContentFile(bytes(paper.output())), save=False)
    document.save()
    return document
