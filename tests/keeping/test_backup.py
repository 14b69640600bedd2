"""The drill: kept while others write, put back into an empty home, the record the same; what was damaged is named and stays out."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

SMALL = ["simulate", "--courts", "1", "--matters", "6", "--days", "20", "--seed", "1"]


@pytest.fixture
def databases() -> Iterator[list[str]]:
    """DATABASE_URL of two new databases; empty texts where the tests run on SQLite, whose databases lie in the homes."""
    if connection.vendor == "sqlite":
        yield ["", ""]
        return
    import psycopg

    url = os.environ["DATABASE_URL"]
    names = [f"keeping_{secrets.token_hex(4)}" for _ in range(2)]
    with psycopg.connect(url, autocommit=True) as server:
        for name in names:
            server.execute(f'CREATE DATABASE "{name}"')
        yield [f"{url.rpartition('/')[0]}/{name}" for name in names]
        for name in names:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def environment(home: Path, url: str) -> dict[str, str]:
    return os.environ | {"XIEZHI_HOME": str(home), "DATABASE_URL": url}


def xiezhi(home: Path, url: str, *words: str) -> tuple[int, list[str], str]:
    done = subprocess.run(
        [sys.executable, "-m", "xiezhi.cli", *words], env=environment(home, url), capture_output=True, text=True, check=False
    )  # fmt: skip
    return done.returncode, done.stdout.splitlines(), done.stderr


@pytest.mark.slow
def test_what_was_kept_while_others_wrote_comes_back_whole(tmp_path: Path, databases: list[str]) -> None:
    home, other, kept = tmp_path / "home", tmp_path / "other", tmp_path / "kept"
    assert xiezhi(home, databases[0], *SMALL)[0] == 0
    busy = subprocess.Popen([sys.executable, "-m", "xiezhi.cli", *SMALL[:-1], "2"], env=environment(home, databases[0]),
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        code, said, errors = xiezhi(home, databases[0], "backup", str(kept))
    finally:
        busy.kill()
        busy.wait()
    assert code == 0, errors
    assert xiezhi(home, databases[0], "backup", str(kept))[0] == 2, "nothing is written over a backup"
    standard = subprocess.run(["sha256sum", "-c", "--quiet", "files.sha256"], cwd=kept, check=False)
    assert standard.returncode == 0

    code, restored, errors = xiezhi(other, databases[1], "restore", str(kept))
    assert (code, restored[-1]) == (0, said[-1]), errors
    assert xiezhi(other, databases[1], "restore", str(kept))[0] == 2, "only into an empty home"
    code, rebuilt, _ = xiezhi(other, databases[1], "rebuild")
    assert code == 0 and len(rebuilt[-1]) == 64

    paper = next(path for path in (kept / "home" / "papers").rglob("*") if path.is_file())
    paper.write_bytes(paper.read_bytes()[:-1] + b"?")
    (kept / "home" / "more").write_text("slipped in")
    code, _, errors = xiezhi(tmp_path / "third", databases[1], "restore", str(kept))
    assert code == 1 and str(paper.relative_to(kept)) in errors and "home/more" in errors
    assert not (tmp_path / "third").exists()


@pytest.mark.parametrize(
    "content", [None, "{", '{"format": 99, "made": "", "engine": "sqlite", "events": 0, "heads": "", "files": 0}']
)
def test_what_is_no_backup_is_refused(tmp_path: Path, content: str | None) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    if content:
        (kept / "manifest.json").write_text(content)
    assert xiezhi(tmp_path / "home", "", "restore", str(kept))[0] == 2
    assert not (tmp_path / "home").exists()
