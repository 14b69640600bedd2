"""One moment of the database, written to a file while others go on writing; and put back into an empty one.

SQLite: its online backup. PostgreSQL: `pg_dump` in an exported snapshot, so that the heads are of that same moment.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash

HEADS = "SELECT matter_id, seq, digest FROM record_event ORDER BY matter_id, seq"
MANY = 10_000


class NoTool(Exception):
    """A program of PostgreSQL's that is needed is not on this machine."""


class Failed(Exception):
    """A program of PostgreSQL's said no; its own words."""


def heads(rows: Iterable[tuple[Any, int, str]]) -> tuple[str, int]:
    """One SM3 digest over the digests of all events in order, and how many there are."""
    over, n = Hash(SM3()), 0
    for matter, seq, digest in rows:
        over.update(f"{str(matter).replace('-', '')} {seq} {digest}\n".encode())
        n += 1
    return over.finalize().hex(), n


# SQLite -------------------------------------------------------------------------------------------------------------


def of_sqlite(source: Path, target: Path) -> tuple[str, int]:
    """Copy the database as it stands at one moment; its heads."""
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=60)) as here,
        closing(sqlite3.connect(target)) as there,
    ):
        here.backup(there, pages=-1)
        # A single file that needs no companions; the platform turns WAL on again by itself.
        there.execute("PRAGMA journal_mode=DELETE")
        return heads(there.execute(HEADS))


def into_sqlite(kept: Path, target: Path) -> None:
    """Put a kept database where the platform looks for it."""
    shutil.copyfile(kept, target)


# PostgreSQL ---------------------------------------------------------------------------------------------------------


def of_postgres(database: dict[str, Any], target: Path) -> tuple[str, int]:
    """Dump the database as it stands at one moment; its heads."""
    import psycopg

    with psycopg.connect(**_known(database)) as here:
        here.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        (moment,) = here.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        _run(database, "pg_dump", "--format=custom", f"--snapshot={moment}", "--no-owner", f"--file={target}")
        with here.cursor("heads") as rows:
            rows.itersize = MANY
            rows.execute(HEADS)
            return heads(rows)


def into_postgres(kept: Path, database: dict[str, Any]) -> None:
    """Put a dump into an empty database."""
    name = str(database["NAME"])
    _run(database, "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", f"--dbname={name}", str(kept))


def is_empty(database: dict[str, Any]) -> bool:
    """Whether a PostgreSQL database holds no table yet."""
    import psycopg

    with psycopg.connect(**_known(database)) as here:
        found = here.execute("SELECT 1 FROM pg_tables WHERE schemaname = current_schema() LIMIT 1").fetchone()
    return found is None


def _known(database: dict[str, Any]) -> dict[str, Any]:
    names = {"HOST": "host", "PORT": "port", "NAME": "dbname", "USER": "user", "PASSWORD": "password"}
    return {theirs: database[ours] for ours, theirs in names.items() if database.get(ours)}


def _run(database: dict[str, Any], program: str, *arguments: str) -> None:
    known = {f"PG{name.upper()}": str(value) for name, value in _known(database).items()}
    known["PGDATABASE"] = known.pop("PGDBNAME", "")
    done = subprocess.run(  # noqa: S603
        [tool(program), *arguments], env=os.environ | known, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise Failed(f"{program}: {done.stderr.strip()}")


def tool(program: str) -> str:
    """Where a program of PostgreSQL's lies: the newest installed, else the one on the path. `NoTool`."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: int(path.parts[4]))
    where = str(found[-1]) if found else shutil.which(program)
    if not where:
        raise NoTool(f"{program} is missing on this machine: install postgresql-client")
    return where
