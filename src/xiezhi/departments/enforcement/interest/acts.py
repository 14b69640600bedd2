"""What an obligor owes on a day, with interest, as an act reckons it: rates by parameters/rates.toml, each sum with its steps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from xiezhi.departments.enforcement.interest.reckoning import Debt, Owed, Rates, owed, rounded
from xiezhi.kernel.money.ledger import fen, yuan
from xiezhi.kernel.procedure.book import parameters
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx, condition, value

MOST_PERCENT = 100
KNOWN_RATES = ("one_year", "five_years")


@condition("interest_can_be_reckoned")
def interest_can_be_reckoned(ctx: Ctx) -> bool | str | None:
    """The debt is a sum, and the days are in order."""
    if ctx.data is None or not ctx.data.get("reckon_until"):
        return None
    data = ctx.data
    until = data["reckon_until"]
    if fen(data["debt_principal"]) <= 0:
        return "金钱债务应当大于零，请核对。"
    if any(fen(row["sum"]) <= 0 for row in data.get("debt_payment") or ()):
        return "清偿数额应当大于零，请核对。"
    if any(row["since"] > row["until"] for row in data.get("interest_pause") or ()):
        return "不计算加倍部分债务利息的期间，最后一日早于第一日，请核对。"
    if data["interest_rate"] != "none" and not data.get("interest_since"):
        return "计算一般债务利息的，请填写起算日。"
    starts = [day for day in (data.get("interest_since"), _due(ctx)) if day]
    return all(day <= until for day in starts)


def _due(ctx: Ctx) -> str:
    return str(ctx.fact("performance_due") or "")


def debt_of(ctx: Ctx) -> Debt:
    """The debt as it was typed."""
    data: Mapping[str, Any] = ctx.data or {}
    since = data.get("interest_since") if data["interest_rate"] != "none" else None
    return Debt(
        fen(data["debt_principal"]),
        date.fromisoformat(data["reckon_until"]),
        date.fromisoformat(since) if since else None,
        date.fromisoformat(_due(ctx)) if _due(ctx) else None,
        tuple((date.fromisoformat(r["date"]), fen(r["sum"])) for r in data.get("debt_payment") or ()
              if r["date"] <= data["reckon_until"]),
        tuple((date.fromisoformat(r["since"]), date.fromisoformat(r["until"])) for r in data.get("interest_pause") or ()),
    )  # fmt: skip


def rates_of(ctx: Ctx) -> Rates:
    """The rates that the judgment names, by the tables of the law book."""
    data, table = ctx.data or {}, parameters("rates")
    kind, said = data["interest_rate"], _percent(ctx)
    yearly: tuple[tuple[date, Fraction], ...] = ()
    if kind == "fixed":
        yearly = ((date.min, said / 100),)
    elif kind in KNOWN_RATES:
        yearly = tuple((row["since"], Fraction(row["value"]) * said / 100) for row in table[kind])
        since = data.get("interest_since")
        if since and date.fromisoformat(since) < yearly[0][0]:
            message = f"{yearly[0][0]}以前的利率没有收录，请按当时的利率分段计算后按固定年利率填写。"
            raise Refused(Refusal("data", message, table["delay_basis"], "interest_since"))
    delay = tuple((row["since"], Fraction(row["value"])) for row in table["delay_per_day"])
    return Rates(yearly, delay, int(table["year_days"]))


def _percent(ctx: Ctx) -> Fraction:
    data = ctx.data or {}
    kind, text = data["interest_rate"], str(data.get("interest_percent") or "").strip().rstrip("%％")
    if kind == "none" or (kind != "fixed" and not text):
        return Fraction(1)
    if text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit() and Fraction(text) <= MOST_PERCENT:
        return Fraction(text)
    message = "年利率（或者倍数）请填写不小于零、不超过100的数字，例如3.45。"
    raise Refused(Refusal("data", message, ctx.act.basis, "interest_percent"))


def _owed(ctx: Ctx) -> Owed:
    return owed(debt_of(ctx), rates_of(ctx))


@value("general_interest")
def general_interest(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """General interest that grew, whether paid since or not."""
    return yuan(rounded(_owed(ctx).grown_general)), {}


@value("delay_interest")
def delay_interest(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """The doubled part that grew."""
    return yuan(rounded(_owed(ctx).grown_delay)), {"basis": parameters("rates")["delay_basis"]}


@value("debt_left")
def debt_left(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """What is left of principal, general interest and doubled part, each rounded."""
    found = _owed(ctx)
    left = {"本金": found.principal, "一般债务利息": found.general, "加倍部分债务利息": found.delay}
    steps = [{"what": f"尚欠{what}", "amount": yuan(rounded(sum_)), "basis": ""} for what, sum_ in left.items()]
    return yuan(sum(rounded(sum_) for sum_ in left.values())), {"steps": steps}


@value("interest_told")
def interest_told(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """Each stretch of days in words, and which figures are for trial."""
    found, table = _owed(ctx), parameters("rates")
    said = []
    for span in found.spans:
        of = f"{span.since}起{span.days}日，未清偿{yuan(rounded(span.base))}元"
        if span.yearly:
            general = rounded(span.base * span.yearly * span.days / table["year_days"])
            of += f"；一般债务利息：年利率{_plain(span.yearly * 100)}%，{yuan(general)}元"
        if span.delay:
            of += f"；加倍部分：日{_plain(span.delay * 10_000)}‱，{yuan(rounded(span.base * span.delay * span.days))}元"
        said.append(of + "。")
    if (ctx.data or {})["interest_rate"] in KNOWN_RATES:
        said.append(f"{table['trial']}；{table['known_until']}以后按该日的报价计算。")
    if found.over:
        said.append(f"清偿超出{yuan(rounded(found.over))}元，应当退还。")
    said.append("各段分别四舍五入列示，合计由精确数一次四舍五入到分。清偿先抵一般债务利息、本金，后抵加倍部分。")
    return "\n".join(said), {"basis": table["delay_basis"]}


def _plain(number: Fraction) -> str:
    return f"{float(number):.6f}".rstrip("0").rstrip(".")
