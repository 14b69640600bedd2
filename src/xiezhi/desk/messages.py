"""收发消息: what waits, what a carrier has, what failed and is tried again, what is stuck; each can be tried again by hand."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from xiezhi.desk.door import staff_only
from xiezhi.kernel.access.door import matters
from xiezhi.kernel.exchange import outbox
from xiezhi.kernel.exchange.models import Message
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.pages.asked import procedure_title
from xiezhi.pages.tables import harmless
from xiezhi.pages.who import actor_of

TABS = {
    "stuck": gettext_noop("受阻"),
    "failed": gettext_noop("失败待重试"),
    "waiting": gettext_noop("待发"),
    "sent": gettext_noop("等回执"),
}
KINDS = {
    "notice": gettext_noop("通知"), "letter": gettext_noop("电子送达"), "row": gettext_noop("批量送达的一行"),
    "open": gettext_noop("移送其他法院"), "return": gettext_noop("送回结果"),
}  # fmt: skip
PER_PAGE = 50
COLUMNS = ("种类", "案件", "内容", "次数", "下次", "原因")


@dataclass(frozen=True, slots=True)
class Line:
    """One message as it is shown."""

    message: Message
    kind: str
    name: str
    what: str
    why: str

    def cells(self) -> tuple[str, ...]:
        m = self.message
        return (self.kind, self.name, self.what, str(m.attempts), m.not_before.strftime("%Y-%m-%d %H:%M"), self.why)


def lists(among: QuerySet[Message]) -> dict[str, QuerySet[Message]]:
    """The four lists of what has not come to its end."""
    waiting = among.filter(state="waiting")
    return {
        "stuck": among.filter(state="stuck"),
        "failed": waiting.filter(attempts__gt=0),
        "waiting": waiting.filter(attempts=0),
        "sent": among.filter(state="sent"),
    }


def line(message: Message) -> Line:
    """A message in words: what it is, of which matter, and why it has not arrived."""
    body, matter = message.body, message.event.matter
    book = law()
    receipt = message.receipt
    why = "".join(r["message"] for r in receipt.get("refusals", ())) or receipt.get("fault", "")
    what = body.get("title") or body.get("act") or procedure_title(book, body.get("procedure", ""))
    if message.kind == "row":
        what = f"{body['row']['name']} {body['row']['label']}"
    name = matter.number or procedure_title(book, matter.procedure)
    return Line(message, _(KINDS.get(message.kind, message.kind)), name, str(what), why)


@staff_only
def messages_page(request: HttpRequest) -> HttpResponse:
    """`?list=` one of TABS, `?format=csv` that list as a file; POST tries what is stuck once more."""
    actor, book = actor_of(request), law()
    mine = Q(event__matter__in=matters(actor, book))
    among = Message.objects.filter(mine).exclude(state="delivered")
    if request.method == "POST":
        wanted = [request.POST["only"]] if request.POST.get("only") else request.POST.getlist("message")
        ids = among.filter(pk__in=wanted).values_list("pk", flat=True)
        done = outbox.again(ids, clock.now())
        messages.success(request, _("%(n)s 条重新发送，几秒后见结果。") % {"n": done})
        return HttpResponseRedirect(request.get_full_path())
    found = lists(among)
    name = request.GET.get("list", "")
    name = name if name in TABS else "stuck"
    shown = found[name].select_related("event__matter").defer("event__data").order_by("not_before", "id")
    if request.GET.get("format") == "csv":
        return _export(shown, f"messages-{name}-{clock.today().isoformat()}.csv")
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    figures = [(tab, _(title), found[tab].count()) for tab, title in TABS.items()]
    rows = [line(m) for m in page.object_list]
    context = {"figures": figures, "name": name, "title": _(TABS[name]), "page": page, "rows": rows}
    return render(request, "desk/messages.html", context)


def _export(found: QuerySet[Message], name: str) -> HttpResponse:
    """CSV in UTF-8, with the mark that spreadsheet programs need to read Chinese."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(map(harmless, line(m).cells()) for m in found)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
