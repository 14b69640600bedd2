"""A world for the kernel's proofs, on the project's own law book: two courts, people by post, and matters that were filed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from xiezhi.kernel.access.actor import CLOCK, Actor, of_person
from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.numbers.casenumber import parse
from xiezhi.kernel.people.models import Court, Division, Holding, Person
from xiezhi.kernel.procedure.book import tables
from xiezhi.kernel.procedure.perform import open_matter, perform
from xiezhi.kernel.procedure.refusal import Refused
from xiezhi.kernel.procedure.verify import verify
from xiezhi.kernel.record.models import Assigned, Counter, Event, Matter
from xiezhi.kernel.record.tables import TABLES

COURT, SUPERIOR = "京0101", "京02"
POSTS = ("president", "filing_judge", "filing_clerk", "trial_judge", "taskmaster", "inspector", "division_chief")
SINCE = date(2015, 1, 1)
DAY = date(2025, 3, 3)
PLAINTIFF = {"kind": "person", "name": "张明", "id_number": "110101199003077758", "phone": "13800000001"}
DEFENDANT = {
    "kind": "person", "name": "李强", "id_number": "110101198506122130", "phone": "13800000002",
    "address": "北京市东城区演示街2号",
}  # fmt: skip
SUIT: dict[str, Any] = {
    "plaintiff": [{**PLAINTIFF, "address": "北京市东城区演示街1号"}], "defendant": [DEFENDANT], "cause": "民间借贷纠纷",
    "claim": "判令被告归还借款20000元。", "grounds": "2024年5月6日借款，到期未还。", "amount": "20000.00",
    "evidence": [{"name": "借条"}],
}  # fmt: skip
CONTACT = {
    "name": "过问人甲", "office": "某局副局长", "relation": "leader", "case_number": "（2025）京0101民初1号",
    "manner": "phone", "time": "2025-03-03T08:20", "content": "来电询问开庭时间，要求关照。",
}  # fmt: skip


@dataclass
class World:
    """People by post, made when first asked for, and the two ways to act."""

    people: dict[tuple[str, str], Person] = field(default_factory=dict)
    keys: Any = field(default_factory=lambda: count(1))

    def person(self, post: str, court: str = COURT, name: str = "") -> Person:
        """Who holds a post in a court (`name` asks for another one)."""
        if (post + name, court) not in self.people:
            person = Person.objects.create(name=name or f"演示{post}")
            division = Division.objects.get(court_id=court)
            Holding.objects.create(person=person, post=post, court_id=court, division=division, since=SINCE)
            self.people[post + name, court] = person
        return self.people[post + name, court]

    def staff(self, post: str, court: str = COURT, name: str = "") -> Actor:
        return of_person(self.person(post, court, name))

    def citizen(self, name: str = "张明", id_number: str = PLAINTIFF["id_number"]) -> Actor:
        """A member of the public."""
        if ("", name) not in self.people:
            self.people["", name] = Person.objects.create(name=name, id_number=id_number)
        return of_person(self.people["", name])

    def key(self) -> str:
        return f"k{next(self.keys)}"

    def open(self, procedure: str, actor: Actor, *, act: str = "", court: str = COURT, key: str = "",
             on: date | None = None, **data: Any) -> Matter:  # fmt: skip
        event = open_matter(procedure, court, actor=actor, act=act, data=data, on=on, key=key or self.key())
        return Matter.objects.get(pk=event.matter_id)

    def do(self, matter: Matter, act: str, actor: Actor, *, which: str = "", on: date | datetime | None = None,
           key: str = "", **data: Any) -> Event:  # fmt: skip
        return perform(matter.id, act, actor=actor, which=which, on=on, data=data, key=key or self.key())

    # matters --------------------------------------------------------------------------------------------------------

    def suit(self, actor: Actor | None = None, **data: Any) -> Matter:
        """A civil case, filed online."""
        return self.open("civ.first.ordinary", actor or self.citizen(), act="file", **{**SUIT, **data})

    def accepted(self, **data: Any) -> Matter:
        """A civil case with its number."""
        matter = self.suit(**data)
        self.do(matter, "accept", self.staff("filing_judge"), cause="民间借贷纠纷")
        matter.refresh_from_db()
        return matter

    def task(self, due: str = "2030-01-31") -> Matter:
        """A supervised task, given to a filing judge."""
        owner = self.person("filing_judge")
        data = {"task": "编制一次告知清单", "owner": owner.id.hex, "due": due}
        return self.open("court.supervision_task", CLOCK, act="open", **data)

    def decision(self, duties: int = 2) -> Matter:
        """A decision, divided into duties."""
        matter = self.open(
            "court.decision", self.staff("taskmaster"), decision="推进一次办好", decided_by="党组会议",
            decided_on="2025-02-28", decision_text="三个月内达到。",
        )  # fmt: skip
        self.do(matter, "divide", self.staff("taskmaster"), duty=[{"name": f"事项{n}"} for n in range(1, duties + 1)])
        return matter

    def report(self, post: str = "filing_judge") -> Matter:
        """The monthly report of one member of staff, with one instance of meddling in it."""
        who = self.person(post)
        matter = self.open("court.meddling_report", CLOCK, owner=who.id.hex)
        self.do(matter, "record", of_person(who), contact=CONTACT)
        return matter


def make_world() -> World:
    """The courts and one division in each."""
    for code in (SUPERIOR, COURT):
        known = tables().court(code)
        assert known is not None
        Court.objects.create(code=code, name=known.name, level=known.level, parent=known.parent_code)
        Division.objects.create(court_id=code, name="民事审判第一庭", since=SINCE)
    world = World()
    for post in POSTS:
        world.person(post)
    world.citizen()
    return world


def filed_task() -> Matter:
    """The shortest way to a record that is not empty: one supervised task in one court."""
    return make_world().task()


# what must hold -----------------------------------------------------------------------------------------------------


def broken() -> dict[str, list[str]]:
    """The invariants that do not hold, with what breaks them."""
    return {i.name: i.broken for i in verify() if i.broken}


def traces() -> dict[str, Any]:
    """Everything that an act may leave behind, counted: a refused one must leave it as it was."""
    tables_ = {name: model._default_manager.count() for name, model in TABLES.items()}
    return tables_ | {
        "event": Event.objects.count(), "matter": Matter.objects.count(), "message": Message.objects.count(),
        "person": Person.objects.count(), "counter": sorted(Counter.objects.values_list("court", "year", "last")),
    }  # fmt: skip


def codes(refused: Refused) -> list[str]:
    return [r.code for r in refused.refusals]


def refused(call: Any, *, code: str) -> Refused:
    """The call is refused with this code and leaves nothing behind."""
    before = traces()
    with pytest.raises(Refused) as caught:
        call()
    assert code in codes(caught.value)
    assert traces() == before
    for one in caught.value.refusals:
        assert any("一" <= c <= "鿿" for c in one.message), "a refusal speaks Chinese"
    return caught.value


def last(matter: Matter) -> Event:
    """The newest event of a matter."""
    return Event.objects.filter(matter=matter).latest("seq")


def child(matter: Matter) -> Matter:
    """The newest child of a matter."""
    found = Matter.objects.filter(parent=matter, events__seq=1).order_by("events__at").last()
    assert found is not None
    return found


def number(matter: Matter) -> int:
    """The running number inside a case number."""
    return int(parse(matter.number).no or 0)


def owner_of(matter: Matter) -> Actor:
    """Whoever carries a task or a report."""
    row = Assigned.objects.get(matter=matter, role="owner")
    return of_person(Person.objects.get(pk=UUID(str(row.person_id))))
