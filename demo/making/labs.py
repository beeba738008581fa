"""Pictures of the rooms: laboratories and the workshop."""

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


def bench(c: Canvas, top: float = 730) -> None:
    """A table across the whole picture and the floor under it."""
    c.rect(0, top + 90, 1600, 1000 - top, GREY_TINT)
    c.rect(0, top, 1600, 46, WOOD)
    c.rect(0, top + 46, 1600, 14, WOOD_DARK)
    for x in (150, 1390):
        c.rect(x, top + 60, 60, 300, WOOD_DARK)


def window(c: Canvas, x: float, y: float, width: float, height: float) -> None:
    c.rect(x, y, width, height, PAPER, 14)
    pane, gap = (width - 54) / 2, 18
    for column in range(2):
        left = x + gap + column * (pane + gap)
        c.rect(left, y + gap, pane, height - 2 * gap, BLUE_TINT, 6)
        c.polygon(
            [
                (left + pane * 0.55, y + gap),
                (left + pane * 0.85, y + gap),
                (left + pane * 0.35, y + height - gap),
                (left + pane * 0.05, y + height - gap),
            ],
            "#e3edf8",
        )
    c.rect(x - 18, y + height, width + 36, 20, GREY_TINT, 6)


def laptop(
    c: Canvas, x: float, base: float, width: float, screen: str = BLUE_DARK
) -> tuple[float, float, float, float]:
    """A laptop standing on `base`; returns the box of its screen."""
    height = width * 0.62
    c.rect(x, base - height - 16, width, height, INK, 16)
    box = (x + 16, base - height, width - 32, height - 32)
    c.rect(*box, screen, 6)
    c.polygon([(x - 34, base), (x + width + 34, base), (x + width + 8, base - 18), (x - 8, base - 18)], GREY)
    c.rect(x - 34, base - 4, width + 68, 12, QUIET, 6)
    return box


def draw_physics_lab() -> Canvas:
    """Sensors on a bench: a graph on the screen, a circuit with a lamp, a pendulum."""
    c = Canvas("#eaf0f7")
    c.circle(1250, 300, 430, "#e1eaf4")
    window(c, 110, 90, 400, 380)
    bench(c)

    # Pendulum with the ghosts of its swing.
    c.rect(1180, 690, 250, 40, QUIET, 10)
    c.rect(1226, 250, 20, 450, QUIET, 6)
    c.rect(1226, 240, 190, 20, QUIET, 6)
    for angle, color in ((-24, BLUE_TINT), (-8, "#b9cfe8"), (8, BLUE_MID)):
        x = 1390 + 330 * math.sin(math.radians(angle))
        y = 250 + 330 * math.cos(math.radians(angle))
        c.line([(1390, 255), (x, y)], 4, color)
        c.circle(x, y, 34, color)
    x = 1390 + 330 * math.sin(math.radians(24))
    y = 250 + 330 * math.cos(math.radians(24))
    c.line([(1390, 255), (x, y)], 5, INK)
    c.circle(x, y, 38, RED)
    c.circle(x - 12, y - 12, 9, "#e26a7d")

    # Laptop with the measured wave.
    left, top, width, height = laptop(c, 560, 724, 470)
    for row in range(1, 5):
        c.line(
            [(left + 20, top + height * row / 5), (left + width - 20, top + height * row / 5)], 2, "#1d5190"
        )
    wave = [
        (
            left + 24 + step * (width - 48) / 120,
            top + height / 2 - 88 * math.sin(step / 120 * 4.2 * math.pi) * (1 - step / 210),
        )
        for step in range(121)
    ]
    c.line(wave, 8, YELLOW)
    c.circle(*wave[-1], 12, PAPER)

    # Power supply, lamp and wires.
    c.rect(90, 560, 260, 170, BLUE, 18)
    c.rect(118, 588, 120, 62, BLUE_DARK, 8)
    for step, bar in enumerate((18, 30, 22, 38, 28)):
        c.rect(130 + step * 21, 642 - bar, 12, bar, GREEN_MID, 3)
    c.circle(294, 618, 32, PAPER)
    c.line([(294, 618), (312, 598)], 8, RED)
    c.circle(150, 692, 14, RED)
    c.circle(206, 692, 14, INK)
    c.circle(470, 560, 76, YELLOW_TINT)
    c.circle(470, 560, 50, YELLOW)
    c.line([(454, 570), (462, 548), (470, 570), (478, 548), (486, 570)], 5, RED_DARK)
    c.rect(444, 604, 52, 40, GREY, 8)
    c.rect(452, 644, 36, 26, QUIET, 6)
    c.rect(410, 668, 120, 62, PAPER, 12)
    c.line(curve((150, 692), (170, 800), (380, 660), (428, 700)), 9, RED)
    c.line(curve((206, 692), (240, 770), (420, 790), (512, 706)), 9, INK)
    return c


