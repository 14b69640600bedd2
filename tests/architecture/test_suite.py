"""The suite itself: nothing skips, proofs are written, the record's triggers yield only to the flush."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from tests import conftest

SAMPLE = """
import pytest

@pytest.mark.system("19b")
@pytest.mark.http
def test_works(): pass

@pytest.mark.system("16b", "19b")
def test_fails(): assert False

def test_proves_nothing(): pass

@pytest.mark.system("20a")
def test_skips(): pytest.skip("no reason is good enough")
"""


def sample(tmp_path: Path, source: str) -> tuple[subprocess.CompletedProcess[str], Path]:
    """Run pytest on one file as the suite runs, with an outline of its own; the run and its proofs."""
    (tmp_path / "law").mkdir()
    outline = "".join(f'[[system]]\nid = "{id}"\n' for id in ("16b", "19b", "20a"))
    (tmp_path / "law/outline.toml").write_text(outline, "utf-8")
    (tmp_path / "tests").mkdir()
    for name in ("__init__.py", "conftest.py", "settings.py"):
        (tmp_path / "tests" / name).write_bytes(Path(conftest.__file__).with_name(name).read_bytes())
    (tmp_path / "pyproject.toml").write_bytes((conftest.ROOT / "pyproject.toml").read_bytes())
    (tmp_path / "tests/test_sample.py").write_text(source, "utf-8")
    proofs = tmp_path / "proofs/last.json"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env=environment | {"XIEZHI_PROOFS": str(proofs)},
        capture_output=True,
        text=True,
        check=False,
    )
    return run, proofs


def test_proofs_are_written_and_a_skip_is_a_failure(tmp_path: Path) -> None:
    run, path = sample(tmp_path, SAMPLE)
    assert run.returncode == 1, run.stdout
    assert "2 failed, 2 passed" in run.stdout
    tests = json.loads(path.read_text("utf-8"))["tests"]
    here = "tests/test_sample.py::test_"
    assert {id.removeprefix(here): (proof["outcome"], proof["through"]) for id, proof in tests.items()} == {
        "works": ("passed", "http"),
        "fails": ("failed", "kernel"),
        "skips": ("failed", "kernel"),
    }
    assert tests[f"{here}fails"]["systems"] == ["16b", "19b"]


def test_a_proof_of_an_unknown_system_is_refused(tmp_path: Path) -> None:
    run, path = sample(tmp_path, SAMPLE.replace("20a", "99z"))
    assert run.returncode == 4
    assert "'99z'" in run.stderr
    assert json.loads(path.read_text("utf-8"))["tests"] == {}


def test_a_failure_on_either_database_stands(tmp_path: Path) -> None:
    path = tmp_path / "last.json"

    def proof(outcome: str, database: str) -> dict[str, object]:
        return {"systems": ["19b"], "through": "http", "outcome": outcome, "on": [database]}

    conftest.write_proofs(path, "c1", {"a": proof("failed", "postgresql"), "b": proof("passed", "postgresql")})
    conftest.write_proofs(path, "c1", {"a": proof("passed", "sqlite"), "b": proof("passed", "sqlite")})
    written = json.loads(path.read_text("utf-8"))
    assert {id: test["outcome"] for id, test in written["tests"].items()} == {"a": "failed", "b": "passed"}
    assert written["tests"]["b"]["on"] == ["postgresql", "sqlite"]
    conftest.write_proofs(path, "c2", {"c": proof("passed", "sqlite")})
    assert list(json.loads(path.read_text("utf-8"))["tests"]) == ["c"]


@pytest.mark.django_db(transaction=True)
def test_the_flush_goes_past_triggers_and_leaves_them_standing() -> None:
    with connection.cursor() as cursor:
        try:
            for statement in KEPT[connection.vendor]:
                cursor.execute(statement)
            connection.ops.execute_sql_flush(EMPTY[connection.vendor])
            cursor.execute("SELECT count(*) FROM kept")
            assert cursor.fetchone() == (0,)
            cursor.execute("INSERT INTO kept VALUES (2)")
            with pytest.raises(DatabaseError, match="never"), transaction.atomic():
                cursor.execute("DELETE FROM kept")
        finally:
            cursor.execute("DROP TABLE kept")


KEPT = {
    "sqlite": [
        "CREATE TABLE kept (id integer)",
        "INSERT INTO kept VALUES (1)",
        "CREATE TRIGGER kept_for_ever BEFORE DELETE ON kept BEGIN SELECT RAISE(ABORT, 'never'); END",
    ],
    "postgresql": [
        "CREATE TABLE kept (id integer)",
        "INSERT INTO kept VALUES (1)",
        "CREATE OR REPLACE FUNCTION never() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RAISE EXCEPTION 'never'; END $$",
        "CREATE TRIGGER kept_for_ever BEFORE DELETE ON kept FOR EACH ROW EXECUTE FUNCTION never()",
        "CREATE TRIGGER kept_whole BEFORE TRUNCATE ON kept EXECUTE FUNCTION never()",
    ],
}
EMPTY = {"sqlite": ["DELETE FROM kept"], "postgresql": ["TRUNCATE kept"]}
