"""What is to be served in some matters: each paper for each party, where it stands, and how it may go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from xiezhi.departments.service.day import confirmed, consents
from xiezhi.departments.service.ways import ELECTRONIC, ways
from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.law.model import Act, LawBook
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.asking import Asking
from xiezhi.kernel.procedure.engine import posts_for, refusals
from xiezhi.kernel.procedure.load import standing as load_standing
from xiezhi.kernel.procedure.perform import held_by, may_choose
from xiezhi.kernel.procedure.registry import Ctx
from xiezhi.kernel.procedure.standing import Standing
from xiezhi.kernel.record.models import Matter

TO_SEND, ON_THE_WAY, FAILED = "to_send", "on_the_way", "failed"


@dataclass(frozen=True, slots=True)
class ToServe:
    """One paper for one party. `state`: to_send, on_the_way or failed; `due` ISO or empty; `last` the sending or attempt."""

    matter: Matter
    act: Act
    which: str
    party: str
    what: str
    state: str
    due: str
    last: dict[str, Any]
    attempts: int
    address: str
    phone: str
    electronic: bool
    methods: tuple[str, ...]


def to_serve(found: Iterable[Matter], actor: Actor, book: LawBook) -> Iterator[ToServe]:
    """Everything that this actor may serve in these matters and that has not been served."""
    for matter in found:
        standing = load_standing(matter)
        file = book.procedure(matter.procedure, clock.today())
        held = held_by(actor, standing, book)
        for act in file.acts.values():
            if act.effect != "serve" or not act.per or matter.state not in act.source or not posts_for(act, held):
                continue
            ctx = Ctx(book, file, act, standing, clock.today(), None, actor.written, None, "", Asking())
            for which, label in may_choose(ctx, actor, held).items():
                done = standing.done(act.name, which)
                if not done and not refusals(replace(ctx, which=which), held):
                    yield _one(ctx, matter, which, label)


def _one(ctx: Ctx, matter: Matter, which: str, label: str) -> ToServe:
    standing, act = ctx.standing, ctx.act
    known = confirmed(standing, which)
    party = standing.parties.get(which, {})
    state, due, last, attempts = _stands(standing, which, act.name)
    electronic = consents(standing, which)
    field = ctx.file.id.split(".")[0]
    methods = tuple(
        m for m in ctx.book.choices["sending_method"] if m in ways(field) and (electronic or m not in ELECTRONIC)
    )
    return ToServe(
        matter, act, which, label, ctx.book.choices["served_act"].get(act.name, act.title), state, due, last, attempts,
        str(known.get("address") or party.get("address") or ""), str(known.get("phone") or party.get("phone") or ""),
        electronic, methods,
    )  # fmt: skip


def _stands(standing: Standing, which: str, act: str) -> tuple[str, str, dict[str, Any], int]:
    periods = standing.table("period")
    attempts = [i["data"] for i in standing.items("attempt").values()]
    sendings = [i["data"] for i in standing.items("sending").values() if i["data"].get("what") == act]
    waiting, again = periods.get(f"on_the_way/{which}"), periods.get(f"serve_again/{which}")
    if waiting and waiting["state"] == "running" and sendings:
        return ON_THE_WAY, waiting["due"], sendings[-1], standing.done("serve_failed", which)
    if again and again["state"] == "running" and attempts:
        return FAILED, again["due"], attempts[-1], standing.done("serve_failed", which)
    return TO_SEND, "", {}, standing.done("serve_failed", which)
