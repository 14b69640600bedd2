"""Mending a mistake: the record only grows, so an event is annulled by another, with a reason and a second person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.door import sees
from xiezhi.kernel.law.model import Act, LawBook
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure import months
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.call import stored_key
from xiezhi.kernel.procedure.clean import Fault, note_of
from xiezhi.kernel.procedure.load import standing as load_standing
from xiezhi.kernel.procedure.perform import held_by
from xiezhi.kernel.procedure.refusal import NOT_OPEN, Refusal, Refused
from xiezhi.kernel.procedure.standing import Standing
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
        standing = load_standing(locked)
        book = law()
        if not sees(actor, locked, book).knows:
            raise Refused(NOT_OPEN)
        stored = stored_key(locked.id.hex, key)
        again = Event.objects.filter(key=stored).first()
        if again is not None:
            return _same(again, seq, actor)
        events = list(Event.objects.filter(matter=locked).order_by("seq"))
        found = next((e for e in events if e.seq == seq), None)
        if found is None:
            raise Refused(Refusal("data", "本案没有这一条记录。", field="seq"))
        reason = _reason(reason)
        act = book.procedure(found.procedure, found.on).acts.get(found.act)
        for who in (actor, second):
            _may(act, held_by(who, standing, book))
        if actor.selves & second.selves:
            raise Refused(Refusal("second", "撤销记录须由另一人复核同意。", field="second"))
        _rests(found, events, book)
        _others(found, act, standing)
        months.refuse_closed(standing.court, found.data["changes"])
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


def _same(again: Event, seq: int, actor: Actor) -> Event:
    if again.data.get("annuls") == seq and again.actor == actor.written:
        return again
    raise Refused(Refusal("key_reused", "同一个提交号已经用于另一项内容。请刷新页面后重新提交。", field="key"))


def _reason(text: str) -> str:
    try:
        return note_of(text, "撤销理由")
    except Fault as fault:
        raise Refused(Refusal("data", str(fault), field="reason")) from None


def _may(act: Act | None, held: frozenset[str]) -> None:
    powers = set(act.by) | CHIEFS if act else CHIEFS
    if not held & powers or not held & {"staff"}:
        raise Refused(Refusal("not_your_post", "撤销记录由有权办理该行为的工作人员提出，并经第二人同意。"))


def _rests(found: Event, events: list[Event], book: LawBook) -> None:
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
    touched = {(t, k) for t, k, _ in found.data["changes"]}
    names = {(t, k.partition("/")[0]) for t, k in touched}
    moved = any(t == "matter" for t, _ in touched)
    for event in later:
        changed = {(t, k) for t, k, _ in event.data["changes"]}
        if moved or touched & changed or names & _read(event, book):
            raise Refused(Refusal("rests", f"之后的“{event.act}”（第{event.seq}条）以它为依据，请先处理那一条。"))


def _others(found: Event, act: Act | None, standing: Standing) -> None:
    """Refused when the act has opened another matter, or its end has done an act in the one above."""
    keys = [f"{standing.court}/child:{found.id.hex}.{n}" for n in range(len(act.opens) if act else 0)]
    keys += [f"{row['other']}/return:{found.id.hex}" for row in standing.table("link").values()]
    if Event.objects.filter(key__in=keys).exists():
        raise Refused(Refusal("rests", "该行为已经开出另一事项，或者其结果已经送回上一事项，不能撤销。"))


def _read(event: Event, book: LawBook) -> set[tuple[str, str]]:
    """What the law made an act look at: acts that had to be done, marks that had to be set, clocks."""
    act = book.procedure(event.procedure, event.on).acts.get(event.act)
    if act is None:
        return set()
    clocks = {("period", name) for name in (*act.within, *act.after)}
    return {("done", name) for name in act.all} | {("mark", name) for name in act.when} | clocks
