"""What the API tells of a matter, as far as one actor may see it: nothing here decides, `Eyes` does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from xiezhi.kernel.access.door import Eyes, matters
from xiezhi.kernel.law.model import Field
from xiezhi.kernel.numbers.identity import mask_id, mask_phone
from xiezhi.kernel.procedure.lineage import ROOT
from xiezhi.kernel.record.models import Event, Fact, Item, Link, Mark, Matter, Outcome, Party, Period
from xiezhi.pages.asked import file_now, post_title, state_title
from xiezhi.pages.reading import fields_of, glossary
from xiezhi.pages.told import Told, title_of_clock

Row = dict[str, Any]
PERSON = 32
PERIOD = "key name which rule owner started due state provisional warn then steps".split()
PAPER = "key title kind digest media size act on name".split()


def matter_row(matter: Matter, eyes_book: Any) -> Row:
    """A matter in a list, titled by the law book."""
    file = file_now(eyes_book, matter.procedure)
    return {
        "id": matter.id, "procedure": matter.procedure, "title": file.title if file else matter.procedure,
        "number": matter.number, "court": matter.court_id, "state": matter.state,
        "state_title": state_title(eyes_book, file, matter.state) if file else matter.state, "opened": matter.opened,
    }  # fmt: skip


def matter_whole(told: Told) -> Row:
    """One matter: standing, people, periods with their steps, facts, records, papers, kin."""
    matter, eyes = told.matter, told.eyes
    of = {"matter": matter}
    return matter_row(matter, told.book) | {
        "court_name": matter.court.name, "final": told.final, "waits": told.waits,
        "course": [{"name": name, "title": told.state(name)} for name in _course(told)],
        "marks": [
            _mark(m, told)
            for m in Mark.objects.filter(**of).order_by("id")
            if told.may_know_mark(m.key.partition("/")[0])
        ],
        "facts": _facts(told),
        "parties": [_party(p, eyes) for p in told.parties],
        "assigned": [
            {"role": a.role, "role_title": post_title(told.book, a.role), "person": str(a.person or ""),
             "division": str(a.division or ""), "since": a.since}
            for a in told.assigned
        ],
        "periods": [_period(p, told) for p in Period.objects.filter(**of).order_by("due", "key")],
        "items": [_item(i, eyes) for i in told.items if eyes.may_see(i.grade) and i.record in eyes.book.records],
        "papers": [{name: getattr(p, name) for name in PAPER} for p in told.papers],
        "links": [*_kin(told), *_elsewhere(told)],
        "outcomes": [{"act": o.key, "outcome": o.outcome, "on": o.on} for o in Outcome.objects.filter(**of).order_by("on", "key")],
    }  # fmt: skip


def _course(told: Told) -> list[str]:
    """The states that the matter went through, each once, the present one last."""
    visited = [
        values["state"]
        for event in told.events
        if event.seq not in told.gone
        for table, _key, values in event.data["changes"]
        if table == "matter" and values and values.get("state")
    ]
    return [*dict.fromkeys(s for s in visited if s != told.matter.state), told.matter.state]


def _mark(mark: Mark, told: Told) -> Row:
    name, _slash, which = mark.key.partition("/")
    about = f"（{told.reader.labels.get(which, which)}）" if which else ""
    return {"key": mark.key, "title": glossary(told.book, name) + about, "since": mark.since}


def _facts(told: Told) -> Row:
    """What was said last of each field that the file has, by its name."""
    fields = fields_of(told.file)
    rows = Fact.objects.filter(matter=told.matter, key__in=list(fields)).order_by("id")
    may_see = told.eyes.may_see
    return {r.key: _value(fields[r.key], r.value, told.eyes) for r in rows if may_see(r.grade or fields[r.key].grade)}


def _party(party: Party, eyes: Eyes) -> Row:
    """A party; particulars are masked from whoever may not see the case itself."""
    records = [r for r in eyes.book.records.values() if r.table == "party"]

    def shown(name: str, mask: Callable[[str], str]) -> str:
        value = str(getattr(party, name))
        grades = {r.fields[name].grade or "case" for r in records if name in r.fields} or {"case"}
        return value if all(eyes.may_see(grade) for grade in grades) else mask(value)

    return {
        "key": party.key, "role": party.role, "role_title": post_title(eyes.book, f"party.{party.role}"),
        "kind": party.kind, "name": party.name, "id_number": shown("id_number", mask_id),
        "phone": shown("phone", mask_phone), "address": shown("address", lambda _text: ""),
        "of": party.of, "active": party.active,
    }  # fmt: skip


def _period(period: Period, told: Told) -> Row:
    title = title_of_clock(told.file.periods.get(period.name), told.book, period.name)
    return {name: getattr(period, name) for name in PERIOD} | {"title": title}


def _item(item: Item, eyes: Eyes) -> Row:
    record = eyes.book.records[item.record]
    data = seen(record.fields.values(), item.data, eyes)
    return {"key": item.key, "record": item.record, "title": record.title, "when": item.when, "data": data}


def _kin(told: Told) -> list[Row]:
    """The matter that opened this one and those it opened, as far as the actor may know of them."""
    return [
        _link(
            "parent" if m.id == told.matter.parent_id else "child", m.id.hex, m.procedure, title, m.number, m.court_id
        )
        for title, m in told.kin()
    ]


def _elsewhere(told: Told) -> list[Row]:
    """Matters sent to or come from another court. What is hosted here shows only through the door; what is not yet
    here (or never will be) shows to whoever may know of matters of that procedure."""
    rows = [
        r for r in Link.objects.filter(matter=told.matter).exclude(key=ROOT).order_by("id") if len(r.other) == PERSON
    ]
    ids = {UUID(r.other) for r in rows} - {told.matter.parent_id}
    near = {m.id.hex: m for m in matters(told.actor, told.book).filter(pk__in=ids)}
    hosted = {id.hex for id in Matter.objects.filter(pk__in=ids).values_list("id", flat=True)}
    children = {id.hex for id in told.matter.children.values_list("id", flat=True)}
    found = []
    for row in rows:
        file = file_now(told.book, row.procedure)
        shown = row.other in near or (row.other not in hosted and file is not None and told.eyes.may_see(file.grade))
        if shown and row.other not in children and UUID(row.other) in ids:
            number = near[row.other].number if row.other in near else row.number
            found.append(_link(row.kind, row.other, row.procedure, file.title if file else "", number, row.court))
    return found


def _link(kind: str, matter: str, procedure: str, title: str, number: str, court: str) -> Row:
    return {"kind": kind, "matter": matter, "procedure": procedure, "title": title, "number": number, "court": court}


def seen(fields: Iterable[Field], data: Mapping[str, Any], eyes: Eyes) -> Row:
    """Of what was given, what these eyes may see; records are looked into."""
    return {f.name: _value(f, data[f.name], eyes) for f in fields if f.name in data and eyes.may_see(f.grade)}


def _value(field: Field, value: Any, eyes: Eyes) -> Any:
    if isinstance(value, list):
        return [_value(field, inner, eyes) for inner in value]
    record = eyes.book.records.get(field.type)
    return seen(record.fields.values(), value, eyes) if record and isinstance(value, Mapping) else value


def events_of(told: Told, after: int, limit: int) -> list[Row]:
    """Events in order, at most so many of those past the number `after`."""
    return [_event(e, told) for e in told.events if e.seq > after][:limit]


def _event(event: Event, told: Told) -> Row:
    line, act = told.line(event), told.book.procedure(event.procedure, event.on).acts.get(event.act)
    columns = "id seq act procedure post which on minute at digest prev law".split()
    return {name: getattr(event, name) for name in columns} | {
        "title": line.title, "actor": line.who, "post_title": line.post, "about": line.about, "basis": line.basis,
        "given": seen(act.data.values(), event.data.get("given", {}), told.eyes) if act else {},
        "papers": [p.key for p in line.papers], "annulled": line.gone,
    }  # fmt: skip
