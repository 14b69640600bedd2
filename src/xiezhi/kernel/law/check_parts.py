"""Checks of names in periods, fields and the shared files: posts, records, conditions, grades, forms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from xiezhi.kernel.law.files import Files
from xiezhi.kernel.law.known import Known, Said, fields_of
from xiezhi.kernel.law.model import Act, Clock, Field, Form, Grade, Procedure

PART = "part"  # of a paper: what a field starts as
WRITTEN = frozenset(("text", "note"))
RELATIONS = frozenset("party assigned opener counsel granted above".split())
REACHES = frozenset(("court", "division"))
KINDS = frozenset(
    "judgment ruling decision mediation notice summons record receipt letter certificate application deliberation part"
    .split()
)  # fmt: skip
SLOTS = frozenset(
    "number court court_full cause the_case today on_zh recipient parties party_names plaintiffs defendants judges bench clerk title act which"
    .split()
)  # fmt: skip
SLOT = re.compile(r"\{([^{}]*)\}")
DAYS = frozenset(("date", "minute"))


def field_faults(field: Field, known: Known, inside_record: bool = False) -> Iterator[tuple[str, str]]:
    """(key, fault) of one field: its type, grade and calculation, and what its name promises."""
    kinds = known.types(field.type)
    if not kinds:
        yield "type", f"unknown type `{field.type}`"
    elif len(kinds) > 1:
        yield "type", f"`{field.type}` is at once a {' and a '.join(kinds)}"
    elif kinds == ["record"] and inside_record:
        yield "type", "a record inside a record"
    elif _enters_parties(field, known) and not _is_role(field.name, known):
        yield "type", f"enters parties, but there is no relation `party.{field.name}`"
    if field.grade and field.grade not in known.book.grades:
        yield "grade", f"unknown grade `{field.grade}`"
    if field.value and known.registered and field.value not in known.registered.values:
        yield "value", f"no calculation `{field.value}` is registered"


def start_faults(field: Field, act: Act, known: Known) -> Iterator[tuple[str, str]]:
    """(key, fault) of what a field starts as: parts of papers, one for all or one for each code of another field."""
    by = field.starts_as.get("by", "")
    if field.starts_as and (field.type not in WRITTEN or field.value or field.many):
        yield "starts_as", "only what is written by hand starts as a part"
    codes: Iterable[str] = ("",)
    if by:
        codes = known.book.choices.get(act.data[by].type, ()) if by in act.data else ()
        if not codes:
            yield "starts_as.by", f"the act has no field `{by}` of a code list"
    for code, title in field.starts_as.items():
        form = known.book.forms.get(title)
        if code != "by" and by and code not in codes:
            yield f"starts_as.{code}", "no such code"
        elif code != "by" and (form is None or form.kind != PART):
            yield "starts_as", f"`{title}` is no form of kind `{PART}`"


def _is_role(name: str, known: Known) -> bool:
    counsel = known.book.posts.get(name)
    return f"party.{name}" in known.book.posts or (counsel is not None and counsel.kind == "counsel")


def _enters_parties(field: Field, known: Known) -> bool:
    record = known.book.records.get(field.type)
    return record is not None and record.table == "party"


class _Period:
    """The names in one period of one reading."""

    def __init__(self, file: Procedure, clock: Clock, known: Known, said: Said) -> None:
        self.file, self.clock, self.known, self.said = file, clock, known, said
        self.path, self.key = known.place(file, clock)

    def say(self, key: str, fault: str) -> None:
        self.said.say(self.path, f"{self.key}.{key}", fault)

    def acts(self, key: str, names: Iterable[str]) -> None:
        """Acts that some users of a bundle may lack."""
        for name in names:
            there = name in self.file.acts
            self.said.say_unless(there, self.path, f"{self.key}.{key}", f"unknown act `{name}`")

    def check(self) -> None:
        clock, known = self.clock, self.known
        if clock.rule not in known.rules:
            self.say("rule", f"unknown rule of periods `{clock.rule}`")
        if clock.owner not in known.book.posts:
            self.say("owner", f"unknown post or relation `{clock.owner}`")
        elif clock.owner in ("clock", "public"):
            self.say("owner", "must be someone of the court or the matter")
        if clock.per and clock.per not in known.book.records and not known.is_relation(clock.per):
            self.say("per", f"`{clock.per}` is neither a relation nor a record")
        self.acts("starts_with", clock.starts_with)
        self.acts("ends_with", clock.ends_with)
        self.restarts()
        self.exclusions()
        self.extensions()
        self.then()
        if clock.back_from:
            self.back_from(*clock.back_from.partition(".")[::2])

    def restarts(self) -> None:
        for name in self.clock.restarted_by:
            id, _, act = name.rpartition(":")
            if not id:
                self.acts("restarted_by", [act])
            elif id not in self.known.book.raw:
                self.say("restarted_by", f"unknown procedure `{id}`")
            elif act not in self.known.book.procedure(id, self.file.since).acts:
                self.say("restarted_by", f"unknown act `{act}` of {id}")

    def exclusions(self) -> None:
        for exclusion in self.clock.excluded_by:
            self.acts("excluded_by", [exclusion.start, exclusion.until])
            if exclusion.ground not in self.known.grounds:
                self.say("excluded_by", f"unknown ground `{exclusion.ground}`")

    def extensions(self) -> None:
        for act, by in self.clock.extended_by:
            self.acts("extended_by", [act])
            if by not in self.known.rules.get(self.clock.rule, {by}):
                self.say("extended_by", f"the rule `{self.clock.rule}` gives `{by}` no power to extend")

    def then(self) -> None:
        name = self.clock.then
        if name and name not in self.file.acts:
            self.say("then", f"unknown act `{name}`")
        elif name and self.file.acts[name].by != ("clock",):
            self.say("then", f'`{name}` must have by = ["clock"]')

    def back_from(self, name: str, field: str) -> None:
        act = self.file.acts.get(name)
        if act is None:
            self.acts("back_from", [name])
        elif field not in act.data:
            self.say("back_from", f"the act `{name}` has no field `{field}`")
        else:
            kind = act.data[field].type
            record = self.known.book.records.get(kind)
            inner = {f.type for f in record.fields.values()} if record else {kind}
            if not inner & DAYS:
                self.say("back_from", f"the field `{field}` holds no date")


def period_faults(file: Procedure, clock: Clock, known: Known, said: Said) -> None:
    """Every name in one period of one reading."""
    _Period(file, clock, known, said).check()


def shared_faults(known: Known, said: Said) -> None:
    """Names in posts.toml, records.toml, conditions.toml and grades.toml."""
    _posts(known, said)
    _records(known, said)
    for name in known.book.conditions if known.registered else ():
        if known.registered and name not in known.registered.conditions:
            said.say(known.book.paths[f"conditions/{name}"], name, "no predicate of this name is registered")
    for grade in known.book.grades.values():
        _grade(known, grade, said)


def _grade(known: Known, grade: Grade, said: Said) -> None:
    """Names in one grade. Only a post gives a reason first; a mark must be one that some procedure has."""
    path, posts = known.book.paths[f"grades/{grade.name}"], known.book.posts
    for key in ("see", "reason", "audit"):
        for who in getattr(grade, key):
            if who not in posts:
                said.say(path, f"{grade.name}.{key}", f"unknown post or relation `{who}`")
    for who in grade.reason:
        if who in posts and posts[who].kind != "post":
            said.say(path, f"{grade.name}.reason", f"`{who}` is no post")
    if grade.mark and not any(grade.mark in file.marks for file in known.readings):
        said.say(path, f"{grade.name}.mark", f"no procedure has the mark `{grade.mark}`")


def _posts(known: Known, said: Said) -> None:
    for name, post in known.book.posts.items():
        key = f"{'posts' if post.kind == 'post' else 'relations'}.{name}"
        if post.kind == "post" and post.reach not in REACHES:
            said.say("posts.toml", f"{key}.reach", "must be `court` or `division`")
        elif post.kind not in RELATIONS | {"post", "built-in"}:
            said.say("posts.toml", f"{key}.kind", f"must be one of {', '.join(sorted(RELATIONS))}")
        for other in post.includes:
            if other not in known.book.posts:
                said.say("posts.toml", f"{key}.includes", f"unknown relation `{other}`")


def _records(known: Known, said: Said) -> None:
    for name, record in known.book.records.items():
        if record.table not in ("", "party"):
            said.say(known.book.paths[f"records/{name}"], f"{name}.table", "may only be `party`")
        for field in record.fields.values():
            for key, fault in field_faults(field, known, inside_record=True):
                said.say(known.book.paths[f"records/{name}"], f"{name}.fields.{field.name}.{key}", fault)


def form_names(files: Files, known: Known, said: Said) -> None:
    """Kinds, recipients and slots of the forms. A slot is built in, a role, or a field of a procedure that uses it."""
    paths = {title: path for path, data in files.under("papers") for title in data}
    roles = {n.removeprefix("party.") for n, p in known.book.posts.items() if p.kind in ("party", "counsel")}
    slots = _facts(known)
    for title, form in known.book.forms.items():
        path = paths[title]
        if form.kind not in KINDS:
            said.say(path, f"{title}.kind", f"unknown kind of paper `{form.kind}`")
        for who in form.to:
            if who not in known.book.posts:
                said.say(path, f"{title}.to", f"unknown relation `{who}`")
            elif known.book.posts[who].kind not in ("party", "counsel"):
                said.say(path, f"{title}.to", f"`{who}` is no party: the paper would never be made (leave `to` empty)")
        computed = known.registered.slots if known.registered else frozenset()
        allowed = SLOTS | computed | roles | {f"{role}s" for role in roles} | slots.get(title, set())
        for slot in _slots(form):
            if title in slots and slot not in allowed:
                said.say(path, f"{title}.text", f"no procedure that makes this paper has a field `{slot}`")
        if title not in slots:
            said.say(path, title, "no act makes this paper" if form.kind != PART else "no field starts as this part")


def element_names(files: Files, known: Known, said: Said) -> None:
    """The act for which a guide of questions collects the data, and the cause for which it stands."""
    for path, data in files.under("elements"):
        if path.endswith("/shared.toml"):  # pages that guides share
            continue
        id, act, cause = (str(data.get(key, "")) for key in ("procedure", "act", "cause"))
        if id not in known.book.raw:
            said.say(path, "procedure", f"unknown procedure `{id}`")
        elif act not in known.book.procedure(id, known.book.epochs(id)[-1]).acts:
            said.say(path, "act", f"unknown act `{act}` of {id}")
        if cause and cause not in known.causes:
            said.say(path, "cause", f"unknown cause `{cause}`")


def _slots(form: Form) -> list[str]:
    return list(dict.fromkeys(SLOT.findall(form.text)))


def _facts(known: Known) -> dict[str, set[str]]:
    """Form -> the fields of all procedures that make it, or that became one of these; of a record also its own (`hearing.time`)."""
    fields: dict[str, set[str]] = {}
    for file in known.readings:
        own = fields.setdefault(file.id, set())
        for _, field in fields_of(file):
            inner = known.book.records[field.type].fields if field.type in known.book.records else ()
            own |= {field.name, *(f"{field.name}.{name}" for name in inner)}
    found: dict[str, set[str]] = {}
    came_from: dict[str, set[str]] = defaultdict(
        set
    )  # of which procedures a matter may have become one of this: its facts stand
    for file in known.readings:
        for act in file.acts.values():
            if act.becomes:
                came_from[act.becomes].add(file.id)
    for file in known.readings:
        said = fields[file.id].union(*(fields[id] for id in came_from[file.id]))
        acts = file.acts.values()
        parts = {title for a in acts for f in a.data.values() for code, title in f.starts_as.items() if code != "by"}
        for title in {paper for act in acts for paper in act.papers} | parts:
            found.setdefault(title, set()).update(said)
    return found
