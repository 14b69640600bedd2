"""A court in which anybody does any act in any order: after each step the record is whole, and what was refused left no trace.

A step is drawn from a seed: mostly an act that is open to whoever has its power, now and then any act by anyone, with
data that may be wrong, dated as it likes; days pass, the clock ticks, messages are carried, events are annulled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction

from tests.kernel.world import broken, traces
from xiezhi.kernel.access.actor import CLOCK, Actor, of_person
from xiezhi.kernel.law.model import Act, Procedure
from xiezhi.kernel.people.models import Holding, Person
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.acts import open_acts
from xiezhi.kernel.procedure.annul import annul
from xiezhi.kernel.procedure.asking import Asking
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.deliver import deliver_due
from xiezhi.kernel.procedure.engine import ones
from xiezhi.kernel.procedure.load import standing as load_standing
from xiezhi.kernel.procedure.perform import open_matter, perform
from xiezhi.kernel.procedure.refusal import Refused
from xiezhi.kernel.procedure.registry import Ctx
from xiezhi.kernel.procedure.standing import empty
from xiezhi.kernel.procedure.tick import tick
from xiezhi.kernel.record.ids import seeded
from xiezhi.kernel.record.models import Event, Matter
from xiezhi.simulation import likely, people
from xiezhi.simulation.invent import Inventor

START = date(2025, 3, 3)
COURT = "京0101"
WRONG: tuple[Any, ...] = (
    "",
    None,
    "\x00",
    "字" * 600,
    "\ud800",
    -1,
    [],
    {},
    [[]],
    "2025-02-30",
    "1e400",
    {"x": 1},
    True,
)


@dataclass
class Court:
    """One court, its people, and a seed that decides what happens."""

    rng: Random
    focus: tuple[str, ...] = ()
    every: int = 1  # after how many steps the whole record is verified
    day: date = START
    n: int = 0
    told: Counter[str] = field(default_factory=Counter)
    public: list[Person] = field(default_factory=list)

    def run(self, procedures: list[str], steps: int) -> None:
        with seeded(self.rng.randrange(2**32)), clock.at(self.day):
            people.found_courts([COURT], law())
            self.public = [people.citizen(self.rng) for _ in range(3)]
        for id in procedures:
            self.step(lambda id=id: self.open(law().procedure(id, self.day)))
        for _ in range(steps):
            self.step(self.rng.choices(
                [self.likely_act, self.any_act, self.undo, self.let_run], [70, 20, 4, 6]
            )[0])  # fmt: skip

    def step(self, what: Callable[[], None]) -> None:
        """One step: it is done and the record is whole, or it is refused and the record is as it was."""
        self.n += 1
        with clock.at(datetime.combine(self.day, time(9), clock.COURT_TIME) + timedelta(seconds=self.n)):
            before = traces()
            try:
                with transaction.atomic():
                    what()
                self.told["done"] += 1
            except Refused as refused:
                self.told["refused"] += 1
                assert traces() == before, "what was refused left a trace"
                assert all(r.message and r.code for r in refused.refusals)
        if self.n % self.every == 0:
            with clock.at(self.day):
                assert broken() == {}, f"step {self.n}: {what}"

    # steps ----------------------------------------------------------------------------------------------------------

    def open(self, file: Procedure) -> None:
        act = self.rng.choice(file.opening_acts)
        ctx = Ctx(law(), file, act, empty(COURT, self.day), self.day, None, "", None, "", Asking())
        who = self.rng.choice(self.public)
        actor = CLOCK if act.by == ("clock",) else of_person(who) if "public" in act.by else self.holder(act)
        data = Inventor(self.rng, ctx, self.day, who if "public" in act.by else None).data()
        open_matter(file.id, COURT, actor=actor, act=act.name, data=data, key=f"k{self.n}")

    def holder(self, act: Act) -> Actor:
        """Someone on the staff who holds a post that gives the power."""
        held = Holding.objects.filter(court=COURT)
        named = held.filter(post__in=act.by) if "staff" not in act.by else held
        chosen = self.rng.choice(list((named if named.exists() else held).order_by("id")))
        return of_person(chosen.person)

    def matter(self) -> Matter:
        """One of the matters, mostly of those in focus; seldom one that has ended or a monthly report of one of the staff."""
        found = list(Matter.objects.order_by("opened", "id"))
        return self.rng.choices(found, [0.05 if self._dull(m) else 1.0 for m in found])[0]

    def _dull(self, matter: Matter) -> bool:
        file = law().procedure(matter.procedure, self.day)
        beside = bool(self.focus) and not matter.procedure.startswith(self.focus)
        return beside or matter.state in file.final or file.opened.get("every") == "month"

    def everyone(self, matter: Matter) -> list[Person]:
        """Whoever may have something to do here: parties, carriers, one of the staff, and strangers."""
        standing = load_standing(matter)
        ids = {p["person"] or p["filer"] for p in standing.parties.values()}
        ids |= {row["person"] for row in standing.table("assigned").values()}
        known = Person.objects.filter(id__in=[UUID(i) for i in ids if i]).order_by("id")
        staff = Holding.objects.filter(court=matter.court_id).select_related("person").order_by("id")
        return [*known, *(h.person for h in staff), *self.public]

    def likely_act(self) -> None:
        """An act that is open to someone, with data that fit."""
        matter = self.matter()
        there = self.everyone(matter)
        self.rng.shuffle(there)
        for actor in map(of_person, there[:12]):
            found = [o for o in open_acts(matter, actor) if o.open]
            if not found:
                continue
            standing = load_standing(matter)
            weights = [likely.weight(o.act, standing) + 0.05 for o in found]
            chosen = self.rng.choices(found, weights)[0]
            which = self.rng.choice([c.key for c in chosen.choices if c.open]) if chosen.choices else ""
            self.act(matter, actor, chosen.act, which)
            self.told[f"{matter.procedure}:{chosen.act.name}"] += 1
            return

    def any_act(self) -> None:
        """Any act by anyone, open or not, perhaps with wrong data, perhaps dated otherwise."""
        matter = self.matter()
        file = law().procedure(matter.procedure, self.day)
        act = self.rng.choice(list(file.acts.values()))
        keys = ["", "p1", "p9", *ones(act.per, load_standing(matter), law())] if act.per else ["", "p1"]
        on = self.day + timedelta(days=self.rng.choice([0, 0, 0, -1, -20, 1, -9999]))
        who = self.rng.choice([*self.everyone(matter), None])
        actor = of_person(who) if who else CLOCK
        self.act(matter, actor, act, self.rng.choice(keys), on=on, wrong=self.rng.random() < 0.5)

    def act(
        self, matter: Matter, actor: Actor, act: Act, which: str, on: date | None = None, wrong: bool = False
    ) -> None:
        file = law().procedure(matter.procedure, self.day)
        ctx = Ctx(law(), file, act, load_standing(matter), self.day, None, actor.written, None, which, Asking())
        data = Inventor(self.rng, ctx, self.day).data()
        if wrong and act.data:
            data[self.rng.choice([*act.data, "nothing"])] = self.rng.choice(WRONG)
        perform(matter.id, act.name, actor=actor, on=on, data=data, which=which, key=f"k{self.n}")

    def undo(self) -> None:
        matter = self.matter()
        last = Event.objects.filter(matter=matter).count()
        seq = self.rng.choice([last, self.rng.randrange(1, last + 1)])
        actors = [of_person(one) for one in self.rng.sample(self.everyone(matter), 2)]
        chief = of_person(Holding.objects.filter(court=matter.court_id, post="president")[0].person)
        actor, second = self.rng.choice([actors, [actors[0], chief]])
        annul(matter.id, seq, actor=actor, second=second, reason="登记有误。", key=f"k{self.n}")
        self.told["annulled"] += 1

    def undo_any(self) -> None:
        """Two chiefs look for something that can still be annulled, the newest first."""
        for event in Event.objects.exclude(act="annul").order_by("-at"):
            held = Holding.objects.filter(court=event.matter.court_id, post__in=("president", "division_chief"))
            actor, second = [of_person(h.person) for h in held.order_by("post", "id")][:2]
            try:
                with transaction.atomic():
                    annul(event.matter_id, event.seq, actor=actor, second=second, reason="登记有误。", key=f"k{self.n}")
            except Refused:
                continue
            self.told["annulled"] += 1
            return

    def let_run(self) -> None:
        """Days pass; what falls due is done, what is to be carried is carried."""
        self.day += timedelta(days=self.rng.choice([1, 1, 3, 10, 40]))
        with clock.at(self.day):
            tick()
            deliver_due()


def openable(prefix: str = "") -> list[str]:
    """Procedures that somebody can open here, by the beginning of their id."""
    files = [law().procedure(id, START) for id in law().ids()]
    return [f.id for f in files if f.id.startswith(prefix) and f.opening_acts and likely.playable(law(), f)]


def some(rng: Random, procedures: list[str], n: int) -> list[str]:
    """At most n of the procedures, in their order."""
    chosen = set(rng.sample(procedures, min(n, len(procedures))))
    return [id for id in procedures if id in chosen]


OTHERS = [id for id in openable() if not id.startswith("civ.")]
CIVIL = [id for id in openable("civ.first")]
