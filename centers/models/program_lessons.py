"""The days and times of many programmes at once."""

from collections.abc import Iterable

from centers.models.pages.programs import ProgramPage
from centers.models.rows import Lesson
from centers.models.timetable import weekdays_of, when_of


def give_lessons(programs: Iterable[ProgramPage]) -> None:
    """Set `weekdays` and `when` of each programme, what a card shows of its lessons: one query."""
    lessons: dict[int, list[Lesson]] = {}
    programs = list(programs)
    for lesson in Lesson.objects.filter(program__in=programs):
        lessons.setdefault(lesson.program_id, []).append(lesson)
    for program in programs:
        own = lessons.get(program.pk, [])
        program.weekdays = weekdays_of(own)
        program.when = when_of(own)
