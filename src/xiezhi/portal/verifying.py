"""查验文书: anyone who holds a sealed paper sees whether it is the court's and whether a byte has changed. Nothing is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xiezhi.kernel.papers.issued import checked

MOST = 20 * 1024 * 1024


def verify(request: HttpRequest) -> HttpResponse:
    """GET asks for the file; POST says what it is."""
    context: dict[str, Any] = {}
    file = request.FILES.get("paper")
    if request.method == "POST":
        if file is None:
            context["fault"] = _("请选择要查验的PDF文件。")
        elif file.size is None or file.size > MOST:
            context["fault"] = _("文件超过20MB，不是法院签发的文书。")
        else:
            found = checked(file.read())
            context |= {"name": file.name, "found": found, "said": found.statement if not found.faults else {}}
    return render(request, "portal/verify.html", context)
