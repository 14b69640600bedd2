"""The list of matters and its export: one question, so that the total, the rows and the file agree."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from xiezhi.departments.office.reform.questions import written
from xiezhi.desk.door import staff_only
from xiezhi.desk.rows import COLUMNS, rows
from xiezhi.desk.search import SORTS, Filter, find, open_fields, read
from xiezhi.kernel.access import looking
from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.people.models import Court
from xiezhi.kernel.people.questions import staff
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.record.models import Matter
from xiezhi.pages.asked import file_now, procedure_title, state_title
from xiezhi.pages.controls import Control, Fault
from xiezhi.pages.tables import harmless
from xiezhi.pages.who import actor_of

PER_PAGE = 50
CHUNK = 500
HEADS = (("number", "案号"), ("", "程序"), ("state", _("状态")), ("", "当事人"), ("", "承办人"), ("opened", "立案日期"), ("due", "最近期限"))  # fmt: skip


@staff_only
def matters_page(request: HttpRequest) -> HttpResponseBase:
    """The list; `?format=csv` gives the same rows as a file."""
    actor, book = actor_of(request), law()
    asked = read(request.GET.dict())
    found = find(asked, actor, book)
    if request.GET.get("format") == "csv" and not asked.faults:
        looking.exported(actor, found, book)
        return _export(found, book)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    only = page.object_list[0] if page.paginator.count == 1 and asked.q else None
    if only is not None and request.GET.keys() == {"q"}:
        return redirect("pages:matter", id=only.pk)
    controls = _controls(asked, book, sorted(actor.courts))
    context = {
        "page": page, "rows": rows(list(page.object_list), book), "controls": controls, "asked": asked,
        "heads": [(name, _(title), _turn(asked, name)) for name, title in HEADS], "crumbs": [("", "案件")],
        "narrowed": _narrowed(asked, book), "faults": [Fault(c.error, c.anchor) for c in controls if c.error],
    }  # fmt: skip
    return render(request, "desk/matters.html", context, status=422 if asked.faults else 200)


def _turn(asked: Filter, name: str) -> str:
    """The sort that a press on a heading asks for."""
    return f"-{name}" if asked.sort == name and f"-{name}" in SORTS else name


def _controls(asked: Filter, book: LawBook, courts: list[str]) -> list[Control]:
    procedures = [(id, procedure_title(book, id)) for id in sorted(book.raw)]
    file = file_now(book, asked.procedure)
    states = [(s, state_title(book, file, s)) for s in file.states] if file else []
    judges = [(p.id.hex, p.name) for p in staff(courts[0], clock.today())] if courts else []
    iso = {n: d.isoformat() if d else "" for n, d in (("since", asked.since), ("until", asked.until))}
    found = [
        Control("q", _("案号、当事人"), value=asked.q),
        Control("procedure", _("程序"), "select", asked.procedure, options=procedures),
        Control("judge", _("承办人"), "select", asked.judge, options=judges, error=asked.faults.get("judge", "")),
        Control("since", _("立案日期起"), "date", iso["since"], error=asked.faults.get("since", "")),
        Control("until", _("立案日期止"), "date", iso["until"], error=asked.faults.get("until", "")),
        Control("unfinished", _("只看未结"), "yes", "1" if asked.unfinished else ""),
        Control("overdue", _("只看超期"), "yes", "1" if asked.overdue else ""),
    ]
    if states:
        found.insert(2, Control("state", _("状态"), "select", asked.state, options=states))
    if len(courts) > 1:
        options = [(c.code, c.name) for c in Court.objects.filter(code__in=courts)]
        found.insert(2, Control("court", _("法院"), "select", asked.court, options=options))
    return found


def _narrowed(asked: Filter, book: LawBook) -> str:
    """In words, what a figure narrowed the list to beyond its controls."""
    name, _colon, code = asked.fact.partition(":")
    file = file_now(book, asked.procedure)
    field = open_fields(file, book).get(name) if file else None
    words = [str(book.choices.get("outcome", {}).get(asked.outcome, asked.outcome))] if asked.outcome else []
    words += [_("已结")] if asked.finished else []
    if asked.system:
        words += [s["name"] for s in written()["system"] if s["id"] == asked.system]
    if asked.fact:
        words.append(f"{field.title}：{book.choices[field.type].get(code, code)}" if field else asked.fact)
    return "，".join(words)


class _Line:
    """What csv writes to: it gives the line back."""

    def write(self, text: str) -> str:
        return text


def _export(found: QuerySet[Matter], book: LawBook) -> StreamingHttpResponse:
    """The rows as CSV in UTF-8, with the mark that spreadsheet programs need to read Chinese."""
    response = StreamingHttpResponse(_lines(found, book), content_type="text/csv; charset=utf-8")
    name = f"matters-{clock.today().isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(found: QuerySet[Matter], book: LawBook) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS)
    batch: list[Matter] = []
    for matter in found.iterator(CHUNK):
        batch.append(matter)
        if len(batch) == CHUNK:
            yield from (writer.writerow(map(harmless, r.cells())) for r in rows(batch, book))
            batch = []
    yield from (writer.writerow(map(harmless, r.cells())) for r in rows(batch, book))
