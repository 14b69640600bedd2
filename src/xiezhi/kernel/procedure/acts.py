"""The question beside the verb: which acts there are for an actor in a matter, open or not, and why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.access.grades import see_list
from xiezhi.kernel.law.model import Act
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure import compose
from xiezhi.kernel.procedure.asking import Asking
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.engine import posts_for, refusals
from xiezhi.kernel.procedure.load import standing as load_standing
from xiezhi.kernel.procedure.perform import held_by, known_to, may_choose
from xiezhi.kernel.procedure.refusal import NOT_OPEN, Refusal
from xiezhi.kernel.procedure.registry import Ctx
from xiezhi.kernel.record.models import Matter


@dataclass(frozen=True, slots=True)
class Choice:
    """One for whom a `per` act may be done, and why not if it is not open for that one."""

    key: str
    label: str
    open: bool
    why: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenAct:
    """An act that this actor's posts and relations allow in principle; open now, or why not."""

    act: Act
    open: bool
    why: tuple[Refusal, ...]
    choices: tuple[Choice, ...]
    prefill: Mapping[str, Any]


def open_acts(matter: Matter, actor: Actor, *, on: date | None = None) -> list[OpenAct]:
    """Every act of the file that the actor has the power for, in the file's order; empty if he may not know of the matter."""
    book = law()
    day = on or clock.today()
    standing = load_standing(matter)
    file = book.procedure(matter.procedure, day)
    held = held_by(actor, standing, book)
    if not known_to(actor, held, standing, file.grade, book):
        return []
    found = []
    for act in file.acts.values():
        if act.opening or not posts_for(act, held) or act.by == ("clock",):
            continue
        ctx = Ctx(book, file, act, standing, day, None, actor.written, None, "", Asking())
        found.append(_asked(ctx, actor, held))
    return found


def may(actor: Actor, act: str, matter: Matter, *, on: date | None = None) -> tuple[Refusal, ...]:
    """Why an actor may not do an act in a matter now; empty when he may. What may not be known is only not open (未开放)."""
    found = next((one for one in open_acts(matter, actor, on=on) if one.act.name == act), None)
    if found is not None:
        return found.why
    book = law()
    standing = load_standing(matter)
    file = book.procedure(matter.procedure, on or clock.today())
    held = held_by(actor, standing, book)
    wanted = file.acts.get(act)
    if wanted is None or wanted.opening or not known_to(actor, held, standing, file.grade, book):
        return (NOT_OPEN,)
    ctx = Ctx(book, file, wanted, standing, on or clock.today(), None, actor.written, None, "", Asking())
    return tuple(refusals(ctx, held)) or (NOT_OPEN,)


def _asked(ctx: Ctx, actor: Actor, held: frozenset[str]) -> OpenAct:
    why = tuple(refusals(ctx, held))
    choices: tuple[Choice, ...] = ()
    if ctx.act.per and not _for_all(why):
        choices = tuple(_choice(ctx, key, label, held) for key, label in may_choose(ctx, actor, held).items())
        labels = ctx.ask.names([c.label for c in choices if c.key == c.label])
        choices = tuple(replace(c, label=labels.get(c.label, c.label)) for c in choices)
        why = () if any(c.open for c in choices) else (why or next((c.why for c in choices), _nobody(ctx)))
    prefill = compose.fit(_known(ctx, held, choices), ctx.act)
    return OpenAct(ctx.act, not why, why, choices, prefill)


def _known(ctx: Ctx, held: frozenset[str], choices: tuple[Choice, ...]) -> dict[str, Any]:
    """What was said before and this actor may see: of the only one it can be for, never of another one."""
    which = choices[0].key if len(choices) == 1 else ""
    rows = ctx.standing.table("fact")
    found = {}
    for name in ctx.act.data:
        one_by_one = any(k.startswith(f"{name}/") for k in rows)
        row = rows.get(f"{name}/{which}" if one_by_one and ctx.act.per else name)
        if row and (not row["grade"] or held & see_list(ctx.book, row["grade"])):
            found[name] = row["value"]
    return found


def _for_all(why: tuple[Refusal, ...]) -> bool:
    """Refusals that hold whoever is chosen."""
    return any(r.code in ("not_your_post", "not_open", "shut_by_mark", "which") for r in why)


def _nobody(ctx: Ctx) -> tuple[Refusal, ...]:
    return (Refusal("which", f"目前没有可以办理「{ctx.act.title}」的对象。", ctx.act.basis),)


def _choice(ctx: Ctx, key: str, label: str, held: frozenset[str]) -> Choice:
    why = tuple(refusals(replace(ctx, which=key), held))
    return Choice(key, label, not why, why)
