"""What the platform works out and shows above a question: court, fee, claims, limitation. Each gives template values.

`defaults` are put into the fields when nothing was answered yet; the person may change all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from xiezhi.kernel.papers.kinds import LIMITS
from xiezhi.kernel.periods import clock
from xiezhi.portal import compose, sums
from xiezhi.portal.courts import suggestions
from xiezhi.portal.fees import estimate
from xiezhi.portal.guides import basic_courts, hosted
from xiezhi.portal.models import Draft
from xiezhi.portal.questions import Guide


@dataclass(slots=True)
class Panel:
    """`kind` names the template part, `values` what it shows."""

    kind: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    defaults: dict[str, Any] = field(default_factory=dict)


def _court(way: Guide, draft: Draft) -> Panel:
    here = hosted()
    found = suggestions(way.places, draft.answers, {**basic_courts(), **here}, set(here))
    offered = [s for s in found if s.hosted]
    taken = {s.code for s in offered}
    chosen = draft.court or (offered[0].code if offered else "")
    values = {
        "offered": offered,
        "elsewhere": [s for s in found if not s.hosted],
        "others": [(code, name) for code, name in here.items() if code not in taken],
        "chosen": chosen,
    }
    return Panel("court", values)


def _fee(way: Guide, draft: Draft) -> Panel:
    return Panel("fee", {"fee": estimate(draft.answers.get("amount") or "", draft.court)})


def _claims(way: Guide, draft: Draft) -> Panel:
    today = clock.today()
    found = sums.parts(way, draft.answers, today)
    amount = sums.total(found)
    defaults = {"wants": compose.proposed(way, draft.answers, today)} | ({"amount": amount} if amount else {})
    return Panel("sum", {"parts": found, "total": amount}, defaults)


def _limit(way: Guide, draft: Draft) -> Panel:
    return Panel("limit", {"says": compose.limitation(draft.answers, clock.today())})


def _files(way: Guide, draft: Draft) -> Panel:
    return Panel("files", {"limits": LIMITS})


PANELS: Mapping[str, Callable[[Guide, Draft], Panel]] = {
    "court": _court,
    "fee": _fee,
    "claims": _claims,
    "limit": _limit,
    "files": _files,
}


def panel(name: str, way: Guide, draft: Draft) -> Panel:
    """The panel of a page; an empty one when it has none."""
    return PANELS[name](way, draft) if name else Panel()
