"""A flat drawing surface: coordinates of 1600 × 1000, drawn twice as large and scaled down."""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from PIL import Image, ImageDraw

SCALE = 2

# The site's palette and calm tints of it.
INK = "#1b1b22"
PAPER = "#ffffff"
RED = "#c8102e"
RED_DARK = "#9c0d24"
RED_TINT = "#f2c9cf"
BLUE = "#0b4f9e"
BLUE_DARK = "#083a75"
BLUE_MID = "#6f9fd3"
BLUE_TINT = "#d5e3f3"
QUIET = "#595d66"
GREY = "#a9aeb8"
GREY_TINT = "#dfe3e9"
PANEL = "#f4f5f7"
SAND = "#f3ecdf"
WOOD = "#d9b88f"
WOOD_DARK = "#b98f5f"
GREEN = "#3f8a63"
GREEN_MID = "#8cbf9f"
GREEN_TINT = "#dcecdf"
YELLOW = "#f2c14e"
YELLOW_TINT = "#fbe9bf"

Point = tuple[float, float]


def curve(start: Point, first: Point, second: Point, end: Point, steps: int = 60) -> list[Point]:
    """Points of a cubic Bézier curve."""
    points = []
    for step in range(steps + 1):
        t = step / steps
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        points.append(
            (
                a * start[0] + b * first[0] + c * second[0] + d * end[0],
                a * start[1] + b * first[1] + c * second[1] + d * end[1],
            )
        )
    return points


class Canvas:
    """Shapes in the coordinates of the finished picture."""

    def __init__(self, background: str, width: int = 1600, height: int = 1000) -> None:
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), background)
        self.draw = ImageDraw.Draw(self.image)

    def rect(self, x: float, y: float, width: float, height: float, color: str, radius: float = 0) -> None:
        box = [v * SCALE for v in (x, y, x + width, y + height)]
        self.draw.rounded_rectangle(box, radius * SCALE, fill=color)

    def circle(self, x: float, y: float, radius: float, color: str) -> None:
        self.ellipse(x, y, radius, radius, color)

    def ellipse(self, x: float, y: float, across: float, up: float, color: str) -> None:
        box = [v * SCALE for v in (x - across, y - up, x + across, y + up)]
        self.draw.ellipse(box, fill=color)

    def ring(self, x: float, y: float, radius: float, width: float, color: str) -> None:
        box = [v * SCALE for v in (x - radius, y - radius, x + radius, y + radius)]
        self.draw.ellipse(box, outline=color, width=round(width * SCALE))

    def slice(self, x: float, y: float, radius: float, start: float, end: float, color: str) -> None:
        """A sector, in degrees clockwise from three o'clock."""
        box = [v * SCALE for v in (x - radius, y - radius, x + radius, y + radius)]
        self.draw.pieslice(box, start, end, fill=color)

    def arc(
        self, x: float, y: float, radius: float, start: float, end: float, width: float, color: str
    ) -> None:
        points = [
            (x + radius * math.cos(math.radians(a)), y + radius * math.sin(math.radians(a)))
            for a in _steps(start, end, 48)
        ]
        self.line(points, width, color)

    def polygon(self, points: Sequence[Point], color: str) -> None:
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=color)

    def line(self, points: Iterable[Point], width: float, color: str) -> None:
        """A line with round joints and ends."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.draw.line(scaled, fill=color, width=round(width * SCALE))
        radius = width * SCALE / 2 - 0.5
        for x, y in scaled:
            self.draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=color)

    def gear(
        self, x: float, y: float, radius: float, teeth: int, color: str, hole: str, turn: float = 0
    ) -> None:
        """A cog-wheel with a hole of another colour."""
        points = []
        for tooth in range(teeth):
            for offset, reach in ((-0.30, 0.84), (-0.19, 1.0), (0.19, 1.0), (0.30, 0.84)):
                angle = math.tau * (tooth + offset) / teeth + turn
                points.append((x + radius * reach * math.cos(angle), y + radius * reach * math.sin(angle)))
        self.polygon(points, color)
        self.circle(x, y, radius * 0.34, hole)

    def save(self, path: Path, quality: int = 80) -> None:
        """Scale down and write a JPEG without metadata."""
        finished = self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        finished.save(path, "JPEG", quality=quality, subsampling=0, optimize=True, progressive=True)


def _steps(start: float, end: float, count: int) -> list[float]:
    return [start + (end - start) * step / count for step in range(count + 1)]
