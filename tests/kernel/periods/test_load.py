"""The law book's periods: all there, sound, and every fault is named."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from xiezhi.kernel.periods.errors import PeriodError
from xiezhi.kernel.periods.load import load_rules, rule_faults
from xiezhi.kernel.periods.rules import RuleBook

LAW = Path(__file__).resolve().parents[3] / "law" / "periods"


def test_all_periods_are_there_and_sound(rules: RuleBook) -> None:
    assert rule_faults(LAW) == []
    assert Counter(rule.domain for rule in rules.values()) >= Counter(
        {
            "civil": 103,
            "criminal": 46,
            "enforcement": 44,
            "administrative": 29,
            "bankruptcy": 21,
            "compensation": 11,
            "other": 3,
        }
    )
    excluded = [ground for ground in rules.grounds.values() if not ground.suspension]
    assert (len(excluded), len(rules.grounds) - len(excluded)) == (20, 6)


def test_every_rule_cites_its_article_in_full(rules: RuleBook) -> None:
    for rule_id, rule in rules.items():
        assert rule.basis and rule.title, rule_id
        for basis in (rule.basis, *(extension.basis for extension in rule.extends)):
            assert not any(short in basis for short in ("民诉法", "刑诉法", "行诉法", "同上")), rule_id


def test_only_some_rules_do_not_move_on(rules: RuleBook) -> None:
    fixed = {rule_id for rule_id, rule in rules.items() if not rule.rolls}
    assert {"civ.pres.pre", "civ.hearing_notice", "cri.first.private.detained", "civ.pres.term.bank"} <= fixed
    assert not fixed & {"civ.appeal.judgment", "cri.appeal.judgment", "civ.first.ordinary", "adm.second"}
    assert all(not rule.rolls for rule in rules.values() if rule.unit == "hour" or rule.backward)


@pytest.mark.parametrize(
    ("rule_id", "on", "length", "unit"),
    [
        ("civ.service.announce", "2021-12-31", 60, "day"),
        ("civ.service.announce", "2022-01-01", 30, "day"),
        ("civ.service.announce.foreign", "2023-12-31", 3, "month"),
        ("civ.service.announce.foreign", "2024-01-01", 60, "day"),
        ("civ.arb.revoke_apply", "2026-02-28", 6, "month"),
        ("civ.arb.revoke_apply", "2026-03-01", 3, "month"),
    ],
)
def test_a_length_is_that_of_the_day(rules: RuleBook, rule_id: str, on: str, length: int, unit: str) -> None:
    rule = rules.rule(rule_id, date.fromisoformat(on))
    assert (rule.length, rule.unit) == (length, unit)


def test_before_its_first_day_a_rule_is_not_in_force(rules: RuleBook) -> None:
    with pytest.raises(PeriodError) as refused:
        rules.rule("civ.arb.revoke_apply", date(1990, 1, 1))
    assert refused.value.code == "not_in_force"


GOOD = """
["x.y"]
title = "某期间"
kind = "appeal"
unit = "day"
length = 15
bound = "max"
basis = "某法第1条"
"""


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('kind = "appeal"', 'kind = "apeal"', "x.y.kind"),
        ('unit = "day"', 'unit = "dya"', "x.y.unit"),
        ("length = 15", 'length = "15"', "x.y.length"),
        ("length = 15", "length = true", "x.y.length"),
        ("length = 15", "length = 0", "x.y.length"),
        ("length = 15", "lenght = 15", "x.y.lenght"),
        ("length = 15", "length = [{since = 2022-01-01, value = 3}, {since = 2021-01-01, value = 4}]", "x.y.length"),
        ('basis = "某法第1条"', "", "x.y.basis"),
        ('basis = "某法第1条"', 'basis = "某法第1条"\nexcludes = ["gongao"]', "x.y.excludes"),
        ('basis = "某法第1条"', 'basis = "某法第1条"\nexcludes = 5', "x.y.excludes"),
        ('basis = "某法第1条"', 'basis = "某法第1条"\nsuspends = "civ.terminate"', "x.y.suspends"),
        ('basis = "某法第1条"', 'basis = "某法第1条"\nrolls = "no"', "x.y.rolls"),
        ('basis = "某法第1条"', 'basis = "某法第1条"\nsource = "nowhere"', "x.y.source"),
        ('basis = "某法第1条"', 'basis = "某法第1条"\nextends = [{by = "nobody", basis = "x"}]', "x.y.extends[0].by"),
        (
            'basis = "某法第1条"',
            'basis = "某法第1条"\nextends = [{by = "president", n = 1, basis = "x"}]',
            "x.y.extends[0]",
        ),
        (
            'basis = "某法第1条"',
            'basis = "某法第1条"\nextends = [{by = "superior", needs = "president", basis = "x"}]',
            "x.y.extends[0].needs",
        ),
        (
            'basis = "某法第1条"',
            'basis = "某法第1条"\nconverts = {to = ["x.z"], counts_from = "start", basis = "x"}',
            "x.y.converts.to",
        ),
        ("title", "[", ""),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, old: str, new: str, key: str) -> None:
    folder = tmp_path / "periods"
    folder.mkdir()
    shutil.copy(LAW / "grounds.toml", folder)
    head = '[sources]\nstatute = "已读"\n'
    (folder / "x.toml").write_text(head + GOOD, encoding="utf-8")
    assert rule_faults(folder) == []
    (folder / "x.toml").write_text(head + GOOD.replace(old, new, 1), encoding="utf-8")
    assert any(fault.startswith(f"periods/x.toml:{key}: ") for fault in rule_faults(folder))
    with pytest.raises(ValueError, match=r"periods/x\.toml"):
        load_rules(folder)


def test_faults_of_many_files_come_together(tmp_path: Path) -> None:
    folder = tmp_path / "periods"
    shutil.copytree(LAW, folder)
    for name in ("civil.toml", "criminal.toml"):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace('kind = "appeal"', 'kind = "appea1"'), encoding="utf-8")
    text = (folder / "grounds.toml").read_text(encoding="utf-8")
    (folder / "grounds.toml").write_text(text.replace("[computation.holiday]", "[computation.hol]"), encoding="utf-8")
    found = rule_faults(folder)
    assert {fault.split(":")[0] for fault in found} >= {
        "periods/civil.toml",
        "periods/criminal.toml",
        "periods/grounds.toml",
    }
    assert "periods/grounds.toml:computation.holiday: 缺少这条计算规则" in found


@pytest.mark.parametrize("text", ["", "excluded = 5", "[excluded.x]\ntitle = 5", "[["])
def test_faulty_grounds_are_said_once_there(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "periods"
    shutil.copytree(LAW, folder)
    (folder / "grounds.toml").write_text(text, encoding="utf-8")
    assert {fault.split(":")[0] for fault in rule_faults(folder)} == {"periods/grounds.toml"}


def test_a_rule_written_twice_is_a_fault(tmp_path: Path) -> None:
    folder = tmp_path / "periods"
    folder.mkdir()
    shutil.copy(LAW / "grounds.toml", folder)
    for name in ("a.toml", "b.toml"):
        (folder / name).write_text('[sources]\nstatute = "已读"\n' + GOOD, encoding="utf-8")
    assert any("重复" in fault for fault in rule_faults(folder))
