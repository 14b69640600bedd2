"""Playing a scenario of the law book: the story as a judge reads it, turned into calls of a driver.

A driver does one act for one person (`Driver.do`) and says how it was refused. Two drivers exist: the kernel
(kernel_driver) and the pages over HTTP (http_driver); both must tell the same story.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from django.contrib.auth import get_user_model

from xiezhi.kernel.access.actor import CLOCK, Actor, of_person
from xiezhi.kernel.law.model import Act, Field, LawBook
from xiezhi.kernel.law.reader import read
from xiezhi.kernel.papers import store
from xiezhi.kernel.people.models import Account, Court, Division, Holding, Person
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.acts import open_acts
from xiezhi.kernel.procedure.asking import Asking
from xiezhi.kernel.procedure.book import law, tables
from xiezhi.kernel.procedure.deliver import deliver_due
from xiezhi.kernel.procedure.engine import ones
from xiezhi.kernel.procedure.load import standing
from xiezhi.kernel.procedure.tick import tick
from xiezhi.kernel.record.models import Event, Mark, Matter, Outcome, Period

SINCE = date(2000, 1, 1)


@dataclass(frozen=True)
class Doing:
    """One act as a driver is asked to do it."""

    actor: Actor
    act: Act
    data: Mapping[str, Any]
    which: str
    on: date | datetime
    matter: Matter | None
    procedure: str
    court: str
    step: int


class Driver(Protocol):
    """Does an act; returns the codes with which it was refused (empty: done; "*" where a page does not tell codes)."""

    def do(self, doing: Doing) -> list[str]: ...


class Story:
    """One scenario being played."""

    def __init__(self, scenario: Mapping[str, Any], driver: Driver) -> None:
        self.scenario, self.driver = scenario, driver
        self.court: str = scenario["court"]
        self.people: dict[str, Person] = {}
        self.main: UUID | None = None
        # What opens by itself each month for each of the staff is let open only in the stories that are about it.
        told = str(scenario["steps"])
        by_itself = [id for id in law().ids() if law().raw[id].get("opened")]
        self.monthly = any(id in told for id in by_itself)
        self.not_told = [] if self.monthly else by_itself
        self.day: date = _day(next(s["on"] for s in scenario["steps"] if "on" in s))

    def play(self) -> None:
        """Play every step; an AssertionError names the step that went otherwise."""
        with clock.at(self.day):
            self._cast()
        moment: date | datetime = self.day
        for n, step in enumerate(self.scenario["steps"], 1):
            moment = _moment(step.get("on", ""), moment)
            self._let_run(_day(moment))
            with clock.at(_at(moment)):
                deliver_due()
                try:
                    self._step(n, step, moment)
                except AssertionError as wrong:
                    raise AssertionError(f"{self.scenario['id']} step {n} {step.get('act', '')}: {wrong}") from wrong
                deliver_due()

    # people ---------------------------------------------------------------------------------------------------------

    def _cast(self) -> None:
        codes = {self.court, Asking().superior(self.court)} | {
            c["court"] for c in self.scenario.get("cast", {}).values() if "court" in c
        }
        for code in sorted(filter(None, codes)):
            found = tables().court(code)
            assert found is not None, f"no court {code}"
            Court.objects.get_or_create(
                code=code, defaults={"name": found.name, "level": found.level, "parent": found.parent_code}
            )
        for name, role in self.scenario.get("cast", {}).items():
            self.people[name] = self._person(name, role)

    def _person(self, name: str, role: Mapping[str, Any]) -> Person:
        kind = role.get("kind", "person")
        person = Person.objects.create(kind=kind, name=role["name"], id_number=role.get("id", ""))
        user = get_user_model().objects.create_user(username=f"{self.scenario['id']}-{name}", password=None)
        Account.objects.create(user=user, person=person)
        posts = role.get("posts") or ([role["post"]] if "post" in role else [])
        code = role.get("court", self.court)
        for post in posts:
            division, _ = Division.objects.get_or_create(
                court_id=code, name=role.get("division", "民事审判第一庭"), since=SINCE
            )
            Holding.objects.create(person=person, post=post, court_id=code, division=division, since=SINCE)
        return person

    def actor(self, who: str, matter: Matter | None) -> Actor:
        if who == "clock":
            return CLOCK
        if who.startswith("@"):
            assert matter is not None
            found = ones(who[1:], standing(matter), law())
            assert found, f"nobody stands as {who}"
            key = next(iter(found))
            party = standing(matter).table("party").get(key)
            return of_person(Person.objects.get(pk=UUID(party["person"] if party else key)))
        return of_person(self.people[who])

    # steps ----------------------------------------------------------------------------------------------------------

    def _let_run(self, until: date) -> None:
        """Let the clock run to a day: what falls due on the way is done on its day."""
        while self.day < until:
            self.day += timedelta(days=1)
            waiting = Period.objects.filter(state="running").exclude(then="").exclude(due="")
            waiting = waiting.exclude(matter__procedure__in=self.not_told)
            if not self.monthly:  # nothing happens by itself before the next of them has run out
                first = (
                    waiting.filter(due__gte=self.day.isoformat()).order_by("due").values_list("due", flat=True).first()
                )
                self.day = max(self.day, min(until, _day(first[:10]) + timedelta(days=1) if first else until))
            due = waiting.filter(due__lt=self.day.isoformat())
            if due.exists() or (self.monthly and self.day.day == 1):
                with clock.at(self.day):
                    tick()
                    deliver_due()

    def _step(self, n: int, step: Mapping[str, Any], moment: date | datetime) -> None:
        if "act" not in step:
            tick()
            if "then" in step:
                self._check(step["then"], self._matter(step))
            return
        procedure, _, name = step["act"].rpartition(":")
        matter = None if procedure else self._matter(step)
        on = _day(moment)
        file = law().procedure(procedure or matter.procedure, on)  # type: ignore[union-attr]
        assert name in file.acts, f"{file.id} has no act {name}"
        act = file.acts[name]
        actor = self.actor(step["who"], matter)
        doing = Doing(
            actor, act, self._data(act, step.get("data", {}), matter, f"{n}"), self._which(step.get("which", ""), act, matter),
            _legal(step, moment), matter, file.id, step.get("court", self.court), n,
        )  # fmt: skip
        before = Event.objects.count()
        codes = self.driver.do(doing)
        if "refused" in step:
            assert Event.objects.count() == before, "a refused act left an event"
            assert codes, "done, but should be refused"
            assert step["refused"] in codes or codes == ["*"], f"refused with {codes}, expected {step['refused']}"
            return
        assert not codes, f"refused: {codes}"
        if matter is None:
            matter = Matter.objects.filter(events__seq=1, procedure=file.id).order_by("-events__at").first()
            self.main = self.main or (matter.id if matter else None)
        if "then" in step:
            deliver_due()
            self._check(step["then"], Matter.objects.get(pk=matter.id))  # type: ignore[union-attr]

    def _matter(self, step: Mapping[str, Any]) -> Matter:
        if "in" in step:
            found = list(Matter.objects.filter(events__seq=1, procedure=step["in"]).order_by("events__at", "id"))
            nth = step.get("nth", len(found))
            assert 0 < nth <= len(found), f"no matter no. {nth} of {step['in']} yet"
            return found[nth - 1]
        assert self.main is not None
        return Matter.objects.get(pk=self.main)

    def _which(self, which: str, act: Act, matter: Matter | None) -> str:
        if not which or matter is None:
            return which
        if which.startswith("@"):
            return next(iter(ones(which[1:], standing(matter), law())), which)
        return self._one(which, act.per, matter)

    def _one(self, name: str, relation: str, matter: Matter) -> str:
        """The key of the one meant: a cast name, a party's name, or the key itself."""
        person = self.people.get(name)
        for key, label in ones(relation, standing(matter), law()).items():
            if key == name or label == name or (person and (key == person.id.hex or label == person.name)):
                return key
        return person.id.hex if person else name

    def _data(self, act: Act, data: Mapping[str, Any], matter: Matter | None, at: str) -> dict[str, Any]:
        return {name: self._value(act.data.get(name), value, matter, f"{at}.{name}") for name, value in data.items()}

    def _value(self, field: Field | None, value: Any, matter: Matter | None, at: str) -> Any:
        if field is None:
            return value
        if isinstance(value, list):
            return [self._value(field, v, matter, f"{at}.{n}") for n, v in enumerate(value)]
        if isinstance(value, Mapping) and field.type in law().records:
            fields = law().records[field.type].fields
            return {k: self._value(fields.get(k), v, matter, f"{at}.{k}") for k, v in value.items()}
        if field.type in law().records and value in self.people:
            person = self.people[value]
            return {"kind": person.kind, "name": person.name, "id_number": person.id_number}
        if field.type == "staff" and value in self.people:
            return self.people[value].id.hex
        if field.type in ("staff", *law().posts) and isinstance(value, str) and value.startswith("@") and matter:
            return next(iter(ones(value[1:], standing(matter), law())), value)
        if field.type == "file" and isinstance(value, str):
            return {"digest": store.keep(f"{value}（演示材料）\n".encode()), "name": value}
        if field.type in law().posts and matter is not None and isinstance(value, str):
            return self._one(value, field.type, matter)
        return value

    # what then holds ------------------------------------------------------------------------------------------------

    def _check(self, then: Mapping[str, Any], matter: Matter) -> None:
        matter.refresh_from_db()
        for name, wanted in then.items():
            getattr(self, f"_then_{name}")(wanted, matter)

    def _then_state(self, wanted: str, matter: Matter) -> None:
        assert matter.state == wanted, f"state {matter.state}, expected {wanted}"

    def _then_procedure(self, wanted: str, matter: Matter) -> None:
        assert matter.procedure == wanted, f"procedure {matter.procedure}, expected {wanted}"

    def _then_number(self, wanted: Any, matter: Matter) -> None:
        assert bool(matter.number) if wanted is True else matter.number == wanted, f"number {matter.number!r}"

    def _then_closed(self, wanted: str, matter: Matter) -> None:
        found = list(Outcome.objects.filter(matter=matter).values_list("outcome", flat=True))
        assert wanted in found, f"closed as {found}, expected {wanted}"

    def _then_marks(self, wanted: list[str], matter: Matter) -> None:
        found = sorted(Mark.objects.filter(matter=matter).values_list("key", flat=True))
        names = sorted({f.partition("/")[0] for f in found})
        assert sorted(wanted) in (found, names), f"marks {found}, expected {wanted}"

    def _then_due(self, wanted: Mapping[str, Any], matter: Matter) -> None:
        for name, day in wanted.items():
            rows = Period.objects.filter(matter=matter, name=name.partition("/")[0])
            found = sorted(rows.values_list("due", flat=True))
            assert str(day) in found, f"{name} due {found}, expected {day}"

    def _then_open(self, wanted: list[str], matter: Matter) -> None:
        found = {o.act.name for p in self.people.values() for o in open_acts(matter, of_person(p)) if o.open}
        assert set(wanted) <= found, f"open {sorted(found)}, expected {wanted}"

    def _then_not_open(self, wanted: list[str], matter: Matter) -> None:
        found = {o.act.name for p in self.people.values() for o in open_acts(matter, of_person(p)) if o.open}
        assert not set(wanted) & found, f"open {sorted(set(wanted) & found)}"


def _moment(text: Any, before: date | datetime) -> date | datetime:
    if not text:
        return before
    text = text.isoformat() if isinstance(text, (date, datetime)) else str(text)
    if "T" in text:
        return datetime.fromisoformat(text).replace(tzinfo=clock.COURT_TIME)
    return date.fromisoformat(text)


def _legal(step: Mapping[str, Any], moment: date | datetime) -> date | datetime:
    return _moment(step.get("dated", ""), moment)


def _day(moment: Any) -> date:
    if isinstance(moment, str):
        moment = _moment(moment, SINCE)
    return moment.date() if isinstance(moment, datetime) else moment


def _at(moment: date | datetime) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(9), clock.COURT_TIME)


@cache
def own_law() -> LawBook:
    """The project's law book."""
    return read(Path(__file__).parents[2] / "law")


def scenarios() -> list[tuple[str, Mapping[str, Any]]]:
    """Every scenario of it."""
    return sorted(own_law().scenarios.items())
