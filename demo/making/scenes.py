"""Pictures of what happens in and around the centre: robots, nature, an open day, the school."""

import math

from demo.making.canvas import (
    BLUE,
    BLUE_DARK,
    BLUE_MID,
    BLUE_TINT,
    GREEN,
    GREEN_MID,
    GREEN_TINT,
    GREY,
    GREY_TINT,
    INK,
    PANEL,
    PAPER,
    QUIET,
    RED,
    RED_DARK,
    RED_TINT,
    SAND,
    WOOD,
    WOOD_DARK,
    YELLOW,
    YELLOW_TINT,
    Canvas,
    curve,
)


def robot(c: Canvas, x: float, base: float, s: float = 1.0) -> None:
    """A wheeled robot seen from the side; `x` is its middle, `s` its scale."""
    c.ellipse(x, base + 6 * s, 240 * s, 20 * s, "#c9d3df")
    c.rect(x - 190 * s, base - 240 * s, 380 * s, 170 * s, BLUE, 34 * s)
    c.rect(x - 160 * s, base - 212 * s, 150 * s, 84 * s, BLUE_DARK, 14 * s)
    for k, color in enumerate((GREEN_MID, YELLOW, RED)):
        c.circle(x + (34 + k * 44) * s, base - 186 * s, 14 * s, color)
    c.rect(x + 18 * s, base - 152 * s, 128 * s, 16 * s, BLUE_MID, 8 * s)
    c.line(
        [
            (x - 146 * s, base - 170 * s),
            (x - 118 * s, base - 190 * s),
            (x - 92 * s, base - 150 * s),
            (x - 62 * s, base - 196 * s),
            (x - 30 * s, base - 166 * s),
        ],
        7 * s,
        YELLOW,
    )
    # Sensor head.
    c.rect(x - 14 * s, base - 296 * s, 28 * s, 64 * s, QUIET, 8 * s)
    c.rect(x - 96 * s, base - 380 * s, 192 * s, 100 * s, PAPER, 30 * s)
    for dx in (-42, 42):
        c.circle(x + dx * s, base - 330 * s, 32 * s, INK)
        c.circle(x + dx * s, base - 330 * s, 20 * s, BLUE_MID)
        c.circle(x + (dx - 7) * s, base - 338 * s, 7 * s, PAPER)
    c.line([(x + 64 * s, base - 380 * s), (x + 84 * s, base - 440 * s)], 8 * s, QUIET)
    c.circle(x + 86 * s, base - 446 * s, 14 * s, RED)
    # Arm with a gripper.
    c.line(
        [(x + 180 * s, base - 170 * s), (x + 270 * s, base - 230 * s), (x + 340 * s, base - 150 * s)],
        24 * s,
        GREY,
    )
    c.circle(x + 270 * s, base - 230 * s, 22 * s, INK)
    c.circle(x + 180 * s, base - 170 * s, 26 * s, INK)
    for sign in (-1, 1):
        c.line(
            [
                (x + 340 * s, base - 150 * s),
                (x + (340 + sign * 34) * s, base - 112 * s),
                (x + (340 + sign * 18) * s, base - 76 * s),
            ],
            14 * s,
            INK,
        )
    # Wheels.
    for dx in (-120, 120):
        c.circle(x + dx * s, base - 66 * s, 72 * s, INK)
        c.circle(x + dx * s, base - 66 * s, 40 * s, GREY_TINT)
        c.gear(x + dx * s, base - 66 * s, 36 * s, 8, QUIET, GREY_TINT)


