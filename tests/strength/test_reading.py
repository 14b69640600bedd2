"""A killed worker loses no page: it is killed again and again while it reads, and in the end each page is read, once."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests import files
from tests.strength.test_kill import ROOT, environment  # noqa: F401 - the fixture

PAGES, KILLS = 14, 3
PAGES_IN_FULL, KILLS_IN_FULL = 300, 40


def start(environment: dict[str, str], *words: str) -> subprocess.Popen[str]:  # noqa: F811
    command = [sys.executable, "-m", "tests.strength.reader", *words]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def said(environment: dict[str, str], *words: str) -> list[dict[str, Any]]:  # noqa: F811
    run = start(environment, *words)
    out, _ = run.communicate(timeout=600)
    assert run.returncode == 0
    return [json.loads(line) for line in out.splitlines()]


def cells() -> list[str]:
    """Cells that still run with nobody to answer to."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command = (place / "cmdline").read_bytes().decode(errors="replace")
            parent = (place / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
        if "papers.cell.work" in command and parent == "1":
            found.append(command)
    return found


@pytest.mark.slow
@pytest.mark.system("45a")
def test_a_killed_worker_loses_no_page(environment: dict[str, str], tmp_path: Path, full: bool) -> None:  # noqa: F811
    rng, total = Random(7), PAGES_IN_FULL if full else PAGES
    texts = [f"第{n}页，民事起诉状" for n in range(1, total + 1)]
    file = tmp_path / "卷宗.pdf"
    file.write_bytes(files.pdf(*texts))
    (taken,) = said(environment, "take", str(file))
    seen = Counter[int]()
    for kill in range(KILLS_IN_FULL if full else KILLS):
        run = start(environment, "read", str(kill))
        assert run.stdout
        lines = [run.stdout.readline() for _ in range(rng.randrange(1, 4))]
        time.sleep(rng.random() * 0.02)
        run.kill()
        lines += run.stdout.readlines()
        run.wait()
        seen.update(json.loads(line)["n"] for line in lines if line.endswith("\n"))
    seen.update(line["n"] for line in said(environment, "read", "1000"))
    told = said(environment, "tell")
    assert [(row["n"], row["text"]) for row in told] == [
        (n, "".join(text.split()).replace("，", ",")) for n, text in enumerate(texts, 1)
    ]
    assert all(row["digest"] == taken["digest"] and row["source"] == "layer" for row in told)
    # A page whose commit was killed before it was said may be said by nobody; none is said twice.
    assert not [n for n, count in seen.items() if count > 1]
    time.sleep(0.5)
    assert cells() == []
    assert len(list((Path(environment["XIEZHI_HOME"]) / "pictures").rglob("*.webp"))) == total
