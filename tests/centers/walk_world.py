"""The world that the walk of isolation goes through: three schools, each with one of everything."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision

from centers.models import (
    Center,
    DocumentsPage,
    IntakeBatch,
    IntakeItem,
    Invitation,
    Metric,
    NetworkFigure,
    NewsIndexPage,
    Replacement,
    Role,
    TeachersPage,
)
from centers.services import bin_page, bin_row
from centers.services.shelves import shelf_of
from library.models import DocumentSignature
from tests.factories import (
    CenterDocumentFactory,
    CenterFactory,
    CoordinatorFactory,
    DocumentFactory,
    EquipmentFactory,
    ImageFactory,
    LessonFactory,
    MunicipalityFactory,
    NewsPageFactory,
    ProgramPageFactory,
    RegionFactory,
    RoomFactory,
    TeacherFactory,
    member,
    section_of,
)
from tests.factories.feedback import QuestionFactory


@dataclass
class Estate:
    """A centre with all that belongs to it; every name holds the word, and is found by `call`."""

    call: str
    word: str
    center: Center
    rows: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.call} {self.word}"


def build_estate(call: str, word: str, municipality: Any) -> Estate:
    """Make one of everything that an address of the admin can name."""
    name = f"{call} {word}"
    center = CenterFactory(
        school__municipality=municipality, school__short_name=name, school__full_name=name, published=True
    )
    shelf = shelf_of(center)
    document = DocumentFactory(title=f"Файл {name}", collection=shelf)
    document.tags.add(f"{call} метка {word}")
    image = ImageFactory(title=f"Снимок {name}", collection=shelf)
    image.tags.add(f"{call} метка {word}")
    program = ProgramPageFactory(center=center, title=f"Программа {name}")
    news = NewsPageFactory(center=center, title=f"Новость {name}")
    revision: Revision = program.save_revision(log_action=True)
    teacher = TeacherFactory(center=center, full_name=f"{call} {word}", photo=image)
    room = RoomFactory(center=center, name=f"Кабинет {name}")
    order = CenterDocumentFactory(center=center, title=f"О {name}", document=document, published=True)
    editor = member(Role.EDITOR, center, last_name=word, first_name=call)
    batch = IntakeBatch.objects.create(center=center, user=editor)
    # Who owns, edits and locks pages is told by filters and columns.
    program.owner = program.locked_by = editor
    program.locked, program.locked_at = True, timezone.now()
    program.save()
    log(instance=program, action="wagtail.edit", user=editor)
    item = IntakeItem.objects.create(batch=batch, original_name=f"{name}.pdf", client_key="walk")
    version = document.versions.latest()
    signature = DocumentSignature.objects.create(
        version=version, file=version.file.name, original_name=f"{name}.sig", owner=name
    )
    gone = NewsPageFactory(center=center, title=f"Удалённая новость {name}")
    entry = bin_page(gone)
    bin_row(TeacherFactory(center=center, full_name=f"Удалённый {name}"))
    ImageFactory(title=f"Удалённый снимок {name}", collection=shelf).delete()
    rows = {
        "binned_page": gone,
        "entry": entry,
        "center": center,
        "school": center.school,
        "document": document,
        "image": image,
        "program": program,
        "news": news,
        "news_index": section_of(center, NewsIndexPage),
        "section": section_of(center, TeachersPage),
        "documents_page": section_of(center, DocumentsPage),
        "revision": revision,
        "order": order,
        "order_revision": order.latest_revision,
        "teacher": teacher,
        "room": room,
        "equipment": EquipmentFactory(center=center, name=f"Прибор {name}", room=room),
        "lesson": LessonFactory(program=program, teacher=teacher, room=room, classes="5"),
        "replacement": Replacement.objects.create(
            program=program,
            kind="extra",
            date=timezone.localdate(),
            start="09:00",
            end="10:00",
            note=f"Замена {name}",
        ),
        "batch": batch,
        "item": item,
        "version": version,
        "signature": signature,
        "person": editor,
        "membership": editor.memberships.get(),
        "invitation": Invitation.objects.create(
            role=Role.EDITOR,
            center=center,
            last_name=word,
            first_name=call,
            digest=f"walk-{word}",
            created_by=editor,
            expires_at=timezone.now() + timedelta(days=7),
        ),
        "municipality": center.municipality,
        "region": center.region,
        "coordinator": CoordinatorFactory(
            region=center.region, municipality=center.municipality, name=f"Управление {name}"
        ),
        "figure": NetworkFigure.objects.create(
            metric=next(iter(Metric)),
            region=center.region,
            municipality=center.municipality,
            year=2024,
            value=7,
            source=f"Отчёт {name}",
        ),
        "question": QuestionFactory(center=center, name=f"Спросивший {name}", text=f"Вопрос {name}"),
    }
    return Estate(call, word, center, rows)


@dataclass
class World:
    """Own, foreign in the same region, foreign in another region."""

    own: Estate
    near: Estate
    far: Estate

    def people(self) -> dict[str, tuple[Any, tuple[Estate, ...]]]:
        """Role → the person, and the estates that are foreign to them."""
        both, far = (self.near, self.far), (self.far,)
        rows = self.own.rows
        return {
            "editor": (member(Role.EDITOR, rows["center"]), both),
            "head": (member(Role.HEAD, rows["center"]), both),
            "municipal": (member(Role.MUNICIPAL, rows["municipality"]), both),
            "regional": (member(Role.REGIONAL, rows["region"]), far),
            "network": (member(Role.NETWORK), ()),
        }


def build_world() -> World:
    """Two regions; in the first one two municipalities. Foreign names are found by no innocent word."""
    home, away = RegionFactory(code="70"), RegionFactory(code="05")
    away.name = away.name_genitive = away.name_prepositional = "Чужедольская Тайномость"
    away.save()
    places = [
        MunicipalityFactory(region=home, name="Свойский район"),
        MunicipalityFactory(region=home, name="Ближнедольский Тайносинь район"),
        MunicipalityFactory(region=away, name="Чужедольский Тайномость район"),
    ]
    names = (("Своедол", "Свояково"), ("Ближнедол", "Тайносинь"), ("Чужедол", "Тайномость"))
    return World(*(build_estate(*name, place) for name, place in zip(names, places, strict=True)))
