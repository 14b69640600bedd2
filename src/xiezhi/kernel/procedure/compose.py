"""Composing an event: everything that an act changes, says and sends, computed once and written into the event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import TYPE_CHECKING, Any

from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.law.model import Act, Child, Field
from xiezhi.kernel.numbers.casenumber import at_random, next_text
from xiezhi.kernel.papers import store
from xiezhi.kernel.papers.produce import MEDIA, produce
from xiezhi.kernel.procedure import changes, clocks, slots
from xiezhi.kernel.procedure.engine import ones, roles
from xiezhi.kernel.procedure.lineage import root_row
from xiezhi.kernel.procedure.registry import Ctx, Effect
from xiezhi.kernel.record import writer
from xiezhi.kernel.record.fold import Change, Rows, apply
from xiezhi.kernel.record.ids import new_id, source

if TYPE_CHECKING:
    from xiezhi.kernel.procedure.perform import Carried

SHOWN = ("matter", "party", "assigned", "fact")


def event_data(ctx: Ctx, actor: Actor, effect: Effect, seq: int, carried: Carried | None) -> dict[str, Any]:
    """The data of an event: given, changes, messages, notes."""
    facts = list(changes.of_facts(ctx))
    found: list[Change] = [*changes.of_matter(ctx, _number(ctx, facts))]
    if carried:
        found += [("party", k, dict(row)) for k, row in carried.parties.items()]
        found += [("link", k, dict(row)) for k, row in carried.links.items()]
        found += [("paper", f"{seq}.c{n}", dict(row)) for n, row in enumerate(carried.papers)]
    person = actor.person.hex if actor.person else None
    found += facts
    found += changes.of_parties(ctx, ctx.ask.person, person)
    found += changes.of_assigned(ctx, lambda p: ctx.ask.division(p, ctx.standing.court), person)
    found += changes.of_items(ctx)
    found += changes.of_marks(ctx)
    found += effect.changes
    found += changes.of_done(ctx)
    rows = rows_after(ctx, found)
    found += clocks.of_act(ctx, rows)
    papers = list(_papers(ctx, rows, seq))
    found += papers
    messages = [*_sends(ctx, rows, found), *_return(ctx, rows, papers), *_tells(ctx, rows), *effect.notices]
    found += [_sent_link(m) for m in messages if m["kind"] == "open"]
    return {
        "given": dict(ctx.data or {}),
        "changes": [list(c) for c in found],
        "messages": messages,
        "notes": effect.notes,
    }


def _number(ctx: Ctx, given: Iterable[Change]) -> str:
    if not ctx.act.numbers or ctx.standing.number:
        return ""
    facts = {name: row["value"] for name, row in ctx.standing.table("fact").items()}
    facts |= {name: row["value"] for _, name, row in given if row}
    kind = ctx.file.kind(facts)
    court, year = ctx.standing.court, ctx.on.year
    if not at_random(kind):
        return next_text(year, court, kind, writer.next_number(court, year, kind))
    drawn = (next_text(year, court, kind, source().randrange(10**7, 10**8)) for _ in count())
    return next(text for text in drawn if not writer.numbered(court, text))


def rows_after(ctx: Ctx, found: Iterable[Change]) -> Rows:
    """The rows that papers and messages speak of, as they stand after the act."""
    standing = ctx.standing
    rows: Rows = {(t, k): v for t in SHOWN if t != "matter" for k, v in standing.table(t).items()}
    rows["matter", ""] = {"number": standing.number, "state": standing.state, "procedure": standing.procedure}
    apply(rows, found)
    return rows


def names_in(ctx: Ctx, rows: Rows) -> dict[str, str]:
    people = {v["person"] for (t, _), v in rows.items() if t == "assigned"}
    people |= {
        str(p)
        for f in ctx.act.data.values()
        if f.type == "staff" or f.type in ctx.book.posts
        for p in changes.given(ctx, f)
        if len(str(p)) == 32
    }
    people |= {v["value"] for (t, _), v in rows.items() if t == "fact" and isinstance(v["value"], str)}
    return ctx.ask.names({p for p in (*people, ctx.which, ctx.actor) if len(p) == 32})


def _papers(ctx: Ctx, rows: Rows, seq: int) -> Iterator[Change]:
    """Papers that the act makes, and those that were handed in with it; bytes are on the disk before the row commits."""
    day = ctx.made.isoformat()
    parties = {k: v for (t, k), v in rows.items() if t == "party" and v["active"]}
    names = names_in(ctx, rows) if ctx.act.papers else {}
    for n, title in enumerate(ctx.act.papers):
        form = ctx.book.forms[title]
        to = slots.recipients(form, parties, ctx.which)
        if form.to and not to:  # a notice to nobody (no counsel named) is not made
            continue
        text = produce(form, slots.of_act(ctx, rows, names, form))
        yield (
            "paper",
            f"{seq}.{n}",
            {
                "title": title, "kind": form.kind, "digest": store.keep(text), "media": MEDIA, "size": len(text),
                "act": ctx.act.name, "on": day, "name": "", "grade": "deliberation" if form.kind == "deliberation" else ctx.act.grade,
                "to": to,
            },
        )  # fmt: skip
    for n, (field, given) in enumerate(changes.files_given(ctx)):
        yield ("paper", f"{seq}.f{n}", _handed_in(ctx, field, given))


def _handed_in(ctx: Ctx, field: Field, given: Mapping[str, str]) -> dict[str, Any]:
    size = store.path(given["digest"]).stat().st_size
    return {
        "title": field.title, "kind": "filed", "digest": given["digest"], "media": store.media(given["digest"]),
        "size": size, "act": ctx.act.name, "on": ctx.on.isoformat(), "name": given["name"], "grade": field.grade,
        "to": [],
    }  # fmt: skip


def fit(data: Mapping[str, Any], act: Act) -> dict[str, Any]:
    """Of what is known, what an act asks for by the same name (computed fields are left to it)."""
    return {n: data[n] for n, f in act.data.items() if n in data and not f.value and data[n] is not None}


def known(ctx: Ctx, rows: Rows) -> dict[str, Any]:
    """Everything said so far, by field, with what is given now; what names a party is left out where parties stay behind."""
    facts = {k: v["value"] for (t, k), v in rows.items() if t == "fact"}
    return facts | dict(ctx.data or {})


def target(ctx: Ctx, child: Child) -> str:
    """The court to which a matter is sent."""
    if child.to == "superior":
        superior: str = ctx.ask.superior(ctx.standing.court)
        return superior
    if child.to == "origin":
        return str(next((row["court"] for row in ctx.standing.table("link").values() if row["kind"] == "origin"), ""))
    return str(ctx.fact(child.to) or "")


def _sends(ctx: Ctx, rows: Rows, found: list[Change]) -> Iterator[dict[str, Any]]:
    for child in ctx.act.sends:
        papers = [
            *ctx.standing.table("paper").values(),
            *(c[2] for c in found if c[0] == "paper" and c[2]),
        ]
        yield {
            "kind": "open",
            "court": target(ctx, child),
            "body": {
                "procedure": child.procedure,
                "act": child.act,
                "matter": new_id().hex,
                "data": known(ctx, rows),
                "parties": {k: v for (t, k), v in rows.items() if t == "party" and v["active"]},
                "papers": [{**p, "act": "received"} for p in papers if not p["grade"]],
                "link": link_back(ctx, rows, "origin", child),
                "root": root_row(ctx, rows),
            },
        }


def link_back(ctx: Ctx, rows: Rows, kind: str, child: Child) -> dict[str, Any]:
    """How a child or a matter elsewhere knows where it came from and what its end brings about."""
    return {
        "kind": kind, "court": ctx.standing.court, "other": ctx.standing.matter,
        "number": rows["matter", ""].get("number", ""), "procedure": ctx.file.id,
        "returns": {outcome: _for_same_one(ctx, act) for outcome, act in child.returns.items()},
    }  # fmt: skip


def _for_same_one(ctx: Ctx, act: str) -> str:
    """The act that a child's end brings about; for the one the child was opened for, when both acts are `per` the same."""
    wanted = ctx.file.acts.get(act)
    return f"{act}/{ctx.which}" if ctx.which and wanted and wanted.per == ctx.act.per else act


