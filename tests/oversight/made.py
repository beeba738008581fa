"""Facts made by hand: a centre that has everything, so that a test can take one thing away."""

import datetime as dt
from typing import Any

from centers.models import Center, CenterState, DocumentKind, Issuer, Municipality, Region, School
from centers.models.bodies_now import Bodies, Body
from oversight.facts import DocumentFacts, PageFacts, Snapshot
from oversight.loading import DOCUMENT_FIELDS, FIELDS
from oversight.models import Status
from oversight.rules import Judgement, judge

TODAY = dt.date(2026, 11, 22)
YEAR = "2026/2027"
PAGES = (
    "centerpage",
    "generalinfopage",
    "functionspage",
    "documentspage",
    "programindexpage",
    "programpage",
    "teacherspage",
    "equipmentpage",
    "timetablepage",
    "eventindexpage",
    "eventpage",
    "additionalinfopage",
    "feedbackpage",
)
NUMBER = {kind: number for number, kind in enumerate(PAGES, start=100)}
BELOW = {
    "programpage": f"{NUMBER['programindexpage']:04d}",
    "eventpage": f"{NUMBER['eventindexpage']:04d}",
}


def block(kind: str, value: Any, name: str = "one") -> dict[str, Any]:
    return {"type": kind, "value": value, "id": name}


def fields_of(kind: str, /, **given: Any) -> dict[str, Any]:
    """Fields of a page of the kind; texts are empty."""
    names = next(names for model, names in FIELDS.items() if model._meta.model_name == kind)
    empty: dict[str, Any] = dict.fromkeys(names, "")
    blocks: dict[str, Any] = {name: [] for name in ("body", "report") if name in names}
    return {**empty, **blocks, "title": kind, **given}


def page(kind: str, /, *, number: int | None = None, **given: Any) -> PageFacts:
    """A published page without a newer draft."""
    fields = fields_of(kind, **given)
    return PageFacts(
        pk=number or NUMBER[kind],
        kind=kind,
        path=f"0001{BELOW.get(kind, '')}{number or NUMBER[kind]:04d}",
        title=fields["title"],
        now=fields,
        draft=fields,
        updated_at=dt.datetime(2026, 9, 1, tzinfo=dt.UTC),
        was_published=True,
    )


def document(number: int, kind: str, title: str, **given: Any) -> DocumentFacts:
    """A published document with a tagged PDF, signed."""
    fields = {
        **dict.fromkeys(DOCUMENT_FIELDS),
        "kind": kind,
        "title": title,
        "number": str(number),
        "date": dt.date(2026, 9, 1),
        "issuer": Issuer.SCHOOL,
        "academic_year": YEAR,
        "document": number,
        **given,
    }
    return DocumentFacts(
        pk=number,
        now=fields,
        draft=fields,
        has_file=True,
        is_pdf=True,
        is_read=True,
        tagged=True,
        has_text=True,
        is_scan=False,
        is_signed=True,
    )


def documents() -> list[DocumentFacts]:
    return [
        document(1, DocumentKind.ORDER, "О создании центра «Точка роста»"),
        document(2, DocumentKind.ORDER, "О назначении руководителя центра"),
        document(3, DocumentKind.ORDER, "Об утверждении положения о центре"),
        document(4, DocumentKind.REGULATION, "Положение о центре «Точка роста»"),
        document(5, DocumentKind.PLAN, "План мероприятий центра на учебный год"),
        document(6, DocumentKind.LIST, "Перечень программ центра"),
        document(7, DocumentKind.INDICATORS, "Показатели работы центра за год"),
        document(8, DocumentKind.ORDER, "Об открытии центров в области", issuer=Issuer.REGION),
        document(9, DocumentKind.ORDER, "Об открытии центров в районе", issuer=Issuer.MUNICIPALITY),
        document(10, DocumentKind.MEDIA_PLAN, "Медиаплан центра «Точка роста»"),
    ]


def program(number: int, kind: str, **given: Any) -> PageFacts:
    fields = {
        "title": f"Программа {number}",
        "kind": kind,
        "subject": "Физика",
        "additional_focus": "technical",
        "extracurricular_focus": "research",
        "lead": "Собираем роботов.",
        "grade_from": 5,
        "hours_per_week": 2,
        "academic_year": YEAR,
        "teacher": 1,
        "document": 1,
        "navigator_url": "https://navigator.example.ru/1",
        **given,
    }
    return page("programpage", number=number, **fields)