def draw_robotics() -> Canvas:
    """A robot follows the line on the training field."""
    c = Canvas("#e6eef7")
    c.circle(1180, 240, 380, "#dce7f3")
    c.polygon([(180, 560), (1420, 560), (1660, 1000), (-60, 1000)], PAPER)
    c.polygon([(180, 560), (1420, 560), (1426, 574), (174, 574)], GREY_TINT)
    path = curve((90, 960), (520, 760), (980, 1010), (1180, 800), 400) + curve(
        (1180, 800), (1330, 650), (900, 660), (1010, 574), 400
    )
    for x, y in path:
        c.circle(x, y, 7 + (y - 560) * 0.04, INK)
    # Obstacles.
    c.polygon([(1260, 690), (1330, 660), (1400, 690), (1330, 722)], "#e0566d")
    c.polygon([(1260, 690), (1330, 722), (1330, 810), (1260, 776)], RED)
    c.polygon([(1400, 690), (1330, 722), (1330, 810), (1400, 776)], RED_DARK)
    c.polygon([(300, 640), (350, 618), (400, 640), (350, 664)], "#f7d888")
    c.polygon([(300, 640), (350, 664), (350, 726), (300, 702)], YELLOW)
    c.polygon([(400, 640), (350, 664), (350, 726), (400, 702)], "#d9a433")
    robot(c, 720, 838, 1.12)
    # Flags of start and finish.
    c.rect(1050, 330, 12, 250, QUIET, 6)
    for row in range(4):
        for column in range(6):
            c.rect(1062 + column * 26, 334 + row * 26, 26, 26, INK if (row + column) % 2 else PAPER)
    return c


def tree(c: Canvas, x: float, base: float, size: float, color: str = GREEN) -> None:
    c.rect(x - size * 0.06, base - size * 0.5, size * 0.12, size * 0.5, WOOD_DARK)
    for step, (half, low) in enumerate(((0.34, 0.22), (0.28, 0.48), (0.20, 0.72))):
        top = base - size * (low + 0.5 - step * 0.05)
        c.polygon(
            [(x, top), (x + size * half, base - size * low), (x - size * half, base - size * low)], color
        )


def draw_ecology() -> Canvas:
    """Samples of river water with the river behind them."""
    c = Canvas("#dcebf7")
    c.circle(1290, 200, 140, YELLOW_TINT)
    c.circle(1290, 200, 96, YELLOW)
    for x, y in ((300, 170), (820, 120)):
        c.ellipse(x, y, 110, 34, PAPER)
        c.ellipse(x + 60, y - 24, 70, 40, PAPER)
        c.ellipse(x - 50, y - 14, 60, 32, PAPER)
    c.ellipse(350, 640, 640, 260, "#b7d9c1")
    c.ellipse(1300, 660, 620, 250, "#a9d0b5")
    c.rect(0, 560, 1600, 440, GREEN_MID)
    river = curve((820, 545), (700, 640), (1180, 640), (980, 760)) + curve(
        (980, 760), (820, 850), (700, 900), (640, 1000)
    )
    bank = curve((1180, 1000), (1210, 900), (1240, 860), (1260, 770)) + curve(
        (1260, 770), (1300, 650), (880, 640), (880, 545)
    )
    c.polygon(river + bank, BLUE_MID)
    for y, x, w in ((640, 900, 90), (720, 1060, 120), (800, 960, 150), (880, 900, 170), (950, 800, 190)):
        c.line([(x, y), (x + w, y)], 6, "#a9c8e8")
    for x, base, size, color in (
        (110, 640, 260, GREEN),
        (240, 680, 330, "#347553"),
        (420, 620, 220, GREEN),
        (540, 600, 170, "#347553"),
        (1330, 640, 240, GREEN),
        (1440, 690, 340, "#347553"),
        (1560, 660, 260, GREEN),
    ):
        tree(c, x, base, size, color)

    # Rack with three samples, in front.
    c.rect(100, 900, 560, 100, WOOD, 12)
    c.rect(100, 760, 560, 28, WOOD_DARK, 8)
    for x in (112, 620):
        c.rect(x, 760, 28, 160, WOOD_DARK, 6)
    for k, (color, level) in enumerate((("#9cc7e6", 190), ("#b9d8b0", 190), ("#d8c48f", 190))):
        x = 196 + k * 150
        c.rect(x, 640, 78, 270, "#f4fafd", 34)
        c.rect(x + 8, 902 - level, 62, level, color, 28)
        c.rect(x - 8, 630, 94, 22, INK, 10)
        c.rect(x + 16, 812, 46, 34, PAPER, 6)
        c.line([(x + 24, 829), (x + 24 + 10 * (k + 1), 829)], 5, RED)
    # Meter.
    c.line(curve((1360, 760), (1300, 700), (1180, 720), (1150, 860)), 10, INK)
    c.rect(1138, 850, 24, 120, GREY, 10)
    c.rect(1300, 740, 220, 240, INK, 30)
    c.rect(1326, 768, 168, 92, GREEN_TINT, 10)
    for k, height in enumerate((20, 34, 28, 48, 40, 58)):
        c.rect(1342 + k * 24, 846 - height, 14, height, GREEN, 3)
    for k in range(3):
        c.circle(1352 + k * 58, 914, 20, RED if k == 2 else QUIET)
    return c


