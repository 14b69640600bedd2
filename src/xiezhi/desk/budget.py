"""经费预算: each court's budget of each year, from standards and workload; how much is spent, and what is asked in addition."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xiezhi.desk.accounts import exported
from xiezhi.desk.door import staff_only
from xiezhi.desk.rows import state_of
from xiezhi.kernel.access.door import matters
from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.money.ledger import yuan
from xiezhi.kernel.procedure.book import law, parameters
from xiezhi.kernel.record.models import Entry, Fact, Item, Matter
from xiezhi.pages.charts import Bar, chart
from xiezhi.pages.who import actor_of

COLUMNS = ("法院", "年度", "情况", "测算（元）", "批准（元）", "支出（元）", "余额（元）", "执行率（%）")


@dataclass(frozen=True, slots=True)
class Budget:
    """One budget. Sums in fen."""

    matter: Matter
    state: str
    year: str
    measured: str
    given: int
    spent: int
    lines: tuple[dict[str, str], ...]

    @property
    def rate(self) -> int:
        """Percent spent, rounded down."""
        return 100 * self.spent // self.given if self.given else 0

    @property
    def cells(self) -> tuple[str, ...]:
        """In the order of COLUMNS."""
        left = yuan(self.given - self.spent)
        return (self.matter.court.name, self.year, self.state, self.measured, yuan(self.given), yuan(self.spent), left,
                str(self.rate))  # fmt: skip


def budgets(known: list[Matter], book: LawBook) -> list[Budget]:
    """The budgets among these matters, the newest year first."""
    sums = {(r["matter"], r["account"]): r["fen"] for r in
            Entry.objects.filter(matter__in=known).values("matter", "account").annotate(fen=Sum("fen"))}  # fmt: skip
    facts = {(f.matter_id, f.key): str(f.value) for f in Fact.objects.filter(matter__in=known)}
    lines: dict[object, list[dict[str, str]]] = {}
    for item in Item.objects.filter(matter__in=known, record="budget_line").order_by("id"):
        lines.setdefault(item.matter_id, []).append(item.data)
    found = [
        Budget(
            m, state_of(book, m), facts.get((m.pk, "budget_year"), ""), facts.get((m.pk, "budget_sum"), ""),
            -sums.get((m.pk, "budget"), 0), sums.get((m.pk, "budget_spent"), 0), tuple(lines.get(m.pk, ())),
        )
        for m in known
    ]  # fmt: skip
    return sorted(found, key=lambda b: (b.year, b.matter.court.name), reverse=True)


@staff_only
def budget_page(request: HttpRequest) -> HttpResponse:
    """The table, and the same as a file."""
    known = matters(actor_of(request), law()).filter(procedure="funds.budget").select_related("court").order_by("id")
    rows = budgets(list(known), law())
    if request.GET.get("format") == "csv":
        return exported(COLUMNS, (b.cells for b in rows), "budget.csv")
    bars = [Bar(f"{b.matter.court.name} {b.year}", b.rate) for b in rows if b.given]
    context = {
        "rows": rows,
        "trial": parameters("budget")["trial"],
        "chart": chart(_("执行率"), bars, "%") if bars else None,
    }
    return render(request, "desk/budget.html", context)
