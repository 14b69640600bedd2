"""`filing`: a case filed and accepted through the verb, beside the same rows written by plain Django code.

The peer checks the right, locks, takes a number, keeps the papers and writes every row that the verb wrote, in the same
tables and transactions; it is told what to write, and so reads no law, cleans nothing, and computes no period or digest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from tests.bench.house import house
from tests.bench.line import Line, turns
from tests.kernel.world import COURT, DAY, World
from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.papers import store
from xiezhi.kernel.people.models import Holding, Person
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Counter, Event, Matter
from xiezhi.kernel.record.tables import TABLES, stored

FILINGS, ROUNDS = 15, 8
# The peer's numbers are a series of their own: a number is given once in a court.
PLAIN_TYPE = "比"
COLUMNS = "seq act procedure actor post which on minute law prev digest salt".split()
CLAIM = "判令被告归还借款20000元（借条{}）。"


@dataclass(frozen=True)
class Written:
    """What one act wrote: columns of its event and of the matter, rows by table, papers, messages."""

    event: dict[str, Any]
    data: dict[str, Any]
    matter: dict[str, Any]
    rows: list[tuple[str, str, dict[str, Any]]]
    papers: list[bytes]
    messages: list[dict[str, Any]]


def written(event: Event) -> Written:
    """An event, laid out as a plain program would have it in its variables."""
    matter: dict[str, Any] = {}
    rows = []
    for table, key, values in event.data["changes"]:
        if table == "matter":
            matter |= dict(stored(Matter, n, v) for n, v in values.items())
        else:
            rows.append((table, key, dict(stored(TABLES[table], n, v) for n, v in values.items())))
    papers = [store.read(values["digest"]) for table, _, values in rows if table == "paper"]
    columns = {name: getattr(event, name) for name in COLUMNS}
    return Written(columns, event.data, matter, rows, papers, event.data["messages"])


class Verb:
    """Files and accepts through `open_matter` and `perform`."""

    def __init__(self, world: World) -> None:
        self.world, self.plaintiff, self.judge = world, world.citizen(), world.staff("filing_judge")
        self.matters: list[Matter] = []

    def __call__(self) -> None:
        for _ in range(FILINGS):
            # What is claimed differs from case to case, and so do the papers, as in life.
            matter = self.world.suit(self.plaintiff, claim=CLAIM.format(uuid4().hex))
            self.world.do(matter, "accept", self.judge, cause="民间借贷纠纷")
            self.matters.append(matter)


class Plain:
    """Writes the same rows with the ORM, row by row."""

    def __init__(self, acts: list[Written], judge: Actor) -> None:
        self.acts, self.judge = acts, judge
        self.told = [acts[0].data["given"]["claim"].encode(), acts[1].matter["number"].encode()]
        self.known = {(table, key) for table, key, _ in acts[0].rows}
        self.matters: list[UUID] = []
        Counter.objects.create(court=COURT, year=DAY.year, case_type=PLAIN_TYPE)

    def __call__(self) -> None:
        for _ in range(FILINGS):
            self.matters.append(uuid4())
            for act in self.acts:
                self.act(self.matters[-1], act)

    def act(self, id: UUID, act: Written) -> None:
        with transaction.atomic():
            matter = self.opened(id, act) if act.event["seq"] == 1 else self.moved(id, act)
            event = Event.objects.create(
                id=uuid4(), matter=matter, at=datetime.now(UTC), data=act.data, key=uuid4().hex, **act.event
            )
            for paper in act.papers:
                store.keep(self.filled(paper, matter))
            for table, key, values in act.rows:
                if (table, key) in self.known and event.seq > 1:
                    TABLES[table].objects.filter(matter=matter, key=key).update(**values)
                else:
                    TABLES[table].objects.create(matter=matter, key=key, **values)
            for n, m in enumerate(act.messages):
                Message.objects.create(
                    id=f"{event.id.hex}.{n}", event=event, kind=m["kind"], court=m["court"], person_id=m.get("person"),
                    body=m["body"], not_before=event.at,
                )  # fmt: skip

    def opened(self, id: UUID, act: Written) -> Matter:
        Person.objects.get(pk=UUID(act.event["actor"]))
        return Matter.objects.create(id=id, **act.matter)

    def moved(self, id: UUID, act: Written) -> Matter:
        assert Holding.objects.filter(person=self.judge.person, post=act.event["post"], court=COURT).exists()
        matter = Matter.objects.select_for_update().get(pk=id)
        matter.state, matter.number = act.matter["state"], self.number()
        matter.save()
        return matter

    def number(self) -> str:
        counter = Counter.objects.select_for_update().get(court=COURT, year=DAY.year, case_type=PLAIN_TYPE)
        counter.last += 1
        counter.save()
        return f"（{DAY.year}）{COURT}{PLAIN_TYPE}{counter.last}号"

    def filled(self, paper: bytes, matter: Matter) -> bytes:
        """A paper of the first case with this one's claim and number."""
        claim, number = self.told
        return paper.replace(claim, CLAIM.format(matter.pk.hex).encode()).replace(number, matter.number.encode())


def same(one: UUID, other: UUID) -> bool:
    """Whether two matters have the same rows in every table, their messages and the matter itself included."""

    def rows(id: UUID) -> list[Any]:
        found: dict[str, list[dict[str, Any]]] = {}
        for table, model in TABLES.items():
            names = [f.name for f in model._meta.concrete_fields if f.name not in ("id", "matter")]
            found[table] = list(model.objects.filter(matter=id).order_by("key").values(*names))
        events = Event.objects.filter(matter=id).order_by("seq").values_list("seq", "act", "post", "on")
        told = Message.objects.filter(event__matter=id).order_by("id").values_list("kind", "court", "person")
        return [found, list(events), sorted(told), Matter.objects.values_list("state", "opened", "court").get(pk=id)]

    return rows(one) == rows(other)


def lines() -> Iterator[Line]:
    with clock.at(DAY):
        verb = Verb(house())
        verb()
        first = verb.matters[0]
        plain = Plain([written(e) for e in Event.objects.filter(matter=first).order_by("seq")], verb.judge)
        plain()
        equal = same(first.pk, plain.matters[0])
        ours, peer = turns(verb, plain, ROUNDS)
    acts = 2 * FILINGS
    name = "filing" if connection.vendor == "sqlite" else "filing-postgres"
    yield Line(name, acts / ours, acts / peer, "higher", equal, "acts/s")
