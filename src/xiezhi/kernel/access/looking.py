"""The log of reading: who looked at what, as what, and why; and what of it is unusual.

Every reading of one matter or one paper through the door is noted, once in ten minutes for the same thing. Whoever stands in
a relation to the matter, has done an act in it, or holds the post whose clock runs in it, looks with a task; whoever is let
in by a post alone looks without. Looking without a task is counted: as many things as MOST in a day stop it.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from xiezhi.kernel.access import listing
from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.door import Eyes
from xiezhi.kernel.access.grades import file_grade
from xiezhi.kernel.access.models import Look, Stated
from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.people.models import Person
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Event, Matter, Party, Period

MOST = 200
SAME = timedelta(minutes=10)
DAY = timedelta(days=1)
NIGHT_FROM, NIGHT_TO = 23, 6
EXPORT = "export"
RUNNING = ("running", "overdue", "paused")


def note(actor: Actor, matter: Matter, eyes: Eyes, what: str) -> Look | None:
    """Note one reading; None when nobody looked, or it is noted already."""
    if actor.person is None:
        return None
    now = clock.now()
    before = Look.objects.filter(person__in=actor.selves, matter=matter, what=what, at__gt=now - SAME, at__lte=now)
    if before.exists():
        return None
    why = ""
    if eyes.stated:
        rows = Stated.objects.filter(listing.stated(actor, now), matter=matter).order_by("-at")
        why = rows.values_list("why", flat=True).first() or ""
    return Look.objects.create(
        person=Person(pk=actor.person), at=now, held="、".join(sorted(eyes.held - {"public", "staff"}))[:200], matter=matter,
        what=what[:140], grade=_grade(matter, eyes.book), why=why, task=has_task(actor, matter, eyes),
    )  # fmt: skip


def exported(actor: Actor, found: QuerySet[Matter], book: LawBook) -> None:
    """Note that a list of matters was taken away as a file."""
    now = clock.now()
    rows = (
        Look(person=Person(pk=actor.person), at=now, held="", matter=m, what=EXPORT, grade=_grade(m, book), task=True)
        for m in found.iterator(500)
    )
    Look.objects.bulk_create(rows, batch_size=500)


def _grade(matter: Matter, book: LawBook) -> str:
    return file_grade(book, matter.procedure, clock.today())


def has_task(actor: Actor, matter: Matter, eyes: Eyes) -> bool:
    """Whether the actor has something to do with the matter beyond holding a post."""
    posts = {name for name in eyes.held if (post := eyes.book.posts.get(name)) and post.kind in ("post", "built-in")}
    if eyes.held - posts:
        return True
    if Period.objects.filter(matter=matter, owner__in=sorted(posts), state__in=RUNNING).exists():
        return True
    return Event.objects.filter(matter=matter, actor__in=[one.hex for one in actor.selves]).exists()


def unusual(actor: Actor, look: Look) -> str:
    """bulk, own_name, night; empty when there is nothing to ask about. Only looking without a task is asked about."""
    if look.task:
        return ""
    seen = Look.objects.filter(person__in=actor.selves, task=False, at__gt=look.at - DAY).values("matter", "what")
    if seen.distinct().count() >= MOST:
        return "bulk"
    if Party.objects.filter(matter=look.matter_id, name=actor.name, active=True).exists():
        return "own_name"
    hour = look.at.astimezone(clock.COURT_TIME).hour
    return "night" if hour >= NIGHT_FROM or hour < NIGHT_TO else ""


def looks(actor: Actor, book: LawBook) -> QuerySet[Look]:
    """The readings that an actor may see: those of matters whose grades let him audit them, and his own."""
    audited = Matter.objects.filter(listing.known(actor, book, listing.may_audit))
    mine = Matter.objects.filter(listing.known(actor, book))
    among = Q(Exists(audited.filter(pk=OuterRef("matter"))))
    own = Q(person__in=actor.selves) & Q(Exists(mine.filter(pk=OuterRef("matter"))))
    return Look.objects.filter(among | own).select_related("person", "matter").order_by("-at", "-id")
