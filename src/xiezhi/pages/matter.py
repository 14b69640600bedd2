"""The matter page: where it stands, what runs, what one may do now and why not the rest, who, which papers, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from xiezhi.kernel.procedure.acts import open_acts
from xiezhi.pages.door import matter_for
from xiezhi.pages.drafts import signed_in
from xiezhi.pages.order import in_order
from xiezhi.pages.papers import KEEPERS
from xiezhi.pages.told import Line, Told, title_of_clock
from xiezhi.pages.who import actor_of

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Done:
    """What the act just done brought about; shown to whoever did it, as often as its address is opened."""

    line: Line
    state: str
    number: str
    started: list[tuple[str, str]]


@signed_in
def matter_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """One matter, as far as the actor may read it."""
    matter, eyes = matter_for(request, id)
    actor = actor_of(request)
    told = Told(matter, eyes, actor)
    acts = open_acts(matter, actor)
    clocks = told.clocks()
    running = [c.row.name for c in clocks if c.alive]
    most = None if "all" in request.GET else SHOWN
    context: dict[str, Any] = {
        "alive": [c for c in clocks if c.alive], "over": [c for c in clocks if not c.alive],
        "lines": told.lines(most), "earlier": max(len(told.events) - SHOWN, 0) if most else 0,
        "told": told, "matter": matter, "open": in_order(acts, told.file, matter.state, told.done_by_me, running),
        "shut": [a for a in acts if not a.open],
        "keeps": bool(told.eyes.held & KEEPERS) and matter.state in told.file.final,
        "done": _done(request, told), "crumbs": [(_list_url(), _("案件")), ("", told.title)] if actor.posts else [],
    }  # fmt: skip
    return render(request, "pages/matter.html", context)


def _list_url() -> str:
    try:
        return reverse("desk:matters")
    except NoReverseMatch:
        return ""


def _done(request: HttpRequest, told: Told) -> Done | None:
    """The event named by `?done=`, if the actor did it."""
    wanted = request.GET.get("done", "")
    event = next((e for e in told.events if str(e.seq) == wanted and e.actor == told.actor.written), None)
    if event is None:
        return None
    line = told.line(event)
    changes = event.data["changes"]
    matter: dict[str, Any] = next((v for t, _key, v in changes if t == "matter" and v), {})
    rows = [v for t, _key, v in changes if t == "period" and v and v["state"] == "running" and v["due"]]
    started = [(title_of_clock(told.file.periods.get(r["name"]), told.book, r["name"]), r["due"]) for r in rows]
    state = told.state(matter["state"]) if matter.get("state") else ""
    return Done(line, state, matter.get("number", ""), started)
