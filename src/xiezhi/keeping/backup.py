"""The whole state of a platform in one folder, made while it runs: `manifest.json`, `files.sha256`, `database`, `home/`.

The database is taken first: a paper's bytes are on the disk before the row that names them commits, so every paper that
the kept rows name is there when the files are copied. `files.sha256` is what `sha256sum -c` reads.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from xiezhi.keeping import snapshot
from xiezhi.kernel.periods import clock

FORMAT = 1
DATABASE, MANIFEST, SUMS, HOME = "database", "manifest.json", "files.sha256", "home"
DERIVED = "cache"  # a folder of the home that is made anew from the rest
EVERY = 5_000
BLOCK = 1 << 20


class NotThere(Exception):
    """The place cannot be used: something lies there, or nothing does."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `heads`: SM3 over the digests of all events in order."""

    format: int
    made: str
    engine: str
    events: int
    heads: str
    files: int


def backup(target: Path, home: Path, database: dict[str, Any], say: Callable[[str], None]) -> Manifest:
    """Write a backup to `target`, which must not exist yet; it is whole or not there. `NotThere`, `snapshot.Failed`."""
    if target.exists():
        raise NotThere(f"{target} exists already")
    part = target.with_name(f"{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True, mode=0o700)  # it holds the keys of the courts
    try:
        heads, events = _database(database, part / DATABASE)
        say(f"{events} events")
        files = _files(home, part, say)
        manifest = Manifest(FORMAT, clock.now().isoformat(), engine(database), events, heads, files)
        (part / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1) + "\n", encoding="utf-8")
        os.sync()
        part.rename(target)
        os.sync()
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return manifest


def engine(database: dict[str, Any]) -> str:
    """`sqlite` or `postgresql`."""
    return "sqlite" if str(database["ENGINE"]).endswith("sqlite3") else "postgresql"


def _database(database: dict[str, Any], target: Path) -> tuple[str, int]:
    if engine(database) == "sqlite":
        return snapshot.of_sqlite(Path(database["NAME"]), target)
    return snapshot.of_postgres(database, target)


def _files(home: Path, part: Path, say: Callable[[str], None]) -> int:
    """Copy the home and note each file's sum; how many files."""
    n = 0
    with (part / SUMS).open("w", encoding="utf-8") as sums:
        sums.write(f"{sha256(part / DATABASE)}  {DATABASE}\n")
        for source in of_home(home):
            inside = Path(HOME) / source.relative_to(home)
            (part / inside).parent.mkdir(parents=True, exist_ok=True)
            sums.write(f"{_copy(source, part / inside)}  {inside}\n")
            n += 1
            if n % EVERY == 0:
                say(f"{n} files")
    return n


def of_home(home: Path) -> Iterator[Path]:
    """The files of a home that are kept: all but the database, what is being written, and what can be made anew."""
    for path in sorted(home.rglob("*")):
        inside = path.relative_to(home)
        whole = path.is_file() and not path.name.startswith(".") and ".sqlite3" not in path.name
        if whole and inside.parts[0] != DERIVED:
            yield path


def _copy(source: Path, target: Path) -> str:
    """Copy a file with its rights; the SHA-256 of what was written."""
    over = hashlib.sha256()
    with source.open("rb") as from_, target.open("wb") as to:
        while block := from_.read(BLOCK):
            over.update(block)
            to.write(block)
    shutil.copymode(source, target)
    return over.hexdigest()


def sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
