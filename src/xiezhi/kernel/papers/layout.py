"""How a produced paper lies on its sheet: headings, case number, addressee, body, signature and date. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"（\d{4}）\S+号\S{0,3}")
_DATED = re.compile(r"[〇零一二三四五六七八九\d]{4}年\S{1,3}月\S{1,3}日")
_ENDS = "。，；：？！:;,"
SIGNERS = ("审判长", "审判员", "人民陪审员", "书记员", "法官助理", "代理审判员", "执行员", "（院印）", "（印章）")
MOST_HEADINGS, LONGEST_HEADING, LONGEST_NAME = 3, 40, 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of a paper and its place: number, to, text or tail."""

    kind: str
    text: str


def lay_out(text: str) -> tuple[list[str], list[Piece]]:
    """(headings, pieces) of a paper's text; blank lines only part the headings from the rest."""
    lines = [line.strip() for line in text.strip().splitlines()]
    n = 0
    while n < min(len(lines), MOST_HEADINGS) and _is_heading(lines[n]):
        n += 1
    rest = [line for line in lines[n:] if line]
    return lines[:n], [Piece(_kind(line, place), line) for place, line in enumerate(rest)]


def _is_heading(line: str) -> bool:
    plain = bool(line) and len(line) <= LONGEST_HEADING and not _NUMBER.fullmatch(line)
    return plain and not any(c in _ENDS for c in line) and not _DATED.fullmatch(line)


def _kind(line: str, place: int) -> str:
    if _NUMBER.fullmatch(line):
        return "number"
    if place <= 1 and line.endswith("：") and len(line) <= LONGEST_NAME:
        return "to"
    signed = line.replace(" ", "").replace("　", "").startswith(SIGNERS) and len(line) <= LONGEST_NAME
    house = line.endswith("法院") and len(line) <= LONGEST_NAME
    return "tail" if signed or house or _DATED.fullmatch(line) else "text"
