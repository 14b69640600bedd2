"""A small, complete and sound law book (the folder `book`), copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

BOOK = Path(__file__).with_name("book")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sound law book, the test's own to spoil."""
    return Path(shutil.copytree(BOOK, tmp_path / "law"))
