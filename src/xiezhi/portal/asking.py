"""One question page: show it, read it, save it, go on. Each saving goes to the draft before the next page is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from xiezhi.kernel.papers.intake import KeptFile, Unfit
from xiezhi.kernel.papers.kinds import MOST_FILES
from xiezhi.kernel.periods import clock
from xiezhi.pages import drafts as unsent
from xiezhi.pages.controls import Fault
from xiezhi.pages.drafts import signed_in
from xiezhi.pages.posted import kept_in
from xiezhi.pages.uploads import Received, kept
from xiezhi.portal import controls, drafts
from xiezhi.portal.compose import words
from xiezhi.portal.defending import way_about
from xiezhi.portal.guides import all_guides, hosted, prove
from xiezhi.portal.models import Draft
from xiezhi.portal.panels import Panel, panel
from xiezhi.portal.questions import Guide, Page, Taken, asked, neighbours, take


def way_of(draft: Draft) -> Guide:
    """The guide of a draft; 404 when the law book no longer has it."""
    way = way_about(draft.about) if draft.about else all_guides().get(draft.kind)
    if way is None:
        raise Http404
    return way


@require_http_methods(["GET", "POST"])
@signed_in
def page(request: HttpRequest, id: UUID, slug: str) -> HttpResponseBase:
    """GET shows a page with what was answered; POST saves it and goes on (or adds a row, a file …)."""
    draft = drafts.mine(request, id)
    if draft.matter:
        return redirect("portal:receipt", id=draft.id)
    way = way_of(draft)
    here = way.page(slug)
    if here is None:
        raise Http404
    if here not in asked(way, draft.answers):
        return redirect("portal:check", id=draft.id)
    if request.method == "POST":
        return _posted(request, draft, way, here)
    return _shown(request, draft, way, here)


def _shown(request: HttpRequest, draft: Draft, way: Guide, here: Page) -> HttpResponseBase:
    typed = dict(draft.answers)
    waiting = unsent.find(request)
    if waiting is not None:
        typed |= _taken(here, dict(waiting[0].lists()), draft).typed
    return _render(request, draft, way, here, typed, {}, back=waiting is not None)


def _posted(request: HttpRequest, draft: Draft, way: Guide, here: Page) -> HttpResponseBase:
    post = dict(request.POST.lists())
    do, _, what = request.POST.get("do", "next").partition(":")
    taken = _taken(here, post, draft)
    if do in ("row", "less"):
        return _rows_changed(request, draft, way, here, taken, do, what)
    if do == "drop":
        return _dropped(request, draft, here, *what.partition(":")[::2])
    _take_files(request, here, draft, taken)
    court = _court(request, here, taken)
    if do == "later":
        drafts.save(draft, taken.answers, court)
        unsent.drop(request)
        return redirect("portal:my")
    seen = request.POST.get("seen", "")
    now = Draft.objects.get(pk=draft.pk)
    clash = seen and seen != drafts.stamp(here, now.answers) and any(
        now.answers.get(k) != v for k, v in taken.answers.items()
    )  # fmt: skip
    if taken.errors or clash:
        files = {q.name: taken.answers[q.name] for q in here.questions if q.type == "files" and q.name in taken.answers}
        now = drafts.save(draft, files) if files else now
        typed = {**now.answers, **taken.typed, **files}
        return _render(request, now, way, here, typed, taken.errors, clash=bool(clash), court=court)
    now = drafts.save(draft, taken.answers, court)
    unsent.drop(request)
    if do == "upload":
        return redirect(request.path)
    return redirect(_onward(request, now, way, here))


def _taken(here: Page, post: dict[str, Any], draft: Draft) -> Taken:
    return take(here, post, prove=prove, today=clock.today().isoformat(), before=draft.answers)


def _onward(request: HttpRequest, draft: Draft, way: Guide, here: Page) -> str:
    if request.GET.get("back") == "check":
        return f"/claim/{draft.id}/check/"
    _, after = neighbours(way, draft.answers, here.slug)
    return f"/claim/{draft.id}/{after.slug}/" if after else f"/claim/{draft.id}/check/"


def _rows_changed(
    request: HttpRequest, draft: Draft, way: Guide, here: Page, taken: Taken, do: str, what: str
) -> HttpResponseBase:
    name, _, index = what.partition(":")
    rows = taken.typed.get(name)
    if isinstance(rows, list):
        if do == "row":
            rows.append({})
        elif index.isdigit() and int(index) < len(rows):
            del rows[int(index)]
    return _render(request, draft, way, here, {**draft.answers, **taken.typed}, {})


def _dropped(request: HttpRequest, draft: Draft, here: Page, name: str, digest: str) -> HttpResponseBase:
    if any(q.name == name and q.type == "files" for q in here.questions):
        left = [f for f in draft.answers.get(name) or () if f["digest"] != digest]
        drafts.save(draft, {name: left})
    return redirect(request.get_full_path())


def _take_files(request: HttpRequest, here: Page, draft: Draft, taken: Taken) -> None:
    """Good files are kept even when another of them is refused: nobody chooses ten photos twice."""
    for question in here.questions:
        if question.type != "files":
            continue
        have: list[Any] = list(draft.answers.get(question.name) or ())
        files = Received(request)
        for found in _come(files, request, question.name):
            _add(have, found, question.name, files)
        taken.answers[question.name] = have
        if files.faults:
            taken.errors[question.name] = files.faults[question.name]
        elif question.required and not have:
            taken.errors[question.name] = question.says or "请选择文件"


def _come(files: Received, request: HttpRequest, name: str) -> Iterator[KeptFile]:
    """Those that came part by part before, and those that come with the form."""
    for given in kept_in(request.POST.getlist(name)):
        try:
            yield kept(given)
        except Unfit as unfit:
            files.fault(name, str(unfit))
    for sent in request.FILES.getlist(name):
        if found := files.take(name, sent):
            yield found


def _add(have: list[Any], found: KeptFile, name: str, files: Received) -> None:
    if len(have) >= MOST_FILES:
        files.fault(name, f"最多 {MOST_FILES} 个文件，“{found.name}”没有收。请合并后再交，或者立案后再补交")
    elif not any(f["digest"] == found.digest for f in have):
        have.append({"digest": found.digest, "name": found.name, "size": found.size, "kind": found.kind})


def _court(request: HttpRequest, here: Page, taken: Taken) -> str | None:
    """The code of the chosen court on the court page (None elsewhere): a suggestion or a name from the list."""
    if here.panel != "court":
        return None
    courts = hosted()
    chosen = request.POST.get("court", "")
    if chosen == "other":
        typed = request.POST.get("court_name", "").strip()
        chosen = next((code for code, name in courts.items() if typed in (name, code)), "")
    if chosen not in courts:
        taken.errors["court"] = "请选一个法院；列表里没有的，可以在“别的法院”里写全名"
        return ""
    return chosen


def _render(
    request: HttpRequest, draft: Draft, way: Guide, here: Page, typed: dict[str, Any], errors: dict[str, str],
    *, back: bool = False, clash: bool = False, court: str | None = None,
) -> HttpResponseBase:  # fmt: skip
    extra = panel(here.panel, way, draft)
    for name, value in extra.defaults.items():
        typed.setdefault(name, value)
    if court:
        extra.values["chosen"] = court
    fields = controls.shown(here, typed, errors)
    faults = controls.faults(fields)
    if "court" in errors:
        faults.append(Fault(errors["court"], "f-court-0"))
    context = _context(draft, way, here, extra)
    context |= {"fields": fields, "faults": faults, "errors": errors, "back": back, "clash": clash}
    context["who"] = unsent.writer_mark(request)
    status = 409 if clash and not errors else 422 if errors else 200
    return render(request, "portal/question.html", context, status=status)


def _context(draft: Draft, way: Guide, here: Page, extra: Panel) -> dict[str, Any]:
    pages = asked(way, draft.answers)
    before, _ = neighbours(way, draft.answers, here.slug)
    return {
        "draft": draft,
        "way": way,
        "page": here,
        "panel": extra,
        "before": before,
        "number": pages.index(here) + 1,
        "total": len(pages) + 1,
        "section": way.sections[here.section],
        "sections": _sections(way, here),
        "seen": drafts.stamp(here, draft.answers),
        "now_words": _other_tab(here, draft),
        "multipart": any(q.type == "files" for q in here.questions),
    }


def _sections(way: Guide, here: Page) -> list[tuple[str, str]]:
    """Title and place (done, now, later) of each section, in the order of the pages."""
    order = list(dict.fromkeys(p.section for p in way.pages))
    at = order.index(here.section)
    return [(way.sections[s], "done" if i < at else "now" if i == at else "later") for i, s in enumerate(order)]


def _other_tab(here: Page, draft: Draft) -> list[tuple[str, str]]:
    return [(q.title, words(q, draft.answers[q.name])) for q in here.questions if q.name in draft.answers]
