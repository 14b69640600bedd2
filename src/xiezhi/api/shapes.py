"""The data of an act as JSON Schema, made from the law file: a program knows what to send before it sends it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiezhi.kernel.law.describe import card
from xiezhi.kernel.law.model import Act, Field, LawBook, Procedure
from xiezhi.kernel.procedure.clean import LONGEST, MOST_ROWS

Shape = dict[str, Any]
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


def procedure_whole(file: Procedure, book: LawBook) -> Shape:
    """A procedure: what a list says of it, its states, and every act with the schema of its data."""
    return card(file) | {
        "grade": file.grade,
        "states": dict(file.states),
        "final": sorted(file.final),
        "acts": [_act(act, book) for act in file.acts.values()],
    }


def _act(act: Act, book: LawBook) -> Shape:
    return {
        "act": act.name, "title": act.title, "title_en": act.title_en, "by": list(act.by), "basis": act.basis,
        "from": list(act.source), "to": act.to, "opens_a_matter": act.opening, "per": act.per,
        "data": group(act.data, book),
    }  # fmt: skip


def group(fields: Mapping[str, Field], book: LawBook) -> Shape:
    """JSON Schema of a group of fields. Computed ones are left out: nobody sends them."""
    asked = {name: field for name, field in fields.items() if not field.value}
    return {
        "type": "object",
        "properties": {name: _field(field, book) for name, field in asked.items()},
        "required": [name for name, field in asked.items() if field.required],
        "additionalProperties": False,
    }


def _field(field: Field, book: LawBook) -> Shape:
    one = _one(field, book)
    titles = {"title": field.title} | ({"x-title-en": field.title_en} if field.title_en else {})
    if field.many:
        return titles | {"type": "array", "items": one, "maxItems": MOST_ROWS, "minItems": int(field.required)}
    return one | titles


def _one(field: Field, book: LawBook) -> Shape:
    if field.type in book.records:
        return group(book.records[field.type].fields, book)
    if field.type in book.choices:
        titles = book.choices[field.type]
        return {"type": "string", "enum": list(titles), "x-titles": dict(titles)}
    if field.type in SCALARS:
        return dict(SCALARS[field.type])
    return {"type": "string", "description": f"本案中的{book.posts[field.type].title}（编号）"}