def _sent_link(message: Mapping[str, Any]) -> Change:
    body = message["body"]
    return (
        "link",
        f"sent/{body['matter']}",
        {
            "kind": "sent", "court": message["court"], "other": body["matter"], "number": "",
            "procedure": body["procedure"], "returns": {},
        },
    )  # fmt: skip


def _return(ctx: Ctx, rows: Rows, papers: list[Change]) -> Iterator[dict[str, Any]]:
    """The end of a matter that another court sent: the act it brings about there, with its papers."""
    for row in ctx.standing.table("link").values():
        act = row["returns"].get(ctx.act.closes_as) if row["kind"] == "origin" else None
        if act:
            yield {
                "kind": "return",
                "court": row["court"],
                "body": {
                    "matter": row["other"],
                    "act": act,
                    "data": known(ctx, rows),
                    "papers": [{**(c[2] or {}), "act": "received"} for c in papers if c[2] and not c[2]["grade"]],
                },
            }


def _tells(ctx: Ctx, rows: Rows) -> Iterator[dict[str, Any]]:
    """Notices of the act to people, each once; nothing but the act's title is inside."""
    people: dict[str, None] = {}
    for relation in ctx.act.tells:
        for person in _people(ctx, rows, relation):
            people.setdefault(person)
    for person in people:
        body = {"matter": ctx.standing.matter, "act": ctx.act.name, "title": ctx.act.title, "basis": ctx.act.basis}
        yield {"kind": "notice", "court": ctx.standing.court, "person": person, "body": body}


def _people(ctx: Ctx, rows: Rows, relation: str) -> Iterator[str]:
    post = ctx.book.posts.get(relation)
    if post is not None and post.kind in ("party", "counsel"):
        role = relation.removeprefix("party").removeprefix(".")
        keys = {k for (t, k), v in rows.items() if t == "party" and (not role or role in roles(v)) and v["active"]}
        if ctx.act.per and ctx.which in keys:
            keys = {ctx.which}
        for (t, k), v in rows.items():
            if t == "party" and v["active"] and (k in keys or v["of"] in keys):
                yield from (p for p in (v["person"], v["filer"]) if p)
    elif post is not None and post.kind in ("assigned", "opener"):
        yield from (p for p in ones(relation, ctx.standing, ctx.book))
