"""The draw of a judge: at random among the least loaded who are able, from a seed that was fixed beforehand. Pure.

The seed is the digest of the event that opened the draw: it stood in the record before anybody knew the pool. Whoever has
the event of the draw and the one before it can replay it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from xiezhi.kernel.record.digest import digest


@dataclass(frozen=True, slots=True)
class Candidate:
    """A judge in the pool: open cases carried now, and why left out (empty: able)."""

    person: str
    name: str
    load: int
    excluded: str = ""


class NobodyAble(Exception):
    """No judge of the pool is able to take the case."""


def draw(pool: Sequence[Candidate], seed: str) -> Candidate:
    """The judge drawn: of those able, the least loaded; among equals the one whose lot (SM3 of seed and person) is lowest."""
    able = [c for c in pool if not c.excluded]
    if not able:
        raise NobodyAble
    least = min(c.load for c in able)
    return min((c for c in able if c.load == least), key=lambda c: lot(seed, c.person))


def lot(seed: str, person: str) -> str:
    """The lot of one person under a seed."""
    return digest([seed, person])


def notes(pool: Sequence[Candidate], seed: str, drawn: Candidate) -> dict[str, Any]:
    """What the event keeps of a draw: everything needed to replay it."""
    ordered = sorted(pool, key=lambda c: c.person)
    return {"pool": [asdict(c) for c in ordered], "seed": seed, "drawn": drawn.person}


def replay(kept: Mapping[str, Any], seed: str) -> list[str]:
    """Replay a draw from the notes of its event; returns what does not hold (empty: confirmed)."""
    pool = [Candidate(**c) for c in kept["pool"]]
    wrong = []
    if kept["seed"] != seed:
        wrong.append("种子不是分案提交时已经记录的摘要")
    if not any(not c.excluded for c in pool) or draw(pool, kept["seed"]).person != kept["drawn"]:
        wrong.append("按记录的名单和种子重算，结果不是所记的承办法官")
    return wrong
