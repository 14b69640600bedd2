"""收费: what is due, what came in and went out on a day, what lies aside, what must go back; each figure is its list."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xiezhi.departments.filing.closing import lists
from xiezhi.desk.door import staff_only
from xiezhi.kernel.access.door import matters
from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.money.ledger import yuan
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Matter
from xiezhi.pages.asked import file_now
from xiezhi.pages.tables import harmless
from xiezhi.pages.who import actor_of

TABS = {
    "due": gettext_noop("应收未收"),
    "received": gettext_noop("当日收款"),
    "paid": gettext_noop("当日退款"),
    "aside": gettext_noop("暂存待认领"),
    "refund": gettext_noop("应退未退"),
}
PER_PAGE = 50
COLUMNS = ("案号", "当事人、付款人", "金额（元）", "日期", "说明")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list. `until`: the last day for it, ISO or empty; `note`: what was done, the reference."""

    matter: Matter
    who: str
    fen: int
    on: date
    note: str = ""
    until: str = ""

    @property
    def sum(self) -> str:
        """Yuan with two places."""
        return yuan(self.fen)

    def cells(self) -> tuple[str, ...]:
        """As exported, in the order of COLUMNS."""
        note = f"最迟{self.until[:10]}" if self.until else self.note
        return (self.matter.number, self.who, self.sum, self.on.isoformat(), note)


def tables(request: HttpRequest, day: date) -> dict[str, list[Line]]:
    """The five lists that the actor may know."""
    book = law()
    among = matters(actor_of(request), book)
    found = {"due": lists.due(among), "aside": lists.put_aside(among), "refund": lists.to_refund(among)}
    standing = {
        name: [Line(s.matter, s.who, s.fen, s.since, until=s.until) for s in rows] for name, rows in found.items()
    }
    moved = lists.moved(among, day, day)
    received = [Line(m.matter, m.who, m.fen, day, _note(m, book)) for m in moved if m.fen > 0]
    paid = [Line(m.matter, m.who, -m.fen, day, _note(m, book)) for m in moved if m.fen < 0]
    return {**standing, "received": received, "paid": paid}


def _note(one: lists.Moved, book: LawBook) -> str:
    file = file_now(book, one.matter.procedure)
    act = file.acts.get(one.act) if file else None
    return " · ".join(filter(None, (act.title if act else one.act, one.reference)))


def day_of(text: str) -> date:
    """The day asked for; today when it cannot be read."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()


@staff_only
def money_page(request: HttpRequest) -> HttpResponse:
    """`?list=` one of TABS, `?day=` the day of what came in and went out, `?format=csv` the list as a file."""
    day, name = day_of(request.GET.get("day", "")), request.GET.get("list", "")
    name = name if name in TABS else "due"
    found = tables(request, day)
    if request.GET.get("format") == "csv":
        return _export(found[name], f"{name}-{day.isoformat()}.csv")
    figures = [
        (tab, _(title), yuan(sum(line.fen for line in found[tab])), len(found[tab])) for tab, title in TABS.items()
    ]
    page = Paginator(found[name], PER_PAGE).get_page(request.GET.get("page"))
    cashier = any(post.post == "cashier" for post in actor_of(request).posts)
    context = {
        "figures": figures, "name": name, "title": _(TABS[name]), "page": page, "day": day, "cashier": cashier,
    }  # fmt: skip
    return render(request, "desk/money.html", context)


def _export(lines: Sequence[Line], name: str) -> HttpResponse:
    """CSV in UTF-8, with the mark that spreadsheet programs need to read Chinese; the last row is the sum."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(map(harmless, line.cells()) for line in lines)
    writer.writerow(("合计", f"{len(lines)}笔", yuan(sum(line.fen for line in lines)), "", ""))
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
