"""Rules over case data: each finds what it is for and no more, and what they find opens one check, once."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest

from xiezhi.departments.office.risks.chance import at_least
from xiezhi.departments.office.risks.rules import at_the_end, idle_money, long_exclusion, reassigned, same_pair
from xiezhi.kernel.people.models import Court, Person
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.sweep import sweep
from xiezhi.kernel.record.models import Assigned, Entry, Fact, Matter, Party, Period

pytestmark = [pytest.mark.django_db, pytest.mark.system("3b")]
DAY = date(2025, 12, 1)


@pytest.fixture(autouse=True)
def court() -> None:
    Court.objects.create(code="京0101", name="演示法院", level="基层", parent="京02")


def case(n: int, procedure: str = "civ.first.ordinary", parent: Matter | None = None) -> Matter:
    number = "" if parent else f"（2025）京0101民初{n}号"
    state = "closed" if parent else "assigned"
    return Matter.objects.create(
        procedure=procedure, number=number, court_id="京0101", state=state, opened="2025-03-03", parent=parent
    )


def limit(matter: Matter, *facts: dict[str, Any]) -> None:
    history = {"rule": "civ.first.ordinary", "facts": [{"what": "start", "on": "2025-03-03"}, *facts]}
    Period.objects.create(
        matter=matter, key="limit", name="limit", rule="civ.first.ordinary", owner="judge", state="running",
        started="2025-03-03", due="2026-03-03", history=history,
    )  # fmt: skip


def numbers(found: Any) -> list[str]:
    return [str(one.data["risk_cases"]) for one in found]


def test_days_excluded_beyond_the_threshold() -> None:
    long, short, open_ = case(1), case(2), case(3)
    limit(long, {"what": "exclude", "from": "2025-04-01", "to": "2025-09-28", "ground": "jianding"})  # 181 days
    limit(short, {"what": "exclude", "from": "2025-04-01", "to": "2025-09-27", "ground": "jianding"})  # 180 days
    limit(open_, {"what": "exclude", "from": "2025-04-01", "ground": "jianding"})  # until today
    assert numbers(long_exclusion(DAY)) == [long.number, open_.number]


def test_changes_in_the_last_days_of_the_limit() -> None:
    late, early = case(1), case(2)
    limit(
        late,
        {"what": "exclude", "from": "2025-09-02", "to": "2025-09-11", "ground": "jianding"},  # one day was left
        {"what": "extend", "on": "2025-09-12", "by": "president"},  # and again
    )
    limit(
        early,
        {"what": "exclude", "from": "2025-05-02", "to": "2025-05-11", "ground": "jianding"},
        {"what": "extend", "on": "2025-09-12", "by": "president"},
    )
    assert numbers(at_the_end(DAY)) == [late.number]


def test_judges_drawn_again_and_again() -> None:
    often, twice = case(1), case(2)
    for parent, n in ((often, 3), (twice, 2)):
        for _ in range(n):
            case(0, "assignment.draw", parent)
    assert numbers(reassigned(DAY)) == [often.number]


def test_money_that_nobody_moves() -> None:
    idle, paid, fresh = (case(n, "exe.first") for n in (1, 2, 3))
    for matter, on, fen in (
        (idle, "2025-10-01", 10_050),
        (paid, "2025-10-01", 500),
        (paid, "2025-10-02", -500),
        (fresh, "2025-11-20", 9),
    ):
        Entry.objects.create(matter=matter, key=f"{on}.{fen}", account="bank", fen=fen, purpose="execution", on=on)
    found = list(idle_money(DAY))
    assert numbers(found) == [idle.number] and "100.50元" in found[0].data["risk_found"]


def test_a_lawyer_before_one_judge_beyond_chance() -> None:
    one, other = (Person.objects.create(name=f"演示法官{c}") for c in "甲乙")
    for n in range(1, 101):
        matter = case(n)
        Assigned.objects.create(
            matter=matter, key="judge/x", role="judge", person=one if n <= 10 else other, since="2025-03-03"
        )
        lawyer = "演示律师甲" if n <= 6 else "演示律师乙"
        Party.objects.create(matter=matter, key="p1", role="counsel", name=lawyer, id_number=lawyer)
    found = list(same_pair(DAY))
    assert [one.data["subject"] for one in found] == ["同一律师在同一法官处办案异常集中：演示律师甲"]
    assert "6件案件中有6件" in found[0].data["risk_found"]


def test_the_chance_is_that_of_the_binomial() -> None:
    assert at_least(0, 5, Fraction(1, 3)) == 1 and at_least(6, 5, Fraction(1, 3)) == 0
    assert at_least(2, 3, Fraction(1, 2)) == Fraction(1, 2)
    assert at_least(5, 5, Fraction(1, 10)) == Fraction(1, 100_000)


def test_what_is_found_opens_one_check_once_and_asks_the_inspector() -> None:
    matter = case(1)
    limit(matter, {"what": "exclude", "from": "2025-04-01", "ground": "jianding"})
    with clock.at(datetime(2025, 12, 1, 9, tzinfo=clock.COURT_TIME)):
        assert sweep() == 1 and sweep() == 0
    with clock.at(datetime(2025, 12, 2, 9, tzinfo=clock.COURT_TIME)):
        assert sweep() == 0
    check = Matter.objects.get(procedure="office.check")
    assert Fact.objects.get(matter=check, key="risk_rule").value == "long_exclusion"
    period = Period.objects.get(matter=check, name="check_term")
    assert period.owner == "inspector" and period.state == "running"
