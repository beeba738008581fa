"""The demonstration data agrees with itself and with its files."""

import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from demo.content import (
    documents,
    equipment,
    events,
    example,
    network,
    programs,
    release,
    rows,
    timetable,
    year,
)

ASSETS = Path(__file__).parents[2] / "demo" / "assets"
TODAY = date(2026, 11, 21)
ALL_ROWS = [
    *network.COORDINATORS,
    *network.MUNICIPALITIES,
    *network.SCHOOLS,
    *network.CENTERS,
    *network.FIGURES,
    *(stated for center in network.CENTERS for stated in center.documents),
    example.MUNICIPALITY,
    example.SCHOOL,
    example.CENTER,
    example.APPROACH,
    example.ADDITIONAL_INFO,
    example.FEEDBACK,
    *example.TEACHERS,
    *equipment.ROOMS,
    *equipment.EQUIPMENT,
    *programs.PROGRAMS,
    *timetable.LESSONS,
    *documents.DOCUMENTS,
    *events.events(TODAY),
    *events.news(TODAY),
    *year.events(TODAY),
    *year.news(TODAY),
    *year.albums(TODAY),
    *events.SECTION_INTROS.values(),
    release.PRESS_RELEASE,
    release.HOME_TEXT,
    *release.REGION_TEXTS.values(),
]
KEYS = Counter(row.key for row in ALL_ROWS)


def assets_in(value):
    """Every picture or PDF that a value mentions, however deep."""
    if isinstance(value, rows.Asset):
        return {value.key}
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, tuple | list):
        return set()
    return set().union(*map(assets_in, value))


def used_assets():
    values = [[getattr(row, name) for name in row.__dataclass_fields__] for row in ALL_ROWS]
    return assets_in(values) | {example.CENTER_PHOTO.key}


def test_keys_are_unique():
    assert [key for key, count in KEYS.items() if count > 1] == []


def test_thirteen_real_centres_in_three_states_and_four_regions():
    assert Counter(center.state for center in network.CENTERS) == {"open": 7, "opening": 4, "planned": 2}
    assert {row.region for row in network.MUNICIPALITIES} == set(network.REGION_CODES)


def test_rows_of_real_schools_claim_nothing_beyond_their_sources():
    filled = [school for school in network.SCHOOLS if school.address or school.phone or school.email]
    assert filled == []
    assert all(not center.documents for center in network.CENTERS if center.key != "center:khabarovsk")
    assert [center.key for center in network.CENTERS if center.is_example] == []


def test_references_lead_to_rows():
    references = [
        *(school.municipality for school in network.SCHOOLS),
        *(center.school for center in network.CENTERS),
        *(thing.room for thing in equipment.EQUIPMENT),
        *(lesson.program for lesson in timetable.LESSONS),
        *(lesson.teacher for lesson in timetable.LESSONS),
        *(lesson.room for lesson in timetable.LESSONS),
        *(program.teacher for program in programs.PROGRAMS),
        *(program.room for program in programs.PROGRAMS),
        *(program.document for program in programs.PROGRAMS if program.document),
        *(event.responsible for event in events.events(TODAY)),
        example.CENTER.school,
        example.SCHOOL.municipality,
    ]
    assert set(references) <= set(KEYS)


def test_the_example_is_as_full_as_promised():
    assert len(programs.PROGRAMS) == 8
    assert Counter(program.kind for program in programs.PROGRAMS) == {
        "subject": 3,
        "extracurricular": 2,
        "additional": 3,
    }
    assert len(example.TEACHERS) == 6
    assert [teacher.is_head for teacher in example.TEACHERS].count(True) == 1
    assert len(equipment.ROOMS) == 3
    assert len(equipment.EQUIPMENT) >= 40
    assert len(timetable.LESSONS) >= 20


