"""Money that is held for others: it comes in, is identified, goes out by a payout that two people agreed on. Pure, over entries.

Accounts of a matter (debits above zero), all of one purpose: `bank` what lies at the bank; `unidentified` what came in and nobody
has claimed; `trust` what is held (on the name of the party who gave it in, or of nobody); `payable` what is to go out and is not
free any more; `kept` what was deposited for a party who does not claim it.
"""

from __future__ import annotations

from collections.abc import Iterable

from xiezhi.kernel.money.holds import Short, Side
from xiezhi.kernel.money.ledger import yuan
from xiezhi.kernel.money.statements import Line, Of, stood

BANK, UNIDENTIFIED, TRUST, PAYABLE, KEPT = "bank", "unidentified", "trust", "payable", "kept"


def free(found: Iterable[Line], purpose: str, party: str | None = None) -> int:
    """What is held and not yet on its way out, in fen; of one party's giving, or in all."""
    return -stood(found, Of(TRUST, party, purpose))


def kept(found: Iterable[Line], purpose: str, party: str) -> int:
    """What is deposited for a party, in fen."""
    return -stood(found, Of(KEPT, party, purpose))


def received(fen: int, purpose: str) -> list[Side]:
    """Money came in; whose it is stands open."""
    return [(BANK, "", fen, purpose), (UNIDENTIFIED, "", -fen, purpose)]


def identified(fen: int, party: str, purpose: str) -> list[Side]:
    """Money was identified: given in by a party, or by somebody who is none ("")."""
    return [(UNIDENTIFIED, "", fen, purpose), (TRUST, party, -fen, purpose)]


def proposed(found: Iterable[Line], fen: int, to: str, purpose: str, *, of: str | None = None) -> list[Side]:
    """A payout is set aside. `of`: only out of what that party gave in. `Short` when less is free."""
    return _moved(list(found), fen, (PAYABLE, to), purpose, of)


def deposited(found: Iterable[Line], fen: int, party: str, purpose: str) -> list[Side]:
    """Money that a party does not claim is kept on its name."""
    return _moved(list(found), fen, (KEPT, party), purpose, None)


def from_kept(found: Iterable[Line], fen: int, party: str, to: str, purpose: str) -> list[Side]:
    """A payout out of what is kept for a party."""
    there = kept(found, purpose, party)
    if not 0 < fen <= there:
        raise Short(f"提存的款项只有{yuan(there)}元，不足以支付{yuan(fen)}元。请核对金额。")
    return [(KEPT, party, fen, purpose), (PAYABLE, to, -fen, purpose)]


def refused(fen: int, to: str, purpose: str) -> list[Side]:
    """A payout that does not go out is free again, as money held for nobody in particular."""
    return [(PAYABLE, to, fen, purpose), (TRUST, "", -fen, purpose)]


def remitted(fen: int, to: str, purpose: str) -> list[Side]:
    """A payout went out at the bank."""
    return [(PAYABLE, to, fen, purpose), (BANK, "", -fen, purpose)]


def sent_back(fen: int, purpose: str) -> list[Side]:
    """The bank sent a payout back."""
    return [(BANK, "", fen, purpose), (TRUST, "", -fen, purpose)]


def _moved(found: list[Line], fen: int, to: tuple[str, str], purpose: str, of: str | None) -> list[Side]:
    if fen <= 0:
        raise Short("金额应当大于零。")
    there = free(found, purpose, of)
    if fen > there:
        whose = "该当事人交来的" if of is not None else ""
        waiting = -stood(found, Of(UNIDENTIFIED, None, purpose))
        more = f"，另有{yuan(waiting)}元到账还没有认领" if waiting > 0 else ""
        raise Short(f"{whose}可用款项为{yuan(max(there, 0))}元，不足{yuan(fen)}元{more}。请核对金额。")
    sides, left = list[Side](), fen
    for party in [of] if of is not None else dict.fromkeys(line.party for line in found if line.account == TRUST):
        part = min(left, max(free(found, purpose, party), 0))
        sides += [(TRUST, party or "", part, purpose)] if part else []
        left -= part
    return [*sides, (*to, -fen, purpose)]
