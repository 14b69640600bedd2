"""Folding only puts rows; an annulled event leaves no trace but itself."""

from dataclasses import dataclass
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from xiezhi.kernel.record.fold import fold


@dataclass
class Happened:
    seq: int
    data: dict[str, Any]


def event(seq: int, *changes: Any, **more: Any) -> Happened:
    return Happened(seq, {"changes": list(changes), **more})


def test_later_columns_win_and_others_stay() -> None:
    rows = fold([event(1, ["fact", "a", {"value": 1, "grade": ""}]), event(2, ["fact", "a", {"value": 2}])])
    assert rows == {("fact", "a"): {"value": 2, "grade": ""}}


def test_a_row_can_be_taken_away() -> None:
    assert fold([event(1, ["mark", "m", {"since": "2025-01-01"}]), event(2, ["mark", "m", None])]) == {}


def test_an_annulled_event_is_skipped() -> None:
    told = [event(1, ["fact", "a", {"value": 1}]), event(2, ["fact", "a", {"value": 2}]), event(3, annuls=2)]
    assert fold(told) == {("fact", "a"): {"value": 1}}


changes = st.lists(
    st.tuples(
        st.sampled_from(["fact", "mark"]),
        st.sampled_from("abc"),
        st.none() | st.fixed_dictionaries({"v": st.integers()}),
    ),
    max_size=5,
)


@given(st.lists(changes, max_size=8), st.integers(0, 7))
def test_annulling_the_last_event_is_as_if_it_had_never_been(story: list[Any], at: int) -> None:
    told = [event(n, *c) for n, c in enumerate(story, 1)]
    undone = [*told, event(len(told) + 1, annuls=len(told))] if told else told
    assert fold(undone) == fold(told[:-1])
