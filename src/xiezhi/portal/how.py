"""How does this go: every procedure of the law book as people read it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xiezhi.kernel.law.diagram import show_svg
from xiezhi.kernel.law.model import Act, Clock, LawBook, Procedure
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law, rules

FIELDS = {
    "civil": "民事", "criminal": "刑事", "administrative": "行政", "enforcement": "执行", "bankruptcy": "破产",
    "filing": "立案", "assignment": "分案", "trial": "审判管理", "compensation": "国家赔偿", "petitions": "信访",
}  # fmt: skip


@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """Procedures in force today, by field."""
    book, today = law(), clock.today()
    fields: dict[str, list[Procedure]] = {}
    for id in book.raw:
        file = book.procedure(id, today)
        if file.grade in ("", "case", "public"):
            fields.setdefault(FIELDS.get(field_of(file), "其他"), []).append(file)
    return render(request, "portal/procedures.html", {"fields": sorted(fields.items())})


def field_of(file: Procedure) -> str:
    """The folder of a procedure's file: civil, criminal …"""
    return file.path.split("/")[-2] if file.path.count("/") else file.id.split(".")[0]


@require_GET
def procedure(request: HttpRequest, id: str) -> HttpResponseBase:
    """One procedure: its course, who may do what on which article, its periods."""
    book = law()
    if id not in book.raw:
        raise Http404
    file = book.procedure(id, clock.today())
    context = {
        "file": file,
        "diagram": show_svg(file, book),
        "states": [{"slug": s, "title": t, "acts": _acts(book, file, s), "wait": file.waits.get(s, "")}
                   for s, t in file.states.items()],
        "opening": [_act(book, a) for a in file.opening_acts],
        "periods": [_period(book, file, p) for p in file.periods.values()],
    }  # fmt: skip
    return render(request, "portal/procedure.html", context)


def _acts(book: LawBook, file: Procedure, state: str) -> list[dict[str, Any]]:
    return [_act(book, a, file.states) for a in file.acts.values() if state in a.source]


def _act(book: LawBook, act: Act, states: Any = None) -> dict[str, Any]:
    by = "、".join(book.posts[p].title for p in act.by if p in book.posts)
    to = (states or {}).get(act.to, "")
    return {"title": act.title, "by": by, "basis": act.basis, "to": to, "papers": "、".join(act.papers)}


def _period(book: LawBook, file: Procedure, one: Clock) -> dict[str, Any]:
    known = rules()
    rule = known.get(one.rule)
    owner = book.posts[one.owner].title if one.owner in book.posts else ""
    starts = "、".join(file.acts[a].title for a in one.starts_with if a in file.acts)
    units = {"day": "日", "month": "个月", "year": "年", "working_day": "个工作日", "hour": "小时"}
    length = f"{rule.length}{units[rule.unit]}" if rule and rule.length and rule.unit in units else "由法院定"
    return {"title": one.title, "length": length, "owner": owner, "starts": starts, "basis": rule.basis if rule else ""}
