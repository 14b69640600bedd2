"""`list-page`: processor time of a page of 50 matters, beside a plain Django page of the same rows.

Equal: both show the same cases. The platform's page also has its menus, its filters, and the door's rules for who sees.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from tests.bench.house import house
from tests.bench.line import Line, turns
from tests.bench.visit import page, visitor
from tests.kernel.world import DAY
from xiezhi.kernel.periods import clock

MATTERS, ROUNDS = 120, 40
PATHS = ("/desk/matters/", "/plain/")


def lines() -> Iterator[Line]:
    with clock.at(DAY):
        world = house()
        for _ in range(MATTERS):
            world.accepted()
        client = visitor(world)
        ours, peer = (set(re.findall(r"（2025）\w+号", page(client, path))) for path in PATHS)
        equal = ours == peer and len(ours) == 50
        a, b = turns(lambda: page(client, PATHS[0]), lambda: page(client, PATHS[1]), ROUNDS, time.process_time)
    yield Line("list-page", a * 1000, b * 1000, "lower", equal, "ms")
