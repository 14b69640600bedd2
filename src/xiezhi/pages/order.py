"""Which of the open acts comes first: the law file itself says what the others wait for. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from xiezhi.kernel.law.model import Act, Procedure
from xiezhi.kernel.procedure.acts import OpenAct


def in_order(acts: Sequence[OpenAct], file: Procedure, state: str, mine: Collection[str]) -> list[OpenAct]:
    """The open acts, the next usual one first. `mine`: the acts that this actor has done in this matter already."""
    awaited = {name for act in file.acts.values() for name in act.all}
    awaited |= {act.name for act in file.acts.values() for mark in act.sets if _needed(mark, file)}
    return sorted((a for a in acts if a.open), key=lambda a: -_weight(a.act, file, state, awaited, mine))


def _weight(act: Act, file: Procedure, state: str, awaited: Collection[str], mine: Collection[str]) -> int:
    """3: moves the matter on; 2: something waits for it or a clock ends with it; 0: may be done any time, or again."""
    if act.all and act.to:
        return 3
    if act.to and not act.closes_as and act.to != state and not _leads_back(act.to, state, file):
        return 3
    if act.closes_as or act.becomes or act.name in mine:
        return 0
    ends = any(act.name in c.ends_with for c in file.periods.values())
    return 2 if act.name in awaited or ends else 0


def _needed(mark: str, file: Procedure) -> bool:
    """Whether the way on asks for this mark; an act that clears what it needs only answers a request."""
    return any(mark in act.when and mark not in act.clears for act in file.acts.values())


def _leads_back(there: str, here: str, file: Procedure) -> bool:
    """A detour: from that state an act of the parties or the court comes back to this one."""
    return any(there in act.source and act.to == here for act in file.acts.values())
