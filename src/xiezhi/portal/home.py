"""The front door, and what to do when one is sued."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xiezhi.kernel.people.models import Court
from xiezhi.kernel.procedure.book import rules
from xiezhi.portal.me import person_of

# What runs against someone who was sued, by the rules of the law book.
SUED = ("civ.defence", "civ.appeal.judgment", "civ.appeal.ruling")


@require_GET
def home(request: HttpRequest) -> HttpResponseBase:
    """Search, six doors, the courts served here."""
    return render(request, "portal/home.html", {"courts": Court.objects.order_by("code"), "person": person_of(request)})


@require_GET
def sued(request: HttpRequest) -> HttpResponseBase:
    """What to do with papers from a court, with the periods as the law book has them."""
    book = rules()
    return render(request, "portal/sued.html", {"rules": [book[r] for r in SUED if r in book]})
