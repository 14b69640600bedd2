"""What changed between two law books in the files beside the procedures: rules of periods, parameters, calendar, tables."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from xiezhi.kernel.law.diff import change, said
from xiezhi.kernel.law.files import Files

# folder -> what its parts are called; in `periods` each table of a file is a rule of its own, whatever file it stands in.
FOLDERS = {"parameters": "参数", "calendar": "日历", "elements": "问答", "glossary": "术语"}
TABLES = {
    "courts.csv": ("法院表", ("code", "name")),
    "causes.csv": ("案由表", ("id",)),
    "case-types.csv": ("案件类型表", ("code", "daizi")),
    "articles.csv": ("条文表", ("law", "edition")),
    "articles-other.csv": ("条文表（补充）", ("law", "edition")),
}
SHOWN = 20  # rows of one table that are told one by one
Row = Mapping[str, str]


def file_differences(old: Files, new: Files) -> Iterator[str]:
    """Lines in Chinese, in the order of the files."""
    yield from _rules(_merged(old, "periods"), _merged(new, "periods"))
    for folder, what in FOLDERS.items():
        before, after = dict(old.parts(folder)), dict(new.parts(folder))
        for path in sorted({*before, *after}):
            name = Path(path).stem if path != f"{folder}.toml" else ""
            label = f"{what}{f'（{name}）' if name else ''}"
            if path not in before:
                yield f"新增{label}"
            elif path not in after:
                yield f"删去{label}"
            else:
                yield from _values(before[path], after[path], label, "")
    listed = "tables/case-types.toml"
    yield from _values(old.toml.get(listed, {}), new.toml.get(listed, {}), "案件类型与程序对照", "")
    for file, (what, keys) in TABLES.items():
        yield from _rows(_table(old.root, file, keys), _table(new.root, file, keys), what)


def _merged(files: Files, folder: str) -> dict[str, Any]:
    """All rules of all files by id; what grounds.toml holds under its own names."""
    whole: dict[str, Any] = {}
    for path, data in files.under(folder):
        if path.endswith("/grounds.toml"):
            whole |= {f"{group}.{name}": raw for group, part in data.items() for name, raw in _items(part)}
        else:
            whole |= {id: raw for id, raw in data.items() if id != "sources"}
    return whole


def _items(raw: Any) -> list[tuple[str, Any]]:
    return list(raw.items()) if isinstance(raw, Mapping) else []


def _rules(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for id in sorted({*old, *new}):
        before, after = old.get(id), new.get(id)
        if before == after:
            continue
        label = f"期间规则“{_title(after if after is not None else before, id)}”（{id}）"
        if before is None:
            basis = after.get("basis") if isinstance(after, Mapping) else None
            yield f"新增{label}{f'，依据{said(basis)}' if basis else ''}"
        elif after is None:
            yield f"删去{label}"
        elif isinstance(before, Mapping) and isinstance(after, Mapping):
            for key in [*before, *(k for k in after if k not in before)]:
                if before.get(key) != after.get(key):
                    yield f"{label}的{change(key, before.get(key), after.get(key))}"
        else:
            yield f"{label}由 {said(before)} 改为 {said(after)}"


def _title(raw: Any, otherwise: str) -> str:
    title = raw.get("title") if isinstance(raw, Mapping) else None
    return title if isinstance(title, str) else otherwise


def _values(old: Any, new: Any, label: str, at: str) -> Iterator[str]:
    """Where two tables differ, to the innermost value."""
    for key in [*old, *(k for k in new if k not in old)]:
        before, after = old.get(key), new.get(key)
        where = f"{at}.{key}" if at else key
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from _values(before, after, label, where)
        elif before != after:
            title = _title(after, "") or _title(before, "")
            yield f"{label}：{change(f'“{title}”（{where}）' if title else where, before, after)}"


def _table(root: Path, file: str, keys: tuple[str, ...]) -> dict[tuple[str, ...], Row]:
    path = root / "tables" / file
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return {tuple(row.get(key) or "" for key in keys): row for row in csv.DictReader(lines)}


def _rows(old: Mapping[tuple[str, ...], Row], new: Mapping[tuple[str, ...], Row], what: str) -> Iterator[str]:
    told = []
    for key in [*old, *(k for k in new if k not in old)]:
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        name = (after or before or {}).get("name") or ""
        label = f"{what}“{' '.join(part for part in key if part)}”{f'（{name}）' if name and name not in key else ''}"
        if before is None or after is None:
            told.append(f"{'新增' if before is None else '删去'}{label}")
        else:
            told += [
                f"{label}的{change(k, before.get(k), after.get(k))}" for k in after if before.get(k) != after.get(k)
            ]
    yield from told[:SHOWN]
    if len(told) > SHOWN:
        yield f"{what}另有 {len(told) - SHOWN} 处不同"
