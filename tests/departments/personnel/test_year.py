"""A judge's year is counted from the record: weights, additions, what came back; a pool is searched by the cause of a case."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from xiezhi.departments.personnel.assessment.rules import measured, quality_lines, training_hours
from xiezhi.departments.personnel.pool.rules import NOBODY, fields_of, specialists_told
from xiezhi.kernel.people.models import Court, Person
from xiezhi.kernel.procedure.asking import Asking
from xiezhi.kernel.procedure.book import law
from xiezhi.kernel.procedure.registry import Ctx
from xiezhi.kernel.procedure.standing import empty
from xiezhi.kernel.record.models import Assigned, Done, Fact, Item, Matter, Outcome, Party

DAY = date(2025, 12, 1)


def _ctx(procedure: str, act: str, data: dict[str, Any]) -> Ctx:
    book = law()
    file = book.procedure(procedure, DAY)
    return Ctx(book, file, file.acts[act], empty("京0101", DAY), DAY, None, "", data, "", Asking())


@pytest.fixture
def court(db: None) -> Court:
    return Court.objects.create(code="京0101", name="演示法院", level="基层", parent="京02")


def _case(court: Court, judge: Person, procedure: str, number: str, on: date = DAY) -> Matter:
    matter = Matter.objects.create(procedure=procedure, number=number, court=court, state="archived", opened=on)
    Assigned.objects.create(matter=matter, key=f"judge/{judge.id.hex}", role="judge", person=judge, since=on)
    Outcome.objects.create(matter=matter, key="pronounce", outcome="judged", on=on)
    return matter


@pytest.mark.system("39a")
def test_work_is_cases_by_weight_with_additions_of_that_year_and_judge(court: Court) -> None:
    judge, other = (Person.objects.create(name=n) for n in ("演示法官甲", "演示法官乙"))
    first = _case(court, judge, "civ.first.ordinary", "（2025）京0101民初1号")
    for n in range(3):
        Party.objects.create(matter=first, key=f"p{n}", role="defendant", kind="person", name=f"演示{n}", active=True)
    for n in range(2):
        Item.objects.create(matter=first, key=f"hearing.{n}", record="hearing", data={})
    Done.objects.create(matter=first, key="note_remanded", n=1, first=DAY, last=DAY)
    _case(court, judge, "civ.first.small", "（2025）京0101民初2号")
    _case(court, judge, "civ.first.small", "（2024）京0101民初3号", date(2024, 5, 1))
    _case(court, other, "civ.first.small", "（2025）京0101民初4号")
    _case(court, judge, "civ.first.small", "")
    ctx = _ctx("staff.assessment", "open", {"owner": judge.id.hex, "assessment_year": 2025})
    rows = {row["name"]: (row["n"], row["added"], row["points"]) for row in measured(ctx)}
    assert rows == {
        "民事一审简易、小额": (1, "0.00", "0.70"),
        "民事、刑事、行政一审普通": (1, "0.30", "1.30"),  # one party over two, one hearing over one
    }
    assert [row["n"] for row in quality_lines(ctx)[0]] == [0, 1, 0]


@pytest.mark.system("38a", "39a")
def test_hours_count_only_for_courses_passed(court: Court) -> None:
    judge = Person.objects.create(name="演示法官甲")
    for result, hours in (("passed", 8), ("failed", 16), ("excellent", 4)):
        course = Matter.objects.create(procedure="office.course", court=court, state="closed", opened=DAY)
        Fact.objects.create(matter=course, key=f"course_result/{judge.id.hex}", value=result, grade="")
        Fact.objects.create(matter=course, key="course_hours", value=hours, grade="")
    ctx = _ctx("staff.assessment", "open", {"owner": judge.id.hex, "assessment_year": 2025})
    assert training_hours(ctx)[0] == 12


@pytest.mark.system("38a")
def test_the_pool_is_searched_by_the_cause_or_one_above_it(court: Court) -> None:
    assert fields_of("民间借贷纠纷") == {"financial"}
    assert fields_of("抚养费纠纷") == {"family"}
    assert fields_of("没有的案由") == set()
    judge = Person.objects.create(name="演示法官甲")
    listed = Matter.objects.create(procedure="staff.specialist", court=court, state="listed", opened=DAY)
    Assigned.objects.create(matter=listed, key=f"owner/{judge.id.hex}", role="owner", person=judge, since=DAY)
    for key, value in (("expertise", "financial"), ("expertise_level", "民间借贷")):
        Fact.objects.create(matter=listed, key=key, value=value, grade="")
    said = specialists_told(_ctx("civ.first.ordinary", "form_panel", {"cause": "民间借贷纠纷"}))[0]
    assert said == "演示法官甲（金融、公司）：民间借贷"
    assert specialists_told(_ctx("civ.first.ordinary", "form_panel", {"cause": "抚养费纠纷"}))[0] == NOBODY
