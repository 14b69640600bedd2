"""A round with the bank that is killed at a chosen step, again and again, each time in a process of its own.

    python -m tests.strength.bank_rounds FIRST     makes a court with fees that are due and the bank's files, then lets a round die
                                                   at its step FIRST, the next at the step after, until one lives; then a line of JSON

A step is a call that leaves something behind: bytes kept, a row, an event, an order laid; the child dies just before it or just
after it, without a word. The bank is a folder: what it was told stands in `orders`, what it says in its files.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from xiezhi.cli.main import open_platform

COURT = "京0101"
HEAD = "法院代字,交易日期,交易流水号,收支,金额,对方户名,案号\n"
FEES = 4


def prepared() -> None:
    """Suits whose fee is due, and the bank's first file: paid whole, in part, too much, and a line that fits nothing."""
    from django.conf import settings

    from tests.kernel.world import make_world
    from xiezhi.kernel.periods import clock

    world = make_world()
    world.person("cashier")
    lines = []
    for n, sum_ in enumerate(("300.00", "100.00", "999.99", "300.00")[:FEES]):
        suit = world.accepted()
        world.do(suit, "charge", world.staff("filing_judge"), fee_kind="property", amount="20000.00")
        lines.append(f"{COURT},{clock.today()},K{n},收,{sum_},演示付款人,{suit.number}\n")
    lines.append(f"{COURT},{clock.today()},KX,收,7.77,不明,\n")
    folder = Path(settings.XIEZHI_HOME) / "bank" / COURT
    folder.mkdir(parents=True)
    (folder / "1.csv").write_text(HEAD + "".join(lines[:3]), "utf-8")
    (folder / "2.csv").write_text(HEAD + "".join(lines[2:]), "utf-8")


class Death:
    """Counts the steps, and ends the process without a word at the chosen one."""

    def __init__(self, at: int) -> None:
        self.at, self.n = at, 0

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def dying(*args: Any, **kwargs: Any) -> Any:
            self.tick()
            found = call(*args, **kwargs)
            self.tick()
            return found

        return dying

    def tick(self) -> None:
        self.n += 1
        if self.n == self.at:
            os._exit(9)


def one_round(death: Death) -> None:
    """A round with the bank, each step watched."""
    from django.contrib.auth.models import User

    from xiezhi.departments.filing.bank import BankError
    from xiezhi.desk import bank, collect
    from xiezhi.desk.models import BankFile, BankRow
    from xiezhi.kernel.access.actor import of_person
    from xiezhi.kernel.exchange import outbox
    from xiezhi.kernel.people.models import Person
    from xiezhi.kernel.record import writer

    for owner, name in (
        (bank.store, "keep"), (BankFile.objects, "create"), (BankRow.objects, "bulk_create"), (collect, "perform"),
        (writer, "append"), (outbox, "post"),
    ):  # fmt: skip
        setattr(owner, name, death.around(getattr(owner, name)))
    cashier = of_person(Person.objects.get(name="演示cashier"))
    user, _ = User.objects.get_or_create(username="cashier")
    with suppress(BankError):  # the line that fits nothing is left to the cashier
        bank.run(cashier, COURT, bank.gateway(), user)


def in_child(at: int) -> tuple[int, int]:
    """How a round ended that was to die at a step, and how many steps it had (when it lived)."""
    from django.db import connections

    for held in connections.all():  # a child must not talk over its parent's connections
        held.close()
        if held.vendor == "postgresql":
            held.close_pool()  # type: ignore[attr-defined]
    reader, out = os.pipe()
    child = os.fork()
    if not child:
        death, code = Death(at), 1
        try:
            one_round(death)
            os.write(out, str(death.n).encode())
            code = 0
        except BaseException:
            traceback.print_exc()
        os._exit(code)
    os.close(out)
    said = os.read(reader, 20)
    os.close(reader)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), int(said or 0)


def told() -> dict[str, Any]:
    """What stands now, in fen: the court's bank account, the bank's own lines, what was booked how often, what is broken."""
    from django.db.models import Sum

    from tests.kernel.world import broken
    from xiezhi.desk.models import BankFile, BankRow
    from xiezhi.kernel.record.models import Entry, Event

    keys = list(Event.objects.filter(key__contains="/bank:").order_by("key").values_list("key", flat=True))
    return {
        "court": Entry.objects.filter(account="bank").aggregate(fen=Sum("fen"))["fen"] or 0,
        "bank": BankRow.objects.exclude(reference="KX").aggregate(fen=Sum("fen"))["fen"] or 0,
        "booked": [key.rpartition(":")[2] for key in keys], "files": BankFile.objects.count(),
        "acts": sorted(Event.objects.filter(key__contains="/bank:").values_list("act", flat=True)), "broken": broken(),
    }  # fmt: skip


def main(first: int) -> None:
    prepared()
    killed = 0
    while True:
        status, _ = in_child(first + killed)
        if status == 0:
            break
        assert status == 9, status
        killed += 1
    lived = told()
    assert in_child(0)[0] == 0
    sys.stdout.write(json.dumps({"killed": killed, "same": told() == lived, **lived}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    open_platform()
    main(int(sys.argv[1]))
