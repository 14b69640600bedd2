"""质效: the indicators of a court over the cases one may know of; each figure opens the list it counts, and the list its file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from xiezhi.departments.data.definitions import Indicator, indicators
from xiezhi.departments.data.questions import GROUPS, Days, Figure, days_of, figures, group_of, listed, months_of
from xiezhi.desk.accounts import exported
from xiezhi.desk.door import staff_only
from xiezhi.desk.money import day_of
from xiezhi.desk.rows import COLUMNS, rows
from xiezhi.kernel.access import looking
from xiezhi.kernel.access.door import matters
from xiezhi.kernel.people.models import Court
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Matter
from xiezhi.pages.charts import Bar, chart
from xiezhi.pages.who import actor_of

PER_PAGE = 50
STOCK = ("l.filed", "l.closed", "l.pending")
FIGURES = ("编号", "指标", "分组", "值", "分子", "分母", "口径版本")
GROUP_TITLES = {"division": "庭室", "judge": "承办人", "month": "月"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which court, which days, by which group."""

    court: str
    days: Days
    by: str

    @property
    def terms(self) -> dict[str, str]:
        """As an address says it."""
        return {"court": self.court, "since": self.days.since.isoformat(), "until": self.days.until.isoformat()}


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure as a row: its words, and where its two lists are."""

    figure: Figure
    group: str
    value: str
    above: str
    below: str

    @property
    def cells(self) -> tuple[str, ...]:
        """In the order of FIGURES."""
        one, down = self.figure.indicator, self.figure.denominator
        return (one.id, one.title, self.group, self.value, str(self.figure.numerator), "" if down is None else str(down),
                indicators().version)  # fmt: skip


def _asked(request: HttpRequest) -> Asked:
    actor = actor_of(request)
    until = day_of(request.GET.get("until", ""))
    since = day_of(request.GET["since"]) if request.GET.get("since") else date(until.year, 1, 1)
    court = request.GET.get("court", "")
    by = request.GET.get("by", "")
    own = sorted(actor.courts)
    return Asked(court if court in own else own[0], Days(min(since, until), until), by if by in GROUPS else "")


def _known(request: HttpRequest, asked: Asked) -> QuerySet[Matter]:
    return matters(actor_of(request), law()).filter(court=asked.court)


@staff_only
def indicators_page(request: HttpRequest) -> HttpResponse:
    """`?court= &since= &until= &by=division,judge or month`; `&format=csv` the same figures as a file."""
    asked = _asked(request)
    by = (asked.by,) if asked.by else ()
    found = [_shown(f, asked) for f in figures(_known(request, asked), asked.days, law(), by)]
    if request.GET.get("format") == "csv":
        return exported(FIGURES, (s.cells for s in found), f"indicators-{asked.court}-{asked.days.until}.csv")
    bars = [Bar(s.figure.indicator.title, s.figure.numerator, s.above) for s in found if s.figure.indicator.id in STOCK]
    groups: dict[str, list[Shown]] = {}
    for one in found:
        groups.setdefault(one.figure.indicator.group, []).append(one)
    courts = Court.objects.filter(code__in=actor_of(request).courts).order_by("code")
    context: dict[str, Any] = {
        "asked": asked, "groups": groups.items(), "courts": courts, "document": indicators().document,
        "version": indicators().version, "by": [(name, _(GROUP_TITLES[name])) for name in GROUPS],
        "chart": chart(_("收结存"), bars) if bars and not by else None,
    }  # fmt: skip
    return render(request, "desk/indicators.html", context)


def _shown(figure: Figure, asked: Asked) -> Shown:
    group = "、".join(name for _name, name in figure.group)
    value = "—" if figure.value is None else _worded(figure)
    down = figure.denominator is not None
    return Shown(
        figure,
        group,
        value,
        _address(figure, asked, "numerator"),
        _address(figure, asked, "denominator") if down else "",
    )


def _worded(figure: Figure) -> str:
    unit, value = figure.indicator.unit, figure.value or 0
    return {"ratio": f"{value * 100:.2f}%", "pair": f"{value:.2f}", "days": f"{value:.1f} 天"}.get(unit, f"{value}")


def _address(figure: Figure, asked: Asked, side: str) -> str:
    terms = dict(asked.terms)
    for name, value in figure.group:
        if name == "month":
            terms |= _month(value, asked.days)
        else:
            terms |= {"by": name, "group": value}
    return reverse("desk:indicator", args=[figure.indicator.id, side]) + "?" + urlencode(terms)


def _month(value: str, days: Days) -> dict[str, str]:
    found = next(m for m in months_of(days) if f"{m.since:%Y-%m}" == value)
    return {"since": found.since.isoformat(), "until": found.until.isoformat()}


@staff_only
def listed_page(request: HttpRequest, id: str, side: str) -> HttpResponse:
    """The list behind one side of a figure, of one group if it names one; `?format=csv` the same rows as a file."""
    one: Indicator | None = indicators().by_id.get(id)
    which = one.side(side) if one and side in ("numerator", "denominator") else None
    if one is None or which is None:
        raise Http404
    asked, book = _asked(request), law()
    found = listed(_known(request, asked), which, asked.days, book).select_related("court")
    group = request.GET.get("group", "")[:100]
    if asked.by in ("judge", "division") and group:
        found = found.annotate(of_group=group_of(asked.by)).filter(of_group=group)
    if request.GET.get("format") == "csv":
        looking.exported(actor_of(request), found, book)
        made = (r.cells() + _days(m) for r, m in zip(rows(list(found), book), found, strict=True))
        return exported((*COLUMNS, "编号之日", "结案之日"), made, f"{id}-{side}.csv")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(zip(rows(list(page.object_list), book), map(_days, page.object_list), strict=True))
    context = {
        "one": one, "which": which, "side": side, "page": page, "rows": shown, "asked": asked, "group": group,
        "days": _total(found) if one.unit == "days" else None,
    }  # fmt: skip
    return render(request, "desk/indicator.html", context)


def _days(matter: Any) -> tuple[str, str]:
    return (matter.filed.isoformat(), matter.closed.isoformat() if matter.closed else "")


def _total(found: Any) -> int:
    return sum(days_of(matter.began, matter.finished) for matter in found)
