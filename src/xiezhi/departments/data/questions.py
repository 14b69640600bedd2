"""Indicators over the record: the one question behind a figure, the list it counts and its export.

A case is filed on the day of the act that gave it its number, and closed on the day of its first outcome.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from xiezhi.departments.data.definitions import Indicator, Listed, indicators
from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.people.models import Holding
from xiezhi.kernel.people.questions import in_force
from xiezhi.kernel.periods.counting import add_months
from xiezhi.kernel.record.models import Assigned, Done, Matter, Outcome, Period

IN_CHARGE = ("judge", "officer")
GROUPS = ("division", "judge", "month")


@dataclass(frozen=True, slots=True)
class Days:
    """From a day until a day, both included."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator over some days, of one group (by name of the grouping). `value` is None where nothing can be divided."""

    indicator: Indicator
    numerator: int
    denominator: int | None
    group: tuple[tuple[str, str], ...] = ()

    @property
    def value(self) -> float | int | None:
        """The quotient to six places; a count is itself."""
        if self.denominator is None:
            return self.numerator
        return round(self.numerator / self.denominator, 6) if self.denominator else None


def listed(known: QuerySet[Matter], which: Listed, days: Days, book: LawBook) -> QuerySet[Matter]:
    """The cases of a list among those known, in the order of filing, each with `filed`, `closed` (a day or None).

    `began`, `finished`: the days between which time is counted; filing and closing, unless the list names acts.
    """
    found: Any = known.exclude(number="").filter(_scope(which.procedures)).annotate(
        filed=_filed(which.procedures, book), closed=_first(Outcome.objects.all(), "on")
    )  # fmt: skip
    found = found.filter(_when(which, days))
    for names, more in ((which.done, {"last__gte": days.since, "last__lte": days.until}), (which.ever, {})):
        if names:
            found = found.filter(Exists(Done.objects.filter(_acts(names), matter=OuterRef("pk"), **more)))
    if which.outcome:
        ended = _first(Outcome.objects.all(), "outcome")
        found = found.annotate(ended=ended).filter(ended__in=which.outcome)
    if which.limit:
        found = _by_limit(found, which.limit, days)
    if which.posts:
        found = found.filter(_held_by(which.posts, days.until))
    began = _done(which.since_act, "first", "first") if which.since_act else F("filed")
    finished = _done(which.until_act, "-last", "last") if which.until_act else F("closed")
    found = found.annotate(began=began, finished=finished)
    rows: QuerySet[Matter] = found.order_by("filed", "id")
    return rows


def _scope(procedures: Iterable[str]) -> Q:
    return reduce(or_, (Q(procedure__startswith=name) for name in procedures))


def _when(which: Listed, days: Days) -> Q:
    """Whether a case stands in the list at that time; `older` counts back from the last day."""
    until = add_months(days.until, -which.older) if which.older else days.until
    open_then = Q(closed__isnull=True) | Q(closed__gt=days.until)
    return {
        "filed": Q(filed__gte=days.since, filed__lte=until),
        "closed": Q(closed__gte=days.since, closed__lte=days.until),
        "pending": Q(filed__lt=until) & open_then if which.older else Q(filed__lte=until) & open_then,
        "handled": Q(filed__lte=until) & (Q(closed__isnull=True) | Q(closed__gte=days.since)),
        "": Q(),
    }[which.when]


def _done(names: tuple[str, ...], order: str, column: str) -> Subquery:
    return Subquery(Done.objects.filter(_acts(names), matter=OuterRef("pk")).order_by(order).values(column)[:1])


def _held_by(posts: tuple[str, ...], on: date) -> Exists:
    """Whoever is in charge holds one of these posts in the court on that day."""
    held = Holding.objects.filter(
        in_force(on), post__in=posts, person=OuterRef("person"), court=OuterRef("matter__court")
    )
    return Exists(Assigned.objects.filter(Exists(held), matter=OuterRef("pk"), role__in=IN_CHARGE))


