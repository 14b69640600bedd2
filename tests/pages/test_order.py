"""The next usual act comes first: what moves the matter on, then what others wait for; detours and closings do not."""

from __future__ import annotations

from datetime import date

import pytest

from xiezhi.kernel.procedure.acts import OpenAct
from xiezhi.kernel.procedure.book import law
from xiezhi.pages.order import in_order


@pytest.mark.parametrize(
    ("state", "open_now", "mine", "first"),
    [
        ("filed", "return_claim accept decline", "", "accept"),
        ("accepted", "amend_claim submit_evidence pay ask_aid withdraw", "", "pay"),
        ("assigned", "transfer suspend exchange schedule mediate", "", "exchange"),
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
    assert in_order(acts, file, state, set(mine.split()))[0].act.name == first
