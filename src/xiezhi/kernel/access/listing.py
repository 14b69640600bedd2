"""The door as SQL: which matters exist for an actor, built from the same grades as the answer about one matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q

from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.models import Stated
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


def known(
    actor: Actor, book: LawBook, grades: Mapping[str, str], marks: Mapping[str, str], names: Names = may_see
) -> Q:
    """The matters that an actor may know of. `grades`: procedure -> its grade; `marks`: mark -> the grade it puts on."""
    by_grade: dict[str, list[str]] = defaultdict(list)
    for id, grade in grades.items():
        by_grade[grade].append(id)
    whole = _let_in(actor, book, by_grade, names)
    if whole is None:
        return NONE
    for mark, grade in sorted(marks.items()):
        named = Q(key=mark) | Q(key__startswith=f"{mark}/")
        marked = Q(Exists(Mark.objects.filter(named, matter=OuterRef("pk"))))
        let_in = _let_in(actor, book, {grade: []}, names)
        whole &= ~marked if let_in is None else (~marked | let_in)
    return whole


def _let_in(actor: Actor, book: LawBook, by_grade: Mapping[str, list[str]], names: Names) -> Q | None:
    """Those whom these grades let in, each for its procedures (none named: for any)."""
    found = [(book.grades[g], ids) for g, ids in by_grade.items() if g in book.grades]
    door = _door(actor, [(parts_of(actor, book, names(grade)), ids) for grade, ids in found])
    asked = [(parts_of(actor, book, grade.reason), ids) for grade, ids in found if grade.reason]
    if names is may_see and asked and actor.posts and (reasoned := _door(actor, asked)) is not None:
        told = Exists(Stated.objects.filter(stated(actor), matter=OuterRef("pk")))
        door = _any(door, Q(told) & reasoned)
    return door


def stated(actor: Actor) -> Q:
    """Reasons of this actor that still hold."""
    return Q(person__in=actor.selves, until__gte=clock.now())


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


def _door(actor: Actor, found: Iterable[tuple[Parts, list[str]]]) -> Q | None:
    """One condition on matters out of many lists; what several lists ask alike is asked once."""
    bench, tasks, among = Asked(), Asked(), Asked()
    open_to_all = Asked()
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
    sitting = bench.door(lambda what: _bench(actor, what))
    if sitting is not None:
        sitting &= ~_own(actor)
    mine = tasks.door(
        lambda what: given(actor.selves, "read") if what == "granted" else _assigned(actor, set(what), set())
    )
    door = _any(sitting, mine, among.door(lambda what: _among_parties(actor, set(what))))
    if door is not None:
        door &= ~given(actor.selves, "deny")
    return _any(door, open_to_all.door(lambda _: ALL))


class Asked:
    """Conditions by what is asked, and the procedures for which each is asked (none: for any)."""

    def __init__(self) -> None:
        self._ids: dict[Any, list[str]] = {}

    def add(self, what: Any, ids: list[str]) -> None:
        self._ids.setdefault(what, []).extend(ids)

    def door(self, condition: Callable[[Any], Q | None]) -> Q | None:
        found = [(condition(what), ids) for what, ids in self._ids.items()]
        return _any(*(q & Q(procedure__in=ids) if ids else q for q, ids in found if q is not None))


def _bench(actor: Actor, what: Any) -> Q | None:
    """Those let in by a post, by being assigned, or by trying the appeal."""
    if what == "above":
        return tried_above(actor.selves) if actor.posts else None
    kind, first, *rest = what
    return _in_courts(set(first)) if kind == "courts" else _assigned(actor, set(first), set(rest[0]))


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
