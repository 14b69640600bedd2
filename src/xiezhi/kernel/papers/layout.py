"""How a produced paper lies on its sheet: headings, case number, addressee, body, signature and date. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"（\d{4}）\S+号\S{0,3}")
_DATED = re.compile(r"[〇零一二三四五六七八九\d]{4}年\S{1,3}月\S{1,3}日")
_ENDS = "。，；：？！:;,"
# Papers that are a table in the courts' forms: their lines of label and value are its rows.
TABLES = ("传票", "回证", "表", "收据", "票据")
_ROW = re.compile(r"[^：。，；]{2,14}：[^：]+")
SIGNERS = ("审判长", "审判员", "人民陪审员", "书记员", "法官助理", "代理审判员", "执行员", "（院印）", "（印章）")
# Who hands a paper in signs it: 具状人：张明.
_SIGNS = re.compile(r"(具状人|申请人|答辩人|起诉人|上诉人|异议人|反诉人|担保人)：[^：。，；]{2,30}")
CLOSING = "此致"
MOST_HEADINGS, LONGEST_HEADING, LONGEST_NAME = 3, 40, 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of a paper and its place: number, to, text, row (of a table: label：value) or tail."""

    kind: str
    text: str


def lay_out(text: str) -> tuple[list[str], list[Piece]]:
    """(headings, pieces) of a paper's text; blank lines only part the headings from the rest."""
    lines = [line.strip() for line in text.strip().splitlines()]
    n = 0
    while n < min(len(lines), MOST_HEADINGS) and _is_heading(lines[n]):
        n += 1
    rest = [line for line in lines[n:] if line]
    pieces = [Piece(_kind(line, place, rest), line) for place, line in enumerate(rest)]
    return lines[:n], _rows(pieces) if lines[:n] and lines[n - 1].endswith(TABLES) else pieces


def _rows(pieces: list[Piece]) -> list[Piece]:
    """The lines of label and value before the first sentence are rows."""
    out: list[Piece] = []
    open_ = True
    for piece in pieces:
        row = open_ and piece.kind == "text" and _ROW.fullmatch(piece.text) is not None
        open_ = row or piece.kind in ("number", "to") or not any(p.kind == "row" for p in out)
        out.append(Piece("row", piece.text) if row else piece)
    return out


def _is_heading(line: str) -> bool:
    plain = bool(line) and len(line) <= LONGEST_HEADING and not _NUMBER.fullmatch(line)
    return plain and not any(c in _ENDS for c in line) and not _DATED.fullmatch(line)


def _kind(line: str, place: int, lines: list[str]) -> str:
    if _NUMBER.fullmatch(line):
        return "number"
    addressed = (place <= 1 and line.endswith("：")) or (place > 0 and lines[place - 1] == CLOSING)
    if addressed and len(line) <= LONGEST_NAME:
        return "to"
    signed = line.replace(" ", "").replace("　", "").startswith(SIGNERS)
    signed = signed or (place >= len(lines) - 2 and _SIGNS.fullmatch(line) is not None)
    house = line.endswith("法院")
    short = len(line) <= LONGEST_NAME
    return "tail" if (short and (signed or house)) or _DATED.fullmatch(line) else "text"
