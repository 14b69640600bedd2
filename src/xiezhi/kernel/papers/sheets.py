"""The pages of one file, a few at a time in a cell each, so that what one page does to it costs at most that page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from xiezhi.kernel.papers.cell.run import MB, Bounds, Died, Frame, ask

AT_ONCE = 8
PAGE = Bounds(memory=4096 * MB, cpu=120, wall=160)  # recognising maps much and holds about 0.7 GB of it


def ask_sheets(path: Path, kind: str, wanted: Sequence[int]) -> Iterator[Frame]:
    """The pages wanted, at most `AT_ONCE`, from one cell. `Died` at the page that ended it."""
    bounds = Bounds(PAGE.memory, PAGE.cpu * len(wanted), PAGE.wall * len(wanted))
    return ask("read", bounds, path=str(path.resolve()), kind=kind, wanted=list(wanted), recognise=True)


def read_sheets(path: Path, kind: str, wanted: Sequence[int]) -> Iterator[Frame]:
    """All pages wanted; one that ends its cell twice is told as `source` failed, without lines."""
    left, failed = list(wanted), False
    while left:
        came = 0
        try:
            for frame in ask_sheets(path, kind, left[: 1 if failed else AT_ONCE]):
                yield frame
                came += 1
        except Died:
            if failed and not came:
                yield {"n": left[0], "width": 0, "height": 0, "source": "failed", "lines": []}, b""
                left, failed = left[1:], False
            else:
                left, failed = left[came:], True
        else:
            left, failed = left[came:], False
