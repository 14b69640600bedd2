"""Which steps of the stories go through their page: each act the first time it is done, and refused for each reason.

The stories repeat themselves (a thousand draws, a thousand votes), and an act that procedures share has one form in all of
them; what a page is asked again and again tells nothing new.
Steps left out go through the kernel in the same story. `make prove` sends every step through its page.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from xiezhi.kernel.law.model import LawBook

FULL = os.environ.get("XIEZHI_FULL") == "1"


def by_page(
    stories: Iterable[tuple[str, Mapping[str, Any]]], book: LawBook, *, full: bool = FULL
) -> dict[str, frozenset[int]]:
    """Story -> its steps (from 1) that go through their page; the first and the last act of a story always do."""
    seen: set[tuple[str, str, str]] = set()
    chosen = {}
    for id, story in stories:
        acts = [(n, act_of(story, step, book)) for n, step in enumerate(story["steps"], 1) if "act" in step]
        ends = {acts[0][0], acts[-1][0]} if acts else set()
        chosen[id] = frozenset(n for n, act in acts if full or n in ends or act not in seen)
        seen |= {act for _, act in acts}
    return chosen


def act_of(story: Mapping[str, Any], step: Mapping[str, Any], book: LawBook) -> tuple[str, str, str]:
    """(file that says the act, act, why refused) of a step: in its own procedure, in that of a matter named, or in the story's own."""
    procedure, _, name = step["act"].rpartition(":")
    opened = (s["act"].rpartition(":")[0] for s in story["steps"] if ":" in s.get("act", ""))
    return said_in(procedure or step.get("in") or next(opened, ""), name, book), name, step.get("refused", "")


def said_in(procedure: str, act: str, book: LawBook) -> str:
    """The procedure itself, or the bundle from which it has the act."""
    raw = book.raw[procedure]
    bundles = [one["bundle"] for one in raw.get("uses", ())]
    return next((b for b in bundles if act in book.bundles[b].get("acts", {}) and act not in raw["acts"]), procedure)
