"""What a benchmark says, and how it is timed."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Step = Callable[[], object]


@dataclass(frozen=True)
class Line:
    """One result: the platform's figure, the peer's, whether both did the same, and which way is better."""

    name: str
    ours: float
    peer: float
    better: str  # higher or lower
    equal: bool
    unit: str

    def __str__(self) -> str:
        ratio = self.ours / self.peer if self.peer else float("inf")
        return (
            f"bench {self.name} ours={self.ours:.4g} peer={self.peer:.4g} ratio={ratio:.3g} better={self.better} "
            f"equal={'yes' if self.equal else 'no'} unit={self.unit}"
        )


def seconds(step: Step, clock: Callable[[], float] = time.perf_counter) -> float:
    """How long one step takes; garbage left by others is cleared first."""
    gc.collect()
    start = clock()
    step()
    return clock() - start


def turns(ours: Step, peer: Step, rounds: int, clock: Callable[[], float] = time.perf_counter) -> tuple[float, float]:
    """Medians of the seconds of each, taken in turns so that a busy moment of the machine strikes both."""
    taken = [(seconds(ours, clock), seconds(peer, clock)) for _ in range(rounds)]
    return statistics.median(a for a, _ in taken), statistics.median(b for _, b in taken)
