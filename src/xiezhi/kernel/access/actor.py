"""Who acts: a person with the posts held today, the clock of the platform, or another court's message."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from xiezhi.kernel.access import rights
from xiezhi.kernel.people.models import Person
from xiezhi.kernel.people.questions import holdings
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Right


@dataclass(frozen=True, slots=True)
class Post:
    """A post held in a court, perhaps in a division."""

    post: str
    court: str
    division: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """kind: person, clock, court or nobody. `posts` are those held on the day the actor was made.

    `roles`: those in which he was assigned to any matter; `appeals`: (court, matter below) of the appeals that he tried.
    """

    kind: str
    name: str
    person: UUID | None = None
    posts: frozenset[Post] = field(default_factory=frozenset)
    court: str = ""
    merged: frozenset[UUID] = field(default_factory=frozenset)
    roles: frozenset[str] = field(default_factory=frozenset)
    appeals: frozenset[tuple[str, UUID]] = field(default_factory=frozenset)
    stopped: bool = False  # looking without a task was stopped: no post counts until the check is decided

    @property
    def selves(self) -> frozenset[UUID]:
        """All records of this person: the one signed in with, and those joined to it."""
        return self.merged | ({self.person} if self.person else frozenset())

    @property
    def written(self) -> str:
        """How an event names the actor."""
        if self.person:
            return self.person.hex
        return f"court:{self.court}" if self.kind == "court" else self.kind

    def holds(self, post: str, court: str) -> bool:
        return any(p.post == post and p.court == court for p in self.posts)

    @property
    def courts(self) -> frozenset[str]:
        """The courts in which the actor holds any post."""
        return frozenset(p.court for p in self.posts)


CLOCK = Actor("clock", "平台时钟")
NOBODY = Actor("nobody", "未登录")


def of_court(code: str) -> Actor:
    """The actor of a message that came from another court."""
    return Actor("court", code, court=code)


def of_person(person: Person, on: date | None = None) -> Actor:
    """The actor of a person, with the posts held on a day (today if none is given), also those delegated."""
    day = on or clock.today()
    merged = frozenset(Person.objects.filter(merged_into=person).values_list("id", flat=True))
    selves = merged | {person.id}
    posts = frozenset(Post(h.post, h.court_id, h.division_id) for h in holdings(person, day))
    posts |= {
        Post(r.post, r.matter.court_id, r.division_id)
        for r in Right.objects.filter(rights.in_force(day), kind="post", person__in=selves).select_related("matter")
    }
    roles = rights.roles_of(selves)
    stopped = bool(posts) and rights.stopped(selves, roles)
    if stopped:
        posts = frozenset()
    appeals = rights.appeals_of(selves, roles) if posts else frozenset()
    return Actor("person", person.name, person.id, posts, merged=merged, roles=roles, appeals=appeals, stopped=stopped)
