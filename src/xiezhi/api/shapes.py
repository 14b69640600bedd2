"""The data of an act as JSON Schema, made from the law file: a program knows what to send before it sends it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from xiezhi.kernel.law.describe import card
from xiezhi.kernel.law.model import Act, Clock, Field, LawBook, Procedure
from xiezhi.kernel.procedure.clean import LONGEST, MOST_ROWS
from xiezhi.pages.asked import post_title
from xiezhi.pages.reading import glossary

Shape = dict[str, Any]
# Those who stand in a relation in the matter at hand: key -> name.
Who = Callable[[str], Mapping[str, str]]
DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
SCALARS: Mapping[str, Shape] = {
    "text": {"type": "string", "maxLength": LONGEST["text"]},
    "note": {"type": "string", "maxLength": LONGEST["note"]},
    "date": {"type": "string", "format": "date"},
    "minute": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$"},
    "money": {"type": "string", "pattern": r"^\d+(\.\d{1,2})?$", "description": "元"},
    "number": {"type": "integer"},
    "yes": {"type": "boolean"},
    "cause": {"type": "string", "description": "案由名称"},
    "court": {"type": "string", "description": "法院代字"},
    "staff": {"type": "string", "pattern": "^[0-9a-f]{32}$", "description": "本院人员"},
    "file": {
        "anyOf": [
            DIGEST,
            {
                "type": "object",
                "properties": {"digest": DIGEST, "name": {"type": "string"}},
                "required": ["digest"],
                "additionalProperties": False,
            },
        ],
        "description": "先上传到 POST /api/papers，得到摘要",
    },
}


def procedure_whole(file: Procedure, book: LawBook, on: date) -> Shape:
    """A procedure as the law of a day has it: its states, every act with the schema of its data, its periods."""
    return card(file) | {
        "until": file.until, "on": on, "grade": file.grade,
        "states": [
            {"name": n, "title": t, "final": n in file.final, "waits": file.waits.get(n, "")}
            for n, t in file.states.items()
        ],
        "marks": [{"name": name, "title": glossary(book, name)} for name in file.marks],
        "acts": [_act(act, book) for act in file.acts.values()],
        "periods": [_clock(clock, book) for clock in file.periods.values()],
    }  # fmt: skip


def _act(act: Act, book: LawBook) -> Shape:
    return {
        "act": act.name, "title": act.title, "title_en": act.title_en, "by": [_post(p, book) for p in act.by],
        "basis": act.basis, "sources": list(act.source), "to": act.to, "opens_a_matter": act.opening, "per": act.per,
        "papers": list(act.papers), "data": group(act.data, book),
    }  # fmt: skip


def _clock(clock: Clock, book: LawBook) -> Shape:
    return {
        "name": clock.name, "title": clock.title, "rule": clock.rule, "owner": _post(clock.owner, book),
        "per": clock.per, "starts_with": list(clock.starts_with), "ends_with": list(clock.ends_with), "then": clock.then,
    }  # fmt: skip


def _post(name: str, book: LawBook) -> Shape:
    return {"name": name, "title": post_title(book, name)}


def group(fields: Mapping[str, Field], book: LawBook, who: Who | None = None) -> Shape:
    """JSON Schema of a group of fields. Computed ones are left out: nobody sends them.

    `who` names those whom a relation field of a certain matter may choose.
    """
    asked = {name: field for name, field in fields.items() if not field.value}
    return {
        "type": "object",
        "properties": {name: _field(field, book, who) for name, field in asked.items()},
        "required": [name for name, field in asked.items() if field.required],
        "additionalProperties": False,
    }


def _field(field: Field, book: LawBook, who: Who | None) -> Shape:
    one = _one(field, book, who)
    titles = {"title": field.title} | ({"x-title-en": field.title_en} if field.title_en else {})
    if field.many:
        return titles | {"type": "array", "items": one, "maxItems": MOST_ROWS, "minItems": int(field.required)}
    if field.type == "yes" and field.required:
        one = {"const": True}
    return one | titles


def _one(field: Field, book: LawBook, who: Who | None) -> Shape:
    if field.type in book.records:
        return group(book.records[field.type].fields, book, who)
    if field.type in book.choices:
        return _one_of(book.choices[field.type])
    if field.type in SCALARS:
        return dict(SCALARS[field.type])
    relation = {"type": "string", "description": f"本案中的{post_title(book, field.type)}（编号）"}
    return relation | (_one_of(who(field.type)) if who else {})


def _one_of(titles: Mapping[str, str]) -> Shape:
    return {"type": "string", "enum": list(titles), "x-titles": dict(titles)}
