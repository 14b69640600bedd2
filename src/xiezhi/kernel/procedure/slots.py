"""The words that fill the forms of papers, from where the matter stands after the act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from xiezhi.kernel.law.model import Form, LawBook, Procedure
from xiezhi.kernel.papers.produce import slots_of
from xiezhi.kernel.procedure import registry, sides
from xiezhi.kernel.procedure.engine import ones, roles
from xiezhi.kernel.procedure.registry import Ctx
from xiezhi.kernel.record.fold import Rows

DECISIONS = ("judgment", "ruling", "decision", "mediation")
_DIGITS = "〇一二三四五六七八九"


def written_date(day: date) -> str:
    """二〇二五年三月三日."""
    year = "".join(_DIGITS[int(d)] for d in str(day.year))
    return f"{year}年{_tens(day.month)}月{_tens(day.day)}日"


def _tens(n: int) -> str:
    ten, one = divmod(n, 10)
    head = "" if ten == 0 else "十" if ten == 1 else f"{_DIGITS[ten]}十"
    return head + (_DIGITS[one] if one else "")


def plain_date(text: str) -> str:
    """2025-03-03 → 2025年3月3日; with a minute: 2025年3月3日9时30分."""
    day, _, minute = text.partition("T")
    year, month, rest = day.split("-")
    words = f"{int(year)}年{int(month)}月{int(rest)}日"
    if minute:
        hour, minutes = minute.split(":")[:2]
        words += f"{int(hour)}时" + (f"{int(minutes)}分" if int(minutes) else "")
    return words


def of_act(ctx: Ctx, rows: Rows, names: dict[str, str], form: Form) -> dict[str, str]:
    """Slots for one form: the matter, its people, and every fact; `names` gives staff (hex) their names."""
    parties = {k: v for (t, k), v in rows.items() if t == "party" and v["active"]}
    facts = {k: v["value"] for (t, k), v in rows.items() if t == "fact"}
    facts.update(ctx.data or {})
    slots = {k: words(ctx, k, v, names) for k, v in facts.items()} | _last(ctx, form, names) | _rows(ctx, names)
    signing = [(v["role"], names.get(v["person"], "")) for (t, _), v in rows.items() if t == "assigned"]
    doer = names.get(ctx.actor, "")
    matter = rows["matter", ""]
    slots |= {
        "number": matter.get("number") or "",
        "court_full": ctx.ask.court_name(ctx.standing.court),
        "court": ctx.ask.court_name(ctx.standing.court),
        "today": plain_date(ctx.on.isoformat()),
        "on_zh": written_date(ctx.made),
        "title": form.title,
        "act": ctx.act.title,
        "parties": sides.lines(ctx.book, parties),
        "party_names": sides.names(ctx.book, parties),
        "the_case": sides.case(parties, slots.get("cause", "")),
        "recipient": "、".join(_recipients(ctx, form, parties)),
        "which": _which(ctx, parties, names),
        "judges": _assigned(rows, names, "presiding", "judge", "member"),
        "clerk": _assigned(rows, names, "clerk"),
        "bench": sides.bench(signing, doer) or ctx.ask.court_name(ctx.standing.court),
    }
    for role in {r for p in parties.values() for r in roles(p)}:
        slots.setdefault(f"{role}s", "、".join(p["name"] for p in parties.values() if role in roles(p)))
        slots[role] = slots[f"{role}s"]
    return slots | {name: registry.slots[name](ctx) for name in slots_of(form) if name in registry.slots}


_TYPES: dict[tuple[str, str], dict[str, str]] = {}


def types(book: LawBook, file: Procedure) -> dict[str, str]:
    """The type of each field by its slug: as this procedure has it, else as any other does (a fact may come from a kin matter)."""
    key = book.digest, file.id
    if key not in _TYPES:
        if (book.digest, "") not in _TYPES:
            _TYPES.clear()  # another law book
            acts = [act for raw in (*book.raw.values(), *book.bundles.values()) for act in raw.get("acts", {}).values()]
            _TYPES[book.digest, ""] = {name: str(field["type"]) for act in acts for name, field in _fields(act)}
        own = {name: field.type for act in file.acts.values() for name, field in act.data.items()}
        _TYPES[key] = _TYPES[book.digest, ""] | own
    return _TYPES[key]


def _fields(act: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Fields of an act as its file has them; of a dated list of them, all."""
    data = act.get("data", {})
    for one in data if isinstance(data, list) else [{"value": data}]:
        yield from ((n, f) for n, f in one.get("value", {}).items() if isinstance(f, Mapping) and "type" in f)


