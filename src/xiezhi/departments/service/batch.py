"""A batch: a matter that lists its rows. Each row is its own act in its own matter, done by the worker, and may fail alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx, Effect
from xiezhi.kernel.record.models import Matter

MOST_ROWS = 500
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one row: waiting, done or refused, and why."""

    row: dict[str, Any]
    matter: UUID
    state: str
    why: str


def send_batch(ctx: Ctx) -> Effect:
    """One message for each row, to be done for whoever lists them; a row of another court or of no matter is refused."""
    rows = (ctx.data or {})["batch_row"]
    found = list(_faults(ctx, rows))
    if found:
        raise Refused(*found)
    here = _found(ctx, rows)
    return Effect(notices=[_row(ctx, row, here[row["matter"]]) for row in rows])


def _faults(ctx: Ctx, rows: list[dict[str, Any]]) -> Iterator[Refusal]:
    if len(rows) > MOST_ROWS:
        yield Refusal("data", f"一批最多{MOST_ROWS}行，请分批办理。", ctx.act.basis, "batch_row")
    here = _found(ctx, rows)
    seen = set()
    for n, row in enumerate(rows):
        if row["matter"] not in here:
            yield Refusal("data", f"本院没有这件案件：{row['name']}。", ctx.act.basis, f"batch_row.{n}.matter")
        key = row["matter"], row["which"], row["what"]
        if key in seen:
            yield Refusal(
                "data", f"{row['name']}向{row['label']}的同一送达列了两次。", ctx.act.basis, f"batch_row.{n}.what"
            )
        seen.add(key)


def _found(ctx: Ctx, rows: list[dict[str, Any]]) -> dict[str, str]:
    """The matters of this court that the rows name, by number or id: what is written → id (hex)."""
    named = {row["matter"] for row in rows}
    there = Matter.objects.filter(court=ctx.standing.court)
    found = {
        number: pk.hex for number, pk in there.filter(number__in=named).exclude(number="").values_list("number", "pk")
    }
    ids = [UUID(text) for text in named if _ID.fullmatch(text)]
    return found | {pk.hex: pk.hex for pk in there.filter(pk__in=ids).values_list("pk", flat=True)}


def _row(ctx: Ctx, row: dict[str, Any], matter: str) -> dict[str, Any]:
    sending = {name: row[name] for name in ("what", "method", "address", "tracking") if row.get(name)}
    body = {
        "matter": matter, "act": "dispatch", "which": row["which"], "data": {"sending": sending}, "actor": ctx.actor,
        "row": row,
    }  # fmt: skip
    return {"kind": "row", "court": ctx.standing.court, "person": None, "body": body}


def results(batch: UUID) -> list[Result]:
    """The rows of a batch in their order, each with what became of it."""
    found = Message.objects.filter(event__matter=batch, kind="row").order_by("id")
    return sorted((_result(m) for m in found), key=lambda r: (r.row["name"], r.row["label"]))


def _result(message: Message) -> Result:
    state = {"waiting": "waiting", "delivered": "done"}.get(message.state, "refused")
    why = "".join(r["message"] for r in message.receipt.get("refusals", ())) or message.receipt.get("fault", "")
    return Result(message.body["row"], UUID(message.body["matter"]), state, why)


def batch_is_done(ctx: Ctx) -> bool:
    """No row waits any more."""
    rows = Message.objects.filter(event__matter=UUID(ctx.standing.matter), kind="row")
    return not rows.filter(state="waiting").exists()


def note_batch(ctx: Ctx) -> Effect:
    """The result of each row, kept in the event that closes the batch."""
    rows = [{"row": r.row, "state": r.state, "why": r.why} for r in results(UUID(ctx.standing.matter))]
    return Effect(notes={"rows": rows})
