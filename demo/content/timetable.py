"""The week of the example centre: lessons in the morning, extra-curricular work and clubs after them.

With its bells, its quarters, the two alternating weeks, a day off of its own and this week's replacements.
"""

from datetime import date, time, timedelta

from demo.content.equipment import CHEMISTRY, PHYSICS, WORKSHOP
from demo.content.programs import PROGRAMS
from demo.content.rows import BellRow, CalendarRow, LessonRow, ReplacementRow

#: Bells of the school, by the number of the lesson; 7 to 9 are of the afternoon, 10 and 11 of Saturday.
BELLS = {
    1: (time(8, 30), time(9, 10)),
    2: (time(9, 20), time(10, 0)),
    3: (time(10, 20), time(11, 0)),
    4: (time(11, 20), time(12, 0)),
    5: (time(12, 10), time(12, 50)),
    6: (time(13, 0), time(13, 40)),
    7: (time(14, 30), time(15, 10)),
    8: (time(15, 20), time(16, 50)),
    9: (time(17, 0), time(17, 40)),
    10: (time(10, 0), time(11, 30)),
    11: (time(11, 40), time(13, 10)),
}
#: Bells that ring; the others are times of a club alone.
RINGING = range(1, 7)

#: Weekday, bell, programme, classes, room, and which weeks when not all. The teacher is the programme's.
_WEEK = (
    (1, 1, "physics", "7А", PHYSICS),
    (1, 2, "physics", "9", PHYSICS),
    (1, 3, "chemistry", "8А", CHEMISTRY),
    (1, 4, "biology", "9", CHEMISTRY),
    (1, 8, "robotics", "5–6", WORKSHOP),
    (2, 2, "physics", "8А", PHYSICS),
    (2, 3, "chemistry", "9", CHEMISTRY),
    (2, 4, "biology", "8А", CHEMISTRY),
    (2, 7, "young-explorers", "3", CHEMISTRY),
    (2, 8, "ecology", "6–9", CHEMISTRY),
    (3, 2, "physics", "9", PHYSICS),
    (3, 3, "physics", "7А", PHYSICS),
    (3, 4, "chemistry", "8А", CHEMISTRY),
    (3, 8, "modelling", "7–10", WORKSHOP),
    (4, 1, "chemistry", "9", CHEMISTRY),
    (4, 2, "biology", "8А", CHEMISTRY),
    (4, 3, "physics", "8А", PHYSICS),
    (4, 7, "young-explorers", "4", CHEMISTRY),
    (4, 8, "robotics", "7", WORKSHOP),
    (5, 2, "physics", "9", PHYSICS),
    (5, 3, "biology", "9", CHEMISTRY),
    (5, 7, "project-workshop", "8", WORKSHOP),
    (5, 9, "project-workshop", "9", WORKSHOP),
    (1, 2, "biology", "8Б", CHEMISTRY),
    (1, 3, "physics", "7Б", PHYSICS),
    (2, 1, "physics", "8Б", PHYSICS),
    (3, 2, "chemistry", "8Б", CHEMISTRY),
    (3, 4, "physics", "7Б", PHYSICS),
    (4, 3, "biology", "8Б", CHEMISTRY),
    (5, 1, "physics", "8Б", PHYSICS),
    (5, 4, "chemistry", "8Б", CHEMISTRY),
    (5, 8, "modelling", "7–10", WORKSHOP, "even"),
    (6, 10, "robotics", "6–7", WORKSHOP),
    (6, 11, "ecology", "6–9", CHEMISTRY, "odd"),
)

_TEACHER = {program.key: program.teacher for program in PROGRAMS}

BELL_ROWS = tuple(
    BellRow(key=f"bell:{number}", number=number, start=BELLS[number][0], end=BELLS[number][1])
    for number in RINGING
)

LESSONS = tuple(
    LessonRow(
        key=f"lesson:{weekday}-{bell}-{program}",
        program=f"program:{program}",
        weekday=weekday,
        bell=f"bell:{bell}" if bell in RINGING else "",
        start=BELLS[bell][0],
        end=BELLS[bell][1],
        classes=classes,
        teacher=_TEACHER[f"program:{program}"],
        room=room,
        week_parity=parity[0] if parity else "every",
    )
    for weekday, bell, program, classes, room, *parity in _WEEK
)


def timetable_start(today: date) -> date:
    """1 September of the school year that is under way, or that has ended if it is summer."""
    year = today.year if today.month >= 9 else today.year - 1
    return date(year, 9, 1)


#: First and last day of a quarter: whether it lies in the second year of the school year, month, day.
_QUARTERS = (
    ((0, 9, 1), (0, 10, 23)),
    ((0, 11, 2), (0, 12, 30)),
    ((1, 1, 11), (1, 3, 26)),
    ((1, 4, 5), (1, 5, 28)),
)


def calendar(today: date) -> tuple[CalendarRow, ...]:
    """The school year that is under way: quarters, alternating weeks, a day off of the school."""
    year = timetable_start(today).year
    quarters = tuple(
        CalendarRow(
            key=f"calendar:quarter-{number}",
            kind="period",
            title=f"{number} четверть",
            first_day=date(year + first[0], *first[1:]),
            last_day=date(year + last[0], *last[1:]),
        )
        for number, (first, last) in enumerate(_QUARTERS, 1)
    )
    weeks = timetable_start(today)
    day_off = date(year, 11, 27)
    return (
        *quarters,
        CalendarRow(
            key="calendar:weeks",
            kind="weeks",
            title="числитель/знаменатель",
            first_day=weeks,
            last_day=weeks,
        ),
        CalendarRow(
            key="calendar:day-off",
            kind="off",
            title="День открытых дверей школы",
            first_day=day_off,
            last_day=day_off,
        ),
    )


def replacements(today: date) -> tuple[ReplacementRow, ...]:
    """What is different this week and the next one."""
    monday = today - timedelta(days=today.weekday())
    after = monday + timedelta(days=7)
    return (
        ReplacementRow(
            key="replacement:teacher",
            lesson="lesson:3-2-physics",
            kind="changed",
            date=monday + timedelta(days=2),
            teacher=_TEACHER["program:chemistry"],
        ),
        ReplacementRow(
            key="replacement:cancelled",
            lesson="lesson:1-8-robotics",
            kind="cancelled",
            date=after,
            note="Педагог на соревнованиях",
        ),
        ReplacementRow(
            key="replacement:moved",
            lesson="lesson:2-8-ecology",
            kind="changed",
            date=after + timedelta(days=1),
            moved_to=after + timedelta(days=2),
            start=time(14, 0),
            end=time(15, 0),
            note="Выходим к реке, оденьтесь теплее",
        ),
    )
