"""权责: what every post and relation may do and see, and who holds the posts of my court; the log of reading; a reason given."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from xiezhi.desk.door import staff_only
from xiezhi.desk.search import FULL_WIDTH
from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.door import sees
from xiezhi.kernel.access.looking import looks
from xiezhi.kernel.access.models import Look, Stated
from xiezhi.kernel.access.rights import in_force as right_stands
from xiezhi.kernel.law.powers import powers
from xiezhi.kernel.people.models import Holding, Person
from xiezhi.kernel.people.questions import in_force
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Matter, Right
from xiezhi.pages.asked import post_title
from xiezhi.pages.tables import harmless
from xiezhi.pages.who import actor_of

PER_PAGE = 50
HOLDS = timedelta(hours=8)
LONGEST = 300
COLUMNS = ("时间", "查阅的人", "身份", "案号", "看了什么", "密级", "理由", "有无任务")


@staff_only
def powers_page(request: HttpRequest) -> HttpResponse:
    """Every post and relation; `?post=` one of them, with its acts by procedure and whoever holds it today."""
    actor, book = actor_of(request), law()
    found = [one for one in powers(book, clock.today()) if one.acts or one.sees or one.asked or one.audits]
    chosen = next((one for one in found if one.post.name == request.GET.get("post")), None)
    acts: dict[str, list[str]] = {}
    for power in chosen.acts if chosen else ():
        acts.setdefault(power.file.title, []).append(f"{power.act.title}（{power.act.basis}）")
    mine = {p.post for p in actor.posts}
    context = {
        "found": found, "chosen": chosen, "acts": acts, "mine": mine,
        "holders": _holders(actor, chosen.post.name) if chosen else [],
    }  # fmt: skip
    return render(request, "desk/powers.html", context)


def _holders(actor: Actor, post: str) -> list[tuple[str, str, str]]:
    """(name, court, until) of those who hold a post today in the courts of the actor, also by delegation."""
    today, courts = clock.today(), sorted(actor.courts)
    held = Holding.objects.filter(in_force(today), court__in=courts, post=post).select_related("person", "court")
    lent = Right.objects.filter(right_stands(today), kind="post", post=post, matter__court__in=courts)
    rows = [(h.person.name, h.court.name, h.until.isoformat() if h.until else "") for h in held.order_by("court", "id")]
    return rows + [
        (_("%s（临时授权）") % r.person.name, r.matter.court.name, r.until.isoformat() if r.until else "")
        for r in lent.select_related("person", "matter__court")
    ]


@staff_only
def looks_page(request: HttpRequest) -> HttpResponse:
    """Who looked at what: of matters whose reading the actor may audit, and his own. `?format=csv` the same rows."""
    book = law()
    found = looks(actor_of(request), book)
    q = request.GET.get("q", "").strip()[:100]
    if q:
        found = found.filter(Q(person__name__contains=q) | Q(matter__number__contains=q.translate(FULL_WIDTH)))
    if request.GET.get("idle") == "1":
        found = found.filter(task=False)
    if request.GET.get("format") == "csv":
        return _export(found)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(look, *_row(look)) for look in page.object_list]
    return render(request, "desk/looks.html", {"page": page, "rows": rows, "q": q, "idle": request.GET.get("idle")})


def _row(look: Look) -> tuple[str, ...]:
    """A reading in words, in the order of COLUMNS."""
    book = law()
    held = "、".join(post_title(book, name) for name in look.held.split("、") if name)
    grade = book.grades[look.grade].title if look.grade in book.grades else look.grade
    return (
        _local(look.at), look.person.name, held, look.matter.number or look.matter.id.hex, look.what, grade, look.why,
        "有" if look.task else "无",
    )  # fmt: skip


def _local(at: datetime) -> str:
    return at.astimezone(clock.COURT_TIME).strftime("%Y-%m-%d %H:%M:%S")


def _export(found: QuerySet[Look]) -> HttpResponse:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(map(harmless, _row(look)) for look in found.iterator(500))
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="looks-{clock.today().isoformat()}.csv"'
    return response


@staff_only
def reason_page(request: HttpRequest) -> HttpResponse:
    """A case shown only for a reason: its number and the reason, then the case; one answer for all that is not there."""
    typed = {name: request.POST.get(name, "").strip() for name in ("number", "why")}
    fault = ""
    if request.method == "POST":
        if not typed["number"] or not 4 <= len(typed["why"]) <= LONGEST:
            fault = _("请写明案号和理由（4至300字）。")
        else:
            found = _stated(actor_of(request), typed["number"], typed["why"])
            if found is not None:
                return redirect("pages:matter", id=found.pk)
            fault = _("没有找到要先说明理由才能看的这个案号，或者它不对您的岗位开放。请核对案号。")
    return render(request, "desk/reason.html", {"typed": typed, "fault": fault}, status=422 if fault else 200)


def _stated(actor: Actor, number: str, why: str) -> Matter | None:
    """Keep the reason and give the matter, if the reason opens it; otherwise nothing is kept."""
    plain = "".join(number.split()).translate(FULL_WIDTH)
    now = clock.now()
    for matter in Matter.objects.filter(court__in=sorted(actor.courts), number=plain):
        with transaction.atomic():
            reason = Stated.objects.create(
                person=Person(pk=actor.person), matter=matter, why=why, at=now, until=now + HOLDS
            )  # fmt: skip
            if sees(actor, matter, law()).knows:
                return matter
            reason.delete()
    return None
