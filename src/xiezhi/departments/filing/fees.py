"""Court fees (案件受理费) and application fees (申请费) by 诉讼费用交纳办法, each sum with its steps and articles.

Reckoned in exact fractions of a fen and rounded once: a third, or half of an odd fen, has no end in decimals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xiezhi.departments.filing.feelaw import Bracket, FeeBook, FeeLaw, Ground, Kind, Range, Rounding, load_fees
from xiezhi.kernel.numbers.errors import NumberError

PROCEDURES = ("ordinary", "simple", "small", "second")
OUTCOMES = ("judged", "mediated", "withdrawn")
APPEAL = "appeal"
MOST_FEN = 10**15  # ten million million yuan: more is a slip of the pen

Sum = tuple[Fraction, Fraction]  # least and most, fen; equal when nothing is left to the province


class FeeError(NumberError):
    """A fee that cannot be reckoned: `unknown_kind`, `amount_missing`, `amount_absurd`, `not_in_force` …"""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a Chinese sentence, what it adds (fen, negative when it takes away), its article."""

    what: str
    least: int
    most: int
    basis: str


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee in fen, `least` and `most` equal unless a province sets the figure and it is not on file.

    The steps add up to the fee. `basis` names each article once, in order.
    """

    least: int
    most: int
    steps: tuple[Step, ...]

    @property
    def fee(self) -> int | None:
        """The fee in fen; None while only its range is known."""
        return self.least if self.least == self.most else None

    @property
    def basis(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(step.basis for step in self.steps if step.basis))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a fee depends on. `amount` and `figure` (the figure of a range, if the asker knows it) in fen.

    kind: a kind of fees.toml, or "appeal" with `of` the kind at first instance. procedure: ordinary, simple, small,
    second. outcome: judged, mediated, withdrawn. `court`: a 法院代字, which picks the province. `variety`: a variety
    of the kind. `merged`: a counterclaim, or a third party's claim, heard together with the first one (第18条).
    """

    kind: str
    amount: int | None = None
    procedure: str = "ordinary"
    outcome: str = "judged"
    court: str = ""
    on: date | None = None
    of: str = "property"
    variety: str = ""
    merged: bool = False
    figure: int | None = None


def fee(asked: Asked, *, rounding: Rounding | None = None, book: FeeBook | None = None) -> Fee:
    """The fee, under the law in force on `asked.on` (the newest without it). FeeError says what is wrong."""
    fees = book or load_fees()
    law = fees.on(asked.on)
    if law is None:
        message = f"{fees.since.isoformat()}以前的收费办法没有收录，请按当时的办法计算。"
        raise FeeError("not_in_force", message, basis=str(fees.fees["meta"]["title"]), field="on")
    field = "of" if asked.kind == APPEAL else "kind"
    if asked.kind == APPEAL:
        asked = replace(asked, kind=asked.of, procedure=_on_appeal(asked))
    reckoning = _Reckoning(asked, law, _kind(asked, law, field))
    return reckoning.done(rounding or law.rounding)


def yuan(amount: int) -> str:
    """Fen as yuan with two places: 5003 → "50.03"."""
    return f"{Decimal(amount).scaleb(-2):.2f}"


def _on_appeal(asked: Asked) -> str:
    if asked.procedure in ("simple", "small"):
        message = "二审不适用简易程序和小额诉讼程序，请改为 second 或者不填。"
        raise FeeError("bad_procedure", message, basis="民事诉讼法第160条", field="procedure")
    return "second"


def _kind(asked: Asked, law: FeeLaw, field: str) -> Kind:
    _check(asked.procedure, PROCEDURES, "procedure")
    _check(asked.outcome, OUTCOMES, "outcome")
    kind = law.kinds.get(asked.kind)
    if kind is None:
        known = "、".join([*law.kinds, APPEAL])
        raise FeeError("unknown_kind", f"没有“{asked.kind[:30]}”这种收费，只能是{known}。", field=field)
    if asked.variety:
        _check(asked.variety, tuple(kind.varieties), "variety")
        kind = kind.varieties[asked.variety]
    if asked.amount is None and kind.amount == "required":
        raise FeeError("amount_missing", f"{kind.title}按金额计收，请填写金额。", basis=kind.basis, field="amount")
    if asked.amount is not None and not 0 <= asked.amount <= MOST_FEN:
        message = f"金额应当在0元至{MOST_FEN // 10**14}万亿元之间，请核对。"
        raise FeeError("amount_absurd", message, field="amount")
    return kind


def _check(given: str, known: tuple[str, ...], field: str) -> None:
    if given not in known:
        said = f"只能是{'、'.join(known)}" if known else "这种收费不分类"
        raise FeeError(f"unknown_{field}", f"“{given[:30]}”不对，{said}，请改正。", field=field)


