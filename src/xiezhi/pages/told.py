"""What a matter tells: its course, clocks, parties, papers and events, as lines that a template only prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.door import Eyes, matters
from xiezhi.kernel.law import model as law_model
from xiezhi.kernel.law.model import Procedure
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.asking import Asking
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.lineage import case_code, of_one_dispute, root_of
from xiezhi.kernel.record.fold import annulled
from xiezhi.kernel.record.models import Assigned, Event, Fact, Item, Mark, Matter, Paper, Party, Period
from xiezhi.pages import words
from xiezhi.pages.asked import post_title, role_title, state_title, title_of
from xiezhi.pages.called import name_of, subjects
from xiezhi.pages.course import course
from xiezhi.pages.reading import Reader, fields_of, glossary

STATES = {
    "running": gettext_noop("正在计算"),
    "paused": gettext_noop("中止计算"),
    "ended": gettext_noop("已了结"),
    "overdue": gettext_noop("已超期"),
    "expired": gettext_noop("已届满"),
}
# What the platform itself enters, under no act of the law book.
OWN_ACTS = {
    "annul": gettext_noop("撤销记录"),
    "redate": gettext_noop("放假安排公布，期限重新计算"),
    "import": gettext_noop("由其他系统转入"),
}
ID_KEPT = 32


@dataclass(frozen=True, slots=True)
class Clock:
    """A period as people read it."""

    row: Period
    title: str
    who: str
    owner: str
    word: str
    tag: str
    alive: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One event as people read it."""

    event: Event
    title: str
    who: str
    post: str
    basis: str
    about: str
    given: list[tuple[str, str]]
    papers: list[Paper]
    gone: bool
    versions: bool  # what it wrote was written more than once, and may be compared


