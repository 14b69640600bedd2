"""Success is said only after commit: a writer is killed again and again in the middle of its work, and nothing it said is lost.

A killed process, not a cut of power: what the disk itself promises is proved by the flushes (tests/kernel/papers).
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
KILLS, KILLS_IN_FULL = 10, 200
MOST_ACTS = 40


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A home of its own, and on PostgreSQL a database of its own."""
    found = os.environ | {"XIEZHI_HOME": str(tmp_path)}
    url = found.pop("DATABASE_URL", "")
    if not url:
        yield found
        return
    name = f"strength_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield found | {"DATABASE_URL": url.rpartition("/")[0] + f"/{name}"}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def start(environment: dict[str, str], *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.strength.writer", *words]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def read_all(environment: dict[str, str], *words: str) -> list[dict[str, Any]]:
    """The lines of a run that ends by itself."""
    run = start(environment, *words)
    out, _ = run.communicate(timeout=300)
    assert run.returncode == 0
    return [json.loads(line) for line in out.splitlines()]


def run_and_kill(environment: dict[str, str], rng: Random, *words: str) -> list[dict[str, Any]]:
    """Let a writer work, kill it at a random moment, and give what it had said by then (a torn last line is no word)."""
    run = start(environment, *words)
    assert run.stdout
    said = [run.stdout.readline() for _ in range(rng.randrange(3, MOST_ACTS))]
    time.sleep(rng.random() * 0.05)
    run.kill()
    said += run.stdout.readlines()
    run.wait()
    return [json.loads(line) for line in said if line.endswith("\n")]


@pytest.mark.slow
@pytest.mark.system("44b")
def test_what_was_said_is_kept_and_the_record_is_whole(environment: dict[str, str], full: bool) -> None:
    rng = Random(44)
    read_all(environment, "people")
    said: dict[str, str] = {}
    again = ""
    for kill in range(KILLS_IN_FULL if full else KILLS):
        lines = run_and_kill(environment, rng, f"run{kill}", again)
        assert lines[0] == {"broken": {}}, f"after kill {kill}"
        for line in lines[1:]:
            if "try" in line:
                again = line["try"]
            else:
                assert said.get(line["key"], line["digest"]) == line["digest"], "repeated, it is another event"
                said[line["key"]] = line["digest"]
    *events, last = read_all(environment, "events")
    kept = {e["key"]: e["digest"] for e in events}
    assert last == {"broken": {}}
    lost = {key for key, digest in said.items() if kept.get(key) != digest}
    assert lost == set()
    assert len(kept) == len(events)
    unsaid = len(kept) - len(said)
    assert 0 <= unsaid <= (KILLS_IN_FULL if full else KILLS), (
        "at most one act of each run was committed and not yet said"
    )
    assert len(said) > KILLS