def person(
    c: Canvas, x: float, base: float, size: float, coat: str, skin: str, hair: str, long_hair: bool = False
) -> None:
    """A flat figure from the waist up; `base` is the level of the table it stands behind."""
    head = size * 0.19
    top = base - size
    if long_hair:
        c.rect(x - head * 1.12, top + head * 0.6, head * 2.24, size * 0.42, hair, head * 0.8)
    c.rect(x - size * 0.07, top + head * 1.6, size * 0.14, size * 0.16, skin)
    c.rect(x - size * 0.3, top + size * 0.41, size * 0.6, size * 0.67, coat, size * 0.16)
    c.polygon(
        [
            (x - size * 0.09, top + size * 0.405),
            (x + size * 0.09, top + size * 0.405),
            (x, top + size * 0.5),
        ],
        skin,
    )
    c.circle(x, top + head, head, skin)
    c.slice(x, top + head, head * 1.06, 180, 360, hair)
    c.rect(x - head * 1.06, top + head * 0.9, head * 0.26, head * 0.34, hair, head * 0.1)
    c.rect(x + head * 0.8, top + head * 0.9, head * 0.26, head * 0.34, hair, head * 0.1)
    c.circle(x - head * 0.36, top + head * 1.15, head * 0.09, INK)
    c.circle(x + head * 0.36, top + head * 1.15, head * 0.09, INK)
    c.arc(x, top + head * 1.28, head * 0.32, 20, 160, max(3, head * 0.09), RED_DARK)


SKIN = ("#f0c9a8", "#e3b48f", "#f5d6ba", "#d9a679")


