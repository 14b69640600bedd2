"""The tests' own law book and court, on a fixed Tuesday."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.pages.world import World, make_law, make_world
from xiezhi.kernel.periods import clock

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=clock.COURT_TIME)


@pytest.fixture(scope="session")
def law_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_law(tmp_path_factory.mktemp("law") / "law")


@pytest.fixture
def world(db: None, settings: Any, law_folder: Path) -> Iterator[World]:
    settings.LAW_DIR = law_folder
    with clock.at(NOW):
        yield make_world()
