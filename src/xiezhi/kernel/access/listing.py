"""The door as SQL: which matters exist for an actor, built from the same grades as the answer about one matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q

from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.grades import file_grade, marked_grades
from xiezhi.kernel.access.models import Stated
from xiezhi.kernel.access.prepared import Bound, prepared
from xiezhi.kernel.access.rights import given, tried_above
from xiezhi.kernel.law.model import Grade, LawBook
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Assigned, Mark, Party

NONE = Q(pk__isnull=True)
ALL = Q(pk__isnull=False)
TASKS = frozenset({"opener", "owner"})  # carried by whoever it concerns, even where he is himself a party


Names = Callable[[Grade], Iterable[str]]


@dataclass(slots=True)
class Parts:
    """What of each table lets an actor in by a list of posts and relations."""

    public: bool = False
    courts: set[str] = field(default_factory=set)
    divisions: set[int] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    tasks: set[str] = field(default_factory=set)
    parties: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)


def may_see(grade: Grade) -> Iterable[str]:
    """Who may see a grade: what `known` asks unless it is told otherwise."""
    return grade.see


def may_audit(grade: Grade) -> Iterable[str]:
    """Who may see the log of reading of a grade."""
    return grade.audit


def known(actor: Actor, book: LawBook, names: Names = may_see) -> Bound:
    """Of matters: those that an actor may know of today."""
    today = clock.today()

    def build(who: Actor, now: datetime) -> Q:
        return Door(who, book, names, now).known(today)

    return prepared(actor, (book.digest, today, names), build, clock.now())


def stated(actor: Actor, now: datetime) -> Q:
    """Reasons of this actor that still hold."""
    return Q(person__in=actor.selves, until__gte=now)


@dataclass(frozen=True, slots=True)
class Door:
    """The door of one actor at one moment."""

    actor: Actor
    book: LawBook
    names: Names
    now: datetime

    def known(self, today: date) -> Q:
        """The grade of the file lets in, and so does that of every mark."""
        by_grade: dict[str, list[str]] = defaultdict(list)
        for id in self.book.ids():
            by_grade[file_grade(self.book, id, today)].append(id)
        whole = self._let_in(by_grade)
        if whole is None:
            return NONE
        for mark, grade in sorted(marked_grades(self.book).items()):
            named = Q(key=mark) | Q(key__startswith=f"{mark}/")
            marked = Q(Exists(Mark.objects.filter(named, matter=OuterRef("pk"))))
            let_in = self._let_in({grade: []})
            whole &= ~marked if let_in is None else (~marked | let_in)
        return whole

    def _let_in(self, by_grade: Mapping[str, list[str]]) -> Q | None:
        """Those whom these grades let in, each for its procedures (none named: for any)."""
        found = [(self.book.grades[g], ids) for g, ids in by_grade.items() if g in self.book.grades]
        door = self._open([(parts_of(self.actor, self.book, self.names(grade)), ids) for grade, ids in found])
        asked = [(parts_of(self.actor, self.book, grade.reason), ids) for grade, ids in found if grade.reason]
        if self.names is may_see and asked and self.actor.posts and (reasoned := self._open(asked)) is not None:
            told = Exists(Stated.objects.filter(stated(self.actor, self.now), matter=OuterRef("pk")))
            door = _any(door, Q(told) & reasoned)
        return door

    def _open(self, found: Iterable[tuple[Parts, list[str]]]) -> Q | None:
        """One condition on matters out of many lists; what several lists ask alike is asked once."""
        bench, tasks, among, open_to_all = Asked(), Asked(), Asked(), Asked()
        for parts, ids in found:
            if parts.public:
                open_to_all.add(frozenset(), ids)
                continue
            bench.add(("courts", frozenset(parts.courts)), ids)
            bench.add(("roles", frozenset(parts.roles), frozenset(parts.divisions)), ids)
            tasks.add(frozenset(parts.tasks), ids)
            among.add(frozenset(parts.parties), ids)
            for kind in parts.kinds:
                (bench if kind == "above" else tasks).add(kind, ids)
        selves = self.actor.selves
        sitting = bench.door(self._bench)
        if sitting is not None:
            sitting &= ~_own(self.actor)
        mine = tasks.door(
            lambda what: given(selves, "read") if what == "granted" else _assigned(self.actor, set(what), set())
        )
        door = _any(sitting, mine, among.door(lambda what: _among_parties(self.actor, set(what))))
        if door is not None:
            door &= ~given(selves, "deny")
        return _any(door, open_to_all.door(lambda _: ALL))

    def _bench(self, what: Any) -> Q | None:
        """Those let in by a post, by being assigned, or by trying the appeal."""
        if what == "above":
            return tried_above(self.actor.appeals)
        kind, first, *rest = what
        return _in_courts(set(first)) if kind == "courts" else _assigned(self.actor, set(first), set(rest[0]))


def parts_of(actor: Actor, book: LawBook, names: Iterable[str]) -> Parts:
    """The posts and relations of a list by the table in which they are found, as far as this actor can hold them."""
    parts = Parts()
    for name in names:
        post = book.posts.get(name)
        if name == "public":
            parts.public = True
        elif name == "staff":
            parts.courts |= actor.courts
        elif post is None:
            continue
        elif post.kind == "post":
            held = [p for p in actor.posts if p.post == name]
            if post.reach == "division":
                parts.divisions |= {p.division for p in held if p.division}
            else:
                parts.courts |= {p.court for p in held}
        elif post.kind in ("party", "counsel"):
            parts.parties.add(name.removeprefix("party").removeprefix("."))
        elif post.kind in ("granted", "above"):
            parts.kinds.add(post.kind)
        else:
            both = {name, *post.includes}
            parts.tasks |= both & TASKS
            parts.roles |= both - TASKS
    if "" in parts.parties:
        parts.parties = {""}  # any role is every role
    return parts


class Asked:
    """Conditions by what is asked, and the procedures for which each is asked (none: for any)."""

    def __init__(self) -> None:
        self._ids: dict[Any, list[str]] = {}

    def add(self, what: Any, ids: list[str]) -> None:
        self._ids.setdefault(what, []).extend(ids)

    def door(self, condition: Callable[[Any], Q | None]) -> Q | None:
        found = [(condition(what), ids) for what, ids in self._ids.items()]
        return _any(*(q & Q(procedure__in=ids) if ids else q for q, ids in found if q is not None))


def _any(*conditions: Q | None) -> Q | None:
    found = [q for q in conditions if q is not None]
    return reduce(or_, found) if found else None


def _in_courts(courts: set[str]) -> Q | None:
    return Q(court__in=sorted(courts)) if courts else None


def _own(actor: Actor) -> Q:
    """Matters in which the actor is a party himself (not as counsel)."""
    rows = Party.objects.filter(person__in=actor.selves, matter=OuterRef("pk"), active=True)
    return Q(Exists(rows.exclude(role="counsel")))


def _among_parties(actor: Actor, roles: set[str]) -> Q | None:
    """`roles` of parties; an empty one among them means any role. A counsel stands in those of whom he speaks for."""
    if actor.person is None or not roles:
        return None
    who = Q(person__in=actor.selves) | Q(filer__in=actor.selves)
    rows = Party.objects.filter(who, mandate(), matter=OuterRef("pk"), active=True)
    if "" in roles:
        return Q(Exists(rows))
    spoken_for = Party.objects.filter(_stands_as(roles), matter=OuterRef("matter"), key=OuterRef("of"), active=True)
    through = Q(role="counsel") & Q(Exists(spoken_for))
    own = _stands_as(roles - {"counsel"}) & ~Q(role="counsel")
    counsel = Q(role="counsel") if "counsel" in roles else NONE
    return Q(Exists(rows.filter(own | counsel | through)))


def mandate() -> Q:
    """Of parties: all but counsel whose mandate has run out."""
    running = Q(data__until__isnull=True) | Q(data__until="") | Q(data__until__gte=clock.today().isoformat())
    return ~Q(role="counsel") | running


def _stands_as(roles: set[str]) -> Q:
    """Of parties: those whose first or further role is one of these."""
    further = [Q(data__also__icontains=f'"{role}"') for role in sorted(roles)]
    return reduce(or_, further, Q(role__in=sorted(roles)))


def _assigned(actor: Actor, roles: set[str], divisions: set[int]) -> Q | None:
    own = Q(person__in=actor.selves, role__in=sorted(roles)) if actor.person is not None and roles else None
    ours = Q(division__in=sorted(divisions)) if divisions else None
    found = _any(own, ours)
    return Q(Exists(Assigned.objects.filter(found, matter=OuterRef("pk")))) if found is not None else None
