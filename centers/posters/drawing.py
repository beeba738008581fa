"""The sheet itself: what stands where. Millimetres of A4; A5 is the same sheet, smaller."""

from __future__ import annotations

from django.utils.translation import gettext as _

from centers.posters.facts import Form, PosterFacts
from centers.posters.paper import LINE, MM_PER_POINT, Paper
from toolkit.text import count_phrase

RED = (200, 16, 46)
INK = (27, 27, 34)
QUIET = (89, 93, 102)
RULE = (208, 210, 216)

LEFT, WIDTH = 18.0, 174.0
STRIP_TOP, STRIPS = 236.0, 9  # of the sheet with strips to tear off
#: Growing circles, as on the site: centre x, centre y, radius.
GROWTH = ((126.5, 38.4, 1.6), (135.0, 36.8, 3.2), (148.5, 33.8, 6.2), (176.5, 24.5, 15.5))


def draw_poster(facts: PosterFacts, form: Form) -> bytes:
    """The poster as a file."""
    title = _("Плакат: центр «Точка роста», {name}").format(name=facts.name)
    size = (148, 210) if form == Form.A5 else (210, 297)
    paper = Paper(title, _("Чем занимаются в центре, когда и кого спросить"), *size)
    bottom = STRIP_TOP - 8 if form == Form.STRIPS else 283.0
    _draw(paper, facts, bottom)
    if form == Form.STRIPS:
        _strips(paper, facts)
    return bytes(paper.output())


def _draw(paper: Paper, facts: PosterFacts, bottom: float) -> None:
    with paper.decoration():
        paper.set_fill_color(*RED)
        for x, y, radius in GROWTH:
            paper.circle(x * paper.scale, y * paper.scale, radius * paper.scale, style="F")
    paper.letters(19, "B", RED)
    paper.write_at("P", LEFT, 17, 100, _("Точка роста"))
    paper.letters(11.5, "", QUIET)
    paper.write_at("P", LEFT, 26, 100, _("центр образования в школе"))

    foot = bottom - 62
    top = _head(paper, facts, 44)
    _programs(paper, facts, top, foot - 5)
    _foot(paper, facts, foot, bottom)


def _head(paper: Paper, facts: PosterFacts, top: float) -> float:
    most = next((lines for lines, least in ((1, 30), (2, 28)) if _fits(paper, facts.name, lines, least)), 4)
    size = paper.fitting(facts.name, WIDTH, most, (40, 37, 34, 32, 30, 28, 25, 22, 20, 18), "B")
    paper.letters(size, "B", INK)
    top = paper.write_at("H1", LEFT, top, WIDTH, facts.name, most_lines=6) + 1.5
    paper.letters(14, "", QUIET)
    top = paper.write_at("P", LEFT, top, WIDTH, facts.place, most_lines=1) + 3.5
    said = facts.lead
    if not said and facts.programs and facts.directions:
        said = _("Направления: {names}.").format(names=facts.directions)
    if said:
        paper.letters(paper.fitting(said, WIDTH, 3, (17, 15, 13.5, 12)), "", INK)
        top = paper.write_at("P", LEFT, top, WIDTH, said, most_lines=4)
    return top + 7


def _fits(paper: Paper, text: str, lines: int, size: float) -> bool:
    paper.letters(size, "B")
    return len(paper.lines_of(text, WIDTH)) <= lines


#: How the programmes may be set, the largest first: columns, letters of the title and of what is below.
SETTINGS = (
    (1, 22.0, 13.0),
    (1, 19.0, 12.0),
    (1, 17.0, 11.5),
    (2, 17.0, 11.5),
    (2, 15.0, 11.0),
    (2, 13.0, 10.0),
)
GUTTER = 10.0


def _programs(paper: Paper, facts: PosterFacts, top: float, bottom: float) -> None:
    """The programmes, as large as they fit; those without room are counted."""
    if not facts.programs:
        _directions(paper, facts, top)
        return
    paper.letters(13, "B", RED)
    top = paper.write_at("H2", LEFT, top, WIDTH, _("Чем можно заниматься")) + 2.5
    room = bottom - top - 7
    columns, title_size, size = SETTINGS[-1]
    rows: list[float] = []
    for columns, title_size, size in SETTINGS:
        rows = _rows(paper, facts, columns, title_size, size)
        if sum(rows) <= room:
            break
    while len(rows) > 1 and sum(rows) > room:
        rows.pop()
    width = (WIDTH - GUTTER * (columns - 1)) / columns
    shown = facts.programs[: len(rows) * columns]
    for number, (title, about) in enumerate(shown):
        row, column = divmod(number, columns)
        left, line = LEFT + column * (width + GUTTER), top + sum(rows[:row])
        paper.letters(title_size, "B", INK)
        line = paper.write_at("P", left, line, width, title, most_lines=2)
        if about:
            paper.letters(size, "", QUIET)
            paper.write_at("P", left, line, width, about, most_lines=2)
    more = facts.more + len(facts.programs) - len(shown)
    if more:
        paper.letters(12, "", INK)
        counted = count_phrase(more, _("программа"), _("программы"), _("программ"))
        paper.write_at("P", LEFT, top + sum(rows), WIDTH, _("И ещё {count} на сайте").format(count=counted))


