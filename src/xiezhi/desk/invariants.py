"""The invariants of the record and the law book in force as a page: nothing is lost in silence."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiezhi.desk.door import staff_only
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure import in_force
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.verify import verify

SHOWN = 20


@staff_only
def verify_page(request: HttpRequest) -> HttpResponse:
    """GET explains; POST checks the whole record now, which may take a while on a large one."""
    found = verify() if request.method == "POST" else None
    broken = sum(len(i.broken) for i in found or [])
    context = {
        "found": found, "broken": broken, "at": clock.now(), "shown": SHOWN,
        "digest": law().digest, "law": in_force.standing(),
    }  # fmt: skip
    return render(request, "desk/verify.html", context)
