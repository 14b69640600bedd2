"""From a posted form back to the nested data of an act. Nothing is cleaned here: what was typed stays as it was typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.http import QueryDict

from xiezhi.kernel.law.model import Field, LawBook

MOST_ROWS = 10_000
_KEPT = re.compile(r"([0-9a-f]{64})/(.*)", re.DOTALL)


# What a file field holds, from its name, the files of it that were kept before ({"digest", "name"}), and whether it takes many.
Upload = Callable[[str, list[dict[str, str]], bool], Any]


def read(fields: Mapping[str, Field], book: LawBook, post: QueryDict, upload: Upload) -> dict[str, Any]:
    """The data of an act as posted, with the row that a button asked to add or take away."""
    data: dict[str, Any] = {}
    for one in fields.values():
        if one.value:
            continue
        value = _rows(one, book, post, upload) if _repeated(one, book) else _one(one, book, one.name, post, upload)
        if not _blank(value):
            data[one.name] = value
    return data


def pressed(post: QueryDict) -> tuple[str, str]:
    """The button that changes the form without sending it: (add, field) or (drop, field-row), else ("", "")."""
    for verb in ("add", "drop"):
        if f"_{verb}" in post:
            return verb, str(post.get(f"_{verb}"))
    return "", ""


def change(data: dict[str, Any], fields: Mapping[str, Field], verb: str, what: str) -> None:
    """Add an empty row to a field, or take one away, in place."""
    name, _, row = what.partition("-")
    if name not in fields:
        return
    rows = data.setdefault(name, [])
    if verb == "add":
        # A required field with nothing typed shows one empty row already; the press asks for one more.
        rows.extend([{}] if rows or not fields[name].required else [{}, {}])
    elif row.isdigit() and int(row) < len(rows):
        del rows[int(row)]


def _repeated(one: Field, book: LawBook) -> bool:
    return one.many and one.type != "file" and one.type != "staff" and not _listed(one, book)


def _listed(one: Field, book: LawBook) -> bool:
    return one.type in book.choices or one.type in book.posts


def _rows(one: Field, book: LawBook, post: QueryDict, upload: Upload) -> list[Any]:
    count = str(post.get(f"{one.name}-rows", ""))
    # A button's row numbers are those of the form, so blank rows are kept while rows are being changed.
    keep = bool(pressed(post)[0])
    single = replace(one, many=False)
    rows = [
        _one(single, book, f"{one.name}-{n}", post, upload)
        for n in range(min(int(count), MOST_ROWS) if count.isdigit() else 0)
    ]
    return [r if not _blank(r) else {} for r in rows] if keep else [r for r in rows if not _blank(r)]


def _one(one: Field, book: LawBook, name: str, post: QueryDict, upload: Upload) -> Any:
    record = book.records.get(one.type)
    if record:
        row = {f.name: _one(f, book, f"{name}-{f.name}", post, upload) for f in record.fields.values() if not f.value}
        return {k: v for k, v in row.items() if not _blank(v)}
    if one.type == "file":
        return upload(name, kept_in(post.getlist(name)), one.many)
    if one.type == "yes":
        return name in post
    return list(post.getlist(name)) if one.many else post.get(name, "")


def kept_in(values: list[Any]) -> list[dict[str, str]]:
    """The kept files among the values of a file field, posted as digest/name."""
    found = [m for v in values if (m := _KEPT.fullmatch(str(v)))]
    return [{"digest": m.group(1), "name": m.group(2)} for m in found]


def _blank(value: Any) -> bool:
    """Whether a value says nothing. An unticked tick says no, but a row of nothing else is still an empty row."""
    if isinstance(value, Mapping):
        return all(_blank(v) or v is False for v in value.values())
    return value is None or value == "" or value == []
