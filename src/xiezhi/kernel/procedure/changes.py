"""What an act changes: from cleaned data to absolute rows. Pure, apart from what it asks of `Questions`.

The order of the changes is the order of reading: the matter, what was said, who takes part, who carries it, what was
entered, marks, counts, outcome. Clocks and papers are made in their own modules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xiezhi.kernel.law.model import Field
from xiezhi.kernel.procedure.registry import Ctx
from xiezhi.kernel.record.fold import Change

PARTY = {"kind": "person", "name": "", "id_number": "", "phone": "", "address": "", "of": ""}


def party_fields(ctx: Ctx) -> list[Field]:
    """Fields whose rows become parties, in the order of the file."""
    records = ctx.book.records
    return [f for f in ctx.act.data.values() if f.type in records and records[f.type].table == "party"]


def given(ctx: Ctx, field: Field) -> list[Any]:
    """What was given for a field, as a list."""
    value = (ctx.data or {}).get(field.name)
    if value is None:
        return []
    return list(value) if field.many else [value]


def of_matter(ctx: Ctx, number: str) -> Iterator[Change]:
    """State, number and file; all columns when the act opens the matter."""
    act, standing = ctx.act, ctx.standing
    values: dict[str, Any] = {}
    if not standing.state:
        values = {
            "procedure": ctx.file.id, "number": "", "court": standing.court, "parent": standing.parent or None,
            "state": act.to, "opened": ctx.on.isoformat(),
        }  # fmt: skip
    elif act.to:
        values["state"] = act.to
    if act.becomes:
        values["procedure"] = act.becomes
    if number:
        values["number"] = number
    if values:
        yield ("matter", "", values)


def of_facts(ctx: Ctx) -> Iterator[Change]:
    """What was said, by field: the latest counts. Said for one of several, it is that one's too, under field/which."""
    for field in ctx.act.data.values():
        value = (ctx.data or {}).get(field.name)
        if value is not None and field.type not in ctx.book.records:
            yield ("fact", field.name, {"value": value, "grade": field.grade})
            if ctx.which:
                yield ("fact", f"{field.name}/{ctx.which}", {"value": value, "grade": field.grade})


def of_parties(ctx: Ctx, person_of: Any, actor_person: str | None) -> Iterator[Change]:
    """New parties, and parties who now stand in a further role.

    `person_of(row)` gives the person (hex) of a party's identity. Who opens a matter for others is their filer:
    the first party field of an opening act is the opener's own side.
    """
    n = _highest(ctx.standing.table("party"), "p")
    for place, field in enumerate(party_fields(ctx)):
        for row in given(ctx, field):
            n += 1
            person = person_of(row)
            own_side = ctx.act.opening and place == 0 and "public" in ctx.act.by
            filer = actor_person if own_side and actor_person and person != actor_person else None
            yield ("party", f"p{n}", _party(field.name, row, person, filer))
    yield from _further_roles(ctx)


def _party(role: str, row: Mapping[str, Any], person: str | None, filer: str | None) -> dict[str, Any]:
    known = {name: row.get(name) or default for name, default in PARTY.items()}
    rest = {k: v for k, v in row.items() if k not in PARTY}
    return {"role": role, **known, "person": person, "filer": filer, "active": True, "data": rest}


def _further_roles(ctx: Ctx) -> Iterator[Change]:
    posts = ctx.book.posts
    for field in ctx.act.data.values():
        relation = posts.get(f"party.{field.name}")
        if relation is None or field.type not in posts or posts[field.type].kind != "party":
            continue
        for key in given(ctx, field):
            row = ctx.standing.table("party")[key]
            also = sorted({*row["data"].get("also", []), field.name})
            yield ("party", key, {**row, "data": {**row["data"], "also": also}})


def _highest(rows: Mapping[str, Any], prefix: str) -> int:
    """The highest number given so far under a prefix: an annulled row leaves a gap, and its number may stand behind it."""
    return max((int(key.removeprefix(prefix)) for key in rows), default=0)


def of_assigned(ctx: Ctx, division_of: Any, opener: str | None) -> Iterator[Change]:
    """Who carries the matter: a staff field named after an assigned relation; a later one replaces the earlier."""
    if ctx.act.opening and opener:
        yield ("assigned", f"opener/{opener}", _assigned(ctx, "opener", opener, None))
    for field in ctx.act.data.values():
        post = ctx.book.posts.get(field.name)
        if field.type != "staff" or post is None or post.kind != "assigned":
            continue
        people = given(ctx, field)
        if people and not field.many:
            for key, row in ctx.standing.table("assigned").items():
                if row["role"] == field.name and row["person"] not in people:
                    yield ("assigned", key, None)
        for person in people:
            yield ("assigned", f"{field.name}/{person}", _assigned(ctx, field.name, person, division_of(person)))


def _assigned(ctx: Ctx, role: str, person: str, division: int | None) -> dict[str, Any]:
    return {"role": role, "person": person, "division": division, "since": ctx.on.isoformat()}


def of_items(ctx: Ctx) -> Iterator[Change]:
    """Rows entered in records that are not parties: record.n."""
    counts: dict[str, int] = {}
    for field in ctx.act.data.values():
        record = ctx.book.records.get(field.type)
        if record is None or record.table == "party":
            continue
        for row in given(ctx, field):
            n = counts.get(record.name, _highest(ctx.standing.items(record.name), f"{record.name}.")) + 1
            counts[record.name] = n
            when = next(
                (row[f.name] for f in record.fields.values() if f.type in ("minute", "date") and row.get(f.name)), ""
            )
            values = {"record": record.name, "when": when, "data": dict(row), "grade": field.grade}
            yield ("item", f"{record.name}.{n}", values)


def of_marks(ctx: Ctx) -> Iterator[Change]:
    """Marks set and cleared; with `per` the mark is that one's alone."""
    suffix = f"/{ctx.which}" if ctx.act.per and ctx.which else ""
    for name in ctx.act.sets:
        yield ("mark", name + suffix, {"since": ctx.on.isoformat()})
    for name in ctx.act.clears:
        yield ("mark", name + suffix, None)


def of_done(ctx: Ctx) -> Iterator[Change]:
    """How often the act was done, and its outcome."""
    key = f"{ctx.act.name}/{ctx.which}" if ctx.which else ctx.act.name
    before = ctx.standing.table("done").get(key)
    day = ctx.on.isoformat()
    first, last = (min(before["first"], day), max(before["last"], day)) if before else (day, day)
    yield ("done", key, {"n": (before["n"] if before else 0) + 1, "first": first, "last": last})
    if ctx.act.closes_as:
        yield ("outcome", ctx.act.name, {"outcome": ctx.act.closes_as, "on": day})


def files_given(ctx: Ctx) -> Iterator[tuple[Field, dict[str, str]]]:
    """Uploaded papers among the data, also inside records."""
    for field in ctx.act.data.values():
        for value in given(ctx, field):
            if field.type == "file":
                yield field, value
            elif field.type in ctx.book.records:
                for inner in ctx.book.records[field.type].fields.values():
                    if inner.type == "file" and value.get(inner.name):
                        yield inner, value[inner.name]
