"""What the API tells of a matter, as far as one actor may see it: nothing here decides, `Eyes` does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.door import Eyes
from xiezhi.kernel.law.model import Field, LawBook
from xiezhi.kernel.numbers.identity import mask_id, mask_phone
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.acts import OpenAct, open_acts
from xiezhi.kernel.procedure.asking import Asking
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.fold import annulled
from xiezhi.kernel.record.models import Assigned, Event, Fact, Item, Mark, Matter, Outcome, Paper, Party, Period

Row = dict[str, Any]
PERSON = 32


def matter_row(matter: Matter) -> Row:
    """A matter in a list."""
    book = law()
    known = matter.procedure in book.raw
    file = book.procedure(matter.procedure, clock.today()) if known else None
    return {
        "id": matter.id, "procedure": matter.procedure, "title": file.title if file else matter.procedure,
        "number": matter.number, "court": matter.court_id, "state": matter.state,
        "state_title": file.states.get(matter.state, matter.state) if file else matter.state,
        "opened": matter.opened, "parent": matter.parent_id,
    }  # fmt: skip


def matter_whole(matter: Matter, eyes: Eyes) -> Row:
    """One matter: standing, people, periods with their steps, facts, records, papers."""
    of = {"matter": matter}
    return matter_row(matter) | {
        "marks": list(Mark.objects.filter(**of).order_by("key").values("key", "since")),
        "parties": [_party(p, eyes) for p in sorted(Party.objects.filter(**of), key=lambda p: int(p.key[1:]))],
        "assigned": [
            {"role": a.role, "person": str(a.person or ""), "division": str(a.division or ""), "since": a.since}
            for a in Assigned.objects.filter(**of).select_related("person", "division").order_by("key")
        ],
        "periods": [_period(p) for p in Period.objects.filter(**of).order_by("due", "key")],
        "facts": {f.key: f.value for f in Fact.objects.filter(**of).order_by("key") if eyes.may_see(f.grade)},
        "items": [_item(i, eyes) for i in Item.objects.filter(**of).order_by("id") if eyes.may_see(i.grade)],
        "papers": [_paper(p) for p in Paper.objects.filter(**of).order_by("id") if eyes.may_see(p.grade)],
        "outcomes": list(Outcome.objects.filter(**of).order_by("on", "key").values("key", "outcome", "on")),
    }


def _party(party: Party, eyes: Eyes) -> Row:
    record = eyes.book.records.get("litigant")
    grades = {n: f.grade for n, f in record.fields.items()} if record else {}

    def shown(name: str, value: str, mask: Any) -> str:
        return value if eyes.may_see(grades.get(name) or "case") else str(mask(value))

    return {
        "key": party.key, "role": party.role, "kind": party.kind, "name": party.name, "active": party.active,
        "id_number": shown("id_number", party.id_number, mask_id), "phone": shown("phone", party.phone, mask_phone),
        "address": shown("address", party.address, lambda _: ""), "of": party.of,
    }  # fmt: skip


def _period(period: Period) -> Row:
    names = "key name which rule owner started due state provisional warn then steps".split()
    return {name: getattr(period, name) for name in names}


def _item(item: Item, eyes: Eyes) -> Row:
    record = eyes.book.records.get(item.record)
    data = seen(record.fields.values(), item.data, eyes) if record else {}
    return {"key": item.key, "record": item.record, "when": item.when, "data": data}


def _paper(paper: Paper) -> Row:
    return {name: getattr(paper, name) for name in "key title kind digest media size act on name".split()}


def seen(fields: Iterable[Field], data: Mapping[str, Any], eyes: Eyes) -> Row:
    """Of what was given, what these eyes may see; records are looked into."""
    return {f.name: _value(f, data[f.name], eyes) for f in fields if f.name in data and eyes.may_see(f.grade)}


def _value(field: Field, value: Any, eyes: Eyes) -> Any:
    if isinstance(value, list):
        return [_value(field, inner, eyes) for inner in value]
    record = eyes.book.records.get(field.type)
    return seen(record.fields.values(), value, eyes) if record and isinstance(value, Mapping) else value


def events_of(matter: Matter, eyes: Eyes, after: int, limit: int) -> list[Row]:
    """Events in order, those past `after`; which later one annulled them is said."""
    events = list(Event.objects.filter(matter=matter).order_by("seq"))
    gone = annulled(events)
    page = [e for e in events if e.seq > after][:limit]
    names = Asking().names({e.actor for e in page if len(e.actor) == PERSON})
    return [_event(e, eyes, names, e.seq in gone) for e in page]


def _event(event: Event, eyes: Eyes, names: Mapping[str, str], gone: bool) -> Row:
    act = eyes.book.procedure(event.procedure, event.on).acts.get(event.act)
    given = event.data["given"] if act is None else seen(act.data.values(), event.data["given"], eyes)
    return {
        "id": event.id, "seq": event.seq, "act": event.act, "title": act.title if act else "撤销记录",
        "procedure": event.procedure, "actor": names.get(event.actor, "" if len(event.actor) == PERSON else event.actor),
        "post": event.post, "which": event.which, "on": event.on, "minute": event.minute, "at": event.at,
        "basis": act.basis if act else "", "given": given, "annulled": gone, "digest": event.digest,
        "prev": event.prev, "law": event.law,
    }  # fmt: skip


def acts_of(matter: Matter, actor: Actor, eyes: Eyes) -> list[Row]:
    """Every act that this actor could ever do here: open, or why not."""
    return [_act(found, eyes, eyes.book) for found in open_acts(matter, actor)]


def _act(found: OpenAct, eyes: Eyes, book: LawBook) -> Row:
    act = found.act
    prefill = {n: v for n, v in found.prefill.items() if n in act.data and eyes.may_see(act.data[n].grade)}
    return {
        "act": act.name, "title": act.title, "title_en": act.title_en, "basis": act.basis, "open": found.open,
        "why": [r.as_dict() for r in found.why], "per": act.per, "prefill": prefill,
        "choices": [
            {"key": c.key, "label": c.label, "open": c.open, "why": [r.as_dict() for r in c.why]}
            for c in found.choices
        ],
    }  # fmt: skip
