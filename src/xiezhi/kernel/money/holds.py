"""Money that is held, and money that is earmarked: the sides of a booking, or a refusal with its reason. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from xiezhi.kernel.money.ledger import yuan
from xiezhi.kernel.money.statements import Line, Of, stood

HELD = "held"

Side = tuple[str, str, int, str]


class Short(ValueError):
    """A booking that the money does not allow. The message is Chinese: what, why, what to do."""


def held(account: str) -> str:
    """The account that keeps what is held of an account: still money of its party, but not free to go."""
    return f"{HELD}.{account}"


def hold(found: Iterable[Line], account: str, party: str, fen: int, purpose: str) -> list[Side]:
    """Hold a part of what is free."""
    _positive(fen)
    free = stood(found, Of(account, party, purpose))
    if fen > free:
        raise Short(f"可用余额{yuan(max(free, 0))}元，不足以冻结{yuan(fen)}元。请核对金额。")
    return [(held(account), party, fen, purpose), (account, party, -fen, purpose)]


def release(found: Iterable[Line], account: str, party: str, fen: int, purpose: str) -> list[Side]:
    """Release a part of what is held."""
    _positive(fen)
    kept = stood(found, Of(held(account), party, purpose))
    if fen > kept:
        raise Short(f"已冻结{yuan(max(kept, 0))}元，不能解除{yuan(fen)}元。请核对金额。")
    return [(account, party, fen, purpose), (held(account), party, -fen, purpose)]


def spend(
    found: Iterable[Line], account: str, party: str, fen: int, purpose: str, against: tuple[str, str], given: str = ""
) -> list[Side]:
    """Pay out of the free money that a party has for a purpose, `against` (account, party).

    Every purpose is earmarked: money `given` for one purpose is not spent for another.
    """
    _positive(fen)
    if given and given != purpose:
        raise Short(f"该款项专用于“{given}”，不能用于“{purpose}”。请先办理用途变更的审批，或者从对应的款项中支付。")
    lines = list(found)
    free = stood(lines, Of(account, party, purpose))
    if fen > free:
        kept, others = stood(lines, Of(held(account), party, purpose)), stood(lines, Of(account, party)) - free
        why = f"，另有{yuan(kept)}元已冻结" if kept > 0 else ""
        why += f"，其他用途的{yuan(others)}元专款专用，不能挪用" if others > 0 else ""
        raise Short(f"用于“{purpose}”的可用余额为{yuan(max(free, 0))}元，不足支付{yuan(fen)}元{why}。")
    return [(account, party, -fen, purpose), (*against, fen, purpose)]


def follow(found: Iterable[Line], before: str, after: str) -> list[Side]:
    """All that stands on one party's name stands on another's from now on: its successor's. Every account keeps its sum."""
    sums: dict[tuple[str, str], int] = {}
    for line in found:
        if line.party == before:
            sums[line.account, line.purpose] = sums.get((line.account, line.purpose), 0) + line.fen
    moved = [(account, purpose, fen) for (account, purpose), fen in sums.items() if fen]
    return [(a, party, sign * fen, p) for a, p, fen in moved for party, sign in ((before, -1), (after, 1))]


def _positive(fen: int) -> None:
    if fen <= 0:
        raise Short("金额应当大于零。")