def words(ctx: Ctx, name: str, value: Any, names: dict[str, str]) -> str:
    """A fact as a paper prints it; the rows of a record are numbered."""
    field = ctx.act.data.get(name)
    kind = field.type if field else types(ctx.book, ctx.file).get(name.partition("/")[0], "")
    if isinstance(value, list) and kind in ctx.book.records:
        return "\n".join(f"{n}. {_one(ctx, kind, row, names)}" for n, row in enumerate(value, 1))
    if isinstance(value, list):
        return "、".join(_one(ctx, kind, v, names) for v in value)
    return _one(ctx, kind, value, names)


def _one(ctx: Ctx, kind: str, value: Any, names: dict[str, str]) -> str:
    """One value of a type in words."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        record = ctx.book.records.get(kind)
        inner = {f: v.type for f, v in record.fields.items()} if record else {}
        said = [_one(ctx, inner.get(f, ""), v, names) for f, v in value.items() if v not in (None, "")]
        return str(value.get("name") or "；".join(said))
    if kind in ctx.book.choices:
        return ctx.book.choices[kind].get(value, str(value))
    if kind in ("date", "minute") and isinstance(value, str):
        return plain_date(value)
    if kind == "court":
        return ctx.ask.court_name(str(value))
    if kind in ctx.book.posts and isinstance(value, str):
        return names.get(value) or ones(kind, ctx.standing, ctx.book).get(value, value)
    return names.get(value, value) if isinstance(value, str) else str(value)


def _rows(ctx: Ctx, names: dict[str, str]) -> dict[str, str]:
    """Slots `{hearing.time}` for each field of a record given once in this act."""
    found: dict[str, str] = {}
    for name, value in (ctx.data or {}).items():
        record = ctx.book.records.get(ctx.act.data[name].type) if name in ctx.act.data else None
        if record and isinstance(value, dict):
            found |= {f"{name}.{f}": _one(ctx, record.fields[f].type, v, names) for f, v in value.items()}
    return found


def _last(ctx: Ctx, form: Form, names: dict[str, str]) -> dict[str, str]:
    """Slots `{hearing.time}` of a record that an earlier act entered: its last row."""
    found: dict[str, str] = {}
    for record in {slot.partition(".")[0] for slot in slots_of(form) if "." in slot} & ctx.book.records.keys():
        for row in ctx.standing.items(record).values():
            fields = ctx.book.records[record].fields
            found |= {
                f"{record}.{f}": _one(ctx, fields[f].type, v, names) for f, v in row["data"].items() if f in fields
            }
    return found


def _which(ctx: Ctx, parties: dict[str, dict[str, Any]], names: dict[str, str]) -> str:
    """The one the act is for, in words: a party, a person, a row of a record."""
    if ctx.which in parties:
        return str(parties[ctx.which]["name"])
    return names.get(ctx.which) or ones(ctx.act.per, ctx.standing, ctx.book).get(ctx.which, ctx.which)


def _recipients(ctx: Ctx, form: Form, parties: dict[str, dict[str, Any]]) -> list[str]:
    if ctx.act.per and ctx.which in parties:
        return [parties[ctx.which]["name"]]
    wanted = {relation.removeprefix("party").removeprefix(".") for relation in form.to or ("party",)}
    return [p["name"] for p in parties.values() if "" in wanted or roles(p) & wanted]


def recipients(form: Form, parties: dict[str, dict[str, Any]], which: str) -> list[str]:
    """Keys of the parties to whom a paper goes: the one the act is for, but a decision concerns all whom its form names."""
    if which in parties and form.kind not in DECISIONS:
        return [which]
    wanted = {relation.removeprefix("party").removeprefix(".") for relation in form.to}
    return [k for k, p in parties.items() if "" in wanted or roles(p) & wanted]


def _assigned(rows: Rows, names: dict[str, str], *wanted: str) -> str:
    """Names of those assigned, in the order of the roles wanted (the presiding judge first)."""
    people = [v["person"] for role in wanted for (t, _), v in rows.items() if t == "assigned" and v["role"] == role]
    return "、".join(names.get(p, "") for p in dict.fromkeys(people))
