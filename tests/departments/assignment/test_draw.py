"""The draw: only the able, only the least loaded, even over many seeds, and replayable."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezhi.departments.assignment.draw import Candidate, NobodyAble, draw, notes, replay
from xiezhi.kernel.record.digest import sm3

people = st.lists(
    st.builds(
        Candidate,
        st.uuids().map(lambda u: u.hex),
        st.just("演示法官"),
        st.integers(0, 3),
        st.sampled_from(["", "", "应当回避或者已经退出"]),
    ),
    min_size=1,
    unique_by=lambda c: c.person,
)


@given(people, st.text())
def test_drawn_is_able_and_least_loaded_whatever_the_order(pool: list[Candidate], seed: str) -> None:
    able = [c for c in pool if not c.excluded]
    if not able:
        with pytest.raises(NobodyAble):
            draw(pool, seed)
        return
    drawn = draw(pool, seed)
    assert drawn in able
    assert drawn.load == min(c.load for c in able)
    assert draw(list(reversed(pool)), seed) == drawn
    assert replay(notes(pool, seed, drawn), seed) == []


def test_equally_loaded_judges_are_drawn_evenly() -> None:
    pool = [Candidate(sm3(bytes([n])), f"演示法官{n}", 2) for n in range(4)]
    drawn = Counter(draw(pool, sm3(str(n).encode())).person for n in range(4000))
    # Chi-square with 3 degrees of freedom: 16.27 is exceeded once in a thousand.
    assert sum((n - 1000) ** 2 / 1000 for n in drawn.values()) < 16.27


def test_a_draw_that_was_tampered_with_is_refuted() -> None:
    pool = [Candidate(sm3(bytes([n])), f"演示法官{n}", n % 2) for n in range(6)]
    drawn = draw(pool, "seed")
    other = next(c for c in pool if c != drawn)
    assert replay({**notes(pool, "seed", drawn), "drawn": other.person}, "seed")
    assert replay(notes(pool, "seed", drawn), "another seed")
    heavier = [replace(c, load=9) if c == drawn else c for c in pool]
    assert replay({**notes(heavier, "seed", drawn)}, "seed")
