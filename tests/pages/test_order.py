"""The next usual act comes first: what moves the matter on, then what others wait for; detours and closings do not."""

from __future__ import annotations

from datetime import date

import pytest

from xiezhi.kernel.procedure.acts import OpenAct
from xiezhi.kernel.procedure.book import law
from xiezhi.pages.order import in_order

RUNNING = ("service", "hearing_term", "limit")


@pytest.mark.parametrize(
    ("state", "open_now", "mine", "first"),
    [
        ("filed", "return_claim accept decline", "", "accept"),
        ("accepted", "amend_claim submit_evidence pay ask_aid withdraw", "", "pay"),
        ("assigned", "transfer suspend exchange schedule mediate", "", "schedule"),
        ("assigned", "transfer suspend exchange mediate", "", "exchange"),
        ("assigned", "dismiss_suit serve_complaint form_panel schedule", "", "serve_complaint"),
        ("heard", "recuse speak", "", "speak"),
        ("heard", "mediate suspend draft speak", "speak", "draft"),
        ("heard", "mediate suspend draft pronounce", "draft", "pronounce"),
        ("pronounced", "correct serve_judgment", "", "serve_judgment"),
    ],
)
def test_the_next_usual_act_is_first(state: str, open_now: str, mine: str, first: str) -> None:
    file = law().procedure("civ.first.ordinary", date(2025, 3, 3))
    acts = [OpenAct(file.acts[name], True, (), (), {}) for name in open_now.split()]
    acts.append(OpenAct(file.acts["accept"], False, (), (), {}))
    assert in_order(acts, file, state, set(mine.split()), RUNNING).next[0].act.name == first


def test_what_may_be_done_any_time_stands_behind() -> None:
    file = law().procedure("civ.first.ordinary", date(2025, 3, 3))
    names = "dismiss_suit serve_complaint forward_defence exchange form_panel join_third succeed split recuse suspend terminate".split()
    choice = in_order([OpenAct(file.acts[name], True, (), (), {}) for name in names], file, "assigned", set(), RUNNING)
    assert "serve_complaint" in [a.act.name for a in choice.next]
    assert {"terminate", "suspend"} <= {a.act.name for a in choice.others}
    assert len(choice.next) + len(choice.others) == len(names)
