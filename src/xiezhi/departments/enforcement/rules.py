"""Conditions for ending enforcement for lack of property: 法〔2016〕373号 article 1, 民事诉讼法解释 article 517."""

from __future__ import annotations

from xiezhi.kernel.procedure.registry import Ctx, condition

EVASIONS = ("missing", "obstructing")


@condition("property_exhausted")
def property_exhausted(ctx: Ctx) -> bool:
    """Every clue is checked, and whatever was found is disposed of or cannot be (法〔2016〕373号 art. 1(3), 4)."""
    standing = ctx.standing
    checked = all(standing.done("check_clue", clue) for clue in standing.items("clue"))
    settled = ("dispose", "note_undisposable")
    return checked and all(any(standing.done(act, asset) for act in settled) for asset in standing.items("asset"))


@condition("evasion_handled")
def evasion_handled(ctx: Ctx) -> bool:
    """No obligor is still missing without a search or obstructing without a sanction (法〔2016〕373号 art. 1(5))."""
    return not any(mark.partition("/")[0] in EVASIONS for mark in ctx.standing.table("mark"))


@condition("end_agreed")
def end_agreed(ctx: Ctx) -> bool:
    """The creditor signed, or a panel verified and the president approved (民事诉讼法解释 art. 517(1))."""
    return bool(ctx.standing.done("sign_end") or ctx.standing.done("approve_end"))
