"""Special procedures, payment orders, public summons: what a condition counts. Whatever a judge judges is a field, not a rule."""

from __future__ import annotations

from datetime import date

from xiezhi.kernel.money.ledger import fen, yuan
from xiezhi.kernel.periods.counting import as_day
from xiezhi.kernel.periods.facts import Fact
from xiezhi.kernel.periods.reckon import reckon
from xiezhi.kernel.procedure import book
from xiezhi.kernel.procedure.registry import Ctx, condition

DAYS_BEFORE_ELECTION = 5
DAYS_AFTER_PAYABLE = 15
YEARS_MISSING = {"four_years": 4, "accident": 2, "impossible": 0}


def _day(ctx: Ctx, name: str) -> date | None:
    said = ctx.fact(name)
    return date.fromisoformat(str(said)[:10]) if said else None


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes the last of February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def in_time(rule: str, start: date, done: date) -> bool:
    """Whether something done on a day keeps a period that began on another, holidays counted."""
    due = reckon(rule, [Fact("start", start)], rules=book.rules(), calendar=book.calendar()).due
    return due is None or done <= as_day(due)


@condition("sued_before_election")
def sued_before_election(ctx: Ctx) -> bool | None:
    """Sued five days or more before election day (民诉法第188条)."""
    election = _day(ctx, "election_day")
    return None if election is None else (election - ctx.standing.opened).days >= DAYS_BEFORE_ELECTION


@condition("missing_two_years")
def missing_two_years(ctx: Ctx) -> bool | None:
    """Two full years without word on the day of the application (民诉法第190条; 民法典第40条、第41条)."""
    since = _day(ctx, "last_heard")
    return None if since is None else years_after(since, 2) <= ctx.standing.opened


@condition("missing_for_death")
def missing_for_death(ctx: Ctx) -> bool | None:
    """Four years, two after an accident, none with proof that survival is impossible (民诉法第191条; 民法典第46条)."""
    since, ground = _day(ctx, "last_heard"), ctx.fact("missing_ground")
    if since is None or ground not in YEARS_MISSING:
        return None
    if ground == "impossible" and not ctx.fact("survival_proof"):
        return False
    return years_after(since, YEARS_MISSING[ground]) <= ctx.standing.opened


@condition("survival_impossible")
def survival_impossible(ctx: Ctx) -> bool:
    """An accident which, a competent organ proves, nobody can have survived (民诉法第192条第1款)."""
    return str(ctx.fact("missing_ground")) == "impossible"


@condition("survival_possible")
def survival_possible(ctx: Ctx) -> bool:
    """Any other case: the announcement takes a year (民诉法第192条第1款)."""
    return not survival_impossible(ctx)


@condition("search_is_over")
def search_is_over(ctx: Ctx) -> bool:
    """The announcement has run out, or the person has been found (民诉法第192条第2款)."""
    return bool(ctx.standing.done("announcement_over")) or ctx.standing.marked("found_again")


@condition("confirmation_in_time")
def confirmation_in_time(ctx: Ctx) -> bool | None:
    """Within thirty days after the agreement took effect (民诉法第205条)."""
    since = _day(ctx, "agreement_day")
    return None if since is None else in_time("civ.mediation_confirm.apply", since, ctx.standing.opened)


@condition("designation_is_contested")
def designation_is_contested(ctx: Ctx) -> bool:
    """The request is against a designation of a guardian (民诉法解释第349条第1款)."""
    return str(ctx.fact("guardian_request")) == "contest"


@condition("designation_objected_in_time")
def designation_objected_in_time(ctx: Ctx) -> bool:
    """Within thirty days after notice of the designation; other requests have no such term (民诉法解释第349条第1款)."""
    if not designation_is_contested(ctx):
        return True
    since = _day(ctx, "designated_notice")
    return since is not None and in_time("civ.guardian.object", since, ctx.standing.opened)


@condition("not_by_announcement")
def not_by_announcement(ctx: Ctx) -> bool | None:
    """A payment order must reach the debtor: no service by announcement (民诉法第225条; 解释第427条、第429条)."""
    method = (ctx.data or {}).get("service", {}).get("method")
    return None if method is None else bool(method != "announcement")


