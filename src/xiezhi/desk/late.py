"""超期: every period that has run out and is not kept, with who must keep it; of all matters that one may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xiezhi.desk.accounts import exported
from xiezhi.desk.door import staff_only
from xiezhi.desk.mine import RUNNING
from xiezhi.kernel.access import looking
from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.door import matters
from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.asking import Asking
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Assigned, Matter, Period
from xiezhi.pages.asked import file_now, post_title, procedure_title
from xiezhi.pages.called import subjects
from xiezhi.pages.who import actor_of

COLUMNS = ("事项", "程序", "期限", "应当办理的人", "最后一日", "超期天数")
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Late:
    """One period that has run out: `who` are the people in the relation, else the post whose period it is."""

    matter: UUID
    name: str
    procedure: str
    title: str
    who: str
    due: str
    days: int

    @property
    def cells(self) -> tuple[str, ...]:
        """In the order of COLUMNS."""
        return (self.name, self.procedure, self.title, self.who, self.due, str(self.days))


def late(actor: Actor, book: LawBook, procedure: str = "") -> QuerySet[Period]:
    """The periods that have run out, the oldest first."""
    known = matters(actor, book)
    if procedure:
        known = known.filter(procedure=procedure)
    found = Period.objects.filter(matter__in=known, state__in=RUNNING, due__lt=clock.today().isoformat())
    return found.exclude(due="").select_related("matter").defer("history", "steps").order_by("due", "id")


def told(found: list[Period], book: LawBook) -> list[Late]:
    """The same in words, in a fixed number of questions."""
    people: dict[tuple[UUID, str], list[str]] = {}
    held = Assigned.objects.filter(matter__in={p.matter_id for p in found}, person__isnull=False).order_by("id")
    for matter, role, name in held.values_list("matter", "role", "person__name"):
        people.setdefault((matter, role), []).append(name)
    named = Asking().names([p.which for p in found if len(p.which) == 32])
    called = subjects([p.matter for p in found], book)
    return [_one(p, book, people, named, called) for p in found]


def _one(
    one: Period,
    book: LawBook,
    people: dict[tuple[UUID, str], list[str]],
    named: dict[str, str],
    called: dict[UUID, str],
) -> Late:
    matter, title = one.matter, procedure_title(book, one.matter.procedure)
    file = file_now(book, matter.procedure)
    rule = file.periods.get(one.name) if file else None
    post = book.posts.get(one.owner)
    roles = (one.owner, *(post.includes if post else ()))
    who = [named[one.which]] if one.which in named else [n for r in roles for n in people.get((matter.pk, r), ())]
    days = (clock.today() - date.fromisoformat(one.due[:10])).days
    return Late(
        matter.pk, matter.number or called.get(matter.pk) or title, title, rule.title if rule else one.name,
        "、".join(dict.fromkeys(who)) or post_title(book, one.owner), one.due[:10], days,
    )  # fmt: skip


@staff_only
def late_page(request: HttpRequest) -> HttpResponse:
    """`?procedure=` of one procedure; `&format=csv` the same rows as a file."""
    actor, book = actor_of(request), law()
    procedure = request.GET.get("procedure", "")[:60]
    found = late(actor, book, procedure)
    if request.GET.get("format") == "csv":
        looking.exported(actor, Matter.objects.filter(pk__in=found.values("matter")), book)
        return exported(COLUMNS, (r.cells for r in told(list(found), book)), "late.csv")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    title = procedure_title(book, procedure) if procedure else ""
    context = {"page": page, "rows": told(list(page.object_list), book), "of": title, "crumbs": [("", _("超期"))]}
    return render(request, "desk/late.html", context)
