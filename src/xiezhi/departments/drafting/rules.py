"""Proof-reading before a judgment is signed: each check of conditions/judgment.toml, asked of what is written so far."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from xiezhi.departments.drafting import proofing
from xiezhi.departments.drafting.words import appeal_court
from xiezhi.kernel.procedure.book import articles
from xiezhi.kernel.procedure.engine import roles
from xiezhi.kernel.procedure.registry import Ctx, condition

PARTS = ("found", "reasoning", "ruling")
ROLES = {"plaintiff": "原告", "defendant": "被告", "third": "第三人", "accused": "被告人", "victim": "被害人"}


def _texts(ctx: Ctx) -> dict[str, str]:
    return {name: str(ctx.fact(name) or "") for name in PARTS}


def _parties(ctx: Ctx) -> list[tuple[str, str]]:
    parties = ctx.standing.parties.values()
    return [(title, p["name"]) for p in parties for role, title in ROLES.items() if role in roles(p)]


def _sum(ctx: Ctx, name: str) -> Decimal | None:
    try:
        return Decimal(str(ctx.fact(name))).normalize() if ctx.fact(name) else None
    except InvalidOperation:
        return None


def _told(texts: dict[str, str], *wrong: str) -> bool | str | None:
    """None while nothing is written, True when nothing is wrong."""
    return None if not any(texts.values()) else "".join(wrong) or True


@condition("nothing_left_open")
def nothing_left_open(ctx: Ctx) -> bool | str | None:
    """No place is left to be written (民诉法第155条)."""
    texts = _texts(ctx)
    return _told(texts, proofing.gaps("\n".join(texts.values())))


@condition("names_agree")
def names_agree(ctx: Ctx) -> bool | str | None:
    """Parties are called by their roles and names (民诉法第155条)."""
    texts, parties = _texts(ctx), _parties(ctx)
    return _told(texts, proofing.names("\n".join(texts.values()), parties), proofing.unnamed(texts["ruling"], parties))


@condition("sums_agree")
def sums_agree(ctx: Ctx) -> bool | str | None:
    """The ruling grants no more than was claimed, and no sum from nowhere (民诉法第13条, 155条)."""
    texts = _texts(ctx)
    said = [str(ctx.fact(name) or "") for name in ("claim", "counterclaim", "grounds", "agreed_facts")]
    claimed = _sum(ctx, "amount") if not ctx.fact("counterclaim") else None
    return _told(texts, proofing.sums(texts["ruling"], [texts["found"], texts["reasoning"], *said], claimed))


@condition("dates_are_sound")
def dates_are_sound(ctx: Ctx) -> bool | str | None:
    """Every day exists, and what was found has happened (民诉法第155条)."""
    texts = _texts(ctx)
    return _told(texts, proofing.dates(texts, ctx.on))


@condition("articles_exist")
def articles_exist(ctx: Ctx) -> bool | str | None:
    """Every article cited stands in an edition of its law (民诉法第155条第1款第2项: 适用的法律)."""
    texts = _texts(ctx)
    return _told(texts, proofing.missing("\n".join(texts.values()), articles()))


@condition("articles_in_force")
def articles_in_force(ctx: Ctx) -> bool | str | None:
    """Every law cited is law today; an older one may rightly apply to older facts, so this only warns."""
    texts = _texts(ctx)
    return _told(texts, proofing.out_of_force("\n".join(texts.values()), articles(), ctx.on))


@condition("fee_adds_up")
def fee_adds_up(ctx: Ctx) -> bool | str | None:
    """The costs are borne by somebody, and the shares are the fee (诉讼费用交纳办法第29条)."""
    texts = _texts(ctx)
    return _told(texts, proofing.costs(texts["ruling"], _sum(ctx, "fee")))


@condition("appeal_court_is_right")
def appeal_court_is_right(ctx: Ctx) -> bool | str | None:
    """A court of appeal that the text names is the next one above (民诉法第155条第1款第4项, 171条)."""
    texts = _texts(ctx)
    return _told(texts, proofing.appeal_court("\n".join(texts.values()), appeal_court(ctx)))
