"""Checks of the course of a matter: its states can be reached and left, somebody's clock runs in each, clocks end.

What the words mean here:

- A state is *reachable* if a way of acts leads to it from an opening act, or from a file that becomes this one.
- A state is a *dead end* if it is not final and no way of acts leads from it to a final state, or to another file.
- A period *may run* in the state in which a starting act leaves the matter, and in each that follows from there by acts
  that neither end it nor are its `then` (an act `per` one may leave it running for others); also from where another file with a period of that name becomes this one. In a
  final state nothing runs.
- A state is *clocked* if a period may run in it and one of the acts that end it, or its `then`, can be done in it or
  further along the way: somebody who owns the period has it on the list with a date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xiezhi.kernel.law.known import Known, Said, brought_about, fields_of
from xiezhi.kernel.law.model import Act, Clock, Procedure

AWAY = "→"  # leaving for another file, as good as a final state


def flow_faults(known: Known, said: Said) -> None:
    """Faults of course in every reading of every procedure."""
    entered = _entered(known)
    driven = brought_about(known.readings)
    put = _put_into(known)
    for file in known.readings:
        course = Course(file, entered.get(file.id, {}))
        _states(file, course, said)
        for clock in file.periods.values():
            _clock(file, clock, course, known, said)
            _touched(file, clock, course, known, said)
        for act in file.acts.values():
            _powers(file, act, driven, put, known, said)
            _within(file, act, course, known, said)
        _marks(file, known, said)


Entered = Mapping[str, frozenset[str]]


def _entered(known: Known) -> Mapping[str, Entered]:
    """Procedure -> state in which a matter of another file becomes one of this -> the periods that go on."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    for file in known.readings:
        for act in file.acts.values():
            if act.becomes:
                states = found.setdefault(act.becomes, {})
                for state in [act.to] if act.to else sources(act, file):
                    states[state] = states.get(state, frozenset()) | file.periods.keys()
    return found


def sources(act: Act, file: Procedure) -> tuple[str, ...]:
    """The states from which an act may be done."""
    if "*" in act.source:
        return tuple(s for s in file.states if s not in file.final)
    return act.source


class Course:
    """The ways through the states of one reading of a procedure."""

    def __init__(self, file: Procedure, entered: Entered) -> None:
        self.file, self.entered = file, entered
        self.steps = [(act, s, self.after(act, s)) for act in file.acts.values() for s in sources(act, file)]
        self._running: dict[str, set[str]] = {}
        self._back: dict[str, set[str]] = {}
        for _, source, target in self.steps:
            self._back.setdefault(target, set()).add(source)
        starts = {act.to for act in file.opening_acts} | set(entered)
        self.reachable = self.forward(starts)

    def after(self, act: Act, state: str) -> str:
        """The state after an act done in a state."""
        return AWAY if act.becomes else act.to or state

    def forward(self, starts: Iterable[str], without: Iterable[str] = ()) -> set[str]:
        """All states on ways that begin in some states, by acts other than some."""
        shut = set(without)
        ways: dict[str, set[str]] = {}
        for act, source, target in self.steps:
            if act.name not in shut:
                ways.setdefault(source, set()).add(target)
        return _follow(starts, ways)

    def backward(self, ends: Iterable[str]) -> set[str]:
        """All states from which a way leads into some states."""
        return _follow(ends, self._back)

    def running(self, clock: Clock) -> set[str]:
        """The states in which a period may run."""
        if clock.name not in self._running:
            self._running[clock.name] = self._runs(clock)
        return self._running[clock.name]

    def _runs(self, clock: Clock) -> set[str]:
        begin = set(clock.starts_with)
        if clock.back_from:
            begin.add(clock.back_from.partition(".")[0])
        starts = {t for act, _, t in self.steps if act.name in begin}
        starts |= {act.to for act in self.file.opening_acts if act.name in begin}
        starts |= {state for state, periods in self.entered.items() if clock.name in periods}
        # An act `per` one ends the period of that one, or of the last: it may run on.
        over = {n for n in self.ending(clock) if n in self.file.acts and not self.file.acts[n].per}
        return self.forward(starts, over) - self.file.final - {AWAY}

    def ending(self, clock: Clock) -> set[str]:
        """The acts with which a period is over."""
        return {*clock.ends_with, clock.then} - {""}

    def clocked(self, clock: Clock) -> set[str]:
        """The states in which a period may run and from which a way leads to its end."""
        ending = self.ending(clock)
        ends = {s for act, s, _ in self.steps if act.name in ending}
        return self.running(clock) & self.backward(ends)


def _follow(starts: Iterable[str], ways: Mapping[str, set[str]]) -> set[str]:
    """All that can be reached from some states."""
    found = set(starts)
    todo = list(found)
    while todo:
        further = ways.get(todo.pop(), set()) - found
        found |= further
        todo += further
    return found


