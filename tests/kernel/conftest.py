"""The kernel's world, on a fixed Monday."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.world import DAY, World, make_world
from xiezhi.kernel.periods import clock


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> Iterator[World]:
    """Two courts; inside it the clock stands at nine on 3 March 2025, papers lie in a folder of their own."""
    settings.XIEZHI_HOME = tmp_path
    with clock.at(DAY):
        yield make_world()
