"""What the sum claimed is made of: the `sums` of a guide, each worked out from the answers, with its steps. Pure.

Money is yuan as Decimal with two places. A part of which an answer is not known is left out, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from xiezhi.portal.questions import Answers, Guide, chosen, live

FEN = Decimal("0.01")
MOST_DOUBLE = 11


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a sum: `yuan`, and how it was worked out, in words."""

    name: str
    title: str
    yuan: Decimal
    steps: str
    basis: str


Reckoned = tuple[Decimal, str]


def _plain(values: Sequence[str], today: date) -> Reckoned:
    return Decimal(values[0]), ""


def _less(values: Sequence[str], today: date) -> Reckoned:
    """The first less the others, never below zero."""
    first, *others = map(Decimal, values)
    steps = " − ".join([f"{first:,.2f}", *(f"{o:,.2f}" for o in others if o)])
    return max(first - sum(others), Decimal(0)), steps if any(others) else ""


def _times(values: Sequence[str], today: date) -> Reckoned:
    money, n = Decimal(values[0]), Decimal(values[1])
    return money * n, f"{money:,.2f} × {n}"


def _interest(values: Sequence[str], today: date, months: int = 1) -> Reckoned:
    """Simple interest by the day, a year of 365 days: of a sum at a rate in per cent since a day, until today."""
    money, rate, since = Decimal(values[0]), Decimal(values[1]) * months, date.fromisoformat(values[2])
    days = max((today - since).days, 0)
    return money * rate / 100 * days / 365, f"{money:,.2f} × 年利率 {rate}% × {days} 天 ÷ 365"


def _monthly_interest(values: Sequence[str], today: date) -> Reckoned:
    return _interest(values, today, 12)


def _interest_on_rest(values: Sequence[str], today: date) -> Reckoned:
    """Interest as `_interest`, of what is left of a price after what was paid of it."""
    left, _ = _less(values[:2], today)
    return _interest([str(left), *values[2:]], today)


def _minus(values: Sequence[str], today: date) -> Reckoned:
    return -Decimal(values[0]), ""


def service_months(since: date, until: date) -> Decimal:
    """Months of wage for a time of service (劳动合同法 art. 47(1)): one for each full year, one for what is left from six
    months, half of one for less."""
    months = (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)
    left = until > since and (months % 12 or until.day != since.day)
    years, rest = divmod(max(months, 0), 12)
    return Decimal(years) + (0 if not left else Decimal(1) if rest >= 6 else Decimal("0.5"))


def _severance(values: Sequence[str], today: date, times: int = 1) -> Reckoned:
    wage, since, until = Decimal(values[0]), date.fromisoformat(values[1]), date.fromisoformat(values[2])
    months = service_months(since, until)
    twice = f" × {times}" if times > 1 else ""
    return wage * months * times, f"月工资 {wage:,.2f} × {months} 个月{twice}"


def _double_severance(values: Sequence[str], today: date) -> Reckoned:
    return _severance(values, today, 2)


def _second_wage(values: Sequence[str], today: date) -> Reckoned:
    """The second wage of months without a written contract, eleven of them at most (劳动合同法 art. 82(1))."""
    wage, months = Decimal(values[0]), min(int(values[1]), MOST_DOUBLE)
    return wage * months, f"月工资 {wage:,.2f} × {months} 个月"


WAYS: Mapping[str, Callable[[Sequence[str], date], Reckoned]] = {
    "plain": _plain,
    "less": _less,
    "times": _times,
    "interest": _interest,
    "monthly_interest": _monthly_interest,
    "interest_on_rest": _interest_on_rest,
    "minus": _minus,
    "severance": _severance,
    "double_severance": _double_severance,
    "second_wage": _second_wage,
}


def parts(way: Guide, answers: Answers, today: date) -> list[Part]:
    """The parts that these answers allow, in the order of the file. An answer named with `?` counts nothing when unknown."""
    found, known = [], {q.name: answers.get(q.name) for q in live(way, answers)}
    for entry in way.sums:
        values = [_value(name, known) for name in entry["of"]]
        if chosen(entry, answers) and all(values):
            yuan, steps = WAYS[entry["how"]]([str(v) for v in values], today)
            yuan = yuan.quantize(FEN, ROUND_HALF_UP)
            if yuan:
                found.append(Part(entry["name"], entry["title"], yuan, steps, entry.get("basis", "")))
    return found


def _value(name: str, answers: Answers) -> Any:
    optional = name.endswith("?")
    return answers.get(name.rstrip("?")) or ("0" if optional else "")


def total(found: Sequence[Part]) -> str:
    """The sum of the parts, in yuan, never below zero; "" when there is none."""
    return f"{max(sum((p.yuan for p in found), Decimal(0)), Decimal(0)):.2f}" if found else ""
