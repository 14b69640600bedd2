"""Today: what falls due, what is heard, what is new, what waits. Nobody has to look for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Window
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xiezhi.desk.door import staff_only
from xiezhi.desk.hearings import Sitting, sittings
from xiezhi.desk.mine import clocks, in_mine
from xiezhi.desk.models import Visit
from xiezhi.desk.rows import parties_of, rows_with
from xiezhi.desk.search import Filter, find
from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.door import matters
from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.asking import Asking
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Event, Matter, Period
from xiezhi.pages import words
from xiezhi.pages.asked import procedure_title
from xiezhi.pages.called import subjects
from xiezhi.pages.told import OWN_ACTS
from xiezhi.pages.who import actor_of

SOON = 5
FEWEST, SHOWN = 10, 60
WAITING = NOTICES = 10
NEW_VISIT = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Due:
    """A clock of mine: whose matter, what, until when."""

    period: Period
    title: str
    name: str
    parties: str


@dataclass(frozen=True, slots=True)
class News:
    """An event in a matter of mine that somebody else did."""

    event: Event
    title: str
    who: str
    name: str


@staff_only
def today_page(request: HttpRequest) -> HttpResponse:
    """The home of everybody who works in the court."""
    actor, book = actor_of(request), law()
    since = _visited(request)
    found = list(clocks(actor, book).defer("history", "steps"))
    limits = _limits(found)
    shown = found[: min(max(len(found) - limits["later"], FEWEST), SHOWN)]
    waiting = _waiting(actor, book)
    parties = parties_of([*(p.matter for p in shown), *waiting], book)
    context: dict[str, Any] = {
        "figures": limits, "groups": _groups(shown, book, parties), "more": len(found) - len(shown),
        "sittings": _today(actor, book), "news": _news(actor, book, since), "since": since,
        "waiting": rows_with(waiting, book, parties, {}), "waiting_total": waiting[0].total if waiting else 0,
        "notices": _notices(actor, book), "me_hex": actor.person.hex if actor.person else "", "today": clock.today(),
    }  # fmt: skip
    return render(request, "desk/today.html", context)


def _waiting(actor: Actor, book: LawBook) -> list[Any]:
    """The first of the matters that I carry and that are not at their end, as the list of matters gives them.

    Each knows how many there are (`total`): the figure and the list behind it are one question.
    """
    asked = Filter(judge=actor.person.hex if actor.person else "", unfinished=True, sort="opened")
    return list(find(asked, actor, book).annotate(total=Window(Count("pk")))[:WAITING])


def _limits(found: list[Period]) -> dict[str, int]:
    """How many clocks are late, end today, end soon, end later."""
    counts = {"late": 0, "today": 0, "soon": 0, "later": 0}
    for period in found:
        counts[_group(period.due)] += 1
    return counts


def _group(due: str) -> str:
    n = words.days_left(due)
    if n is None or n > SOON:
        return "later"
    return "late" if n < 0 else "today" if n == 0 else "soon"


def _groups(found: list[Period], book: LawBook, parties: Mapping[UUID, str]) -> list[tuple[str, list[Due]]]:
    titles = {"late": _("已超期"), "today": _("今天到期"), "soon": _("5天内到期"), "later": _("以后到期")}
    groups: dict[str, list[Due]] = {}
    called = subjects([p.matter for p in found], book)
    for period in found:
        groups.setdefault(_group(period.due), []).append(_due(period, book, parties, called))
    return [(titles[g], groups[g]) for g in titles if g in groups]


def _due(period: Period, book: LawBook, parties: Mapping[UUID, str], called: Mapping[UUID, str]) -> Due:
    matter = period.matter
    rule = book.procedure(matter.procedure, clock.today()).periods.get(period.name)
    name = matter.number or called.get(matter.id) or procedure_title(book, matter.procedure)
    return Due(period, rule.title if rule else period.name, name, parties.get(matter.id, ""))


def _today(actor: Actor, book: LawBook) -> list[Sitting]:
    day = clock.today()
    return sittings(actor, book, day, day, in_mine(actor))


def _visited(request: HttpRequest) -> datetime:
    """When this person was here before; looking again within half an hour is the same visit."""
    now = clock.now()
    first = {"last": now, "before": now - timedelta(days=7)}
    visit, new = Visit.objects.get_or_create(user_id=request.user.pk or 0, defaults=first)
    if not new and now - visit.last > NEW_VISIT:
        visit.before = visit.last
    if now - visit.last > timedelta(minutes=1):
        visit.last = now
        visit.save()
    return visit.before


def _news(actor: Actor, book: LawBook, since: datetime) -> list[News]:
    found = (
        Event.objects.filter(in_mine(actor), at__gt=since, matter__in=matters(actor, book))
        .exclude(actor=actor.written)
        .select_related("matter")
    )
    events = [e for e in found.defer("data").order_by("-at")[:20] if not _graded(e, book)]
    names = Asking().names([e.actor for e in events if len(e.actor) == 32])
    called = subjects([e.matter for e in events], book)
    return [_one_news(e, book, names, called) for e in events]


def _graded(event: Event, book: LawBook) -> bool:
    """Whether the act has a grade of its own: whom such an act concerns gets a notice, it is no news to the others."""
    act = book.procedure(event.procedure, event.on).acts.get(event.act)
    return act is not None and bool(act.grade)


def _one_news(event: Event, book: LawBook, names: dict[str, str], called: Mapping[UUID, str]) -> News:
    act = book.procedure(event.procedure, event.on).acts.get(event.act)
    name = event.matter.number or called.get(event.matter_id) or procedure_title(book, event.matter.procedure)
    return News(event, act.title if act else OWN_ACTS.get(event.act, event.act), names.get(event.actor, "平台"), name)


def _notices(actor: Actor, book: LawBook) -> list[tuple[Message, Matter, str]]:
    """Notices to me that I have not put away, newest first."""
    found = Message.objects.filter(kind="notice", person__in=actor.selves, read=None, not_before__lte=clock.now())
    found = found.filter(event__matter__in=matters(actor, book))
    found = found.select_related("event__matter").defer("event__data").order_by("-not_before", "id")
    return [(m, m.event.matter, procedure_title(book, m.event.matter.procedure)) for m in found[:NOTICES]]


@require_POST
@staff_only
def put_away(request: HttpRequest) -> HttpResponse:
    """Put notices away: one, or all that are shown."""
    mine = Message.objects.filter(kind="notice", person__in=actor_of(request).selves, read=None)
    mine.filter(id__in=request.POST.getlist("notice")).update(read=clock.now())
    return HttpResponseRedirect(reverse("desk:today"))
