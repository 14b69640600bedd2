"""记录公示: the signed heads of the record, for anyone to keep, and the proofs that hold today's record against them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xiezhi.kernel.record import check_ledger, ledger
from xiezhi.kernel.record.models import Head

PER_PAGE = 30


@require_GET
def heads(request: HttpRequest) -> HttpResponse:
    """The heads, the newest first; ?event= asks for the proof that an event (the number on a paper) is in the record."""
    asked = request.GET.get("event", "").strip()[:64]
    newest = Head.objects.order_by("-at").first()
    fault = ""
    if asked:
        try:
            event = UUID(asked)
            ledger.inclusion(event, newest.size if newest else 0)
            return redirect("portal:included", event=event, size=newest.size if newest else 0)
        except ValueError:
            fault = _("这不是记录编号。请照文书查验结果中的“记录编号”填写（32位数字和字母）。")
        except LookupError:
            fault = _("最近一次签发的记录头里没有这一编号。刚做出的文书，请在次日再查。")
    page = Paginator(Head.objects.order_by("-at"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "asked": asked, "fault": fault, "newest": newest}
    return render(request, "portal/record.html", context, status=422 if fault else 200)


@require_GET
def head(request: HttpRequest, id: int) -> HttpResponse:
    """One head as JSON, to be kept; ?every=1 with a hash for each event."""
    found = get_object_or_404(Head, pk=id)
    return _file(ledger.document(found, request.GET.get("every") == "1"), f"head-{found.size}.json")


@require_GET
def extension(request: HttpRequest, old: int, id: int) -> HttpResponse:
    """The proof that the record under a head begins with its first `old` events."""
    try:
        return _file(ledger.consistency(old, get_object_or_404(Head, pk=id)), f"extension-{old}-{id}.json")
    except LookupError:
        raise Http404 from None


@require_GET
def included(request: HttpRequest, event: UUID, size: int) -> HttpResponse:
    """The proof that an event is among the first `size`."""
    try:
        return _file(ledger.inclusion(event, size), f"event-{event.hex[:8]}-{size}.json")
    except LookupError:
        raise Http404 from None


@require_GET
def checker(request: HttpRequest) -> FileResponse:
    """The program that checks: one file, nothing but Python."""
    file = Path(check_ledger.__file__).open("rb")  # noqa: SIM115 (the response closes it)
    return FileResponse(
        file, as_attachment=True, filename="check_ledger.py", content_type="text/x-python; charset=utf-8"
    )


def _file(content: dict[str, Any], name: str) -> JsonResponse:
    said = {"ensure_ascii": False}
    return JsonResponse(
        content, json_dumps_params=said, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
