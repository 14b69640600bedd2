"""The fee over many matters, and one party's account in one matter: each figure is the sum of its list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from xiezhi.departments.filing.closing.account import ASIDE, BANK, DUE, FEE, REFUND
from xiezhi.kernel.money.ledger import yuan
from xiezhi.kernel.record.models import Entry, Event, Matter, Party, Period

REFUNDING = "refunding"
REFERENCES = ("payment_reference", "aside_reference", "receipt_no", "remit_reference", "return_reference")


@dataclass(frozen=True, slots=True)
class Standing:
    """A sum that stands open in a matter. `until`: the last day for it, ISO or empty."""

    matter: Matter
    who: str
    fen: int
    since: date
    until: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """What one act moved at the bank: above zero it came in, below it went out."""

    matter: Matter
    who: str
    fen: int
    act: str
    reference: str
    seq: int
    on: date


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a party's account."""

    on: date
    what: str
    fen: int

    @property
    def yuan(self) -> str:
        """Yuan with two places."""
        return yuan(self.fen)


@dataclass(frozen=True, slots=True)
class Mine:
    """One party's account: what it still owes, what it paid, what it is owed, each with the lines that make it up."""

    name: str
    due: tuple[Step, ...]
    paid: tuple[Step, ...]
    back: tuple[Step, ...]

    @property
    def owes_yuan(self) -> str:
        """What it still owes."""
        return _sum(self.due)

    @property
    def paid_yuan(self) -> str:
        """What it paid, less what went back."""
        return _sum(self.paid)

    @property
    def owed_yuan(self) -> str:
        """What the court owes it."""
        return _sum(self.back)


def _sum(steps: Iterable[Step]) -> str:
    return yuan(sum(step.fen for step in steps))


def due(among: QuerySet[Matter]) -> list[Standing]:
    """What parties owe, the oldest first."""
    return _standing(among, DUE, 1)


def to_refund(among: QuerySet[Matter]) -> list[Standing]:
    """What the court owes parties, what must go out soonest first."""
    found = _standing(among, REFUND, -1)
    return sorted(found, key=lambda one: (one.until or "9999", one.since))


def put_aside(among: QuerySet[Matter]) -> list[Standing]:
    """What came in and nobody claimed, the oldest first."""
    return _standing(among, ASIDE, -1)


def moved(among: QuerySet[Matter], since: date, until: date) -> list[Moved]:
    """What came in and went out from a day to a day, act by act, for whatever purpose; what only changed hands is not here."""
    entries = Entry.objects.filter(matter__in=among, account=BANK, on__gte=since, on__lte=until)
    found = list(entries.select_related("matter").order_by("matter__number", "matter_id", "id"))
    by_act: dict[tuple[Any, int], list[Entry]] = {}
    for entry in found:
        by_act.setdefault((entry.matter_id, int(entry.key.partition(".")[0])), []).append(entry)
    events = {
        (e.matter_id, e.seq): e
        for e in Event.objects.filter(matter__in={m for m, _ in by_act}, seq__in={n for _, n in by_act})
    }
    names = _names({m for m, _ in by_act})
    rows = []
    for key, sides in by_act.items():
        fen = sum(side.fen for side in sides)
        event = events[key]
        given = event.data.get("given", {})
        if fen:
            who = next((names.get((key[0], s.party), "") for s in sides if s.party), "")
            who = who or given.get("aside_payer") or (given.get("payer") if fen > 0 else "")
            reference = next((given[name] for name in REFERENCES if given.get(name)), "")
            rows.append(Moved(sides[0].matter, who or "", fen, event.act, reference, key[1], sides[0].on))
    return rows


def mine(matter: Matter, keys: Collection[str], said: Mapping[int, str]) -> list[Mine]:
    """The accounts of these parties of a matter. `said`: the title of each act by its number."""
    entries = list(Entry.objects.filter(matter=matter, purpose=FEE, party__in=keys).order_by("on", "id"))
    names = _names({matter.pk})
    return [
        Mine(
            names.get((matter.pk, party), ""),
            _steps(entries, party, DUE, 1, said), _steps(entries, party, BANK, 1, said),
            _steps(entries, party, REFUND, -1, said),
        )
        for party in sorted({e.party for e in entries})
    ]  # fmt: skip


def _steps(entries: Sequence[Entry], party: str, account: str, sign: int, said: Mapping[int, str]) -> tuple[Step, ...]:
    return tuple(
        Step(e.on, said.get(int(e.key.partition(".")[0]), ""), sign * e.fen)
        for e in entries
        if e.party == party and e.account == account
    )


def _standing(among: QuerySet[Matter], account: str, sign: int) -> list[Standing]:
    entries = Entry.objects.filter(matter__in=among, account=account, purpose=FEE)
    sums = entries.values("matter", "party").annotate(fen=Sum("fen")).exclude(fen=0)
    open_ = {(row["matter"], row["party"]): sign * row["fen"] for row in sums if sign * row["fen"] > 0}
    ids = {matter for matter, _ in open_}
    matters = Matter.objects.in_bulk(ids)
    names = _names(ids)
    since: dict[tuple[Any, str], date] = {}
    for entry in entries.filter(matter__in=ids).order_by("-on", "-id"):
        since[entry.matter_id, entry.party] = entry.on
    until = _until(ids) if account == REFUND else {}
    found = [
        Standing(matters[m], names.get((m, p), ""), fen, since[m, p], until.get(m, "")) for (m, p), fen in open_.items()
    ]
    return sorted(found, key=lambda one: (one.since, one.matter.number, one.who))


def _until(ids: Iterable[Any]) -> dict[Any, str]:
    rows = Period.objects.filter(matter__in=ids, name=REFUNDING, state__in=("running", "overdue"))
    return {row.matter_id: row.due for row in rows}


def _names(ids: Iterable[Any]) -> dict[tuple[Any, str], str]:
    return {(p.matter_id, p.key): p.name for p in Party.objects.filter(matter__in=ids)}
