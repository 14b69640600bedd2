"""The clocks of a matter: which facts an act adds to which period, and what is then reckoned from all its facts.

A period's row keeps its facts (`history`), so an act reckons anew from the row alone, however long the matter is. Facts go by
their legal date, not by the order of writing: a receipt that arrives late carries its earlier date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from xiezhi.kernel.law.model import Clock
from xiezhi.kernel.periods.clock import COURT_TIME
from xiezhi.kernel.periods.counting import as_day
from xiezhi.kernel.periods.errors import PeriodError
from xiezhi.kernel.periods.facts import Fact, written
from xiezhi.kernel.periods.reckon import reckon
from xiezhi.kernel.procedure import book
from xiezhi.kernel.procedure.engine import ones, running
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx
from xiezhi.kernel.procedure.standing import Standing
from xiezhi.kernel.record.fold import Change, Rows

Row = dict[str, Any]


def of_act(ctx: Ctx, rows: Rows) -> Iterator[Change]:
    """The periods that an act starts, stops, excludes, extends or converts, reckoned anew. `Refused` if the rule forbids it."""
    before = ctx.standing.table("period")
    after: dict[str, Row] = {}
    closing = ctx.act.to in ctx.file.final and not ctx.act.becomes
    for clock in ctx.file.periods.values():
        for key in _keys(clock, ctx, rows):
            row = _told(clock, ctx, key, before.get(key), _standing_after(ctx, rows))
            if row is not None:
                after[key] = row
    if ctx.act.becomes:
        _convert(ctx, before, after)
    for key, row in {**before, **after}.items():
        if closing and row["state"] in ("running", "paused"):
            after[key] = _reckoned(row, [Fact("end", ctx.on)])
    yield from (("period", key, row) for key, row in after.items())


def _standing_after(ctx: Ctx, rows: Rows) -> Standing:
    """Who stands after the act: parties that it brought in count."""
    standing = ctx.standing
    tables = {
        name: {k: v for (t, k), v in rows.items() if t == name} for name in ("party", "assigned")
    }  # fmt: skip
    return Standing(
        standing.matter, standing.procedure, standing.court, standing.state, standing.number, standing.opened,
        standing.parent, standing.seq, standing.head, lambda t: tables[t] if t in tables else standing.table(t),
    )  # fmt: skip


def _keys(clock: Clock, ctx: Ctx, rows: Rows) -> list[str]:
    """Which of a clock's rows this act may touch."""
    act = ctx.act.name
    named = [*clock.starts_with, *clock.ends_with, *clock.restarted_by, *(a for a, _ in clock.extended_by)]
    named += [e for x in clock.excluded_by for e in (x.start, x.until)]
    if act not in named and clock.then != act and not clock.back_from.startswith(f"{act}."):
        return []
    if not clock.per:
        return [clock.name]
    there = ones(clock.per, _standing_after(ctx, rows), ctx.book)
    if ctx.act.per and ctx.which:
        return [f"{clock.name}/{ctx.which}"] if ctx.which in there else []
    return [f"{clock.name}/{one}" for one in there]


def _told(clock: Clock, ctx: Ctx, key: str, row: Row | None, standing: Standing) -> Row | None:
    """A clock's row after this act, or None if the act says nothing to it."""
    act = ctx.act.name
    if row is None or row["state"] in ("ended", "expired") or _starts_anew(clock, ctx):
        if act in clock.starts_with or clock.back_from.startswith(f"{act}."):
            return _start(clock, ctx, key)
        return None
    if clock.then == act and not running(row, ctx.seen):
        return {**row, "state": "expired"}
    facts = list(_facts(clock, ctx, row, standing))
    return _reckoned(row, facts) if facts else None


def _starts_anew(clock: Clock, ctx: Ctx) -> bool:
    term = ctx.act.name in clock.starts_with and _term(clock, ctx)
    return bool(term) or (bool(clock.back_from) and clock.back_from.startswith(f"{ctx.act.name}."))


def brought(clock: Clock, which: str, started: date) -> Row:
    """A clock that began in another system: reckoned from its first day. `Refused` if the rule forbids it."""
    return _reckoned(_blank(clock, which, started), [Fact("start", started)])


def _blank(clock: Clock, which: str, day: date) -> Row:
    return {
        "name": clock.name, "which": which, "rule": clock.rule, "owner": clock.owner, "started": day.isoformat(),
        "due": "", "state": "running", "provisional": "", "warn": clock.warn, "then": clock.then,
        "history": {"rule": clock.rule, "facts": []}, "steps": [],
    }  # fmt: skip


def _start(clock: Clock, ctx: Ctx, key: str) -> Row | None:
    row = _blank(clock, key.partition("/")[2], ctx.on)
    term = _term(clock, ctx)
    if clock.back_from:
        target = _back_from(clock, ctx)
        return _reckoned(row, [Fact("start", target)], ctx.on) if target else None
    start = Fact("start", _moment(ctx))
    return _reckoned(row, [start, Fact("set", ctx.on, to=date.fromisoformat(term))] if term else [start])


def _term(clock: Clock, ctx: Ctx) -> str | None:
    """The last day set by the court: a date field of the act with the period's name (a note of that name is none)."""
    field = ctx.act.data.get(clock.name)
    return (ctx.data or {}).get(clock.name) if field and field.type == "date" else None