def flask(c: Canvas, x: float, base: float, size: float, liquid: str, level: float = 0.55) -> None:
    """A conical flask with a level of liquid between 0 and 1."""
    neck, half, height = size * 0.17, size * 0.5, size
    shoulder = base - height * 0.72
    c.polygon(
        [(x - neck, shoulder), (x + neck, shoulder), (x + half, base - 14), (x - half, base - 14)], "#eef5fb"
    )
    c.rect(x - half, base - 30, half * 2, 30, "#eef5fb", 15)
    c.rect(x - neck, base - height, neck * 2, height * 0.32, "#eef5fb")
    y = base - 14 - (height * 0.72 - 14) * level
    reach = neck + (half - neck) * (1 - level)
    c.polygon([(x - reach, y), (x + reach, y), (x + half - 8, base - 22), (x - half + 8, base - 22)], liquid)
    c.rect(x - half + 8, base - 36, half * 2 - 16, 28, liquid, 14)
    c.rect(x - neck - 10, base - height - 12, neck * 2 + 20, 20, GREY, 10)
    c.line(
        [(x - neck * 0.4, base - height * 0.85), (x - neck * 0.4, shoulder), (x - half * 0.52, base - 70)],
        7,
        PAPER,
    )


def molecule(c: Canvas, x: float, y: float, size: float) -> None:
    """A ball-and-stick model of a ring."""
    corners = [
        (x + size * math.cos(math.radians(60 * k - 90)), y + size * math.sin(math.radians(60 * k - 90)))
        for k in range(6)
    ]
    c.line([*corners, corners[0]], 12, GREY)
    for k, (px, py) in enumerate(corners):
        ox, oy = x + (px - x) * 1.75, y + (py - y) * 1.75
        c.line([(px, py), (ox, oy)], 9, GREY)
        c.circle(ox, oy, size * 0.17, RED_TINT)
        c.circle(px, py, size * 0.27, BLUE_MID if k % 2 else BLUE)