def _rows(paper: Paper, facts: PosterFacts, columns: int, title_size: float, size: float) -> list[float]:
    """Heights of the rows of programmes."""
    width = (WIDTH - GUTTER * (columns - 1)) / columns
    heights = []
    for title, about in facts.programs:
        height = size * 0.22
        for text, letters, style in ((title, title_size, "B"), (about, size, "")):
            paper.letters(letters, style)
            lines = min(len(paper.lines_of(text, width)), 2) if text else 0
            height += lines * letters * MM_PER_POINT * LINE
        heights.append(height)
    return [max(heights[first : first + columns]) for first in range(0, len(heights), columns)]


def _directions(paper: Paper, facts: PosterFacts, top: float) -> None:
    """For a centre whose programmes are not on the site yet."""
    if facts.directions:
        paper.letters(13, "B", RED)
        top = paper.write_at("H2", LEFT, top, WIDTH, _("Направления")) + 2.5
        paper.letters(paper.fitting(facts.directions, WIDTH, 3, (28, 24, 20, 17, 14)), "B", INK)
        top = paper.write_at("P", LEFT, top, WIDTH, facts.directions, most_lines=5) + 7
    paper.letters(17, "", INK)
    words = _("Занятия, расписание и запись — на странице центра. Наведите камеру телефона на код внизу.")
    paper.write_at("P", LEFT, top, WIDTH, words)


def _foot(paper: Paper, facts: PosterFacts, top: float, bottom: float) -> None:
    """On the left whom to ask and when, on the right the code with its address."""
    with paper.decoration():
        paper.set_draw_color(*RULE)
        paper.set_line_width(0.4 * paper.scale)
        paper.line(LEFT * paper.scale, top * paper.scale, (LEFT + WIDTH) * paper.scale, top * paper.scale)
    side, gap = 42.0, 10.0
    text_width = WIDTH - side - gap
    line = top + 5
    blocks = (
        (_("Когда"), [(facts.hours, 14, "B", 2)]),
        (
            _("Кого спросить"),
            [
                (facts.person, 14, "B", 2),
                (facts.post, 10.5, "", 1),
                (facts.phone, 20, "B", 1),
            ],
        ),
        (_("Где"), [(facts.where, 11, "", 2)]),
    )
    if not any(text for _heading, words in blocks for text, *_rest in words):
        blocks = ((_("Кого спросить"), [(_("Спросите в школе"), 16, "B", 1)]),)
    for heading, words in blocks:
        if not any(text for text, *_rest in words):
            continue
        paper.letters(10, "B", RED)
        line = paper.write_at("H2", LEFT, line, text_width, heading)
        for text, size, style, most in words:
            if text:
                fits = paper.fitting(text, text_width, most, (size, size * 0.85, size * 0.72))
                paper.letters(fits, style, INK)
                line = paper.write_at("P", LEFT, line, text_width, text, most_lines=most)
        line += 1.6
    left = LEFT + WIDTH - side
    paper.letters(10, "B", RED)
    code = paper.write_at("P", left, top + 5, side + 4, _("Наведите камеру")) + 1.5
    with paper.part("Figure", _("QR-код страницы центра: {address}").format(address=facts.readable_address)):
        paper.qr(facts.address, left, code, side)
    size = paper.fitting(facts.readable_address, side, 1, (13, 12, 11, 10, 9, 8), "B")
    paper.letters(size, "B", INK)
    paper.write_at("P", left, code + side + 1.5, side, facts.readable_address, most_lines=3)


def _strips(paper: Paper, facts: PosterFacts) -> None:
    """Strips to tear off; they only repeat what the sheet says."""
    width = 210.0 / STRIPS
    with paper.decoration():
        paper.set_draw_color(*QUIET)
        paper.set_line_width(0.2)
        paper.set_dash_pattern(dash=1.6, gap=1.6)
        paper.line(0, STRIP_TOP, 210, STRIP_TOP)
        for number in range(1, STRIPS):
            paper.line(number * width, STRIP_TOP, number * width, 297)
        paper.set_dash_pattern()
        for number in range(STRIPS):
            left = number * width
            paper.qr(facts.address, left + (width - 16.5) / 2, STRIP_TOP + 3, 16.5)
            _upright(paper, facts, left, width)


def _upright(paper: Paper, facts: PosterFacts, left: float, width: float) -> None:
    """Three lines along a strip, read with the head to the left."""
    length = 34.0
    paper.letters(6.5)
    address = [(part, 8.5, "") for part in [facts.readable_address]]
    if len(paper.lines_of(facts.readable_address, length)) > 1:
        address = [(part, 6.5, "") for part in paper.lines_of(facts.readable_address, length)[:3]]
    lines = [(_("Точка роста"), 9.5, "B"), *address, (facts.phone, 9.5, "B")]
    step = 4.6
    begin = left + (width - step * len(lines)) / 2
    for number, (text, size, style) in enumerate(lines):
        if not text:
            continue
        fits = paper.fitting(text, length, 1, (size, size * 0.9, size * 0.8, size * 0.7), style)
        paper.letters(fits, style, INK)
        x, y = begin + number * step, 292.0
        with paper.rotation(90, x, y):
            paper.set_xy(x, y)
            paper.cell(length, step, text.replace("\u2060", "").replace("\u202f", "\u00a0"), align="L")
