"""档案: what is to be archived, what is kept and for how long, what is lent, what may be destroyed; and one file's checklist."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xiezhi.departments.archive.keeping import LOAN, OUT
from xiezhi.departments.archive.volume import MAIN, SECONDARY, Kept, Wanted, kept, wanted
from xiezhi.desk.door import staff_only
from xiezhi.desk.rows import parties_of
from xiezhi.kernel.access.door import matters
from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.papers.package import SECONDARY as SECRET
from xiezhi.kernel.papers.package import in_order
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.acts import open_acts
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.load import standing as load_standing
from xiezhi.kernel.record.models import Done, Fact, Mark, Matter, Paper
from xiezhi.pages.asked import procedure_title
from xiezhi.pages.door import matter_for
from xiezhi.pages.papers import KEEPERS
from xiezhi.pages.tables import harmless
from xiezhi.pages.who import actor_of

TABS = {
    "ready": gettext_noop("待归档"),
    "kept": gettext_noop("已归档"),
    "out": gettext_noop("借出"),
    "over": gettext_noop("保管期满"),
}
PER_PAGE = 50
COLUMNS = ("案号", "程序", "当事人", "保管期限", "保管至", "说明")
SHORTEST = 31  # years: before that no term of the law book is over, and nothing need be reckoned


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list of the archive."""

    matter: Matter
    name: str
    procedure: str
    parties: str
    term: str
    until: str
    note: str

    def cells(self) -> tuple[str, ...]:
        return self.name, self.procedure, self.parties, self.term, self.until, self.note


def lists(among: QuerySet[Matter], book: LawBook) -> dict[str, QuerySet[Matter]]:
    """The four lists; each is a question of its own, so figure and list are one."""
    files = [book.procedure(id, clock.today()) for id in book.ids()]
    doors = [Q(procedure=f.id, state__in=f.acts["archive"].source) for f in files if "archive" in f.acts]
    gone = Mark.objects.filter(matter=OuterRef("pk"), key="destroyed")
    archived = among.filter(~Exists(gone), state="archived")
    old = Done.objects.filter(
        matter=OuterRef("pk"), key="archive", last__lt=f"{clock.today().year - SHORTEST + 1}-01-01"
    )
    return {
        "ready": among.filter(reduce(or_, doors)),
        "kept": archived,
        "out": among.filter(procedure=LOAN, state__in=OUT),
        "over": archived.filter(Exists(old)),
    }


@staff_only
def archive_page(request: HttpRequest) -> HttpResponse:
    """`?list=` one of TABS, `?format=csv` that list as a file."""
    actor, book = actor_of(request), law()
    found = lists(matters(actor, book), book)
    name = request.GET.get("list", "")
    name = name if name in TABS else "ready"
    shown = found[name].order_by("opened", "id")
    if request.GET.get("format") == "csv":
        return _export(_lines(list(shown), book, name), f"archive-{name}-{clock.today().isoformat()}.csv")
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    figures = [(tab, _(title), found[tab].count()) for tab, title in TABS.items()]
    keeper = any(p.post == "archivist" for p in actor.posts)
    context = {
        "figures": figures, "name": name, "title": _(TABS[name]), "page": page, "keeper": keeper,
        "rows": _lines(list(page.object_list), book, name),
    }  # fmt: skip
    return render(request, "desk/archive.html", context)


def _lines(found: list[Matter], book: LawBook, name: str) -> list[Line]:
    parties = parties_of(found, book)
    said = Fact.objects.filter(matter__in=found, key__in=("reading_number", "reading_term", "loan_kind"))
    facts: dict[UUID, dict[str, str]] = {}
    for matter, key, value in said.values_list("matter", "key", "value"):
        facts.setdefault(matter, {})[key] = str(value)
    return [_line(m, book, parties.get(m.id, ""), facts.get(m.id, {}), name) for m in found]


def _line(matter: Matter, book: LawBook, parties: str, facts: dict[str, str], name: str) -> Line:
    title = procedure_title(book, matter.procedure)
    if name == "out":
        late = _("逾期未还") if matter.state == "overdue_loan" else _("借出")
        kind = book.choices["loan_kind"].get(facts.get("loan_kind", ""), "")
        return Line(matter, facts.get("reading_number", ""), kind, "", late, facts.get("reading_term", ""), "")
    if name == "ready":
        return Line(matter, matter.number or title, title, parties, "", "", _lacking(matter, book))
    return Line(
        matter, matter.number or title, title, parties, *_term(kept(matter.procedure, load_standing(matter)), book), ""
    )


def _term(term: Kept | None, book: LawBook) -> tuple[str, str]:
    if term is None:
        return "", ""
    return book.choices["retention"][term.kind], term.until.isoformat() if term.until else _("永久")


def _lacking(matter: Matter, book: LawBook) -> str:
    """What must be there before it can be archived, in words."""
    file = book.procedure(matter.procedure, clock.today())
    left = [
        w.title + (f"（{w.who}）" if w.who else "")
        for w in wanted(file, load_standing(matter), book)
        if w.must and not w.there
    ]
    return "、".join(left)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing of the list, and where it is done if it is missing (empty: nobody may do it now)."""

    wanted: Wanted
    act: str


@staff_only
def file_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """One file: what it should hold and what is missing, its volumes in order, its term; the way to archive it."""
    matter, eyes = matter_for(request, id)
    actor, book = actor_of(request), law()
    file, standing = book.procedure(matter.procedure, clock.today()), load_standing(matter)
    acts = open_acts(matter, actor)
    doable = {a.act.name for a in acts if a.open}
    checks = [Check(w, next((a for a in w.acts if a in doable), "")) for w in wanted(file, standing, book)]
    papers = [p for p in in_order(Paper.objects.filter(matter=matter)) if eyes.may_see(p.grade)]
    volumes = [
        (_("正卷"), MAIN, [p for p in papers if p.grade != SECRET]),
        (_("副卷"), SECONDARY, [p for p in papers if p.grade == SECRET]),
    ]
    closing = next((a for a in acts if a.act.name == "archive"), None)
    kind, until = _term(kept(matter.procedure, standing), book)
    context = {
        "matter": matter, "title": procedure_title(book, matter.procedure), "checks": checks, "volumes": volumes, "closing": closing,
        "missing": sum(not c.wanted.there and c.wanted.must for c in checks), "kind": kind, "until": until,
        "package": bool(eyes.held & KEEPERS) and matter.state in file.final, "destroyed": standing.marked("destroyed"),
        "erased": _erased(matter),
    }  # fmt: skip
    return render(request, "desk/file.html", context)


def _erased(matter: Matter) -> list[dict[str, str]]:
    """What was destroyed: title and digest of each paper, from the event that destroyed it."""
    event = matter.events.filter(act="destroy_file").order_by("-seq").first()
    return list(event.data["notes"]["erased"]) if event else []


def _export(found: Sequence[Line], name: str) -> HttpResponse:
    """CSV in UTF-8, with the mark that spreadsheet programs need to read Chinese."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(map(harmless, line.cells()) for line in found)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
