"""事务: what the court does beside its cases, counted by procedure; each figure opens the list that it counts, and the list its file.

A figure and its list are one question (`search.find`), so they cannot differ; what somebody may not know is in neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from xiezhi.desk.accounts import exported
from xiezhi.desk.door import staff_only
from xiezhi.desk.search import Filter, find, open_fields
from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.door import matters
from xiezhi.kernel.law.model import LawBook, Procedure
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Fact, Matter, Outcome
from xiezhi.pages.asked import file_now, state_title, title_of
from xiezhi.pages.charts import Bar, Chart, chart
from xiezhi.pages.who import actor_of

COLUMNS = ("事务", "总数", "未结", "超期", "已结")
PARTS = ("事务", "分组", "项目", "件数")


@dataclass(frozen=True, slots=True)
class Line:
    """One procedure: what is counted, with the address of each list."""

    file: Procedure
    title: str
    total: int
    unfinished: int
    late: int

    @property
    def done(self) -> int:
        return self.total - self.unfinished

    @property
    def cells(self) -> tuple[str, ...]:
        """In the order of COLUMNS."""
        return (self.title, str(self.total), str(self.unfinished), str(self.late), str(self.done))


def counted(asked: Filter, actor: Actor, book: LawBook) -> Iterator[Line]:
    """Every procedure without case numbers of which the actor knows a matter, in the order of the law book."""
    files = [f for id in sorted(book.raw) if (f := file_now(book, id)) and not f.kinds]
    ids = [f.id for f in files]
    total, open_, late = (
        by_procedure(find(one, actor, book).filter(procedure__in=ids))
        for one in (asked, replace(asked, unfinished=True), replace(asked, overdue=True))
    )
    for file in files:
        if total.get(file.id):
            yield Line(file, title_of(file), total[file.id], open_.get(file.id, 0), late.get(file.id, 0))


def by_procedure(found: QuerySet[Matter]) -> dict[str, int]:
    """How many of some matters there are of each procedure."""
    rows = Matter.objects.filter(pk__in=found.order_by().values("pk")).values("procedure").annotate(n=Count("pk"))
    return {r["procedure"]: r["n"] for r in rows}


@staff_only
def affairs_page(request: HttpRequest) -> HttpResponse:
    """All affairs in a table; `?format=csv` the same as a file."""
    actor, book = actor_of(request), law()
    lines = list(counted(Filter(), actor, book))
    if request.GET.get("format") == "csv":
        return exported(COLUMNS, (one.cells for one in lines), "affairs.csv")
    bars = [Bar(one.title, one.unfinished, _list(procedure=one.file.id, unfinished="1")) for one in lines]
    context = {"lines": lines, "chart": chart(_("未结"), bars) if bars else None}
    return render(request, "desk/affairs.html", context)


def _list(**terms: str) -> str:
    return reverse("desk:matters") + "?" + urlencode(terms)


def parts(file: Procedure, actor: Actor, book: LawBook) -> Iterator[tuple[str, list[Bar]]]:
    """The matters of a procedure by state, by outcome, by month, and by every code of a list that its acts ask for once."""
    known = matters(actor, book).filter(procedure=file.id)
    here = {"procedure": file.id}
    states = _counts(known.values_list("state").annotate(Count("pk")).order_by())
    yield (
        _("状态"),
        [Bar(state_title(book, file, s), states[s], _list(**here, state=s)) for s in file.states if s in states],
    )
    outcomes = _counts(
        Outcome.objects.filter(matter__in=known)
        .values_list("outcome")
        .annotate(Count("matter", distinct=True))
        .order_by()
    )
    titles = book.choices.get("outcome", {})
    yield _("办结方式"), [Bar(str(titles.get(o, o)), n, _list(**here, outcome=o)) for o, n in sorted(outcomes.items())]
    ended = dict(Outcome.objects.filter(matter__in=known).values_list("matter", "outcome").order_by("on", "id"))
    for name, field in open_fields(file, book).items():
        codes, facts = (
            book.choices[field.type],
            Fact.objects.filter(matter__in=known, key=name, grade__in=("", file.grade)),
        )
        said = [(matter, str(code)) for matter, code in facts.values_list("matter", "value")]
        found = Counter(code for _matter, code in said)
        yield (
            field.title,
            [Bar(str(codes[c]), found[c], _list(**here, fact=f"{name}:{c}")) for c in codes if c in found],
        )
        both = Counter((code, ended[matter]) for matter, code in said if matter in ended)
        yield (
            _("%(field)s和办结方式") % {"field": field.title},
            [
                Bar(f"{codes.get(c, c)}：{titles.get(o, o)}", n, _list(**here, fact=f"{name}:{c}", outcome=o))
                for (c, o), n in sorted(both.items())
            ],
        )


def _counts(rows: Any) -> Mapping[str, int]:
    return {str(name): int(n) for name, n in rows}


@staff_only
def affair_page(request: HttpRequest, procedure: str) -> HttpResponse:
    """One affair in its parts, each a chart with its table; `?format=csv` the same figures as a file."""
    actor, book = actor_of(request), law()
    file = file_now(book, procedure)
    known = file is not None and matters(actor, book).filter(procedure=procedure).exists()
    if file is None or not known:
        raise Http404
    found = [(title, bars) for title, bars in parts(file, actor, book) if bars]
    if request.GET.get("format") == "csv":
        rows = ((title_of(file), title, bar.label, str(bar.value)) for title, bars in found for bar in bars)
        return exported(PARTS, rows, f"{procedure}.csv")
    charts: list[Chart] = [chart(title, bars) for title, bars in found]
    context = {"file": file, "title": title_of(file), "charts": charts, "crumbs": [(reverse("desk:affairs"), _("事务")), ("", title_of(file))]}  # fmt: skip
    return render(request, "desk/affair.html", context)