def draw_chemistry_lab() -> Canvas:
    """Flasks, a rack of test tubes, goggles; bottles on the shelf and a molecule on the wall."""
    c = Canvas("#eef4ee")
    c.circle(380, 330, 400, "#e5efe6")
    molecule(c, 350, 268, 104)

    # Shelf with bottles.
    c.rect(850, 330, 640, 22, WOOD, 6)
    for x, width, height, color, cap in (
        (890, 84, 150, "#b8824a", WOOD_DARK),
        (1000, 70, 190, BLUE_MID, INK),
        (1096, 96, 130, GREEN_MID, INK),
        (1216, 70, 170, PAPER, RED),
        (1310, 84, 140, "#b8824a", WOOD_DARK),
        (1412, 56, 110, RED_TINT, RED_DARK),
    ):
        c.rect(x + width * 0.28, 330 - height - 26, width * 0.44, 40, cap, 6)
        c.rect(x, 330 - height, width, height, color, 14)
        c.rect(x + 10, 330 - height * 0.62, width - 20, height * 0.32, PANEL, 6)

    bench(c)
    # Rack of test tubes.
    c.rect(110, 600, 420, 26, WOOD_DARK, 8)
    c.rect(110, 700, 420, 30, WOOD_DARK, 8)
    for x in (118, 494):
        c.rect(x, 600, 26, 130, WOOD_DARK, 6)
    for step, (color, level) in enumerate(
        ((RED, 120), (YELLOW, 90), (GREEN, 140), (BLUE_MID, 70), ("#7c5aa6", 105))
    ):
        x = 172 + step * 66
        c.rect(x, 510, 42, 200, "#f6fafc", 21)
        c.rect(x + 5, 705 - level, 32, level, color, 16)
        c.rect(x - 6, 502, 54, 16, GREY, 8)

    flask(c, 720, 730, 300, BLUE, 0.5)
    flask(c, 1000, 730, 230, RED, 0.62)
    for x, y, r in (
        (1000, 450, 12),
        (1024, 414, 8),
        (990, 384, 6),
        (722, 560, 10),
        (744, 600, 14),
        (700, 618, 8),
    ):
        c.ring(x, y, r, 4, PAPER if y > 500 else GREY)

    # Goggles.
    c.line(curve((1180, 668), (1160, 600), (1500, 600), (1470, 668)), 14, INK)
    for x in (1246, 1402):
        c.rect(x - 78, 632, 156, 98, BLUE_MID, 40)
        c.rect(x - 62, 646, 124, 70, BLUE_TINT, 30)
        c.polygon([(x - 20, 650), (x + 8, 650), (x - 22, 712), (x - 50, 712)], "#eaf2fb")
    c.rect(1310, 660, 28, 22, BLUE_MID)
    return c


def draw_workshop() -> Canvas:
    """A 3D printer at work, a laptop with the model, tools on the board."""
    c = Canvas(SAND)
    c.rect(110, 90, 560, 330, "#e9ddc8", 16)
    for row in range(5):
        for column in range(10):
            c.circle(145 + column * 55, 125 + row * 64, 5, "#d6c6a8")
    # Tools on the board.
    c.rect(180, 140, 26, 230, WOOD_DARK, 10)
    c.rect(140, 130, 108, 54, QUIET, 10)
    c.rect(322, 260, 36, 120, RED, 14)
    c.rect(334, 150, 12, 120, GREY, 4)
    c.line([(440, 150), (500, 270)], 16, GREY)
    c.line([(500, 150), (440, 270)], 16, QUIET)
    c.line(curve((440, 270), (420, 320), (420, 350), (436, 380)), 18, BLUE)
    c.line(curve((500, 270), (520, 320), (520, 350), (504, 380)), 18, BLUE)
    c.rect(572, 130, 48, 250, YELLOW, 6)
    for step in range(9):
        c.rect(572, 146 + step * 26, 24 if step % 2 else 34, 5, INK)
    bench(c)

    # Printer.
    c.rect(760, 250, 470, 480, INK, 24)
    c.rect(796, 290, 398, 330, "#f7f3ea", 10)
    c.rect(796, 350, 398, 18, GREY)
    c.rect(960, 330, 80, 74, RED, 12)
    c.polygon([(984, 404), (1016, 404), (1004, 432), (996, 432)], QUIET)
    c.rect(850, 580, 300, 18, BLUE_MID, 6)
    c.gear(1000, 508, 78, 10, BLUE, "#f7f3ea", 0.1)
    c.rect(880, 566, 240, 14, BLUE_DARK, 6)
    c.rect(830, 652, 150, 46, BLUE_DARK, 8)
    c.rect(844, 668, 90, 12, GREEN_MID, 6)
    c.circle(1130, 675, 26, GREY)
    c.line([(1130, 675), (1144, 660)], 6, INK)
    c.circle(1140, 190, 78, RED)
    c.circle(1140, 190, 54, RED_DARK)
    c.circle(1140, 190, 20, SAND)
    c.line(curve((1076, 220), (1010, 250), (1000, 280), (1000, 330)), 7, RED)

    # Laptop with a wire cube.
    left, top, width, height = laptop(c, 210, 724, 440)
    cx, cy, s = left + width / 2, top + height / 2 + 6, 84
    front = [(cx - s, cy - s * 0.4), (cx, cy), (cx, cy + s), (cx - s, cy + s * 0.55)]
    side = [(cx, cy), (cx + s, cy - s * 0.4), (cx + s, cy + s * 0.55), (cx, cy + s)]
    lid = [(cx - s, cy - s * 0.4), (cx, cy - s * 0.85), (cx + s, cy - s * 0.4), (cx, cy)]
    c.polygon(front, BLUE)
    c.polygon(side, "#2b6cb8")
    c.polygon(lid, BLUE_MID)
    for shape in (front, side, lid):
        c.line([*shape, shape[0]], 4, PAPER)

    # Lamp and printed parts.
    c.rect(1380, 700, 150, 30, QUIET, 12)
    c.line([(1455, 700), (1510, 520), (1400, 380)], 16, QUIET)
    c.circle(1510, 520, 16, INK)
    c.polygon([(1430, 340), (1360, 400), (1310, 470), (1400, 500), (1468, 396)], RED)
    c.ellipse(1352, 486, 50, 20, YELLOW_TINT)
    c.gear(1290, 690, 46, 9, GREEN, SAND, 0.3)
    return c