def _states(file: Procedure, course: Course, said: Said) -> None:
    if not file.opening_acts and not course.reachable:
        said.say(file.path, "acts", "no act opens a matter: one without `from` is needed")
    leads = course.backward({*file.final, AWAY})
    clocked = {state for clock in file.periods.values() for state in course.clocked(clock)}
    for state in file.states:
        key = f"states.{state}"
        if state not in course.reachable:
            said.say(file.path, key, "unreachable: no way of acts leads here")
        elif state in file.final:
            continue
        elif state not in leads:
            said.say(file.path, key, "dead end: no way of acts leads from here to a final state")
        elif state not in clocked and state not in file.waits:
            said.say(file.path, key, "neither final, nor clocked by anybody's period, nor explained in `waits`")
    for state in file.waits:
        if state in file.final:
            said.say(file.path, f"waits.{state}", "a final state waits for nothing")


def _clock(file: Procedure, clock: Clock, course: Course, known: Known, said: Said) -> None:
    path, key = known.place(file, clock)
    if not clock.starts_with and not clock.back_from and not course.running(clock):
        said.say(path, f"{key}.starts_with", "never starts: neither `starts_with` nor `back_from`")
    asked = {name for act in file.acts.values() for name in (*act.within, *act.after)}
    ends = course.ending(clock)
    if not ends and clock.name not in asked:
        said.say(path, f"{key}.ends_with", "never ends: neither `ends_with` nor `then`")
    running = course.running(clock)
    doable = {name for name in ends if name in file.acts and running & set(sources(file.acts[name], file))}
    if running and clock.then in file.acts and clock.then not in doable:
        fault = f"`{clock.then}` cannot be done in any state in which this period runs"
        said.say(path, f"{key}.then", fault)
    elif running and not doable and ends & file.acts.keys():
        said.say(path, f"{key}.ends_with", "never ends: none of these acts can be done while it runs")


def _touched(file: Procedure, clock: Clock, course: Course, known: Known, said: Said) -> None:
    """Acts that exclude, extend or restart a period say nothing to one that does not run."""
    path, key = known.place(file, clock)
    running = course.running(clock)
    touching = [("excluded_by", x.start) for x in clock.excluded_by]
    touching += [("extended_by", name) for name, _ in clock.extended_by]
    touching += [("restarted_by", name) for name in clock.restarted_by if ":" not in name]
    for part, name in touching:
        if running and name in file.acts:
            doable = bool(running & set(sources(file.acts[name], file)))
            fault = f"`{name}` cannot be done in any state in which this period runs"
            said.say_unless(doable, path, f"{key}.{part}", fault)


def _within(file: Procedure, act: Act, course: Course, known: Known, said: Said) -> None:
    for name in act.within:
        clock = file.periods.get(name)
        running = course.running(clock) if clock else set()
        if running and not running & set(sources(act, file)):
            path, key = known.place(file, act)
            said.say(path, f"{key}.within", f"`{name}` cannot run in any state in which this act can be done")


def _powers(
    file: Procedure, act: Act, driven: frozenset[tuple[str, str]], put: PutInto, known: Known, said: Said
) -> None:
    path, key = known.place(file, act)
    if act.by == ("clock",) and (file.id, act.name) not in driven:
        fault = "done by `clock` alone, but no period's `then`, no `returns`, `opens`, `sends` or `opened` names it"
        said.say(path, f"{key}.by", fault)
    posts = [known.book.posts[name] for name in act.by if name in known.book.posts]
    if posts and all(p.kind == "assigned" and not put[file.id] & {p.name, *p.includes} for p in posts):
        names = ", ".join(f"`{p.name}`" for p in posts)
        said.say(path, f"{key}.by", f"nobody can hold it: no act names anybody as {names} (a field of type staff)")


PutInto = Mapping[str, set[str]]


def _put_into(known: Known) -> PutInto:
    """Procedure -> the relations into which somebody is put in it, or in one that becomes it."""
    here: dict[str, set[str]] = {}
    for file in known.readings:
        here.setdefault(file.id, set()).update(f.name for _, f in fields_of(file) if f.type == "staff")
    found = {id: set(names) for id, names in here.items()}
    for file in known.readings:
        for act in file.acts.values():
            if act.becomes in found:
                found[act.becomes] |= here[file.id]
    return found


def _marks(file: Procedure, known: Known, said: Said) -> None:
    sets = {name for act in file.acts.values() for name in act.sets}
    clears = {name: [a for a in file.acts.values() if name in a.clears] for name in file.marks}
    for mark, allowed in file.marks.items():
        key = f"marks.{mark}"
        path = known.mark_path(file, mark)
        said.say_unless(mark in sets, path, key, "no act sets this mark")
        if not allowed:
            continue
        leave = [a for n, a in file.acts.items() if n in allowed and (a.to in file.final or a.becomes)]
        usable = [a for a in clears[mark] if a.name in allowed or "clock" in a.by]
        if clears[mark] and not usable:
            names = ", ".join(f"`{a.name}`" for a in clears[mark])
            said.say(path, key, f"shuts the act that would clear it: add {names}")
        elif not clears[mark] and not leave:
            said.say(path, key, "shuts the matter for good: none of its acts clears it or ends the matter")
