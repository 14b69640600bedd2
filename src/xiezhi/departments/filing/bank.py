"""What the bank says: its file read line by line, and each line set beside what the court booked. Pure but for `FileBank`.

A file is CSV in UTF-8 or GB18030 with the columns of COLUMNS, in any order. A broken line is listed with its reason and
takes nothing else with it; a file of another court is refused whole.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Protocol

COLUMNS = ("法院代字", "交易日期", "交易流水号", "收支", "金额", "对方户名", "案号")
OPTIONAL = ("案号",)
SIGNS = {"收": 1, "支": -1}
MOST = Decimal("10000000000000")
MOST_LINES, MOST_TEXT, NEAR_DAYS = 100_000, 200, 7


class BankError(Exception):
    """A file that cannot be taken at all. The message is Chinese: what, why, what to do."""


@dataclass(frozen=True, slots=True)
class BankLine:
    """One line of the bank: above zero came in, below went out (fen)."""

    reference: str
    on: date
    fen: int
    who: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that cannot be read: its place in the file (the heading is line 1), the line, and why."""

    line: int
    text: str
    why: str


@dataclass(slots=True)
class Read:
    """A file as it was read."""

    lines: list[BankLine] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    twice: int = 0


@dataclass(frozen=True, slots=True)
class Booked:
    """What one act moved at the bank, as the court booked it. `key` names it for good."""

    key: str
    reference: str
    on: date
    fen: int
    number: str


@dataclass(slots=True)
class Matching:
    """Every line and every booking, matched or left over, once each."""

    pairs: list[tuple[BankLine, Booked]] = field(default_factory=list)
    other_sum: list[tuple[BankLine, Booked]] = field(default_factory=list)
    only_bank: list[BankLine] = field(default_factory=list)
    only_court: list[Booked] = field(default_factory=list)


class Bank(Protocol):
    """A gateway to a bank: it gives the files that wait for a court, by name, and takes orders to pay, each once by its name."""

    def files(self, court: str) -> Iterator[tuple[str, bytes]]: ...
    def order(self, court: str, name: str, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class FileBank:
    """The usual gateway: `<folder>/<court>/*.csv`, put there by hand or by the bank's own transfer."""

    folder: Path

    def files(self, court: str) -> Iterator[tuple[str, bytes]]:
        for path in sorted((self.folder / court).glob("*.csv")):
            yield path.name, path.read_bytes()

    def order(self, court: str, name: str, text: str) -> None:
        """Lay an order to pay in `<folder>/<court>/orders`; one that lies there already is left as it is."""
        folder = self.folder / court / "orders"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.json"
        if path.exists():
            return
        with tempfile.NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(file.name, path)
        held = os.open(folder, os.O_RDONLY)
        os.fsync(held)
        os.close(held)


def read(data: bytes, court: str) -> Read:
    """A bank file of this court. `BankError` when it is none, or another court's."""
    rows = list(_rows(_text(data)))
    if not rows or not set(COLUMNS) - set(OPTIONAL) <= {cell.strip() for cell in rows[0][1]}:
        raise BankError(f"第一行应当是列名：{'、'.join(COLUMNS)}。请按对账文件的格式重新导出。")
    if len(rows) > MOST_LINES:
        raise BankError(f"文件超过{MOST_LINES}行，没有读取。请按日期拆分后再传。")
    heads = [cell.strip() for cell in rows[0][1]]
    found, seen = Read(), dict[str, BankLine]()
    for at, cells in rows[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        named = dict(zip(heads, (cell.strip() for cell in cells), strict=False))
        try:
            if len(cells) != len(heads):
                raise ValueError(f"应有{len(heads)}列，实有{len(cells)}列")
            line = _line(named, court)
            if seen.setdefault(line.reference, line) != line:
                raise ValueError("流水号与前面的行相同，内容不同")
        except ValueError as fault:
            found.broken.append(Broken(at, ",".join(cells)[:MOST_TEXT], str(fault)))
            continue
        if seen[line.reference] is not line:
            found.twice += 1
        else:
            found.lines.append(line)
    return found


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BankError("文件的编码不是UTF-8，也不是GB18030，没有读取。请另存为其中一种编码的CSV文件。")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as fault:
        raise BankError(f"第{reader.line_num}行之后读不下去，不是完整的CSV文件。请重新导出。") from fault


def _line(cells: dict[str, str], court: str) -> BankLine:
    if cells["法院代字"] != court:
        raise BankError(
            f"文件中有“{cells['法院代字'][:20]}”的款项，不是本院（{court}）的对账文件，没有读取。请核对后重新上传。"
        )
    if not 0 < len(cells["交易流水号"]) <= 100:
        raise ValueError("交易流水号没有填写或者过长")
    if cells["收支"] not in SIGNS:
        raise ValueError("收支应当是“收”或者“支”")
    try:
        on = date.fromisoformat(cells["交易日期"])
    except ValueError as fault:
        raise ValueError("交易日期不是YYYY-MM-DD") from fault
    fen = SIGNS[cells["收支"]] * _fen(cells["金额"])
    return BankLine(cells["交易流水号"], on, fen, cells["对方户名"][:MOST_TEXT], cells.get("案号", "")[:MOST_TEXT])


def _fen(text: str) -> int:
    try:
        yuan = Decimal(text.replace(",", ""))
    except InvalidOperation as fault:
        raise ValueError("金额不是数字") from fault
    if not yuan.is_finite() or not 0 < yuan <= MOST:
        raise ValueError("金额应当大于零，并且不超过十万亿元")
    if yuan * 100 != (yuan * 100).to_integral_value():
        raise ValueError("金额最多两位小数")
    return int(yuan * 100)


def match(lines: Iterable[BankLine], booked: Sequence[Booked]) -> Matching:
    """Each line beside the booking that says the same: by reference and sum; then, where the court booked no reference,
    by case number and sum within a few days; then by reference alone (the sums differ)."""
    found = Matching()
    left_lines = sorted(lines, key=lambda line: (line.on, line.reference))
    left = sorted(booked, key=lambda one: (one.on, one.key))

    def pair(into: list[tuple[BankLine, Booked]], same: Callable[[BankLine, Booked], bool], by: str) -> None:
        nonlocal left_lines, left
        waiting: dict[str, list[Booked]] = defaultdict(list)
        for one in left:
            waiting[getattr(one, by)].append(one)
        taken, rest = set[str](), []
        for line in left_lines:
            name = getattr(line, by)
            hit = next((b for b in waiting[name] if name and b.key not in taken and same(line, b)), None)
            if hit is None:
                rest.append(line)
                continue
            taken.add(hit.key)
            into.append((line, hit))
        left_lines, left = rest, [b for b in left if b.key not in taken]

    pair(found.pairs, lambda line, one: line.fen == one.fen, "reference")
    pair(found.pairs, lambda line, one: not one.reference and line.fen == one.fen and _near(line, one), "number")
    pair(found.other_sum, lambda line, one: True, "reference")
    found.only_bank, found.only_court = left_lines, left
    return found


def _near(line: BankLine, one: Booked) -> bool:
    return abs((line.on - one.on).days) <= NEAR_DAYS