def _acts(names: Iterable[str]) -> Q:
    return reduce(or_, (Q(key=name) | Q(key__startswith=f"{name}/") for name in names))


def _first(rows: QuerySet[Any], column: str) -> Subquery:
    return Subquery(rows.filter(matter=OuterRef("pk")).order_by("on", "id").values(column)[:1])


def _filed(procedures: tuple[str, ...], book: LawBook) -> Coalesce:
    """The day of the first act that numbers; of a case brought from another system the day it was opened."""
    files = [book.procedure(id, book.epochs(id)[-1]) for id in book.ids() if id.startswith(procedures)]
    names = sorted({act.name for file in files for act in file.acts.values() if act.numbers})
    rows = Done.objects.filter(key__in=names, matter=OuterRef("pk")).order_by("first")
    return Coalesce(Subquery(rows.values("first")[:1]), F("opened"))


def _by_limit(found: QuerySet[Matter], limit: str, days: Days) -> QuerySet[Matter]:
    rows = Period.objects.filter(matter=OuterRef("pk"), name="limit").exclude(due="").order_by("id")
    found = found.annotate(limit_due=Subquery(rows.values("due")[:1])).exclude(limit_due=None)
    if limit == "kept":
        return found.filter(limit_due__gte=Cast("closed", CharField()))
    return found.filter(limit_due__lt=days.until.isoformat()) if limit == "over" else found


# ── figures ─────────────────────────────────────────────────────────────────


def figures(
    known: QuerySet[Matter], days: Days, book: LawBook, by: tuple[str, ...] = (), ids: Iterable[str] = ()
) -> Iterator[Figure]:
    """Every indicator (or those named) over the days; by groups, each group by its name and never by its figure."""
    wanted = set(ids)
    for one in indicators().by_id.values():
        if not wanted or one.id in wanted:
            yield from _figures_of(one, known, days, book, by)


def _figures_of(
    one: Indicator, known: QuerySet[Matter], days: Days, book: LawBook, by: tuple[str, ...]
) -> Iterator[Figure]:
    for month in months_of(days) if "month" in by else (days,):
        named = (("month", f"{month.since:%Y-%m}"),) if "month" in by else ()
        rest = tuple(name for name in by if name != "month")
        above = _counted(listed(known, one.numerator, month, book), one.unit, rest)
        below = _counted(listed(known, one.denominator, month, book), "", rest) if one.denominator else Counter()
        for key in sorted({*above, *below}) if rest else [()]:
            down = below[key] if one.denominator else None
            yield Figure(one, above[key], down, (*named, *zip(rest, key, strict=True)))


def _counted(found: QuerySet[Matter], unit: str, by: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    """How many cases (or, of `days`, how many days from filing to closing) by group."""
    columns = [group_of(name) for name in by]
    for name, column in zip(by, columns, strict=True):
        found = found.annotate(**{f"by_{name}": column})
    names = [f"by_{name}" for name in by]
    total: Counter[tuple[str, ...]] = Counter()
    for row in found.order_by().values_list("began", "finished", *names):
        key = tuple(str(cell) for cell in row[2:])
        total[key] += days_of(*row[:2]) if unit == "days" else 1
    return total


def days_of(began: date | None, finished: date | None) -> int:
    """Days between two days; none where one of them is not known."""
    return (finished - began).days if began and finished else 0


def group_of(name: str) -> Coalesce:
    """In whose hands a case is: its judge or officer, or their division, by name; 未定 where nobody is assigned."""
    held = Assigned.objects.filter(matter=OuterRef("pk"), role__in=IN_CHARGE).order_by("-since", "-id")
    column = {"judge": "person__name", "division": "division__name"}[name]
    return Coalesce(Subquery(held.values(column)[:1]), Value("未定"))


def months_of(days: Days) -> Iterator[Days]:
    """The calendar months of some days, the first and the last cut to them."""
    since = days.since
    while since <= days.until:
        end = add_months(since.replace(day=1), 1) - timedelta(days=1)
        yield Days(since, min(end, days.until))
        since = end + timedelta(days=1)
