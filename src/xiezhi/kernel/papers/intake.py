"""Taking a file in: examined in the cell, kept under its digest, queued to be read; or refused, or set aside.

The file lies in the home already (`place`), whole. What is refused is removed, what is harmful is moved to quarantine,
with the reason beside it; nothing else of the upload is touched by that.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from xiezhi.kernel.papers import kinds, pictures, store
from xiezhi.kernel.papers.cell.run import MB, Bounds, Died, one
from xiezhi.kernel.papers.cell.unfit import Unfit
from xiezhi.kernel.papers.fitness import fit, too_large
from xiezhi.kernel.papers.reading import queue
from xiezhi.kernel.periods import clock

__all__ = ["KeptFile", "Unfit", "join", "place", "take", "take_bytes", "too_large"]

JOINING = Bounds(memory=2048 * MB, cpu=60, wall=120)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that was kept: where it lies, what it is, how many pages it has (0: none to be shown)."""

    digest: str
    name: str
    kind: str
    size: int
    pages: int

    @property
    def media(self) -> str:
        return kinds.TAKEN[self.kind].media

    def given(self) -> dict[str, str]:
        """As an act's data names it."""
        return {"digest": self.digest, "name": self.name}


def place() -> Path:
    """The folder of the home for what is still coming in."""
    folder = Path(settings.XIEZHI_HOME) / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def take(file: Path, name: str) -> KeptFile:
    """Examine and keep a file of `place`; it is gone from there afterwards, whatever comes of it. Raises `Unfit`."""
    name = kinds.clean_name(name)
    try:
        kind, pages, picture = fit(file, name)
    except Unfit as unfit:
        if not unfit.harmful:
            file.unlink(missing_ok=True)
            raise
        _aside(file, name, unfit)
        raise Unfit(unfit.code, f"{unfit}（文件已经隔离，没有交给法院）") from None
    size = file.stat().st_size
    digest = store.adopt(file)
    if picture:
        pictures.keep(digest, 1, picture)
    with transaction.atomic():
        if pages:
            queue(digest, kind, pages)
    return KeptFile(digest, name, kind, size, pages)


def take_bytes(data: bytes | Iterable[bytes], name: str) -> KeptFile:
    """As `take`, for bytes that came in one go."""
    handle, file = tempfile.mkstemp(dir=place(), prefix="whole-")
    with os.fdopen(handle, "wb") as out:
        for block in (data,) if isinstance(data, bytes) else data:
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    return take(Path(file), name)


def join(files: Sequence[KeptFile]) -> KeptFile:
    """Several photos as one PDF, in their order. Raises `Unfit` when one of them is none."""
    for file in files:
        if file.kind not in kinds.PHOTOS:
            raise Unfit(
                "not_photos", f"这里只能交一份材料；几张照片可以合成一份，“{file.name}”不是照片。请去掉其他的再交"
            )
    try:
        _, data = one("join", JOINING, paths=[str(store.path(file.digest).resolve()) for file in files])
    except Died:
        raise Unfit("bomb", "这些照片合在一起太大，没有合成。请分几次交") from None
    stem = files[0].name.rpartition(".")[0] or files[0].name
    return take_bytes(data, f"{stem}等{len(files)}张.pdf")


def _aside(file: Path, name: str, unfit: Unfit) -> None:
    """Into quarantine: never handed out, kept for whoever must find out where it came from."""
    folder = Path(settings.XIEZHI_HOME) / "quarantine"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{clock.now():%Y%m%dT%H%M%S}-{os.urandom(6).hex()}"
    os.replace(file, target)
    target.chmod(0o400)
    said = {"name": name, "code": unfit.code, "reason": str(unfit), "at": clock.now().isoformat()}
    target.with_suffix(".json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
