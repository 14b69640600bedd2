"""What every test shares: a database on disk, no skipping, and the list of proofs for `xiezhi outline`."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import tomllib
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

ROOT = Path(__file__).resolve().parents[1]


# ── the database ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A database for each worker; SQLite on disk, as it runs: in memory there is no WAL, no lock, no second connection."""
    database = connections.databases["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def flush_past_triggers() -> Iterator[None]:
    """Let Django empty the tables between tests that commit: the record's triggers, rightly, forbid it."""
    # On the class: beside a browser's event loop Django gives this thread a connection of its own.
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def without_triggers(self: Any, statements: Iterable[str]) -> None:
        lift, restore = _trigger_switch()
        _execute(lift)
        try:
            flush(self, statements)
        finally:
            _execute(restore)

    operations.execute_sql_flush = without_triggers  # type: ignore[assignment,method-assign]
    yield
    operations.execute_sql_flush = flush  # type: ignore[method-assign]


def _trigger_switch() -> tuple[list[str], list[str]]:
    """SQL that takes the triggers away, and SQL that puts them back as they were."""
    if connection.vendor == "postgresql":
        return ["SET session_replication_role = replica"], ["SET session_replication_role = DEFAULT"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    return [f'DROP TRIGGER "{name}"' for name, _ in triggers], [sql for _, sql in triggers]


def _execute(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


# ── scale ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def full() -> bool:
    """Whether a rig runs at full size (`make prove`) or in short form (`make test`)."""
    return os.environ.get("XIEZHI_FULL") == "1"


# ── proofs ──────────────────────────────────────────────────────────────────────────────────────────────

PROOFS = pytest.StashKey[dict[str, dict[str, Any]]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[PROOFS] = {}


DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What needs no database runs once, on SQLite. A test may only claim to prove a system that the outline has."""
    if connection.vendor == "postgresql":
        alone = [item for item in items if not _on_database(item)]
        config.hook.pytest_deselected(items=alone)
        items[:] = [item for item in items if _on_database(item)]
    claims = [(item.nodeid, id) for item in items for id in _systems(item)]
    if not claims:
        return
    known = {row["id"] for row in tomllib.loads((ROOT / "law/outline.toml").read_text("utf-8"))["system"]}
    wrong = [f"{test}: {id!r}" for test, id in claims if id not in known]
    if wrong:
        raise pytest.UsageError("no such system in law/outline.toml: " + "; ".join(wrong))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail what would skip, and note how each proof came out."""
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"no test may be skipped or expected to fail: {report.longrepr}"
    systems = _systems(item)
    if systems:
        proofs = item.config.stash[PROOFS]
        passed = report.passed and proofs.get(item.nodeid, {}).get("outcome") != "failed"
        proofs[item.nodeid] = {
            "systems": systems,
            "through": _through(item),
            "outcome": "passed" if passed else "failed",
            "on": [connection.vendor],
        }
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Add this run's proofs to the file named by XIEZHI_PROOFS, where `make test` gathers its runs."""
    if path := os.environ.get("XIEZHI_PROOFS"):
        write_proofs(Path(path), _commit(), session.config.stash[PROOFS])


def write_proofs(path: Path, commit: str, proofs: dict[str, dict[str, Any]]) -> None:
    """Merge `proofs` into the file; a failure on either database stands. Another commit's proofs go.

    The file: {"commit": …, "tests": {test id: {"systems": […], "through": "kernel|http|browser",
    "outcome": "passed|failed", "on": ["sqlite", "postgresql"]}}}.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)  # several workers finish at once
        _merge_proofs(path, commit, proofs)


def _merge_proofs(path: Path, commit: str, proofs: dict[str, dict[str, Any]]) -> None:
    kept: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    tests: dict[str, dict[str, Any]] = kept["tests"] if kept.get("commit") == commit else {}
    for test, proof in proofs.items():
        before = tests.get(test, proof)
        failed = "failed" in (before["outcome"], proof["outcome"])
        databases = sorted({*before["on"], *proof["on"]})
        tests[test] = proof | {"outcome": "failed" if failed else "passed", "on": databases}
    content = {"commit": commit, "tests": dict(sorted(tests.items()))}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _on_database(item: pytest.Item) -> bool:
    """Whether a test asks for the database, itself or by starting the platform."""
    started = item.path.parent.name in ("cli", "keeping", "strength")
    asked = DATABASE & set(getattr(item, "fixturenames", ()))
    return started or bool(asked or item.get_closest_marker("django_db"))


def _systems(item: pytest.Item) -> list[str]:
    return sorted({id for mark in item.iter_markers("system") for id in mark.args})


def _through(item: pytest.Item) -> str:
    return next((name for name in ("browser", "http") if item.get_closest_marker(name)), "kernel")


def _commit() -> str:
    return _git("rev-parse", "HEAD") + ("-changed" if _git("status", "--porcelain", "-uno") else "")


def _git(*words: str) -> str:
    run = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return run.stdout.strip()
