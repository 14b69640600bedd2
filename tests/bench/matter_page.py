"""`matter-page`: processor time of the page of one case, beside a plain Django page of the same rows.

Equal: both show the same events, parties and papers. The platform's page also says what one may do now and why not.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from tests.bench.house import house
from tests.bench.line import Line, turns
from tests.bench.long_matter import grown
from tests.bench.visit import page, visitor
from tests.kernel.world import DAY
from xiezhi.kernel.periods import clock

EVENTS, ROUNDS = 20, 40
SHOWN = re.compile(r'id="(e\d+)"|/papers/(\d+\.\d+)|(张明|李强)')


def lines() -> Iterator[Line]:
    with clock.at(DAY):
        world = house()
        matter = grown(world, world.citizen(), EVENTS)
        client, (here, plain) = visitor(world), (f"/m/{matter.pk}/", f"/plain/{matter.pk}/")
        ours, peer = (set(SHOWN.findall(page(client, path))) for path in (here, plain))
        equal = ours == peer and len(ours) > EVENTS
        a, b = turns(lambda: page(client, here), lambda: page(client, plain), ROUNDS, time.process_time)
    yield Line("matter-page", a * 1000, b * 1000, "lower", equal, "ms")