def draw_microscope() -> Canvas:
    """A microscope and what it shows: a drop of pond water."""
    c = Canvas("#eef3f9")
    c.circle(420, 470, 430, "#e3ecf6")
    bench(c, 800)

    # The instrument.
    c.rect(230, 750, 420, 52, INK, 22)
    c.line(curve((560, 750), (690, 640), (670, 420), (520, 330)), 64, BLUE)
    c.rect(330, 600, 250, 30, INK, 10)
    c.rect(360, 584, 150, 16, BLUE_TINT, 6)
    c.rect(410, 630, 70, 120, QUIET, 10)
    c.circle(445, 690, 30, YELLOW)
    c.polygon([(356, 200), (436, 160), (546, 392), (466, 432)], PAPER)
    c.polygon([(338, 164), (420, 124), (440, 166), (358, 206)], INK)
    c.polygon([(372, 232), (452, 192), (460, 210), (380, 250)], RED)
    c.circle(515, 420, 56, QUIET)
    c.polygon([(436, 452), (500, 452), (484, 560), (452, 560)], GREY)
    c.polygon([(540, 452), (586, 430), (600, 510), (572, 520)], GREY)
    c.circle(640, 560, 44, INK)
    c.circle(640, 560, 22, GREY)

    # The field of view.
    x, y, r = 1130, 430, 330
    c.circle(x + 14, y + 18, r + 12, "#d6e1ee")
    c.circle(x, y, r + 12, INK)
    c.circle(x, y, r, GREEN_TINT)
    for cx, cy, across, up in (
        (1000, 320, 96, 62),
        (1240, 300, 74, 74),
        (1190, 560, 110, 58),
        (980, 540, 60, 84),
    ):
        c.ellipse(cx, cy, across, up, GREEN)
        c.ellipse(cx, cy, across - 12, up - 12, GREEN_MID)
        c.circle(cx + across * 0.25, cy - up * 0.1, 20, BLUE_DARK)
        for k in range(5):
            angle = k * 1.25 + 0.4
            c.circle(cx + across * 0.55 * math.cos(angle), cy + up * 0.55 * math.sin(angle), 9, GREEN)
    # A ciliate among the cells.
    body = curve((1070, 420), (1130, 360), (1260, 380), (1290, 450)) + curve(
        (1290, 450), (1250, 500), (1120, 500), (1070, 420)
    )
    c.polygon(body, RED_TINT)
    c.line(body, 6, RED)
    for k in range(0, len(body), 7):
        px, py = body[k]
        dx, dy = px - 1180, py - 435
        length = math.hypot(dx, dy) or 1
        c.line([(px, py), (px + dx / length * 24, py + dy / length * 24)], 4, RED)
    c.circle(1190, 436, 20, RED)
    c.arc(x, y, r - 26, 205, 250, 10, PAPER)
    return c
