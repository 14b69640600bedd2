"""What rules find in the record opens matters (`opened = {every = "finding"}`): looked for once a day, each thing opened once."""

from __future__ import annotations

from collections.abc import Iterable

from xiezhi.kernel.access.actor import CLOCK
from xiezhi.kernel.law.model import Procedure
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.call import stored_key
from xiezhi.kernel.procedure.perform import open_matter
from xiezhi.kernel.procedure.registry import Found, finders
from xiezhi.kernel.record.models import Event


def sweep() -> int:
    """Ask every rule; returns how many matters were opened."""
    book, today, done = law(), clock.today(), 0
    for name, find in sorted(finders.items()):
        id = name.partition("/")[0]
        file = book.procedure(id, today) if id in book.raw else None
        if file and file.opened.get("every") == "finding":
            done += sum(_open(file, name, found) for found in _new(name, find(today)))
    return done


def _new(name: str, found: Iterable[Found]) -> list[Found]:
    by_key = {stored_key(one.court, f"{name}:{one.key}"): one for one in found}
    there = set(Event.objects.filter(key__in=list(by_key)).values_list("key", flat=True))
    return [one for key, one in sorted(by_key.items()) if key not in there]


def _open(file: Procedure, name: str, found: Found) -> int:
    act = file.opening_acts[0].name
    open_matter(file.id, found.court, actor=CLOCK, act=act, data=found.data, key=f"{name}:{found.key}")
    return 1