def teacher(number: int = 1, **given: Any) -> dict[str, Any]:
    return {
        "pk": number,
        "full_name": f"Иванова Анна {number}",
        "post": "учитель",
        "subjects": "физика",
        "education": "высшее",
        "courses": "2025, 36 часов",
        "experience_years": 0,
        "is_head": number == 1,
        "updated_at": dt.datetime(2026, 9, 1, tzinfo=dt.UTC),
        **given,
    }


def center() -> Center:
    """A row that nobody has saved."""
    region = Region(pk=1, code="70", name="Томская область", name_genitive="Томской области", preposition="в")
    municipality = Municipality(pk=1, region=region, name="Шегарский район")
    school = School(
        pk=1,
        municipality=municipality,
        short_name="Баткатская СОШ",
        full_name="Муниципальное казённое учреждение",
        address="с. Баткат",
        site_url="https://school.example.ru",
        email="school@example.ru",
        phone="+7 382 000-00-00",
    )
    return Center(
        pk=1,
        school=school,
        municipality=municipality,
        state=CenterState.OPEN,
        year=2020,
        head_name="Иванова Анна Петровна",
        head_post="заместитель директора",
        hours="пн–пт 9:00–17:00",
        vk_url="https://vk.com/one",
    )


def whole() -> Snapshot:
    """A published centre with nothing left to do but what only a signature can meet."""
    pages = [
        page("centerpage", title="Баткатская СОШ", lead="Ставим опыты.", photo=7),
        page("generalinfopage", title="Общая информация", overrides={}, ministry_sign=1, project_sign=2),
        page("functionspage", title="Функции центра", overrides={}),
        page("documentspage", title="Документы"),
        page("programindexpage", title="Программы"),
        program(201, "subject"),
        program(202, "extracurricular"),
        program(203, "additional"),
        page("teacherspage", title="Педагоги"),
        page("equipmentpage", title="База", intro="<p>Вход доступен для всех.</p>"),
        page("timetablepage", title="Режим занятий"),
        page("eventindexpage", title="Мероприятия", plan=5),
        page(
            "eventpage",
            title="Неделя физики",
            date=dt.date(2026, 10, 1),
            last_day=dt.date(2026, 10, 1),
            is_cancelled=False,
            report=[block("paragraph", "<p>Прошла неделя физики.</p>")],
        ),
        page("additionalinfopage", title="Дополнительно", body=[block("paragraph", "<p>Победы.</p>")]),
        page("feedbackpage", title="Обратная связь"),
    ]
    lessons = [
        {"pk": number, "program": number, "valid_from": None, "valid_until": None, "updated_at": None}
        for number in (201, 202, 203)
    ]
    return Snapshot(
        center=center(),
        bodies=Bodies(
            federal_project=Body("Современная школа", "https://edu.gov.ru/"),
            national_project=Body("Образование", "https://edu.gov.ru/national-project/"),
            operator=Body("ФГАУ «Фонд новых форм развития образования»"),
            coordinator=Body("Департамент общего образования", "https://edu.tomsk.gov.ru/"),
        ),
        today=TODAY,
        pages=pages,
        documents=documents(),
        teachers=[teacher(1), teacher(2)],
        lessons=lessons,
        counts={
            "rooms": 2,
            "rooms_photographed": 1,
            "rooms_accessible": 0,
            "equipment": 12,
            "equipment_accessible": 0,
        },
        pictures={7: "Кабинет физики"},
        foreign_operators=frozenset({"ФГАУ «Центр просветительских инициатив Минпросвещения России»"}),
        foreign_projects=frozenset({"Молодёжь и дети"}),
    )


def judged(facts: Snapshot) -> dict[str, Judgement]:
    return {one.code: one for one in judge(facts)}


def status_of(facts: Snapshot, code: str) -> Status:
    return judged(facts)[code].status


def find(facts: Snapshot, kind: str) -> PageFacts:
    return next(one for one in facts.pages if one.kind == kind)
