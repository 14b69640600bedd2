"""Any order of any acts by anybody, short: whole as it goes, no trace of what was refused."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.kernel.at_random import CIVIL, OTHERS, Court, some

EVERY = 1 if os.environ.get("XIEZHI_FULL") == "1" else 5


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_any_order_in_every_procedure_but_civil(seed: int, settings: Any, tmp_path: Path) -> None:
    settings.XIEZHI_HOME = tmp_path
    court = Court(Random(seed), every=EVERY)
    court.run(some(court.rng, OTHERS, 12), steps=60)
    assert court.told["done"] > 40
    assert court.told["refused"] > 5


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_any_order_in_civil_cases(seed: int, settings: Any, tmp_path: Path) -> None:
    assert CIVIL, "the civil procedures must be playable"
    settings.XIEZHI_HOME = tmp_path
    court = Court(Random(1000 + seed), focus=("civ.", "assignment."), every=EVERY)
    court.run([*CIVIL, "civ.first.ordinary", "civ.first.ordinary"], steps=80)
    assert court.told["done"] > 40
    assert court.told["refused"] > 5
