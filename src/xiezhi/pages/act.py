"""The generic act page: one page serves every act of every law file, and opens every matter.

GET shows what the law asks; POST does it and goes on to the matter, which says what was done and what follows. A
refusal answers 422 (409 when the act is not open) and keeps everything that was typed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from xiezhi.kernel.access.door import relations_held
from xiezhi.kernel.law.model import Act
from xiezhi.kernel.people.models import Court
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.acts import open_acts
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.drafting import Warned
from xiezhi.kernel.procedure.engine import posts_for
from xiezhi.kernel.procedure.load import standing as load_standing
from xiezhi.kernel.procedure.perform import held_by, open_matter, perform
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.standing import empty
from xiezhi.kernel.record.models import Event
from xiezhi.pages import drafts, posted
from xiezhi.pages.asked import Asked, own_row, title_of, when_typed
from xiezhi.pages.called import name_of
from xiezhi.pages.controls import Control, Fault
from xiezhi.pages.door import matter_for
from xiezhi.pages.forms import build, paths, summary
from xiezhi.pages.suggest import courts_by_code
from xiezhi.pages.told import Told
from xiezhi.pages.uploads import Received, unsent
from xiezhi.pages.who import actor_of
from xiezhi.pages.words import said
from xiezhi.pages.writing import READING, writing_of

Crumbs = list[tuple[str, str]]
MOST_BUTTONS = 8
When = date | datetime | None
Do = Callable[[Mapping[str, Any], str, When, str, str], Event]


@dataclass(slots=True)
class Typed:
    """What a form holds now: the data, and what belongs to the page."""

    data: dict[str, Any]
    which: str
    on: str
    key: str
    court: str = ""


@drafts.signed_in
def act_page(request: HttpRequest, id: UUID, act: str) -> HttpResponse:
    """An act on a matter."""
    matter, eyes = matter_for(request, id)
    actor, book = actor_of(request), law()
    found = next((o for o in open_acts(matter, actor) if o.act.name == act), None)
    if found is None:
        raise Http404
    standing = load_standing(matter)
    asked = Asked(
        book, book.procedure(matter.procedure, clock.today()), found.act, matter.court_id,
        held_by(actor, standing, book), standing, matter.id, found.prefill, found.choices, found.why,
    )  # fmt: skip

    def do(data: Mapping[str, Any], which: str, on: When, key: str, _court: str) -> Event:
        return perform(matter.id, act, actor=actor, on=on, data=data, which=which, key=key)

    crumbs = [(reverse("pages:matter", args=[matter.id]), name_of(matter, book)), ("", asked.title)]
    told = Told(matter, eyes, actor)
    ground = told.groundwork(found.act) if found.act.all else []
    asked = replace(asked, ground=tuple(ground))
    return _serve(request, replace(asked, writing=writing_of(asked, actor, told)), do, crumbs)


@drafts.signed_in
def open_page(request: HttpRequest, procedure: str, act: str) -> HttpResponse:
    """The act that opens a matter of a procedure, in a court."""
    actor, book = actor_of(request), law()
    if procedure not in book.raw:
        raise Http404
    file = book.procedure(procedure, clock.today())
    found: Act | None = next((a for a in file.opening_acts if a.name == act), None)
    if found is None or found.by == ("clock",):
        raise Http404
    court = _court_of(request)
    held = relations_held(actor, book, court, [], [])
    if not posts_for(found, held):
        raise Http404
    standing = empty(court, clock.today())
    asked = Asked(book, file, found, court, held, standing, prefill=own_row(actor, found, book))

    def do(data: Mapping[str, Any], _which: str, on: When, key: str, court: str) -> Event:
        return open_matter(procedure, court, actor=actor, act=act, on=on, data=data, key=key)

    return _serve(request, asked, do, [("", title_of(file)), ("", asked.title)])


def _court_of(request: HttpRequest) -> str:
    """The court asked for, else the actor's own, else the only one there is."""
    wanted = request.POST.get("_court") or request.GET.get("court", "")
    hosted = list(Court.objects.order_by("code").values_list("code", flat=True))
    own = sorted(actor_of(request).courts)
    return wanted if wanted in hosted else next(iter(own or hosted), "")


def _serve(request: HttpRequest, asked: Asked, do: Do, crumbs: Crumbs) -> HttpResponse:
    if request.method != "POST":
        return _first(request, asked, crumbs)
    if "_discard" in request.POST:
        drafts.drop(request)
        return HttpResponseRedirect(request.get_full_path())
    files = Received(request)
    typed = _typed(asked, request.POST, files.value)
    if files.faults:
        said = tuple(Refusal("data", says, field=name.replace("-", ".")) for name, says in files.faults.items())
        return _show(request, asked, crumbs, typed, said)
    if asked.writing and (answer := asked.writing.pressed(request.POST, typed.data)):
        return answer
    if request.POST.keys() & READING:
        return _show(request, asked, crumbs, typed)
    verb, what = posted.pressed(request.POST)
    if verb:
        posted.change(typed.data, asked.act.data, verb, what)
        return _show(request, asked, crumbs, typed)
    try:
        on = when_typed(typed.on)
    except ValueError:
        return _show(request, asked, crumbs, typed, (Refusal("data", "日期请写成 2025-03-03 这样。", field="on"),))
    try:
        event = do(typed.data, typed.which, on, typed.key, typed.court)
    except Refused as refused:
        if any(r.code == "key_reused" for r in refused.refusals):
            typed.key = secrets.token_hex(16)
        return _show(request, asked, crumbs, typed, refused.refusals)
    drafts.drop(request)
    return HttpResponseRedirect(f"{reverse('pages:matter', args=[event.matter_id])}?done={event.seq}")


