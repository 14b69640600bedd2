"""Matters that bring about matters: children opened here, and what a child's end brings back to its parent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from xiezhi.kernel.law.model import Child
from xiezhi.kernel.procedure.compose import fit, known, link_back
from xiezhi.kernel.procedure.lineage import ROOT, root_row
from xiezhi.kernel.procedure.registry import Ctx
from xiezhi.kernel.record.fold import Rows
from xiezhi.kernel.record.models import Event

FollowUp = Callable[[str, str, str, date, Mapping[str, Any], str], None]


def follow(ctx: Ctx, event: Event, do: FollowUp) -> None:
    """Open the children that the act names, and do the parent's act that the end of this child brings about."""
    if not ctx.act.opens and not ctx.act.closes_as:
        return
    rows: Rows = {(t, k): v for t in ("fact", "party") for k, v in ctx.standing.table(t).items()}
    for table, key, values in event.data["changes"]:
        if values is not None and table in ("matter", "party", "fact", "link"):
            rows[table, key] = {**rows.get((table, key), {}), **values}
    rows.setdefault(("matter", ""), {})
    rows["matter", ""] = {"number": ctx.standing.number, **rows["matter", ""]}
    for n, child in enumerate(ctx.act.opens):
        _open(ctx, event, child, rows, n)
    if ctx.act.closes_as:
        _return(ctx, event, rows, do)


def _open(ctx: Ctx, event: Event, child: Child, rows: Rows, n: int) -> None:
    from xiezhi.kernel.access.actor import CLOCK
    from xiezhi.kernel.procedure.perform import Carried, open_matter

    file = ctx.book.procedure(child.procedure, ctx.on)
    opening = next(a for a in file.opening_acts if a.name == child.act or not child.act)
    carried = Carried(
        parties={k: v for (t, k), v in rows.items() if t == "party" and v["active"]},
        links={"parent": link_back(ctx, rows, "parent", child), ROOT: root_row(ctx, rows)},
        parent=event.matter_id.hex,
    )
    open_matter(
        child.procedure, ctx.standing.court, actor=CLOCK, act=opening.name, on=ctx.on,
        data=fit(known(ctx, rows), opening), key=f"child:{event.id.hex}.{n}", carried=carried,
    )  # fmt: skip


def _return(ctx: Ctx, event: Event, rows: Rows, do: FollowUp) -> None:
    for row in ctx.standing.table("link").values():
        named = row["returns"].get(ctx.act.closes_as) if row["kind"] == "parent" else None
        if not named:
            continue
        act, _, which = named.partition("/")
        parent, state = _standing_of(row["other"])
        file = ctx.book.procedure(parent, ctx.on)
        wanted = file.acts.get(act)  # none: what the parent has become in the meantime does not wait for it
        if wanted is None or state in file.final or not {state, "*"} & set(wanted.source):
            continue  # what it was opened for is over: the child ends for itself
        do(row["other"], act, which, ctx.on, fit(known(ctx, rows), wanted), f"return:{event.id.hex}")


def _standing_of(matter: str) -> tuple[str, str]:
    """(procedure, state) of a matter."""
    from xiezhi.kernel.record.models import Matter

    return Matter.objects.values_list("procedure", "state").get(pk=UUID(matter))
