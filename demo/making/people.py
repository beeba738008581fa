"""Portraits of the invented teachers: flat figures, so that nobody takes them for photographs."""

from dataclasses import dataclass

from demo.making.canvas import (
    BLUE,
    BLUE_DARK,
    BLUE_TINT,
    GREEN,
    GREEN_TINT,
    INK,
    PAPER,
    QUIET,
    RED,
    RED_DARK,
    RED_TINT,
    SAND,
    YELLOW_TINT,
    Canvas,
)


@dataclass(frozen=True, slots=True)
class Look:
    background: str
    disc: str
    skin: str
    hair: str
    coat: str
    collar: str
    long_hair: bool = False
    bun: bool = False
    beard: bool = False
    glasses: bool = False


LOOKS = {
    "teacher-1": Look(BLUE_TINT, "#c3d7ee", "#f0c9a8", "#6b4426", BLUE, PAPER, long_hair=True, glasses=True),
    "teacher-2": Look(GREEN_TINT, "#c8e0cf", "#e8bd98", "#3a2a1d", "#3c4250", RED, beard=True),
    "teacher-3": Look(RED_TINT, "#eab6be", "#f5d6ba", "#a8672f", PAPER, RED, bun=True),
    "teacher-4": Look(SAND, "#e8dbc2", "#e3b48f", "#8d8f96", GREEN, PAPER, beard=True, glasses=True),
    "teacher-5": Look(YELLOW_TINT, "#f5dc9d", "#f0c9a8", "#b9a48a", RED, PAPER, bun=True, glasses=True),
    "teacher-6": Look("#e2e5ea", "#cfd4dc", "#dda97c", INK, BLUE_DARK, BLUE_TINT),
}


def draw_teacher(look: Look) -> Canvas:
    """A portrait of 640 × 640: head and shoulders on a disc."""
    c = Canvas(look.background, 640, 640)
    c.circle(320, 330, 270, look.disc)
    if look.long_hair:
        c.rect(186, 170, 268, 330, look.hair, 120)
    if look.bun:
        c.circle(320, 96, 56, look.hair)
    c.rect(278, 360, 84, 120, look.skin, 30)
    c.rect(278, 380, 84, 34, _shade(look.skin), 14)
    c.rect(130, 452, 380, 260, look.coat, 110)
    c.polygon([(262, 452), (378, 452), (320, 540)], look.collar)
    c.polygon([(280, 446), (360, 446), (320, 508)], look.skin)
    c.ellipse(320, 270, 118, 140, look.skin)
    for x in (202, 438):
        c.circle(x, 286, 24, look.skin)
    if look.beard:
        c.slice(320, 296, 122, 10, 170, look.hair)
        c.ellipse(320, 300, 84, 58, look.skin)
    c.slice(320, 240, 130, 180, 360, look.hair)
    c.polygon([(192, 238), (448, 238), (424, 262), (360, 206), (220, 268)], look.hair)
    for x in (276, 364):
        c.circle(x, 282, 10, INK)
        c.line([(x - 22, 252), (x + 20, 250)], 7, look.hair if look.hair != PAPER else QUIET)
        if look.glasses:
            c.ring(x, 284, 36, 6, INK)
    if look.glasses:
        c.line([(312, 282), (328, 282)], 6, INK)
    c.line([(320, 292), (312, 322), (326, 324)], 6, _shade(look.skin))
    c.arc(320, 310 if look.beard else 328, 34 if look.beard else 40, 30, 150, 7, RED_DARK)
    return c


def _shade(color: str) -> str:
    """The colour a little darker."""
    parts = [int(color[k : k + 2], 16) for k in (1, 3, 5)]
    return "#" + "".join(f"{int(value * 0.88):02x}" for value in parts)