def test_nobody_is_in_two_places_at_once():
    for place in ("teacher", "room"):
        slots = Counter(
            (lesson.weekday, lesson.start, getattr(lesson, place)) for lesson in timetable.LESSONS
        )
        assert [slot for slot, count in slots.items() if count > 1] == []


def test_lessons_stand_in_the_room_and_with_the_teacher_of_their_programme():
    homes = {program.key: (program.teacher, program.room) for program in programs.PROGRAMS}
    assert all(homes[lesson.program] == (lesson.teacher, lesson.room) for lesson in timetable.LESSONS)


@pytest.mark.parametrize("days", range(0, 366, 13))
def test_half_of_the_events_are_over_on_whatever_day_the_data_is_loaded(days):
    today = TODAY + timedelta(days=days)
    shown = [*events.events(today), *year.events(today)]
    over = [event for event in shown if (event.end_date or event.date) < today]
    coming = [event for event in shown if event.date > today]
    assert (len(over), len(coming)) == (7, 7)
    assert all(event.report for event in over)
    assert not any(event.report for event in coming)
    assert all(event.date.weekday() < 5 for event in shown)


@pytest.mark.parametrize(
    ("today", "start"),
    [
        (date(2026, 9, 1), date(2026, 9, 1)),
        (date(2026, 12, 31), date(2026, 9, 1)),
        (date(2027, 7, 15), date(2026, 9, 1)),
    ],
)
def test_timetable_holds_from_the_first_of_september(today, start):
    assert timetable.timetable_start(today) == start


def test_contacts_of_the_example_can_belong_to_nobody():
    values = [example.SCHOOL.phone, example.CENTER_CARD["phone"]]
    assert all(re.fullmatch(r"\+7 \(3822\) 00-\d\d-\d\d", value) for value in values)
    addresses = [example.SCHOOL.site_url, example.SCHOOL.email, *example.CENTER_CARD.values()]
    hosts = re.findall(r"(?:https://|@)([^/\s]+)", " ".join(addresses))
    assert hosts
    assert all(host.endswith(".example") for host in hosts)


def test_every_mentioned_file_is_there_and_every_file_is_used():
    assert used_assets() == {path.stem for path in ASSETS.iterdir()}


def test_files_are_small():
    sizes = {path.name: path.stat().st_size for path in ASSETS.iterdir()}
    assert max(sizes.values()) < 120_000
    assert sum(sizes.values()) < 1_500_000


@pytest.mark.parametrize("path", sorted(ASSETS.glob("*.jpg")), ids=lambda path: path.stem)
def test_pictures_carry_no_metadata(path):
    with Image.open(path) as picture:
        assert picture.size in {(1600, 1000), (640, 640)}
        assert not picture.getexif()


@pytest.mark.parametrize("row", documents.DOCUMENTS, ids=lambda row: row.file.key)
def test_papers_have_russian_text_and_the_mark_on_every_page(row):
    pages = pypdfium2.PdfDocument(ASSETS / f"{row.file.key}.pdf")
    texts = [page.get_textpage().get_text_bounded() for page in pages]
    assert 1 <= len(texts) <= 4
    assert all("ПРИМЕР. ВЫМЫШЛЕННАЯ ШКОЛА" in text for text in texts)
    assert len("".join(texts)) > 500


def test_orders_carry_their_number_and_date():
    pages = pypdfium2.PdfDocument(ASSETS / "prikaz-o-sozdanii-centra.pdf")
    text = " ".join(pages[0].get_textpage().get_text_bounded().split())
    assert "15 марта 2021 г." in text
    assert "№ 37" in text


def test_hours_of_the_printed_programmes_add_up():
    syllabuses = pytest.importorskip("demo.making.syllabuses").SYLLABUSES
    totals = {program.key: program.hours_total for program in programs.PROGRAMS}
    assert {item.program: sum(hours for _theme, hours in item.themes) for item in syllabuses.values()} == {
        item.program: totals[item.program] for item in syllabuses.values()
    }
