"""Any order of any acts by anybody, at length; the seeds are the tests' names."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.kernel.at_random import CIVIL, OTHERS, Court, some
from tests.kernel.world import broken

FULL = os.environ.get("XIEZHI_FULL") == "1"
SEEDS, STEPS = (40, 400) if FULL else (1, 200)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(SEEDS))
def test_any_order_at_length(seed: int, settings: Any, tmp_path: Path) -> None:
    settings.XIEZHI_HOME = tmp_path
    court = Court(Random(9000 + seed), every=10 if FULL else 40)
    court.run([*some(court.rng, OTHERS, 20), *CIVIL], steps=STEPS)
    court.step(court.undo_any)
    assert court.told["annulled"] > 0
    assert broken() == {}
