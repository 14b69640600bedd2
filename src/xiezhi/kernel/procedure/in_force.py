"""The law book in force: the last one that the check accepted, kept in the home under its digest.

`refresh` looks at the folder of the law book (settings.LAW_DIR). A sound book is copied to LAW_KEPT/<digest>, and from
then on it is read from there. A book with faults is refused: its faults are logged and shown, and the last good one goes
on serving. Without a good one the platform does not start (`NoLaw`). Code that never calls `refresh` (tests, tools)
reads the folder itself.
"""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

import xiezhi
from xiezhi.kernel.law.files import LawError, contents, digest
from xiezhi.kernel.procedure.judged import judged_or_why

LOOK_EVERY = 2.0  # seconds between two looks at the folder
POINTER = "in-force"
log = logging.getLogger(__name__)
Signature = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Which law book serves, and what is wrong with a newer one that was refused (nothing when `faults` is empty)."""

    digest: str
    folder: Path
    refused: str = ""
    faults: tuple[str, ...] = ()


class NoLaw(Exception):
    """The law book has faults and there is no good one to go on with."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        end = f"{len(faults)} faults in the law book, and no earlier one to go on with: the platform does not start"
        super().__init__("\n".join([*faults, end]))
        self.faults = faults


_standing: dict[Path, Standing] = {}
_seen: dict[Path, Signature] = {}
_looked: dict[Path, float] = {}
_lock = threading.Lock()
_held: ContextVar[Standing | None] = ContextVar("law_in_force", default=None)


def standing() -> Standing | None:
    """What serves in this process, for this request; None when nobody asked for a check."""
    return _held.get() or _standing.get(Path(settings.LAW_DIR))


def folder() -> Path:
    """The folder of the law book in force."""
    now = standing()
    return now.folder if now else Path(settings.LAW_DIR)


@contextmanager
def held() -> Iterator[None]:
    """One law book from beginning to end of a piece of work, whatever is accepted meanwhile."""
    before = _held.set(_standing.get(Path(settings.LAW_DIR)))
    try:
        yield
    finally:
        _held.reset(before)


def refresh(every: float = 0.0) -> Standing:
    """Look whether the folder has changed, unless it was looked at less than `every` seconds ago. `NoLaw` at the start."""
    source = Path(settings.LAW_DIR)
    now = _standing.get(source)
    if now and time.monotonic() - _looked.get(source, -every) < every:
        return now
    # While one thread checks, the others go on with what serves.
    if not _lock.acquire(blocking=now is None):
        assert now
        return now
    try:
        _looked[source] = time.monotonic()
        signature = _signature(source)
        if source not in _standing or _seen.get(source) != signature:
            _standing[source] = _judged(source, _standing.get(source))
            _seen[source] = signature
        return _standing[source]
    finally:
        _lock.release()


def accepted() -> list[str]:
    """The digests of the books kept in the home, oldest first."""
    kept = Path(settings.LAW_KEPT)
    found = [p for p in kept.iterdir() if p.is_dir() and not p.name.startswith(".")] if kept.is_dir() else []
    return [p.name for p in sorted(found, key=lambda p: p.stat().st_mtime_ns)]


def _signature(source: Path) -> Signature:
    """What changes when a file of a folder does."""
    files = sorted(p for p in source.rglob("*") if p.suffix in (".toml", ".csv", ".py"))
    stats = ((p.relative_to(source).as_posix(), p.stat()) for p in files)
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


def _judged(source: Path, now: Standing | None) -> Standing:
    """What serves after a look at the folder."""
    kept = Path(settings.LAW_KEPT)
    kept.mkdir(parents=True, exist_ok=True)
    pointed, checked_by = _pointed(kept)
    if now is None and pointed and checked_by == _code() and _digest(source) == pointed == _digest(kept / pointed):
        return Standing(pointed, kept / pointed)  # the same code has judged the same book
    # A copy is judged and kept, so that what was checked is what serves.
    copy = kept / f".new-{threading.get_ident()}-{time.monotonic_ns()}"
    try:
        name, wrong = _copied(source, copy)
        if not wrong:
            return _taken(copy, kept, name)
    finally:
        shutil.rmtree(copy, ignore_errors=True)
    good = now or _last_good(kept)
    if good is None:
        raise NoLaw(wrong)
    log.error("the law book %s is refused, %s goes on:\n%s", name[:16], good.digest[:16], "\n".join(wrong))
    return Standing(good.digest, good.folder, name, wrong)


def _copied(source: Path, copy: Path) -> tuple[str, tuple[str, ...]]:
    """The digest and the faults of a copy made now."""
    try:
        copy.mkdir()
        found = dict(contents(source))
        for path, data in found.items():
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            (copy / path).write_bytes(data)
        return digest(found), judged_or_why(copy)
    except (OSError, LawError) as gone:  # a folder or file that goes away while it is read
        return "", (f"{source}:: cannot be read: {gone}",)


def _taken(copy: Path, kept: Path, name: str) -> Standing:
    there = kept / name
    if not there.is_dir():
        try:
            copy.rename(there)
        except OSError:  # another process was first; digests are equal, so the books are
            assert there.is_dir()
    pointer = kept / f".{POINTER}-{threading.get_ident()}"
    pointer.write_text(f"{name} {_code()}\n", "ascii")
    pointer.replace(kept / POINTER)
    return Standing(name, there)


def _last_good(kept: Path) -> Standing | None:
    """The book that served last, if it is whole and sound under the code of today."""
    name, _ = _pointed(kept)
    if not name or _digest(kept / name) != name or judged_or_why(kept / name):
        return None
    return Standing(name, kept / name)


def _pointed(kept: Path) -> tuple[str, str]:
    """The digest of the book that served last, and by which code it was judged."""
    pointer = kept / POINTER
    name, _, code = (pointer.read_text("ascii") if pointer.is_file() else "").strip().partition(" ")
    return name, code


def _digest(folder: Path) -> str:
    return digest(dict(contents(folder))) if folder.is_dir() else ""


def _code() -> str:
    """Names the code that judges: another platform may find other faults in the same book."""
    return digest({"code": repr(_signature(Path(xiezhi.__path__[0]))).encode()})
