"""我要起诉: three ways in, the check page, handing over to the court, and the receipt."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.acts import open_acts
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.record.models import Event, Matter
from xiezhi.pages.controls import Fault
from xiezhi.pages.drafts import signed_in
from xiezhi.pages.who import actor_of
from xiezhi.portal import drafts
from xiezhi.portal.asking import way_of
from xiezhi.portal.compose import words
from xiezhi.portal.defending import ACT, answer_suit, paper, way_about
from xiezhi.portal.fees import estimate
from xiezhi.portal.filing import complaint, file_suit, page_of_field
from xiezhi.portal.guides import all_guides, hosted
from xiezhi.portal.me import person_of
from xiezhi.portal.models import Draft
from xiezhi.portal.plain import clocks
from xiezhi.portal.questions import Guide, Page, asked, chosen, first_open, holds, state


@require_GET
def start(request: HttpRequest) -> HttpResponseBase:
    """The ways to sue (by the elements of a cause, in own words, by one's own file), and drafts to go on with."""
    mine: QuerySet[Draft] | list[Draft] = drafts.open_drafts(request.user) if person_of(request) else []
    every = all_guides().values()
    ways = {"causes": [w for w in every if w.cause], "ways": [w for w in every if not w.cause]}
    return render(request, "portal/claim.html", {**ways, "drafts": titled(mine)})


def titled(found: QuerySet[Draft] | list[Draft]) -> list[dict[str, Any]]:
    """Drafts with the words a card needs; drafts of a guide the law book dropped are left out."""
    ways = {d.id: way_about(d.about) if d.about else all_guides().get(d.kind) for d in found}
    return [
        {"draft": d, "title": way.title, "other": "" if d.about else d.answers.get("other_name", ""),
         "left": sum(state(p, d.answers) != "done" for p in asked(way, d.answers))}
        for d in found if (way := ways[d.id])
    ]  # fmt: skip


@require_POST
@signed_in
def begin(request: HttpRequest) -> HttpResponseBase:
    """Begin a draft of the chosen guide."""
    way = all_guides().get(request.POST.get("way", ""))
    person = person_of(request)
    if way is None or person is None:
        return redirect("portal:claim")
    if drafts.open_drafts(request.user).count() >= drafts.MOST_OPEN:
        messages.error(request, f"没有新建：您已经有 {drafts.MOST_OPEN} 份没写完的起诉状，请先写完或者删掉一些。")
        return redirect("portal:claim")
    draft = drafts.begin(request, way.id, person)
    return redirect("portal:page", id=draft.id, slug=way.pages[0].slug)


@require_GET
@signed_in
def resume(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Go on where the draft stopped, on whatever device."""
    draft = drafts.mine(request, id)
    if draft.matter:
        return redirect("portal:receipt", id=draft.id)
    here = first_open(way_of(draft), draft.answers)
    return redirect("portal:page", id=draft.id, slug=here.slug) if here else redirect("portal:check", id=draft.id)


@require_POST
@signed_in
def drop(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Delete a draft that was not handed in."""
    draft = drafts.mine(request, id)
    if not draft.matter:
        draft.delete()
        messages.success(request, "草稿已删除。")
    return redirect("portal:my")


@require_http_methods(["GET", "POST"])
@signed_in
def check(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """GET lists every answer with a link to change it; POST hands the suit to the court."""
    draft = drafts.mine(request, id)
    if draft.matter:
        return redirect("portal:receipt", id=draft.id)
    if request.method == "POST":
        return _hand_in(request, draft)
    return _checked(request, draft, [])


def _hand_in(request: HttpRequest, draft: Draft) -> HttpResponseBase:
    way = way_of(draft)
    faults = [Fault(f"“{p.title}”还没有答完", f"p-{p.slug}") for p in asked(way, draft.answers)
              if state(p, draft.answers) != "done"]  # fmt: skip
    if draft.court not in hosted() and not faults:
        faults.append(Fault("还没有选法院", "p-court"))
    if request.POST.get("true") != "yes":
        faults.append(Fault("请确认上面写的是真实的，再交给法院", "f-true"))
    if faults:
        return _checked(request, draft, faults)
    try:
        event = answer_suit(draft, actor_of(request)) if draft.about else file_suit(way, draft, actor_of(request))
    except Refused as refused:
        return _checked(request, draft, [_fault(way, draft, r) for r in refused.refusals])
    Draft.objects.filter(pk=draft.pk).update(matter=event.matter_id, at=clock.now())
    return redirect("portal:receipt", id=draft.id)


def _fault(way: Guide, draft: Draft, refusal: Refusal) -> Fault:
    slug = page_of_field(way, draft.answers, refusal.field)
    return Fault(refusal.message, f"p-{slug}" if slug else "", refusal.basis)


def _checked(request: HttpRequest, draft: Draft, faults: list[Fault]) -> HttpResponseBase:
    way = way_of(draft)
    pages = asked(way, draft.answers)
    sections: dict[str, list[dict[str, Any]]] = {}
    for page in pages:
        sections.setdefault(way.sections[page.section], []).append(_listed(page, draft))
    context = {
        "paper": paper(draft) if draft.about else complaint(way, draft.answers),
        "draft": draft, "way": way, "sections": sections.items(), "faults": faults,
        "court": hosted().get(draft.court, ""), "fee": estimate(draft.answers.get("amount") or "", draft.court),
        "last": pages[-1], "total": len(pages) + 1,
    }  # fmt: skip
    return render(request, "portal/check.html", context, status=422 if faults else 200)


def _listed(page: Page, draft: Draft) -> dict[str, Any]:
    said = [(q.title, words(q, draft.answers[q.name])) for q in page.questions
            if q.name in draft.answers and holds(q.when, draft.answers)]  # fmt: skip
    if page.panel == "court" and draft.court:
        said.append(("交给", hosted().get(draft.court, "")))
    return {"page": page, "said": said, "state": state(page, draft.answers)}


@require_GET
@signed_in
def receipt(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """Proof that the court has it, what comes next and when, and what to do about a mistake."""
    draft = drafts.mine(request, id)
    if not draft.matter:
        return redirect("portal:check", id=draft.id)
    matter = Matter.objects.select_related("court").get(pk=draft.matter)
    event = Event.objects.filter(matter=matter, act=ACT if draft.about else way_of(draft).act).order_by("-seq").first()
    running, way = clocks(matter), way_of(draft)
    can = {a.act.name: a.act for a in open_acts(matter, actor_of(request)) if a.open}
    after = [{"act": can.get(a["act"]), "says": a["says"]} for a in way.after if chosen(a, draft.answers)]
    context = {
        "draft": draft,
        "matter": matter,
        "event": event,
        "number": receipt_number(event),
        "running": running,
        "after": after,
    }
    return render(request, "portal/receipt.html", context)


def receipt_number(event: Event | None) -> str:
    """The receipt's number: the first twelve signs of the event's digest, in threes of four."""
    digest = event.digest[:12].upper() if event else ""
    return "-".join(digest[i : i + 4] for i in range(0, 12, 4))
