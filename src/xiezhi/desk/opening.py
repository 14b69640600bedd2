"""What I may open: every opening act that my posts give me, by procedure."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xiezhi.desk.door import staff_only
from xiezhi.kernel.access.door import relations_held
from xiezhi.kernel.law.model import Act, Procedure
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.engine import posts_for
from xiezhi.pages.who import actor_of


@staff_only
def open_page(request: HttpRequest) -> HttpResponse:
    """The list of what can be opened."""
    actor, book, day = actor_of(request), law(), clock.today()
    held = relations_held(actor, book, min(actor.courts), [], []) - {"public"}
    cases: list[tuple[Procedure, list[Act]]] = []
    affairs: list[tuple[Procedure, list[Act]]] = []
    for id in sorted(book.raw):
        file = book.procedure(id, day)
        acts = [a for a in file.opening_acts if posts_for(a, held)]
        if acts:
            (cases if file.kinds else affairs).append((file, acts))
    found = [(title, files) for title, files in ((_("案件"), cases), (_("事务"), affairs)) if files]
    return render(request, "desk/open.html", {"found": found})
