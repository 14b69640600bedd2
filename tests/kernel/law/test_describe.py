"""What people and machines are shown of a procedure, and what is said of two law books."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from xiezhi.kernel.law.describe import card, show_json
from xiezhi.kernel.law.diagram import show_svg
from xiezhi.kernel.law.diff import differences
from xiezhi.kernel.law.diff_files import file_differences
from xiezhi.kernel.law.files import load
from xiezhi.kernel.law.reader import read

DAY = date(2025, 3, 3)
SVG = "{http://www.w3.org/2000/svg}"


def test_a_card_names_what_a_list_needs(folder: Path) -> None:
    row = card(read(folder).procedure("demo.case", DAY))
    assert list(row) == "id title title_en case_type since states acts periods papers".split()
    assert row["since"] == "2024-01-01"
    assert row["papers"] == ["受理案件通知书"]
    assert row["acts"][-2:] == ["suspend", "resume"]
    assert json.loads(json.dumps(row)) == row


def test_json_is_plain_and_leaves_out_what_is_empty(folder: Path) -> None:
    shown = show_json(read(folder).procedure("demo.case", DAY))
    assert json.loads(json.dumps(shown)) == shown
    assert shown["acts"]["accept"]["from"] == ["filed"]
    assert "per" not in shown["acts"]["accept"]
    limit = shown["periods"]["limit"]
    assert limit["excluded_by"] == [{"from": "suspend", "until": "resume", "as": "civ.suspend"}]
    assert limit["extended_by"] == [{"act": "extend", "as": "president"}]


@pytest.mark.parametrize("id", ["demo.case", "demo.simple", "demo.leave"])
def test_the_diagram_draws_each_state_act_and_period(folder: Path, id: str) -> None:
    book = read(folder)
    file = book.procedure(id, DAY)
    root = ElementTree.fromstring(show_svg(file, book))
    words = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    for part in (*file.acts.values(), *file.periods.values()):
        assert part.title in words
    assert all(title in words for title in file.states.values())
    width, height = int(root.attrib["width"]), int(root.attrib["height"])
    for line in root.iter(f"{SVG}line"):
        assert min(int(line.attrib["x1"]), int(line.attrib["x2"])) >= 0
        assert max(int(line.attrib["x1"]), int(line.attrib["x2"])) <= width
        assert int(line.attrib["y2"]) <= height


def test_the_diagram_is_named_and_described_and_needs_no_style(folder: Path) -> None:
    book = read(folder)
    drawing = show_svg(book.procedure("demo.case", DAY), book)
    root = ElementTree.fromstring(drawing)
    ids = root.attrib["aria-labelledby"].split()
    named = {e.attrib.get("id"): "".join(e.itertext()) for e in root.iter()}
    assert named[ids[0]] == "演示案件流程图"
    assert "立案：待立案→已立案" in named[ids[1]]
    assert root.attrib["role"] == "img"
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=", drawing)


def test_an_arrow_leads_from_state_to_state(folder: Path) -> None:
    book = read(folder)
    file = book.procedure("demo.case", DAY)
    root = ElementTree.fromstring(show_svg(file, book))
    boxes = {
        "".join(text.itertext()): int(text.attrib["x"])
        for text in root.iter(f"{SVG}text")
        if text.attrib["text-anchor"] == "middle"
    }
    rows = [g for g in root.iter(f"{SVG}g") if "".join(next(g.iter(f"{SVG}text")).itertext()) == "立案"]
    line = next(rows[0].iter(f"{SVG}line"))
    assert int(line.attrib["x1"]) == boxes["待立案"]
    assert abs(int(line.attrib["x2"]) - boxes["已立案"]) <= 2


def test_equal_law_books_do_not_differ(folder: Path) -> None:
    assert differences(read(folder), read(folder)) == []


def test_differences_are_told_in_words(folder: Path) -> None:
    old = read(folder)
    case = folder / "procedures/demo/case.toml"
    text = case.read_text("utf-8").replace("warn = 2", "warn = 3").replace('title = "送达"', 'title = "送达副本"')
    text += '\n[acts.note]\ntitle = "备注"\nby = ["judge"]\nbasis = "民事诉讼法第一条"\nfrom = ["accepted"]\n'
    case.write_text(text, "utf-8")
    (folder / "procedures/demo/leave.toml").unlink()
    conditions = folder / "conditions.toml"
    conditions.write_text(conditions.read_text("utf-8").replace("请补齐后再立案", "请于七日内补齐"), "utf-8")
    choices = folder / "choices.toml"
    choices.write_text(choices.read_text("utf-8").replace('granted = "准许"\n', ""), "utf-8")
    assert differences(old, read(folder)) == [
        "“演示案件”（demo.case）：行为“送达副本”（serve）的名称由 送达 改为 送达副本",
        "“演示案件”（demo.case）：新增行为“备注”（note），依据民事诉讼法第一条",
        "“演示案件”（demo.case）：期间“立案审查期限”（review）的提醒天数由 2 改为 3",
        "删去程序“延长审批”（demo.leave）",
        "条件“起诉材料齐全”（claim_is_complete）的拒绝理由由 起诉材料不全，请补齐后再立案。 改为 起诉材料不全，请于七日内补齐。",
        "选项“outcome”的“granted”由 准许 改为 （无）",
    ]


def test_a_long_change_is_told_from_where_it_begins(folder: Path) -> None:
    old = read(folder)
    forms = folder / "papers/demo.toml"
    forms.write_text(forms.read_text("utf-8").replace("{court} {today}", "甲" * 100 + "乙"), "utf-8")
    middle = read(folder)
    forms.write_text(forms.read_text("utf-8").replace("甲乙", "甲丙"), "utf-8")
    (line,) = differences(middle, read(folder))
    assert line.endswith("的正文由 …甲甲甲甲甲甲甲甲甲甲乙 改为 …甲甲甲甲甲甲甲甲甲甲丙")
    assert old.digest != middle.digest


def test_a_long_diagram_repeats_the_titles(folder: Path) -> None:
    case = folder / "procedures/demo/case.toml"
    act = '\n[acts.note_{0}]\ntitle = "备注{0}"\nby = ["judge"]\nbasis = "民事诉讼法第一条"\nfrom = ["accepted"]\n'
    case.write_text(case.read_text("utf-8") + "".join(act.format(n) for n in range(30)), "utf-8")
    book = read(folder)
    root = ElementTree.fromstring(show_svg(book.procedure("demo.case", DAY), book))
    texts = [(int(t.attrib["x"]), int(t.attrib["y"]), t.text) for t in root.iter(f"{SVG}text")]
    assert sum(words == "待立案" for _, _, words in texts) == 3
    assert len({(x, y) for x, y, _ in texts}) == len(texts)
    assert max(y for _, y, _ in texts) < int(root.attrib["height"])


def test_the_files_beside_the_procedures_are_compared_too(folder: Path, tmp_path: Path) -> None:
    old = load(Path(shutil.copytree(folder, tmp_path / "old")))
    texts = {
        "periods/demo.toml": ("length = 6", "length = 5"),
        "elements/demo.toml": ('act = "file"', 'act = "filed"'),
        "glossary.toml": ("asked = {zh = ", "asked = {note = '说明', zh = "),
        "tables/articles.csv": ("1-550", "1-551"),
        "tables/case-types.csv": ("涉外民事一审案件", "涉外民事案件"),
        "tables/case-types.toml": ("报请共同的上级", "报请上级"),
    }
    for path, (was, now) in texts.items():
        text = (folder / path).read_text("utf-8")
        assert was in text, path
        (folder / path).write_text(text.replace(was, now, 1), "utf-8")
    (folder / "parameters").mkdir()
    (folder / "parameters/wage.toml").write_text("yuan = 1\n", "utf-8")
    with (folder / "periods/demo.toml").open("a", encoding="utf-8") as file:
        file.write('["demo.new"]\ntitle = "新期间"\nbasis = "民事诉讼法第一条"\n')
    told = list(file_differences(old, load(folder)))
    for line in (
        "期间规则“审限”（demo.limit）的长度由 6 改为 5",
        "新增期间规则“新期间”（demo.new），依据民事诉讼法第一条",
        "新增参数（wage）",
        "条文表“最高人民法院关于适用《中华人民共和国民事诉讼法》的解释 2022-04-01”的条文由 1-550 改为 1-551",
        "案件类型表“0302 民初”（涉外民事案件）的名称由 涉外民事一审案件 改为 涉外民事案件",
        "案件类型与程序对照：unserved.0108由 报请共同的上级人民法院指定管辖，见指定管辖案件 改为 报请上级人民法院指定管辖，见指定管辖案件",
        "术语：asked.note由 （无） 改为 说明",
    ):
        assert line in told, told
    assert any(line.startswith("问答（demo）：") for line in told)
    assert list(file_differences(old, old)) == []


def test_a_long_table_is_summed_up(folder: Path, tmp_path: Path) -> None:
    old = load(Path(shutil.copytree(folder, tmp_path / "old")))
    courts = folder / "tables/courts.csv"
    rest = ",".join([""] * (courts.read_text("utf-8").splitlines()[0].count(",")))
    courts.write_text(
        courts.read_text("utf-8").rstrip() + "".join(f"\n试{n:02}{rest}" for n in range(30)) + "\n", "utf-8"
    )
    told = list(file_differences(old, load(folder)))
    assert len(told) == 21 and told[-1] == "法院表另有 10 处不同"


def test_an_earlier_text_that_changed_is_told_with_its_day(folder: Path) -> None:
    old = read(folder)
    simple = folder / "procedures/demo/simple.toml"
    text = simple.read_text("utf-8")
    first = re.search(r'\{since = 2024-01-01, value = "([^"]+)"', text)
    assert first
    simple.write_text(text.replace(first[1], "民事诉讼法第一条", 1), "utf-8")
    (line,) = differences(old, read(folder))
    assert line.endswith("（自2024-01-01起的文本）")
