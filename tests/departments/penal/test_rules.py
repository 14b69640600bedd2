"""When a penal decision may take effect, and when a case may not be decided on paper."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest

from xiezhi.departments.penal.rules import no_appeal_time_runs, paper_review_is_enough
from xiezhi.kernel.procedure.registry import Ctx


def ctx(done: set[str], facts: dict[str, Any], clocks: dict[str, Any], id: str = "cri.commutation") -> Ctx:
    standing = SimpleNamespace(
        opened=date(2025, 6, 3), done=lambda act: int(act in done), facts=facts, clocks=lambda name: clocks
    )
    return cast(
        Ctx, SimpleNamespace(file=SimpleNamespace(id=id), standing=standing, on=date(2025, 6, 3), seen=date(2025, 6, 3))
    )


@pytest.mark.parametrize(
    ("state", "due", "over"),
    [
        ("running", "2025-06-03", False),
        ("running", "2025-06-02", True),
        ("paused", "", False),
        ("ended", "2025-06-30", True),
    ],
)
def test_nobodys_time_to_appeal_is_cut_short(state: str, due: str, over: bool) -> None:
    clocks = {
        "appeal_term/p1": {"state": "expired", "due": "2025-06-01"},
        "appeal_term/p2": {"state": state, "due": due},
    }
    assert no_appeal_time_runs(ctx(set(), {}, clocks)) is over


def test_without_any_time_to_appeal_nothing_waits() -> None:
    assert no_appeal_time_runs(ctx(set(), {}, {}))


@pytest.mark.parametrize(
    ("done", "facts", "enough"),
    [
        (set(), {}, True),
        (set(), {"procurator_view": "agrees"}, True),
        (set(), {"procurator_view": "objects"}, False),
        ({"record_objection"}, {}, False),
        ({"require_hearing"}, {}, False),
        ({"join"}, {}, False),
    ],
)
def test_an_objection_or_an_interested_party_asks_for_a_hearing(
    done: set[str], facts: dict[str, Any], enough: bool
) -> None:
    assert paper_review_is_enough(ctx(done, facts, {})) is enough


def test_compulsory_treatment_is_heard_unless_the_hearing_is_waived() -> None:
    assert paper_review_is_enough(ctx(set(), {}, {}, "cri.medical")) is not True
    assert paper_review_is_enough(ctx({"waive_hearing"}, {}, {}, "cri.medical")) is True
