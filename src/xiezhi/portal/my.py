"""我的案件: what I must do, my matters, my drafts; one matter in plain words; what the court sent me."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xiezhi.departments.filing.closing.lists import mine
from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.door import matters, sees
from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Item, Matter, Paper, Party
from xiezhi.pages import looking
from xiezhi.pages.drafts import signed_in
from xiezhi.pages.told import Told
from xiezhi.pages.who import actor_of
from xiezhi.portal import drafts
from xiezhi.portal.claim import titled
from xiezhi.portal.defending import defendant, guide_for
from xiezhi.portal.filing import ADDRESS
from xiezhi.portal.plain import my_keys, my_matters, standing
from xiezhi.portal.served import reached, served_on

PER_PAGE = 20


@require_GET
@signed_in
def index(request: HttpRequest) -> HttpResponseBase:
    """What I must do first, then news from the court, my matters (found by ?q=), my drafts."""
    actor = actor_of(request)
    asked = request.GET.get("q", "").strip()[:100]
    page = Paginator(_found(actor, asked), PER_PAGE).get_page(request.GET.get("page"))
    cards = [standing(m, actor) for m in page.object_list]
    duties = sorted(((c, s) for s in cards for c in s.duties), key=lambda pair: pair[0].due)
    context = {
        "asked": asked,
        "page": page,
        "cards": cards,
        "duties": duties,
        "news": news(actor).filter(read=None)[:20],
        "drafts": titled(drafts.open_drafts(request.user)),
    }
    return render(request, "portal/my.html", context)


def _found(actor: Actor, asked: str) -> Any:
    mine = my_matters(actor)
    if not asked:
        return mine
    plain = asked.replace("(", "（").replace(")", "）").replace(" ", "")
    named = Party.objects.filter(name__icontains=asked).values("matter")
    return mine.filter(Q(number__icontains=plain) | Q(pk__in=named))


def news(actor: Actor) -> Any:
    """Notices of the court to this person, the newest first."""
    found = Message.objects.filter(person=actor.person, kind="notice").exclude(not_before__gt=clock.now())
    found = found.filter(event__matter__in=matters(actor, law()))
    return found.select_related("event__matter__court").order_by("-not_before", "-id")


@require_GET
@signed_in
def matter(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """One matter in plain words; 404 for what I may not know."""
    actor = actor_of(request)
    found = my_matters(actor).filter(pk=id).first()
    if found is None:
        raise Http404
    eyes = sees(actor, found, law())
    looking.note(request, actor, found, eyes)
    told = Told(found, eyes, actor)
    now = standing(found, actor)
    said = {line.event.seq: line.title for line in told.lines()}
    keys = my_keys(actor, found)
    asked_of_me = {a.act.name for c in now.duties for a in c.acts}
    context = {
        "now": now,
        "matter": found,
        "told": told,
        "by_elements": bool(guide_for(found) and defendant(found, actor)),
        "others": [a for a in now.open if a.name not in asked_of_me],
        "hearings": hearings(found),
        "news": news(actor).filter(event__matter=found),
        "accounts": mine(found, keys, said),
        "served": served_on(found, keys, eyes, law()),
        "reached": reached(found, keys),
        "may_confirm": any(a.name == ADDRESS for a in now.open),
    }
    return render(request, "portal/matter.html", context)


def hearings(found: Matter) -> list[Item]:
    """Hearings still to come, the nearest first."""
    today = clock.today().isoformat()
    return list(Item.objects.filter(matter=found, record="hearing", when__gte=today).order_by("when"))


@require_GET
@signed_in
def message(request: HttpRequest, id: str) -> HttpResponseBase:
    """收件: opening a notice notes that it was read, with the minute; the papers of that act stand below."""
    actor = actor_of(request)
    found = news(actor).filter(pk=id).first()
    if found is None:
        raise Http404
    if found.read is None:
        found.read = clock.now()
        found.save(update_fields=["read"])
    event = found.event
    eyes = sees(actor, event.matter, law())
    looking.note(request, actor, event.matter, eyes)
    made = Paper.objects.filter(matter=event.matter, key__startswith=f"{event.seq}.")
    context = {
        "message": found,
        "event": event,
        "matter": event.matter,
        "papers": [p for p in made if eyes.may_see(p.grade)],
    }
    return render(request, "portal/message.html", context)
