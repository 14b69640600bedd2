"""Bars keep their measure, and the table says what the drawing shows."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from xiezhi.pages.charts import FIGURE, LABEL, WIDTH, Bar, chart


@given(st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=30))
def test_longer_is_more_and_nothing_leaves_the_drawing(values: list[int]) -> None:
    placed = chart("存案", [Bar(str(n), v) for n, v in enumerate(values)]).bars
    for one in placed:
        assert 0 <= one.length <= WIDTH - LABEL - FIGURE
        assert (one.length == 0) == (one.bar.value == 0)
        assert all(one.length >= other.length for other in placed if one.bar.value > other.bar.value)


def test_no_bars_draw_an_empty_chart() -> None:
    assert chart("存案", []).total == 0


def test_less_than_nothing_is_refused() -> None:
    with pytest.raises(ValueError):
        chart("存案", [Bar("民一庭", -1)])


def test_the_table_holds_every_figure_and_its_sum() -> None:
    drawn = chart("超期", [Bar("民一庭", 3, "/desk/matters/?overdue=1", "bad"), Bar("民二庭", 4)])
    page = render_to_string("pages/parts/chart.html", {"chart": drawn})
    assert '<a href="/desk/matters/?overdue=1">民一庭</a>' in page
    assert page.count('<td class="num">') == 3 and '<td class="num">7</td>' in page
    assert "style=" not in page
