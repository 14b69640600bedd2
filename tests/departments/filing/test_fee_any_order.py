"""Any order of charging, paying, sparing, succeeding, sharing, settling and refunding balances to the cent on every account and day."""

from collections import Counter
from random import Random

import pytest

from xiezhi.departments.filing.closing import account
from xiezhi.departments.filing.closing.account import ASIDE, BANK, DUE, FEE, INCOME, RELIEF, Ledger
from xiezhi.kernel.money.holds import Short, Side, follow
from xiezhi.kernel.money.statements import Line, daily

DAYS = [f"2025-03-{n:02d}" for n in range(1, 32)]
STEPS = ("charge", "pay", "pay", "less", "aside", "back", "spare", "succeed", "share", "settle", "refund", "late")


class Fee:
    """The fee of one matter, moved at random; beside it what really came in and went out at the bank."""

    def __init__(self, dice: Random) -> None:
        self.dice, self.lines, self.parties, self.cash, self.on = dice, [], ["p1", "p2", "p3"], 0, 0
        self.told: Counter[str] = Counter()
        self.settled = False

    @property
    def ledger(self) -> Ledger:
        return Ledger(tuple(self.lines))

    def step(self) -> None:
        what = self.dice.choice(STEPS)
        try:
            sides = getattr(self, what)(self.ledger)
        except Short:
            self.told["short"] += 1
            return
        assert sum(fen for _, _, fen, _ in sides) == 0
        assert all(party for account_, party, _, _ in sides if account_ in (DUE, RELIEF))
        self.on = min(self.on + self.dice.randint(0, 1), len(DAYS) - 1)
        self.lines += [Line(a, p, fen, purpose, DAYS[self.on]) for a, p, fen, purpose in sides if fen]
        self.told[what] += bool(sides)

    def fen(self, most: int) -> int:
        return self.dice.choice((1, most, self.dice.randint(1, max(most, 1)))) if most > 0 else 0

    def payer(self, ledger: Ledger) -> str:
        return ledger.charged_to or self.parties[0]

    def charge(self, ledger: Ledger) -> list[Side]:
        return [] if self.settled else account.charged_more(self.payer(ledger), self.fen(10**7))

    def pay(self, ledger: Ledger) -> list[Side]:
        party = self.payer(ledger)
        due = self.fen(ledger.of(DUE, party))
        aside = bool(due) and due <= ledger.aside and self.dice.random() < 0.5
        self.cash += 0 if aside else due
        return account.received(party, due, aside) if due else []

    def less(self, ledger: Ledger) -> list[Side]:
        less = 0 if self.settled else self.fen(ledger.charged)
        return account.charged_less(ledger, self.payer(ledger), less) if less else []

    def aside(self, ledger: Ledger) -> list[Side]:
        fen = self.fen(10**8)
        self.cash += fen
        return [(BANK, "", fen, FEE), (ASIDE, "", -fen, FEE)]

    def back(self, ledger: Ledger) -> list[Side]:
        fen = self.fen(ledger.aside)
        self.cash -= fen
        return [(ASIDE, "", fen, FEE), (BANK, "", -fen, FEE)]

    def spare(self, ledger: Ledger) -> list[Side]:
        party = self.payer(ledger)
        fen = 0 if self.settled else self.fen(ledger.of(DUE, party))
        return [(RELIEF, party, fen, FEE), (DUE, party, -fen, FEE)]

    def succeed(self, ledger: Ledger) -> list[Side]:
        at = self.dice.randrange(len(self.parties))
        gone, comes = self.parties[at], f"p{len({line.party for line in self.lines}) + 100 + len(self.lines)}"
        self.parties[at] = comes
        return follow(self.lines, gone, comes)

    def share(self, ledger: Ledger) -> list[Side]:
        return [] if self.settled else account.shared(ledger, self.shares(ledger.charged))

    def shares(self, total: int) -> dict[str, int]:
        first = self.dice.randint(0, max(total, 0))
        return {self.parties[0]: first, self.parties[1]: total - first}

    def settle(self, ledger: Ledger) -> list[Side]:
        if self.settled or not ledger.charged or self.dice.random() < 0.7:
            return []
        self.settled = True
        return account.settled(ledger, self.shares(ledger.charged))

    def refund(self, ledger: Ledger) -> list[Side]:
        party = self.dice.choice(self.parties)
        owed = ledger.owed_to(party)
        sides = account.refunded(ledger, party)
        assert 0 < owed <= ledger.of(BANK, party), "never above what was paid"
        self.cash -= owed
        return sides

    def late(self, ledger: Ledger) -> list[Side]:
        party = self.dice.choice(self.parties)
        due = self.fen(ledger.of(DUE, party)) if self.settled else 0
        self.cash += due
        return account.received(party, due, False) if due else []

    def whole(self) -> None:
        """Every day balances, the bank holds what came in less what went out, and nothing stands on the name of who left."""
        ledger = self.ledger
        table = daily(self.lines)
        for day in {day for _, day in table}:
            assert sum(fen for (_, on), fen in table.items() if on == day) == 0
        assert ledger.of(BANK) == self.cash
        stays = {*self.parties, ""}
        assert not any(ledger.of(name, line.party) for line in self.lines if line.party not in stays
                       for name in (DUE, BANK, RELIEF, account.REFUND, account.SHARE))  # fmt: skip
        assert ledger.of(INCOME) <= 0
        assert ledger.aside >= 0
        for party in stays:
            assert min(ledger.of(DUE, party), ledger.of(BANK, party), ledger.of(RELIEF, party)) >= 0, party


def play(seed: int, operations: int, each: int = 40) -> Counter[str]:
    dice, told = Random(seed), Counter[str]()
    for _ in range(operations // each):
        fee = Fee(dice)
        for _ in range(each):
            fee.step()
            fee.whole()
        told += fee.told
    return told


@pytest.mark.system("24a")
@pytest.mark.parametrize("seed", range(3))
def test_any_order_of_random_operations(seed: int, full: bool) -> None:
    told = play(seed, 10_000 if full else 400)
    assert {*STEPS, "short"} - {"refund", "late"} <= set(told)
