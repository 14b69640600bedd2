"""Killed at any step between the bank and the ledger, the next round neither loses nor repeats a cent."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.strength.test_kill import ROOT, environment

__all__ = ["environment"]
FEN = 30_000 + 10_000 + 99_999 + 30_000


@pytest.mark.slow
@pytest.mark.system("24a")
def test_a_round_that_dies_at_each_step(environment: dict[str, str], full: bool, tmp_path: Path) -> None:
    homes = [(1, tmp_path)]
    if full and "DATABASE_URL" not in environment:
        homes += [(first, tmp_path / f"home{first}") for first in range(2, 42)]
    for first, home in homes:
        home.mkdir(exist_ok=True)
        run = subprocess.run(
            [sys.executable, "-m", "tests.strength.bank_rounds", str(first)], cwd=ROOT, check=False, timeout=300,
            env=environment | {"XIEZHI_HOME": str(home)}, capture_output=True, text=True,
        )  # fmt: skip
        assert not run.returncode, run.stderr[-3000:]
        told = json.loads(run.stdout)
        assert told["killed"] > (5 if first < 20 else 0), told
        assert (told["court"], told["bank"]) == (FEN, FEN)
        assert sorted(told["booked"]) == ["K0", "K1", "K2", "K3"]
        assert told["acts"] == ["pay", "pay", "pay_part", "put_aside"]
        assert told["files"] == 2 and told["broken"] == {} and told["same"]
