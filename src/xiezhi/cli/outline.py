"""The systems of the reform outline and how far each one works (xiezhi outline [--json])

A system works when all its proofs of this commit passed, at least one of them through pages or HTTP, and its row in
law/outline.toml names nothing that is still missing.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
PROOFS = ROOT / ".proofs" / "last.json"
SEEN_BY_PEOPLE = frozenset(("http", "browser"))


@dataclass(slots=True)
class System:
    """One row: `status` is works, partial or none; proofs are test ids, procedures ids of the law book."""

    id: str
    name: str
    does: str
    status: str = "none"
    proofs: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    procedures: list[str] = field(default_factory=list)
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Proofs:
    """What the last whole run proved (see tests/conftest.py), and whether it proved this commit."""

    tests: Mapping[str, Mapping[str, Any]]
    stale: str = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """One switch."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--json", action="store_true", help="a JSON line per system")


def run(args: argparse.Namespace) -> int:
    """A line per system; what makes the proofs stale goes to stderr."""
    from xiezhi.kernel.law.reader import read

    folder = Path(os.environ.get("XIEZHI_LAW") or ROOT / "law")
    proofs = read_proofs(Path(os.environ.get("XIEZHI_PROOFS") or PROOFS), commit())
    if proofs.stale:
        print(f"no system counts as working: {proofs.stale}", file=sys.stderr)
    listed = tomllib.loads((folder / "outline.toml").read_text("utf-8"))["system"]
    book = read(folder)
    for system in systems(listed, proofs, procedures_of(book.scenarios.values(), book.raw)):
        if args.json or not sys.stdout.isatty():
            print(json.dumps(asdict(system), ensure_ascii=False))
        else:
            print(f"{system.id:<5}{system.status:<9}{len(system.proofs):>4}  {system.name}")
    return 0


def systems(
    listed: Iterable[Mapping[str, Any]], proofs: Proofs, procedures: Mapping[str, Iterable[str]]
) -> list[System]:
    """The rows of the outline with their status; pure."""
    found = []
    for row in listed:
        system = System(row["id"], row["name"], row["does"], missing=row.get("missing", ""))
        mine = {test: proof for test, proof in sorted(proofs.tests.items()) if system.id in proof["systems"]}
        system.proofs = list(mine)
        system.failed = [test for test, proof in mine.items() if proof["outcome"] != "passed"]
        system.procedures = sorted(procedures.get(system.id, ()))
        system.status = _status(system, mine, bool(proofs.stale))
        found.append(system)
    return found


def _status(system: System, mine: Mapping[str, Mapping[str, Any]], stale: bool) -> str:
    whole = mine and not system.failed and not system.missing and not stale
    if whole and any(proof["through"] in SEEN_BY_PEOPLE for proof in mine.values()):
        return "works"
    return "partial" if len(mine) > len(system.failed) or system.procedures else "none"


def procedures_of(scenarios: Iterable[Mapping[str, Any]], known: Iterable[str]) -> dict[str, set[str]]:
    """Which procedures the scenarios of each system run through: system id → procedure ids."""
    known, found = set(known), dict[str, set[str]]()
    for scenario in scenarios:
        steps = scenario.get("steps", [])
        named = {str(step.get("act", "")).partition(":")[0] for step in steps} | {step.get("in") for step in steps}
        for system in scenario.get("system", []):
            found.setdefault(system, set()).update(known & named)
    return found


def read_proofs(path: Path, now: str) -> Proofs:
    """The proofs of a file; `stale` says why they do not speak of the tree at commit `now`."""
    try:
        kept = json.loads(path.read_text("utf-8"))
        tests, proved = kept["tests"], kept["commit"]
    except FileNotFoundError:
        return Proofs({}, "no run of `make test` is on file")
    except (ValueError, KeyError, TypeError):
        return Proofs({}, f"{path} cannot be read; run `make test`")
    if proved != now:
        return Proofs(tests, f"the proofs are of {proved[:12] or 'no commit'}, the source is {now[:12] or 'no commit'}")
    if now.endswith("-changed"):
        return Proofs(tests, "the source has changes that no commit names")
    return Proofs(tests)


def commit() -> str:
    """The commit of the source, "-changed" added when tracked files differ; empty outside a repository."""
    head = _git("rev-parse", "HEAD")
    return head + ("-changed" if head and _git("status", "--porcelain", "-uno") else "")


def _git(*words: str) -> str:
    try:
        run = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603, S607
    except OSError:
        return ""
    return run.stdout.strip()
