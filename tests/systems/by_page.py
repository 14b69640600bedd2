"""Which steps of the stories go through their page: each act of each procedure the first time it is done, and refused.

The stories repeat themselves (a thousand draws, a thousand votes); what a page is asked again and again tells nothing new.
Steps left out go through the kernel in the same story. `make prove` sends every step through its page.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

FULL = os.environ.get("XIEZHI_FULL") == "1"


def by_page(stories: Iterable[tuple[str, Mapping[str, Any]]], *, full: bool = FULL) -> dict[str, frozenset[int]]:
    """Story -> its steps (from 1) that go through their page; the first and the last act of a story always do."""
    seen: set[tuple[str, str, str]] = set()
    chosen = {}
    for id, story in stories:
        acts = [(n, act_of(story, step)) for n, step in enumerate(story["steps"], 1) if "act" in step]
        ends = {acts[0][0], acts[-1][0]} if acts else set()
        chosen[id] = frozenset(n for n, act in acts if full or n in ends or act not in seen)
        seen |= {act for _, act in acts}
    return chosen


def act_of(story: Mapping[str, Any], step: Mapping[str, Any]) -> tuple[str, str, str]:
    """(procedure, act, why refused) of a step: in its own procedure, in that of a matter named, or in the story's own."""
    procedure, _, name = step["act"].rpartition(":")
    opened = (s["act"].rpartition(":")[0] for s in story["steps"] if ":" in s.get("act", ""))
    return procedure or step.get("in") or next(opened, ""), name, step.get("refused", "")
