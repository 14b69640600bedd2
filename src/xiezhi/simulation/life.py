"""The life of simulated courts: day by day matters are filed, each living one does its next act, the clock does its own.

Nothing here writes the record but `open_matter`, `perform`, `deliver_due` and `tick`. The same seed gives the same
record: identifiers come from `ids.seeded`, times from the clock, choices from one source, and every list has an order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction

from xiezhi.kernel.access.actor import Actor, of_person
from xiezhi.kernel.law.model import Act, Procedure
from xiezhi.kernel.people.models import Court, Person
from xiezhi.kernel.people.questions import staff
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.asking import Asking
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.deliver import deliver_due
from xiezhi.kernel.procedure.engine import ones, refusals
from xiezhi.kernel.procedure.perform import open_matter, perform
from xiezhi.kernel.procedure.refusal import Refused
from xiezhi.kernel.procedure.registry import Ctx
from xiezhi.kernel.procedure.standing import Standing, empty
from xiezhi.kernel.procedure.sweep import sweep
from xiezhi.kernel.procedure.tick import tick
from xiezhi.kernel.record.models import Matter
from xiezhi.simulation import likely
from xiezhi.simulation.invent import Inventor
from xiezhi.simulation.people import citizen
from xiezhi.simulation.standings import Standings

OPENS = time(8, 30)
TRIES = 4
SAME_DAY = 0.4
GAP, IDLE, MOST_IDLE = (1, 4), 3, 30
WEEK_END = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """One act that is open now, for one, with how likely it is; no act: the matter waits."""

    act: Act | None
    which: str
    weight: float


@dataclass(slots=True)
class Life:
    """Courts that live from `start` for `days`; `matters` are opened, evenly spread."""

    rng: Random
    start: date
    days: int
    matters: int
    progress: Callable[[str], None] = lambda text: None
    public: list[Person] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    standings: Standings = field(default_factory=Standings)
    _wakes: dict[date, list[UUID]] = field(default_factory=dict)
    _idle: dict[UUID, int] = field(default_factory=dict)
    _known: set[UUID] = field(default_factory=set)
    _actors: dict[str, Actor] = field(default_factory=dict)
    _playable: dict[str, list[Act]] = field(default_factory=dict)
    _staff: dict[tuple[str, str], list[Person]] = field(default_factory=dict)
    _n: int = 0
    _opened: int = 0

    def live(self) -> None:
        """Live every day; a day is one transaction, so that a break leaves whole days."""
        for n in range(self.days):
            day = self.start + timedelta(days=n)
            with transaction.atomic():
                self._day(day, self.matters * (n + 1) // self.days)
            if n % 30 == 29 or n == self.days - 1:
                self.progress(f"{day}: {len(self._known)} matters, {self.told['done']} acts")

    # a day ----------------------------------------------------------------------------------------------------------

    def _day(self, day: date, opened_by_now: int) -> None:
        self._n = 0
        with clock.at(self._moment(day)):
            tick()
            sweep()
            deliver_due()
        while self._opened < opened_by_now:
            self._opened += 1
            self._open(day)
        self._discover(day)
        for id in self._wakes.pop(day, []):
            self._wake(id, day)
        with clock.at(self._moment(day)):
            deliver_due()
        self._discover(day)

    def _moment(self, day: date) -> datetime:
        """The next moment of a day: each act has its own."""
        self._n += 1
        return datetime.combine(day, OPENS, clock.COURT_TIME) + timedelta(seconds=self._n)

    def _discover(self, day: date) -> None:
        """Matters that acts and messages have opened today begin to live tomorrow or soon after."""
        for id in Matter.objects.filter(opened=day).order_by("id").values_list("id", flat=True):
            if id not in self._known:
                self._known.add(id)
                self._sleep(id, day, self.rng.randint(*GAP))

    def _sleep(self, id: UUID, day: date, days: int) -> None:
        wake = day + timedelta(days=days)
        while wake.weekday() >= WEEK_END:
            wake += timedelta(days=1)
        self._wakes.setdefault(wake, []).append(id)

    # opening --------------------------------------------------------------------------------------------------------

    def _open(self, day: date) -> None:
        file, act = self._opening(day)
        court = self.rng.choice([c for c in self._courts() if c.level == "基层"] or self._courts())
        who = self._who_opens(act, court.code, day)
        if who is None:
            return
        ctx = Ctx(law(), file, act, empty(court.code, day), day, None, "", None, "", Asking())
        data = Inventor(self.rng, ctx, day, who if "public" in act.by else None).data()
        with clock.at(self._moment(day)):
            self._try(lambda: open_matter(
                file.id, court.code, actor=self._actor(who.id.hex), act=act.name, data=data, key=self._key(day),
            ), file.id, act.name)  # fmt: skip

    def _opening(self, day: date) -> tuple[Procedure, Act]:
        book = law()
        found = [(f, acts) for f in (book.procedure(id, day) for id in book.ids()) if (acts := self._openings(f))]
        weights = [likely.OPENINGS.get(f.id, likely.OTHER_OPENING) for f, _ in found]
        file, acts = self.rng.choices(found, weights)[0]
        return file, self.rng.choices(acts, [likely.OPENING_ACTS.get(a.name, 1.0) for a in acts])[0]

    def _openings(self, file: Procedure) -> list[Act]:
        if file.id not in self._playable:
            self._playable[file.id] = likely.openings(law(), file)
        return self._playable[file.id]

    def _who_opens(self, act: Act, court: str, day: date) -> Person | None:
        if "public" in act.by:
            return self._member_of_public()
        found = list(staff(court, day, *(() if "staff" in act.by else act.by)))
        return self.rng.choice(found) if found else None

    def _member_of_public(self) -> Person:
        """Somebody known in one filing of five, else somebody new."""
        if self.public and self.rng.random() < 0.2:
            return self.rng.choice(self.public)
        self.public.append(citizen(self.rng))
        return self.public[-1]

    # living ---------------------------------------------------------------------------------------------------------

    def _wake(self, id: UUID, day: date) -> None:
        """The matter does its next act, and perhaps another the same day; then it sleeps. One that has ended does not wake again."""
        while True:
            standing = self.standings.of(id)
            file = law().procedure(standing.procedure, day)
            if standing.state in file.final:
                self.standings.forget(id)
                return
            if not self._one_act(standing, file, day):
                self._idle[id] = self._idle.get(id, 0) + 1
                self._sleep(id, day, min(IDLE * self._idle[id], MOST_IDLE))
                return
            self._idle[id] = 0
            if self.rng.random() >= SAME_DAY:
                self._sleep(id, day, self.rng.randint(*GAP))
                return

    def _one_act(self, standing: Standing, file: Procedure, day: date) -> bool:
        with clock.at(self._moment(day)):
            ctx = Ctx(law(), file, next(iter(file.acts.values())), standing, day, None, "", None, "", Asking())
            found = [*self._candidates(ctx), Candidate(None, "", likely.WAIT)]
            for _ in range(TRIES):
                if not sum(c.weight for c in found):
                    return False
                drawn = self.rng.choices(found, [c.weight for c in found])[0]
                if drawn.act is None:
                    return False
                if self._do(replace(ctx, act=drawn.act, which=drawn.which)):
                    return True
                found.remove(drawn)
        return False

    def _candidates(self, ctx: Ctx) -> Iterator[Candidate]:
        """Every act that is open to whoever holds its power, for each one it is `per`."""
        for act in ctx.file.acts.values():
            if act.opening or act.by == ("clock",):
                continue
            asked = replace(ctx, act=act)
            powers = frozenset(act.by)
            if refusals(asked, powers):
                continue
            keys = ones(act.per, ctx.standing, ctx.book) if act.per else {"": ""}
            for which in keys:
                weight = likely.weight(act, ctx.standing, which)
                if weight and not (which and refusals(replace(asked, which=which), powers)):
                    yield Candidate(act, which, weight)

    def _do(self, ctx: Ctx) -> bool:
        who = self._who(ctx)
        if who is None:
            return False
        data = Inventor(self.rng, ctx, ctx.on).data()
        return self._try(
            lambda: perform(
                UUID(ctx.standing.matter), ctx.act.name, actor=who, data=data, which=ctx.which,
                key=self._key(ctx.on),
            ),
            ctx.file.id,
            ctx.act.name,
        )  # fmt: skip

    def _try(self, verb: Callable[[], Any], procedure: str, act: str) -> bool:
        try:
            with transaction.atomic():
                verb()
        except Refused as refused:
            self.told[f"refused {procedure}:{act} {refused}"] += 1
            return False
        self.told["done"] += 1
        self.told[f"did {procedure}:{act}"] += 1
        return True

    def _key(self, day: date) -> str:
        return f"sim:{day}:{self._n}"

    # people ---------------------------------------------------------------------------------------------------------

    def _courts(self) -> list[Court]:
        return list(Court.objects.filter(demonstration=True).order_by("code"))

    def _who(self, ctx: Ctx) -> Actor | None:
        """Somebody who has the power to do the act: of a power drawn from `by`, the first that anybody holds."""
        for power in self.rng.sample(ctx.act.by, len(ctx.act.by)):
            found = self._holders(power, ctx)
            if found:
                return self._actor(self.rng.choice(found))
        return None

    def _in_post(self, court: str, post: str) -> list[Person]:
        """Who holds a post (any, if it is empty); nobody comes or goes while the courts live."""
        if (court, post) not in self._staff:
            self._staff[court, post] = list(staff(court, clock.today(), *([post] if post else [])))
        return self._staff[court, post]

    def _holders(self, power: str, ctx: Ctx) -> list[str]:
        post, standing = ctx.book.posts.get(power), ctx.standing
        if post is None or post.kind not in ("party", "counsel", "assigned", "opener"):
            if power in ("clock", "public"):
                return []
            found = self._in_post(standing.court, "" if power == "staff" else power)
            return [p.id.hex for p in found if self._reaches(p, post, ctx)]
        if post.kind in ("assigned", "opener"):
            named = standing.assigned(power, *post.includes)
            return [p for p in named if p == ctx.which] if ctx.act.per == power else list(dict.fromkeys(named))
        keys = ones(power, standing, ctx.book)
        keys = {ctx.which: ""} if ctx.which in keys else {} if ctx.which in standing.parties else keys
        people = [standing.parties[k]["person"] or standing.parties[k]["filer"] for k in keys]
        return [p for p in people if p]

    def _reaches(self, person: Person, post: Any, ctx: Ctx) -> bool:
        """A post whose reach is a division acts in that division's matters."""
        if post is None or post.reach != "division":
            return True
        divisions = {row["division"] for row in ctx.standing.table("assigned").values()}
        return any(p.post == post.name and p.division in divisions for p in self._actor(person.id.hex).posts)

    def _actor(self, person: str) -> Actor:
        if person not in self._actors:
            self._actors[person] = of_person(Person.objects.get(pk=UUID(person)))
        return self._actors[person]
