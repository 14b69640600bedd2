"""Checks of names in procedures and bundles: each must mean something that stands in the law book."""

from __future__ import annotations

from collections.abc import Container, Iterable, Set

from xiezhi.kernel.law.build import words
from xiezhi.kernel.law.check_parts import field_faults, period_faults, start_faults
from xiezhi.kernel.law.known import Known, Said, closings
from xiezhi.kernel.law.model import Act, Child, Procedure
from xiezhi.kernel.law.resolve import table, used

KEPT = ("superior", "origin")
OF_FILE = ("state", "period", "act", "mark", "condition or mark")


def name_faults(known: Known, said: Said) -> None:
    """Every name in every reading of every procedure, and the bundles that none uses."""
    for file in known.readings:
        _file(file, known, said)
        for act in file.acts.values():
            _Act(file, act, known, said).check()
        for clock in file.periods.values():
            period_faults(file, clock, known, said)
    for id in known.book.bundles:
        users = [file for file in known.readings if id in file.uses]
        if not users:
            said.say(known.book.paths[id], "id", "no procedure uses this bundle")
        else:
            _bundle_states(id, {"*"}.union(*(file.states for file in users)), known, said)


def _bundle_states(id: str, states: Set[str], known: Known, said: Said) -> None:
    """A state that an act of a bundle starts from stands in one of the files that use it."""
    for name, act in table(known.book.bundles[id].get("acts")).items():
        for state in words(table(act), "from"):
            if state not in states:
                said.say(known.book.paths[id], f"acts.{name}.from", f"unknown state `{state}`")


def _file(file: Procedure, known: Known, said: Said) -> None:
    book = known.book
    if file.grade not in book.grades:
        said.say(file.path, "grade", f"unknown grade `{file.grade}`")
    for kind in file.kinds:
        if kind not in known.case_types:
            said.say(file.path, "case_type", f"unknown case type `{kind}`")
    _case_types(file, known, said)
    for key, states in (("final", file.final), ("waits", file.waits)):
        for state in states:
            if state not in file.states:
                said.say(file.path, key, f"unknown state `{state}`")
    for mark, acts in file.marks.items():
        for name in acts:
            path = known.mark_path(file, mark)
            said.say_unless(name in file.acts, path, f"marks.{mark}", f"unknown act `{name}`")
        if mark in book.conditions:
            said.say(known.mark_path(file, mark), f"marks.{mark}", "is also the name of a condition")
    _called(file, said)
    _uses(file, known, said)
    _opened(file, known, said)


def _case_types(file: Procedure, known: Known, said: Said) -> None:
    """`case_types` names a field of the opening acts and gives a case type for each of its codes, or `case_type` for the rest."""
    by = file.case_types.get("by", "")
    if not file.case_types:
        return
    for act in file.opening_acts:
        if by not in act.data or not act.data[by].required:
            said.say(file.path, "case_types.by", f"`{act.name}` has no required field `{by}`")
            continue
        codes = known.book.choices.get(act.data[by].type, {})
        for code in file.case_types.keys() - {"by", *codes}:
            said.say(file.path, f"case_types.{code}", f"`{act.data[by].type}` has no such code")
        for code in () if file.case_type else codes.keys() - file.case_types.keys():
            said.say(file.path, "case_types", f"no case type for `{code}`")


def _uses(file: Procedure, known: Known, said: Said) -> None:
    for bundle in file.uses:
        if bundle not in known.book.bundles:
            said.say(file.path, "uses", f"unknown bundle `{bundle}`")
        if file.uses.count(bundle) > 1:
            said.say(file.path, "uses", f"uses `{bundle}` twice")
    for row in used(known.book.raw[file.id]):
        for state in words(row, "from"):
            if state not in file.states and state != "*":
                said.say(file.path, "uses", f"unknown state `{state}`")
    _twice(file, known, said)


def _twice(file: Procedure, known: Known, said: Said) -> None:
    """Acts, periods and marks of one name in a file and its bundles: which would count is unclear."""
    raw = known.book.raw[file.id]
    for part in ("acts", "periods", "marks"):
        first = dict.fromkeys(table(raw.get(part)), file.path)
        for bundle in dict.fromkeys(file.uses):
            for name in table(known.book.bundles.get(bundle, {}).get(part)):
                if first.setdefault(name, bundle) != bundle:
                    said.say(file.path, f"{part}.{name}", f"stands in {first[name]} and in the bundle `{bundle}`")


def _called(file: Procedure, said: Said) -> None:
    if file.called and all(file.called not in act.data for act in file.acts.values()):
        said.say(file.path, "called", f"no act of this file has a field `{file.called}`")


def _opened(file: Procedure, known: Known, said: Said) -> None:
    if not file.opened:
        return
    if file.opened.get("every") not in ("month", "looking", "finding"):
        said.say(
            file.path, "opened.every", f"must be `month`, `looking` or `finding`, not `{file.opened.get('every')}`"
        )
    if file.opened.get("for") not in known.book.posts:
        said.say(file.path, "opened.for", f"unknown post `{file.opened.get('for')}`")
    if not any("clock" in act.by for act in file.opening_acts):
        said.say(file.path, "opened", "no opening act is in the power of `clock`")


