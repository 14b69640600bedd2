"""The door: `matters(actor)` is SQL; `sees(actor, matter)` says what the actor is in one matter and may see there.

Both read the same data: a grade of grades.toml lists the posts and relations that may see (design: deny wins, a matter
that may not be known leaves no trace: it is simply not among `matters`). A matter has the grade of its file, and beside it
every grade whose mark stands on it: who may know it must be let in by all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from xiezhi.kernel.access import listing
from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.grades import file_grade, knows, lets_in
from xiezhi.kernel.access.models import Stated
from xiezhi.kernel.access.rights import NOTHING, Beyond, beyond, mandate_stands
from xiezhi.kernel.law.model import LawBook, Post
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Assigned, Mark, Matter, Party

# key, roles (the first one is the main role), person, filer, whom a counsel speaks for
PartyRow = tuple[str, tuple[str, ...], object, object, str]


@dataclass(frozen=True, slots=True)
class Eyes:
    """What an actor is in one matter: the posts and relations held, and what they may see."""

    held: frozenset[str]
    book: LawBook
    knows: bool
    stated: bool = False

    def may_see(self, grade: str) -> bool:
        """Whether what carries this grade may be shown (no grade: whoever knows the matter)."""
        return self.knows and (not grade or lets_in(self.book, grade, self.held, self.stated))


def matters(actor: Actor, book: LawBook) -> QuerySet[Matter]:
    """The matters an actor may know of."""
    return Matter.objects.filter(listing.known(actor, book))


# ── one matter ──────────────────────────────────────────────────────────────


def party_role(relation: str) -> str:
    """The role that a party relation names: `party.plaintiff` → plaintiff, `counsel` → counsel, `party` → any."""
    return relation.removeprefix("party").removeprefix(".")


def party_row(key: str, party: Mapping[str, Any]) -> PartyRow | None:
    """A party, as events write it, as the door reads it; none when it is a counsel whose mandate has run out."""
    if party["role"] == "counsel" and not mandate_stands(party["data"], clock.today()):
        return None
    person, filer = (UUID(v) if isinstance(v, str) else v for v in (party["person"], party["filer"]))
    return key, (party["role"], *party["data"].get("also", ())), person, filer, party["of"]


def held_in(actor: Actor, matter: Matter, book: LawBook) -> frozenset[str]:
    """Posts and relations that an actor holds in one matter."""
    if actor.person is None:
        return relations_held(actor, book, matter.court_id, [], [])
    names = ("role", "person", "filer", "of", "data")
    parties = Party.objects.filter(matter=matter, active=True).values("key", *names)
    assigned = Assigned.objects.filter(matter=matter)
    return relations_held(
        actor, book, matter.court_id,
        [row for p in parties if (row := party_row(p["key"], p))],
        [(a.role, a.person_id, a.division_id) for a in assigned],
        beyond(actor.selves, actor.appeals, matter.pk, matter.court_id),
    )  # fmt: skip


def relations_held(
    actor: Actor,
    book: LawBook,
    court: str,
    parties: Iterable[PartyRow],
    assigned: Iterable[tuple[str, object, int | None]],
    more: Beyond = NOTHING,
) -> frozenset[str]:
    """Posts and relations held, from rows already at hand: parties, assigned (role, person, division), rights."""
    if actor.kind in ("clock", "court"):
        return frozenset({"clock"})
    if actor.person is None or more.denied:
        return frozenset()
    parties, assigned = list(parties), list(assigned)
    held = {"public"} | own_party_relations(actor, parties)
    # Nobody looks at his own case from behind the bench: who is a party himself has no post in it.
    own = any(person in actor.selves and roles[0] != "counsel" for _, roles, person, *_ in parties)
    roles = {role for role, person, _ in assigned if person in actor.selves and (not own or role in listing.TASKS)}
    divisions = {division for _, _, division in assigned if division}
    held |= roles
    for name, post in book.posts.items():
        here = {
            "post": not own and _holds(actor, post, court, divisions),
            "granted": more.granted,
            "above": more.above and not own,
        }
        if roles & set(post.includes) or here.get(post.kind):
            held.add(name)
    if court in actor.courts and not own:
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


def stated_in(actor: Actor, matter: UUID) -> bool:
    """Whether the actor has given a reason for looking at this matter, and it still holds."""
    return bool(actor.posts) and Stated.objects.filter(listing.stated(actor, clock.now()), matter=matter).exists()


def sees(actor: Actor, matter: Matter, book: LawBook) -> Eyes:
    """What an actor is in one matter, and whether he may know of it at all."""
    held = held_in(actor, matter, book)
    grade = file_grade(book, matter.procedure, clock.today())
    marks = Mark.objects.filter(matter=matter).values_list("key", flat=True)
    stated = stated_in(actor, matter.pk)
    return Eyes(held, book, knows(book, grade, marks, held, stated), stated)
