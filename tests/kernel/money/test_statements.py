"""Any order of random operations balances to the cent, on every account and day; held and earmarked money stays put."""

import random
from collections import Counter

import pytest

from xiezhi.kernel.money.holds import Short, held, hold, release, spend
from xiezhi.kernel.money.ledger import book
from xiezhi.kernel.money.statements import Line, Of, daily, lines, statement, stood

PARTIES, PURPOSES = ("p1", "p2", "p3"), ("case_fee", "security", "execution")
DAYS = [f"2025-03-{n:02d}" for n in range(1, 29)]


class _Till:
    """A ledger filled with random operations, and beside it what a child would count."""

    def __init__(self, seed: int) -> None:
        self.dice, self.lines, self.count, self.refused = random.Random(seed), [], Counter(), 0
        self.cash: dict[tuple[str, str, str], list[Line]] = {}

    def act(self) -> None:
        dice = self.dice
        party, purpose, fen = dice.choice(PARTIES), dice.choice(PURPOSES), dice.choice((1, 33, dice.randint(1, 10**7)))
        own = [*self.cash.get(("bank", party, purpose), ()), *self.cash.get((held("bank"), party, purpose), ())]
        try:
            match dice.choice(("pay", "pay", "hold", "release", "spend")):
                case "pay":
                    sides = [("bank", party, fen, purpose), ("owed", party, -fen, purpose)]
                case "hold":
                    sides = hold(own, "bank", party, fen, purpose)
                case "release":
                    sides = release(own, "bank", party, fen, purpose)
                case _:
                    sides = spend(own, "bank", party, fen, purpose, ("owed", party))
        except Short:
            self.refused += 1
            return
        on = dice.choice(DAYS)
        for _, _, row in book(len(self.lines) + 1, on, sides):
            assert row
            line = Line(row["account"], row["party"], row["fen"], row["purpose"], row["on"], f"m{fen % 7}")
            self.lines.append(line)
            # The balance so far as one line is enough for the next operation, and quick.
            key = (line.account, line.party, line.purpose)
            before = stood(self.cash.get(key, ()), Of())
            self.cash[key] = [Line(line.account, line.party, before + line.fen, line.purpose, on)]
            self.count[line.account, on] += line.fen


def _play(seed: int, operations: int) -> _Till:
    till = _Till(seed)
    for _ in range(operations):
        till.act()
    assert till.refused
    return till


def _balances(till: _Till) -> None:
    shuffled = till.lines[:]
    till.dice.shuffle(shuffled)
    table = daily(shuffled)
    assert table == daily(till.lines)
    accounts = {account for account, _ in table}
    assert accounts == {"bank", "owed", held("bank")}
    for day in {day for _, day in table}:
        assert sum(table[account, day] for account in accounts) == 0
        for account in accounts:
            counted = sum(fen for (name, on), fen in till.count.items() if name == account and on <= day)
            assert table[account, day] == counted
    last = {account: table[account, max(on for _, on in table)] for account in accounts}
    for account in accounts:
        for names in ("party", "purpose", "matter"):
            values = {getattr(line, names) for line in till.lines}
            parts = [stood(shuffled, Of(account=account, **{names: v})) for v in values]
            assert sum(parts) == last[account]
        told = statement(shuffled, Of(account), "2025-03-10", "2025-03-20")
        assert told.before == stood(till.lines, Of(account), "2025-03-09")
        assert told.before + told.came - told.went == told.after == stood(till.lines, Of(account), "2025-03-20")
    for party in PARTIES:
        for purpose in PURPOSES:
            assert stood(till.lines, Of("bank", party, purpose)) >= 0
            assert stood(till.lines, Of(held("bank"), party, purpose)) >= 0


@pytest.mark.parametrize("seed", range(3))
def test_any_order_balances_on_every_account_and_day(seed: int) -> None:
    _balances(_play(seed, 500))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_ten_thousand_operations_balance(seed: int) -> None:
    _balances(_play(seed, 10_000))


def test_a_line_knows_its_matter_and_the_order_of_booking() -> None:
    rows = {key: row for _, key, row in book(10, "2025-03-03", [("bank", "p1", 5, "x"), ("owed", "p1", -5, "x")])}
    earlier = {key: row for _, key, row in book(9, "2025-03-02", [("bank", "p1", 7, "x"), ("owed", "p1", -7, "x")])}
    found = lines({**rows, **earlier}, "m")  # type: ignore[dict-item]
    assert [(line.account, line.fen, line.matter) for line in found][::2] == [("bank", 7, "m"), ("bank", 5, "m")]
    assert stood(found, Of("bank", matter="m"), "2025-03-02") == 7


def test_held_money_is_not_spent_and_the_reason_is_told() -> None:
    found = [Line("bank", "p1", 100, "execution", "2025-03-03"), Line("bank", "p1", 900, "security", "2025-03-03")]
    found += [
        Line(a, p, fen, purpose, "2025-03-04") for a, p, fen, purpose in hold(found, "bank", "p1", 60, "execution")
    ]
    assert stood(found, Of("bank", "p1", "execution")) == 40
    with pytest.raises(Short, match=r"另有0[.]60元已冻结，其他用途的9[.]00元专款专用"):
        spend(found, "bank", "p1", 41, "execution", ("owed", "p1"))
    with pytest.raises(Short, match="不能解除"):
        release(found, "bank", "p1", 61, "execution")
    with pytest.raises(Short, match="不足以冻结"):
        hold(found, "bank", "p1", 41, "execution")
    assert spend(found, "bank", "p1", 40, "execution", ("owed", "p1"))[0] == ("bank", "p1", -40, "execution")


def test_earmarked_money_is_refused_for_anything_else() -> None:
    found = [Line("bank", "", 100, "生态修复金", "2025-03-03")]
    with pytest.raises(Short, match="专用于“生态修复金”，不能用于“办公费”"):
        spend(found, "bank", "", 50, "办公费", ("shop", ""), given="生态修复金")
    with pytest.raises(Short, match="大于零"):
        spend(found, "bank", "", 0, "生态修复金", ("shop", ""))
