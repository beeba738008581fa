"""Draw the pictures and set the PDFs of `demo/assets` anew.

Run from the root of the project: `python -m demo.make_assets [name …]`. Needs the developer's
requirements and the fonts of Debian's `fonts-liberation`; the site itself only uses what is
already in `demo/assets`.
"""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from demo.making import labs, orders, scenes, tables
from demo.making.canvas import Canvas
from demo.making.paper import Paper
from demo.making.people import LOOKS, draw_teacher
from demo.making.syllabuses import SYLLABUSES, draw_syllabus

ASSETS = Path(__file__).resolve().parent / "assets"

PICTURES: dict[str, Callable[[], Canvas]] = {
    "physics-lab": labs.draw_physics_lab,
    "chemistry-lab": labs.draw_chemistry_lab,
    "workshop": labs.draw_workshop,
    "microscope": labs.draw_microscope,
    "robotics": scenes.draw_robotics,
    "ecology": scenes.draw_ecology,
    "open-day": scenes.draw_open_day,
    "school": scenes.draw_school,
    **{name: partial(draw_teacher, look) for name, look in LOOKS.items()},
}

PAPERS: dict[str, Callable[[], Paper]] = {
    "prikaz-o-sozdanii-centra": orders.draw_creation_order,
    "prikaz-o-naznachenii-rukovoditelya": orders.draw_head_order,
    "prikaz-ob-utverzhdenii-polozheniya": orders.draw_regulation_order,
    "polozhenie-o-centre": orders.draw_regulation,
    "plan-meropriyatij-2026-2027": tables.draw_plan,
    **{name: partial(draw_syllabus, name) for name in SYLLABUSES},
    "rezhim-zanyatij-2026-2027": tables.draw_timetable,
    "perechen-oborudovaniya": tables.draw_equipment,
    "pamyatka-shkolam": orders.draw_memo,
}


def main(names: list[str]) -> None:
    """Make the assets of these names, or all of them."""
    for name, draw in PICTURES.items():
        if not names or name in names:
            draw().save(ASSETS / f"{name}.jpg")
    for name, draw in PAPERS.items():
        if not names or name in names:
            draw().output(str(ASSETS / f"{name}.pdf"))


if __name__ == "__main__":
    main(sys.argv[1:])