@condition("order_undisputed")
def order_undisputed(ctx: Ctx) -> bool:
    """No debtor's dispute waits for the judge (民诉法第227条第3款、第228条)."""
    return not order_disputed(ctx)


@condition("order_disputed")
def order_disputed(ctx: Ctx) -> bool:
    """A debtor's dispute waits for the judge (民诉法第228条第1款)."""
    return any(key.partition("/")[0] == "disputing" for key in ctx.standing.table("mark"))


@condition("order_stands")
def order_stands(ctx: Ctx) -> bool:
    """The order took effect (民诉法解释第441条)."""
    return bool(ctx.standing.done("take_effect"))


@condition("summons_long_enough")
def summons_long_enough(ctx: Ctx) -> bool | None:
    """The summons ends fifteen days or more after the day on which the instrument is payable (民诉法解释第447条)."""
    end, payable = _day(ctx, "summons_term") if ctx.data is not None else None, _day(ctx, "pay_day")
    return None if end is None or payable is None else (end - payable).days >= DAYS_AFTER_PAYABLE


@condition("nobody_claims")
def nobody_claims(ctx: Ctx) -> bool:
    """Nobody's claim to the instrument is open (民诉法第233条; 解释第448条、第450条)."""
    return not ctx.standing.marked("rights_claimed")


BEFORE = ("before_suit", "before_arbitration")
OTHER = ("in_arbitration", "before_enforcement")


@condition("kind_matches")
def kind_matches(ctx: Ctx) -> bool:
    """The ruling is of the kind asked for: property, conduct or evidence (民诉法第84条、第103条)."""
    return ctx.act.name == f"grant_{ctx.fact('preservation_kind')}"


@condition("kind_is_property")
def kind_is_property(ctx: Ctx) -> bool:
    """Property: enforcement carries it out and undoes it (财产保全规定第2条)."""
    return str(ctx.fact("preservation_kind")) == "property"


@condition("kind_is_not_property")
def kind_is_not_property(ctx: Ctx) -> bool:
    """Conduct or evidence: the ruling itself lifts it."""
    return not kind_is_property(ctx)


@condition("stage_is_before")
def stage_is_before(ctx: Ctx) -> bool:
    """Before a suit or an arbitration: 48 hours, security, thirty days to sue (民诉法第104条)."""
    return ctx.fact("preservation_stage") in BEFORE


@condition("stage_is_other")
def stage_is_other(ctx: Ctx) -> bool:
    """During an arbitration or before enforcement (财产保全规定第3条; 民诉法解释第163条)."""
    return ctx.fact("preservation_stage") in OTHER


@condition("reviewed_apart")
def reviewed_apart(ctx: Ctx) -> bool:
    """The review of a conduct order made before a suit is a case of its own (行保复)."""
    return str(ctx.fact("preservation_kind")) == "conduct" and ctx.fact("preservation_stage") in BEFORE


@condition("reviewed_here")
def reviewed_here(ctx: Ctx) -> bool:
    """Any other review is done in the matter itself (民诉法第111条)."""
    return not reviewed_apart(ctx)


@condition("within_preserved_sum")
def within_preserved_sum(ctx: Ctx) -> bool | str | None:
    """What is frozen, sealed or seized adds up to the sum of the ruling at most (民诉法第105条; 财产保全规定第15条)."""
    most = ctx.fact("preserved_sum")
    asked = (ctx.data or {}).get("frozen_sum")
    if not most or not asked:
        return None
    others = (r["value"] for k, r in ctx.standing.table("fact").items() if _other_sum(k, ctx.which) and r["value"])
    total = fen(str(asked)) + sum(fen(str(value)) for value in others)
    if total <= fen(str(most)):
        return True
    return (
        f"合计{yuan(total)}元，超过裁定保全的{most}元，属于超标的额保全。请减少数额；不可分的不动产，写明相应价值部分。"
    )


def _other_sum(fact: str, which: str) -> bool:
    name, _, one = fact.partition("/")
    return name == "frozen_sum" and one not in ("", which)
