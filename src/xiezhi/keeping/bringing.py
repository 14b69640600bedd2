"""Matters from another system's tables: a folder of CSV files and papers, each row answered for itself.

    people.csv    id, kind, name, id_number, phone, address
    matters.csv   id, court, procedure, state, opened, number, outcome; every further column is a field of the procedure
    parties.csv   matter, role, person (an id of people.csv), of (the number of the party spoken for, by counsel)
    assigned.csv  matter, role, staff (a sign-in name)
    periods.csv   matter, name, party (the number of the party whose period it is), started
    done.csv      matter, act, on
    papers.csv    matter, file (below files/), title, on

Only matters.csv must be there. UTF-8 or GB18030. A matter comes in whole or not at all; the others go on.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from xiezhi.kernel.papers import store
from xiezhi.kernel.people.models import Account
from xiezhi.kernel.procedure.bringing import Brought, bring_in
from xiezhi.kernel.procedure.refusal import Refusal, Refused

PARTS = ("parties", "assigned", "periods", "done", "papers")
OWN = ("id", "court", "procedure", "state", "opened", "number", "outcome")
MOST_BYTES = 200 * 1024 * 1024
ENCODINGS = ("utf-8-sig", "gb18030")


class NoTables(Exception):
    """The folder holds no matters.csv that can be read."""


@dataclass(slots=True)
class Answer:
    """What became of one row: the matter's id, or why not. `line`: its place in the file, the heading is 1."""

    file: str
    line: int
    id: str
    matter: str = ""
    errors: list[dict[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """One line of the answer."""
        said: dict[str, Any] = {"file": self.file, "line": self.line, "id": self.id}
        return said | ({"errors": self.errors} if self.errors else {"matter": self.matter})


@dataclass(slots=True)
class Row:
    """A row and the answer to it."""

    values: dict[str, str]
    answer: Answer


def bring(folder: Path, source: str) -> Iterator[Answer]:
    """Bring in every matter of the folder; an answer for each row of matters.csv and of what belongs to it. `NoTables`."""
    people = {row.values.get("id", ""): row.values for row in _rows(folder, "people", "id")}
    parts: dict[str, dict[str, list[Row]]] = {name: defaultdict(list) for name in PARTS}
    for name in PARTS:
        for row in _rows(folder, name, "matter"):
            parts[name][row.values.get("matter", "")].append(row)
    if not (folder / "matters.csv").is_file():
        raise NoTables(f"{folder} 里没有 matters.csv。")
    seen: set[str] = set()
    for row in _rows(folder, "matters", "id"):
        id = row.values.get("id", "")
        mine = {name: parts[name].pop(id, []) for name in PARTS}
        if not id or id in seen:
            row.answer.errors.append(_error("data", "每一件要有自己的编号（id），不能为空，也不能重复。", "id"))
        else:
            _bring_one(folder, source, row, mine, people)
        seen.add(id)
        yield row.answer
        yield from (r.answer for name in PARTS for r in mine[name])
    for name in PARTS:
        for rows in parts[name].values():
            for left in rows:
                left.answer.errors.append(_error("data", "matters.csv 里没有这一件。", "matter"))
                yield left.answer


def _bring_one(
    folder: Path, source: str, row: Row, mine: dict[str, list[Row]], people: dict[str, dict[str, str]]
) -> None:
    """Bring in one matter and write the answers of its rows."""
    try:
        brought = _brought(folder, row, mine, people)
        if not any(r.answer.errors for r in [row, *(r for rows in mine.values() for r in rows)]):
            event = bring_in(brought, source=source, key=f"{source}:{row.values['id']}")
            for one in [row, *(r for rows in mine.values() for r in rows)]:
                one.answer.matter = event.matter_id.hex
            return
    except Refused as refused:
        for refusal in refused.refusals:
            _place(refusal, row, mine)
    for one in [row, *(r for rows in mine.values() for r in rows)]:
        if not one.answer.errors:
            one.answer.errors.append(_error("with_matter", "同一件的其他行有误，整件没有转入。"))


def _place(refusal: Refusal, row: Row, mine: dict[str, list[Row]]) -> None:
    """A refusal at the row it speaks of: `parties.2.role` is the second row of parties.csv of this matter."""
    part, _, rest = refusal.field.partition(".")
    number, _, column = rest.partition(".")
    if part in mine and number.isdigit() and int(number) <= len(mine[part]):
        mine[part][int(number) - 1].answer.errors.append(_error(refusal.code, refusal.message, column))
    else:
        row.answer.errors.append(_error(refusal.code, refusal.message, refusal.field))


def _brought(folder: Path, row: Row, mine: dict[str, list[Row]], people: dict[str, dict[str, str]]) -> Brought:
    values = row.values
    try:
        opened = date.fromisoformat(values.get("opened", ""))
    except ValueError:
        row.answer.errors.append(_error("data", "开始日期请写成 2025-03-03。", "opened"))
        opened = date.min
    return Brought(
        values.get("procedure", ""), values.get("court", ""), values.get("state", ""), opened,
        number=values.get("number", ""), outcome=values.get("outcome", ""),
        facts={name: value for name, value in values.items() if name not in OWN and value},
        parties=[_party(one, people) for one in mine["parties"]],
        assigned=[_staff(one) for one in mine["assigned"]],
        periods=[{**_of(one, "name", "started"), "which": _which(one.values.get("party", ""))} for one in mine["periods"]],
        done=[_of(one, "act", "on") for one in mine["done"]],
        papers=[_paper(folder, one) for one in mine["papers"]],
    )  # fmt: skip


def _of(row: Row, *names: str) -> dict[str, str]:
    return {name: row.values.get(name, "") for name in names}


def _which(number: str) -> str:
    return f"p{number}" if number.isascii() and number.isdigit() else number


def _party(row: Row, people: dict[str, dict[str, str]]) -> dict[str, str]:
    known = people.get(row.values.get("person", ""))
    if known is None:
        row.answer.errors.append(_error("data", "people.csv 里没有这个人。", "person"))
        return {}
    kept = {name: known.get(name, "") for name in ("kind", "name", "id_number", "phone", "address")}
    return {**kept, "role": row.values.get("role", ""), "of": _which(row.values.get("of", ""))}


def _staff(row: Row) -> dict[str, str]:
    account = Account.objects.filter(user__username=row.values.get("staff", "")).first()
    if account is None:
        row.answer.errors.append(_error("data", "本平台没有这个登录名。", "staff"))
    return {"role": row.values.get("role", ""), "person": account.person_id.hex if account else ""}


def _paper(folder: Path, row: Row) -> dict[str, str]:
    """Keep the bytes of a paper; nothing outside the folder is read."""
    files, name = (folder / "files").resolve(), row.values.get("file", "")
    path = (files / name).resolve()
    if not name or not path.is_relative_to(files) or not path.is_file():
        row.answer.errors.append(_error("data", "files 文件夹里没有这个文件。", "file"))
    elif not 0 < path.stat().st_size <= MOST_BYTES:
        row.answer.errors.append(_error("data", f"文件是空的，或者超过{MOST_BYTES >> 20}MB。", "file"))
    else:
        return {**_of(row, "title", "on"), "name": path.name, "digest": store.keep(path.read_bytes())}
    return {}


def _error(code: str, message: str, where: str = "") -> dict[str, str]:
    return {"code": code, "message": message} | ({"field": where} if where else {})


def _rows(folder: Path, name: str, id: str) -> Iterator[Row]:
    path = folder / f"{name}.csv"
    if not path.is_file():
        return
    reader = csv.DictReader(io.StringIO(_decoded(path), newline=""))
    for values in reader:
        clean = {
            k.strip(): (v or "").strip() for k, v in values.items() if isinstance(k, str) and not isinstance(v, list)
        }
        yield Row(clean, Answer(path.name, reader.line_num, clean.get(id, "")))


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoTables(f"{path.name} 既不是 UTF-8，也不是 GB18030 编码。")