class _Act:
    """The names in one act of one reading."""

    def __init__(self, file: Procedure, act: Act, known: Known, said: Said) -> None:
        self.file, self.act, self.known, self.said = file, act, known, said
        self.book = known.book
        self.path, self.key = known.place(file, act)

    def say(self, key: str, fault: str) -> None:
        self.said.say(self.path, f"{self.key}.{key}", fault)

    def each(self, key: str, names: Iterable[str], there: Container[str], what: str, more: Container[str] = ()) -> None:
        """Each name must be among those that are there (or the few more); a bundle's may be missing in one of its users only."""
        where = f" in {self.file.id}" if self.act.bundle and what in OF_FILE else ""
        for name in names:
            if name not in there and name not in more:
                self.say(key, f"unknown {what} `{name}`{where}")

    def check(self) -> None:
        act, file, book = self.act, self.file, self.book
        self.each("by", act.by, book.posts, "post or relation")
        self.each("tells", act.tells, book.posts, "post or relation")
        self.each("from", act.source, file.states, "state", ("*",))
        self.each("within", act.within, file.periods, "period")
        self.each("after", act.after, file.periods, "period")
        self.each("all", act.all, file.acts, "act")
        self.each("sets", act.sets, file.marks, "mark")
        self.each("clears", act.clears, file.marks, "mark")
        self.each("when", act.when, book.conditions, "condition or mark", file.marks)
        self.each("warns", act.warns, book.conditions, "condition")
        self.each("papers", act.papers, book.forms, "form of a paper")
        self.each("closes_as", filter(None, [act.closes_as]), book.choices.get("outcome", ()), "outcome")
        self.each("grade", filter(None, [act.grade]), book.grades, "grade")
        if act.sure not in ("", "low"):
            self.say("sure", "may only be `low`")
        if act.effect and self.known.registered and act.effect not in self.known.registered.effects:
            self.say("effect", f"no effect `{act.effect}` is registered")
        for name in set(act.within) & set(act.after):
            self.say("after", f"`{name}` cannot both run and have run out")
        self.per()
        self.course()
        for field in act.data.values():
            for key, fault in (*field_faults(field, self.known), *start_faults(field, act, self.known)):
                self.say(f"data.{field.name}.{key}", fault)
        for key, children in (("opens", act.opens), ("sends", act.sends)):
            for n, child in enumerate(children):
                self.child(f"{key}.{n}", child, key == "sends")

    def per(self) -> None:
        act = self.act
        if act.per in self.book.records:
            entered = {f.type for a in self.file.acts.values() for f in a.data.values()}
            if act.per not in entered:
                self.say("per", f"no act of this file enters a row of `{act.per}`")
        elif act.per and not self.known.is_relation(act.per):
            self.say("per", f"`{act.per}` is neither a relation nor a record")

    def course(self) -> None:
        """Where the act leads: a state here, or in the file that it becomes."""
        act, file = self.act, self.file
        if act.numbers and not file.kinds:
            self.say("numbers", "the file has no `case_type` to number by")
        if act.opening and not act.to:
            self.say("to", "an act that opens a matter must say to which state")
        if not act.becomes:
            self.each("to", filter(None, [act.to]), file.states, "state")
        elif act.becomes not in self.book.raw or act.becomes == file.id:
            self.say("becomes", f"unknown procedure `{act.becomes}`")
        else:
            there = self.book.procedure(act.becomes, file.since)
            wanted = [act.to] if act.to else [s for s in act.source if s != "*"]
            self.each("to" if act.to else "becomes", wanted, there.states, f"state of {there.id}")

    def child(self, key: str, child: Child, sent: bool) -> None:
        if child.procedure not in self.book.raw:
            self.say(f"{key}.procedure", f"unknown procedure `{child.procedure}`")
            return
        there = self.book.procedure(child.procedure, self.file.since)
        self.opening(key, child, there)
        if sent and child.to not in KEPT and not self.names_court(child.to):
            self.say(f"{key}.to", f"`{child.to}` is neither `superior` nor `origin` nor a field of type court")
        for outcome, name in child.returns.items():
            if outcome not in closings(there, self.book):
                self.say(f"{key}.returns", f"no act of {there.id} closes as `{outcome}`")
            if name not in self.file.acts:
                self.say(f"{key}.returns", f"unknown act `{name}`")
            elif self.file.acts[name].by != ("clock",):
                self.say(f"{key}.returns", f'`{name}` must have by = ["clock"]')

    def opening(self, key: str, child: Child, there: Procedure) -> None:
        acts = {act.name: act for act in there.opening_acts}
        if child.act and child.act not in acts:
            self.say(f"{key}.act", f"`{child.act}` is no opening act of {there.id}")
        elif not child.act and len(acts) > 1:
            self.say(f"{key}.act", f"{there.id} has several opening acts: say which")
        elif not child.act and not acts:
            self.say(f"{key}.procedure", f"{there.id} has no opening act")
        else:
            act = acts[child.act] if child.act else next(iter(acts.values()))
            if "clock" not in act.by:
                self.say(f"{key}.act", f"`{act.name}` of {there.id} is not in the power of `clock`")

    def names_court(self, name: str) -> bool:
        fields = (f for a in self.file.acts.values() for f in a.data.values())
        return any(f.name == name and f.type == "court" for f in fields)
