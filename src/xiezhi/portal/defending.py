"""Answering a suit by its elements: a draft about a matter, and the act `defend` when it is handed in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.acts import open_acts
from xiezhi.kernel.procedure.book import tables
from xiezhi.kernel.procedure.perform import perform
from xiezhi.kernel.record.models import Event, Fact, Item, Matter, Party
from xiezhi.pages.drafts import signed_in
from xiezhi.pages.who import actor_of
from xiezhi.portal import drafts, mirror
from xiezhi.portal.guides import all_guides
from xiezhi.portal.me import person_of
from xiezhi.portal.models import Draft
from xiezhi.portal.plain import my_matters
from xiezhi.portal.questions import Guide

ACT = "defend"


def guide_for(matter: Matter) -> Guide | None:
    """The guide of this kind of suit, if the law book has one: of its cause, or of the nearest above it."""
    by_cause = {w.cause: w for w in all_guides().values() if w.cause}
    cause = tables().cause(str(_fact(matter, "cause")))
    while cause is not None and cause.id not in by_cause:
        cause = tables().cause(cause.parent_id) if cause.parent_id else None
    return by_cause[cause.id] if cause else None


def _fact(matter: Matter, name: str) -> Any:
    row = Fact.objects.filter(matter=matter, key=name).first()
    return row.value if row else ""


def defendant(matter: Matter, actor: Actor) -> str:
    """The party (p2) for whom this person may defend now; "" when for none."""
    for found in open_acts(matter, actor):
        if found.act.name == ACT and found.open:
            return next((c.key for c in found.choices if c.open), "")
    return ""


def _told(matter: Matter) -> list[mirror.Point]:
    rows = Item.objects.filter(matter=matter, record="element").order_by("id")
    return [mirror.Point(str(row.data["name"]), str(row.data["said"])) for row in rows]


def way_about(id: UUID) -> Guide | None:
    """The mirrored guide of a matter."""
    matter = Matter.objects.get(pk=id)
    way = guide_for(matter)
    return mirror.mirror(way, str(_fact(matter, "claim")), _told(matter)) if way else None


@require_POST
@signed_in
def begin(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Begin a defence, or go on with the one begun; 404 for a matter that I may not know."""
    matter = my_matters(actor_of(request)).filter(pk=id).first()
    person = person_of(request)
    if matter is None or person is None:
        raise Http404
    way = guide_for(matter)
    which = defendant(matter, actor_of(request))
    if way is None or not which:
        messages.error(request, "这个案件现在不能这样答辩。要答辩的，请用“您还可以”里的入口，或者打 12368。")
        return redirect("portal:matter", id=id)
    draft = drafts.open_drafts(request.user).filter(about=id).first()
    draft = draft or drafts.begin(request, mirror.PREFIX + way.id, person, about=matter, which=which)
    return redirect("portal:resume", id=draft.id)


def answer_suit(draft: Draft, actor: Actor) -> Event:
    """Do the act with what was answered; the same draft twice is the same event. Raises Refused."""
    assert draft.about is not None
    data = act_data(draft)
    return perform(draft.about, ACT, actor=actor, data=data, which=draft.which, key=f"defence:{draft.id}")


def act_data(draft: Draft) -> dict[str, Any]:
    """The data of the act: 答辩意见, and a row for each element answered. 404 when the law book lost the guide."""
    assert draft.about is not None
    matter = Matter.objects.get(pk=draft.about)
    way, told = guide_for(matter), _told(matter)
    if way is None:
        raise Http404
    rows = mirror.views(way, told, draft.answers, draft.which)
    mirrored = mirror.mirror(way, str(_fact(matter, "claim")), told)
    return {"defence": mirror.defence(mirrored, rows, draft.answers, clock.today()), "elements_answered": rows}


def paper(draft: Draft) -> dict[str, Any]:
    """The defence as the court will read it, line by line."""
    assert draft.about is not None
    matter = Matter.objects.get(pk=draft.about)
    party = Party.objects.get(matter=matter, key=draft.which)
    return {
        "title": "民事答辩状",
        "people": [f"答辩人：{party.name}"],
        "parts": [("答辩意见", act_data(draft)["defence"].splitlines(), False)],
    }
