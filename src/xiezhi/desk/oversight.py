"""审判管理: what of trial management is open, each count the list behind it; cases that show a sign of the four kinds."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from xiezhi.departments.management.questions import Sign, signs
from xiezhi.desk.accounts import exported
from xiezhi.desk.door import staff_only
from xiezhi.desk.rows import parties_of
from xiezhi.desk.search import Filter, find
from xiezhi.kernel.access import looking
from xiezhi.kernel.access.door import matters
from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Matter
from xiezhi.pages.asked import procedure_title
from xiezhi.pages.charts import Bar, chart
from xiezhi.pages.who import actor_of

PER_PAGE = 50
FOLDER = "procedures/management/"
COLUMNS = ("案号", "程序", "当事人", "可能属于", "理由")


@staff_only
def oversight_page(request: HttpRequest) -> HttpResponse:
    """Open matters of each kind of trial management; below, the signs; `?format=csv` the signs as a file."""
    actor, book = actor_of(request), law()
    found = signs(matters(actor, book), book)
    if request.GET.get("format") == "csv":
        looking.exported(actor, Matter.objects.filter(pk__in=[s.matter.pk for s in found]), book)
        return exported(COLUMNS, _cells(found, book), f"four-kinds-{clock.today()}.csv")
    bars = []
    for id in sorted(i for i in book.ids() if book.paths[i].startswith(FOLDER)):
        n = find(Filter(procedure=id, unfinished=True), actor, book).order_by().count()
        address = reverse("desk:matters") + "?" + urlencode({"procedure": id, "unfinished": 1})
        bars.append(Bar(procedure_title(book, id), n, address))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(zip(page.object_list, _cells(list(page.object_list), book), strict=True))
    context = {"chart": chart(_("没有办结的，按种类"), bars), "page": page, "rows": shown}
    return render(request, "desk/oversight.html", context)


def _cells(found: list[Sign], book: LawBook) -> list[tuple[str, ...]]:
    parties, kinds = parties_of([s.matter for s in found], book), book.choices["four_kind"]
    return [
        (s.matter.number or "（未编案号）", procedure_title(book, s.matter.procedure), parties.get(s.matter.pk, ""),
         kinds.get(s.kind, s.kind), s.why)
        for s in found
    ]  # fmt: skip
