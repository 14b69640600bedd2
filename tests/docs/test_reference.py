"""The reference says what the law book and the commands say now, and it is made, not written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from xiezhi.cli.main import main
from xiezhi.cli.reference import MADE, pages

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs/reference"
LAW = ROOT / "law"
AGAIN = "make it anew: .venv/bin/xiezhi reference docs/reference"


def kept(folder: Path) -> dict[str, str]:
    """The made pages that lie in a folder, by path."""
    found = {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in sorted(folder.rglob("*.md"))}
    return {name: text for name, text in found.items() if text.startswith(MADE)}


def test_the_reference_is_not_stale() -> None:
    made, there = pages(LAW), kept(REFERENCE)
    assert made.keys() == there.keys(), AGAIN
    stale = [name for name in made if made[name] != there[name]]
    assert not stale, f"{stale}: {AGAIN}"


@pytest.fixture
def law(tmp_path: Path) -> Path:
    """A copy of the law book that a test may change."""
    return Path(shutil.copytree(LAW, tmp_path / "law"))


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_a_procedure_page_names_states_acts_articles_posts_and_periods() -> None:
    page = pages(LAW)["law/court.supervision_task.md"]
    assert page.startswith(f"{MADE}\n# 督查任务\n")
    rows = {line.split("|")[1].strip(): line for line in page.splitlines() if line.startswith("| ")}
    assert "## 已销号 `closed` · 办结" in page.splitlines()
    assert page.index("## 待签收") < page.index("签收任务 `accept`") < page.index("## 办理中")
    for said in ("责任人", "办理中", "第2项"):
        assert said in rows["签收任务 `accept`"]
    assert "3个工作日以内" in rows["签收期限 `accept_term`"]


def test_a_changed_article_changes_its_page_alone(law: Path) -> None:
    change(law / "procedures/trial/extension.toml", 'basis = "', 'basis = "人民法院组织法第九百条；')
    before, after = pages(LAW), pages(law)
    changed = [name for name in before if after[name] != before[name]]
    assert changed == ["law/laws.md", "law/trial.extension.md"]


def test_the_laws_and_the_rules_of_periods_have_their_pages() -> None:
    made = pages(LAW)
    assert "| 民事诉讼法 |  | 2023-09-01 | 第一条至第三百零六条 |" in made["law/laws.md"]
    rule = next(line for line in made["law/periods.md"].splitlines() if "`civ.first.ordinary`" in line)
    assert "6个月以内" in rule and "经本院院长批准，延长6个月" in rule and "民事诉讼法第152条" in rule
    served = next(line for line in made["law/case-types.md"].splitlines() if "| 民终 |" in line)
    assert "[民事二审程序（判决上诉）](civ.second.judgment.md)" in served


def test_an_act_still_to_be_verified_is_listed(law: Path) -> None:
    line = "`acts.report_progress.basis`"  # other files have an act of this name
    before = pages(law)["law/to-verify.md"].count(line)
    change(
        law / "procedures/court/supervision_task.toml",
        "[acts.report_progress]\n",
        '[acts.report_progress]\nsure = "low"\n',
    )
    assert pages(law)["law/to-verify.md"].count(line) == before + 1


def test_old_pages_go_and_pages_written_by_hand_stay(tmp_path: Path) -> None:
    (tmp_path / "law").mkdir()
    (tmp_path / "law/civ.gone.md").write_text(f"{MADE}\n# gone\n", "utf-8")
    (tmp_path / "law/by-hand.md").write_text("# kept\n", "utf-8")
    assert main(["reference", str(tmp_path)]) == 0
    assert not (tmp_path / "law/civ.gone.md").exists()
    assert (tmp_path / "law/by-hand.md").read_text("utf-8") == "# kept\n"
    assert kept(tmp_path) == pages(LAW)


def test_no_law_book_is_a_wrong_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reference", str(tmp_path), "--law", str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err
