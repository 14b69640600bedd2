"""Charts drawn by the server: bars as SVG with the same figures in a table beside them. No script, no second source.

A bar's width is part of its `<rect>`, so nothing is styled inline; each bar may be a link to the rows that it counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, LABEL, FIGURE, ROW, BAR = 640, 150, 70, 30, 18


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what is counted, how many, where its rows are, and whether it is bad or warns."""

    label: str
    value: int
    address: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A bar in its place, in the units of the drawing."""

    bar: Bar
    y: int
    middle: int
    length: int
    figure_x: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing ready for `pages/parts/chart.html`."""

    title: str
    unit: str
    bars: tuple[Placed, ...]
    total: int
    width: int = WIDTH
    bar_x: int = LABEL
    thickness: int = BAR

    @property
    def height(self) -> int:
        return max(ROW * len(self.bars), ROW)


def chart(title: str, bars: Sequence[Bar], unit: str = "件") -> Chart:
    """Place bars under each other; the longest fills the width, a count above zero is at least two units long.

    ValueError for a negative count: bars show counts.
    """
    if any(b.value < 0 for b in bars):
        raise ValueError("a bar cannot be shorter than nothing")
    most = max((b.value for b in bars), default=0)
    room = WIDTH - LABEL - FIGURE
    placed = []
    for n, bar in enumerate(bars):
        length = max(bar.value * room // most, 2) if bar.value else 0
        placed.append(Placed(bar, n * ROW + (ROW - BAR) // 2, n * ROW + ROW // 2 + 5, length, LABEL + length + 8))
    return Chart(title, unit, tuple(placed), sum(b.value for b in bars))
