"""The home keeps one secret, unread by others, and a database that loses nothing."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from xiezhi.keeping.home import database, secret


def test_a_secret_is_made_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    first = secret(tmp_path / "secret")
    assert len(first) >= 50
    assert secret(tmp_path / "secret") == first
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_two_that_start_together_share_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(secret, [tmp_path / "secret"] * 8))) == 1


def test_sqlite_lies_in_the_home(tmp_path: Path) -> None:
    config = database("", tmp_path)
    assert config["NAME"] == str(tmp_path / "xiezhi.sqlite3")
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_postgresql_is_pooled(tmp_path: Path) -> None:
    config = database("postgresql" + "://u:p@127.0.0.1:5432/x", tmp_path)
    assert config["OPTIONS"]["pool"]["max_size"] > 1
    assert config["CONN_MAX_AGE"] == 0


@pytest.mark.django_db
def test_what_is_committed_is_on_disk() -> None:
    """SQLite's synchronous=FULL is 2; PostgreSQL says it in words."""
    settings = {
        "sqlite": {"PRAGMA synchronous": 2, "PRAGMA foreign_keys": 1, "PRAGMA journal_mode": "wal"},
        "postgresql": {"SHOW synchronous_commit": "on", "SHOW fsync": "on"},
    }
    with connection.cursor() as cursor:
        for question, answer in settings[connection.vendor].items():
            cursor.execute(question)
            assert cursor.fetchone() == (answer,), question
