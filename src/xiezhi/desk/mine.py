"""What is mine at the desk: the matters I carry and the clocks that I must keep."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache, reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.door import matters
from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Assigned, Matter, Period

RUNNING = ("running", "overdue")


def final_states(book: LawBook) -> Q:
    """Matters that have come to their end."""
    files = [book.procedure(id, clock.today()) for id in book.raw]
    doors = [Q(procedure=file.id, state__in=sorted(file.final)) for file in files if file.final]
    return reduce(or_, doors, Q(pk__isnull=True))


def carried_by(people: Iterable[UUID]) -> Q:
    """Matters that one of these people carries: is assigned, in whatever role but that of who opened it."""
    rows = Assigned.objects.filter(matter=OuterRef("pk"), person__in=list(people)).exclude(role="opener")
    return Q(Exists(rows))


def in_mine(actor: Actor) -> Q:
    """Of rows that belong to a matter, those of the matters I carry."""
    return Q(Exists(Matter.objects.filter(carried_by(actor.selves), pk=OuterRef("matter"))))


def clocks(actor: Actor, book: LawBook) -> QuerySet[Period]:
    """Running clocks whose owner is a post that I hold there or a relation in which I stand, first the most urgent."""
    doors = [*_by_post(actor, book), *_by_relation(actor, book)]
    if not doors:
        return Period.objects.none()
    mine = Period.objects.filter(reduce(or_, doors), state__in=RUNNING, matter__in=matters(actor, book)).exclude(due="")
    return mine.select_related("matter").order_by("due", "id")


def _by_post(actor: Actor, book: LawBook) -> list[Q]:
    doors = []
    for held in sorted(actor.posts, key=lambda p: (p.court, p.post)):
        door = Q(owner=held.post, matter__court=held.court)
        post = book.posts.get(held.post)
        if post and post.reach == "division":
            there = Assigned.objects.filter(matter=OuterRef("matter"), division=held.division)
            door &= Q(Exists(there)) if held.division else Q(pk__isnull=True)
        doors.append(door)
    return doors


def _not_of_another(actor: Actor, book: LawBook, relation: str) -> Q:
    """Where each in a relation has a clock of his own, only mine is mine."""
    apart = _apart(book.digest, clock.today()).get(relation, ())
    doors = [Q(matter__procedure=procedure, name=name) for procedure, name in apart]
    if not doors:
        return Q()
    return ~reduce(or_, doors) | Q(which__in=[one.hex for one in actor.selves])


@lru_cache(maxsize=4)
def _apart(digest: str, on: date) -> dict[str, tuple[tuple[str, str], ...]]:
    """Relation -> the clocks (procedure, name) that run for each one in it."""
    book, found = law(), dict[str, tuple[tuple[str, str], ...]]()
    for id in book.ids():
        for rule in book.procedure(id, on).periods.values():
            if rule.per == rule.owner:
                found[rule.owner] = (*found.get(rule.owner, ()), (id, rule.name))
    return found


def _by_relation(actor: Actor, book: LawBook) -> list[Q]:
    """Doors for the relations in which I stand in any matter; the others cannot be mine and cost nothing."""
    doors = []
    for name, relation in sorted(book.posts.items()):
        wanted = actor.roles & {name, *relation.includes}
        if relation.kind == "assigned" and wanted:
            there = Assigned.objects.filter(matter=OuterRef("matter"), person__in=actor.selves, role__in=sorted(wanted))
            doors.append(Q(owner=name) & Q(Exists(there)) & _not_of_another(actor, book, name))
    return doors
