"""The limits of fines and detention at their edges."""

from __future__ import annotations

import pytest

from xiezhi.departments.supervision.sanction import detention_fault, fine_fault


@pytest.mark.parametrize(
    ("field", "kind", "yuan", "allowed"),
    [
        ("civ", "person", 100_000, True),
        ("civ", "person", 100_001, False),
        ("civ", "person", 0, False),
        ("civ", "organisation", 49_999, False),
        ("civ", "organisation", 50_000, True),
        ("civ", "organisation", 1_000_000, True),
        ("civ", "organisation", 1_000_001, False),
        ("cri", "person", 1_000, True),
        ("cri", "person", 1_001, False),
        ("cri", "organisation", 1_000, False),
        ("adm", "person", 10_000, True),
        ("adm", "person", 10_001, False),
        ("protection_order", "person", 1_000, True),
        ("protection_order", "person", 1_001, False),
        ("protection_order", "organisation", 1_000, False),
    ],
)
def test_a_fine_keeps_within_the_sums_of_its_field_of_law(field: str, kind: str, yuan: int, allowed: bool) -> None:
    assert (fine_fault(field, kind, yuan * 100) == "") is allowed


@pytest.mark.parametrize(
    ("kind", "days", "allowed"), [("person", 15, True), ("person", 16, False), ("person", 0, False)]
)
def test_a_person_is_detained_for_fifteen_days_at_most(kind: str, days: int, allowed: bool) -> None:
    assert (detention_fault("civ", kind, days) == "") is allowed


def test_an_organisation_is_not_detained() -> None:
    assert detention_fault("civ", "organisation", 5)
