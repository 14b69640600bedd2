"""Conditions of enforcement: time to apply, property held and sold, money, lists, the ending for lack of property."""

from __future__ import annotations

from datetime import date

from xiezhi.departments.enforcement import limits
from xiezhi.departments.enforcement.acts import held
from xiezhi.kernel.money.ledger import fen
from xiezhi.kernel.procedure.registry import Ctx, condition
from xiezhi.kernel.procedure.standing import Standing

EVASIONS = ("missing", "obstructing")
SETTLED = ("dispose", "note_undisposable", "confirm_sale", "take_in_kind", "lift_seizure")
OPEN_TERMS = ("plan_objection", "opposition_term", "plan_suit_term")


@condition("property_exhausted")
def property_exhausted(ctx: Ctx) -> bool:
    """Every clue is checked, and whatever was found is disposed of or cannot be (法〔2016〕373号 art. 1(3), 4)."""
    standing = ctx.standing
    checked = all(standing.done("check_clue", clue) for clue in standing.items("clue"))
    return checked and all(any(standing.done(act, asset) for act in SETTLED) for asset in standing.items("asset"))


@condition("evasion_handled")
def evasion_handled(ctx: Ctx) -> bool:
    """No obligor is still missing without a search or obstructing without a sanction (法〔2016〕373号 art. 1(5))."""
    return not any(mark.partition("/")[0] in EVASIONS for mark in ctx.standing.table("mark"))


@condition("end_agreed")
def end_agreed(ctx: Ctx) -> bool:
    """The creditor signed, or a panel verified and the president approved (民事诉讼法解释 art. 517(1))."""
    return bool(ctx.standing.done("sign_end") or ctx.standing.done("approve_end"))


@condition("within_two_years")
def within_two_years(ctx: Ctx) -> bool | None:
    """Two years from the last day of performance, or the application says why not (民事诉讼法 art. 250)."""
    if ctx.data is None:
        return None
    due, request = ctx.data.get("performance_due"), ctx.data.get("enforce_request")
    return not due or bool(request) or ctx.on <= _years_on(date.fromisoformat(due), 2)


def _years_on(day: date, years: int) -> date:
    return limits.longest("vehicle", day) if years == 2 else day


def kind_of(standing: Standing, asset: str) -> str:
    """The kind of a piece of property."""
    row = standing.items("asset").get(asset)
    return str(row["data"]["kind"]) if row else ""


@condition("seizure_fits_kind")
def seizure_fits_kind(ctx: Ctx) -> bool | None:
    """The term is not longer than the kind of property allows (民事诉讼法解释 art. 485)."""
    if ctx.data is None or not ctx.data.get("seizure_term"):
        return None
    return date.fromisoformat(ctx.data["seizure_term"]) <= limits.longest(kind_of(ctx.standing, ctx.which), ctx.on)


@condition("third_is_silent")
def third_is_silent(ctx: Ctx) -> bool | None:
    """The third person has not objected within the time set (执行工作规定 art. 47, 49)."""
    return not ctx.standing.done("note_third_objection", ctx.which) if ctx.which else None


@condition("price_is_settled")
def price_is_settled(ctx: Ctx) -> bool | None:
    """No objection to the price is open (处置参考价规定 art. 26)."""
    return not ctx.standing.marked("price_disputed", ctx.which) if ctx.which else None


@condition("auction_terms_hold")
def auction_terms_hold(ctx: Ctx) -> bool | None:
    """Starting price, deposit and notice of a first auction (网络司法拍卖规定 art. 10, 12, 17)."""
    price = ctx.standing.said("price", ctx.which)
    return _terms(ctx, False, fen(str(price)) if price else 0)


@condition("second_terms_hold")
def second_terms_hold(ctx: Ctx) -> bool | None:
    """Starting price, deposit and notice of a second auction (网络司法拍卖规定 art. 17, 26)."""
    before = ctx.standing.said("floor_price", ctx.which)
    return _terms(ctx, True, fen(str(before)) if before else 0)


def _terms(ctx: Ctx, again: bool, measure: int) -> bool | None:
    data = ctx.data
    if not data or not all(data.get(name) for name in ("floor_price", "deposit", "auction_at")):
        return None
    floor, bidding = fen(data["floor_price"]), date.fromisoformat(data["auction_at"][:10])
    fits = limits.second_floor_fits if again else limits.first_floor_fits
    in_time = limits.announced_in_time(kind_of(ctx.standing, ctx.which), again, ctx.on, bidding)
    return fits(measure, floor) and limits.deposit_fits(floor, fen(data["deposit"])) and in_time


@condition("price_is_fixed")
def price_is_fixed(ctx: Ctx) -> bool | None:
    """The reference price of this property is fixed (处置参考价规定 art. 30)."""
    return bool(ctx.standing.done("fix_price", ctx.which)) if ctx.which else None


@condition("was_unsold")
def was_unsold(ctx: Ctx) -> bool | None:
    """Nobody bid for this property, or the buyer defaulted (网络司法拍卖规定 art. 24, 26)."""
    return any(ctx.standing.done(act, ctx.which) for act in ("note_unsold", "note_default")) if ctx.which else None


@condition("was_sold")
def was_sold(ctx: Ctx) -> bool | None:
    """This property was sold (网络司法拍卖规定 art. 22)."""
    return bool(ctx.standing.done("note_sold", ctx.which)) if ctx.which else None


@condition("eviction_posted")
def eviction_posted(ctx: Ctx) -> bool | None:
    """The notice was posted and its day has passed (民事诉讼法 art. 261)."""
    if not ctx.which:
        return None
    until = ctx.standing.said("move_out_by", ctx.which)
    return bool(until) and ctx.on > date.fromisoformat(str(until))


@condition("asset_is_undisputed")
def asset_is_undisputed(ctx: Ctx) -> bool:
    """No outsider's objection is being examined (执行程序解释 art. 15)."""
    return not ctx.standing.marked("asset_disputed")


@condition("money_is_there")
def money_is_there(ctx: Ctx) -> bool:
    """Some money is held; how much may go out is checked when the sum is said."""
    return held(ctx) > 0


@condition("plan_may_run")
def plan_may_run(ctx: Ctx) -> bool:
    """No term for objections runs, and whoever objected was answered: revised or sued (执行程序解释 art. 18)."""
    standing, on = ctx.standing, ctx.on.isoformat()
    open_terms = any(
        row["state"] == "running" and str(row["due"])[:10] >= on
        for name in OPEN_TERMS
        for row in standing.clocks(name).values()
    )
    answered = any(standing.done(act) for act in ("revise_plan", "note_plan_suit")) or _unsued(standing, on)
    return not open_terms and (not standing.done("note_plan_objection") or answered)


def _unsued(standing: Standing, on: str) -> bool:
    """The objector let the time for a suit pass: the plan runs as it was."""
    return any(str(row["due"])[:10] < on for row in standing.clocks("plan_suit_term").values())


@condition("is_to_be_listed")
def is_to_be_listed(ctx: Ctx) -> bool | None:
    """The officer found that this obligor is to be listed (失信规定 art. 1, 5)."""
    return ctx.standing.said("listing", ctx.which) == "listed" if ctx.which else None


@condition("not_yet_remanded")
def not_yet_remanded(ctx: Ctx) -> bool:
    """The objection had not been sent back before (异议复议规定 art. 23(3))."""
    return not ctx.standing.said("remanded_before")


@condition("no_review_asked")
def no_review_asked(ctx: Ctx) -> bool:
    """Nobody asked for review of the ruling that stands."""
    return not any(mark.partition("/")[0] == "review_asked" for mark in ctx.standing.table("mark"))
