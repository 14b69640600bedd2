"""Notes beside the pages of a file: one's own, and those that the court's people share with one another. No record."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.door import Eyes
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record.models import Matter
from xiezhi.pages.models import Note

LONGEST, MOST = 2000, 500


def may_share(eyes: Eyes) -> bool:
    """Only the court's people share: what they note is not for the parties, and no party's note is for the other."""
    return "staff" in eyes.held


def beside(matter: Matter, eyes: Eyes, actor: Actor, paper: str) -> QuerySet[Note]:
    """The notes on a paper that these eyes may read, by page."""
    mine = Q(person__in=actor.selves)
    seen = mine | Q(shared=True) if may_share(eyes) else mine
    return Note.objects.filter(seen, matter=matter.id, paper=paper).select_related("person").order_by("page", "id")


def write(matter: Matter, actor: Actor, paper: str, page: int, text: str, *, shared: bool) -> None:
    """Keep a note; an empty one is none."""
    text = "".join(c for c in text.strip() if c.isprintable() or c == "\n")[:LONGEST]
    full = Note.objects.filter(matter=matter.id, person=actor.person).count() >= MOST
    if text and actor.person and not full:
        Note.objects.create(
            matter=matter.id, paper=paper, page=page, person_id=actor.person, text=text, shared=shared, at=clock.now()
        )


def drop(matter: Matter, actor: Actor, id: str) -> None:
    """Take away a note of one's own."""
    if id.isascii() and id.isdigit() and len(id) < 18:
        Note.objects.filter(pk=int(id), matter=matter.id, person__in=actor.selves).delete()
