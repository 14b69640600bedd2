"""`xiezhi law`: what it prints and with which code it ends."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from xiezhi.cli.main import main
from xiezhi.kernel.law.reader import read

BOOK = Path(__file__).resolve().parents[1] / "kernel/law/book"


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    """A law book with one fault."""
    folder = Path(shutil.copytree(BOOK, tmp_path / "law"))
    file = folder / "procedures/demo/leave.toml"
    file.write_text(file.read_text("utf-8").replace('by = ["president"]', 'by = ["chief"]'), "utf-8")
    return folder


def test_check_prints_each_fault_and_ends_with_1(spoilt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "check", str(spoilt)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "procedures/demo/leave.toml:acts.grant.by: unknown post or relation `chief`" in lines
    assert lines == sorted(set(lines))


def test_check_reads_the_rules_of_periods_too(spoilt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (spoilt / "periods/demo.toml").write_text('["demo.review"]\nlenght = 7\n', "utf-8")
    main(["law", "check", str(spoilt)])
    assert any(line.startswith("periods/demo.toml:demo.review") for line in capsys.readouterr().out.splitlines())


def test_no_folder_is_a_wrong_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "check", str(tmp_path / "nowhere")]) == 2
    assert "no such folder" in capsys.readouterr().err


def test_list_gives_a_line_per_procedure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "list", "--json", "--law", str(BOOK)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["id"] for row in rows] == list(read(BOOK).ids())
    assert rows[0]["states"] == ["filed", "accepted", "decided", "asked", "closed"]


@pytest.mark.parametrize(("day", "basis"), [("2024-12-31", "第九十六条"), ("2025-01-01", "第一百条")])
def test_show_reads_the_law_of_a_day(day: str, basis: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "show", "demo.simple", "--on", day, "--law", str(BOOK)]) == 0
    assert f"｜民事诉讼法{basis}" in capsys.readouterr().out


def test_show_has_three_formats(capsys: pytest.CaptureFixture[str]) -> None:
    shown = {}
    for format in ("text", "svg", "json"):
        assert main(["law", "show", "demo.case", "--format", format, "--law", str(BOOK)]) == 0
        shown[format] = capsys.readouterr().out
    assert shown["text"].startswith("演示案件（demo.case）")
    assert ElementTree.fromstring(shown["svg"]).tag.endswith("svg")
    assert json.loads(shown["json"])["id"] == "demo.case"


def test_show_of_what_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "show", "demo.nothing", "--law", str(BOOK)]) == 2
    assert "demo.nothing" in capsys.readouterr().err


def test_diff_says_what_changed(spoilt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "diff", str(BOOK), str(spoilt)]) == 0
    said = capsys.readouterr().out
    assert said == "“延长审批”（demo.leave）：行为“批准”（grant）的办理人由 president 改为 chief\n"


def test_the_kinds_of_case_and_who_serves_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "list", "--case-types", "--law", str(BOOK)]) == 0
    told = capsys.readouterr()
    rows = {row["code"]: row for row in map(json.loads, told.out.splitlines())}
    assert list(rows) == ["0301", "0302", "0108"]
    assert rows["0302"]["procedures"] == ["demo.case"] and rows["0108"]["reason"] and not rows["0108"]["procedures"]
    assert "3 kinds of case, 2 served, 1 with a reason, 0 neither" in told.err


def test_doubts_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "doubts", str(BOOK), "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"file": "procedures/demo/case.toml", "key": "acts.decide.basis"}.items() <= rows[0].items()
