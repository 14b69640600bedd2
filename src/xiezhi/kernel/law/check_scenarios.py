"""Checks of scenarios: their names, and that each act is both done and seen refused by one.

An act of `clock` alone is never typed: it counts as done when a scenario does what brings it about (starts the period
whose `then` it is and lets the clock run, closes the child that returns it, does the act that opens or sends it).
An act of a bundle counts once for all files that use the bundle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from xiezhi.kernel.law.build import rows, text, texts, words
from xiezhi.kernel.law.known import Known, Said
from xiezhi.kernel.law.model import Act, Procedure
from xiezhi.kernel.law.resolve import table

CODES = frozenset(
    "not_open not_your_post shut_by_mark mark_needed mark_set mark_not_set too_often not_all_done not_within not_after"
    " data key_reused hidden which".split()
)
Seen = set[tuple[str, str]]


@dataclass(slots=True)
class Proof:
    """(procedure, act) that scenarios have done and have seen refused; procedures in which the clock has run."""

    done: Seen = field(default_factory=set)
    refused: Seen = field(default_factory=set)
    ticked: set[str] = field(default_factory=set)


def scenario_faults(known: Known, said: Said) -> None:
    """Faults in scenarios, and acts that none of them proves."""
    proof = Proof()
    for id, raw in known.book.scenarios.items():
        _Story(known.book.paths[f"scenarios/{id}"], raw, known, said, proof).tell()
    _bring_about(known, proof)
    for file in known.readings:
        for act in file.acts.values():
            for seen, what in ((proof.done, "does"), (proof.refused, "sees refused")):
                path, key = known.place(file, act)
                fault = f"no scenario {what} this act"
                if act.bundle:
                    said.say_unless((file.id, act.name) in seen, path, key, fault)
                elif (file.id, act.name) not in seen:
                    said.say(path, key, fault)


class _Story:
    """One scenario, told step by step: which procedure the matter in hand follows."""

    def __init__(self, path: str, raw: Mapping[str, Any], known: Known, said: Said, proof: Proof) -> None:
        self.path, self.raw, self.known, self.said, self.proof = path, raw, known, said, proof
        self.cast = table(raw.get("cast"))
        self.main = ""
        self.met: dict[str, None] = {}

    def say(self, key: str, fault: str) -> None:
        self.said.say(self.path, key, fault)

    def tell(self) -> None:
        self.head()
        for name, one in self.cast.items():
            self.member(f"cast.{name}", table(one))
        for n, step in enumerate(rows(self.raw, "steps")):
            self.step(f"steps.{n}", step)
        if any(not text(step, "act") for step in rows(self.raw, "steps")):
            self.proof.ticked.update(self.met)

    def head(self) -> None:
        if text(self.raw, "court") not in self.known.courts:
            self.say("court", f"unknown court `{text(self.raw, 'court')}`")
        for system in words(self.raw, "system"):
            if system not in self.known.systems:
                self.say("system", f"unknown system `{system}` (outline.toml)")

    def member(self, key: str, one: Mapping[str, Any]) -> None:
        for name in words(one, "post"):
            post = self.known.book.posts.get(name)
            if post is None or post.kind != "post":
                self.say(f"{key}.post", f"unknown post `{name}`")
        if "court" in one and one["court"] not in self.known.courts:
            self.say(f"{key}.court", f"unknown court `{one['court']}`")

    def step(self, key: str, step: Mapping[str, Any]) -> None:
        if text(step, "in") and text(step, "in") not in self.known.book.raw:
            self.say(f"{key}.in", f"unknown procedure `{text(step, 'in')}`")
            return
        if not text(step, "act"):
            if not text(step, "on"):
                self.say(f"{key}.on", "a step without `act` must say to which day the clock runs")
            self.then(key, step, self.file(text(step, "in")))
            return
        for needed in ("on", "who"):
            if not text(step, needed):
                self.say(f"{key}.{needed}", "is missing")
        self.who(f"{key}.who", text(step, "who"))
        self.act(key, step)

    def who(self, key: str, who: str) -> None:
        relation = who.removeprefix("@")
        if who.startswith("@") and relation not in self.known.book.posts:
            self.say(key, f"unknown relation `{relation}`")
        elif who and not who.startswith("@") and who not in self.cast and who != "clock":
            self.say(key, f"`{who}` is not in the cast")

    def act(self, key: str, step: Mapping[str, Any]) -> None:
        id, _, name = text(step, "act").rpartition(":")
        if id and id not in self.known.book.raw:
            self.say(f"{key}.act", f"unknown procedure `{id}`")
            return
        candidates = [id] if id else [text(step, "in")] if text(step, "in") else [self.main, *reversed(self.met)]
        file = next((f for f in map(self.file, candidates) if f and name in f.acts), None)
        if file is None:
            where = candidates[0] or "any matter of this scenario (its first act is written procedure:act)"
            self.say(f"{key}.act", f"unknown act `{name}` in {where}")
            return
        self.told(key, step, file, file.acts[name], opening=bool(id))

    def told(self, key: str, step: Mapping[str, Any], file: Procedure, act: Act, opening: bool) -> None:
        if opening and not act.opening:
            self.say(f"{key}.act", f"`{act.name}` does not open a matter: write it without its procedure")
        code = text(step, "refused")
        if code:
            self.code(f"{key}.refused", code)
            self.proof.refused.add((file.id, act.name))
        else:
            self.proof.done.add((file.id, act.name))
            self.fields(key, step, act)
            self.follow(file, act, opening)
        self.then(key, step, self.file(act.becomes) or file if not code else file)

    def follow(self, file: Procedure, act: Act, opening: bool) -> None:
        """Where the story goes on after an act."""
        if opening or (act.becomes and self.main == file.id):
            self.main = act.becomes or file.id
        self.met.pop(self.main, None)
        self.met[self.main] = None
        for child in (*act.opens, *act.sends):
            self.met[child.procedure] = None
        self.met[file.id] = None

    def code(self, key: str, code: str) -> None:
        kind, _, rest = code.partition(".")
        known = rest in self.known.book.conditions if kind == "condition" else kind == "period" or code in CODES
        if not known:
            self.say(key, f"unknown code of refusal `{code}`")

    def fields(self, key: str, step: Mapping[str, Any], act: Act) -> None:
        for name in table(step.get("data")):
            if name not in act.data:
                self.say(f"{key}.data.{name}", f"the act `{act.name}` has no such field")

    def then(self, key: str, step: Mapping[str, Any], file: Procedure | None) -> None:
        then = table(step.get("then"))
        if file is None:
            return
        self.each(f"{key}.then.due", (n.partition("/")[0] for n in texts(then.get("due"))), file.periods, "period")
        self.each(f"{key}.then.marks", words(then, "marks"), file.marks, "mark")
        self.each(f"{key}.then.open", (*words(then, "open"), *words(then, "not_open")), file.acts, "act")
        self.each(f"{key}.then.procedure", words(then, "procedure"), self.known.book.raw, "procedure")
        self.each(f"{key}.then.closed", words(then, "closed"), self.known.book.choices.get("outcome", ()), "outcome")
        if "procedure" not in then:
            self.each(f"{key}.then.state", words(then, "state"), file.states, "state")

    def each(self, key: str, names: Iterable[str], there: Iterable[str], what: str) -> None:
        for name in names:
            if name not in there:
                self.say(key, f"unknown {what} `{name}`")

    def file(self, id: str) -> Procedure | None:
        """A procedure as it reads on the day of the first step."""
        if id not in self.known.book.raw:
            return None
        return self.known.book.procedure(id, self.known.book.epochs(id)[-1])


def _bring_about(known: Known, proof: Proof) -> None:
    """Add to what is done the acts of `clock` alone that it brings about."""
    while True:
        found = {a for file in known.readings for a in _brought(file, known, proof)} - proof.done
        if not found:
            return
        proof.done |= found


def _brought(file: Procedure, known: Known, proof: Proof) -> Seen:
    found: Seen = set()
    for clock in file.periods.values():
        begun = any((file.id, name) in proof.done for name in clock.starts_with)
        if clock.then and begun and file.id in proof.ticked:
            found.add((file.id, clock.then))
    for act in file.acts.values():
        if (file.id, act.name) not in proof.done:
            continue
        for child in (*act.opens, *act.sends):
            if child.procedure in known.book.raw:
                there = known.book.procedure(child.procedure, file.since)
                found |= {(there.id, a.name) for a in there.opening_acts if child.act in ("", a.name)}
                closed = {a.closes_as for a in there.acts.values() if (there.id, a.name) in proof.done}
                found |= {(file.id, name) for outcome, name in child.returns.items() if outcome in closed}
    return {(id, name) for id, name in found if _by_clock_alone(id, name, known)}


def _by_clock_alone(id: str, name: str, known: Known) -> bool:
    return any(f.id == id and name in f.acts and f.acts[name].by == ("clock",) for f in known.readings)
