"""The viewer of the case file: its contents, a page with its text over its picture, search, notes. It reads without scripts."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xiezhi.kernel.access.door import Eyes
from xiezhi.kernel.papers import kinds, pictures
from xiezhi.kernel.papers.cell.run import Died
from xiezhi.kernel.papers.models import Reading
from xiezhi.kernel.papers.reading import flattened
from xiezhi.kernel.procedure.acts import open_acts
from xiezhi.kernel.procedure.perform import perform
from xiezhi.kernel.procedure.refusal import Refused
from xiezhi.kernel.record.models import Matter, Paper
from xiezhi.pages import notes
from xiezhi.pages.door import matter_for
from xiezhi.pages.drafts import signed_in
from xiezhi.pages.volume import PLACING, Leaf, kinds_of_paper, leaves, search, sheet, touched
from xiezhi.pages.who import actor_of

ARRANGE = "arrange"
LONGEST_SEARCH = 60
PICTURED = ("pdf", *kinds.PHOTOS)
KIND_OF = {kind.media: kind.slug for kind in kinds.TAKEN.values()}


def _leaf_for(request: HttpRequest, id: UUID, key: str) -> tuple[Matter, Eyes, list[Leaf], Leaf]:
    """The paper asked for, among those that may be seen; else it is not found."""
    matter, eyes = matter_for(request, id)
    found = leaves(matter, eyes)
    leaf = next((leaf for leaf in found if leaf.paper.key == key), None)
    if leaf is None:
        raise Http404
    return matter, eyes, found, leaf


def _asked(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:LONGEST_SEARCH]


@require_GET
@signed_in
def volume_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """The contents of the file in the official order, and where the words searched for stand."""
    matter, eyes = matter_for(request, id)
    found, q = leaves(matter, eyes), _asked(request)
    context = {
        "matter": matter, "leaves": found, "q": q, "hits": search(found, q) if q else [], "crumbs": _crumbs(matter, _("卷宗")),
        "doubtful": sum(not leaf.confirmed and not leaf.placed.sure for leaf in found), "arrange": _may_arrange(request, matter),
        "places": kinds_of_paper().places.values(), "key": secrets.token_hex(16),
    }  # fmt: skip
    return render(request, "pages/volume.html", context)


def _may_arrange(request: HttpRequest, matter: Matter) -> bool:
    return any(one.act.name == ARRANGE and one.open for one in open_acts(matter, actor_of(request)))


def _crumbs(matter: Matter, title: str) -> list[tuple[str, str]]:
    return [(reverse("pages:matter", args=[matter.id]), matter.number or _("案件")), ("", title)]


@require_POST
@signed_in
def arrange(request: HttpRequest, id: UUID) -> HttpResponse:
    """A person says where papers belong: one act for all that were changed or confirmed on the page."""
    matter, eyes = matter_for(request, id)
    rows = []
    for leaf in leaves(matter, eyes):
        place = request.POST.get(f"place-{leaf.paper.key}", "")
        if place and (place != leaf.placed.place.slug or not (leaf.confirmed or leaf.placed.sure)):
            rows.append({"paper": leaf.paper.key, "name": leaf.title, "place": place})
    back = reverse("pages:volume", args=[matter.id])
    if not rows:
        return HttpResponseRedirect(back)
    try:
        perform(matter.id, ARRANGE, actor=actor_of(request), data={PLACING: rows}, key=request.POST.get("_key", ""))
    except Refused as refused:
        context = {"matter": matter, "refusals": refused.refusals, "crumbs": _crumbs(matter, _("卷宗")), "back": back}
        return render(request, "pages/refused.html", context, status=409)
    return HttpResponseRedirect(f"{back}?arranged=1")


@require_GET
@signed_in
def doc_page(request: HttpRequest, id: UUID, key: str, n: int) -> HttpResponse:
    """A page of a paper: its picture with the text over it, or the text alone where there are no pictures."""
    matter, eyes, found, leaf = _leaf_for(request, id, key)
    if not 1 <= n <= max(leaf.pages, 1):
        raise Http404
    shown, q = sheet(leaf, n), _asked(request)
    place = found.index(leaf)
    context = {
        "matter": matter, "leaves": found, "leaf": leaf, "n": n, "sheet": shown, "q": q, "crumbs": _crumbs(matter, leaf.title),
        "marked": touched(shown, flattened(q)), "pictured": _pictured(leaf), "hits": search([leaf], q) if q else [],
        "pages": range(1, leaf.pages + 1), "before": found[place - 1] if place else None,
        "after": found[place + 1] if place + 1 < len(found) else None,
        "notes": notes.beside(matter, eyes, actor_of(request), key), "may_share": notes.may_share(eyes),
        "selves": actor_of(request).selves,
    }  # fmt: skip
    return render(request, "pages/doc.html", context)


def _pictured(leaf: Leaf) -> bool:
    return KIND_OF.get(leaf.paper.media, "") in PICTURED and leaf.pages > 0


@require_GET
@signed_in
def doc_picture(request: HttpRequest, id: UUID, key: str, n: int) -> HttpResponse:
    """The picture of a page; drawn when first asked for, if the worker has not been there yet."""
    matter, eyes = matter_for(request, id)
    # A page asks for its picture each time it is turned: the contents of the file are not needed for that.
    paper = Paper.objects.filter(matter=matter, key=key).first()
    if paper is None or not eyes.may_see(paper.grade):
        raise Http404
    pages = Reading.objects.filter(pk=paper.digest).values_list("pages", flat=True).first() or 0
    if KIND_OF.get(paper.media, "") not in PICTURED or not 1 <= n <= pages:
        raise Http404
    try:
        data = pictures.picture(paper.digest, KIND_OF[paper.media], n)
    except Died:
        raise Http404 from None
    response = HttpResponse(data, content_type="image/webp")
    # Kept by the browser for a minute: whoever loses the right to see loses the picture soon.
    response.headers["Cache-Control"] = "private, max-age=60"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@signed_in
def note(request: HttpRequest, id: UUID, key: str, n: int) -> HttpResponse:
    """Write a note beside a page, or take one's own away."""
    matter, eyes, _found, leaf = _leaf_for(request, id, key)
    if not 1 <= n <= max(leaf.pages, 1):
        raise Http404
    actor = actor_of(request)
    if drop := request.POST.get("drop", ""):
        notes.drop(matter, actor, drop)
    else:
        shared = bool(request.POST.get("shared")) and notes.may_share(eyes)
        notes.write(matter, actor, key, n, request.POST.get("text", ""), shared=shared)
    return HttpResponseRedirect(reverse("pages:doc", args=[matter.id, key, n]) + "#notes")
