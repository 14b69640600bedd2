"""Posts and the quota of judges: what each court was given, who fills it, and what a move would leave.

The table that counts is the newest `staff.establishment` in force that names the court; parameters/establishment.toml says
which posts make a judge of the quota and how many per cent of the posts the quota may be (法官法第25条).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from xiezhi.kernel.law.resolve import on as resolved
from xiezhi.kernel.people.models import Court
from xiezhi.kernel.people.questions import staff
from xiezhi.kernel.procedure.book import parameters
from xiezhi.kernel.procedure.registry import Ctx, Effect, condition, effect, value
from xiezhi.kernel.record.models import Item, Matter

ROW = "establishment_row"


def judges(court: str, on: date) -> int:
    """How many people of a court are judges of the quota on a day."""
    return staff(court, on, *parameters("establishment")["quota"]["posts"]).distinct().count()


def given(court: str) -> dict[str, Any] | None:
    """The row (`posts`, `quota`) that counts for a court now; None if none was approved."""
    rows = Item.objects.filter(record=ROW, matter__procedure="staff.establishment", matter__state="in_force")
    return next((r.data for r in rows.order_by("-matter__opened", "-id") if r.data["court"] == court), None)


def cases(court: str, year: int) -> int:
    """Numbered matters that a court opened in a year."""
    return Matter.objects.filter(court=court, opened__year=year).exclude(number="").count()


def _name(code: object) -> str:
    found = Court.objects.filter(code=str(code)).first()
    return found.name if found else str(code)


@condition("quota_within_ratio")
def quota_within_ratio(ctx: Ctx) -> bool | str | None:
    """All quotas together keep within the share of all posts; no court stands twice (法官法第25条)."""
    if ctx.data is None:
        return None
    rows: list[Mapping[str, Any]] = ctx.data[ROW]
    if len({r["court"] for r in rows}) < len(rows):
        return "同一个法院填写了两行，请合并。"
    most = int(str(resolved(parameters("establishment")["quota"]["percent"], ctx.on)))
    posts, quota = sum(int(r["posts"]) for r in rows), sum(int(r["quota"]) for r in rows)
    if quota * 100 > posts * most:
        return f"编制共{posts}名，员额共{quota}名，超过百分之{most}（最多{posts * most // 100}名）。请调减。"
    return True


@value("establishment_told")
def establishment_told(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """For each court named, a line: people there, judges, cases of last year, cases per judge."""
    codes = [str(r["court"]) for r in (ctx.data or {}).get(ROW, [])] or [
        str(ctx.fact(n)) for n in ("move_from", "move_to") if ctx.fact(n)
    ]
    return "\n".join(_line(code, ctx.on) for code in dict.fromkeys(codes)), {}


def _line(code: str, on: date) -> str:
    here, n = judges(code, on), cases(code, on.year - 1)
    per = f"，每名法官{n // here}件" if here else ""
    return f"{_name(code)}：在职{staff(code, on).count()}人，其中员额法官{here}人；上一年度立案{n}件{per}。"


def _rows(ctx: Ctx) -> dict[str, tuple[str, Mapping[str, Any]]]:
    return {str(row["data"]["court"]): (key, row) for key, row in ctx.standing.items(ROW).items()}


@condition("move_within")
def move_within(ctx: Ctx) -> bool | str | None:
    """Both courts stand in the table, and the one that gives keeps posts and quota for the people it has (total unchanged)."""
    giver, taker = str(ctx.fact("move_from") or ""), str(ctx.fact("move_to") or "")
    if not giver or not taker:
        return None
    rows = _rows(ctx)
    if giver == taker or giver not in rows or taker not in rows:
        return "调出和调入的法院应当是本表所列的两个不同的法院。"
    posts, quota = int(ctx.fact("move_posts") or 0), int(ctx.fact("move_quota") or 0)
    row = rows[giver][1]["data"]
    free, free_quota = int(row["posts"]) - staff(giver, ctx.on).count(), int(row["quota"]) - judges(giver, ctx.on)
    if posts > max(free, 0) or quota > max(free_quota, 0) or posts + quota == 0:
        return f"{_name(giver)}空缺编制{max(free, 0)}名、空缺员额{max(free_quota, 0)}名，调出的不能超过空缺，也不能都是零。"
    return True


@effect("move_posts")
def move_posts(ctx: Ctx) -> Effect:
    """What one court gives the other has; the sum stays."""
    rows, changes = _rows(ctx), []
    for name, sign in (("move_from", -1), ("move_to", 1)):
        key, row = rows[str(ctx.fact(name))]
        moved = {n: int(row["data"][n]) + sign * int(ctx.fact(f"move_{n}") or 0) for n in ("posts", "quota")}
        changes.append(["item", key, {**row, "data": {**row["data"], **moved}}])
    return Effect(changes=changes)


@condition("quota_has_room")
def quota_has_room(ctx: Ctx) -> bool | str | None:
    """The seats of a round keep within the court's quota (法官法第25条)."""
    row = given(ctx.standing.court)
    if row is None:
        return "本院的员额还没有核定，不能遴选。请上级法院先核定编制和员额。"
    free = int(row["quota"]) - judges(ctx.standing.court, ctx.on)
    if ctx.data is None:
        return True if free > 0 else f"本院员额{row['quota']}名，没有空缺。"
    seats = int(ctx.data["seats"])
    return 0 < seats <= free or f"本院员额{row['quota']}名，空缺{max(free, 0)}名，遴选的名额不能超过空缺。"
