"""账簿: any account on any day, with the entries that make it up; my cases; what is out of order. Every list is exported."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xiezhi.desk.door import staff_only
from xiezhi.desk.ledgers import ACCOUNTS, balances, entries, out_of_order, purpose_title, statement
from xiezhi.desk.mine import in_mine
from xiezhi.desk.money import day_of
from xiezhi.kernel.access.door import matters
from xiezhi.kernel.money.ledger import yuan
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Entry
from xiezhi.pages.charts import Bar, chart
from xiezhi.pages.tables import harmless
from xiezhi.pages.who import actor_of

PER_PAGE = 50
SUM = re.compile(r"-?\d+(\.\d\d)?")
BALANCE = ("用途", "账户", "期初（元）", "增加（元）", "减少（元）", "期末（元）")
LINES = ("日期", "案号", "事项", "当事人", "借方（元）", "贷方（元）", "余额（元）")
WRONGS = ("案号", "情况", "金额（元）", "说明")


def _days(request: HttpRequest) -> tuple[date, date]:
    until = day_of(request.GET.get("until", ""))
    text = request.GET.get("since", "")
    since = day_of(text) if text else date(until.year, 1, 1)
    return min(since, until), until


def _asked(request: HttpRequest) -> QuerySet[Entry]:
    actor = actor_of(request)
    found = entries(actor, law())
    if request.GET.get("mine"):
        found = found.filter(in_mine(actor))
    if number := request.GET.get("number", "").strip()[:60]:
        found = found.filter(matter__number=number, matter__in=matters(actor, law()))
    return found


@staff_only
def accounts_page(request: HttpRequest) -> HttpResponse:
    """`?since= &until=` the days, `?purpose= &account=` one account's statement, `?mine=1` my cases, `?number=` one case."""
    since, until = _days(request)
    found, name = _asked(request), request.GET.get("account", "")
    purpose = request.GET.get("purpose", "")
    table = balances(found, since, until)
    if name not in ACCOUNTS:
        if request.GET.get("format") == "csv":
            return exported(BALANCE, (b.cells for b in table), f"accounts-{until}.csv")
        return render(request, "desk/accounts.html", _context(request, since, until) | {
            "balances": table, "even": not sum(b.after for b in table), "chart": _chart(table),
        })  # fmt: skip
    one = found.filter(account=name) if not purpose else found.filter(account=name, purpose=purpose)
    rows = statement(one, matters(actor_of(request), law()), since, until, law())
    if request.GET.get("format") == "csv":
        return exported(LINES, (r.cells for r in rows), f"{name}-{until}.csv")
    sums = [b for b in table if b.account == name and purpose in ("", b.purpose)]
    return render(request, "desk/account.html", _context(request, since, until) | {
        "title": f"{purpose_title(purpose)} · {ACCOUNTS[name]}" if purpose else ACCOUNTS[name],
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "before": yuan(sum(b.before for b in sums)), "came": yuan(sum(b.came for b in sums)),
        "went": yuan(sum(b.went for b in sums)), "after": yuan(sum(b.after for b in sums)),
    })  # fmt: skip


def _context(request: HttpRequest, since: date, until: date) -> dict[str, Any]:
    asked = request.GET
    return {
        "since": since, "until": until, "mine": bool(asked.get("mine")), "number": asked.get("number", "").strip()[:60],
        "account": asked.get("account", ""), "purpose": asked.get("purpose", ""), "today": clock.today(),
    }  # fmt: skip


def _chart(table: Sequence[Any]) -> Any:
    """What lies at the bank for each purpose, in whole yuan."""
    bars = [Bar(purpose_title(b.purpose), b.after // 100) for b in table if b.account == "bank" and b.after > 0]
    return chart(_("期末银行存款，按用途"), bars, _("元")) if bars else None


@staff_only
def exceptions_page(request: HttpRequest) -> HttpResponse:
    """Money that waits for somebody: the list, and the list as a file."""
    actor = actor_of(request)
    known = matters(actor, law())
    rows = out_of_order(known, law())
    if request.GET.get("format") == "csv":
        lines = ((r.matter.number, r.what, r.sum, r.note) for r in rows)
        return exported(WRONGS, lines, f"exceptions-{clock.today()}.csv")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/exceptions.html", {"page": page, "total": yuan(sum(r.fen for r in rows))})


def exported(columns: Sequence[str], lines: Iterable[tuple[str, ...]], name: str) -> HttpResponse:
    """CSV in UTF-8, with the mark that spreadsheet programs need to read Chinese."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([cell if SUM.fullmatch(cell) else harmless(cell) for cell in line] for line in lines)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