class Told:
    """Everything one actor may read in one matter. Each table is read once."""

    def __init__(self, matter: Matter, eyes: Eyes, actor: Actor) -> None:
        self.matter, self.eyes, self.actor, self.book = matter, eyes, actor, law()
        self.file: Procedure = self.book.procedure(matter.procedure, max(matter.opened, clock.today()))
        self.events = [e for e in Event.objects.filter(matter=matter).order_by("seq") if self._may_know(e)]
        self.gone = annulled(self.events)
        self.parties = sorted(Party.objects.filter(matter=matter), key=lambda p: int(p.key[1:]))
        assigned = Assigned.objects.filter(matter=matter).select_related("person", "division")
        acts = self.file.acts.values()
        self.assigned = [r for r in assigned if self._any_known(act for act in acts if r.role in act.data)]
        self.items = list(Item.objects.filter(matter=matter).order_by("id"))
        self.papers = [p for p in Paper.objects.filter(matter=matter).order_by("id") if eyes.may_see(p.grade)]
        labels = {p.key: p.name for p in self.parties} | {i.key: self._item(i) for i in self.items}
        labels |= {r.person_id.hex: str(r.person) for r in self.assigned if r.person_id}
        self.reader = Reader(self.book, self._names(), labels, Asking().court_name, eyes.may_see)

    def _may_know(self, event: Event) -> bool:
        """Whether this actor may know that the act was done; whoever did it always may."""
        act = self.book.procedure(event.procedure, event.on).acts.get(event.act)
        return act is None or not act.grade or event.actor == self.actor.written or self.eyes.may_see(act.grade)

    def _names(self) -> dict[str, str]:
        people = {v for e in self.events for v in (e.actor, e.which) if len(v) == ID_KEPT}
        people |= {v for e in self.events for v in _texts(e.data.get("given")) if len(v) == ID_KEPT}
        return Asking().names(people)

    def _item(self, item: Item) -> str:
        if not self.eyes.may_see(item.grade):
            return item.key
        return words.said(next((v for v in item.data.values() if isinstance(v, str) and v), item.key))

    @property
    def done_by_me(self) -> set[str]:
        """The acts that this actor has done here and that stand."""
        return {e.act for e in self.events if e.actor == self.actor.written and e.seq not in self.gone}

    @property
    def title(self) -> str:
        return name_of(self.matter, self.book)

    def course(self) -> list[tuple[str, str]]:
        """The states this matter has been through and the one it is in: (title, been | now)."""
        standing = (event for event in self.events if event.seq not in self.gone)
        return course(standing, self.matter.state, self.file, self.book)

    def state(self, slug: str) -> str:
        return state_title(self.book, self.file, slug)

    @property
    def waits(self) -> str:
        return self.file.waits.get(self.matter.state, "")

    @property
    def final(self) -> bool:
        return self.matter.state in self.file.final

    def marks(self) -> list[tuple[str, Any]]:
        """Marks that stand: (title, since)."""
        found = []
        for mark in Mark.objects.filter(matter=self.matter).order_by("id"):
            name, _slash, which = mark.key.partition("/")
            if not self.may_know_mark(name):
                continue
            about = f"（{self.reader.labels.get(which, which)}）" if which else ""
            found.append((glossary(self.book, name) + about, mark.since))
        return found

    def may_know_mark(self, name: str) -> bool:
        """Whether this actor may know of what sets the mark: who may not know of an act does not see what it left."""
        return self._any_known(act for act in self.file.acts.values() if name in act.sets)

    def _any_known(self, acts: Iterable[law_model.Act]) -> bool:
        grades = [act.grade for act in acts]
        return not grades or any(not grade or self.eyes.may_see(grade) for grade in grades)

    def clocks(self) -> list[Clock]:
        """Periods: the running ones first, by their last day."""
        rows = Period.objects.filter(matter=self.matter)
        found = [self._clock(row) for row in rows]
        return sorted(found, key=lambda c: (not c.alive, c.row.due or "9999", c.row.id))

    def _clock(self, row: Period) -> Clock:
        rule = self.file.periods.get(row.name)
        alive = row.state in ("running", "paused", "overdue")
        late = alive and bool(row.due) and (words.days_left(row.due) or 0) < 0
        state = "overdue" if late and row.state == "running" else row.state
        tag = words.urgency(row.due) if state == "running" else {"paused": "info", "overdue": "bad"}.get(state, "plain")
        who = self.reader.labels.get(row.which, "") if row.which else ""
        return Clock(
            row, title_of_clock(rule, self.book, row.name), who, post_title(self.book, row.owner), _(STATES[state]), tag, alive
        )  # fmt: skip

    def people(self) -> list[tuple[str, list[Party]]]:
        """Parties by role, in the order of entry: (title of the role, parties)."""
        found: dict[str, list[Party]] = {}
        for party in self.parties:
            found.setdefault(role_title(self.book, self.file, party.role), []).append(party)
        return list(found.items())

    def staff(self) -> list[tuple[str, str]]:
        """Who carries the matter: (role, names with their divisions)."""
        found: dict[str, list[str]] = {}
        for row in self.assigned:
            if row.person and row.role != "opener":
                name = f"{row.person}" + (f"（{row.division}）" if row.division else "")
                found.setdefault(post_title(self.book, row.role), []).append(name)
        return [(role, "、".join(names)) for role, names in found.items()]

    def facts(self) -> list[tuple[str, str]]:
        """What was said of the matter, by field."""
        fields = fields_of(self.file)
        # Who carries the matter stands among the people already.
        named = {n for n, f in fields.items() if f.type == "staff" and n in self.book.posts}
        said = list(Fact.objects.filter(matter=self.matter).order_by("id"))
        if not self.file.kinds:  # what was said of each stands by itself (`each`)
            named |= {r.key.partition("/")[0] for r in said if "/" in r.key}
        rows = [r for r in said if r.key in fields.keys() - named]
        pairs = []
        for row in rows:
            if self.eyes.may_see(row.grade or fields[row.key].grade):
                pairs += self.reader.pairs([fields[row.key]], {row.key: row.value})
        return pairs

    def each(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What was said of one person each: (name, field and value), in a matter that is no case."""
        fields, found = fields_of(self.file), dict[str, list[tuple[str, str]]]()
        rows = [] if self.file.kinds else Fact.objects.filter(matter=self.matter, key__contains="/").order_by("id")
        for row in rows:
            name, _slash, which = row.key.partition("/")
            if name in fields and which in self.reader.labels and self.eyes.may_see(row.grade or fields[name].grade):
                found.setdefault(self.reader.labels[which], []).extend(
                    self.reader.pairs([fields[name]], {name: row.value})
                )
        return list(found.items())

    def records(self) -> list[tuple[str, list[list[tuple[str, str]]]]]:
        """Rows entered, by record: claims, evidence, hearings."""
        found: dict[str, list[list[tuple[str, str]]]] = {}
        for item in self.items:
            record = self.book.records.get(item.record)
            if record is None or not self.eyes.may_see(item.grade):
                continue
            pairs = self.reader.pairs(record.fields.values(), item.data)
            found.setdefault(title_of(record), []).append(pairs)
        return list(found.items())

    def lines(self, most: int | None = None) -> list[Line]:
        """Events, newest first, at most so many."""
        return [self.line(e) for e in self.events[::-1][:most]]

    def line(self, event: Event) -> Line:
        """One event as this actor may read it."""
        act = self.book.procedure(event.procedure, event.on).acts.get(event.act)
        title = title_of(act) if act else _(OWN_ACTS[event.act]) if event.act in OWN_ACTS else event.act
        given = self.reader.pairs(act.data.values(), event.data.get("given", {})) if act else []
        return Line(
            event, title, self._who(event), post_title(self.book, event.post) if event.post else "",
            act.basis if act else "", self.reader.labels.get(event.which) or self.reader.names.get(event.which, ""),
            given, [p for p in self.papers if p.key.startswith(f"{event.seq}.")], event.seq in self.gone,
            act is not None and self.compared(act),
        )  # fmt: skip

    def compared(self, act: law_model.Act) -> bool:
        """Whether the act wrote something more than once that this actor may read whole."""
        written = any(f.starts_as for f in act.data.values())
        return (
            written and len(self.events_of(act.name)) > 1 and all(self.eyes.may_see(f.grade) for f in act.data.values())
        )

    def events_of(self, act: str) -> list[Event]:
        """Each time an act was done and stands, the first one first."""
        return [e for e in self.events if e.act == act and e.seq not in self.gone]

    def groundwork(self, act: law_model.Act) -> list[Line]:
        """What the acts that this one rests on said, the latest for each one: read before signing, paying, voting."""
        latest = {(e.act, e.which): e for e in self.events if e.act in act.all and e.seq not in self.gone}
        return [line for e in latest.values() if (line := self.line(e)).given]

    def _who(self, event: Event) -> str:
        if len(event.actor) == ID_KEPT:
            return self.reader.names.get(event.actor, "")
        if event.actor.startswith("court:"):
            return Asking().court_name(event.actor.removeprefix("court:"))
        return _("平台时钟") if event.actor == "clock" else event.actor

    def code(self) -> str:
        """The case code (案件码) of the dispute."""
        return case_code(root_of(self.matter))

    def kin(self) -> list[tuple[str, Matter]]:
        """The matter that opened this one, those it opened and the instances of its dispute, as far as the actor may know."""
        ids = [self.matter.parent_id, *self.matter.children.values_list("pk", flat=True)]
        instances = of_one_dispute(root_of(self.matter)).exclude(number="").exclude(pk=self.matter.pk)
        ids += instances.values_list("pk", flat=True)
        if not any(ids):
            return []
        near = list(matters(self.actor, self.book).filter(pk__in=filter(None, ids)).order_by("opened", "id"))
        called = subjects(near, self.book)
        titles = ((self.book.procedure(m.procedure, clock.today()).title, m) for m in near)
        return [(f"{title}：{called[m.pk]}" if m.pk in called else title, m) for title, m in titles]


def title_of_clock(found: law_model.Clock | None, book: law_model.LawBook, name: str) -> str:
    """The title of a period; after a conversion the file in force may not have its name."""
    return found.title if found else glossary(book, name)


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
