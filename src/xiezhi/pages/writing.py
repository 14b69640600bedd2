"""What stands beside an act that writes a paper or signs one: the file, its start, its proof-reading, a preview.

Such an act is known by its law file alone: a field that starts as a part of a paper, or checks that warn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse, QueryDict

from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.papers.printing import printed
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure import drafting
from xiezhi.kernel.procedure.asking import Asking
from xiezhi.kernel.procedure.registry import Ctx
from xiezhi.kernel.record.models import Party
from xiezhi.pages.asked import Asked, title_of
from xiezhi.pages.papers import handed
from xiezhi.pages.told import Line, Told

READING = frozenset(("_start", "_check", "_preview"))  # buttons that send nothing
MARK = "草稿"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One entry of the file beside: an event, open when it says something at length."""

    line: Line
    given: list[tuple[str, str]]
    open: bool


@dataclass(frozen=True, slots=True)
class Writing:
    """An act that writes: the question (holding only what the actor may see), and the file beside it."""

    ctx: Ctx
    people: list[tuple[str, list[Party]]]
    leaves: list[Leaf]
    papers: list[str]
    versions: list[tuple[str, str, int]]  # (act, title, how many) of what was written more than once

    def begun(self, prefill: Mapping[str, Any]) -> dict[str, Any]:
        """What the form begins with: what was written last, else what the file lets start."""
        return {**drafting.starts(self._with(prefill)), **prefill}

    def warned(self, data: Mapping[str, Any]) -> list[drafting.Warned]:
        return drafting.warnings(self._with(data))

    def pressed(self, post: QueryDict, data: dict[str, Any]) -> HttpResponse | None:
        """Answer a button that sends nothing: a field started anew in `data`, or a preview."""
        name, title = str(post.get("_start", "")), post.get("_preview")
        if name in self.ctx.act.data:
            others = {k: v for k, v in data.items() if k != name}
            data |= {k: v for k, v in drafting.starts(self._with(others)).items() if k == name}
        if title not in self.papers:
            return None
        text = drafting.preview(self._with(data), title)
        court, day = self.ctx.ask.court_name(self.ctx.standing.court), clock.today()
        return handed(
            printed(text, day, title=title, author=court, mark=MARK), "application/pdf", f"{title}（草稿）.pdf"
        )

    def _with(self, data: Mapping[str, Any]) -> Ctx:
        return replace(self.ctx, data=drafting.typed(data))


def writing_of(asked: Asked, actor: Actor, told: Told) -> Writing | None:
    """What stands beside the act, if it writes or its words are proof-read."""
    act = asked.act
    if not act.warns and not any(f.starts_as for f in act.data.values()):
        return None
    ctx = Ctx(
        asked.book, asked.file, act, asked.standing, clock.today(), None, actor.written, None, "", Asking()
    )  # fmt: skip
    seen = drafting.seen_by(ctx, asked.held)
    written = [a for name in (act.name, *act.all) if (a := asked.file.acts.get(name)) and _writes(a.data)]
    counted = [(a.name, title_of(a), len(told.events_of(a.name))) for a in written]
    return Writing(
        seen, told.people(), _leaves(asked, told), drafting.papers_of(seen), [row for row in counted if row[2] > 1]
    )


def _writes(fields: Mapping[str, Any]) -> bool:
    return any(f.starts_as for f in fields.values())


def _leaves(asked: Asked, told: Told) -> list[Leaf]:
    """What was said and handed in, from the first on: events that tell something at length, list rows or sums."""
    found, parties = [], {name for name, record in asked.book.records.items() if record.table == "party"}
    for line in reversed(told.lines()):
        act = asked.file.acts.get(line.event.act)
        if line.gone or act is None or not line.given or _writes(act.data):
            continue
        given = line.event.data.get("given", {})
        # The parties stand above, the papers below.
        fields = [f for f in act.data.values() if given.get(f.name) and f.type != "file" and f.type not in parties]
        kinds, pairs = {f.type for f in fields}, told.reader.pairs(fields, given)
        if pairs and kinds & {"note", "money", *asked.book.records}:
            found.append(Leaf(line, pairs, "note" in kinds))
    return found
