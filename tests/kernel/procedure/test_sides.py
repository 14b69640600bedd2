"""Those who take part, as papers call them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from xiezhi.kernel.procedure import sides

TITLES = {
    "plaintiff": "原告",
    "defendant": "被告",
    "appellant": "上诉人",
    "appellee": "被上诉人",
    "accused": "被告人",
    "prosecutor": "公诉机关",
}
BOOK: Any = SimpleNamespace(posts={f"party.{role}": SimpleNamespace(title=title) for role, title in TITLES.items()})


def party(role: str, name: str, *also: str, **more: str) -> dict[str, Any]:
    return {
        "role": role,
        "name": name,
        "kind": "person",
        "id_number": "",
        "address": "",
        "of": "",
        "data": {"also": list(also)},
    } | more


SUIT = {
    "p1": party("plaintiff", "演示甲", id_number="110101199003077758", address="北京市东城区演示街1号"),
    "p2": party("defendant", "演示乙公司", kind="organisation", address="北京市东城区演示街2号"),
    "p3": party("counsel", "演示律师", of="p1"),
}


def test_each_party_has_a_line_with_what_a_court_writes_of_it() -> None:
    assert sides.lines(BOOK, SUIT).split("\n") == [
        "原告：演示甲，男，1990年3月7日出生，住北京市东城区演示街1号。",
        "被告：演示乙公司，住所地北京市东城区演示街2号。",
        "委托诉讼代理人：演示律师，系原告演示甲的委托诉讼代理人",
    ]
    assert sides.names(BOOK, SUIT) == "原告演示甲、被告演示乙公司、委托诉讼代理人演示律师"


def test_above_who_appeals_stands_first_and_is_called_by_both_roles() -> None:
    above = {"p1": party("plaintiff", "演示甲", "appellee"), "p2": party("defendant", "演示乙", "appellant")}
    assert sides.lines(BOOK, above) == "上诉人（原审被告）：演示乙。\n被上诉人（原审原告）：演示甲"


def test_the_case_is_called_after_its_sides() -> None:
    assert sides.case(SUIT, "民间借贷纠纷") == "演示甲与演示乙公司民间借贷纠纷"
    tried = {
        "p1": party("prosecutor", "演示人民检察院"),
        "p2": party("accused", "演示丙"),
        "p3": party("accused", "演示丁"),
    }
    assert sides.case(tried, "盗窃罪") == "被告人演示丙、演示丁盗窃罪"
    assert sides.line(BOOK, party("counsel", "演示律师", of="p2"), tried) == "辩护人：演示律师，系被告人演示丙的辩护人"


def test_who_signs_stands_in_a_line_each() -> None:
    assigned = [
        ("judge", "甲"),
        ("presiding", "乙"),
        ("member", "甲"),
        ("member", "乙"),
        ("member", "丙"),
        ("clerk", "丁"),
    ]
    assert sides.bench(assigned, "戊") == "审判长　乙\n审判员　甲\n审判员　丙"
    assert sides.bench([("clerk", "丁")], "戊") == "审判员　戊"
    assert sides.bench([], "") == ""
