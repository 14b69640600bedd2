"""The engine: which acts are open, to whom, and why not. Pure: no database, no clock, no Django."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from xiezhi.kernel.law.model import Act, Clock, LawBook, Record
from xiezhi.kernel.procedure import registry
from xiezhi.kernel.procedure.refusal import Refusal
from xiezhi.kernel.procedure.registry import Ctx
from xiezhi.kernel.procedure.standing import Standing


def ones(per: str, standing: Standing, book: LawBook) -> dict[str, str]:
    """Those who stand in a relation or record now: key -> label."""
    if per in book.records and book.records[per].table != "party":
        return {k: _item_label(k, r["data"], book.records[per]) for k, r in standing.items(per).items()}
    post = book.posts.get(per)
    if post is None:
        return {}
    if post.kind in ("party", "counsel"):
        role = per.removeprefix("party").removeprefix(".")
        return {
            k: p["name"]
            for k, p in sorted(standing.parties.items(), key=lambda kp: int(kp[0][1:]))
            if role in roles(p) or (not role and p["role"] != "counsel")
        }
    return {p: p for p in dict.fromkeys(standing.assigned(per, *post.includes))}


def roles(party: dict[str, Any]) -> set[str]:
    """The roles in which a party stands: the first one, and those taken on later (an appellant is still the plaintiff)."""
    return {party["role"], *party["data"].get("also", [])}


def _item_label(key: str, data: dict[str, object], record: Record) -> str:
    """What it says first, in the order of its fields: a database keeps the keys of a row in an order of its own."""
    said = (data.get(name) for name in record.fields)
    return next((words for words in said if isinstance(words, str) and words), key)


def posts_for(act: Act, held: Iterable[str]) -> list[str]:
    """The posts among those held that give the power to do the act."""
    held = set(held)
    return [post for post in act.by if post in held]


def refusals(ctx: Ctx, held: frozenset[str]) -> list[Refusal]:
    """Every reason why the act is not open, first the most basic; empty if it is open."""
    act, standing = ctx.act, ctx.standing
    if not posts_for(act, held):
        return [_not_your_post(ctx)]
    found = _state(ctx)
    if found:
        return found
    found = [*_marks(ctx), *_clocks(ctx), *_counts(ctx)]
    if act.per and not ctx.which and not ones(act.per, standing, ctx.book):
        found.append(
            Refusal("which", f"「{act.title}」要针对{_name(ctx, act.per)}办理，目前没有。", act.basis, "which")
        )
    return found or _conditions(ctx)


def _name(ctx: Ctx, name: str) -> str:
    if name in ctx.book.posts:
        return ctx.book.posts[name].title
    if name in ctx.book.records:
        return ctx.book.records[name].title
    term = ctx.book.glossary.get(name)
    return str(term["zh"]) if term else name


def _not_your_post(ctx: Ctx) -> Refusal:
    who = "、".join(_name(ctx, post) for post in ctx.act.by)
    return Refusal("not_your_post", f"「{ctx.act.title}」由{who}办理，您没有这项权限。", ctx.act.basis)


def _state(ctx: Ctx) -> list[Refusal]:
    act, file, state = ctx.act, ctx.file, ctx.standing.state
    if act.opening and not state:
        return []
    if not act.opening and (state in act.source or ("*" in act.source and state not in file.final)):
        return []
    wanted = "、".join(file.states.get(s, s) for s in act.source if s != "*") or "未结"
    now = file.states.get(state, state)
    return [Refusal("not_open", f"「{act.title}」要在“{wanted}”时办理，现在是“{now}”。", act.basis)]


def _marks(ctx: Ctx) -> list[Refusal]:
    act, file, standing, which = ctx.act, ctx.file, ctx.standing, ctx.which
    found = []
    for mark, allowed in file.marks.items():
        by_clock = act.by == ("clock",) or (ctx.actor == "clock" and "clock" in act.by)
        if allowed and standing.marked(mark) and act.name not in allowed and not by_clock:
            names = "、".join(file.acts[a].title for a in allowed if a in file.acts)
            found.append(Refusal("shut_by_mark", f"案件处于“{_name(ctx, mark)}”，目前只能办理：{names}。", act.basis))
    for name in act.when:
        if name in file.marks and not standing.marked(name, which):
            found.append(Refusal("mark_needed", f"「{act.title}」要在“{_name(ctx, name)}”之后办理。", act.basis))
    per = which if act.per else ""
    for name in act.sets:
        if standing.marked(name) or (per and standing.marked(name, per)):
            found.append(Refusal("mark_set", f"已经是“{_name(ctx, name)}”，不必再办「{act.title}」。", act.basis))
    for name in act.clears:
        if not standing.marked(name, per) and not (act.per and not per):
            found.append(Refusal("mark_not_set", f"现在不是“{_name(ctx, name)}”，无需「{act.title}」。", act.basis))
    return found


def running(clock: dict[str, object], on: date) -> bool:
    """Whether a clock still runs on a day (its last day included)."""
    return clock["state"] in ("running", "paused") and (
        not clock["due"] or str(clock["due"])[:10] >= on.isoformat() or clock["state"] == "paused"
    )


def expired(clock: dict[str, object], on: date) -> bool:
    """Whether a clock has run out, rather than been stopped by an act."""
    return clock["state"] == "expired" or (clock["state"] == "running" and not running(clock, on))


def _clocks(ctx: Ctx) -> list[Refusal]:
    act, standing, on = ctx.act, ctx.standing, ctx.seen
    found = []
    for name in act.within:
        rows = _relevant(ctx.file.periods.get(name), ctx, standing)
        if not any(running(r, on) for r in rows):
            late = any(expired(r, on) for r in rows)
            reason = "已经届满" if late else "没有在计算"
            found.append(
                Refusal("not_within", f"「{act.title}」要在“{_title(ctx, name)}”内办理，该期间{reason}。", act.basis)
            )
    for name in act.after:
        rows = _relevant(ctx.file.periods.get(name), ctx, standing)
        if any(running(r, on) for r in rows) or not any(expired(r, on) for r in rows):
            found.append(Refusal("not_after", f"「{act.title}」要等“{_title(ctx, name)}”届满后办理。", act.basis))
    return found


def _relevant(clock: Clock | None, ctx: Ctx, standing: Standing) -> list[dict[str, object]]:
    if clock is None:
        return []
    rows = standing.clocks(clock.name)
    if clock.per and ctx.act.per and ctx.which:
        return [rows[k] for k in (f"{clock.name}/{ctx.which}",) if k in rows]
    return list(rows.values())


def _title(ctx: Ctx, period: str) -> str:
    clock = ctx.file.periods.get(period)
    return clock.title if clock else period


def _counts(ctx: Ctx) -> list[Refusal]:
    act, standing = ctx.act, ctx.standing
    found = []
    if act.times and (ctx.which or not act.per) and standing.done(act.name, ctx.which) >= act.times:
        found.append(Refusal("too_often", f"「{act.title}」最多办理{act.times}次，已经办过。", act.basis))
    for name in act.all:
        needed = ctx.file.acts.get(name)
        if needed is None:
            continue
        missing = _missing(needed, standing, ctx.book)
        if missing is not None:
            who = f"（还差：{'、'.join(missing)}）" if missing else ""
            found.append(Refusal("not_all_done", f"「{act.title}」之前要先完成「{needed.title}」{who}。", act.basis))
    return found


def _missing(needed: Act, standing: Standing, book: LawBook) -> list[str] | None:
    """None if the act has been done (for all who stand); else the labels of those for whom it has not."""
    if not needed.per:
        return None if standing.done(needed.name) else []
    standing_now = ones(needed.per, standing, book)
    left = [label for key, label in standing_now.items() if not standing.done(needed.name, key)]
    if not standing_now:
        return []
    return left or None


def _conditions(ctx: Ctx) -> list[Refusal]:
    found = []
    for name in ctx.act.when:
        if name in ctx.file.marks:
            continue
        answer = registry.conditions[name](ctx)
        if answer is True or answer is None:
            continue
        known = ctx.book.conditions[name]
        message = answer if isinstance(answer, str) else known.says
        found.append(Refusal(f"condition.{name}", message, known.basis))
    return found
