"""A backup put back into an empty home: each file checked before anything is written, the record checked after."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from xiezhi.keeping import snapshot
from xiezhi.keeping.backup import DATABASE, FORMAT, HOME, MANIFEST, SUMS, Manifest, NotThere, engine, of_home, sha256

EVERY = 5_000


class Damaged(Exception):
    """Files of the backup that are missing, changed, or not listed."""

    def __init__(self, files: list[str]) -> None:
        super().__init__("、".join(files))
        self.files = files


def read_manifest(kept: Path) -> Manifest:
    """What a backup says of itself. `NotThere` if this is none, or one of a later format."""
    try:
        manifest = Manifest(**json.loads((kept / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise NotThere(f"{kept} is no backup: its {MANIFEST} cannot be read") from None
    if manifest.format > FORMAT:
        raise NotThere(f"{kept} was made by a later release (format {manifest.format})")
    return manifest


def check(kept: Path, say: Callable[[str], None]) -> Manifest:
    """Compare every file with its sum. `Damaged` names all that differ; `NotThere`."""
    manifest = read_manifest(kept)
    listed, broken = dict(_sums(kept)), []
    for n, (name, sum_) in enumerate(listed.items(), 1):
        try:
            whole = sha256(kept / name) == sum_
        except OSError:
            whole = False
        broken += [] if whole else [name]
        if n % EVERY == 0:
            say(f"{n} files checked")
    there = {DATABASE, *(f"{HOME}/{p.relative_to(kept / HOME)}" for p in of_home(kept / HOME))}
    broken += sorted(there - listed.keys())
    if broken or len(listed) != manifest.files + 1:
        raise Damaged(broken or [SUMS])
    return manifest


def _sums(kept: Path) -> Iterator[tuple[str, str]]:
    try:
        lines = (kept / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        raise NotThere(f"{kept} is no backup: its {SUMS} cannot be read") from None
    for line in lines:
        sum_, _, name = line.partition("  ")
        if not name or name.startswith("/") or ".." in Path(name).parts:
            raise Damaged([SUMS])
        yield name, sum_


def restore(kept: Path, home: Path, database: dict[str, Any], say: Callable[[str], None]) -> Manifest:
    """Put a backup into an empty home and an empty database of the same kind. `NotThere`, `Damaged`, `snapshot.Failed`."""
    manifest = check(kept, say)
    if engine(database) != manifest.engine:
        raise NotThere(f"the backup holds a {manifest.engine} database; DATABASE_URL names another kind")
    _empty(home, database)
    say("every file is as it was kept; putting them in place")
    shutil.copytree(kept / HOME, home, dirs_exist_ok=True)
    if manifest.engine == "sqlite":
        snapshot.into_sqlite(kept / DATABASE, Path(database["NAME"]))
    else:
        snapshot.into_postgres(kept / DATABASE, database)
    os.sync()
    return manifest


def _empty(home: Path, database: dict[str, Any]) -> None:
    if home.exists() and any(home.iterdir()):
        raise NotThere(f"{home} is not empty; set XIEZHI_HOME to a new folder")
    home.mkdir(parents=True, exist_ok=True)
    if engine(database) == "postgresql" and not snapshot.is_empty(database):
        raise NotThere("the database holds tables already; make a new one and name it in DATABASE_URL")
