"""What a file should hold, and how long it is kept: law/parameters/archive.toml read for one matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from xiezhi.kernel.law.model import LawBook, Procedure
from xiezhi.kernel.procedure.book import parameters
from xiezhi.kernel.procedure.engine import ones
from xiezhi.kernel.procedure.standing import Standing

MAIN, SECONDARY = "main", "secondary"
ELECTRONIC = ("portal", "sms", "email")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing the file should hold. `acts`: those of this procedure that bring it; `which` for whom, empty: for all."""

    title: str
    who: str
    which: str
    volume: str
    must: bool
    there: bool
    acts: tuple[str, ...]


def wanted(file: Procedure, standing: Standing, book: LawBook) -> Iterator[Wanted]:
    """Each thing of the procedure's list that this matter needs, in the order of the volume, there or not."""
    for entry in _entries(file.id):
        acts = tuple(a for a in entry["acts"] if a in file.acts)
        if not acts or not all(standing.done(a) for a in entry.get("when", ())):
            continue
        each = entry.get("each", "")
        among = ones(each, standing, book) if each else {"": ""}
        for which, name in among.items():
            there = any(standing.done(a, which) for a in acts)
            yield Wanted(entry["title"], name, which, entry["volume"], entry["need"] == "must", there, acts)
    yield from _proofs(standing)


def _entries(procedure: str) -> list[Mapping[str, Any]]:
    for one in parameters("archive")["volume"]:
        if any(procedure.startswith(head) for head in one["for"]):
            return list(one["entries"])
    return []


def _proofs(standing: Standing) -> Iterator[Wanted]:
    """Each service on paper has its proof in the file; the receipt of an electronic one is in the record itself."""
    for key, row in standing.items("service").items():
        data = row["data"]
        if data.get("method") not in ELECTRONIC:
            n = key.rpartition(".")[2]
            yield Wanted(f"第{n}次送达的凭证（签收件、回执）", "", "", MAIN, False, bool(data.get("proof")), ())


@dataclass(frozen=True, slots=True)
class Kept:
    """How long a file is kept: class, from when, until when (None: for ever)."""

    kind: str
    since: date
    until: date | None


def kept(procedure: str, standing: Standing) -> Kept | None:
    """The term of a file that was archived, from the year after (sure = low in the file); None before."""
    row = standing.table("done").get("archive")
    if row is None:
        return None
    law = parameters("archive")
    kind = next(r["class"] for r in law["retention"] if any(procedure.startswith(head) for head in r["for"]))
    since = date(int(str(row["last"])[:4]) + 1, 1, 1)
    years = law["terms"].get(kind)
    return Kept(kind, since, date(since.year + years - 1, 12, 31) if years else None)
