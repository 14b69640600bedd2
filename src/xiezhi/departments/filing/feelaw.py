"""The fees of the law book as classes: `law/parameters/fees.toml` and `fees-provinces.toml`, resolved for a day.

Amounts are whole fen (分); shares and rates are exact fractions, since a third of a fee has no end in decimals.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from xiezhi.kernel.law.resolve import changes, on

BESIDE_THE_SOURCE = Path(__file__).resolve().parents[4] / "law/parameters"
STAGES = ("acceptance", "application")
AMOUNTS = ("required", "optional", "none")
MODES = ("half_up", "down", "up")
FEN = 100
KIND_KEYS = frozenset(
    "title stage basis amount each without brackets like times cap halves free_on_appeal varieties".split()
)

Range = tuple[int, int]
Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Bracket:
    """The part of an amount above `over` and up to `upto` (None: without end), fen; its rate."""

    over: int
    upto: int | None
    rate: Fraction


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fee. `each` and `without` are (least, most) in fen, equal when fixed; see the head of fees.toml."""

    title: str
    stage: str
    basis: str
    amount: str
    each: Range | None = None
    without: Range | None = None
    brackets: tuple[Bracket, ...] = ()
    like: str = ""
    times: Fraction = Fraction(1)
    cap: int | None = None
    halves: bool = True
    free_on_appeal: str = ""
    varieties: Mapping[str, Kind] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a fee is halved: one of these procedures, outcomes, or a claim heard together with the first one."""

    title: str
    basis: str
    procedure: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Rounding:
    """To a multiple of `unit` fen; mode half_up, down or up. The regulation does not say, so it is a setting."""

    unit: int = 1
    mode: str = "half_up"

    def of(self, amount: Fraction) -> int:
        """The amount in fen, rounded."""
        units, rest = divmod(amount, self.unit)
        more = rest * 2 >= self.unit if self.mode == "half_up" else self.mode == "up" and rest > 0
        return (int(units) + more) * self.unit


@dataclass(frozen=True, slots=True)
class FeeLaw:
    """The fees in force on a day. `figures[province][kind]`: what a province has set inside a range, fen."""

    title: str
    kinds: Mapping[str, Kind]
    grounds: tuple[Ground, ...]
    share: Fraction
    once: str
    appeal_basis: str
    appeal_what: str
    rounding: Rounding
    figures: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, eq=False)
class FeeBook:
    """The fee files as they stand, with every dated value; `on` gives the law of a day."""

    fees: Raw
    provinces: Raw
    since: date
    days: tuple[date, ...]

    def on(self, day: date | None) -> FeeLaw | None:
        """The law in force on a day, the newest without one; None before the regulation."""
        if day and day < self.since:
            return None
        return _law(self, max((d for d in self.days if day is None or d <= day), default=self.since))


@cache
def load_fees(folder: Path = BESIDE_THE_SOURCE) -> FeeBook:
    """The fee files of a folder such as `law/parameters`, read once. ValueError names every fault."""
    fees, provinces = (tomllib.loads((folder / f).read_text("utf-8")) for f in ("fees.toml", "fees-provinces.toml"))
    since: date = fees["meta"]["since"]
    book = FeeBook(fees, provinces, since, tuple(sorted({since, *changes(fees), *changes(provinces)})))
    faults = sorted({fault for day in book.days for fault in _faults(on(fees, day), on(provinces, day))})
    if faults:
        raise ValueError("\n".join(faults))
    return book


def fen(yuan: str) -> int:
    """ "50" or "0.01" yuan as fen. ValueError if it is finer than a fen."""
    exact = Fraction(yuan) * FEN
    if exact.denominator != 1:
        raise ValueError(f"{yuan} is finer than a fen")
    return int(exact)


@cache
def _law(book: FeeBook, day: date) -> FeeLaw:
    raw = on(dict(book.fees), day)
    halving, rounding, appeal = raw["halving"], raw["rounding"], raw["appeal"]
    return FeeLaw(
        title=raw["meta"]["title"],
        kinds={name: _kind(kind) for name, kind in raw["kinds"].items()},
        grounds=tuple(_ground(ground) for ground in halving["grounds"].values()),
        share=Fraction(halving["share"]),
        once=halving["once"],
        appeal_basis=appeal["basis"],
        appeal_what=appeal["what"],
        rounding=Rounding(fen(rounding["unit"]), rounding["mode"]),
        figures={
            province: {kind: fen(row["figure"]) for kind, row in kinds.items() if "figure" in row}
            for province, kinds in on(dict(book.provinces), day).items()
        },
    )


def _kind(raw: Raw) -> Kind:
    rest = {key: raw[key] for key in ("like", "halves", "free_on_appeal") if key in raw}
    return Kind(
        title=raw["title"],
        stage=raw["stage"],
        basis=raw["basis"],
        amount=raw["amount"],
        each=_range(raw.get("each")),
        without=_range(raw.get("without")),
        brackets=tuple(_bracket(row) for row in raw.get("brackets", ())),
        times=Fraction(raw.get("times", 1)),
        cap=fen(raw["cap"]) if "cap" in raw else None,
        varieties={name: _kind({**raw, "varieties": {}, **own}) for name, own in raw.get("varieties", {}).items()},
        **rest,
    )


def _range(raw: str | Raw | None) -> Range | None:
    if raw is None:
        return None
    return (fen(raw), fen(raw)) if isinstance(raw, str) else (fen(raw["least"]), fen(raw["most"]))


def _bracket(raw: Raw) -> Bracket:
    return Bracket(fen(raw["over"]), fen(raw["upto"]) if "upto" in raw else None, Fraction(raw["rate"]))


def _ground(raw: Raw) -> Ground:
    return Ground(
        raw["title"],
        raw["basis"],
        tuple(raw.get("procedure", ())),
        tuple(raw.get("outcome", ())),
        raw.get("merged", False),
    )


def _faults(fees: Raw, provinces: Raw) -> Iterator[str]:
    kinds = fees["kinds"]
    for name, raw in kinds.items():
        for said in _kind_faults(raw, kinds):
            yield f"fees.toml:kinds.{name}: {said}"
    if fees["rounding"]["mode"] not in MODES:
        yield f"fees.toml:rounding.mode: 须为{'、'.join(MODES)}之一"
    for province, figures in provinces.items():
        for name, row in figures.items():
            if said := _figure_fault(row, kinds.get(name)):
                yield f"fees-provinces.toml:{province}.{name}: {said}"


def _kind_faults(raw: Raw, kinds: Raw) -> Iterator[str]:
    yield from (f"不认识的键 {key}" for key in raw.keys() - KIND_KEYS)
    missing = [key for key in ("title", "stage", "basis", "amount") if key not in raw]
    yield from (f"缺少 {key}" for key in missing)
    if raw.get("stage") not in STAGES or raw.get("amount") not in AMOUNTS:
        yield "stage 或者 amount 不对"
    if not raw.keys() & {"each", "like"}:
        yield "each 和 like 至少有一项"
    if "like" in raw and (raw["like"] not in kinds or "like" in kinds[raw["like"]]):
        yield f"like 指向的 {raw['like']} 不存在或者又指向别处"
    try:
        kind = None if missing else _kind(raw)
    except (KeyError, ValueError, TypeError) as fault:
        yield f"数额不对：{fault}"
        return
    rows = kind.brackets if kind else ()
    if any(row.upto != after.over for row, after in pairwise(rows)) or (rows and rows[-1].upto):
        yield "各段须首尾相接，末段没有上限"


def _figure_fault(row: Raw, kind: Raw | None) -> str:
    if kind is None:
        return "没有这一种收费"
    if not row.get("source"):
        return "须写明 source"
    found = _range(kind.get("without") or kind.get("each"))
    if found is None or found[0] == found[1]:
        return "这一种收费没有幅度"
    if "figure" in row and not found[0] <= fen(row["figure"]) <= found[1]:
        return "数额超出幅度"
    return ""
