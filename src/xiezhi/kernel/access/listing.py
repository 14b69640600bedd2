"""The door as SQL: which matters exist for an actor, built from the same grades as the answer about one matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.models import Stated
from xiezhi.kernel.access.rights import given, tried_above
from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Assigned, Mark, Party

NONE = Q(pk__isnull=True)
ALL = Q(pk__isnull=False)


Door = Callable[[Actor, LawBook, str], "Q | None"]


def grade_door(actor: Actor, book: LawBook, grade: str) -> Q | None:
    """Who may see this grade, as one condition on matters; None when nobody like this actor."""
    found = book.grades.get(grade)
    if found is None:
        return None
    door = door_of(actor, book, found.see)
    if found.reason and actor.posts and (asked := door_of(actor, book, found.reason)):
        told = Exists(Stated.objects.filter(stated(actor), matter=OuterRef("pk")))
        door = _any(door, Q(told) & asked)
    return door


def audit_door(actor: Actor, book: LawBook, grade: str) -> Q | None:
    """Who may see the log of reading of this grade."""
    found = book.grades.get(grade)
    return door_of(actor, book, found.audit) if found else None


def known(
    actor: Actor, book: LawBook, grades: Mapping[str, str], marks: Mapping[str, str], door_to: Door = grade_door
) -> Q:
    """The matters that an actor may know of. `grades`: procedure -> its grade; `marks`: mark -> the grade it puts on."""
    by_grade: dict[str, list[str]] = defaultdict(list)
    for id, grade in grades.items():
        by_grade[grade].append(id)
    doors = [Q(procedure__in=ids) & door for grade, ids in by_grade.items() if (door := door_to(actor, book, grade))]
    whole = _any(*doors)
    if whole is None:
        return NONE
    for mark, grade in sorted(marks.items()):
        named = Q(key=mark) | Q(key__startswith=f"{mark}/")
        marked = Q(Exists(Mark.objects.filter(named, matter=OuterRef("pk"))))
        let_in = door_to(actor, book, grade)
        whole &= ~marked if let_in is None else (~marked | let_in)
    return whole


def stated(actor: Actor) -> Q:
    """Reasons of this actor that still hold."""
    return Q(person__in=actor.selves, until__gte=clock.now())


def door_of(actor: Actor, book: LawBook, names: Iterable[str]) -> Q | None:
    """Matters in which the actor holds one of these posts or relations: one look at each table."""
    courts, divisions, roles, parties = set[str](), set[int](), set[str](), set[str]()
    more: list[Q | None] = []
    for name in names:
        if name == "public":
            return ALL
        post = book.posts.get(name)
        if name == "staff":
            courts |= actor.courts
        elif post is None:
            continue
        elif post.kind == "post":
            held = [p for p in actor.posts if p.post == name]
            if post.reach == "division":
                divisions |= {p.division for p in held if p.division}
            else:
                courts |= {p.court for p in held}
        elif post.kind in ("party", "counsel"):
            parties.add(name.removeprefix("party").removeprefix("."))
        elif post.kind in ("granted", "above"):
            more.append(_beyond(actor, post.kind))
        else:
            roles |= {name, *post.includes}
    bench = _any(_in_courts(courts), _assigned(actor, roles - {"opener", "owner"}, divisions))
    if bench is not None:
        bench &= ~_own(actor)
    tasks = _assigned(actor, roles & {"opener", "owner"}, set())
    found = _any(bench, tasks, _among_parties(actor, parties), *more)
    return found & ~given(actor.selves, "deny") if found is not None else None


def _any(*conditions: Q | None) -> Q | None:
    found = [q for q in conditions if q is not None]
    return reduce(or_, found) if found else None


def _beyond(actor: Actor, kind: str) -> Q | None:
    if actor.person is None:
        return None
    if kind == "granted":
        return given(actor.selves, "read")
    above = tried_above(actor.selves) if actor.posts else None
    return above & ~_own(actor) if above is not None else None


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
