"""The door of the pages: what may not be seen is not found."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest

from xiezhi.kernel.access.door import Eyes, sees
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Matter
from xiezhi.pages import looking
from xiezhi.pages.who import actor_of


def matter_for(request: HttpRequest, id: UUID) -> tuple[Matter, Eyes]:
    """The matter and what the actor may see in it; 404 alike for what is not there and what may not be known."""
    matter = Matter.objects.select_related("court", "parent").filter(pk=id).first()
    if matter is None:
        raise Http404
    actor = actor_of(request)
    eyes = sees(actor, matter, law())
    if not eyes.knows:
        raise Http404
    looking.note(request, actor, matter, eyes)
    return matter, eyes
