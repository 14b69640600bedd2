"""The outline says `works` only of what is wholly proved, of this commit, where people can reach it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from xiezhi.cli import main as entry
from xiezhi.cli.outline import ROOT, Proofs, procedures_of, read_proofs, systems

ROW = {"id": "3a", "name": "过问记录", "does": "…"}


def proof(outcome: str = "passed", through: str = "http", system: str = "3a") -> dict[str, Any]:
    return {"systems": [system], "outcome": outcome, "through": through, "on": ["sqlite"]}


@pytest.mark.parametrize(
    ("tests", "row", "stale", "procedures", "status"),
    [
        ({"a": proof(), "b": proof(through="kernel")}, {}, "", [], "works"),
        ({"a": proof(through="browser")}, {}, "", [], "works"),
        ({"a": proof(through="kernel")}, {}, "", [], "partial"),
        ({"a": proof(), "b": proof("failed")}, {}, "", [], "partial"),
        ({"a": proof("failed")}, {}, "", [], "none"),
        ({"a": proof("failed")}, {}, "", ["court.x"], "partial"),
        ({"a": proof()}, {"missing": "还不能撤回"}, "", [], "partial"),
        ({"a": proof()}, {}, "of another commit", [], "partial"),
        ({"a": proof(system="3b")}, {}, "", [], "none"),
        ({}, {}, "", ["court.x"], "partial"),
    ],
)
def test_status(tests: dict[str, Any], row: dict[str, str], stale: str, procedures: list[str], status: str) -> None:
    (found,) = systems([ROW | row], Proofs(tests, stale), {"3a": procedures})
    assert found.status == status


def test_procedures_come_from_the_scenarios_that_name_the_system() -> None:
    steps = [{"act": "court.x:open"}, {"act": "close"}, {"in": "court.y", "act": "end"}, {"act": "no.such:open"}]
    scenarios = [{"system": ["3a", "3b"], "steps": steps}, {"steps": [{"act": "court.z:open"}]}]
    assert procedures_of(scenarios, ["court.x", "court.y", "court.z"]) == {
        "3a": {"court.x", "court.y"},
        "3b": {"court.x", "court.y"},
    }


@pytest.mark.parametrize(
    ("kept", "now", "stale"),
    [
        ('{"commit": "abc", "tests": {}}', "abc", ""),
        ('{"commit": "abc", "tests": {}}', "abd", "the proofs are of abc"),
        ('{"commit": "abc-changed", "tests": {}}', "abc-changed", "no commit names"),
        ("{", "abc", "cannot be read"),
        ("[]", "abc", "cannot be read"),
        (None, "abc", "no run"),
    ],
)
def test_only_proofs_of_this_commit_count(tmp_path: Path, kept: str | None, now: str, stale: str) -> None:
    path = tmp_path / "last.json"
    if kept is not None:
        path.write_text(kept, "utf-8")
    found = read_proofs(path, now).stale
    assert stale in found and bool(stale) == bool(found)


def test_a_line_per_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("XIEZHI_PROOFS", str(tmp_path / "none.json"))
    assert entry.main(["outline", "--json"]) == 0
    out = capsys.readouterr()
    rows = [json.loads(line) for line in out.out.splitlines()]
    listed = tomllib.loads((ROOT / "law/outline.toml").read_text("utf-8"))["system"]
    assert [row["id"] for row in rows] == [row["id"] for row in listed]
    assert len({row["id"] for row in rows}) == 99
    assert {"id", "name", "status", "proofs", "procedures"} <= rows[0].keys()
    assert "works" not in {row["status"] for row in rows}
    assert next(row for row in rows if row["id"] == "25a")["procedures"]
    assert "no run of `make test`" in out.err
