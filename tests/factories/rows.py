"""Rows of a centre."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from centers.models import CenterDocument, DocumentKind, Equipment, Lesson, Room, Teacher, Weekday
from tests.factories.files import DocumentFactory, ImageFactory
from tests.factories.registry import CenterFactory


class CenterDocumentFactory(DjangoModelFactory):
    """An order with a PDF of two pages, still a draft; `published=True` publishes it."""

    class Meta:
        model = CenterDocument
        skip_postgeneration_save = True

    class Params:
        #: The file stands on the school's own site.
        elsewhere = factory.Trait(
            document=None,
            stated_type="pdf",
            stated_size=1_111_491,
            stated_url="https://school.example.ru/order.pdf",
        )

    center = factory.SubFactory(CenterFactory)
    kind = DocumentKind.ORDER
    number = factory.Sequence(lambda n: str(n + 1))
    date = dt.date(2024, 4, 4)
    title = "О назначении руководителя центра"
    document = factory.SubFactory(DocumentFactory)
    live = False

    @factory.post_generation
    def published(row, create, extracted, **kwargs):  # noqa: N805 - the generated row
        _publish(row, extracted)


def _publish(row: CenterDocument, wanted: bool | None) -> None:
    if wanted:
        row.save_revision().publish()
        row.refresh_from_db()


class TeacherFactory(DjangoModelFactory):
    class Meta:
        model = Teacher

    class Params:
        photographed = factory.Trait(photo=factory.SubFactory(ImageFactory))

    center = factory.SubFactory(CenterFactory)
    full_name = factory.Sequence(lambda n: f"Иванова Анна Петровна {n}-я")
    post = "педагог дополнительного образования"


class RoomFactory(DjangoModelFactory):
    class Meta:
        model = Room

    class Params:
        photographed = factory.Trait(photo=factory.SubFactory(ImageFactory))

    center = factory.SubFactory(CenterFactory)
    name = factory.Sequence(lambda n: f"Лаборатория {n}")
    number = factory.Sequence(lambda n: str(100 + n))
    area = "48.5"


class EquipmentFactory(DjangoModelFactory):
    """A line of the list; give `room` to say where it stands."""

    class Meta:
        model = Equipment

    center = factory.SubFactory(CenterFactory)
    name = factory.Sequence(lambda n: f"Цифровая лаборатория {n}")
    subject = "Физика"
    quantity = 3


class LessonFactory(DjangoModelFactory):
    """A lesson on Mondays from 15:00 to 15:45, of a programme that the caller gives."""

    class Meta:
        model = Lesson

    weekday = Weekday.MONDAY
    start = dt.time(15)
    end = dt.time(15, 45)
