"""The acts that one actor has the power for in a matter: open or why not, for whom, and what to send."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from xiezhi.api.shapes import group
from xiezhi.api.telling import seen
from xiezhi.kernel.procedure.acts import OpenAct, open_acts
from xiezhi.kernel.procedure.asking import Asking
from xiezhi.kernel.procedure.engine import ones
from xiezhi.kernel.procedure.load import standing as load_standing
from xiezhi.kernel.procedure.refusal import Refusal
from xiezhi.kernel.procedure.standing import Standing
from xiezhi.pages.told import Told

Row = dict[str, Any]
PERSON = 32


def acts_of(told: Told) -> list[Row]:
    """Every act that this actor could ever do here, in the file's order."""
    standing = load_standing(told.matter)
    return [_act(found, told, standing) for found in open_acts(told.matter, told.actor)]


def _act(found: OpenAct, told: Told, standing: Standing) -> Row:
    act = found.act

    def who(relation: str) -> dict[str, str]:
        """Those of the matter who stand in a relation now: key -> name."""
        named = ones(relation, standing, told.book)
        names = Asking().names([key for key in named if len(key) == PERSON])
        return {key: names.get(key, label) for key, label in named.items()}

    return {
        "act": act.name, "title": act.title, "title_en": act.title_en, "basis": act.basis, "open": found.open,
        "why": _why(found.why), "per": act.per, "prefill": seen(act.data.values(), found.prefill, told.eyes),
        "choices": [{"key": c.key, "label": c.label, "open": c.open, "why": _why(c.why)} for c in found.choices],
        "data": group(act.data, told.book, who),
    }  # fmt: skip


def _why(refusals: Iterable[Refusal]) -> list[Row]:
    return [r.as_dict() for r in refusals]