def draw_open_day() -> Canvas:
    """Guests round the table with the robot and the microscope."""
    c = Canvas(SAND)
    c.circle(800, 420, 560, "#efe5d3")
    # Bunting.
    for start, end in (((-20, 70), (820, 80)), ((780, 80), (1620, 60))):
        rope = curve(start, (start[0] + 240, 210), (end[0] - 240, 210), end, 80)
        c.line(rope, 5, QUIET)
        for k in range(5, 75, 10):
            (x, y), (nx, ny) = rope[k], rope[k + 5]
            c.polygon(
                [(x, y), (nx, ny), ((x + nx) / 2, (y + ny) / 2 + 74)],
                (RED, BLUE, YELLOW, GREEN)[(k // 10) % 4],
            )
    for x, size, coat, tone, hair, long_hair in (
        (230, 500, BLUE, 0, "#4a3524", False),
        (520, 420, RED, 2, "#8a5a2b", True),
        (760, 540, GREEN, 1, INK, False),
        (1040, 430, YELLOW, 0, "#5a3a22", True),
        (1350, 510, BLUE_MID, 3, INK, False),
    ):
        person(c, x, 760, size, coat, SKIN[tone], hair, long_hair)
    c.rect(60, 760, 1480, 44, WOOD, 10)
    c.rect(60, 796, 1480, 16, WOOD_DARK)
    c.rect(100, 812, 1400, 188, PAPER)
    for k in range(14):
        c.polygon([(100 + k * 100, 812), (200 + k * 100, 812), (150 + k * 100, 862)], RED if k % 2 else BLUE)
    robot(c, 400, 756, 0.46)
    # Small flask and microscope on the table.
    c.polygon([(880, 640), (908, 640), (950, 756), (838, 756)], "#eef5fb")
    c.polygon([(866, 700), (922, 700), (946, 756), (842, 756)], RED)
    c.rect(872, 610, 44, 34, "#eef5fb")
    c.rect(864, 604, 60, 12, GREY, 6)
    c.rect(1130, 738, 150, 20, INK, 10)
    c.line(curve((1240, 738), (1290, 690), (1280, 620), (1230, 590)), 22, BLUE)
    c.polygon([(1160, 540), (1192, 526), (1244, 622), (1212, 638)], PAPER)
    c.polygon([(1152, 524), (1184, 510), (1194, 528), (1162, 542)], INK)
    c.rect(1162, 684, 90, 12, INK, 5)
    return c


def draw_school() -> Canvas:
    """The building of the example school."""
    c = Canvas("#dfeaf6")
    for x, y in ((250, 160), (1240, 130)):
        c.ellipse(x, y, 130, 36, PAPER)
        c.ellipse(x + 70, y - 26, 80, 46, PAPER)
        c.ellipse(x - 60, y - 16, 70, 36, PAPER)
    c.ellipse(800, 860, 1100, 220, "#b7d9c1")
    c.rect(0, 820, 1600, 180, GREEN_MID)
    # Wings and the middle part.
    c.rect(170, 430, 1260, 400, PANEL)
    c.polygon([(140, 440), (1460, 440), (1400, 350), (200, 350)], RED)
    c.polygon([(140, 440), (1460, 440), (1460, 456), (140, 456)], RED_DARK)
    c.rect(600, 330, 400, 500, PAPER)
    c.polygon([(570, 340), (1030, 340), (800, 190)], RED)
    c.polygon([(640, 326), (960, 326), (800, 222)], RED_TINT)
    c.circle(800, 290, 28, PAPER)
    c.line([(800, 290), (800, 272)], 5, INK)
    c.line([(800, 290), (813, 296)], 5, INK)
    for side in (0, 1):
        for row in range(2):
            for column in range(3):
                x = 220 + column * 122 + side * 820
                y = 496 + row * 160
                c.rect(x, y, 84, 112, BLUE_DARK, 8)
                c.rect(x + 8, y + 8, 68, 96, BLUE_TINT, 4)
                c.rect(x + 39, y + 8, 6, 96, PAPER)
                c.rect(x + 8, y + 46, 68, 6, PAPER)
    for column in range(3):
        x = 646 + column * 112
        c.rect(x, 390, 84, 112, BLUE_DARK, 8)
        c.rect(x + 8, 398, 68, 96, BLUE_TINT, 4)
        c.rect(x + 39, 398, 6, 96, PAPER)
    c.rect(640, 548, 320, 22, RED, 6)
    c.rect(706, 590, 188, 240, BLUE_DARK, 10)
    c.rect(720, 606, 74, 224, BLUE_MID, 4)
    c.rect(806, 606, 74, 224, BLUE_MID, 4)
    c.circle(786, 724, 6, PAPER)
    c.circle(814, 724, 6, PAPER)
    # Steps, a ramp and the path.
    c.rect(670, 826, 260, 16, GREY_TINT)
    c.rect(650, 842, 300, 16, GREY)
    c.polygon([(930, 830), (1160, 858), (930, 858)], GREY)
    c.line([(940, 776), (1150, 806)], 7, QUIET)
    for x, y, low in ((946, 777, 830), (1040, 790, 844), (1144, 805, 856)):
        c.line([(x, y), (x, low)], 6, QUIET)
    c.polygon([(690, 858), (910, 858), (1060, 1000), (540, 1000)], "#ece3d2")
    # Trees and bushes.
    for x, size in ((90, 210), (1512, 230)):
        c.rect(x - 14, 700, 28, 170, WOOD_DARK, 8)
        c.circle(x, 620, size * 0.62, GREEN)
        c.circle(x - 40, 664, size * 0.4, "#347553")
        c.circle(x + 36, 580, size * 0.34, "#57a27c")
    for x in (300, 420, 1230, 1350):
        for dx, r in ((-44, 40), (0, 54), (44, 38)):
            c.circle(x + dx, 848, r, GREEN if dx else "#347553")
    for k in range(9):
        angle = k * 0.7
        c.circle(
            330 + k * 16 + 8 * math.sin(angle), 930 + 14 * math.cos(angle), 7, (RED, YELLOW, PAPER)[k % 3]
        )
        c.circle(1180 + k * 18, 936 + 12 * math.sin(angle), 7, (YELLOW, RED, PAPER)[k % 3])
    return c
