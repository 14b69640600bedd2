"""The states that a matter has been through, each as the procedure calls it under which the matter was in it."""

from __future__ import annotations

from collections.abc import Iterable

from xiezhi.kernel.law.model import LawBook, Procedure
from xiezhi.kernel.record.models import Event
from xiezhi.pages.asked import state_title


def course(events: Iterable[Event], now: str, file: Procedure, book: LawBook) -> list[tuple[str, str]]:
    """The states in order, the last time each was entered: (title, been | now). `events`: those that stand."""
    visited, titles = list[str](), dict[str, str]()
    for event in events:
        for table, _key, values in event.data["changes"]:
            state = (values or {}).get("state") if table == "matter" else None
            if state and state not in visited[-1:]:
                visited.append(state)
                # A case that was converted has been in states that only its earlier procedure knows.
                then = file if state in file.states else book.procedure(event.procedure, event.on)
                titles[state] = state_title(book, then, state)
    if now in visited:
        visited = visited[: len(visited) - visited[::-1].index(now)]
    been = dict.fromkeys(state for state in visited if state != now)
    return [(titles[state], "been") for state in been] + [(state_title(book, file, now), "now")]
