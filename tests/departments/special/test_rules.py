"""What the conditions of the special procedures count."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest

from xiezhi.departments.special import rules
from xiezhi.kernel.procedure.registry import Ctx


def ctx(opened: str, **facts: Any) -> Ctx:
    """A matter opened on a day, with what has been said; only what these conditions ask."""
    standing = SimpleNamespace(opened=date.fromisoformat(opened), done=lambda act: 0, marked=lambda mark: False)
    return cast(Ctx, SimpleNamespace(standing=standing, fact=facts.get))


@pytest.mark.parametrize(("sued", "open"), [("2025-03-20", True), ("2025-03-21", False), ("2025-03-25", False)])
def test_one_sues_five_days_before_the_election(sued: str, open: bool) -> None:
    assert rules.sued_before_election(ctx(sued, election_day="2025-03-25")) is open


@pytest.mark.parametrize(
    ("since", "filed", "open"),
    [("2023-03-03", "2025-03-03", True), ("2023-03-04", "2025-03-03", False), ("2024-02-29", "2026-02-28", True)],
)
def test_two_full_years_without_word(since: str, filed: str, open: bool) -> None:
    assert rules.missing_two_years(ctx(filed, last_heard=since)) is open


@pytest.mark.parametrize(
    ("ground", "proof", "since", "open"),
    [
        ("four_years", None, "2021-03-03", True),
        ("four_years", None, "2021-03-04", False),
        ("accident", None, "2023-03-03", True),
        ("accident", None, "2023-03-04", False),
        ("impossible", {"digest": "d"}, "2025-02-01", True),
        ("impossible", None, "2020-02-01", False),
    ],
)
def test_how_long_one_is_missing_to_be_declared_dead(ground: str, proof: Any, since: str, open: bool) -> None:
    here = ctx("2025-03-03", last_heard=since, missing_ground=ground, survival_proof=proof)
    assert rules.missing_for_death(here) is open
    assert rules.survival_impossible(here) is (ground == "impossible")
    assert rules.survival_possible(here) is (ground != "impossible")


def test_nothing_is_judged_while_nothing_is_said() -> None:
    silent = ctx("2025-03-03")
    asked = (
        rules.sued_before_election, rules.missing_two_years, rules.missing_for_death, rules.confirmation_in_time,
    )  # fmt: skip
    assert [ask(silent) for ask in asked] == [None] * 4
    assert rules.search_is_over(silent) is False


# The thirtieth day after 2 January 2025 falls into the Spring Festival: the period runs until the day after it, 5 February.
@pytest.mark.parametrize(("filed", "open"), [("2025-02-05", True), ("2025-02-06", False)])
def test_thirty_days_for_confirmation_and_for_a_designated_guardian(filed: str, open: bool) -> None:
    assert rules.confirmation_in_time(ctx(filed, agreement_day="2025-01-02")) is open
    contest = ctx(filed, guardian_request="contest", designated_notice="2025-01-02")
    assert rules.designation_objected_in_time(contest) is open
    assert rules.designation_objected_in_time(ctx(filed, guardian_request="revoke")) is True
    assert rules.designation_objected_in_time(ctx(filed, guardian_request="contest")) is False


def test_a_payment_order_is_never_served_by_announcement() -> None:
    def way(method: str | None) -> Ctx:
        data = None if method is None else {"service": {"method": method}}
        return cast(Ctx, SimpleNamespace(data=data, fact=(data or {}).get))

    assert [rules.not_by_announcement(way(m)) for m in ("announcement", "person", None)] == [False, True, None]


@pytest.mark.parametrize(("last", "open"), [("2025-05-15", True), ("2025-05-14", False)])
def test_a_summons_outlasts_the_day_of_payment_by_fifteen_days(last: str, open: bool) -> None:
    facts = {"summons_term": last, "pay_day": "2025-04-30"}
    assert rules.summons_long_enough(cast(Ctx, SimpleNamespace(data=facts, fact=facts.get))) is open
    assert rules.summons_long_enough(cast(Ctx, SimpleNamespace(data=None, fact=facts.get))) is None


def test_a_dispute_or_a_claim_waits_until_its_mark_is_gone() -> None:
    def here(*marks: str, done: int = 0) -> Ctx:
        standing = SimpleNamespace(
            table=lambda name: {m: {} for m in marks}, marked=marks.__contains__, done=lambda a: done
        )
        return cast(Ctx, SimpleNamespace(standing=standing))

    assert rules.order_disputed(here("disputing/p2")) and not rules.order_undisputed(here("disputing/p2"))
    assert rules.order_undisputed(here("settled")) and not rules.order_disputed(here("settled"))
    assert rules.nobody_claims(here("settled")) and not rules.nobody_claims(here("rights_claimed"))
    assert rules.order_stands(here(done=1)) and not rules.order_stands(here())


@pytest.mark.parametrize(
    ("kind", "stage", "apart"),
    [
        ("conduct", "before_suit", True),
        ("conduct", "before_arbitration", True),
        ("conduct", "within_suit", False),
        ("property", "before_suit", False),
    ],
)
def test_only_a_conduct_order_before_a_suit_is_reviewed_in_a_case_of_its_own(
    kind: str, stage: str, apart: bool
) -> None:
    here = ctx("2025-03-03", preservation_kind=kind, preservation_stage=stage)
    assert rules.reviewed_apart(here) is apart
    assert rules.reviewed_here(here) is not apart
    assert rules.kind_is_property(here) is (kind == "property")
    assert rules.kind_is_not_property(here) is (kind != "property")


@pytest.mark.parametrize(
    ("stage", "before", "other"),
    [("before_suit", True, False), ("in_arbitration", False, True), ("before_enforcement", False, True), ("own_motion", False, False)],
)  # fmt: skip
def test_each_stage_has_its_procedure(stage: str, before: bool, other: bool) -> None:
    here = ctx("2025-03-03", preservation_stage=stage)
    assert (rules.stage_is_before(here), rules.stage_is_other(here)) == (before, other)


def test_the_ruling_is_of_the_kind_asked_for() -> None:
    def doing(act: str) -> Ctx:
        facts = {"preservation_kind": "evidence"}
        return cast(Ctx, SimpleNamespace(act=SimpleNamespace(name=act), fact=facts.get))

    assert rules.kind_matches(doing("grant_evidence")) and not rules.kind_matches(doing("grant_property"))


@pytest.mark.parametrize(("sum_", "open"), [("30000.00", True), ("30000.01", False), (None, None)])
def test_no_more_is_frozen_than_the_ruling_says(sum_: str | None, open: bool | None) -> None:
    facts = {
        "frozen_sum/a.1": {"value": "20000.00"},
        "frozen_sum/a.2": {"value": "9.00"},
        "frozen_sum": {"value": "9.00"},
    }
    standing = SimpleNamespace(table=lambda name: facts)
    here = SimpleNamespace(
        standing=standing, which="a.2", data={"frozen_sum": sum_}, fact={"preserved_sum": "50000.00"}.get
    )
    answer = rules.within_preserved_sum(cast(Ctx, here))
    assert answer is open if open is not False else isinstance(answer, str)
