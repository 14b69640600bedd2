"""Mending a mistake: the record only grows, so an event is annulled by another, with a reason and a second person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.law.model import Act
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.clean import Fault, note_of
from xiezhi.kernel.procedure.load import standing as load_standing
from xiezhi.kernel.procedure.perform import held_by
from xiezhi.kernel.procedure.refusal import NOT_OPEN, Refusal, Refused
from xiezhi.kernel.record import writer
from xiezhi.kernel.record.fold import annulled
from xiezhi.kernel.record.models import Event

CHIEFS = frozenset({"division_chief", "president"})


def annul(matter: UUID, seq: int, *, actor: Actor, second: Actor, reason: str, key: str) -> Event:
    """Annul one event. Refused while later events rest on it, without a reason, or without a second person who has the power."""
    with transaction.atomic():
        locked = writer.lock(matter)
        if locked is None:
            raise Refused(NOT_OPEN)
        stored = f"{locked.id.hex}/{key}"
        again = Event.objects.filter(key=stored).first()
        if again is not None:
            return again
        events = list(Event.objects.filter(matter=locked).order_by("seq"))
        found = next((e for e in events if e.seq == seq), None)
        if found is None:
            raise Refused(Refusal("data", "本案没有这一条记录。", field="seq"))
        reason = _reason(reason)
        standing = load_standing(locked)
        book = law()
        act = book.procedure(found.procedure, found.on).acts.get(found.act)
        for who in (actor, second):
            _may(act, held_by(who, standing, book))
        if actor.person == second.person:
            raise Refused(Refusal("second", "撤销记录须由另一人复核同意。", field="second"))
        _rests(found, events)
        data: dict[str, Any] = {
            "annuls": seq, "given": {"reason": reason, "second": second.written}, "changes": [], "messages": [],
            "notes": {}, "asked": "",
        }  # fmt: skip
        event = writer.append(
            locked.id, seq=standing.seq + 1, prev=standing.head, act="annul", procedure=locked.procedure,
            actor=actor.written, post="", which="", on=clock.today(), minute=None, at=clock.now(), data=data,
            law=book.digest, key=stored,
        )  # fmt: skip
        writer.refold(locked.id, [*events, event])
        return event


def _reason(text: str) -> str:
    try:
        return note_of(text, "撤销理由")
    except Fault as fault:
        raise Refused(Refusal("data", str(fault), field="reason")) from None


def _may(act: Act | None, held: frozenset[str]) -> None:
    powers = set(act.by) | CHIEFS if act else CHIEFS
    if not held & powers or not held & {"staff"}:
        raise Refused(Refusal("not_your_post", "撤销记录由有权办理该行为的工作人员提出，并经第二人同意。"))


def _rests(found: Event, events: list[Event]) -> None:
    gone = annulled(events)
    later = [e for e in events if e.seq > found.seq and e.seq not in gone and "annuls" not in e.data]
    if found.seq in gone or "annuls" in found.data:
        raise Refused(Refusal("annulled", "这一条记录已经撤销，或者本身就是撤销记录。"))
    if found.seq == 1:
        raise Refused(Refusal("rests", "第一条记录不能撤销；案件应当依法结束。"))
    if found.data["messages"]:
        raise Refused(Refusal("sent", "该行为的通知或案卷已经发出，不能撤销，应当另作裁定或更正。"))
    if any(t == "matter" and v and v.get("number") for t, _, v in found.data["changes"]):
        raise Refused(Refusal("numbered", "该行为已经编立案号，不能撤销。"))
    touched = {(t, k) for t, k, _ in found.data["changes"] if t != "done"}
    moved = any(t == "matter" for t, _ in touched)
    for event in later:
        if moved or touched & {(t, k) for t, k, _ in event.data["changes"]}:
            raise Refused(Refusal("rests", f"之后的“{event.act}”（第{event.seq}条）以它为依据，请先处理那一条。"))