def _moment(ctx: Ctx) -> date | datetime:
    return datetime.combine(ctx.on, ctx.minute, COURT_TIME) if ctx.minute else ctx.on


def _back_from(clock: Clock, ctx: Ctx) -> date | None:
    """The day from which a period counts backward: a field of the act, or of the first row of a record in it."""
    name = clock.back_from.partition(".")[2]
    value = (ctx.data or {}).get(name)
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = next((v for v in value.values() if isinstance(v, str) and v[4:5] == "-" and v[7:8] == "-"), None)
    return date.fromisoformat(value[:10]) if value else None


def _facts(clock: Clock, ctx: Ctx, row: Row, standing: Standing) -> Iterator[Fact]:
    act, on = ctx.act.name, ctx.on
    if act in clock.restarted_by or f"{ctx.file.id}:{act}" in clock.restarted_by:
        yield Fact("restart", on)
    for exclusion in clock.excluded_by:
        if act == exclusion.start:
            yield from _begin(exclusion.ground, ctx.seen)
        elif act == exclusion.until:
            yield from _finish(exclusion.ground, row, ctx.seen)
    for name, by in clock.extended_by:
        if act == name:
            yield _extension(clock, ctx, row, by)
    if act in clock.ends_with and _last(clock, ctx, standing):
        yield Fact("end", on)


def _begin(ground: str, on: date) -> Iterator[Fact]:
    if book.rules().grounds[ground].suspension:
        yield Fact("pause", on, ground=ground)
    else:
        yield Fact("exclude", on, ground=ground)


def _finish(ground: str, row: Row, on: date) -> Iterator[Fact]:
    if book.rules().grounds[ground].suspension:
        if any(f["what"] == "pause" for f in row["history"]["facts"]):
            yield Fact("resume", on, ground=ground)
        return
    for fact in row["history"]["facts"]:
        if fact["what"] == "exclude" and fact["ground"] == ground and "to" not in fact:
            yield Fact("exclude", date.fromisoformat(fact["from"]), to=on - timedelta(days=1), ground=ground)


def _extension(clock: Clock, ctx: Ctx, row: Row, by: str) -> Fact:
    rule = book.rules().rule(row["rule"], None)
    allowed = next((e for e in rule.extends if e.by == by), None)
    if allowed is not None and allowed.length is None and allowed.upto is None:
        n = ctx.fact("extension")
        if not n:
            raise Refused(Refusal("data", f"请写明“{clock.title}”延长多久。", allowed.basis, "extension"))
        return Fact("extend", ctx.on, n=int(n), unit=rule.unit, by=by)
    return Fact("extend", ctx.on, by=by)


def _last(clock: Clock, ctx: Ctx, standing: Standing) -> bool:
    """A clock without `per` that an act `per` one ends: it ends with the last of those who stand."""
    if clock.per or not ctx.act.per:
        return True
    left = [k for k in ones(ctx.act.per, standing, ctx.book) if k != ctx.which and not standing.done(ctx.act.name, k)]
    return not left


def _convert(ctx: Ctx, before: dict[str, Row], after: dict[str, Row]) -> None:
    """Clocks of the same name go on under the rule of the new file; those it does not know end."""
    new = ctx.book.procedure(ctx.act.becomes, ctx.on)
    for key, row in {**before, **after}.items():
        if row["state"] not in ("running", "paused"):
            continue
        clock = new.periods.get(row["name"])
        if clock is None:
            after[key] = _reckoned(row, [Fact("end", ctx.on)])
        elif clock.rule != row["rule"]:
            moved = {**row, "rule": clock.rule, "owner": clock.owner, "then": clock.then, "warn": clock.warn}
            after[key] = _reckoned(moved, [Fact("convert", ctx.on, rule=clock.rule)])


def again(row: Row) -> Row:
    """A row reckoned anew from its own facts, under the rules and the calendar in force."""
    return {**_reckoned(row, []), "started": row["started"]}


def _reckoned(row: Row, facts: list[Fact], seen: date | None = None) -> Row:
    """A row with further facts, reckoned anew."""
    history = [Fact.from_dict(raw) for raw in row["history"]["facts"]]
    for fact in facts:
        if fact.what == "exclude" and fact.to:
            history = [f for f in history if not _closes(fact, f)]
            if fact.to < as_day(fact.on):
                continue  # closed on the day it began: no day is excluded
        history.append(fact)
    try:
        found = reckon(row["history"]["rule"], history, rules=book.rules(), calendar=book.calendar())
    except PeriodError as wrong:
        raise Refused(Refusal(f"period.{wrong.code}", wrong.message, wrong.basis)) from None
    ended = any(f.what == "end" for f in history)
    state = "ended" if ended else "paused" if found.state == "paused" else "running"
    return {
        **row,
        "due": written(found.due) if found.due else "",
        "state": state,
        "started": row["started"] if seen else written(found.started)[:16] if found.started else row["started"],
        "provisional": found.reason[:200] if found.provisional else "",
        "history": {"rule": row["history"]["rule"], "facts": [f.to_dict() for f in history]},
        "steps": [s.to_dict() for s in found.steps],
    }


def _closes(closed: Fact, open_: Fact) -> bool:
    return open_.what == "exclude" and open_.to is None and open_.ground == closed.ground and open_.on == closed.on
