"""How does this go, and how long may it take: every procedure of the law book as people read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xiezhi.kernel.law.diagram import show_svg
from xiezhi.kernel.law.model import LawBook, Procedure
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law, rules
from xiezhi.kernel.procedure.reading import LIMITS, length, reading

FIELDS = {
    "civil": "民事", "criminal": "刑事", "administrative": "行政", "compensation": "国家赔偿", "enforcement": "执行",
    "bankruptcy": "破产", "retrial": "再审", "preservation": "保全", "aid": "司法救助", "petition": "信访",
    "jurisdiction": "管辖", "assistance": "司法协助", "sanction": "司法制裁", "filing": "立案", "assignment": "分案",
    "trial": "审判管理", "court": "法院内部事务", "archive": "诉讼档案", "funds": "经费和专项资金",
    "office": "法院综合管理", "management": "审判监督和质量", "rules": "法律适用", "staff": "人员管理",
    "support": "家事和未成年人支持",
}  # fmt: skip
LONGEST = 50  # characters of a question
OTHERS = "其他"


@dataclass(frozen=True, slots=True)
class Line:
    """A procedure in the list: its field, how long it may take, and what a search found in it besides its name."""

    file: Procedure
    field: str
    limit: str
    words: tuple[str, ...]
    found: str = ""


@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """Procedures in force today, by field; `q` looks for a name, a code, an act, a paper or an article."""
    asked = " ".join(request.GET.get("q", "")[:LONGEST].split())
    lines = [found for line in _lines(law().digest, clock.today()) if (found := _match(line, asked))]
    fields: dict[str, list[Line]] = {}
    for line in lines:
        fields.setdefault(line.field, []).append(line)
    order = [*FIELDS.values(), OTHERS]
    context = {"fields": sorted(fields.items(), key=lambda pair: order.index(pair[0])), "asked": asked, "n": len(lines)}
    return render(request, "portal/procedures.html", context)


@lru_cache(maxsize=4)
def _lines(digest: str, today: date) -> tuple[Line, ...]:
    book = law()
    files = (book.procedure(id, today) for id in book.ids())
    return tuple(_line(book, file) for file in files if for_people(book, file))


def for_people(book: LawBook, file: Procedure) -> bool:
    """Whether the public meets this procedure: its parties may know of it, or anyone may."""
    grade = book.grades.get(file.grade)
    return grade is None or bool({"party", "public"} & set(grade.see))


def _line(book: LawBook, file: Procedure) -> Line:
    known = rules()
    limits = (known.get(one.rule) for one in file.periods.values())
    limit = next((length(rule) for rule in limits if rule and rule.kind in LIMITS), "")
    words = [*file.kinds, *(act.title for act in file.acts.values())]
    words += [paper for act in file.acts.values() for paper in act.papers]
    words += [act.basis for act in file.acts.values()]
    return Line(file, FIELDS.get(field_of(file), OTHERS), limit, tuple(dict.fromkeys(words)))


def _match(line: Line, asked: str) -> Line | None:
    """The line when all the words asked for are in it, with what of it besides the name they were found in."""
    file, places = line.file, []
    for word in asked.lower().split():
        if word in file.title or word in file.title_en.lower() or word in file.id:
            continue
        found = next((text for text in line.words if word in text.lower()), "")
        if not found:
            return None
        places.append(found)
    return Line(file, line.field, line.limit, line.words, "、".join(dict.fromkeys(places)))


def field_of(file: Procedure) -> str:
    """The folder of a procedure's file: civil, criminal …"""
    return file.path.split("/")[-2] if file.path.count("/") else file.id.split(".")[0]


@require_GET
def procedure(request: HttpRequest, id: str) -> HttpResponseBase:
    """One procedure: how long, its course, who may do what on which article, its periods, papers and diagram."""
    book = law()
    if id not in book.raw:
        raise Http404
    file = book.procedure(id, clock.today())
    read = reading(file, book, rules())
    context = {
        "file": file,
        "read": read,
        "field": FIELDS.get(field_of(file), OTHERS),
        "others": [span for span in read.spans if not span.limit],
        "diagram": show_svg(file, book, moving=True),
    }
    return render(request, "portal/procedure.html", context)
