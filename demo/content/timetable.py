"""The week of the example centre: lessons in the morning, extra-curricular work and clubs after them."""

from datetime import date, time

from demo.content.equipment import CHEMISTRY, PHYSICS, WORKSHOP
from demo.content.programs import PROGRAMS
from demo.content.rows import LessonRow

#: Bells of the school, by the number of the lesson; 7 to 9 are the long slots of the afternoon.
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
}

#: Weekday, bell, programme, classes, room. The teacher is the programme's.
_WEEK = (
    (1, 1, "physics", "7", PHYSICS),
    (1, 2, "physics", "9", PHYSICS),
    (1, 3, "chemistry", "8", CHEMISTRY),
    (1, 4, "biology", "9", CHEMISTRY),
    (1, 8, "robotics", "5–6", WORKSHOP),
    (2, 2, "physics", "8", PHYSICS),
    (2, 3, "chemistry", "9", CHEMISTRY),
    (2, 4, "biology", "8", CHEMISTRY),
    (2, 7, "young-explorers", "3", CHEMISTRY),
    (2, 8, "ecology", "6–9", CHEMISTRY),
    (3, 2, "physics", "9", PHYSICS),
    (3, 3, "physics", "7", PHYSICS),
    (3, 4, "chemistry", "8", CHEMISTRY),
    (3, 8, "modelling", "7–10", WORKSHOP),
    (4, 1, "chemistry", "9", CHEMISTRY),
    (4, 2, "biology", "8", CHEMISTRY),
    (4, 3, "physics", "8", PHYSICS),
    (4, 7, "young-explorers", "4", CHEMISTRY),
    (4, 8, "robotics", "7", WORKSHOP),
    (5, 2, "physics", "9", PHYSICS),
    (5, 3, "biology", "9", CHEMISTRY),
    (5, 7, "project-workshop", "8", WORKSHOP),
    (5, 9, "project-workshop", "9", WORKSHOP),
)

_TEACHER = {program.key: program.teacher for program in PROGRAMS}

LESSONS = tuple(
    LessonRow(
        key=f"lesson:{weekday}-{bell}-{program}",
        program=f"program:{program}",
        weekday=weekday,
        start=BELLS[bell][0],
        end=BELLS[bell][1],
        classes=classes,
        teacher=_TEACHER[f"program:{program}"],
        room=room,
    )
    for weekday, bell, program, classes, room in _WEEK
)


def timetable_start(today: date) -> date:
    """1 September of the school year that is under way, or that has ended if it is summer."""
    year = today.year if today.month >= 9 else today.year - 1
    return date(year, 9, 1)
