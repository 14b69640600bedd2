"""The door: `matters(actor)` is SQL; `sees(actor, matter)` says what the actor is in one matter and may see there.

Both read the same data: a grade of grades.toml lists the posts and relations that may see (design: deny wins, a matter
that may not be known leaves no trace: it is simply not among `matters`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.law.model import LawBook, Post
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Assigned, Matter, Party

DEFAULT_GRADE = "case"
# key, roles (the first one is the main role), person, filer, whom a counsel speaks for
PartyRow = tuple[str, tuple[str, ...], object, object, str]


@dataclass(frozen=True, slots=True)
class Eyes:
    """What an actor is in one matter: the posts and relations held, and what they may see."""

    held: frozenset[str]
    book: LawBook
    knows: bool

    def may_see(self, grade: str) -> bool:
        """Whether what carries this grade may be shown (no grade: whoever knows the matter)."""
        if not grade:
            return self.knows
        return self.knows and bool(self.held & see_list(self.book, grade))


def see_list(book: LawBook, grade: str) -> frozenset[str]:
    """Posts and relations that a grade lets see."""
    found = book.grades.get(grade or DEFAULT_GRADE)
    return frozenset(found.see) if found else frozenset()


def matters(actor: Actor, book: LawBook) -> QuerySet[Matter]:
    """The matters an actor may know of."""
    today = clock.today()
    by_grade: dict[str, list[str]] = defaultdict(list)
    for id in book.ids():
        by_grade[book.procedure(id, today).grade or DEFAULT_GRADE].append(id)
    doors = [
        Q(procedure__in=ids) & door for grade, ids in by_grade.items() if (door := _grade_door(actor, book, grade))
    ]
    if not doors:
        return Matter.objects.none()
    return Matter.objects.filter(reduce(or_, doors))


def _grade_door(actor: Actor, book: LawBook, grade: str) -> Q | None:
    """Who may see this grade, as one condition: the court one serves in, one look at the parties, one at those assigned."""
    courts, divisions, roles, parties = set[str](), set[int](), set[str](), set[str]()
    for name in see_list(book, grade):
        if name == "public":
            return Q(pk__isnull=False)
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
            parties.add(party_role(name))
        else:
            roles |= {name, *post.includes}
    return _any(_in_courts(courts), _among_parties(actor, parties), _among_assigned(actor, roles, divisions))


def _any(*conditions: Q | None) -> Q | None:
    found = [q for q in conditions if q is not None]
    return reduce(or_, found) if found else None


def _in_courts(courts: set[str]) -> Q | None:
    return Q(court__in=sorted(courts)) if courts else None


def _among_parties(actor: Actor, roles: set[str]) -> Q | None:
    """`roles` of parties; an empty one among them means any role."""
    if actor.person is None or not roles:
        return None
    who = Q(person__in=actor.selves) | Q(filer__in=actor.selves)
    rows = Party.objects.filter(who, matter=OuterRef("pk"), active=True)
    return Q(Exists(rows if "" in roles else rows.filter(role__in=sorted(roles))))


def _among_assigned(actor: Actor, roles: set[str], divisions: set[int]) -> Q | None:
    own = Q(person__in=actor.selves, role__in=sorted(roles)) if actor.person is not None and roles else None
    ours = Q(division__in=sorted(divisions)) if divisions else None
    found = _any(own, ours)
    return Q(Exists(Assigned.objects.filter(found, matter=OuterRef("pk")))) if found is not None else None


def party_role(relation: str) -> str:
    """The role that a party relation names: `party.plaintiff` → plaintiff, `counsel` → counsel, `party` → any."""
    return relation.removeprefix("party").removeprefix(".")


def held_in(actor: Actor, matter: Matter, book: LawBook) -> frozenset[str]:
    """Posts and relations that an actor holds in one matter."""
    parties = Party.objects.filter(matter=matter, active=True)
    assigned = Assigned.objects.filter(matter=matter)
    return relations_held(
        actor, book, matter.court_id,
        [(p.key, (p.role, *p.data.get("also", ())), p.person_id, p.filer_id, p.of) for p in parties],
        [(a.role, a.person_id, a.division_id) for a in assigned],
    )  # fmt: skip


def relations_held(
    actor: Actor,
    book: LawBook,
    court: str,
    parties: Iterable[PartyRow],
    assigned: Iterable[tuple[str, object, int | None]],
) -> frozenset[str]:
    """Posts and relations held, from rows already at hand: parties, assigned (role, person, division)."""
    if actor.kind in ("clock", "court"):
        return frozenset({"clock"})
    held: set[str] = set()
    if actor.person is None:
        return frozenset()
    held.add("public")
    held |= own_party_relations(actor, list(parties))
    assigned = list(assigned)
    roles = {role for role, person, _ in assigned if person in actor.selves}
    divisions = {division for _, _, division in assigned if division}
    held |= roles
    for name, post in book.posts.items():
        if roles & set(post.includes):
            held.add(name)
        if post.kind == "post" and _holds(actor, post, court, divisions):
            held.add(name)
    if court in actor.courts:
        held.add("staff")
    return frozenset(held)


def _holds(actor: Actor, post: Post, court: str, divisions: set[int]) -> bool:
    held = [p for p in actor.posts if p.post == post.name and p.court == court]
    if post.reach == "division":
        return any(p.division in divisions for p in held)
    return bool(held)


def own_party_relations(actor: Actor, parties: list[PartyRow]) -> set[str]:
    """Party relations held oneself, by filing for someone, or as that party's counsel."""
    held: set[str] = set()
    roles_of = {key: roles for key, roles, *_ in parties}
    for _, roles, person, filer, of in parties:
        if not actor.selves & {person, filer}:
            continue
        if roles[0] == "counsel":
            held |= {"counsel", "party", *(f"party.{role}" for role in roles_of.get(of, ()))}
        else:
            held |= {"party", *(f"party.{role}" for role in roles)}
    return held


def own_party_keys(actor: Actor, parties: Iterable[PartyRow]) -> set[str]:
    """Keys of the parties for whom the actor may act."""
    keys: set[str] = set()
    for key, roles, person, filer, of in parties:
        if actor.selves & {person, filer}:
            keys.add(of if roles[0] == "counsel" else key)
    return keys


def sees(actor: Actor, matter: Matter, book: LawBook) -> Eyes:
    """What an actor is in one matter, and whether he may know of it at all."""
    held = held_in(actor, matter, book)
    grade = book.procedure(matter.procedure, clock.today()).grade or DEFAULT_GRADE
    allowed = see_list(book, grade)
    return Eyes(held, book, bool(held & allowed) or "public" in allowed)
