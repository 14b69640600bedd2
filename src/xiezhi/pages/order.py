"""Which of the open acts comes first: the law file itself says what the others wait for. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from xiezhi.kernel.law.model import Act, Procedure
from xiezhi.kernel.procedure.acts import OpenAct

FEW = 8  # so many acts are offered at once: service has its own steps beside those of the case


@dataclass(frozen=True, slots=True)
class Choice:
    """The open acts in order: the few that are offered at once, and the others."""

    next: list[OpenAct]
    others: list[OpenAct]


def in_order(
    acts: Sequence[OpenAct], file: Procedure, state: str, mine: Collection[str], running: Sequence[str] = ()
) -> Choice:
    """The open acts, the next usual one first. `mine`: done by this actor already; `running`: periods, soonest first."""
    awaited = {name for act in file.acts.values() for name in act.all}
    awaited |= {act.name for act in file.acts.values() for mark in act.sets if _needed(mark, file)}
    weights = {a.act.name: _weight(a.act, file, state, awaited, mine) for a in acts if a.open}
    urgency = {name: _urgency(file.acts[name], file, running) if n > 1 else 0 for name, n in weights.items()}
    found = sorted((a for a in acts if a.open), key=lambda a: (-weights[a.act.name], urgency[a.act.name]))
    return Choice(found[:FEW], found[FEW:]) if len(found) > FEW + 1 else Choice(found, [])


def _weight(act: Act, file: Procedure, state: str, awaited: Collection[str], mine: Collection[str]) -> int:
    """3: moves the matter on; 2: something waits for it or a clock ends with it; 1: another procedure, a side road; 0: any time, or again."""
    if act.all and act.to:
        return 3
    if act.to and not act.closes_as and act.to != state and not _leads_back(act.to, state, file):
        return 3 if _main_road(act.to, state, file) else 1
    if act.becomes:
        return 1
    if act.closes_as or act.name in mine:
        return 0
    ends = any(act.name in c.ends_with for c in file.periods.values())
    return 2 if act.name in awaited or ends else 0


def _urgency(act: Act, file: Procedure, running: Sequence[str]) -> int:
    """The place of the soonest running period that ends with the act; behind them all without one."""
    ended = (n for n, name in enumerate(running) if name in file.periods and act.name in file.periods[name].ends_with)
    return next(ended, len(running))


def _needed(mark: str, file: Procedure) -> bool:
    """Whether the way on asks for this mark; an act that clears what it needs only answers a request."""
    return any(mark in act.when and mark not in act.clears for act in file.acts.values())


def _leads_back(there: str, here: str, file: Procedure) -> bool:
    """A detour: from that state an act of the parties or the court comes back to this one."""
    return any(there in act.source and act.to == here for act in file.acts.values())


def _main_road(there: str, here: str, file: Procedure) -> bool:
    """Whether that state is where most is still to be done, of those that can be reached from here without closing."""
    ways = {a.to for a in file.acts.values() if here in a.source and a.to and a.to != here and not a.closes_as}
    return _work(there, file) * 2 >= max((_work(way, file) for way in ways), default=0)


def _work(state: str, file: Procedure) -> int:
    return sum(state in act.source for act in file.acts.values())
