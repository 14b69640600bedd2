"""The general norm of commuting a fixed term (减刑假释规定第6条、第7条)."""

from __future__ import annotations

from datetime import date

import pytest

from xiezhi.departments.penal.norm import Case, norm, within

FROM = date(2022, 1, 10)


@pytest.mark.parametrize(
    ("case", "earliest", "most"),
    [
        (Case(59, FROM, "repentance"), date(2023, 1, 10), 9),
        (Case(60, FROM, "merit"), date(2023, 7, 10), 9),
        (Case(119, FROM, "repentance_merit"), date(2023, 7, 10), 12),
        (Case(120, FROM, "repentance_merit"), date(2024, 1, 10), 12),
        (Case(36, FROM, "repentance_merit", strict=True), date(2024, 1, 10), 12),
        (Case(36, FROM, "great_merit"), None, 18),
        (Case(36, FROM, "repentance_great_merit", strict=True), None, 24),
        (Case(72, FROM, "repentance", last=date(2024, 3, 1), last_months=9), date(2025, 3, 1), 9),
        (Case(150, FROM, "repentance", last=date(2024, 3, 1), last_months=9), date(2025, 9, 1), 9),
        (Case(72, FROM, "repentance", last=date(2024, 3, 1), last_months=15), date(2025, 6, 1), 9),
    ],
)
def test_start_interval_and_most(case: Case, earliest: date | None, most: int) -> None:
    found = norm(case)
    assert (found.earliest, found.most) == (earliest, most)


def test_a_proposal_is_within_the_norm_from_the_first_day_and_up_to_the_most() -> None:
    case = Case(72, FROM, "repentance")
    assert within(case, 9, date(2023, 7, 10))
    assert not within(case, 9, date(2023, 7, 9))
    assert not within(case, 10, date(2023, 7, 10))
    assert within(Case(72, FROM, "great_merit"), 18, FROM)
