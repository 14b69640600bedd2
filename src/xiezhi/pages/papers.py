"""Papers: those made as text are shown as an official sheet, the others are handed over as they came."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from xiezhi.kernel.papers import docx, store
from xiezhi.kernel.papers.issued import issued
from xiezhi.kernel.papers.layout import lay_out
from xiezhi.kernel.papers.models import Reading
from xiezhi.kernel.papers.package import packaged
from xiezhi.kernel.papers.produce import MEDIA
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Paper
from xiezhi.pages.door import matter_for
from xiezhi.pages.drafts import signed_in

Answer = TypeVar("Answer", bound=HttpResponseBase)
KEEPERS = frozenset({"archivist"})
SHOWN = ("image/png", "image/jpeg", "image/webp", "application/pdf")
AT_ONCE = 8 * 1024 * 1024  # bytes: what is larger is handed over piece by piece


@signed_in
def paper_page(request: HttpRequest, id: UUID, key: str) -> HttpResponseBase:
    """One paper of a matter, only to whom its grade is open."""
    matter, eyes = matter_for(request, id)
    paper = Paper.objects.filter(matter=matter, key=key).first()
    if paper is None or not eyes.may_see(paper.grade):
        raise Http404
    if paper.kind == "filed":
        return _filed(request, paper)
    data = store.read(paper.digest)
    if paper.media == MEDIA and "pdf" in request.GET:
        return _issued(paper)
    if paper.media == MEDIA and "docx" in request.GET:
        text = docx.written(data.decode("utf-8"), paper.on, title=paper.title, author=matter.court.name)
        return handed(text, docx.MEDIA, f"{paper.title}.docx", attached=True)
    if paper.media != MEDIA or "download" in request.GET:
        return _handed_over(paper, data)
    head, body = lay_out(data.decode("utf-8"))
    crumbs = [(reverse("pages:matter", args=[matter.id]), matter.number or "案件"), ("", paper.title)]
    context = {"paper": paper, "matter": matter, "head": head, "pieces": body, "crumbs": crumbs}
    return render(request, "pages/paper.html", context)


def _filed(request: HttpRequest, paper: Paper) -> HttpResponseBase:
    """A paper that was handed in: its pages in the viewer, the file itself on demand or when it has none."""
    if "download" not in request.GET and Reading.objects.filter(pk=paper.digest, pages__gt=0).exists():
        return HttpResponseRedirect(reverse("pages:doc", args=[paper.matter_id, paper.key, 1]))
    if paper.size <= AT_ONCE:
        return _handed_over(paper, store.read(paper.digest))
    response = FileResponse(store.opened(paper.digest), content_type=paper.media)
    return _named(response, paper.name or paper.title, attached=paper.media not in SHOWN)


@signed_in
def package(request: HttpRequest, id: UUID) -> HttpResponse:
    """The archive package of a matter that has ended, for those who keep the court's archive."""
    matter, eyes = matter_for(request, id)
    file = law().procedure(matter.procedure, clock.today())
    if not eyes.held & KEEPERS or matter.state not in file.final:
        raise Http404
    response = HttpResponse(packaged(matter), content_type="application/zip")
    name = f"{matter.number or matter.id.hex}.zip"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _issued(paper: Paper) -> HttpResponse:
    """The paper as it is issued: PDF/A in the official form, sealed."""
    return handed(issued(paper), "application/pdf", f"{paper.title}.pdf")


def _handed_over(paper: Paper, data: bytes) -> HttpResponse:
    """The bytes themselves. Only kinds that cannot run anything open in the browser."""
    return handed(data, paper.media, paper.name or f"{paper.title}.txt", attached=paper.media not in SHOWN)


def handed(data: bytes, media: str, name: str, *, attached: bool = False) -> HttpResponse:
    """A file as an answer: shown by the browser, or attached to be kept."""
    return _named(HttpResponse(data, content_type=media), name, attached=attached)


def _named(response: Answer, name: str, *, attached: bool) -> Answer:
    response.headers["Content-Disposition"] = content_disposition_header(attached, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
