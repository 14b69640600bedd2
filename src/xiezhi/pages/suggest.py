"""Suggestions while typing: causes and courts are too many for a list. Without scripts the name is typed whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join

from xiezhi.kernel.law.model import Field, LawBook
from xiezhi.kernel.numbers.tables import Cause, Court
from xiezhi.kernel.procedure.book import tables

MOST = 20
Named = TypeVar("Named", Cause, Court)


def cause(request: HttpRequest) -> HttpResponse:
    """Causes whose name holds what was typed."""
    return _options((c.name, "") for c in _near(map(leaf, tables().causes_by_name.values()), _typed(request)))


def leaf(same_name: tuple[Cause, ...]) -> Cause:
    """Of causes that share a name, the most specific."""
    return same_name[0]


def court(request: HttpRequest) -> HttpResponse:
    """Courts whose name or code holds what was typed."""
    return _options((c.name, c.code) for c in _near(tables().courts.values(), _typed(request)))


def court_code(text: str) -> str:
    """The code of a court typed by its name or its code; what is neither stays as it is."""
    found = tables().court_named(text.strip())
    return found.code if found else text.strip()


def courts_by_code(fields: Mapping[str, Field], data: dict[str, Any], book: LawBook) -> None:
    """In data as posted, courts typed by their names become their codes, in the rows of records too."""
    for name, one in fields.items():
        said = data.get(name)
        if one.type == "court" and isinstance(said, str):
            data[name] = court_code(said)
        elif one.type in book.records:
            for row in said if isinstance(said, list) else [said]:
                if isinstance(row, dict):
                    courts_by_code(book.records[one.type].fields, row, book)


def _typed(request: HttpRequest) -> str:
    return request.GET.get(request.GET.get("for", "q"), "").strip()


def _near(rows: Iterable[Named], typed: str) -> list[Named]:
    """Rows whose name begins with what was typed, then those that hold it anywhere; shorter names first."""
    if not typed:
        return []
    found = [r for r in rows if typed in r.name or typed == getattr(r, "code", "")]
    return sorted(found, key=lambda r: (not r.name.startswith(typed), len(r.name), r.name))[:MOST]


def _options(pairs: Iterable[tuple[str, str]]) -> HttpResponse:
    return HttpResponse(format_html_join("", '<option value="{}">{}</option>', pairs))
