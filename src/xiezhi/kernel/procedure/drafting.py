"""What is put before someone who writes: parts that start from the file, warnings, and a paper as it would read.

Nothing here writes the record. Whoever asks sees only what he may see: a fact of a closed grade is no word for him.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from xiezhi.kernel.access.grades import see_list
from xiezhi.kernel.law.model import Act, Form
from xiezhi.kernel.papers.produce import produce, slots_of
from xiezhi.kernel.procedure import compose, registry, slots
from xiezhi.kernel.procedure.registry import Ctx
from xiezhi.kernel.procedure.standing import Table

_SLOT = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
HELD = ("fact", "item")  # the tables whose rows carry a grade


@dataclass(frozen=True, slots=True)
class Warned:
    """One check of a text before it is signed: what it checks, on what ground, and what is wrong (empty: nothing)."""

    title: str
    basis: str
    wrong: str


def seen_by(ctx: Ctx, held: frozenset[str]) -> Ctx:
    """The same question of a matter that holds only what these posts and relations may see."""
    load = ctx.standing.table

    def graded(name: str) -> Table:
        rows = load(name)
        if name not in HELD:
            return rows
        return {k: r for k, r in rows.items() if not r["grade"] or held & see_list(ctx.book, r["grade"])}

    return replace(ctx, standing=replace(ctx.standing, load=graded, _tables={}))


def starts(ctx: Ctx) -> dict[str, str]:
    """Field -> the text it may start as, to be edited; `ctx.data` is what has been typed so far."""
    found = {}
    for one in ctx.act.data.values():
        form = ctx.book.forms.get(one.start({**ctx.standing.facts, **(ctx.data or {})}))
        if form and (text := _filled(ctx, form)):
            found[one.name] = text
    return found


def _filled(ctx: Ctx, form: Form) -> str:
    """A part with its slots filled; a line of which a word is missing is left out."""
    words = _words(ctx, form)
    lines = [line for line in form.text.strip().splitlines() if all(words.get(s) for s in _SLOT.findall(line))]
    return produce(replace(form, text="\n".join(lines)), words).decode().strip()


def _words(ctx: Ctx, form: Form) -> dict[str, str]:
    rows = compose.rows_after(ctx, [])
    return slots.of_act(ctx, rows, compose.names_in(ctx, rows), form)


def warnings(ctx: Ctx) -> list[Warned]:
    """What the checks named by the act find, in the file's order; None of a check: it has nothing to look at yet."""
    found = []
    for name in ctx.act.warns:
        said, told = ctx.book.conditions[name], registry.conditions[name](ctx)
        if told is not None:
            found.append(Warned(said.title, said.basis, "" if told is True else told or said.says))
    return found


def papers_of(ctx: Ctx) -> list[str]:
    """The papers for which the act writes: those of the file's forms that print what it, or what it rests on, lets write."""
    acts: list[Act] = [ctx.act, *(ctx.file.acts[name] for name in ctx.act.all if name in ctx.file.acts)]
    written = {f.name for act in acts for f in act.data.values() if f.starts_as}
    made = dict.fromkeys(title for act in ctx.file.acts.values() for title in act.papers)
    prints = {title: len(written & set(slots_of(ctx.book.forms[title]))) for title in made}
    most = max(prints.values(), default=0)
    return [title for title, n in prints.items() if most and n == most]


def preview(ctx: Ctx, title: str) -> str:
    """The text of a paper as it would read today, with what has been typed so far."""
    form = ctx.book.forms[title]
    return produce(form, _words(ctx, form)).decode()


def typed(data: Mapping[str, Any]) -> dict[str, Any]:
    """What has been typed, blanks left out: the record's own words stand for them."""
    return {name: value for name, value in data.items() if value not in ("", None, [])}
