"""A paper as PDF/A: the same content gives the same bytes, on any day, as long as the fonts are the same.

Typst lays it out; its compiler is kept warm, since reading fonts costs more than a paper does.
"""

from __future__ import annotations

import json
import re
import threading
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path

import typst

from xiezhi.kernel.papers.layout import lay_out

SHEET = Path(__file__).with_name("sheet.typ")
PLACE = "#let paper = json(bytes(sys.inputs.paper))"  # where the words come in
BODY = (
    "FandolFang R",
    "Noto Serif CJK SC",
    "Noto Sans CJK SC",
    "HanaMinA",
    "HanaMinB",
    "BabelStone Han",
    "Droid Sans Fallback",
)
TITLES = ("FandolSong", *BODY[1:])

MOST_UNKNOWN = 200
_UNKNOWN = re.compile(r'the text `"(.+?)"` could not be displayed')

_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")

_gate = threading.Lock()  # a compiler is not for two threads at once


@cache
def families() -> frozenset[str]:
    """The font families at hand (`tools/fonts` fetches FangSong)."""
    return frozenset(_fonts().families())


def printed(text: str, on: date, *, title: str = "", author: str = "", mark: str = "") -> bytes:
    """A produced paper's text as PDF/A-2b bytes; headings, number, addressee and tail in their places. `on`: its day;
    `mark`: a word printed across every page, of what is not issued (草稿).
    """
    for _ in range(MOST_UNKNOWN):
        try:
            return _compiled(text, on, title, author, mark)
        except typst.TypstError as wrong:
            unknown = _UNKNOWN.search(wrong.message)
            if unknown is None:
                raise
            # No font at hand has the sign: its code is printed, never an empty box.
            signs = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), unknown[1])
            text = "".join(f"〔{ord(c):X}〕" if c in signs else c for c in text)
    raise ValueError("a paper with more unknown signs than anyone can read")


def _compiled(text: str, on: date, title: str, author: str, mark: str) -> bytes:
    headings, pieces = lay_out(text)
    paper = {
        "title": title or " ".join(headings),
        "author": author,
        "mark": mark,
        "day": [on.year, on.month, on.day],
        "headings": headings,
        "groups": [
            {"kind": kind, "lines": [piece.text for piece in run]} for kind, run in groupby(pieces, lambda p: p.kind)
        ],
    }
    # Put into the sheet's source: inputs of the system would be read anew with the whole library for each paper.
    source = _sheet().replace(
        PLACE, f"#let paper = json(bytes({json.dumps(json.dumps(paper, ensure_ascii=False), ensure_ascii=False)}))"
    )
    with _gate:
        data = _compiler().compile(input=source.encode(), format="pdf", pdf_standards=["a-2b"])
    assert isinstance(data, bytes)
    return data


@cache
def _sheet() -> str:
    return SHEET.read_text("utf-8")


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts()


@cache
def _compiler() -> typst.Compiler:
    inputs = {
        name: json.dumps([family for family in wanted if family in families()], ensure_ascii=False)
        for name, wanted in (("fonts", BODY), ("titles", TITLES))
    }
    return typst.Compiler(font_paths=_fonts(), sys_inputs=inputs)
