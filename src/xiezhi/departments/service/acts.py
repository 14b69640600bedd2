"""What acts of service do beyond being recorded: a service is dated by its effect, a confirmed address goes along with the party."""

from __future__ import annotations

from typing import Any

from xiezhi.departments.service import batch, sending
from xiezhi.departments.service.day import served
from xiezhi.kernel.procedure.registry import Ctx, Effect, effect

effect("dispatch")(sending.dispatch)
effect("send_batch")(batch.send_batch)
effect("note_batch")(batch.note_batch)
CONFIRMED = {
    "address": "service_address", "phone": "service_phone", "email": "service_email", "agent": "service_agent",
    "electronic": "electronic",
}  # fmt: skip


@effect("serve")
def serve(ctx: Ctx) -> Effect:
    """The day of effect from the way of service and its facts, with steps and articles (民诉法第87条至第95条)."""
    found = served(ctx, (ctx.data or {})["service"])
    return Effect(on=found.on, notes={"service": {"on": found.on.isoformat(), "steps": list(found.steps)}})


@effect("confirm_address")
def confirm_address(ctx: Ctx) -> Effect:
    """The address stands with the party, so that it holds on appeal and in enforcement too (民诉法解释第137条)."""
    said = ctx.data or {}
    row = ctx.standing.parties[ctx.which]
    service: dict[str, Any] = {
        short: said[name] for short, name in CONFIRMED.items() if said.get(name) not in (None, "")
    }
    service["on"] = ctx.on.isoformat()
    new = {**row, "address": said["service_address"][:300], "phone": said["service_phone"][:40]}
    return Effect(changes=[["party", ctx.which, {**new, "data": {**row["data"], "service": service}}]])
