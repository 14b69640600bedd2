"""送达: what is to be served, what is on its way, what came back; many are sent at once, each with its own result."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xiezhi.departments.service.batch import results
from xiezhi.departments.service.questions import FAILED, ON_THE_WAY, TO_SEND, ToServe, to_serve
from xiezhi.desk.door import staff_only
from xiezhi.desk.mine import carried_by, final_states
from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.door import matters
from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.perform import open_matter
from xiezhi.kernel.procedure.refusal import Refused
from xiezhi.pages.asked import procedure_title
from xiezhi.pages.door import matter_for
from xiezhi.pages.tables import harmless
from xiezhi.pages.who import actor_of

TABS = {TO_SEND: gettext_noop("待发出"), ON_THE_WAY: gettext_noop("等结果"), FAILED: gettext_noop("没有送到")}
MOST = 300
PER_PAGE = 50
COLUMNS = ("案号", "受送达人", "送达什么", "状态", "方式", "地址", "电话", "同意电子送达", "未成次数", "期限")
BATCH = "court.service_batch"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the board as it is shown and exported."""

    one: ToServe
    name: str
    method: str

    @property
    def key(self) -> str:
        return f"{self.one.matter.id.hex}/{self.one.act.name}/{self.one.which}"

    def cells(self) -> tuple[str, ...]:
        o = self.one
        electronic = "是" if o.electronic else "否"
        return (
            self.name, o.party, o.what, str(TABS[o.state]), self.method, o.address, o.phone, electronic, str(o.attempts), o.due[:10]
        )  # fmt: skip


def lines(actor: Actor, book: LawBook) -> list[Line]:
    """Everything to be served in the matters that the actor carries, or whose posts may serve there; oldest first."""
    mine = matters(actor, book).filter(carried_by(actor.selves)).exclude(final_states(book)).order_by("opened", "id")
    found = list(to_serve(mine[:MOST], actor, book))
    return [_line(one, book) for one in found]


def _line(one: ToServe, book: LawBook) -> Line:
    method = book.choices["service_method"].get(one.last.get("method", ""), "")
    return Line(one, one.matter.number or procedure_title(book, one.matter.procedure), method)


@staff_only
def service_page(request: HttpRequest) -> HttpResponse:
    """`?list=` one of TABS, `?format=csv` that list as a file; POST sends the ticked rows as a batch."""
    actor, book = actor_of(request), law()
    found = lines(actor, book)
    if request.method == "POST":
        return _send(request, actor, found)
    name = request.GET.get("list", "")
    name = name if name in TABS else TO_SEND
    shown = [line for line in found if line.one.state == name]
    if request.GET.get("format") == "csv":
        return _export(shown, f"service-{name}-{clock.today().isoformat()}.csv")
    figures = [(tab, _(title), sum(line.one.state == tab for line in found)) for tab, title in TABS.items()]
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    methods = list(book.choices["sending_method"].items())
    context = {
        "figures": figures, "name": name, "title": _(TABS[name]), "page": page, "methods": methods,
        "key": secrets.token_hex(16), "can_send": name != ON_THE_WAY,
    }  # fmt: skip
    return render(request, "desk/service.html", context)


def _send(request: HttpRequest, actor: Actor, found: Sequence[Line]) -> HttpResponse:
    """List the ticked rows in a batch matter; the worker does each."""
    method, ticked = request.POST.get("method", ""), set(request.POST.getlist("row"))
    back = HttpResponseRedirect(request.get_full_path())
    rows = [_row(line, method) for line in found if line.key in ticked]
    if not rows:
        messages.error(request, _("请先勾选要发出的各行。"))
        return back
    court = next(line.one.matter.court_id for line in found if line.key in ticked)
    key = request.POST.get("key") or secrets.token_hex(16)
    try:
        event = open_matter(BATCH, court, actor=actor, act="list", data={"batch_row": rows}, key=f"batch:{key}")
    except Refused as refused:
        messages.error(request, "".join(r.message for r in refused.refusals))
        return back
    return HttpResponseRedirect(reverse("desk:batch", args=[event.matter_id]))


def _row(line: Line, method: str) -> dict[str, Any]:
    """By the way chosen; `best` is the platform, then the post."""
    one = line.one
    best = next((m for m in ("portal", "sms", "post") if m in one.methods), "post")
    return {
        "matter": one.matter.id.hex, "name": line.name, "which": one.which, "label": one.party, "what": one.act.name,
        "method": best if method in ("", "best") else method,
    }  # fmt: skip


@staff_only
def batch_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """A batch and what became of each row; while rows wait the page tells how many are done."""
    matter, _eyes = matter_for(request, id)
    if matter.procedure != BATCH:
        raise Http404
    found, book = results(matter.id), law()
    waiting = sum(r.state == "waiting" for r in found)
    states = {"waiting": _("等待发出"), "done": _("已发出"), "refused": _("没有发出")}
    rows = [
        (r, book.choices["served_act"].get(r.row["what"], ""), book.choices["sending_method"].get(r.row["method"], ""), states[r.state])
        for r in found
    ]  # fmt: skip
    refused = sum(r.state == "refused" for r in found)
    context = {
        "rows": rows, "waiting": waiting, "refused": refused, "done": len(found) - waiting - refused, "total": len(found),
        "matter": matter,
    }  # fmt: skip
    return render(request, "desk/batch.html", context)


def _export(found: Sequence[Line], name: str) -> HttpResponse:
    """CSV in UTF-8, with the mark that spreadsheet programs need to read Chinese."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(map(harmless, line.cells()) for line in found)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
