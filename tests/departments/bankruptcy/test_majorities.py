"""Majorities of groups and the draw of an administrator."""

from __future__ import annotations

import pytest

from xiezhi.departments.bankruptcy.acts import lowest
from xiezhi.departments.bankruptcy.rules import group_passes

GROUP = {1: {"admitted": "100.00"}, 2: {"admitted": "100.00"}, 3: {"admitted": "100.00"}}


@pytest.mark.parametrize(
    ("cast", "passes"),
    [
        ({1: "approve", 2: "approve", 3: "oppose"}, True),
        ({1: "approve", 2: "oppose", 3: "oppose"}, False),
        ({1: "approve", 2: "oppose"}, False),
        ({1: "approve"}, False),
        ({}, False),
    ],
)
def test_a_group_needs_more_than_half_of_heads_and_two_thirds_by_amount(cast: dict[int, str], passes: bool) -> None:
    assert group_passes(GROUP, cast) is passes


def test_the_same_seed_draws_the_same_administrator_in_any_order() -> None:
    names = ["甲事务所", "乙事务所", "丙事务所"]
    assert lowest(names, "seed") == lowest(names[::-1], "seed")
    assert len({lowest(names, f"seed{n}") for n in range(50)}) == 3
