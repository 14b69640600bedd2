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
    target: str = ""  # ratio>=30, ratio<=1, ours<=2

    @property
    def ratio(self) -> float:
        return self.ours / self.peer if self.peer else float("inf")

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        what, least, limit = self.target.partition(">=") if ">=" in self.target else self.target.partition("<=")
        figure = {"ratio": self.ratio, "ours": self.ours}[what]
        return figure >= float(limit) if least == ">=" else figure <= float(limit)

    def __str__(self) -> str:
        said = (
            f"bench {self.name} ours={self.ours:.4g} peer={self.peer:.4g} ratio={self.ratio:.3g} better={self.better} "
            f"equal={'yes' if self.equal else 'no'} unit={self.unit}"
        )
        return said + (f" target={self.target} met={'yes' if self.met else 'no'}" if self.target else "")


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
