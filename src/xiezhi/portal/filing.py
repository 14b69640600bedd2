"""Handing a suit to the court: from the answers of a guide to the data of the act that opens the matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.procedure.perform import open_matter
from xiezhi.kernel.record.models import Event
from xiezhi.portal import compose
from xiezhi.portal.models import Draft
from xiezhi.portal.questions import Guide


def file_suit(way: Guide, draft: Draft, actor: Actor) -> Event:
    """Open the matter; the same draft twice is the same event. Raises Refused."""
    data = act_data(way, draft.answers)
    return open_matter(way.procedure, draft.court, actor=actor, act=way.act, data=data, key=f"claim:{draft.id}")


def act_data(way: Guide, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {"facts": compose.story(way, answers)}


def page_of_field(way: Guide, answers: Mapping[str, Any], field: str) -> str:
    return ""
