"""Folding: from events to rows. Pure: it only puts rows, since the event holds what was computed.

An event's `changes` are `[table, key, values]` with absolute column values, or `[table, key, None]` to take a row away.
An event that annuls another names its `seq`; the fold then skips both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

Rows = dict[tuple[str, str], dict[str, Any]]
Change = tuple[str, str, Mapping[str, Any] | None]


class Folded(Protocol):
    """What folding needs of an event."""

    seq: int
    data: Any


def apply(rows: Rows, changes: Iterable[Any]) -> None:
    """Put the changes of one event into rows, in place."""
    for table, key, values in changes:
        if values is None:
            rows.pop((table, key), None)
        else:
            rows[table, key] = {**rows.get((table, key), {}), **values}


def annulled(events: Iterable[Folded]) -> set[int]:
    """The numbers of the events that a later event annuls."""
    return {e.data["annuls"] for e in events if "annuls" in e.data}


def fold(events: Iterable[Folded]) -> Rows:
    """All rows of one matter, from its events in order."""
    events = list(events)
    gone = annulled(events)
    rows: Rows = {}
    for event in events:
        if event.seq not in gone:
            apply(rows, event.data["changes"])
    return rows
