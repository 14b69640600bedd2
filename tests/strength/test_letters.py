"""A worker killed between sending and marking sends nothing twice; killed between a receipt and its putting away, it serves once."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.strength.test_kill import ROOT, environment  # noqa: F401

KILLED = 9


def run(environment: dict[str, str], verb: str, code: int = 0) -> Any:  # noqa: F811
    command = [sys.executable, "-m", "tests.strength.letters", verb]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, timeout=300, check=False
    )
    assert done.returncode == code
    return json.loads(done.stdout) if done.stdout else None


@pytest.mark.slow
@pytest.mark.system("16d")
def test_a_killed_worker_sends_no_letter_twice_and_loses_none(environment: dict[str, str]) -> None:  # noqa: F811
    run(environment, "make")
    run(environment, "die-sent", KILLED)
    folder = Path(environment["XIEZHI_HOME"]) / "gateway"
    [first] = (folder / "out").glob("*.json")
    written = first.stat()
    told = run(environment, "work")
    assert (told["state"], told["served"]) == ("sent", 0)
    [second] = (folder / "out").glob("*.json")
    assert (second.name, second.stat().st_ino, second.stat().st_mtime_ns) == (
        first.name,
        written.st_ino,
        written.st_mtime_ns,
    )
    receipt = {"key": told["key"], "state": "arrived", "at": datetime.now(UTC).isoformat()}
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in" / "1.json").write_text(json.dumps(receipt), "utf-8")
    run(environment, "die-taken", KILLED)
    assert (folder / "in" / "1.json").exists()
    assert run(environment, "work") == {"key": told["key"], "state": "delivered", "served": 1, "broken": {}}
    assert not (folder / "in" / "1.json").exists()
