"""The peers of `limits`, run by the peers' own Python: python peer_limits.py FILE.npz WHERE.npz

FILE holds matters and what happened to them in columns; WHERE gets the last days that each peer finds, and its CPU-seconds.

OpenFisca: a matter is a group and its stretches of days off are the persons in it; the first is its beginning, since no
group may be empty. The formulas are those that its handbook teaches: members by rank, sums over members, arrays throughout.

dateutil: a loop over the rows, `relativedelta` for every step, on the first rows only.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
from dateutil.relativedelta import relativedelta
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

ROUNDS, LOOPED = 3, 20_000
YEAR = "2024"  # OpenFisca wants a period; these variables are the same for ever
DAY, NO_DAY = np.timedelta64(1, "D"), np.timedelta64(0, "D")
COLUMNS: dict[str, Any] = dict(np.load(sys.argv[1])) if __name__ == "__main__" else {}

Stretch = build_entity("stretch", "stretches", "Days off", is_person=True)
Matter = build_entity(
    "matter", "matters", "A matter", roles=[{"key": "of", "plural": "of", "label": "of", "doc": "of"}]
)


def variable(name: str, of: Any, kind: type, formula: Callable[..., Any] | None = None) -> type:
    """A variable of OpenFisca that is the same for ever."""
    said = {"value_type": kind, "entity": of, "definition_period": DateUnit.ETERNITY, "label": name}
    return type(name, (Variable,), said | ({"formula": formula} if formula else {}))


def nominal(matter: Any, period: Any) -> Any:
    """So many months after the start, or the last day of that month."""
    start = matter("start", period)
    month = start.astype("M8[M]")
    then = month + matter("months", period) + matter("granted", period)
    return np.minimum(then.astype("M8[D]") + (start - month.astype("M8[D]")), (then + 1).astype("M8[D]") - DAY)


def due(matter: Any, period: Any) -> Any:
    """The nominal day, pushed on by the days off in their order, each counted once, and then to a working day."""
    found, reach = matter("nominal", period), matter("start", period)
    first, last = matter.members("first", period), matter.members("last", period)
    rank = matter.members.get_rank(matter, first.view(np.int64))
    counts = np.ones(matter.count, bool)
    for n in range(int(matter.nb_persons().max())):
        this = rank == n
        opens = matter.sum(np.where(this, first.view(np.int64), 0)).astype(np.int64).view("M8[D]")
        ends = matter.sum(np.where(this, last.view(np.int64), 0)).astype(np.int64).view("M8[D]")
        counts &= (opens <= found) | (opens <= reach + DAY)
        more = np.maximum(ends - np.maximum(opens, reach + DAY) + DAY, NO_DAY)
        found = found + np.where(counts, more, NO_DAY)
        reach = np.where(counts, np.maximum(reach, ends), reach)
    return np.busday_offset(found, 0, roll="forward", weekmask="1111111", holidays=COLUMNS["closed"])


def by_openfisca() -> Any:
    """The last days by OpenFisca, from columns to a column."""
    system = TaxBenefitSystem([Stretch, Matter])
    given = {"first": Stretch, "last": Stretch, "granted": Matter, "start": Matter, "months": Matter}
    kinds = {"granted": int, "months": int}
    system.add_variables(*(variable(name, of, kinds.get(name, date)) for name, of in given.items()))
    system.add_variables(variable("nominal", Matter, date, nominal), variable("due", Matter, date, due))
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("stretch", np.arange(len(COLUMNS["row"])))
    matters = builder.declare_entity("matter", np.arange(len(COLUMNS["start"])))
    builder.join_with_persons(matters, COLUMNS["row"], ["of"])
    simulation = builder.build(system)
    for name in given:
        simulation.set_input(name, YEAR, COLUMNS[name])
    return simulation.calculate("due", YEAR)


def by_dateutil(rows: list[tuple[date, int, list[tuple[date, date]]]], closed: frozenset[date]) -> list[date]:
    """The last days by a loop over rows: start, months in all, days off."""
    found = []
    for start, months, off in rows:
        last, reach = start + relativedelta(months=months), start
        for first, end in sorted(off):
            opens = max(first, reach + relativedelta(days=1))
            if first > last and first == opens:
                break
            if end >= opens:
                last += relativedelta(days=(end - opens).days + 1)
                reach = end
        while last in closed:
            last += relativedelta(days=1)
        found.append(last)
    return found


def looped() -> list[tuple[date, int, list[tuple[date, date]]]]:
    """The first rows as a loop has them."""
    off: list[list[tuple[date, date]]] = [[] for _ in range(LOOPED)]
    known = COLUMNS["row"] < LOOPED
    for row, first, last in zip(*(COLUMNS[name][known].tolist() for name in ("row", "first", "last")), strict=True):
        if first != COLUMNS["start"][row].item():
            off[row].append((first, last))
    start, months = COLUMNS["start"][:LOOPED].tolist(), (COLUMNS["months"] + COLUMNS["granted"])[:LOOPED].tolist()
    return list(zip(start, months, off, strict=True))


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What a piece of work finds, and its CPU-seconds: the median of some rounds."""
    seconds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        found = work()
        seconds.append(time.process_time() - began)
    return found, sorted(seconds)[ROUNDS // 2]


def main() -> None:
    rows, closed = looped(), frozenset(COLUMNS["closed"].tolist())
    one_by_one, loop = timed(lambda: by_dateutil(rows, closed))
    columns, whole = timed(by_openfisca)
    np.savez(
        sys.argv[2], dateutil=np.array(one_by_one, "M8[D]"), dateutil_seconds=loop, openfisca=columns, openfisca_seconds=whole
    )  # fmt: skip


if __name__ == "__main__":
    main()