class _Reckoning:
    """A sum that grows step by step; kept exact until it is done."""

    def __init__(self, asked: Asked, law: FeeLaw, kind: Kind) -> None:
        self.asked, self.law, self.kind = asked, law, kind
        self.total: Sum = (Fraction(0), Fraction(0))
        self.course: list[tuple[str, Sum, str]] = []

    def done(self, rounding: Rounding) -> Fee:
        """All steps in the order of the regulation, then the rounding."""
        self._charge()
        self._halve()
        fee = (rounding.of(self.total[0]), rounding.of(self.total[1]))
        steps, before = [], (0, 0)
        for what, total, basis in self.course:
            # Each step shows the difference of two rounded totals, so the steps always add up.
            after = (Rounding().of(total[0]), Rounding().of(total[1]))
            steps.append(Step(what, after[0] - before[0], after[1] - before[1], basis))
            before = after
        if any(exact != whole for exact, whole in zip(self.total, fee, strict=True)):
            unit = _short(rounding.unit)
            manner = {"half_up": "四舍五入", "down": "舍去尾数", "up": "进位"}[rounding.mode]
            steps.append(Step(f"以{unit}元为单位{manner}", fee[0] - before[0], fee[1] - before[1], ""))
        return Fee(*fee, tuple(steps))

    def _step(self, what: str, total: Sum, basis: str) -> None:
        self.total = total
        self.course.append((what, total, basis))

    def _add(self, what: str, least: Fraction | int, most: Fraction | int, basis: str) -> None:
        self._step(what, (self.total[0] + least, self.total[1] + most), basis)

    def _each(self, total: Callable[[Fraction], Fraction], what: str, basis: str) -> None:
        self._step(what, (total(self.total[0]), total(self.total[1])), basis)

    def _charge(self) -> None:
        kind, amount = self.kind, self.asked.amount
        second = self.asked.procedure == "second"
        if second and kind.free_on_appeal:
            self._add("对这种裁定提起上诉的，不交纳案件受理费", 0, 0, kind.free_on_appeal)
            return
        if second and kind.stage == "acceptance" and amount is not None and kind.amount != "none":
            self._add(self.law.appeal_what, 0, 0, self.law.appeal_basis)
        if kind.amount == "none" and amount is not None:
            self._add(f"{kind.title}按件交纳，不按金额", 0, 0, kind.basis)
        if kind.without and not amount:
            self._per_case(kind, kind.without, "没有金额或者价额")
        elif kind.like:
            like = self.law.kinds[kind.like]
            self._add(f"{kind.title}按照{like.title}的标准", 0, 0, kind.basis)
            self._by_amount(like)
        else:
            self._by_amount(kind)
        if kind.times != 1:
            self._each(lambda total: total * kind.times, f"按{_share(kind.times)}交纳", kind.basis)
        if kind.cap is not None and self.total[1] > kind.cap:
            cap = Fraction(kind.cap)
            self._each(lambda total: min(total, cap), f"最高不超过{_short(kind.cap)}元", kind.basis)

    def _by_amount(self, kind: Kind) -> None:
        if kind.each:
            first = kind.brackets[0].over if kind.brackets and self.asked.amount else None
            note = f"不超过{_short(first)}元的部分" if first else ""
            self._per_case(kind, kind.each, note)
        for bracket in kind.brackets:
            self._bracket(bracket, self.asked.amount or 0, kind.basis)

    def _per_case(self, kind: Kind, each: Range, note: str) -> None:
        least, most = each
        what = "，".join(filter(None, (kind.title, note))) + f"，每件交纳{_short(least)}元"
        if least != most:
            what += f"至{_short(most)}元"
            figure = self._figure(each)
            if figure is not None:
                least = most = figure
                what += f"，按{_short(figure)}元"
        elif self.asked.figure is not None:
            raise FeeError("no_range", f"{kind.title}的数额是固定的，请删去 figure。", basis=kind.basis, field="figure")
        self._add(what, least, most, kind.basis)

    def _figure(self, each: Range) -> int | None:
        given = self.asked.figure
        if given is None:
            return self.law.figures.get(self.asked.court[:1], {}).get(self.asked.kind)
        if not each[0] <= given <= each[1]:
            message = f"数额应当在{_short(each[0])}元至{_short(each[1])}元的幅度内，请核对。"
            raise FeeError("outside_range", message, basis=self.kind.basis, field="figure")
        return given

    def _bracket(self, bracket: Bracket, amount: int, basis: str) -> None:
        part = min(amount, bracket.upto or amount) - bracket.over
        if part <= 0:
            return
        upto = f"至{_short(bracket.upto)}元" if bracket.upto else "元"
        over = f"超过{_short(bracket.over)}" + ("元" if bracket.upto else "") + upto
        adds = part * bracket.rate
        self._add(f"{over}的部分：{_short(part)}元×{_percent(bracket.rate)}", adds, adds, basis)

    def _halve(self) -> None:
        grounds = [g for g in self.law.grounds if _holds(g, self.asked)]
        if not grounds or not self.total[1]:
            return
        if self.kind.stage == "application" or not self.kind.halves:
            name = "申请费" if self.kind.stage == "application" else self.kind.title
            self._add(f"{name}不适用减半交纳案件受理费的规定", 0, 0, grounds[0].basis)
            return
        share = self.law.share
        self._each(lambda total: total * share, f"{grounds[0].title}，减半交纳", grounds[0].basis)
        for ground in grounds[1:]:
            self._add(f"{ground.title}也应减半（{ground.basis}），但只能减半一次", 0, 0, self.law.once)


def _holds(ground: Ground, asked: Asked) -> bool:
    return asked.procedure in ground.procedure or asked.outcome in ground.outcome or (ground.merged and asked.merged)


def _short(amount: int) -> str:
    """Fen as yuan for a sentence, without needless zeros: 5000 → "50"."""
    return yuan(amount).removesuffix(".00")


def _percent(rate: Fraction) -> str:
    percent = Decimal(rate.numerator) * 100 / Decimal(rate.denominator)
    return f"{percent.normalize():f}%"


def _share(share: Fraction) -> str:
    words = "零一二三四五六七八九十"
    return f"{words[share.denominator]}分之{words[share.numerator]}"
