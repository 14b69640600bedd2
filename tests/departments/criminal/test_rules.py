"""Conditions of criminal trial: each is asked of a matter as it stands, without a database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest

from xiezhi.departments.criminal import acts, rules
from xiezhi.kernel.procedure.registry import Ctx

ON = date(2025, 4, 14)


@dataclass
class There:
    """What a matter knows, as far as these rules ask."""

    marks: list[str] = field(default_factory=list)
    parties: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    did: dict[str, int] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    court: str = "京0101"

    def table(self, name: str) -> dict[str, Any]:
        return {"mark": {mark: {} for mark in self.marks}, "party": self.parties}[name]

    def clocks(self, name: str) -> dict[str, Any]:
        return {key: row for key, row in self.rows.items() if key.partition("/")[0] == name}

    def done(self, act: str, which: str = "") -> int:
        return self.did.get(f"{act}/{which}" if which else act, 0)


def asked(there: There, data: dict[str, Any] | None = None, which: str = "") -> Ctx:
    said = {**there.facts, **(data or {})}
    return cast(Ctx, SimpleNamespace(standing=there, on=ON, seen=ON, data=data, which=which, fact=said.get))


def party(role: str, *also: str, of: str = "", active: bool = True) -> dict[str, Any]:
    return {"role": role, "name": role, "of": of, "active": active, "data": {"also": list(also)}}


def clock(due: str, state: str = "running") -> dict[str, Any]:
    return {"state": state, "due": due}


def test_an_appeal_or_a_protest_stands_for_somebody() -> None:
    assert rules.no_appeal_stands(asked(There(["minor/p2"])))
    assert rules.an_appeal_stands(asked(There(["appealed/p1"])))


@pytest.mark.parametrize(
    ("rows", "over"),
    [
        ({}, False),  # nobody has been served: no time has begun
        ({"appeal/p2": clock("2025-04-11")}, True),
        ({"appeal/p2": clock("2025-04-14")}, False),  # its last day is still included
        ({"appeal/p2": clock("2025-04-11"), "protest_term/p1": clock("2025-04-15")}, False),
        ({"appeal/p2": clock("2025-04-11", "expired"), "claim_appeal/p3": clock("2025-04-10")}, True),
    ],
)
def test_times_to_appeal_are_over_when_nobodys_runs(rows: dict[str, Any], over: bool) -> None:
    assert rules.appeal_periods_are_over(asked(There(rows=rows))) is over


@pytest.mark.parametrize(
    ("appellants", "moves", "allowed"),
    [
        (["accused"], "heavier", False),
        (["accused"], "lighter", True),
        (["accused", "prosecutor"], "heavier", True),
        (["private"], "heavier", True),
    ],
)
def test_no_heavier_punishment_on_the_accuseds_appeal_alone(appellants: list[str], moves: str, allowed: bool) -> None:
    there = There(parties={f"p{n}": party(role, "appellant") for n, role in enumerate(appellants, 1)})
    assert rules.no_heavier_on_appeal(asked(there, {"punishment_moves": moves})) is allowed


def test_a_minor_is_not_heard_in_public() -> None:
    there = There(["minor/p2"])
    assert not rules.minor_is_closed(asked(there, {"hearing": {"open": True}}))
    assert rules.minor_is_closed(asked(there, {"hearing": {}}))
    assert rules.minor_is_closed(asked(there)) is None
    assert not rules.nobody_is_minor(asked(there))


def test_absent_twice_or_gone_from_court() -> None:
    assert rules.absent_twice(asked(There(did={"note_absent": 2}), {}))
    assert not rules.absent_twice(asked(There(did={"note_absent": 1}), {}))
    assert rules.absent_twice(asked(There(did={"note_absent": 1}), {"left_court": True}))


def test_which_court_may_do_what() -> None:
    assert rules.court_is_basic(asked(There()))
    assert rules.court_is_not_basic(asked(There(court="京02")))
    assert rules.court_is_high(asked(There(court="京")))
    assert rules.court_is_supreme(asked(There(court="最高法")))
    assert not rules.court_is_below_supreme(asked(There(court="最高法")))


def test_kinds_of_prosecution() -> None:
    private = There(parties={"p1": party("private"), "p2": party("accused")}, facts={"private_kind": "refused"})
    assert rules.is_prosecuted_privately(asked(private)) and not rules.is_prosecuted_in_public(asked(private))
    assert not rules.private_may_settle(asked(private))
    assert not rules.is_not_remanded(asked(There(facts={"remand_reason": "事实不清"})))


def test_who_refuses_counsel_loses_that_counsel_alone() -> None:
    there = There(parties={"p2": party("accused"), "p3": party("counsel", of="p2"), "p4": party("counsel", of="p1")})
    changes = acts.drop_counsel(asked(there, {}, "p2")).changes
    assert [(key, row["active"]) for _, key, row in changes] == [("p3", False)]
