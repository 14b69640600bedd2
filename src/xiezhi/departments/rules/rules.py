"""Rule texts: only the supreme court interprets (立法法第119条); the platform's law book follows what was issued."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from xiezhi.kernel.procedure.book import tables
from xiezhi.kernel.procedure.registry import Ctx, condition, value
from xiezhi.kernel.record.models import Event


@condition("may_make_rule")
def may_make_rule(ctx: Ctx) -> bool | None:
    """A judicial interpretation is made by the supreme court alone."""
    if ctx.data is None:
        return None
    court = tables().court(ctx.standing.court)
    return ctx.data["rule_kind"] != "interpretation" or (court is not None and court.level == "最高")


@condition("in_force_after_issue")
def in_force_after_issue(ctx: Ctx) -> bool | None:
    """The text counts from a day after the issue, and the wait ends on the day before it."""
    if ctx.data is None:
        return None
    since = date.fromisoformat(str(ctx.data["rule_version"]["since"]))
    return since > ctx.on and str(ctx.data["waiting_term"]) == (since - timedelta(days=1)).isoformat()


@condition("law_book_has_changed")
def law_book_has_changed(ctx: Ctx) -> bool:
    """The law book in force is another one than when this matter was opened."""
    opened = Event.objects.filter(matter=UUID(ctx.standing.matter), seq=1).values_list("law", flat=True).first()
    return opened != ctx.book.digest


@value("law_version")
def law_version(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """The digest of the law book in force, as every event of the record names it."""
    return ctx.book.digest, {}


@condition("another_than_changed")
def another_than_changed(ctx: Ctx) -> bool:
    """Whoever changed the law book does not check it."""
    acts = Event.objects.filter(matter=UUID(ctx.standing.matter), act__in=("change", "no_change")).order_by("-seq")
    return str(acts.values_list("actor", flat=True).first()).replace("-", "") != ctx.actor
