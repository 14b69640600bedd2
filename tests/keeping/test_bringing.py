"""Cases of another system come in as they stand, each row answered; the platform carries them on, and the record is whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.kernel.world import COURT, World, broken, make_world
from xiezhi.keeping.bringing import Answer, NoTables, bring
from xiezhi.kernel.people.models import Account
from xiezhi.kernel.periods import clock
from xiezhi.kernel.procedure.acts import open_acts
from xiezhi.kernel.record.models import Event, Matter, Paper, Period

TODAY = date(2025, 6, 3)
TABLES = {
    "people.csv": "id,kind,name,id_number,phone,address\na,person,张明,110101199003077758,13800000001,北京市\nb,organisation,演示𬭚昇公司,,,\n",
    "matters.csv": (
        "id,court,procedure,state,opened,number,outcome,cause,amount\n"
        "M1,京0101,civ.first.ordinary,assigned,2025-02-10,（2025）京0101民初57号,,民间借贷纠纷,20000\n"
        "M2,京0101,civ.first.ordinary,nowhere,2025-02-11,(2025)京0101民初58号,,民间借贷纠纷,20000.001\n"
        "M3,京0101,court.supervision_task,open,2025-05-01,,,,\n"
    ),
    "parties.csv": "matter,role,person,of\nM1,plaintiff,a,\nM1,defendant,b,\nM2,plaintiff,nobody,\nM9,plaintiff,a,\n",
    "assigned.csv": "matter,role,staff\nM1,judge,fa\n",
    "periods.csv": "matter,name,party,started\nM1,limit,,2025-02-17\n",
    "done.csv": "matter,act,on\nM1,accept,2025-02-17\nM1,serve_complaint/p2,2025-03-01\n",
    "papers.csv": "matter,file,title,on\nM1,借条.txt,借条,2025-02-10\nM2,../matters.csv,偷看,2025-02-10\n",
}


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> World:
    settings.XIEZHI_HOME = tmp_path / "home"
    world = make_world()
    Account.objects.create(user=User.objects.create(username="fa"), person=world.person("trial_judge"))
    return world


def laid(tmp_path: Path, encoding: str = "utf-8", **changed: str) -> Path:
    folder = tmp_path / "tables"
    (folder / "files").mkdir(parents=True, exist_ok=True)
    (folder / "files" / "借条.txt").write_text("今借到二万元。", encoding="utf-8")
    for name, text in (TABLES | changed).items():
        (folder / name).write_text(text, encoding=encoding)
    return folder


def brought(folder: Path) -> dict[tuple[str, int], Answer]:
    with clock.at(TODAY):
        return {(answer.file, answer.line): answer for answer in bring(folder, "old")}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_case_comes_in_as_it_stands_and_goes_on(world: World, tmp_path: Path, encoding: str) -> None:
    answers = brought(laid(tmp_path, encoding))
    assert not [
        a.errors for a in answers.values() if a.id == "M1" and a.errors and a.errors[0]["code"] != "with_matter"
    ]
    assert {at for at, a in answers.items() if not a.errors and a.id == "M1"} == {
        ("matters.csv", 2), ("parties.csv", 2), ("parties.csv", 3), ("assigned.csv", 2), ("periods.csv", 2), ("done.csv", 2), ("done.csv", 3),
        ("papers.csv", 2),
    }  # fmt: skip
    matter = Matter.objects.get(number="（2025）京0101民初57号")
    assert Event.objects.get(matter=matter).act == "import"
    assert Paper.objects.get(matter=matter).title == "借条"
    trial = Period.objects.get(matter=matter, name="limit")
    assert (trial.due, trial.state) == ("2025-08-18", "running"), (
        "six months from the acceptance, moved on from a Sunday"
    )
    with clock.at(TODAY):
        judge = world.staff("trial_judge")
        assert "schedule" in {o.act.name for o in open_acts(matter, judge) if o.open}
        world.do(
            matter,
            "schedule",
            judge,
            hearing={"time": "2025-06-20T09:00", "room": "第一法庭", "mode": "court", "open": True},
        )
        next_one = world.accepted()
        assert next_one.number == "（2025）京0101民初58号", "the court goes on numbering where the other system ended"
        assert broken() == {}


def test_each_row_says_why_it_stayed_out(world: World, tmp_path: Path) -> None:
    answers = brought(laid(tmp_path))
    why = {at: " ".join(e["message"] for e in a.errors) for at, a in answers.items() if a.errors}
    assert "people.csv 里没有这个人" in why["parties.csv", 4]
    assert "matters.csv 里没有这一件" in why["parties.csv", 5]
    assert "files 文件夹里没有这个文件" in why["papers.csv", 3]
    assert "没有转入" in why["matters.csv", 3]
    assert not Matter.objects.filter(opened=date(2025, 2, 11)).exists()
    mended = {"parties.csv": TABLES["parties.csv"].replace("nobody", "a"), "papers.csv": "matter,file,title,on\n"}
    answers = brought(laid(tmp_path, **mended))
    codes = {e["field"] for e in answers["matters.csv", 3].errors}
    assert codes == {"state", "amount"}, "every fault at once"


def test_the_same_tables_again_bring_in_nothing_twice(world: World, tmp_path: Path) -> None:
    before = brought(laid(tmp_path))["matters.csv", 2].matter
    assert brought(laid(tmp_path))["matters.csv", 2].matter == before
    assert Matter.objects.filter(court=COURT, number__contains="57").count() == 1
    other = {"matters.csv": TABLES["matters.csv"].replace(",20000\n", ",30000\n", 1)}
    assert [e["code"] for e in brought(laid(tmp_path, **other))["matters.csv", 2].errors] == ["key_reused"]


def test_numbers_of_the_other_system_come_before_the_platforms_own(world: World, tmp_path: Path) -> None:
    with clock.at(TODAY):
        world.accepted()
    errors = brought(laid(tmp_path))["matters.csv", 2].errors
    assert "已经开始编立" in errors[0]["message"]
    with clock.at(TODAY):
        assert broken() == {}


def test_a_folder_without_matters_is_refused(world: World, tmp_path: Path) -> None:
    with pytest.raises(NoTables):
        list(bring(tmp_path, "old"))