def _first(request: HttpRequest, asked: Asked, crumbs: Crumbs) -> HttpResponse:
    kept = drafts.find(request)
    if kept is None:
        open_to = [c.key for c in asked.choices if c.open]
        named = request.GET.get("which", "")
        which = named if named in open_to else open_to[0] if len(open_to) == 1 else ""
        begun = asked.writing.begun(asked.prefill) if asked.writing else dict(asked.prefill)
        blank = Typed(begun, which, asked.now, secrets.token_hex(16), asked.court)
        return _show(request, asked, crumbs, blank)
    post, at = kept
    return _show(request, asked, crumbs, _typed(asked, post), kept_at=at)


def _typed(asked: Asked, post: QueryDict, upload: posted.Upload = unsent) -> Typed:
    """The form as posted. A court may be typed by its name."""
    data = posted.read(asked.act.data, asked.book, post, upload)
    courts_by_code(asked.act.data, data, asked.book)
    # The public acts at this moment; where hours count, the platform gives the minute.
    on = post.get("_on", "") if asked.may_date else asked.now if asked.by_hour else ""
    key = post.get("_key") or secrets.token_hex(16)
    return Typed(data, post.get("_which", ""), on, key, post.get("_court") or asked.court)


def _show(
    request: HttpRequest, asked: Asked, crumbs: Crumbs, typed: Typed, refusals: tuple[Refusal, ...] = (), kept_at: Any = None
) -> HttpResponse:  # fmt: skip
    errors: dict[str, str] = {}
    for refusal in refusals:
        errors.setdefault(refusal.field, refusal.message)
    parts = build(asked.act.data, asked.book, asked.known(), typed.data, errors)
    first, last = _first_asked(asked, typed, errors), _last_asked(asked, typed, errors)
    placed = {*paths(parts), *(c.name.removeprefix("_") for c in (*first, *last))}
    elsewhere = [Fault(r.message, "", r.basis) for r in refusals if r.field not in placed]
    faults = [*elsewhere, *summary([*first, *parts, *last])]
    context = {
        "asked": asked, "act": asked.act, "typed": typed, "parts": parts, "first": first, "last": last, "faults": faults, "crumbs": crumbs,
        "who": drafts.writer_mark(request), "kept_at": kept_at, "faults_title": _fault_title(refusals),
        "writing": asked.writing, **_proof(request, asked, typed),
        "closed_choices": [c for c in asked.choices if not c.open], "matter_url": crumbs[0][0],
    }  # fmt: skip
    status = 422 if refusals else 409 if asked.why else 200
    return render(request, "pages/act.html", context, status=status)


def _proof(request: HttpRequest, asked: Asked, typed: Typed) -> dict[str, list[Warned]]:
    """What proof-reading finds: on a fresh form in what the record holds, later in what has been typed."""
    if asked.writing is None or asked.why:
        return {}
    found = asked.writing.warned(typed.data if request.method == "POST" else asked.prefill)
    return {"wrong": [w for w in found if w.wrong], "sound": [w for w in found if not w.wrong]}


def _fault_title(refusals: tuple[Refusal, ...]) -> str:
    if any(r.field for r in refusals):
        return _("没有交上去：请改正后再交，已填的内容都在")
    return _("没有办成，原因如下")


def _first_asked(asked: Asked, typed: Typed, errors: Mapping[str, str]) -> list[Control]:
    """What is asked before the fields: for whom, in which court."""
    found = []
    if asked.act.per:
        options = [(c.key, said(c.label)) for c in asked.choices if c.open]
        kind = "one" if len(options) <= MOST_BUTTONS else "select"
        error = errors.get("which", "")
        found.append(Control("_which", _("针对"), kind, typed.which, error=error, required=True, options=options))
    if asked.matter is None and not actor_has_court(asked):
        hosted = [(c.code, c.name) for c in Court.objects.order_by("code")]
        error = errors.get("court", "")
        found.append(
            Control("_court", _("向哪个法院提出"), "select", typed.court, error=error, required=True, options=hosted)
        )
    return found


def _last_asked(asked: Asked, typed: Typed, errors: Mapping[str, str]) -> list[Control]:
    """What is asked after the fields, since today is nearly always right: the day."""
    if not asked.may_date:
        return []
    hint = _("办理或收到的那一天；默认今天，不能晚于今天。")
    title, kind = (_("日期和时刻"), "minute") if asked.by_hour else (_("日期"), "date")
    return [Control("_on", title, kind, typed.on, error=errors.get("on", ""), required=True, hint=hint)]


def actor_has_court(asked: Asked) -> bool:
    """Staff open matters in their own court and are not asked which."""
    return "staff" in asked.held
