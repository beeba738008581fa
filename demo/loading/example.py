"""What fills the example centre: people, rooms, equipment, papers; programmes, lessons, events, news."""

from decimal import Decimal

from django.utils import timezone

from centers.models import (
    AlbumPage,
    Bell,
    CalendarEntry,
    CenterDocument,
    Equipment,
    EventPage,
    GalleryPage,
    Lesson,
    PlainPage,
    ProgramPage,
    Replacement,
    Room,
    Teacher,
)
from demo.blocks import bullet_list, paragraphs, stream
from demo.content import documents, equipment, events, example, programs, timetable, year
from demo.loading.run import Run, plain_fields
from demo.loading.tree import load_news

_KEY = example.CENTER.key


def load_rows(run: Run) -> None:
    """Rows that stand on the centre alone."""
    center = run.own(_KEY)
    if center is None:
        return
    for place, teacher in enumerate(example.TEACHERS):
        values = plain_fields(teacher) | {"center": center, "photo": run.image(teacher.photo)}
        run.keeper.put(teacher.key, Teacher, values | {"sort_order": place})
    for place, room in enumerate(equipment.ROOMS):
        values = plain_fields(room) | {"center": center, "photo": run.image(room.photo)}
        run.keeper.put(room.key, Room, values | {"area": Decimal(room.area), "sort_order": place})
    for place, thing in enumerate(equipment.EQUIPMENT):
        values = plain_fields(thing) | {"center": center, "room": run.row(thing.room)}
        run.keeper.put(thing.key, Equipment, values | {"sort_order": place})
    for bell in timetable.BELL_ROWS:
        run.keeper.put(bell.key, Bell, plain_fields(bell) | {"center": center})
    for entry in timetable.calendar(run.today):
        run.keeper.put(entry.key, CalendarEntry, plain_fields(entry) | {"center": center})
    for paper in documents.DOCUMENTS:
        file = run.document(paper.file, paper.title)
        if file is not None:
            values = plain_fields(paper, "file") | {"center": center, "document": file}
            run.keeper.put(paper.key, CenterDocument, values)


def load_pages(run: Run) -> None:
    """Programmes with their lessons, events and news, below the sections that are there."""
    center = run.own(_KEY)
    if center is None:
        return
    _load_programs(run)
    for lesson in timetable.LESSONS:
        program = run.own(lesson.program)
        if program is not None:
            values = plain_fields(lesson) | {
                "center": center,
                "program": program,
                "teacher": run.row(lesson.teacher),
                "room": run.row(lesson.room),
                "bell": run.row(lesson.bell),
                "valid_from": timetable.timetable_start(run.today),
            }
            run.keeper.put(lesson.key, Lesson, values)
    for one in timetable.replacements(run.today):
        replaced = run.row(one.lesson)
        if replaced is not None:
            values = plain_fields(one) | {"center": center, "lesson": replaced, "program": replaced.program}
            run.keeper.put(one.key, Replacement, values | {"teacher": run.row(one.teacher)})
    _load_events(run)
    for news in (*events.news(run.today), *year.news(run.today)):
        load_news(run, news)
    _load_gallery(run)
    _load_way(run)


def _load_way(run: Run) -> None:
    place = run.pages.get(("center", _KEY))
    if place is not None:
        text = example.WAY
        values = {"title": "Как пройти", "slug": "kak-projti", "show_in_menus": True}
        values["body"] = stream(text.key, text.body, run.image)
        run.keeper.put_page(text.key, place, PlainPage, values)


def _load_programs(run: Run) -> None:
    index = run.pages.get(("ProgramIndexPage", _KEY))
    if index is None:
        return
    for row in programs.PROGRAMS:
        body = [
            paragraphs(*row.description),
            ("heading", {"text": "Чему научатся ученики", "level": "2"}),
            bullet_list(row.activities),
        ]
        values = plain_fields(row, "room", "description", "activities") | {
            "hours_per_week": Decimal(row.hours_per_week) if row.hours_per_week else None,
            "teacher": run.row(row.teacher),
            "photo": run.image(row.photo),
            "document": run.row(row.document),
            # Nobody has counted on a day that is still to come, whatever day the data is loaded for.
            "places_as_of": None if row.places_free is None else min(run.today, timezone.localdate()),
            "academic_year": documents.SCHOOL_YEAR,
            "needed": f"<p>{row.needed}</p>",
            "enrolment": f"<p>{row.enrolment}</p>",
            "body": stream(row.key, body, run.image),
        }
        run.keeper.put_page(row.key, index, ProgramPage, values)


def _load_events(run: Run) -> None:
    index = run.pages.get(("EventIndexPage", _KEY))
    if index is None:
        return
    for row in (*events.events(run.today), *year.events(run.today)):
        values = plain_fields(row) | {
            "responsible": run.row(row.responsible),
            "photo": run.image(row.photo),
            "body": stream(f"{row.key}/body", row.body, run.image),
            "report": stream(f"{row.key}/report", row.report, run.image),
        }
        run.keeper.put_page(row.key, index, EventPage, values)


def _load_gallery(run: Run) -> None:
    place = run.pages.get(("center", _KEY))
    if place is None:
        return
    intro = "<p>Как проходят занятия и праздники. Отчёты о мероприятиях со снимками стоят здесь же.</p>"
    values = {"title": "Фотогалерея", "slug": "galereya", "intro": intro}
    section = run.keeper.put_page("page:gallery", place, GalleryPage, values)
    if section is None:
        return
    for row in year.albums(run.today):
        values = plain_fields(row, "photo", "event", "body") | {
            "photo": run.image(row.photo),
            "event": run.row(row.event) if row.event else None,
            "body": stream(row.key, row.body, run.image),
        }
        run.keeper.put_page(row.key, section, AlbumPage, values)
