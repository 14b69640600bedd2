"""`number`: the next number of one court, year and type, asked for by several processes at once on PostgreSQL.

The peer is a row that is locked, raised and saved. Equal: both give 1, 2, 3 … without a gap or a double.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.bench.counting import COURT, OURS, PEER, YEAR, take
from tests.bench.house import open_house
from tests.bench.line import Line

PROCESSES, EACH, ROUNDS = (4, 8), 80, 3


def lines() -> Iterator[Line]:
    from django.db import connection

    from xiezhi.kernel.record.models import Counter

    Counter.objects.bulk_create(Counter(court=COURT, year=YEAR, case_type=kind) for kind in (OURS, PEER))
    database, taken = str(connection.settings_dict["NAME"]), dict[str, list[int]](ours=[], peer=[])
    for many in PROCESSES:
        speeds: dict[str, list[float]] = {"ours": [], "peer": []}
        spawn = get_context("spawn")
        with (
            spawn.Manager() as manager,
            ProcessPoolExecutor(many, spawn, initializer=open_house, initargs=(database,)) as pool,
        ):
            for how in [*speeds] * ROUNDS:
                ready = manager.Barrier(many + 1)
                asked = [pool.submit(take, how, EACH, ready) for _ in range(many)]
                ready.wait()
                start = time.perf_counter()
                ready.wait()
                speeds[how].append(many * EACH / (time.perf_counter() - start))
                taken[how] += [n for one in asked for n in one.result()]
        equal = all(sorted(numbers) == list(range(1, len(numbers) + 1)) for numbers in taken.values())
        ours, peer = (statistics.median(speeds[how]) for how in ("ours", "peer"))
        name = "number" if many == max(PROCESSES) else f"number-{many}"
        yield Line(name, ours, peer, "higher", equal, "numbers/s")
