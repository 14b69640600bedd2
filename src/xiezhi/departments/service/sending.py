"""Sending papers out: what may be sent how, and the letter that an electronic sending becomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from xiezhi.departments.service.day import confirmed, consents
from xiezhi.departments.service.ways import ELECTRONIC, ways
from xiezhi.kernel.people.models import Account
from xiezhi.kernel.procedure.engine import ones, running
from xiezhi.kernel.procedure.engine import refusals as closed
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx, Effect

ADDRESS = {"sms": "phone", "email": "email"}


def dispatch(ctx: Ctx) -> Effect:
    """Check that it may be sent so now, and hand an electronic sending to its carrier after the commit (民诉法第90条至第94条)."""
    row = dict((ctx.data or {})["sending"])
    found = [*_not_now(ctx, row), *_not_so(ctx, row)]
    if found:
        raise Refused(*found)
    row["address"] = row.get("address") or address_of(ctx, row["method"])
    if not row["address"] and row["method"] != "portal":
        raise Refused(_at("address", "没有确认过的地址，请填写送到哪里。", ctx.act.basis))
    letters = [_letter(ctx, row)] if row["method"] in ELECTRONIC else []
    return Effect(data={"sending": row}, notices=letters)


def address_of(ctx: Ctx, method: str) -> str:
    """Where the party has asked to be reached by this method; else the address in the file."""
    known = confirmed(ctx.standing, ctx.which)
    if method in ELECTRONIC:
        return str(known.get(ADDRESS.get(method, ""), ""))
    party = ctx.standing.parties.get(ctx.which, {})
    return str(known.get("address") or party.get("address") or "")


def _at(field: str, message: str, basis: str) -> Refusal:
    return Refusal("data", message, basis, f"sending.{field}")


def _not_now(ctx: Ctx, row: Mapping[str, Any]) -> Iterator[Refusal]:
    """The act of service is one of this procedure, open now, for this party; and nothing else is on its way to it."""
    act = ctx.file.acts.get(row["what"])
    title = ctx.book.choices["served_act"][row["what"]]
    if act is None or act.effect != "serve":
        yield _at("what", f"这类案件没有“{title}”要送达。", ctx.act.basis)
        return
    if ctx.which not in ones(act.per, ctx.standing, ctx.book):
        yield _at("what", f"“{title}”不送达这一方。", act.basis)
        return
    held = frozenset(act.by)
    yield from (_at("what", r.message, r.basis) for r in closed(replace(ctx, act=act, data=None), held))
    clock = ctx.standing.table("period").get(f"on_the_way/{ctx.which}")
    if clock and running(clock, ctx.on):
        yield _at("method", "上一次发出还没有结果。请先登记送达或者没有送到，再发出。", ctx.act.basis)
    if row["method"] in ELECTRONIC and any(f.required and f.name != "service" for f in act.data.values()):
        yield _at("what", f"“{act.title}”还要填写其他内容，请直接办理。", act.basis)


def _not_so(ctx: Ctx, row: Mapping[str, Any]) -> Iterator[Refusal]:
    """The way is one of this field of law, and what it needs is there."""
    method = row["method"]
    way = ways(ctx.file.id.split(".")[0]).get(method)
    if way is None:
        yield _at("method", "这种诉讼不能用这种方式，请改用其他方式。", ctx.act.basis)
    elif method in ELECTRONIC and not consents(ctx.standing, ctx.which):
        yield _at("method", "受送达人没有同意电子送达。请先请其确认送达地址和方式，或者改用其他方式。", way.basis)
    elif method == "portal" and not _account(ctx):
        yield _at("method", "受送达人在诉讼平台没有账号，请改用短信、电子邮件或者其他方式。", way.basis)


def _account(ctx: Ctx) -> str:
    """The person (hex) of the party or its filer who has an account here."""
    party = ctx.standing.parties.get(ctx.which, {})
    people = [UUID(p) for p in (party.get("person"), party.get("filer")) if p]
    found = Account.objects.filter(person__in=people).values_list("person", flat=True).first()
    return found.hex if found else ""


def _letter(ctx: Ctx, row: Mapping[str, Any]) -> dict[str, Any]:
    act, party = ctx.file.acts[row["what"]], ctx.standing.parties[ctx.which]
    what = ctx.book.choices["served_act"][row["what"]]
    court = ctx.ask.court_name(ctx.standing.court)
    papers = [
        {"title": p["title"], "digest": p["digest"], "media": p["media"]}
        for p in ctx.standing.table("paper").values()
        if ctx.which in p["to"] and not p["grade"]
    ]
    text = f"{court}向{party['name']}送达{what}（{ctx.standing.number or '未编案号'}）。请登录诉讼平台查收。"
    made = {"method": row["method"], "sent": ctx.on.isoformat()}
    tried = {"method": row["method"], "address": row["address"] or "诉讼平台"}
    return {
        "kind": "letter", "court": ctx.standing.court, "person": _account(ctx) or None,
        "body": {
            "channel": row["method"], "matter": ctx.standing.matter, "which": ctx.which, "title": what,
            "letter": {"channel": row["method"], "to": row["address"], "name": party["name"], "text": text, "papers": papers},
            "arrived": {"act": act.name, "data": {"service": made}, "put": {"day": "service.received", "id": "service.tracking"}},
            "failed": {
                "act": "serve_failed", "data": {"attempt": tried},
                "put": {"id": "attempt.tracking", "reason": "attempt.failure"},
            },
        },
    }  # fmt: skip
