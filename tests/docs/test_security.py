"""What docs/security claims: every requirement once, every proof there, never two contrary profiles at once."""

from __future__ import annotations

import ast
import csv
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "docs/security" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_there(proof: str) -> bool:
    path, _, test = proof.partition("::")
    if not (ROOT / path).is_file():
        return False
    tree = ast.parse((ROOT / path).read_text("utf-8")) if test else None
    return tree is None or test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("name", ["asvs.csv", "gbt22239.csv"])
def test_every_proof_is_there(name: str) -> None:
    claimed = [row for row in rows(name) if row["status"] in ("met", "profile")]
    assert [row for row in claimed if not is_there(row["proof"])] == []
    assert [row for row in rows(name) if row["status"] not in ("met", "profile") and not row["note"]] == [], (
        "without a reason"
    )


def test_each_requirement_stands_once_and_nine_in_ten_are_met() -> None:
    found = rows("asvs.csv")
    assert len(found) == len({row["req_id"] for row in found}) == 253
    assert {row["level"] for row in found} == {"1", "2"}
    count = Counter(row["status"] for row in found)
    assert set(count) == {"met", "n/a", "open"}
    assert count["met"] >= 0.9 * (count["met"] + count["open"]), count


def test_the_controls_name_requirements_that_are_there() -> None:
    found, known = rows("gbt22239.csv"), {row["req_id"]: row["status"] for row in rows("asvs.csv")}
    assert len(found) == len({row["control"] for row in found}) == 34
    assert [id for row in found for id in row["asvs"].split() if id not in known] == []
    assert [row["control"] for row in found if row["status"] == "profile"] == ["8.1.4.1a"], (
        "claimed under its profile alone"
    )
