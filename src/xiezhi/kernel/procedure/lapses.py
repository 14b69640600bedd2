"""What the end of a period brings about, and its legal day (decision 21). Pure.

The law lets such an act take effect when the last day is over. Its legal day is therefore that last day, whenever the
clock gets to it: what it starts is counted from the next day on, and runs that were missed move nothing. An act that was
not open at the end waits; its day is then that of whatever opened it.
"""

from __future__ import annotations

from datetime import date

from xiezhi.kernel.access.actor import CLOCK
from xiezhi.kernel.law.model import LawBook, Procedure
from xiezhi.kernel.procedure.engine import refusals, running
from xiezhi.kernel.procedure.registry import Ctx, Questions
from xiezhi.kernel.procedure.standing import Standing


def due_acts(file: Procedure, standing: Standing, on: date) -> list[tuple[str, str, date]]:
    """The `then` acts whose clocks have run out before a day: (act, which, the last day of the clock that ran out last)."""
    found: list[tuple[str, str, date]] = []
    for clock in file.periods.values():
        if not clock.then or clock.then not in file.acts:
            continue
        rows = standing.clocks(clock.name)
        over = {k: r for k, r in rows.items() if r["state"] == "running" and not running(r, on)}
        if not over:
            continue
        if file.acts[clock.then].per:
            found += [(clock.then, str(r["which"]), _last_day(r, standing)) for r in over.values()]
        elif not any(running(r, on) for r in rows.values()):
            found.append((clock.then, "", max(_last_day(r, standing) for r in over.values())))
    return found


def _last_day(row: dict[str, object], standing: Standing) -> date:
    return max(standing.opened, date.fromisoformat(str(row["due"])[:10]))


def is_open(
    book: LawBook, file: Procedure, act: str, which: str, standing: Standing, day: date, today: date, ask: Questions
) -> bool:
    """Whether the clock may do an act on a legal day."""
    ctx = Ctx(book, file, file.acts[act], standing, day, None, CLOCK.written, None, which, ask, ran_out=day < today)
    return not refusals(ctx, frozenset({"clock"}))


def waiting(ctx: Ctx, today: date) -> frozenset[tuple[str, str]]:
    """(act, which) of periods that have run out although their act is not open: what is about to be done may open it."""
    if not any(p.then for p in ctx.file.periods.values()):
        return frozenset()
    return frozenset(
        (act, which)
        for act, which, last in due_acts(ctx.file, ctx.standing, today)
        if not is_open(ctx.book, ctx.file, act, which, ctx.standing, last, today, ctx.ask)
    )


def legal_days(
    book: LawBook, file: Procedure, due: tuple[str, str, date], standing: Standing, today: date, ask: Questions
) -> list[date]:
    """The days on which an act may be dated whose period has run out, the right one first: the last day, else the day of
    what opened it, else today. Empty while it waits."""
    act, which, last = due
    days = dict.fromkeys((last, max(last, _latest(standing, today)), today))
    return [d for d in days if is_open(book, file, act, which, standing, d, today, ask)]


def _latest(standing: Standing, on: date) -> date:
    """The last thing that happened before a day: an act, or the end of a period."""
    days = [str(row["last"]) for row in standing.table("done").values()]
    over = (row for row in standing.table("period").values() if row["state"] in ("running", "expired"))
    days += [str(row["due"])[:10] for row in over]
    return date.fromisoformat(max((d for d in days if d and d < on.isoformat()), default=standing.opened.isoformat()))
