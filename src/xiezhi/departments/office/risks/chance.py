"""How likely it is that a random draw alone brings so many cases together. Pure."""

from __future__ import annotations

from fractions import Fraction
from math import comb


def at_least(n: int, cases: int, share: Fraction) -> Fraction:
    """The chance that of `cases`, each drawn for one judge with chance `share`, at least `n` are that judge's (binomial)."""
    if n <= 0:
        return Fraction(1)
    return sum((comb(cases, k) * share**k * (1 - share) ** (cases - k) for k in range(n, cases + 1)), Fraction(0))
