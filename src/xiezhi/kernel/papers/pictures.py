"""Pictures of pages, kept in the home beside the papers. They are made from the papers and may be thrown away at any time."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.conf import settings

from xiezhi.kernel.papers import store
from xiezhi.kernel.papers.cell.run import MB, Bounds, one

DRAWING = Bounds(memory=1536 * MB, cpu=20, wall=60)


def path(digest: str, n: int) -> Path:
    """Where the picture of a page lies (it may be missing)."""
    return Path(settings.XIEZHI_HOME) / "pictures" / digest[:2] / digest / f"{n}.webp"


def keep(digest: str, n: int, data: bytes) -> None:
    """Put a picture in its place, whole or not at all."""
    target = path(digest, n)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=target.parent, prefix=".")
    with os.fdopen(handle, "wb") as out:
        out.write(data)
    os.replace(aside, target)


def picture(digest: str, kind: str, n: int) -> bytes:
    """The picture of a page, drawn now if it is not there. `Died` when it cannot be drawn."""
    place = path(digest, n)
    if place.exists():
        return place.read_bytes()
    _, data = one("draw", DRAWING, path=str(store.path(digest).resolve()), kind=kind, wanted=[n])
    keep(digest, n, data)
    return data
