"""Drawing cases and reviewers for a review of quality, from a seed that stood in the record beforehand. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set

from xiezhi.kernel.record.digest import digest


def lot(seed: str, *parts: str) -> str:
    """The lot of a case, or of a reviewer for a case, under a seed."""
    return digest([seed, *parts])


def cases(pool: Sequence[str], size: int, seed: str) -> list[str]:
    """The cases drawn: those whose lots are lowest, all of them where the pool is smaller than the size."""
    return sorted(sorted(pool), key=lambda case: lot(seed, case))[:size]


def reviewers(drawn: Sequence[str], able: Sequence[str], barred: Mapping[str, Set[str]], seed: str) -> dict[str, str]:
    """A reviewer for each case: of those who had no part in it, the least loaded; among equals the lowest lot.

    `barred`: case -> who had part in it. A case for which nobody is left is not in the answer.
    """
    load: Counter[str] = Counter()
    found: dict[str, str] = {}
    for case in drawn:
        left = [person for person in able if person not in barred.get(case, frozenset())]
        if left:
            found[case] = min(left, key=lambda person: (load[person], lot(seed, case, person)))
            load[found[case]] += 1
    return found
