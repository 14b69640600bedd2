"""Read papers (docx, pdf, png, jpg, txt): text, kind, and the parties, numbers, sums, dates and courts they name (xiezhi read FILE…)

Each file is examined and read in a process of its own with bounded memory and time; nothing in it is executed or fetched.
A file that cannot be read answers why; the run goes on.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tomli

from xiezhi.kernel.numbers.tables import load_tables
from xiezhi.kernel.papers import kinds
from xiezhi.kernel.papers.catalogue import Catalogue, catalogue
from xiezhi.kernel.papers.cell.unfit import Unfit
from xiezhi.kernel.papers.elements import Element, elements, plain
from xiezhi.kernel.papers.fitness import fit
from xiezhi.kernel.papers.sheets import read_sheets

LAW = Path(__file__).resolve().parents[3] / "law"
CHOICES = "choices/every.toml"
TITLES = {
    "party": "当事人",
    "id_number": "证件号码",
    "case_number": "案号",
    "sum": "金额",
    "date": "日期",
    "court": "法院",
}
Row = dict[str, Any]


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("files", metavar="FILE", nargs="+", help="docx, pdf, png, jpg, webp or txt")
    parser.add_argument("--json", action="store_true", help="a JSON line for each file")


def run(args: argparse.Namespace) -> int:
    """0 when every file was answered, errors included."""
    law = Path(os.environ.get("XIEZHI_LAW") or LAW)
    raw, choices = (tomli.loads((law / name).read_text("utf-8")) for name in ("parameters/catalogue.toml", CHOICES))
    kinds_of_paper = catalogue(raw, choices["paper_kind"])
    for file in args.files:
        answer = read_one(file, kinds_of_paper, law)
        if args.json or not sys.stdout.isatty():
            print(json.dumps(answer, ensure_ascii=False), flush=True)
        else:
            _show(answer)
    return 0


def read_one(file: str, kinds_of_paper: Catalogue, law: Path) -> Row:
    """The answer for one file: {"id", "text", "kind", "elements", …} or {"id", "error"}."""
    name = file.encode("utf-8", "backslashreplace").decode()
    try:
        return {"id": name, **_read(Path(file), kinds_of_paper, law)}
    except Unfit as unfit:
        return {"id": name, "error": {"code": unfit.code, "message": f"{unfit}。"}}
    except FileNotFoundError:
        return {"id": name, "error": {"code": "not_found", "message": f"没有“{name}”这个文件，请核对路径。"}}
    except (OSError, ValueError):
        return {"id": name, "error": {"code": "unreadable", "message": f"“{name}”读不出来：不是文件，或者没有权限。"}}


def _read(path: Path, kinds_of_paper: Catalogue, law: Path) -> Row:
    kind, pages, _ = fit(path, path.name)
    if not kinds.TAKEN[kind].seen:
        raise Unfit("no_text", f"“{path.name}”是{kinds.TAKEN[kind].title}，里面没有文字可读")
    sheets = []
    for head, _picture in read_sheets(path, kind, range(1, pages + 1)):
        print(f"{path.name}: {head['n']}/{pages}", file=sys.stderr, flush=True)
        sheets.append(head)
    text, spots = _laid(sheets)
    told = [_told(one, spots) for one in elements(plain(text), load_tables(law / "tables"))]
    said = kinds_of_paper.place_of("", "", path.stem, [line[4] for line in sheets[0]["lines"]] if sheets else ())
    sure = _sure(spots)
    return {
        "media": kinds.TAKEN[kind].media, "text": text, "kind": _kind(said, text, spots), "elements": told,
        "certainty": sure, "pages": [_page(sheet) for sheet in sheets],
    }  # fmt: skip


Spot = tuple[int, int, int, list[Any]]  # start, end, page, line


def _laid(sheets: list[Row]) -> tuple[str, list[Spot]]:
    """The text of all pages, a form feed between two, and where each line of it stands."""
    text, spots = [], list[Spot]()
    at = 0
    for n, sheet in enumerate(sheets):
        if n:
            text.append("\f")
            at += 1
        for m, line in enumerate(sheet["lines"]):
            if m:
                text.append("\n")
                at += 1
            text.append(line[4])
            spots.append((at, at + len(line[4]), sheet["n"], line))
            at += len(line[4])
    return "".join(text), spots


def _told(one: Element, spots: list[Spot]) -> Row:
    """An element with its page, the box of its line, and the certainty of the form and of the reading together."""
    over = [spot for spot in spots if spot[0] < one.end and spot[1] > one.start]
    read = min((spot[3][5] for spot in over), default=1.0)
    return {
        "kind": one.kind, "text": one.text, "value": one.value, **one.more, "start": one.start, "end": one.end,
        **_where(over), "certainty": round(one.certainty * read, 3),
    }  # fmt: skip


def _where(over: list[Spot]) -> Row:
    if not over:
        return {"page": 1, "box": None}
    box = over[0][3][:4]
    return {"page": over[0][2], "box": None if box[0] is None else box}


def _kind(said: Any, text: str, spots: list[Spot]) -> Row:
    start = text.find(said.why) if said.why else -1
    end = start + len(said.why) if start >= 0 else -1
    over = [spot for spot in spots if spot[0] < end and spot[1] > start] if start >= 0 else []
    place = (
        {"start": start, "end": end, **_where(over)}
        if start >= 0
        else {"start": None, "end": None, "page": None, "box": None}
    )
    return {
        "name": said.why or said.place.title,
        "class": said.place.slug,
        "title": said.place.title,
        "certainty": said.certainty,
        **place,
    }


def _sure(spots: list[Spot]) -> float:
    """How certain the reading is as a whole, each line counted by its length."""
    length = sum(spot[1] - spot[0] for spot in spots)
    return round(sum(spot[3][5] * (spot[1] - spot[0]) for spot in spots) / length, 3) if length else 0.0


def _page(sheet: Row) -> Row:
    return {name: sheet[name] for name in ("n", "width", "height", "source")}


def _show(answer: Row) -> None:
    print(f"── {answer['id']}")
    if "error" in answer:
        print(answer["error"]["message"])
        return
    kind = answer["kind"]
    print(
        f"{kind['name']}（{kind['certainty']:.0%}） · {len(answer['pages'])} 页 · 识读可靠程度 {answer['certainty']:.0%}"
    )
    for line in _lines(answer["elements"]):
        print(line)
    print(answer["text"])


def _lines(found: list[Row]) -> Iterator[str]:
    for one in found:
        about = one.get("role") or one.get("reason") or ""
        yield f"  {TITLES[one['kind']]}\t{one['value']}\t{about}\t第{one['page']}页\t{one['certainty']:.0%}"
