"""A court's budget: last year's cases and today's staff times the standards of parameters/budget.toml; spending within it."""

from __future__ import annotations

from datetime import date
from typing import Any

from xiezhi.kernel.law.resolve import on as resolved
from xiezhi.kernel.money.ledger import book, fen, yuan
from xiezhi.kernel.money.statements import Of, lines, stood
from xiezhi.kernel.people.models import Holding
from xiezhi.kernel.procedure.book import parameters
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx, Effect, condition, effect, value
from xiezhi.kernel.record.models import Matter

FREE, GIVEN, SPENT, PURPOSE = "budget_free", "budget", "budget_spent", "budget"


@condition("budget_year_fits")
def budget_year_fits(ctx: Ctx) -> bool | None:
    """The year is this one or the next."""
    return None if ctx.data is None else int(ctx.fact("budget_year") or 0) in (ctx.on.year, ctx.on.year + 1)


@condition("budget_year_is_over")
def budget_year_is_over(ctx: Ctx) -> bool:
    """The year has come to its end."""
    return ctx.on.year > int(ctx.fact("budget_year") or 0)


def workload(court: str, year: int, prefixes: list[str]) -> int:
    """Numbered matters of a kind that a court opened in a year; without a kind, the people who hold a post there."""
    if not prefixes:
        people = Holding.objects.filter(court=court, until=None).values("person").distinct()
        return int(people.count())
    if not date.min.year <= year <= date.max.year:
        return 0  # what was typed is no year; the act says so
    numbered = (
        Matter.objects.filter(court=court, opened__year=year).exclude(number="").values_list("procedure", flat=True)
    )
    return sum(procedure.startswith(tuple(prefixes)) for procedure in numbered)


def measured(ctx: Ctx) -> list[dict[str, Any]]:
    """Each line: what, how many, by which standard, how much."""
    year, rows = int(ctx.fact("budget_year") or 0), []
    for one in parameters("budget")["standard"]:
        n = workload(ctx.standing.court, year - 1, one["procedures"])
        standard = str(resolved(one["yuan"], ctx.on))
        rows.append({"name": one["title"], "n": n, "standard": standard, "sum": yuan(n * fen(standard))})
    return rows


@value("budget_lines")
def budget_lines(ctx: Ctx) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The lines of the budget."""
    return measured(ctx), {"basis": parameters("budget")["basis"]}


@value("budget_sum")
def budget_sum(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """Their sum, with the factors beside standards and workload."""
    factors = (ctx.data or {}).get("budget_factor") or []
    return yuan(sum(fen(str(row["sum"])) for row in [*measured(ctx), *factors])), {}


@value("budget_told")
def budget_told(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """Where the standards come from."""
    return str(parameters("budget")["trial"]), {}


def _booked(ctx: Ctx, account: str, given: int) -> Effect:
    sides = [(account, "", given, PURPOSE), (FREE, "", -given, PURPOSE)]
    return Effect(changes=[list(c) for c in book(ctx.standing.seq + 1, ctx.on.isoformat(), sides)])


@effect("approve_budget")
def approve_budget(ctx: Ctx) -> Effect:
    """The budget may be spent."""
    return _booked(ctx, GIVEN, -fen(str(ctx.fact("budget_sum"))))


@effect("adjust_budget")
def adjust_budget(ctx: Ctx) -> Effect:
    """More may be spent."""
    return _booked(ctx, GIVEN, -fen(str(ctx.fact("adjustment_sum"))))


@effect("spend_budget")
def spend_budget(ctx: Ctx) -> Effect:
    """Something was spent: never more than is left."""
    left, given = stood(lines(ctx.standing.table("entry")), Of(FREE)), fen(str(ctx.fact("spent_sum")))
    if not 0 < given <= left:
        message = f"预算余额为{yuan(left)}元，填写的是{yuan(given)}元。超出预算的，请先提出调整。"
        raise Refused(Refusal("data", message, ctx.act.basis, "spent_sum"))
    return _booked(ctx, SPENT, given)
