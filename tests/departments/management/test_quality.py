"""The draw of a review: as many as asked, replayable, no reviewer of his own case, the load even."""

from __future__ import annotations

from collections import Counter

import pytest

from xiezhi.departments.management.quality import cases, reviewers

pytestmark = pytest.mark.system("30a")
POOL = [f"{n:032x}" for n in range(40)]


def test_the_draw_is_of_the_size_asked_and_the_same_whatever_the_order() -> None:
    drawn = cases(POOL, 10, "seed")
    assert len(set(drawn)) == 10 and drawn == cases(list(reversed(POOL)), 10, "seed")
    assert drawn != cases(POOL, 10, "another")
    assert cases(POOL, 99, "seed")[:10] == drawn and set(cases(POOL, 99, "seed")) == set(POOL)


def test_every_case_is_drawn_equally_often() -> None:
    counted = Counter(case for n in range(400) for case in cases(POOL, 10, str(n)))
    # Each of 40 cases: 100 expected, standard deviation 8.7; five of them are exceeded once in some million draws.
    assert all(abs(counted[case] - 100) < 44 for case in POOL)


def test_nobody_reviews_a_case_in_which_he_sat_and_the_load_is_even() -> None:
    able = ["a", "b", "c"]
    barred = {case: {"a"} for case in POOL[:5]} | {POOL[5]: {"a", "b", "c"}}
    by = reviewers(POOL[:12], able, barred, "seed")
    assert all(by[case] != "a" for case in POOL[:5]) and POOL[5] not in by
    assert max(Counter(by.values()).values()) - min(Counter(by.values()).values()) <= 1
