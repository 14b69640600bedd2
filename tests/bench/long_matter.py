"""`long-matter`: an act on a matter with 2,000 events, beside the same act on one with 20.

The act enters a row of the very record that has grown with the matter: the worst case. Equal: both matters' rows are
what folding their events gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

from django.db import transaction

from tests.bench.house import house
from tests.bench.line import Line, turns
from tests.kernel.world import DAY, World
from xiezhi.kernel.access.actor import Actor
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.load import rows
from xiezhi.kernel.record.fold import fold
from xiezhi.kernel.record.models import Event, Matter
from xiezhi.kernel.record.tables import TABLES

LONG, SHORT, SHORT_ONES, ROUNDS = 2000, 20, 20, 60


def grown(world: World, actor: Actor, events: int) -> Matter:
    """An accepted case with so many events."""
    matter = world.accepted()
    while Event.objects.filter(matter=matter).count() < events:
        submit(world, matter, actor)
    return matter


def submit(world: World, matter: Matter, actor: Actor) -> None:
    world.do(matter, "submit_evidence", actor, evidence=[{"name": "转账记录"}])


def sound(matter: Matter) -> bool:
    """Whether the rows of a matter are those that its events give."""
    folded = fold(Event.objects.filter(matter=matter).order_by("seq"))
    wanted = {(table, key): values for (table, key), values in folded.items() if table != "matter"}
    found = {(table, key): values for table in TABLES for key, values in rows(matter.pk, table).items()}
    return wanted.keys() == found.keys() and all(wanted[one].items() <= found[one].items() for one in wanted)


def lines() -> Iterator[Line]:
    with clock.at(DAY):
        world = house()
        actor = world.citizen()
        with transaction.atomic():
            few = [grown(world, actor, SHORT) for _ in range(SHORT_ONES)]
            many = grown(world, actor, LONG)
        turn = cycle(few)
        ours, peer = turns(lambda: submit(world, many, actor), lambda: submit(world, next(turn), actor), ROUNDS)
        equal = sound(many) and all(map(sound, few))
    yield Line("long-matter", ours * 1000, peer * 1000, "lower", equal, "ms")
