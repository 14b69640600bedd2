"""The keys of the law book's files and the type of each value. What the names mean is checked elsewhere.

A schema is a table from key to `Key`. `ANY` as a schema's only key stands for names that the authors choose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ANY = "*"


@dataclass(frozen=True, slots=True)
class Key:
    """The type of a value; `needed` ones must be there; `of` is the schema inside a table, rows or tables."""

    kind: str
    needed: bool = False
    of: Mapping[str, Key] = field(default_factory=dict)


Schema = Mapping[str, Key]

TEXT, TEXT_NEEDED = Key("text"), Key("text", True)
NAMES, NAMES_NEEDED = Key("names"), Key("names", True)
NAME_OR_NAMES = Key("name or names")
NUMBER, TICK, DAY = Key("number"), Key("tick"), Key("day")
TITLES: Schema = {"title": TEXT_NEEDED, "title_en": TEXT}


def tables(of: Schema, needed: bool = False) -> Key:
    """A table whose keys the author chooses, each a table of one schema."""
    return Key("tables", needed, of)


def rows(of: Schema, needed: bool = False) -> Key:
    """A list of tables of one schema."""
    return Key("rows", needed, of)


FIELD: Schema = {
    **TITLES,
    "type": TEXT_NEEDED,
    "required": TICK,
    "grade": TEXT,
    "many": TICK,
    "value": TEXT,
    "starts_as": Key("text or texts"),
}
CHILD: Schema = {"procedure": TEXT_NEEDED, "act": TEXT, "returns": Key("texts")}
ACT: Schema = {
    **TITLES,
    "by": NAMES_NEEDED,
    "basis": TEXT_NEEDED,
    "sure": TEXT,
    "grade": TEXT,
    "from": NAMES,
    "to": TEXT,
    "when": NAMES,
    "within": NAMES,
    "after": NAMES,
    "per": TEXT,
    "times": NUMBER,
    "all": NAMES,
    "sets": NAME_OR_NAMES,
    "clears": NAME_OR_NAMES,
    "becomes": TEXT,
    "closes_as": TEXT,
    "numbers": TICK,
    "papers": NAMES,
    "warns": NAMES,
    "tells": NAMES,
    "effect": TEXT,
    "opens": rows(CHILD),
    "sends": rows({**CHILD, "to": TEXT_NEEDED}),
    "data": tables(FIELD),
}
PERIOD: Schema = {
    "title": TEXT_NEEDED,
    "rule": TEXT_NEEDED,
    "owner": TEXT_NEEDED,
    "per": TEXT,
    "starts_with": NAMES,
    "ends_with": NAMES,
    "excluded_by": rows({"from": TEXT_NEEDED, "until": TEXT_NEEDED, "as": TEXT_NEEDED}),
    "extended_by": rows({"act": TEXT_NEEDED, "as": TEXT_NEEDED}),
    "restarted_by": NAMES,
    "back_from": TEXT,
    "warn": NUMBER,
    "then": TEXT,
}
PROCEDURE: Schema = {
    "id": TEXT_NEEDED,
    "title": TEXT_NEEDED,
    "title_en": TEXT_NEEDED,
    "since": Key("day", True),
    "until": DAY,
    "case_type": TEXT,
    "case_types": Key("texts"),
    "grade": TEXT,
    "states": Key("texts", True),
    "final": NAMES_NEEDED,
    "waits": Key("texts"),
    "marks": Key("lists"),
    "uses": rows({"bundle": TEXT_NEEDED, "from": NAMES}),
    "called": TEXT,
    "opened": Key("table", of={"every": TEXT_NEEDED, "for": TEXT_NEEDED}),
    "acts": tables(ACT),
    "periods": tables(PERIOD),
}
BUNDLE: Schema = {
    "id": TEXT_NEEDED,
    "title": TEXT_NEEDED,
    "title_en": TEXT,
    "acts": tables({**ACT, "basis": Key("text or texts", True), "papers": Key("names or lists")}),
    "periods": tables({**PERIOD, "rule": Key("text or texts", True)}),
    "marks": Key("lists"),
}
CAST: Schema = {
    "name": TEXT_NEEDED,
    "id": TEXT,
    "post": NAME_OR_NAMES,
    "court": TEXT,
    "division": TEXT,
    "kind": TEXT,
    "phone": TEXT,
    "address": TEXT,
}
THEN: Schema = {
    "state": TEXT,
    "due": Key("texts"),
    "closed": TEXT,
    "number": TICK,
    "marks": NAMES,
    "procedure": TEXT,
    "open": NAMES,
    "not_open": NAMES,
}
STEP: Schema = {
    "on": TEXT,
    "who": TEXT,
    "in": TEXT,
    "nth": NUMBER,
    "act": TEXT,
    "which": TEXT,
    "data": Key("anything"),
    "refused": TEXT,
    "then": Key("table", of=THEN),
}
SCENARIO: Schema = {
    "id": TEXT_NEEDED,
    "title": TEXT_NEEDED,
    "court": TEXT_NEEDED,
    "system": NAMES,
    "cast": tables(CAST),
    "steps": rows(STEP, needed=True),
}
RECORD: Schema = {**TITLES, "table": TEXT, "fields": tables(FIELD, needed=True)}
GRADE: Schema = {
    **TITLES,
    "class": TEXT,
    "level": NUMBER,
    "see": NAMES_NEEDED,
    "reason": NAMES,
    "audit": NAMES,
    "mark": TEXT,
}
SHARED: Mapping[str, Schema] = {
    "posts": {
        "posts": tables({**TITLES, "reach": TEXT_NEEDED}),
        "relations": tables({**TITLES, "kind": TEXT_NEEDED, "includes": NAMES}),
    },
    "conditions": {
        ANY: Key("table", of={"title": TEXT_NEEDED, "basis": TEXT_NEEDED, "says": TEXT_NEEDED, "sure": TEXT})
    },
    "records": {ANY: Key("table", of=RECORD)},
    "choices": {ANY: Key("texts")},
    "grades": {ANY: Key("table", of=GRADE)},
    "glossary": {ANY: Key("table", of={"zh": TEXT_NEEDED, "en": TEXT_NEEDED, "note": TEXT})},
}
FORM: Schema = {
    "kind": TEXT_NEEDED,
    "to": NAMES,
    "text": TEXT_NEEDED,
    "basis": TEXT,
    "sure": TEXT,
    "title_en": TEXT,
}
FOLDERS: Mapping[str, Schema] = {
    "procedures": PROCEDURE,
    "bundles": BUNDLE,
    "scenarios": SCENARIO,
    "papers": {ANY: Key("table", of=FORM)},
}
