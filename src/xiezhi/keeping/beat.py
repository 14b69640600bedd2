"""The worker's sign of life: a file of the home that it writes each time it has looked around."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from xiezhi.kernel.periods import clock

BEAT = Path("cache") / "worker"


def beat(home: Path) -> None:
    """Say that the worker is at work."""
    place = home / BEAT
    place.parent.mkdir(exist_ok=True)
    place.write_text(clock.now().isoformat(), encoding="ascii")


def last_beat(home: Path) -> datetime | None:
    """When the worker last said so; None if it never did."""
    try:
        return datetime.fromisoformat((home / BEAT).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
